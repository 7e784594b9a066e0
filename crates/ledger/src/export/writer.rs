//! Writing an export.

use std::collections::BTreeMap;
use std::io::{Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::{
    ATTACHMENTS, About, CHECKPOINT, ExportError, ExportedLog, LOG_SUFFIX, LOGS, MANIFEST, Manifest,
    OPEN, VERIFIER_KEY, path_is_safe,
};
use crate::{Hash, VerifierKey};

/// Writes an export file by file; [`ExportWriter::finish`] adds the manifest.
pub struct ExportWriter<W: Write + Seek> {
    zip: ZipWriter<W>,
    about: About,
    files: BTreeMap<String, Hash>,
}

impl<W: Write + Seek> ExportWriter<W> {
    /// Begins an export with the signed checkpoint that its proofs lead to.
    pub fn new(
        out: W,
        about: About,
        checkpoint: &str,
        key: &VerifierKey,
    ) -> Result<Self, ExportError> {
        let mut writer = Self { zip: ZipWriter::new(out), about, files: BTreeMap::new() };
        writer.put(CHECKPOINT, checkpoint.as_bytes(), CompressionMethod::Stored)?;
        writer.put(VERIFIER_KEY, key.to_string().as_bytes(), CompressionMethod::Stored)?;
        Ok(writer)
    }

    /// Adds a log. Sealed bytes do not shrink, so nothing is compressed.
    pub fn log(&mut self, log: &ExportedLog) -> Result<(), ExportError> {
        let path = format!("{LOGS}{}{LOG_SUFFIX}", log.log);
        self.put(&path, &log.encode(), CompressionMethod::Stored)
    }

    /// Adds a sealed attachment under its name.
    pub fn attachment(&mut self, name: &Hash, sealed: &[u8]) -> Result<(), ExportError> {
        self.put(&format!("{ATTACHMENTS}{name}"), sealed, CompressionMethod::Stored)
    }

    /// Adds a file for people at `open/<path>`.
    pub fn open_file(&mut self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.put(&format!("{OPEN}{path}"), bytes, CompressionMethod::Deflated)
    }

    /// Adds the manifest and gives back what was written to.
    pub fn finish(mut self) -> Result<W, ExportError> {
        let files = std::mem::take(&mut self.files);
        let manifest = Manifest::new(&self.about, files).encode();
        self.put(MANIFEST, &manifest, CompressionMethod::Deflated)?;
        Ok(self.zip.finish()?)
    }

    fn put(
        &mut self,
        path: &str,
        bytes: &[u8],
        method: CompressionMethod,
    ) -> Result<(), ExportError> {
        if !path_is_safe(path) {
            return Err(ExportError::Path(path.to_owned()));
        }
        // One date for all files: the same export gives the same bytes.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .large_file(u32::try_from(bytes.len()).is_err());
        self.zip.start_file(path, options)?;
        self.zip.write_all(bytes)?;
        self.files.insert(path.to_owned(), Hash::of(bytes));
        Ok(())
    }
}
