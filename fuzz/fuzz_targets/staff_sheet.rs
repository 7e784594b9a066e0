//! A table of staff, as a manager's office hands it in: whatever the bytes are, every line is either
//! good in all fields or has something wrong that can be said.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_domain::staff::sheet::{self, MOST};
use tasuki_domain::system::System;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = sheet::read(bytes, System::Windows) {
        assert!((1..=MOST).contains(&read.lines.len()));
        for line in &read.lines {
            assert_eq!(line.checked.is_some(), line.flaws.is_empty());
        }
        assert!(read.lines.windows(2).all(|it| it[0].number < it[1].number));
    }
});
