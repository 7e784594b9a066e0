//! The one place that calls AES-256-GCM-SIV (RFC 8452).

use aes_gcm_siv::{AeadInOut, Aes256GcmSiv, Key, KeyInit, Nonce, Tag};
use zeroize::Zeroize;

use crate::Secret;

/// Length of the authentication tag, which ends every sealed text.
pub(crate) const TAG_LEN: usize = 16;

/// Length of a nonce.
pub(crate) const NONCE_LEN: usize = 12;

/// `prefix`, then the cipher text of `plain`, then the tag.
pub(crate) fn seal(
    key: &Secret,
    nonce: [u8; NONCE_LEN],
    associated: &[u8],
    prefix: &[u8],
    plain: &[u8],
) -> Vec<u8> {
    let mut sealed = Vec::with_capacity(prefix.len() + plain.len() + TAG_LEN);
    sealed.extend_from_slice(prefix);
    sealed.extend_from_slice(plain);
    let tag = cipher(key)
        .encrypt_inout_detached(
            &Nonce::from(nonce),
            associated,
            (&mut sealed[prefix.len()..]).into(),
        )
        .expect("what is sealed is shorter than the 64 GiB of RFC 8452");
    sealed.extend_from_slice(&tag);
    sealed
}

/// The text that [`seal`] sealed, given what followed the prefix; nothing when key, nonce,
/// associated data or bytes are not the same.
pub(crate) fn open(
    key: &Secret,
    nonce: [u8; NONCE_LEN],
    associated: &[u8],
    sealed: &[u8],
) -> Option<Vec<u8>> {
    let (text, tag) = sealed.split_last_chunk::<TAG_LEN>()?;
    let mut text = text.to_vec();
    let opened = cipher(key).decrypt_inout_detached(
        &Nonce::from(nonce),
        associated,
        text.as_mut_slice().into(),
        &Tag::from(*tag),
    );
    if opened.is_err() {
        // GCM-SIV deciphers before it can check; nothing of that may be seen.
        text.zeroize();
        return None;
    }
    Some(text)
}

fn cipher(key: &Secret) -> Aes256GcmSiv {
    Aes256GcmSiv::new(&Key::<Aes256GcmSiv>::from(*key.expose()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8452, appendix C.2: AES-256, one of the cases with associated data.
    #[test]
    fn is_aes_256_gcm_siv() {
        let bytes = |text: &str| hex::decode(text).expect("hexadecimal");
        let mut key = [0; 32];
        key[0] = 1;
        let mut nonce = [0; 12];
        nonce[0] = 3;
        let sealed = seal(&Secret::from_bytes(key), nonce, &[1], &[], &bytes("0200000000000000"));
        assert_eq!(sealed, bytes("1de22967237a813291213f267e3b452f02d01ae33e4ec854"));
        let opened = open(&Secret::from_bytes(key), nonce, &[1], &sealed);
        assert_eq!(opened, Some(bytes("0200000000000000")));
    }

    #[test]
    fn what_is_shorter_than_a_tag_does_not_open() {
        let key = Secret::from_bytes([1; 32]);
        assert_eq!(open(&key, [0; 12], &[], &[0; 15]), None);
        assert_eq!(open(&key, [0; 12], &[], &[0; 16]), None);
        let empty = seal(&key, [0; 12], &[], &[], &[]);
        assert_eq!(open(&key, [0; 12], &[], &empty), Some(vec![]));
    }
}
