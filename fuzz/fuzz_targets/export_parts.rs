//! The files inside an export, without the ZIP whose checksums would refuse most mutations.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_ledger::export::{ExportedLog, Manifest};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(log) = ExportedLog::decode(bytes) {
        assert_eq!(log.encode(), bytes);
    }
    if let Ok(manifest) = Manifest::decode(bytes) {
        assert_eq!(Manifest::decode(&manifest.encode()), Ok(manifest));
    }
});
