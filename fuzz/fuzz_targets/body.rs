//! A body that decodes is canonical: its encoding is what was read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_ledger::Body;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(body) = Body::decode(bytes) {
        assert_eq!(body.encode(), bytes);
    }
});
