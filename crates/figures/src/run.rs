//! One run: where things lie, and the lines so far.

use std::path::{Path, PathBuf};

use anyhow::Result;
use tempfile::TempDir;

use crate::line::Line;
use crate::plot;
use crate::region::Region;
use crate::settings::Settings;

/// One run of the harness.
pub struct Run {
    /// The program that is measured.
    pub program: PathBuf,
    /// Alternating rounds of what is compared.
    pub rounds: usize,
    /// Seconds of a round.
    pub seconds: f64,
    entries: u64,
    folder: PathBuf,
    // Removed with the run.
    _scratch: Option<TempDir>,
    lines: Vec<Line>,
}

impl Run {
    /// Begins a run.
    pub fn begin(settings: &Settings, program: PathBuf) -> Result<Self> {
        let (folder, scratch) = if let Some(folder) = &settings.data {
            (folder.clone(), None)
        } else {
            let scratch = tempfile::Builder::new().prefix("tasuki-figures-").tempdir()?;
            (scratch.path().to_owned(), Some(scratch))
        };
        Ok(Self {
            program,
            rounds: settings.rounds,
            seconds: settings.seconds,
            entries: settings.entries,
            folder,
            _scratch: scratch,
            lines: Vec::new(),
        })
    }

    /// The region that is measured; made when it is first asked for.
    pub async fn region(&self) -> Result<Region> {
        self.region_of(self.entries, None).await
    }

    /// A region of another size, or on PostgreSQL.
    pub async fn region_of(&self, entries: u64, postgres: Option<String>) -> Result<Region> {
        let engine = if postgres.is_some() { "postgres" } else { "sqlite" };
        Region::at(&self.folder.join(format!("{engine}-{entries}")), entries, postgres).await
    }

    /// Where another region is made.
    pub fn folder_of(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Entries of the region.
    pub const fn entries(&self) -> u64 {
        self.entries
    }

    /// A value was measured.
    pub fn say(&mut self, line: Line) {
        println!("{line}");
        self.lines.push(line);
    }

    /// Writes lines and picture, and says how many goals were missed.
    pub fn end(&self, out: &Path) -> Result<usize> {
        std::fs::create_dir_all(out)?;
        let text: Vec<String> = self.lines.iter().map(ToString::to_string).collect();
        std::fs::write(out.join("figures.txt"), text.join("\n") + "\n")?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let title = format!("Tasuki: {} entries, {cores} cores", self.entries);
        std::fs::write(out.join("figures.svg"), plot::svg(&self.lines, &title))?;
        Ok(self.lines.iter().filter(|line| !line.is_met()).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_with_lines_a_picture_and_a_count() {
        let out = tempfile::tempdir().unwrap();
        let mut run = Run::begin(&Settings::default(), "tasuki".into()).unwrap();
        run.say(Line::least("F3", "append c=32", 4.6, 3.0));
        run.say(Line::most("F1", "timeline p99", 9.0, 5.0).unit("ms"));
        let folder = out.path().join("deep");
        assert_eq!(run.end(&folder).unwrap(), 1);
        let text = std::fs::read_to_string(folder.join("figures.txt")).unwrap();
        assert_eq!(text, "F3 append c=32 4.6 goal 3 ok\nF1 timeline p99 9ms goal 5ms misses\n");
        let picture = std::fs::read_to_string(folder.join("figures.svg")).unwrap();
        assert!(picture.contains("1000000 entries"));
    }
}
