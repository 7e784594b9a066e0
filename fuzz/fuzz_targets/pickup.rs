//! What strangers type as the number and the code of a pick-up: read to its one form or to none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_domain::pickup::{read_code, read_number, shown_number};

fuzz_target!(|typed: &str| {
    if let Some(number) = read_number(typed) {
        assert_eq!(read_number(&shown_number(&number)), Some(number));
    }
    let code = read_code(typed);
    assert_eq!(read_code(&code), code);
});
