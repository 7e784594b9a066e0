//! What is to be measured, as the command line says it.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

/// The figures that there are.
pub const ALL: [&str; 9] = ["F1", "F2", "F3", "F4", "F5", "F6", "F9", "F10", "F14"];
/// Those that need regions of their own besides.
pub const ALONE: &str = "F13";

/// What the help says.
pub const HELP: &str = "\
cargo figures -- [FLAGS]

  --only F1,F3     these figures alone
  --entries N      entries in the region (1,000,000)
  --quick          short rounds and 20,000 entries: a look, no judgement
  --data DIR       make the region there and keep it; use it again when it is there
  --out DIR        where figures.svg and figures.txt go (figures)
  --bin FILE       the program to measure (built with the profile `figures` when not given)
  --rounds N       alternating rounds of what is compared (5)
  --seconds S      length of a round (3)
  --ten-million    F13 with 10,000,000 entries besides (half an hour)
";

/// A run.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Figures to take.
    pub only: Vec<String>,
    /// Entries in the region.
    pub entries: u64,
    /// Folder of the region, when it is to be kept.
    pub data: Option<PathBuf>,
    /// Folder of what is written.
    pub out: PathBuf,
    /// The program.
    pub bin: Option<PathBuf>,
    /// Alternating rounds.
    pub rounds: usize,
    /// Seconds of a round.
    pub seconds: f64,
    /// F13 with ten million entries besides.
    pub ten_million: bool,
    /// Only the help is wanted.
    pub help: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            entries: 1_000_000,
            data: None,
            out: "figures".into(),
            bin: None,
            rounds: 5,
            seconds: 3.0,
            ten_million: false,
            help: false,
        }
    }
}

impl Settings {
    /// Reads the command line.
    ///
    /// # Errors
    /// For a flag that there is none of, and for a value that it cannot have.
    pub fn read(line: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut it = Self::default();
        let mut words = line.into_iter();
        while let Some(flag) = words.next() {
            let mut value = || words.next().with_context(|| format!("{flag} needs a value"));
            match flag.as_str() {
                "--only" => it.only = figures(&value()?)?,
                "--entries" => it.entries = number(&flag, &value()?)?,
                "--data" => it.data = Some(value()?.into()),
                "--out" => it.out = value()?.into(),
                "--bin" => it.bin = Some(value()?.into()),
                "--rounds" => it.rounds = number(&flag, &value()?)?,
                "--seconds" => it.seconds = number(&flag, &value()?)?,
                "--ten-million" => it.ten_million = true,
                "--quick" => {
                    it.entries = it.entries.min(20_000);
                    it.rounds = 2;
                    it.seconds = 1.0;
                }
                "--help" | "-h" => it.help = true,
                other => bail!("there is no flag {other}\n\n{HELP}"),
            }
        }
        if it.entries < 5_000 || it.rounds == 0 || it.seconds <= 0.0 {
            bail!("at least 5,000 entries, one round, and a round of some length");
        }
        Ok(it)
    }

    /// Whether a figure is wanted.
    pub fn wants(&self, figure: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|it| it == figure)
    }
}

fn figures(list: &str) -> Result<Vec<String>> {
    let names: Vec<String> = list.split(',').map(|it| it.trim().to_uppercase()).collect();
    match names.iter().find(|it| !ALL.contains(&it.as_str()) && *it != ALONE) {
        Some(unknown) => bail!("{unknown} is not measured here; {} and {ALONE} are", ALL.join(" ")),
        None => Ok(names),
    }
}

fn number<T: std::str::FromStr>(flag: &str, text: &str) -> Result<T> {
    let plain: String = text.chars().filter(|c| *c != ',' && *c != '_').collect();
    plain.parse().ok().with_context(|| format!("{flag} {text}: not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Settings> {
        Settings::read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn without_flags_everything_is_measured() {
        let it = read("").unwrap();
        assert_eq!(it, Settings::default());
        assert!(it.wants("F1") && it.wants("F13"));
    }

    #[test]
    fn flags_are_read() {
        let it = read("--only f3,F1 --entries 20_000 --data d --out o --rounds 2 --seconds 0.5")
            .unwrap();
        assert!(it.wants("F3") && it.wants("F1") && !it.wants("F2"));
        assert_eq!((it.entries, it.rounds, it.seconds), (20_000, 2, 0.5));
        assert_eq!((it.data, it.out), (Some("d".into()), "o".into()));
        assert_eq!(read("--entries 1,000,000 --quick").unwrap().entries, 20_000);
    }

    #[test]
    fn what_cannot_be_is_refused_by_name() {
        for (line, why) in [
            ("--fast", "--fast"),
            ("--only F12", "F12"),
            ("--entries many", "many"),
            ("--entries", "needs a value"),
            ("--entries 10", "5,000"),
            ("--rounds 0", "one round"),
        ] {
            let error = format!("{:#}", read(line).unwrap_err());
            assert!(error.contains(why), "{line}: {error}");
        }
    }
}
