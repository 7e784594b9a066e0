//! Keys of 32 bytes, and the ids that commit to them.

use std::fmt;
use std::str::FromStr;

use tasuki_kernel::Random;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::{Hash, Malformed};

/// Label in front of the secret when its id is computed; its last byte is the version.
const KEY_ID_LABEL: &[u8] = b"tasuki/key-id\x01";

/// A key for AES-256-GCM-SIV, of a body, an attachment, a log or a vault.
///
/// Wiped from memory when dropped, never shown, never compared: keys are told apart by their
/// [`KeyId`].
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Length in bytes.
    pub const LEN: usize = 32;

    /// A new key.
    pub fn generate(random: &dyn Random) -> Self {
        let mut secret = Self([0; 32]);
        random.fill(&mut secret.0);
        secret
    }

    /// The key whose bytes are given. The caller wipes its own copy.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key of an opened file or message; any length but 32 is refused.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        bytes.try_into().map(Self).map_err(|_| Malformed::new("key", "not 32 bytes"))
    }

    /// The bytes themselves, for sealing them under another key or disclosing them in an
    /// export. Nothing else has a use for them.
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The id of this key.
    pub fn id(&self) -> KeyId {
        let hash = Hash::of_parts(&[KEY_ID_LABEL, &self.0]);
        let mut id = [0; 16];
        id.copy_from_slice(&hash.as_bytes()[..16]);
        KeyId(id)
    }
}

/// Shows the id, which is public.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.id())
    }
}

/// The first 16 bytes of SHA-256 over the label `tasuki/key-id`, the byte 1, and the key.
///
/// AES-GCM-SIV alone does not commit to its key: one can make bytes that two keys open to two
/// different texts. The header holds this id, and whoever opens a body compares it, so that
/// what was chained opens to one text only. Finding a second key for a given id takes about
/// 2^128 tries; preparing two keys with one id beforehand about 2^64.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 16]);

impl KeyId {
    /// The id whose bytes are given.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The id of a stored column; any length but 16 is refused.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        bytes.try_into().map(Self).map_err(|_| Malformed::new("key id", "not 16 bytes"))
    }

    /// The 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

/// 32 lower-case hexadecimal digits.
impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let refused = Malformed::new("key id", "not 32 lower-case hexadecimal digits");
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(refused);
        }
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| refused)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::SeededRandom;

    use super::*;

    #[test]
    fn the_id_is_the_labelled_hash_cut_to_16_bytes() {
        let secret = Secret::from_bytes([7; 32]);
        let whole = Hash::of(&[&b"tasuki/key-id\x01"[..], &[7; 32]].concat());
        assert_eq!(secret.id().as_bytes()[..], whole.as_bytes()[..16]);
        assert_ne!(secret.id(), Secret::from_bytes([8; 32]).id());
    }

    #[test]
    fn a_key_never_shows_its_bytes() {
        let secret = Secret::from_bytes([0xab; 32]);
        let shown = format!("{secret:?}");
        assert_eq!(shown, format!("Secret({})", secret.id()));
        assert!(!shown.contains("abab") && !shown.contains("171"));
    }

    #[test]
    fn new_keys_differ_and_wipe_to_zeros() {
        let random = SeededRandom::new(3);
        let (mut a, b) = (Secret::generate(&random), Secret::generate(&random));
        assert_ne!(a.expose(), b.expose());
        a.zeroize();
        assert_eq!(a.expose(), &[0; 32]);
    }

    #[test]
    fn other_lengths_and_spellings_are_refused() {
        assert!(Secret::from_slice(&[0; 31]).is_err());
        assert!(KeyId::from_slice(&[0; 17]).is_err());
        let id = Secret::from_bytes([7; 32]).id();
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(KeyId::from_slice(id.as_bytes()), Ok(id));
        assert!("AB".repeat(16).parse::<KeyId>().is_err());
        assert!("ab".parse::<KeyId>().is_err());
    }
}
