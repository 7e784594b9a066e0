//! Reading an export that may be hostile: every path checked, every size counted.

use std::io::{Read, Seek};

use tasuki_kernel::LogId;
use zip::{CompressionMethod, ZipArchive};

use super::{
    ATTACHMENTS, ExportError, ExportedLog, LOG_SUFFIX, LOGS, MANIFEST, Manifest, path_is_safe,
};
use crate::Hash;

/// What is read at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Files in the ZIP.
    pub files: usize,
    /// Unpacked bytes of one file: this much is in memory at a time.
    pub file_bytes: u64,
    /// Unpacked bytes of all files that are read.
    pub total_bytes: u64,
}

impl Default for Limits {
    /// 50,000 files, 256 MiB each, 8 GiB together.
    fn default() -> Self {
        Self { files: 50_000, file_bytes: 256 << 20, total_bytes: 8 << 30 }
    }
}

/// An opened export. What it gives is unverified: see [`super::verify_export`].
pub struct ExportReader<R> {
    archive: ZipArchive<R>,
    names: Vec<String>,
    limits: Limits,
    left: u64,
}

impl<R: Read + Seek> ExportReader<R> {
    /// Opens a ZIP. Refused are too many files, paths that an export may not have, two files of
    /// one name, files that share bytes or whose two headers differ, directories and links.
    pub fn open(source: R, limits: Limits) -> Result<Self, ExportError> {
        let mut archive = ZipArchive::new(source)?;
        if archive.len() > limits.files {
            return Err(ExportError::TooLarge);
        }
        let ambiguous =
            zip::result::ZipError::InvalidArchive("two files share a name or bytes".into());
        if archive.has_duplicate_names() || archive.has_overlapping_files()? {
            return Err(ambiguous.into());
        }
        archive.validate_header_consistency()?;
        let mut names = Vec::with_capacity(archive.len());
        for index in 0..archive.len() {
            let file = archive.by_index_raw(index)?;
            let name = file.name()?.into_owned();
            if !path_is_safe(&name) || !file.is_file() {
                return Err(ExportError::Path(name));
            }
            names.push(name);
        }
        Ok(Self { archive, names, limits, left: limits.total_bytes })
    }

    /// The paths of all files, as they stand in the ZIP.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The bytes of a file, or nothing when there is none.
    pub fn file(&mut self, path: &str) -> Result<Option<Vec<u8>>, ExportError> {
        let Some(index) = self.archive.index_for_name(path) else {
            return Ok(None);
        };
        let file = self.archive.by_index(index)?;
        if !matches!(file.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            let method = zip::result::ZipError::UnsupportedArchive("neither stored nor deflated");
            return Err(method.into());
        }
        let limit = self.limits.file_bytes.min(self.left);
        let mut bytes = Vec::new();
        // The size that the ZIP claims is not believed: what comes out is counted.
        let read = file.take(limit + 1).read_to_end(&mut bytes)? as u64;
        if read > limit {
            return Err(ExportError::TooLarge);
        }
        self.left -= read;
        Ok(Some(bytes))
    }

    /// The manifest.
    pub fn manifest(&mut self) -> Result<Manifest, ExportError> {
        let missing = crate::Malformed::new("manifest", "missing");
        let bytes = self.file(MANIFEST)?.ok_or(missing)?;
        Ok(Manifest::decode(&bytes)?)
    }

    /// A log.
    pub fn log(&mut self, log: LogId) -> Result<Option<ExportedLog>, ExportError> {
        let bytes = self.file(&format!("{LOGS}{log}{LOG_SUFFIX}"))?;
        Ok(bytes.map(|bytes| ExportedLog::decode(&bytes)).transpose()?)
    }

    /// The sealed bytes of an attachment.
    pub fn attachment(&mut self, name: &Hash) -> Result<Option<Vec<u8>>, ExportError> {
        self.file(&format!("{ATTACHMENTS}{name}"))
    }
}
