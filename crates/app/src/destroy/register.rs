//! The register of destructions: one line each, in clear, in the data folder and at the root of
//! the backups.
//!
//! ```text
//! 2026-11-21T05:32:00.000000Z entry <log> <entry>
//! 2026-11-21T05:32:00.000000Z notebook <notebook>
//! ```

use std::path::Path;

use tasuki_kernel::{Code, Problem, Result, Timestamp};

use super::Destruction;
use crate::durable;

impl Destruction {
    fn line(self, at: Timestamp) -> String {
        match self {
            Self::Notebook(id) => format!("{at} notebook {id}"),
            Self::Entry(log, entry) => format!("{at} entry {log} {entry}"),
        }
    }

    /// Reads a line of the register.
    ///
    /// # Errors
    /// `Damaged`: a register that cannot be read must not be passed over.
    pub fn parse(line: &str) -> Result<Self> {
        let broken = || Problem::new(Code::Damaged, "the register of destructions is broken");
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [_, "notebook", id] => Ok(Self::Notebook(id.parse().map_err(|_| broken())?)),
            [_, "entry", log, entry] => Ok(Self::Entry(
                log.parse().map_err(|_| broken())?,
                entry.parse().map_err(|_| broken())?,
            )),
            _ => Err(broken()),
        }
    }
}

/// The lines that were written to their end: what a crash left of one was never answered for.
fn whole(text: &str) -> &str {
    text.rfind('\n').map_or("", |end| &text[..=end])
}

/// The register in a file; none is an empty one.
pub fn read_register(path: &Path) -> Result<Vec<Destruction>> {
    let text = durable::read_text(path)?.unwrap_or_default();
    whole(&text).lines().filter(|line| !line.is_empty()).map(Destruction::parse).collect()
}

/// Adds a line, unless the same thing stands there already.
pub(super) fn add(path: &Path, what: Destruction, at: Timestamp) -> Result<()> {
    if read_register(path)?.contains(&what) {
        return Ok(());
    }
    let text = durable::read_text(path)?.unwrap_or_default();
    if !text.is_empty() && !text.ends_with('\n') {
        durable::write(path, whole(&text).as_bytes())?;
    }
    durable::append_line(path, &what.line(at))
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::{EntryId, LogId, NotebookId};

    use super::*;

    const AT: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    fn things() -> [Destruction; 2] {
        let notebook = Destruction::Notebook(NotebookId::from_bytes([1; 16]));
        let entry = Destruction::Entry(LogId::from_bytes([2; 16]), EntryId::from_bytes([3; 16]));
        [notebook, entry]
    }

    #[test]
    fn lines_are_read_as_they_were_written() {
        for what in things() {
            assert_eq!(Destruction::parse(&what.line(AT)), Ok(what));
        }
        for broken in ["", "x", "2026 notebook 1", "2026 entry a b", "2026 house 1"] {
            assert_eq!(Destruction::parse(broken).unwrap_err().code, Code::Damaged);
        }
    }

    #[test]
    fn a_thing_is_registered_once_and_a_torn_line_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("destructions");
        let [notebook, entry] = things();
        assert_eq!(read_register(&file).unwrap(), []);
        add(&file, notebook, AT).unwrap();
        add(&file, notebook, AT.plus_seconds(9)).unwrap();
        assert_eq!(read_register(&file).unwrap(), [notebook]);
        let torn = format!("{}\n{}", notebook.line(AT), &entry.line(AT)[..40]);
        std::fs::write(&file, torn).unwrap();
        assert_eq!(read_register(&file).unwrap(), [notebook]);
        add(&file, entry, AT).unwrap();
        assert_eq!(read_register(&file).unwrap(), [notebook, entry]);
    }

    #[test]
    fn a_broken_line_is_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("destructions");
        let [notebook, entry] = things();
        std::fs::write(&file, format!("nonsense\n{}\n", notebook.line(AT))).unwrap();
        assert_eq!(read_register(&file).unwrap_err().code, Code::Damaged);
        assert!(add(&file, entry, AT).is_err());
    }
}
