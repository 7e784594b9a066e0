//! The first line is a verifier key, the rest a note. The seed's signature is good, so the
//! mutations begin past the first refusals; what is accepted then states what was signed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_ledger::checkpoint::parse_and_verify;
use tasuki_ledger::{Identity, Recipient, VerifierKey};

fuzz_target!(|text: &str| {
    let (key, note) = text.split_once('\n').unwrap_or((text, ""));
    if let Ok(key) = key.parse::<VerifierKey>()
        && let Ok(checkpoint) = parse_and_verify(note, &key)
    {
        let start = format!("{}\n{}\n", checkpoint.origin, checkpoint.size);
        assert!(note.starts_with(&start));
        assert_eq!(checkpoint.origin, key.name());
    }
    let _ = Identity::parse(text);
    let _ = text.parse::<Recipient>();
});
