//! Any bytes as a PDF: judged, and drawn if accepted, without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_media::pdf;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(pages) = pdf::check(bytes) {
        assert!(pages >= 1 && pages as usize <= pdf::PAGES);
        if let Ok(page) = pdf::page(bytes, 0, 64, None) {
            assert!(page.width.max(page.height) <= 64);
        }
    }
});
