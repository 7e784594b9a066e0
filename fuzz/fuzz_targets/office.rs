//! Any bytes as a Word or Excel file: judged, never a panic, never more unpacked than allowed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_media::{DocumentKind, office};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(kind) = office::check(bytes) {
        assert_ne!(kind, DocumentKind::Pdf);
        assert!(bytes.starts_with(b"PK"));
    }
});
