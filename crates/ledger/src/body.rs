//! The body of an entry before it is sealed: deterministic CBOR (RFC 8949 section 4.2.1).
//!
//! A map with small integer keys, every one at most once and ascending, nothing indefinite, every
//! integer in its shortest form. What is not exactly what [`Body::encode`] would write is refused,
//! so that one meaning has one hash. Nothing here recurses: the content is a byte string whose
//! inside the ledger does not know, and no allocation is larger than the input.

use std::fmt;

use minicbor::decode::Error as CborError;
use minicbor::{Decoder, Encoder};
use tasuki_kernel::{EntryId, RecordId, Timestamp};

use crate::{Author, Context, Malformed};

/// Label in front of what a device signs; its last byte is the version.
const SIGNATURE_LABEL: &[u8] = b"tasuki/device-signature\x01";

/// The body of one entry, version 1.
#[derive(Clone, PartialEq, Eq)]
pub struct Body {
    /// What kind of entry; the numbers are those of `domain`.
    pub kind: u16,
    /// How much it matters; the numbers are those of `domain`.
    pub importance: u8,
    /// Who may see it; the numbers are those of `domain`.
    pub sensitivity: u8,
    /// When it was written, by the device's clock.
    pub claimed: Option<Timestamp>,
    /// When what it tells of happened.
    pub happened: Option<Timestamp>,
    /// Proxy entry: for whom the author wrote.
    pub on_behalf: Option<Author>,
    /// Proxy entry: who approved it.
    pub approved_by: Option<Author>,
    /// What this entry and all its corrections are about.
    pub record: RecordId,
    /// The entry that this one corrects or withdraws.
    pub supersedes: Option<EntryId>,
    /// Deterministic CBOR of the kind, opaque here.
    pub content: Vec<u8>,
    /// A device's own signature over [`Body::signed_bytes`], when there is one.
    pub signature: Option<Vec<u8>>,
}

impl Body {
    /// The version that this crate writes.
    pub const VERSION: u8 = 1;

    /// The canonical bytes.
    pub fn encode(&self) -> Vec<u8> {
        self.encode_with(self.signature.as_deref())
    }

    /// What a device signs: a label, the context that it knows, and the canonical bytes of the
    /// body without a signature.
    pub fn signed_bytes(&self, context: &Context) -> Vec<u8> {
        [SIGNATURE_LABEL, &context.encode(), &self.encode_with(None)].concat()
    }

    /// Reads what [`Body::encode`] writes and nothing else.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let parts =
            Parts::read(bytes).map_err(|_| Malformed::new("body", "not the CBOR map of a body"))?;
        let body = parts.into_body()?;
        if body.encode() != bytes {
            return Err(Malformed::new("body", "not in canonical form"));
        }
        Ok(body)
    }

    fn encode_with(&self, signature: Option<&[u8]>) -> Vec<u8> {
        let authors = [self.on_behalf, self.approved_by].map(|a| a.map(|a| a.encode()));
        let optional_times = [(4, self.claimed), (5, self.happened)];
        let byte_strings = [
            (6, authors[0].as_ref().map(<[u8; Author::LEN]>::as_slice)),
            (7, authors[1].as_ref().map(<[u8; Author::LEN]>::as_slice)),
            (8, Some(self.record.as_bytes().as_slice())),
            (9, self.supersedes.as_ref().map(|entry| entry.as_bytes().as_slice())),
            (10, Some(self.content.as_slice())),
            (11, signature),
        ];
        let numbers = [
            (0, u16::from(Self::VERSION)),
            (1, self.kind),
            (2, u16::from(self.importance)),
            (3, u16::from(self.sensitivity)),
        ];
        let times = optional_times.iter().filter(|(_, time)| time.is_some()).count();
        let strings = byte_strings.iter().filter(|(_, bytes)| bytes.is_some()).count();
        let mut out = Out::map(numbers.len() + times + strings);
        for (key, number) in numbers {
            out.number(key, i64::from(number));
        }
        for (key, time) in optional_times {
            if let Some(time) = time {
                out.number(key, time.as_micros());
            }
        }
        for (key, bytes) in byte_strings {
            if let Some(bytes) = bytes {
                out.bytes(key, bytes);
            }
        }
        out.0.into_writer()
    }
}

/// Shows how long the content is, not what it says: bodies hold patients' words.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("kind", &self.kind)
            .field("record", &self.record)
            .field("supersedes", &self.supersedes)
            .field("content_bytes", &self.content.len())
            .finish_non_exhaustive()
    }
}

/// An encoder into memory, which cannot fail.
struct Out(Encoder<Vec<u8>>);

impl Out {
    fn map(entries: usize) -> Self {
        let mut encoder = Encoder::new(Vec::new());
        encoder.map(entries as u64).expect("memory takes every byte");
        Self(encoder)
    }

    fn number(&mut self, key: u8, value: i64) {
        let written = self.0.u8(key).and_then(|encoder| encoder.i64(value));
        written.expect("memory takes every byte");
    }

    fn bytes(&mut self, key: u8, value: &[u8]) {
        let written = self.0.u8(key).and_then(|encoder| encoder.bytes(value));
        written.expect("memory takes every byte");
    }
}

/// What was found in a map, before it is known to be complete.
#[derive(Default)]
struct Parts {
    version: Option<u8>,
    kind: Option<u16>,
    importance: Option<u8>,
    sensitivity: Option<u8>,
    claimed: Option<i64>,
    happened: Option<i64>,
    /// The byte strings of keys 6 to 11.
    strings: [Option<Vec<u8>>; 6],
}

impl Parts {
    fn read(bytes: &[u8]) -> Result<Self, CborError> {
        let mut decoder = Decoder::new(bytes);
        let entries = decoder.map()?.ok_or_else(|| CborError::message("indefinite"))?;
        let mut parts = Self::default();
        // A false count ends with the input: every round takes at least one byte of it.
        for _ in 0..entries {
            match decoder.u8()? {
                0 => parts.version = Some(decoder.u8()?),
                1 => parts.kind = Some(decoder.u16()?),
                2 => parts.importance = Some(decoder.u8()?),
                3 => parts.sensitivity = Some(decoder.u8()?),
                4 => parts.claimed = Some(decoder.i64()?),
                5 => parts.happened = Some(decoder.i64()?),
                key @ 6..=11 => {
                    parts.strings[usize::from(key) - 6] = Some(decoder.bytes()?.to_vec());
                }
                _ => return Err(CborError::message("unknown key")),
            }
        }
        Ok(parts)
    }

    fn into_body(self) -> Result<Body, Malformed> {
        if self.version != Some(Body::VERSION) {
            return Err(Malformed::new("body", "unknown version"));
        }
        let [on_behalf, approved_by, record, supersedes, content, signature] = self.strings;
        let author = |bytes: Option<Vec<u8>>| bytes.map(|b| Author::decode(&b)).transpose();
        let id = |_| Malformed::new("body", "an identifier is not 16 bytes");
        let missing = || Malformed::new("body", "a required field is missing");
        Ok(Body {
            kind: self.kind.ok_or_else(missing)?,
            importance: self.importance.ok_or_else(missing)?,
            sensitivity: self.sensitivity.ok_or_else(missing)?,
            claimed: self.claimed.map(Timestamp::from_micros),
            happened: self.happened.map(Timestamp::from_micros),
            on_behalf: author(on_behalf)?,
            approved_by: author(approved_by)?,
            record: RecordId::from_slice(&record.ok_or_else(missing)?).map_err(id)?,
            supersedes: supersedes.map(|b| EntryId::from_slice(&b)).transpose().map_err(id)?,
            content: content.ok_or_else(missing)?,
            signature,
        })
    }
}

#[cfg(test)]
#[path = "body_tests.rs"]
mod tests;
