//! The export of one notebook: one ZIP that its receiver can read and verify without any key of
//! the region.
//!
//! It holds the logs as they are stored, the checkpoint that they lead to, sealed attachments,
//! and the keys of exactly those bodies and attachments that the receiver may read. The files
//! under `open/` are there for people; only the logs are evidence, and a reader who doubts an
//! open file computes it again from the opened bodies.
//!
//! What it cannot show: that a log did not go on after the last entry that is in it, or that a
//! notebook has no further logs. For that one asks the region for consistency with its newest
//! checkpoint.

mod log_file;
mod manifest;
mod reader;
mod verify;
mod writer;

pub use log_file::{ExportedAttachment, ExportedEntry, ExportedLog, ExportedProof};
pub use manifest::{About, Manifest};
pub use reader::{ExportReader, Limits};
pub use verify::{ExportReport, verify_export, verify_export_within};
pub use writer::ExportWriter;

use crate::Malformed;

/// The file that names all others.
pub const MANIFEST: &str = "manifest.json";
/// The signed checkpoint.
pub const CHECKPOINT: &str = "checkpoint";
/// The key that signed it, for comparison with one that was got elsewhere.
pub const VERIFIER_KEY: &str = "verifier-key";
/// Files for people are under this name.
pub const OPEN: &str = "open/";
const LOGS: &str = "logs/";
const LOG_SUFFIX: &str = ".cbor";
const ATTACHMENTS: &str = "attachments/";

/// Longest path in an export, in bytes.
const MAX_PATH: usize = 200;

/// Why an export was not written or not read.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Not a ZIP of the kind that is written here, or a damaged one.
    #[error("export: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// Reading or writing failed.
    #[error("export: {0}")]
    Io(#[from] std::io::Error),
    /// A part is not of its form.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// A path that leads out of the export, or is spelled in a way that programs read
    /// differently.
    #[error("export: {0:?} is not a path that an export may have")]
    Path(String),
    /// More or larger files than are read.
    #[error("export: more than the limits allow")]
    TooLarge,
}

/// Lower-case letters, digits, `.`, `-` and `_` in segments that do not begin with a dot.
pub(crate) fn path_is_safe(path: &str) -> bool {
    let allowed =
        |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'.' | b'-' | b'_');
    let segment = |s: &str| !s.is_empty() && !s.starts_with('.') && s.bytes().all(allowed);
    path.len() <= MAX_PATH && path.split('/').all(segment)
}

#[cfg(test)]
#[path = "export/tests.rs"]
mod tests;
