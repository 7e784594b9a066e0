//! The name under which a certificate is registered.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// Text that is not 64 hexadecimal digits where a fingerprint was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MalformedFingerprint;

impl fmt::Display for MalformedFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a fingerprint: expected 64 hexadecimal digits")
    }
}

impl std::error::Error for MalformedFingerprint {}

/// The SHA-256 of a certificate's DER bytes, shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint of the certificate whose DER encoding is given.
    pub fn of_der(der: &[u8]) -> Self {
        Self(Sha256::digest(der).into())
    }

    /// The fingerprint of a stored column.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl FromStr for Fingerprint {
    type Err = MalformedFingerprint;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| MalformedFingerprint)?;
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn is_the_sha_256_of_the_bytes() {
        // FIPS 180-4 example, "abc".
        let shown = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Fingerprint::of_der(b"abc").to_string(), shown);
        assert_eq!(shown.parse(), Ok(Fingerprint::of_der(b"abc")));
    }

    proptest! {
        #[test]
        fn every_fingerprint_reads_back(bytes: [u8; 32]) {
            let one = Fingerprint::from_bytes(bytes);
            prop_assert_eq!(one.to_string().parse(), Ok(one));
            prop_assert_eq!(one.as_bytes(), &bytes);
        }

        #[test]
        fn other_text_is_refused(text in "\\PC{0,80}") {
            let hexadecimal = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
            prop_assert_eq!(text.parse::<Fingerprint>().is_ok(), hexadecimal);
        }
    }
}
