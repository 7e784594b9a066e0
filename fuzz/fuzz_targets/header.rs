//! A header that decodes is written again in the same bytes, and has one head.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_ledger::{Header, head};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = Header::decode(bytes) {
        assert_eq!(header.encode().as_slice(), bytes);
        assert_eq!(head(&header.encode()), head(bytes));
    }
});
