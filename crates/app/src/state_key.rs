//! State that is sealed although it is no entry: cursors that go to browsers, forms that are typed
//! over several pages, letters that wait. Whoever has only the database reads none of it.

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hkdf::Hkdf;
use sha2::Sha256;
use tasuki_kernel::Random;
use tasuki_ledger::Secret;
use zeroize::Zeroizing;

const NONCE: usize = 12;

/// A key of the region for state.
pub struct StateKey(Secret);

impl StateKey {
    /// The key of these bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(Secret::from_bytes(*bytes))
    }

    /// A key of its own, derived from a secret that every region has had from its first day.
    pub fn beside(seed: &[u8; 32]) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        let derived = Hkdf::<Sha256>::new(None, seed).expand(b"tasuki/state\x01", &mut *bytes);
        derived.expect("32 bytes are far below the limit of HKDF (RFC 5869)");
        Self::new(&bytes)
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new(self.0.expose().into())
    }

    /// Seals `plain`, bound to what it is for.
    pub fn seal(&self, random: &dyn Random, purpose: &[&[u8]], plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce);
        let associated = purpose.concat();
        let payload = Payload { msg: plain, aad: &associated };
        let sealed = self.cipher().encrypt(&Nonce::from(nonce), payload);
        let sealed = sealed.expect("state is far below the cipher's limit");
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what was sealed for the same purpose; nothing else.
    pub fn open(&self, purpose: &[&[u8]], bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let associated = purpose.concat();
        let payload = Payload { msg: sealed, aad: &associated };
        self.cipher().decrypt(&Nonce::from(*nonce), payload).ok().map(Zeroizing::new)
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::SeededRandom;

    use super::*;

    #[test]
    fn only_the_same_key_and_purpose_open() {
        let random = SeededRandom::new(4);
        let (key, other) = (StateKey::beside(&[7; 32]), StateKey::beside(&[8; 32]));
        let sealed = key.seal(&random, &[b"letter", b"1"], "受け取り番号".as_bytes());
        let opened = key.open(&[b"letter", b"1"], &sealed);
        assert_eq!(opened.as_deref().map(Vec::as_slice), Some("受け取り番号".as_bytes()));
        assert!(key.open(&[b"letter", b"2"], &sealed).is_none());
        assert!(other.open(&[b"letter", b"1"], &sealed).is_none());
        assert!(StateKey::new(&[7; 32]).open(&[b"letter", b"1"], &sealed).is_none());
        for end in 0..sealed.len() {
            assert!(key.open(&[b"letter", b"1"], &sealed[..end]).is_none());
        }
    }
}
