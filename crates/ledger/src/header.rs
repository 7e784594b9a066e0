//! The header of an entry: what is known of it in clear, and what the chain is made of.

use tasuki_kernel::{EntryId, LogId, RegionId, Timestamp};

use crate::bytes::Fields;
use crate::{Author, Context, Hash, KeyId, Malformed};

/// Label in front of the header bytes when a head is computed; its last byte is the version.
const HEAD_LABEL: &[u8] = b"tasuki/head\x01";

/// The header of one entry.
///
/// The stored bytes are what is hashed; this is their reading. Fixed widths, big-endian,
/// in the order of the fields here, after one version byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    /// The region whose tree and keys the entry is under.
    pub origin: RegionId,
    /// The log it was appended to.
    pub log: LogId,
    /// Its number in the log, from 1, without gaps.
    pub sequence: u64,
    /// Made by the writer's device; unique per author.
    pub entry: EntryId,
    /// Who wrote it.
    pub author: Author,
    /// Commits to the key that opens the sealed body.
    pub key: KeyId,
    /// When the server took it, microseconds since 1970; never before the previous entry's.
    pub received: Timestamp,
    /// The head after the previous entry; zeros for sequence 1.
    pub previous: Hash,
    /// SHA-256 of the sealed body.
    pub body: Hash,
}

impl Header {
    /// The version that this crate writes.
    pub const VERSION: u8 = 1;
    /// Length of a version 1 header in bytes.
    pub const LEN: usize = 178;

    /// The bytes that are stored and hashed.
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        bytes[0] = Self::VERSION;
        bytes[1..17].copy_from_slice(self.origin.as_bytes());
        bytes[17..33].copy_from_slice(self.log.as_bytes());
        bytes[33..41].copy_from_slice(&self.sequence.to_be_bytes());
        bytes[41..57].copy_from_slice(self.entry.as_bytes());
        bytes[57..90].copy_from_slice(&self.author.encode());
        bytes[90..106].copy_from_slice(self.key.as_bytes());
        bytes[106..114].copy_from_slice(&self.received.as_micros().to_be_bytes());
        bytes[114..146].copy_from_slice(self.previous.as_bytes());
        bytes[146..178].copy_from_slice(self.body.as_bytes());
        bytes
    }

    /// Reads what [`Header::encode`] writes. Another version, another length, an unknown kind
    /// of author and sequence 0 are refused.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let refused = |why| Malformed::new("header", why);
        match bytes.first() {
            Some(&Self::VERSION) => {}
            Some(_) => return Err(refused("unknown version")),
            None => return Err(refused("empty")),
        }
        if bytes.len() != Self::LEN {
            return Err(refused("not 178 bytes"));
        }
        let header = Self::take(&bytes[1..]).ok_or_else(|| refused("unknown kind of author"))?;
        if header.sequence == 0 {
            return Err(refused("sequence 0"));
        }
        Ok(header)
    }

    fn take(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::new(bytes);
        Some(Self {
            origin: RegionId::from_bytes(fields.take()?),
            log: LogId::from_bytes(fields.take()?),
            sequence: u64::from_be_bytes(fields.take()?),
            entry: EntryId::from_bytes(fields.take()?),
            author: Author::decode(&fields.take::<{ Author::LEN }>()?).ok()?,
            key: KeyId::from_bytes(fields.take()?),
            received: Timestamp::from_micros(i64::from_be_bytes(fields.take()?)),
            previous: Hash::from_bytes(fields.take()?),
            body: Hash::from_bytes(fields.take()?),
        })
    }

    /// What the body was sealed under, apart from its key.
    pub const fn context(&self) -> Context {
        Context { origin: self.origin, log: self.log, entry: self.entry, author: self.author }
    }
}

/// The head of a log after the entry with these header bytes: SHA-256 of the label
/// `tasuki/head`, the byte 1, and the bytes.
pub fn head(header_bytes: &[u8]) -> Hash {
    Hash::of_parts(&[HEAD_LABEL, header_bytes])
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use tasuki_kernel::PostId;

    use super::*;
    use crate::AuthorKind;

    pub(crate) fn sample() -> Header {
        let origin = RegionId::from_bytes([0x11; 16]);
        Header {
            origin,
            log: LogId::from_bytes([0x22; 16]),
            sequence: 1,
            entry: EntryId::from_bytes([0x33; 16]),
            author: Author::post(origin, PostId::from_bytes([0x44; 16])),
            key: KeyId::from_bytes([0x55; 16]),
            received: Timestamp::from_micros(1_795_239_120_000_000),
            previous: Hash::ZERO,
            body: Hash::of(b"sealed"),
        }
    }

    pub(crate) fn authors() -> impl Strategy<Value = Author> {
        (1_u8..=4, any::<[u8; 16]>(), any::<[u8; 16]>()).prop_map(|(kind, region, id)| Author {
            kind: AuthorKind::from_number(kind).expect("1 to 4 are kinds"),
            region: RegionId::from_bytes(region),
            id,
        })
    }

    fn headers() -> impl Strategy<Value = Header> {
        let ids = any::<[[u8; 16]; 4]>();
        let hashes = any::<[[u8; 32]; 2]>();
        (ids, authors(), 1..=u64::MAX, any::<i64>(), hashes).prop_map(
            |(ids, author, sequence, received, hashes)| Header {
                origin: RegionId::from_bytes(ids[0]),
                log: LogId::from_bytes(ids[1]),
                sequence,
                entry: EntryId::from_bytes(ids[2]),
                author,
                key: KeyId::from_bytes(ids[3]),
                received: Timestamp::from_micros(received),
                previous: Hash::from_bytes(hashes[0]),
                body: Hash::from_bytes(hashes[1]),
            },
        )
    }

    #[test]
    fn what_is_not_version_1_is_refused() {
        let good = sample().encode();
        assert_eq!(Header::decode(&good), Ok(sample()));
        let changed = |at: usize, to: u8| {
            let mut bytes = good;
            bytes[at] = to;
            Header::decode(&bytes).map_err(|e| e.why)
        };
        assert_eq!(changed(0, 2), Err("unknown version"));
        assert_eq!(changed(40, 0), Err("sequence 0"));
        assert_eq!(changed(57, 0), Err("unknown kind of author"));
        assert!(Header::decode(&good[..177]).is_err());
        assert!(Header::decode(&[&good[..], &[0]].concat()).is_err());
        assert!(Header::decode(&[]).is_err());
    }

    #[test]
    fn the_head_is_labelled() {
        let bytes = sample().encode();
        assert_eq!(head(&bytes), Hash::of(&[b"tasuki/head\x01", &bytes[..]].concat()));
        assert_ne!(head(&bytes), Hash::of(&bytes));
    }

    proptest! {
        #[test]
        fn decode_takes_back_what_encode_wrote(header in headers()) {
            prop_assert_eq!(Header::decode(&header.encode()), Ok(header));
        }

        #[test]
        fn encode_gives_back_what_decode_read(
            mut bytes in proptest::collection::vec(any::<u8>(), Header::LEN),
            kind in 0_u8..6,
        ) {
            bytes[0] = Header::VERSION;
            bytes[57] = kind;
            if let Ok(header) = Header::decode(&bytes) {
                prop_assert_eq!(header.encode().to_vec(), bytes);
            }
        }

        #[test]
        fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Header::decode(&bytes);
        }
    }
}
