//! Sealing of bodies and attachments: AES-256-GCM-SIV (RFC 8452), one fresh key for each.
//!
//! The nonce is twelve zero bytes. That is sound because a key seals exactly one text: the
//! functions here make the key themselves and take none, so no caller can seal twice under one.
//! Should a random source ever repeat itself, GCM-SIV still betrays no more than that two equal
//! texts are equal, as long as their associated data is equal too.

use tasuki_kernel::{EntryId, LogId, Random, RegionId};

use crate::aead::{self, NONCE_LEN};
use crate::{Author, Hash, Header, Secret};

/// First byte of every sealed thing.
pub(crate) const VERSION: u8 = 1;

const BODY_LABEL: &[u8] = b"tasuki/body\x01";
const ATTACHMENT_LABEL: &[u8] = b"tasuki/attachment\x01";
/// See the module's documentation.
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];

/// What is known of an entry before the server gives it its place in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Context {
    /// The region whose keys the entry is under.
    pub origin: RegionId,
    /// The log it goes to.
    pub log: LogId,
    /// The id that the writer's device gave it.
    pub entry: EntryId,
    /// Who writes it.
    pub author: Author,
}

impl Context {
    /// Length of the encoded form in bytes.
    pub const LEN: usize = 81;

    /// Origin (16 bytes), log (16), entry (16), author (33).
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        bytes[..16].copy_from_slice(self.origin.as_bytes());
        bytes[16..32].copy_from_slice(self.log.as_bytes());
        bytes[32..48].copy_from_slice(self.entry.as_bytes());
        bytes[48..].copy_from_slice(&self.author.encode());
        bytes
    }
}

/// Why something sealed was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The first byte is not a version that this program knows, or there is none.
    #[error("sealed in an unknown version")]
    Version,
    /// The key is not the one whose id stands in the header.
    #[error("the key is not the one that was named")]
    KeyMismatch,
    /// The bytes, their context or the key is not what was sealed.
    #[error("the key does not open it, or it or its place was changed")]
    Refused,
}

/// Seals a body: a new key, and version byte ‖ cipher text ‖ tag.
pub fn seal_body(random: &dyn Random, context: &Context, plain: &[u8]) -> (Secret, Vec<u8>) {
    let key = Secret::generate(random);
    let sealed = aead::seal(&key, NONCE, &body_data(context, &key), &[VERSION], plain);
    (key, sealed)
}

/// Opens what [`seal_body`] sealed. Use [`open_entry`] where there is a header: the cipher alone
/// does not commit to the key.
pub fn open_body(key: &Secret, context: &Context, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    open(key, &body_data(context, key), sealed)
}

/// Opens the body of a chained entry, after comparing the key with the header's key id.
pub fn open_entry(key: &Secret, header: &Header, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    if key.id() != header.key {
        return Err(OpenError::KeyMismatch);
    }
    open_body(key, &header.context(), sealed)
}

/// Seals an attachment of a log: a new key, the attachment's name (SHA-256 of the sealed bytes),
/// and version byte ‖ cipher text ‖ tag.
pub fn seal_attachment(
    random: &dyn Random,
    origin: RegionId,
    log: LogId,
    plain: &[u8],
) -> (Secret, Hash, Vec<u8>) {
    let key = Secret::generate(random);
    let data = attachment_data(origin, log, &key);
    let sealed = aead::seal(&key, NONCE, &data, &[VERSION], plain);
    (key, Hash::of(&sealed), sealed)
}

/// Opens what [`seal_attachment`] sealed. The entry that cites the attachment holds its name and
/// its key id; the caller has compared both.
pub fn open_attachment(
    key: &Secret,
    origin: RegionId,
    log: LogId,
    sealed: &[u8],
) -> Result<Vec<u8>, OpenError> {
    open(key, &attachment_data(origin, log, key), sealed)
}

fn open(key: &Secret, associated: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    match sealed.split_first() {
        Some((&VERSION, rest)) => {
            aead::open(key, NONCE, associated, rest).ok_or(OpenError::Refused)
        }
        _ => Err(OpenError::Version),
    }
}

fn body_data(context: &Context, key: &Secret) -> Vec<u8> {
    [BODY_LABEL, &context.encode(), key.id().as_bytes()].concat()
}

fn attachment_data(origin: RegionId, log: LogId, key: &Secret) -> Vec<u8> {
    [ATTACHMENT_LABEL, origin.as_bytes(), log.as_bytes(), key.id().as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tasuki_kernel::{PostId, SeededRandom};

    use super::*;
    use crate::AuthorKind;

    fn context() -> Context {
        let origin = RegionId::from_bytes([0x11; 16]);
        Context {
            origin,
            log: LogId::from_bytes([0x22; 16]),
            entry: EntryId::from_bytes([0x33; 16]),
            author: Author::post(origin, PostId::from_bytes([0x44; 16])),
        }
    }

    /// Every context that differs from [`context`] in one field.
    fn neighbours() -> Vec<Context> {
        let here = context();
        let region = RegionId::from_bytes([0x12; 16]);
        let author = here.author;
        vec![
            Context { origin: region, ..here },
            Context { log: LogId::from_bytes([0x23; 16]), ..here },
            Context { entry: EntryId::from_bytes([0x34; 16]), ..here },
            Context { author: Author { kind: AuthorKind::Family, ..author }, ..here },
            Context { author: Author { region, ..author }, ..here },
            Context { author: Author { id: [0x45; 16], ..author }, ..here },
        ]
    }

    #[test]
    fn a_body_opens_only_where_it_was_sealed() {
        let (key, sealed) = seal_body(&SeededRandom::new(1), &context(), b"text");
        assert_eq!(open_body(&key, &context(), &sealed), Ok(b"text".to_vec()));
        for other in neighbours() {
            assert_eq!(open_body(&key, &other, &sealed), Err(OpenError::Refused));
        }
        let other_key = Secret::from_bytes([9; 32]);
        assert_eq!(open_body(&other_key, &context(), &sealed), Err(OpenError::Refused));
    }

    #[test]
    fn every_sealing_has_a_key_of_its_own() {
        let random = SeededRandom::new(1);
        let (first_key, first) = seal_body(&random, &context(), b"text");
        let (second_key, second) = seal_body(&random, &context(), b"text");
        assert_ne!(first_key.id(), second_key.id());
        assert_ne!(first, second);
        let c = context();
        let (photo_key, _, _) = seal_attachment(&random, c.origin, c.log, b"text");
        assert_ne!(photo_key.id(), second_key.id());
    }

    #[test]
    fn a_key_that_the_header_does_not_name_is_not_tried() {
        let (key, sealed) = seal_body(&SeededRandom::new(1), &context(), b"text");
        let mut header = crate::header::tests::sample();
        assert_eq!(header.context(), context());
        assert_eq!(open_entry(&key, &header, &sealed), Err(OpenError::KeyMismatch));
        header.key = key.id();
        assert_eq!(open_entry(&key, &header, &sealed), Ok(b"text".to_vec()));
    }

    #[test]
    fn an_attachment_opens_only_in_its_log() {
        let here = context();
        let (key, name, sealed) =
            seal_attachment(&SeededRandom::new(1), here.origin, here.log, b"photo");
        assert_eq!(name, Hash::of(&sealed));
        let open = |origin, log| open_attachment(&key, origin, log, &sealed);
        assert_eq!(open(here.origin, here.log), Ok(b"photo".to_vec()));
        let (origin, log) = (RegionId::from_bytes([1; 16]), LogId::from_bytes([1; 16]));
        assert_eq!(open(origin, here.log), Err(OpenError::Refused));
        assert_eq!(open(here.origin, log), Err(OpenError::Refused));
        // A body and an attachment cannot stand for each other.
        assert_eq!(open_body(&key, &here, &sealed), Err(OpenError::Refused));
    }

    #[test]
    fn unknown_versions_are_named_as_such() {
        let (key, mut sealed) = seal_body(&SeededRandom::new(1), &context(), b"text");
        sealed[0] = 2;
        assert_eq!(open_body(&key, &context(), &sealed), Err(OpenError::Version));
        assert_eq!(open_body(&key, &context(), &[]), Err(OpenError::Version));
        assert_eq!(open_body(&key, &context(), &[1]), Err(OpenError::Refused));
    }

    proptest! {
        #[test]
        fn any_changed_bit_is_refused(
            plain in proptest::collection::vec(any::<u8>(), 0..200),
            at in any::<prop::sample::Index>(),
            bit in 0..8,
        ) {
            let (key, mut sealed) = seal_body(&SeededRandom::new(7), &context(), &plain);
            prop_assert_eq!(open_body(&key, &context(), &sealed), Ok(plain));
            let at = at.index(sealed.len());
            sealed[at] ^= 1_u8 << bit;
            prop_assert!(open_body(&key, &context(), &sealed).is_err());
        }

        #[test]
        fn arbitrary_bytes_never_open(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let key = Secret::from_bytes([1; 32]);
            prop_assert!(open_body(&key, &context(), &bytes).is_err());
        }
    }
}
