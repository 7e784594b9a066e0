//! Verifying an export with nothing but the export and, better, the region's verifier key.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Seek};

use tasuki_kernel::LogId;

use super::{
    ATTACHMENTS, CHECKPOINT, ExportError, ExportReader, ExportedEntry, ExportedLog, LOG_SUFFIX,
    LOGS, Limits, MANIFEST, Manifest, OPEN, VERIFIER_KEY,
};
use crate::checkpoint::{CheckpointError, origin_name, parse_and_verify};
use crate::tree::verify_inclusion;
use crate::{
    Body, ChainCheck, Checkpoint, Damage, Finding, Hash, Header, Leaf, OpenError, VerifierKey,
    open_attachment, open_entry,
};

/// What was verified and what was found.
#[derive(Debug, Clone, Default)]
pub struct ExportReport {
    /// Every damage. None: the export is what the region's tree says.
    pub findings: Vec<Finding>,
    /// What the export says it is.
    pub manifest: Option<Manifest>,
    /// The checkpoint, when its signature is good.
    pub checkpoint: Option<Checkpoint>,
    /// Logs that were read.
    pub logs: u64,
    /// Entries that were read.
    pub entries: u64,
    /// Bodies that opened with a disclosed key and could be read.
    pub opened: u64,
    /// Attachments that are there unaltered.
    pub attachments: u64,
    /// Whether the signature was checked with a key from elsewhere. Without one the export is
    /// only shown to agree with itself.
    pub key_given: bool,
}

/// Verifies an export in memory, within the default limits.
pub fn verify_export(bytes: &[u8], key: Option<&VerifierKey>) -> ExportReport {
    verify_export_within(Cursor::new(bytes), key, Limits::default())
}

/// Verifies an export: manifest, signature, chains, body hashes, proofs, disclosed keys,
/// attachments. With a `key` from elsewhere the checkpoint must be signed by that one.
pub fn verify_export_within<R: Read + Seek>(
    source: R,
    key: Option<&VerifierKey>,
    limits: Limits,
) -> ExportReport {
    let report = ExportReport { key_given: key.is_some(), ..ExportReport::default() };
    let opened = ExportReader::open(source, limits).and_then(|mut reader| {
        let manifest = reader.manifest()?;
        Ok((reader, manifest))
    });
    match opened {
        Ok((reader, manifest)) => {
            let mut verification = Verification { reader, manifest, report, read: BTreeSet::new() };
            if let Err(error) = verification.run(key) {
                verification.find(malformed(error.to_string()));
            }
            verification.report.manifest = Some(verification.manifest);
            verification.report
        }
        Err(error) => {
            let findings = vec![Finding::general(malformed(error.to_string()))];
            ExportReport { findings, ..report }
        }
    }
}

struct Verification<R> {
    reader: ExportReader<R>,
    manifest: Manifest,
    report: ExportReport,
    /// Files that were read and compared with the manifest.
    read: BTreeSet<String>,
}

impl<R: Read + Seek> Verification<R> {
    fn run(&mut self, key: Option<&VerifierKey>) -> Result<(), ExportError> {
        self.read.insert(MANIFEST.to_owned());
        self.checkpoint(key)?;
        for path in self.all_paths() {
            if let Some(name) = path.strip_prefix(LOGS) {
                let id = name.strip_suffix(LOG_SUFFIX).and_then(|id| id.parse().ok());
                match id {
                    Some(id) => self.log(id, &path)?,
                    None => self.find(malformed(format!("{path} is not the name of a log"))),
                }
            }
        }
        // What no part has asked for: files for people, and what should not be there.
        for path in self.all_paths() {
            if !self.read.contains(&path) {
                self.take(&path)?;
                if !path.starts_with(OPEN) && !path.starts_with(LOGS) {
                    self.find(malformed(format!("nothing cites {path}")));
                }
            }
        }
        Ok(())
    }

    /// The paths of manifest and ZIP together.
    fn all_paths(&self) -> BTreeSet<String> {
        self.manifest.files.keys().chain(self.reader.names()).cloned().collect()
    }

    fn find(&mut self, damage: Damage) {
        self.report.findings.push(Finding::general(damage));
    }

    /// Reads a file once and compares it with the manifest.
    fn take(&mut self, path: &str) -> Result<Option<Vec<u8>>, ExportError> {
        self.read.insert(path.to_owned());
        let expected = self.manifest.files.get(path).copied();
        let bytes = self.reader.file(path)?;
        let path = path.to_owned();
        match (&bytes, expected) {
            (None, _) => self.find(Damage::FileMissing { path }),
            (Some(_), None) => self.find(Damage::FileUnaccounted { path }),
            (Some(bytes), Some(hash)) if Hash::of(bytes) != hash => {
                self.find(Damage::FileAltered { path });
            }
            _ => {}
        }
        Ok(bytes)
    }

    fn text(&mut self, path: &str) -> Result<Option<String>, ExportError> {
        let text = self.take(path)?.map(String::from_utf8);
        Ok(text.and_then(Result::ok))
    }

    fn checkpoint(&mut self, given: Option<&VerifierKey>) -> Result<(), ExportError> {
        let enclosed = self.text(VERIFIER_KEY)?.and_then(|text| text.parse::<VerifierKey>().ok());
        let note = self.text(CHECKPOINT)?.unwrap_or_default();
        if given.is_some() && enclosed.as_ref() != given {
            self.find(malformed("it encloses another key than the one given".to_owned()));
        }
        let Some(key) = given.cloned().or(enclosed) else {
            self.find(malformed("the enclosed key cannot be read".to_owned()));
            return Ok(());
        };
        if key.name() != origin_name(self.manifest.region) {
            self.find(malformed("the key is of another region".to_owned()));
        }
        match parse_and_verify(&note, &key) {
            Ok(checkpoint) => self.report.checkpoint = Some(checkpoint),
            Err(CheckpointError::Malformed(malformed)) => {
                self.find(Damage::CheckpointMalformed { why: malformed.why });
            }
            Err(_) => self.find(Damage::CheckpointSignature),
        }
        Ok(())
    }

    fn log(&mut self, id: LogId, path: &str) -> Result<(), ExportError> {
        let Some(bytes) = self.take(path)? else { return Ok(()) };
        let log = match ExportedLog::decode(&bytes) {
            Ok(log) if log.log == id => log,
            Ok(_) => {
                self.find(malformed(format!("{path} holds another log")));
                return Ok(());
            }
            Err(error) => {
                self.find(malformed(format!("{path}: {}", error.why)));
                return Ok(());
            }
        };
        drop(bytes);
        self.report.logs += 1;
        let mut check = ChainCheck::new(id);
        for entry in &log.entries {
            self.report.findings.extend(check.next(&entry.header, &entry.sealed));
            self.entry(entry);
        }
        self.proof(&log, &check);
        self.attachments(&log)
    }

    /// Origin, and the body when its key is disclosed. The chain was checked before.
    fn entry(&mut self, entry: &ExportedEntry) {
        self.report.entries += 1;
        let Ok(header) = Header::decode(&entry.header) else { return };
        let mut report = |damage| {
            let found = Finding::in_entry(header.log, header.sequence, header.entry, damage);
            self.report.findings.push(found);
        };
        if header.origin != self.manifest.region {
            report(Damage::WrongOrigin { found: header.origin });
        }
        let Some(key) = &entry.key else { return };
        match open_entry(key, &header, &entry.sealed).map(|plain| Body::decode(&plain)) {
            Ok(Ok(_)) => self.report.opened += 1,
            Ok(Err(malformed)) => report(Damage::BodyMalformed { why: malformed.why }),
            Err(OpenError::KeyMismatch) => report(Damage::KeyMismatch),
            Err(_) => report(Damage::BodyUnopenable),
        }
    }

    fn proof(&mut self, log: &ExportedLog, check: &ChainCheck) {
        let (Some(checkpoint), Some(head)) = (&self.report.checkpoint, check.head()) else {
            return;
        };
        let damage = match &log.proof {
            None if log.entries.is_empty() => return,
            None => Damage::NotInTree,
            Some(proof) => {
                let leaf = Leaf { log: log.log, sequence: check.sequence(), head };
                let (index, size) = (proof.index, checkpoint.size);
                if verify_inclusion(&leaf.hash(), index, size, &checkpoint.root, &proof.path) {
                    return;
                }
                Damage::ProofInvalid
            }
        };
        self.report.findings.push(Finding::in_log(log.log, damage));
    }

    fn attachments(&mut self, log: &ExportedLog) -> Result<(), ExportError> {
        for attachment in &log.attachments {
            let name = attachment.name;
            let path = format!("{ATTACHMENTS}{name}");
            let sealed = self.reader.attachment(&name)?;
            self.read.insert(path.clone());
            let damage = match (sealed, &attachment.key) {
                (None, _) => Damage::AttachmentMissing { name },
                (Some(sealed), _) if Hash::of(&sealed) != name => {
                    Damage::AttachmentAltered { name }
                }
                (Some(sealed), Some(key))
                    if open_attachment(key, self.manifest.region, log.log, &sealed).is_err() =>
                {
                    Damage::AttachmentUnopenable { name }
                }
                _ if self.manifest.files.get(&path) != Some(&name) => {
                    Damage::FileUnaccounted { path }
                }
                _ => {
                    self.report.attachments += 1;
                    continue;
                }
            };
            self.report.findings.push(Finding::in_log(log.log, damage));
        }
        Ok(())
    }
}

const fn malformed(why: String) -> Damage {
    Damage::ExportMalformed { why }
}
