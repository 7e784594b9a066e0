//! The register of destructions: one line each, in clear, in the data folder and at the root of
//! every backup, so that a restored backup destroys again what was destroyed since it was made.
//!
//! ```text
//! 2026-11-21T05:32:00.000000Z entry <log> <entry>
//! 2026-11-21T05:32:00.000000Z notebook <notebook> <vault>
//! ```

use std::fmt;
use std::path::Path;

use tasuki_kernel::{Code, EntryId, LogId, NotebookId, Problem, Result, Timestamp, VaultId};

use crate::durable;

/// What was destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    /// One entry.
    Entry {
        /// Its log.
        log: LogId,
        /// The entry.
        entry: EntryId,
    },
    /// A notebook.
    Notebook {
        /// The notebook.
        notebook: NotebookId,
        /// Where its keys were.
        vault: VaultId,
    },
}

/// A line of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.what {
            What::Entry { log, entry } => write!(f, "{} entry {log} {entry}", self.at),
            What::Notebook { notebook, vault } => {
                write!(f, "{} notebook {notebook} {vault}", self.at)
            }
        }
    }
}

impl Line {
    /// Reads what is shown.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let at = instant(parts.next()?)?;
        let (kind, first, second) = (parts.next()?, parts.next()?, parts.next()?);
        let what = match kind {
            "entry" => What::Entry { log: first.parse().ok()?, entry: second.parse().ok()? },
            "notebook" => {
                What::Notebook { notebook: first.parse().ok()?, vault: second.parse().ok()? }
            }
            _ => return None,
        };
        let line = Self { at, what };
        (parts.next().is_none() && line.to_string() == text).then_some(line)
    }
}

/// The lines of a register, oldest first; none when there is no such file.
///
/// # Errors
/// `Damaged` when a line cannot be read: nothing that was destroyed may come back unnoticed. A
/// last line without its end is what a crash left, and was never answered for.
pub fn read(file: &Path) -> Result<Vec<Line>> {
    let Some(text) = durable::read_text(file)? else { return Ok(Vec::new()) };
    let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
    let broken = || Problem::new(Code::Damaged, "the register of destructions has a broken line");
    let lines = whole.lines().filter(|line| !line.is_empty());
    lines.map(|line| Line::parse(line).ok_or_else(broken)).collect()
}

/// Adds a line, unless the same thing stands there already.
pub fn add(file: &Path, line: &Line) -> Result<()> {
    if read(file)?.iter().any(|it| it.what == line.what) {
        return Ok(());
    }
    let text = durable::read_text(file)?.unwrap_or_default();
    let torn = !text.is_empty() && !text.ends_with('\n');
    if torn {
        let whole = text.rsplit_once('\n').map_or("", |(whole, _)| whole);
        let ended = if whole.is_empty() { String::new() } else { format!("{whole}\n") };
        durable::write(file, ended.as_bytes())?;
    }
    durable::append_line(file, &line.to_string())
}

/// The instant that [`Timestamp`] shows as this text.
fn instant(text: &str) -> Option<Timestamp> {
    // Digits at fixed places: `2026-11-21T05:32:00.000000Z`.
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let micros = number(20, 26)?;
    let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    let at = Timestamp::from_micros(seconds * 1_000_000 + micros);
    (at.to_string() == text).then_some(at)
}

/// Days from 1970-01-01 to a day of the Gregorian calendar.
const fn days(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March, so that the leap day is the last one.
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(n: u8) -> Line {
        let (log, entry) = (LogId::from_bytes([n; 16]), EntryId::from_bytes([n; 16]));
        let at = Timestamp::from_micros(1_795_239_120_000_001 + i64::from(n) * 86_400_000_000);
        Line { at, what: What::Entry { log, entry } }
    }

    #[test]
    fn lines_read_back() {
        let notebook = NotebookId::from_bytes([1; 16]);
        let vault = VaultId::from_bytes([2; 16]);
        for micros in [0, 1, 951_782_400_000_000, 1_709_164_800_000_000, 4_102_444_799_999_999] {
            let at = Timestamp::from_micros(micros);
            let line = Line { at, what: What::Notebook { notebook, vault } };
            assert_eq!(Line::parse(&line.to_string()), Some(line));
        }
        for n in 0..=255 {
            assert_eq!(Line::parse(&line(n).to_string()), Some(line(n)));
        }
    }

    #[test]
    fn other_lines_are_refused() {
        let good = line(1).to_string();
        for broken in [
            String::new(),
            good.replace("entry", "room"),
            format!("{good} x"),
            good.replacen('-', "+", 1),
            good.replace("Z ", " "),
            good.to_uppercase(),
        ] {
            assert_eq!(Line::parse(&broken), None, "{broken}");
        }
    }

    #[test]
    fn a_thing_is_registered_once_and_a_torn_line_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("destructions");
        assert_eq!(read(&file).unwrap(), []);
        add(&file, &line(1)).unwrap();
        add(&file, &Line { at: line(9).at, ..line(1) }).unwrap();
        assert_eq!(read(&file).unwrap(), [line(1)]);
        let torn = format!("{}\n{}", line(1), &line(2).to_string()[..20]);
        std::fs::write(&file, torn).unwrap();
        assert_eq!(read(&file).unwrap(), [line(1)]);
        add(&file, &line(3)).unwrap();
        assert_eq!(read(&file).unwrap(), [line(1), line(3)]);
        std::fs::write(&file, "2026").unwrap();
        add(&file, &line(4)).unwrap();
        assert_eq!(read(&file).unwrap(), [line(4)]);
    }

    #[test]
    fn a_broken_line_is_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("destructions");
        std::fs::write(&file, format!("nonsense\n{}\n", line(1))).unwrap();
        assert_eq!(read(&file).unwrap_err().code, Code::Damaged);
    }
}
