//! What the authenticator says: to which site, who was there, how often, and of a new credential
//! its id and key.

use minicbor::Decoder;

use super::Refusal;

const PRESENT: u8 = 0b0000_0001;
const VERIFIED: u8 = 0b0000_0100;
const BACKUP_ELIGIBLE: u8 = 0b0000_1000;
const BACKED_UP: u8 = 0b0001_0000;
const CREDENTIAL: u8 = 0b0100_0000;
const EXTENSIONS: u8 = 0b1000_0000;

/// The name of the authenticator's make, which is not asked for.
const MAKE: usize = 16;

/// Authenticator data (Level 3, section 6.1).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct AuthenticatorData<'a> {
    pub(super) site_hash: &'a [u8; 32],
    flags: u8,
    pub(super) counter: u32,
    pub(super) credential: Option<Credential<'a>>,
}

/// A new credential.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Credential<'a> {
    pub(super) id: &'a [u8],
    /// COSE, of any form so far.
    pub(super) public_key: &'a [u8],
}

const SHORT: Refusal = Refusal::Malformed("the authenticator data ends too early");

/// The bytes of the one CBOR item at the beginning, and the rest.
fn item(bytes: &[u8]) -> Result<(&[u8], &[u8]), Refusal> {
    let mut decoder = Decoder::new(bytes);
    decoder.skip().map_err(|_| Refusal::Malformed("the authenticator data holds broken CBOR"))?;
    bytes.split_at_checked(decoder.position()).ok_or(SHORT)
}

fn credential(bytes: &[u8]) -> Result<(Credential<'_>, &[u8]), Refusal> {
    let (_, bytes) = bytes.split_at_checked(MAKE).ok_or(SHORT)?;
    let (length, bytes) = bytes.split_first_chunk::<2>().ok_or(SHORT)?;
    let length = usize::from(u16::from_be_bytes(*length));
    let (id, bytes) = bytes.split_at_checked(length).ok_or(SHORT)?;
    let (public_key, rest) = item(bytes)?;
    Ok((Credential { id, public_key }, rest))
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let (site_hash, bytes) = bytes.split_first_chunk::<32>().ok_or(SHORT)?;
        let ([flags], bytes) = bytes.split_first_chunk::<1>().ok_or(SHORT)?;
        let (counter, mut rest) = bytes.split_first_chunk::<4>().ok_or(SHORT)?;
        let flags = *flags;
        let mut new = None;
        if flags & CREDENTIAL != 0 {
            let (found, after) = credential(rest)?;
            (new, rest) = (Some(found), after);
        }
        if flags & EXTENSIONS != 0 {
            rest = item(rest)?.1;
        }
        if !rest.is_empty() {
            return Err(Refusal::Malformed("bytes follow the authenticator data"));
        }
        Ok(Self { site_hash, flags, counter: u32::from_be_bytes(*counter), credential: new })
    }

    /// Somebody was there, and was recognised by fingerprint, face or PIN.
    pub(super) const fn is_verified(&self) -> bool {
        self.flags & PRESENT != 0 && self.flags & VERIFIED != 0
    }

    /// Whether the passkey may be copied to other devices of its owner.
    pub(super) const fn is_synced(&self) -> bool {
        self.flags & BACKUP_ELIGIBLE != 0
    }

    /// Whether it says that it was copied, and that it never can be.
    pub(super) const fn contradicts_itself(&self) -> bool {
        self.flags & BACKED_UP != 0 && !self.is_synced()
    }
}

/// The authenticator data in an attestation object (Level 3, section 6.5). Its statement is passed
/// over, of whatever form it is: no maker is asked to vouch.
pub(super) fn of_attestation(object: &[u8]) -> Result<&[u8], Refusal> {
    let broken = |_| Refusal::Malformed("the attestation object is not CBOR of its form");
    let mut decoder = Decoder::new(object);
    let mut found = None;
    for _ in 0..decoder.map().map_err(broken)?.unwrap_or_default() {
        if decoder.str().map_err(broken)? != "authData" {
            decoder.skip().map_err(broken)?;
        } else if found.replace(decoder.bytes().map_err(broken)?).is_some() {
            return Err(Refusal::Malformed("the attestation object says a thing twice"));
        }
    }
    if decoder.position() != object.len() {
        return Err(Refusal::Malformed("bytes follow the attestation object"));
    }
    found.ok_or(Refusal::Malformed("the attestation object holds no authenticator data"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(flags: u8, after: &[u8]) -> Vec<u8> {
        [&[7; 32][..], &[flags], &[0, 0, 1, 2], after].concat()
    }

    #[test]
    fn flags_and_counter_are_read() {
        let bytes = said(PRESENT | VERIFIED, &[]);
        let read = AuthenticatorData::read(&bytes).unwrap();
        assert!(read.is_verified() && !read.is_synced() && !read.contradicts_itself());
        for (flags, verified, synced, odd) in [
            (PRESENT, false, false, false),
            (VERIFIED, false, false, false),
            (PRESENT | VERIFIED | BACKUP_ELIGIBLE | BACKED_UP, true, true, false),
            (PRESENT | VERIFIED | BACKED_UP, true, false, true),
        ] {
            let bytes = said(flags, &[]);
            let read = AuthenticatorData::read(&bytes).unwrap();
            let seen = (read.is_verified(), read.is_synced(), read.contradicts_itself());
            assert_eq!(seen, (verified, synced, odd), "{flags:08b}");
        }
        assert_eq!((read.counter, read.site_hash, read.credential), (258, &[7; 32], None));
    }

    #[test]
    fn a_credential_and_extensions_are_measured_to_the_byte() {
        // An id of two bytes, a key {1: 2}, extensions {}.
        let tail = [&[0; MAKE][..], &[0, 2, 8, 9], &[0xa1, 1, 2], &[0xa0]].concat();
        let bytes = said(CREDENTIAL | EXTENSIONS | BACKUP_ELIGIBLE, &tail);
        let read = AuthenticatorData::read(&bytes).unwrap();
        let new = Credential { id: &[8, 9], public_key: &[0xa1, 1, 2] };
        assert!(read.is_synced());
        assert_eq!(read.credential, Some(new));
        for shorter in 0..bytes.len() {
            AuthenticatorData::read(&bytes[..shorter]).unwrap_err();
        }
        let longer = [bytes.as_slice(), &[0]].concat();
        let refused = AuthenticatorData::read(&longer);
        assert_eq!(refused, Err(Refusal::Malformed("bytes follow the authenticator data")));
    }

    #[test]
    fn the_statement_of_an_attestation_is_passed_over() {
        // {"fmt": "x", "attStmt": {1: [2]}, "authData": h'0506'}
        let object = [
            &[0xa3, 0x63][..],
            b"fmt",
            &[0x61],
            b"x",
            &[0x67],
            b"attStmt",
            &[0xa1, 1, 0x81, 2],
            &[0x68],
            b"authData",
            &[0x42, 5, 6],
        ]
        .concat();
        assert_eq!(of_attestation(&object), Ok(&[5, 6][..]));
        for shorter in 0..object.len() {
            of_attestation(&object[..shorter]).unwrap_err();
        }
        of_attestation(&[object.as_slice(), &[0xa0]].concat()).unwrap_err();
        let twice = [&[0xa2][..], &[0x68], b"authData", &[0x40], &[0x68], b"authData", &[0x40]];
        of_attestation(&twice.concat()).unwrap_err();
        of_attestation(&[0xa0]).unwrap_err();
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_much(bytes: Vec<u8>) {
            let _ = AuthenticatorData::read(&bytes);
            let _ = of_attestation(&bytes);
        }
    }
}
