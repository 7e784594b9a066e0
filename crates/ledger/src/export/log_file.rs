//! One log in an export: `logs/<log>.cbor`, deterministic CBOR.

use minicbor::decode::Error as CborError;
use minicbor::encode::Write;
use minicbor::{Decoder, Encoder};
use tasuki_kernel::LogId;

use crate::{Hash, Header, Malformed, Secret};

const VERSION: u8 = 1;
/// A tree of 2^64 leaves has no longer path.
const MAX_PROOF: usize = 64;

/// One log as it is exported.
#[derive(Debug, Clone)]
pub struct ExportedLog {
    /// The log.
    pub log: LogId,
    /// Its entries from the first on.
    pub entries: Vec<ExportedEntry>,
    /// The attachments that its entries cite.
    pub attachments: Vec<ExportedAttachment>,
    /// That the last entry is in the tree of the export's checkpoint. Nothing only when there
    /// are no entries.
    pub proof: Option<ExportedProof>,
}

/// One stored entry, and its body's key when the receiver may read it.
#[derive(Debug, Clone)]
pub struct ExportedEntry {
    /// The stored header bytes.
    pub header: Vec<u8>,
    /// The sealed body.
    pub sealed: Vec<u8>,
    /// The key that opens it.
    pub key: Option<Secret>,
}

/// One attachment in `attachments/`, and its key when the receiver may read it.
#[derive(Debug, Clone)]
pub struct ExportedAttachment {
    /// SHA-256 of the sealed bytes.
    pub name: Hash,
    /// The key that opens it.
    pub key: Option<Secret>,
}

/// An inclusion proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedProof {
    /// The place of the leaf in the tree, from 0.
    pub index: u64,
    /// The hashes from the leaf's neighbour up to the root's child.
    pub path: Vec<Hash>,
}

impl ExportedLog {
    /// The file's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::new());
        self.write(&mut encoder).expect("memory takes every byte");
        encoder.into_writer()
    }

    /// Reads what [`ExportedLog::encode`] writes and nothing else.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let log =
            read(bytes).map_err(|_| Malformed::new("log file", "not the CBOR map of a log"))?;
        if log.encode() != bytes {
            return Err(Malformed::new("log file", "not in canonical form"));
        }
        Ok(log)
    }

    fn write<W: Write>(&self, e: &mut Encoder<W>) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.map(5)?.u8(0)?.u8(VERSION)?;
        e.u8(1)?.bytes(self.log.as_bytes())?;
        e.u8(2)?.array(self.entries.len() as u64)?;
        for entry in &self.entries {
            e.array(3)?.bytes(&entry.header)?.bytes(&entry.sealed)?;
            write_key(e, entry.key.as_ref())?;
        }
        e.u8(3)?.array(self.attachments.len() as u64)?;
        for attachment in &self.attachments {
            e.array(2)?.bytes(attachment.name.as_bytes())?;
            write_key(e, attachment.key.as_ref())?;
        }
        e.u8(4)?;
        match &self.proof {
            None => e.null()?,
            Some(proof) => {
                e.array(2)?.u64(proof.index)?.array(proof.path.len() as u64)?;
                proof.path.iter().try_fold(e, |e, hash| e.bytes(hash.as_bytes()))?
            }
        };
        Ok(())
    }
}

fn write_key<W: Write>(
    e: &mut Encoder<W>,
    key: Option<&Secret>,
) -> Result<(), minicbor::encode::Error<W::Error>> {
    match key {
        Some(key) => e.bytes(key.expose())?,
        None => e.null()?,
    };
    Ok(())
}

/// Every element of a list takes at least as many bytes as its fixed parts, so what is built here
/// is never much larger than the input, whatever counts the input claims.
fn read(bytes: &[u8]) -> Result<ExportedLog, CborError> {
    let mut d = Decoder::new(bytes);
    expect(d.map()? == Some(5) && d.u8()? == 0 && d.u8()? == VERSION && d.u8()? == 1)?;
    let log = LogId::from_slice(d.bytes()?).map_err(CborError::custom)?;
    expect(d.u8()? == 2)?;
    let entries = list(&mut d, entry)?;
    expect(d.u8()? == 3)?;
    let attachments = list(&mut d, attachment)?;
    expect(d.u8()? == 4)?;
    let proof = if null(&mut d)? { None } else { Some(proof(&mut d)?) };
    Ok(ExportedLog { log, entries, attachments, proof })
}

fn entry(d: &mut Decoder<'_>) -> Result<ExportedEntry, CborError> {
    expect(d.array()? == Some(3))?;
    let header = d.bytes()?.to_vec();
    expect(header.len() == Header::LEN)?;
    Ok(ExportedEntry { header, sealed: d.bytes()?.to_vec(), key: key(d)? })
}

fn attachment(d: &mut Decoder<'_>) -> Result<ExportedAttachment, CborError> {
    expect(d.array()? == Some(2))?;
    Ok(ExportedAttachment { name: hash(d)?, key: key(d)? })
}

fn proof(d: &mut Decoder<'_>) -> Result<ExportedProof, CborError> {
    expect(d.array()? == Some(2))?;
    let index = d.u64()?;
    let path = list(d, hash)?;
    expect(path.len() <= MAX_PROOF)?;
    Ok(ExportedProof { index, path })
}

fn hash(d: &mut Decoder<'_>) -> Result<Hash, CborError> {
    Hash::from_slice(d.bytes()?).map_err(CborError::custom)
}

fn key(d: &mut Decoder<'_>) -> Result<Option<Secret>, CborError> {
    if null(d)? {
        return Ok(None);
    }
    Secret::from_slice(d.bytes()?).map(Some).map_err(CborError::custom)
}

/// Takes a null when one is next.
fn null(d: &mut Decoder<'_>) -> Result<bool, CborError> {
    let is_null = d.datatype()? == minicbor::data::Type::Null;
    if is_null {
        d.null()?;
    }
    Ok(is_null)
}

fn list<T>(
    d: &mut Decoder<'_>,
    item: fn(&mut Decoder<'_>) -> Result<T, CborError>,
) -> Result<Vec<T>, CborError> {
    let count = d.array()?.ok_or_else(|| CborError::message("indefinite"))?;
    (0..count).map(|_| item(d)).collect::<Result<Vec<T>, CborError>>()
}

fn expect(holds: bool) -> Result<(), CborError> {
    if holds { Ok(()) } else { Err(CborError::message("not of its form")) }
}
