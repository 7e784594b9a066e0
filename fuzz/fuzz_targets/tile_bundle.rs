//! Bundles and tile paths that are read are written again as they were.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_ledger::TilePath;
use tasuki_ledger::tile::{bundle_bytes, parse_bundle};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(leaves) = parse_bundle(bytes) {
        assert_eq!(bundle_bytes(&leaves), bytes);
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(path) = text.parse::<TilePath>()
    {
        assert_eq!(path.to_string(), text);
        assert!((1..=256).contains(&path.width));
    }
});
