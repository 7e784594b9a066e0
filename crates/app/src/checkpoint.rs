//! Checkpoints: each minute the tree takes in what was committed, and its size and root are signed
//! and kept as files that go outside: to partners, to paper, later under a time stamp.
//!
//! ```text
//! checkpoints/verifier-key       the key that verifies them, in text
//! checkpoints/000000000042.txt   the checkpoint of a tree of 42 entries
//! checkpoints/latest.txt         the newest again
//! ```

use std::path::{Path, PathBuf};

use tasuki_kernel::{Code, Problem, Result};
use tasuki_ledger::VerifierKey;
use tasuki_store::tree::{self, TreeState};

use crate::{App, durable};

/// The file that holds the newest checkpoint.
pub const LATEST: &str = "latest.txt";
/// The file that holds the verifier key.
pub const VERIFIER_KEY: &str = "verifier-key";

/// The file of the checkpoint of a tree of `size` entries.
pub fn file_name(size: u64) -> String {
    format!("{size:012}.txt")
}

/// The size that a checkpoint's file name tells.
pub(crate) fn size_of(name: &str) -> Option<u64> {
    let size = name.strip_suffix(".txt")?.parse().ok()?;
    (file_name(size) == name).then_some(size)
}

impl App {
    /// Brings everything committed into the tree, and signs its size and root. The text is on
    /// disk when this returns; a tree that did not grow makes no new file.
    ///
    /// # Errors
    /// `Damaged` when tiles or an earlier checkpoint do not fit what is stored.
    pub async fn checkpoint(&self) -> Result<String> {
        let state = tree::grow(&self.store, &self.tiles()).await?;
        self.keep_checkpoint(state).await
    }

    /// What others need to verify this region's checkpoints.
    pub fn verifier_key(&self) -> VerifierKey {
        self.signing.verifier()
    }

    /// Signs a state of the tree, and keeps the text.
    pub(crate) async fn keep_checkpoint(&self, state: TreeState) -> Result<String> {
        let text = self.signing.sign(state.size, &state.root);
        let kept = Kept {
            folder: self.folder.checkpoints(),
            size: state.size,
            text: text.clone(),
            key: format!("{}\n", self.verifier_key()),
        };
        tokio::task::spawn_blocking(move || kept.write())
            .await
            .map_err(|_| Problem::new(Code::Internal, "keeping a checkpoint ended in a panic"))??;
        Ok(text)
    }
}

struct Kept {
    folder: PathBuf,
    size: u64,
    text: String,
    key: String,
}

impl Kept {
    fn write(&self) -> Result<()> {
        once(&self.folder.join(VERIFIER_KEY), &self.key)?;
        once(&self.folder.join(file_name(self.size)), &self.text)?;
        let latest = self.folder.join(LATEST);
        if durable::read(&latest)?.as_deref() == Some(self.text.as_bytes()) {
            return Ok(());
        }
        durable::write(&latest, self.text.as_bytes())
    }
}

/// Writes a file that never changes. One that says something else is evidence: it stays.
fn once(path: &Path, text: &str) -> Result<()> {
    match durable::read(path)? {
        None => durable::write(path, text.as_bytes()),
        Some(found) if found == text.as_bytes() => Ok(()),
        Some(_) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            Err(Problem::new(
                Code::Damaged,
                format!("checkpoints/{name} says something else than what is stored now"),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_sizes_and_sort() {
        assert_eq!(file_name(42), "000000000042.txt");
        assert_eq!(size_of("000000000042.txt"), Some(42));
        for other in ["42.txt", LATEST, VERIFIER_KEY, "000000000042", "00000000004x.txt"] {
            assert_eq!(size_of(other), None, "{other}");
        }
        assert!(file_name(9) < file_name(10));
    }

    #[test]
    fn a_checkpoint_that_is_there_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(file_name(1));
        once(&path, "one").unwrap();
        once(&path, "one").unwrap();
        assert_eq!(once(&path, "two").unwrap_err().code, Code::Damaged);
        assert_eq!(durable::read_text(&path).unwrap().as_deref(), Some("one"));
    }
}
