//! A whole export as it might come by mail: verification ends, within its limits, without panic.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use tasuki_ledger::export::{Limits, verify_export_within};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { files: 100, file_bytes: 1 << 20, total_bytes: 4 << 20 };
    let report = verify_export_within(Cursor::new(bytes), None, limits);
    for finding in &report.findings {
        assert!(!finding.to_string().is_empty());
    }
    assert!(report.opened <= report.entries);
});
