//! What a browser sends of a passkey is accepted or refused, and a signature that nobody made is
//! never accepted. The input is client data, authenticator data and key, each after its length.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tasuki_pki::passkey::{Made, Site, Used, challenge};

/// The part at the beginning, after its length in two bytes, and the rest.
fn part(bytes: &[u8]) -> (&[u8], &[u8]) {
    let Some((length, rest)) = bytes.split_first_chunk::<2>() else { return (&[], &[]) };
    rest.split_at(usize::from(u16::from_be_bytes(*length)).min(rest.len()))
}

fuzz_target!(|bytes: &[u8]| {
    let (client_data, rest) = part(bytes);
    let (said, key) = part(rest);
    let asked = challenge(client_data).unwrap_or_default();
    let site = Site::at("https://tasuki.example").expect("a name");
    let made = Made { client_data: client_data.into(), attestation: said.into() };
    if let Ok(new) = site.accept_new(&asked, &made) {
        assert!(!new.id.is_empty() && !new.public_key.is_empty());
    }
    let signature = vec![0x30, 0];
    let used = Used { client_data: client_data.into(), authenticator_data: said.into(), signature };
    for synced in [false, true] {
        assert!(site.accept_used(&asked, (key, synced), &used).is_err());
    }
});
