//! SHA-256 (FIPS 180-4), plain where anybody's tool should give the same name, and with a label
//! in front where two kinds of bytes must never be taken for each other.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::Malformed;

/// A SHA-256 digest; shown and read as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// 32 zero bytes: the "previous" of the first entry of a log.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest whose bytes are given.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The digest of a stored column; any length but 32 is refused.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        bytes.try_into().map(Self).map_err(|_| Malformed::new("hash", "not 32 bytes"))
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// SHA-256 of `bytes`, without a label: what `sha256sum` prints. It names sealed bodies,
    /// sealed attachments and the files of an export.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// SHA-256 of the parts one after another. Callers begin with a label or have fixed widths.
    pub(crate) fn of_parts(parts: &[&[u8]]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part);
        }
        Self(digest.finalize().into())
    }
}

/// SHA-256 over hashes one after another, as they come.
#[derive(Debug, Clone, Default)]
pub struct HashRun(Sha256);

impl HashRun {
    /// The next hash.
    pub fn push(&mut self, hash: &Hash) {
        self.0.update(hash.0);
    }

    /// The digest over all of them.
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

impl FromStr for Hash {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let refused = Malformed::new("hash", "not 64 lower-case hexadecimal digits");
        // One spelling only, because hashes are file names.
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(refused);
        }
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| refused)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_sha_256() {
        // The digest of no bytes at all, which every description of SHA-256 gives.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Hash::of(b"").to_string(), empty);
        assert_eq!(Hash::of_parts(&[b"a", b"", b"bc"]), Hash::of(b"abc"));
    }

    #[test]
    fn a_run_is_the_hash_of_what_came_in_its_order() {
        let (a, b) = (Hash::of(b"a"), Hash::of(b"b"));
        let run = |hashes: &[Hash]| {
            let mut run = HashRun::default();
            for it in hashes {
                run.push(it);
            }
            run.finish()
        };
        assert_eq!(run(&[]), Hash::of(b""));
        assert_eq!(run(&[a, b]), Hash::of(&[*a.as_bytes(), *b.as_bytes()].concat()));
        assert_ne!(run(&[a, b]), run(&[b, a]));
    }

    #[test]
    fn has_one_spelling() {
        let hash = Hash::of(b"x");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        assert!(hash.to_string().to_uppercase().parse::<Hash>().is_err());
        assert!("00".parse::<Hash>().is_err());
        assert!(Hash::from_slice(&[0; 31]).is_err());
        assert_eq!(Hash::from_slice(&[0; 32]), Ok(Hash::ZERO));
    }
}
