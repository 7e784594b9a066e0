//! Running other programs: what is run is printed, nothing is read from a terminal.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// A program to be run, with what the log says of it.
pub struct Shell {
    command: Command,
    shown: String,
}

impl Shell {
    pub fn new(program: &str) -> Self {
        let mut command = Command::new(program);
        command.stdin(Stdio::null());
        // `cargo run` describes xtask itself in the environment. Build scripts that look there
        // would take each change between our runs and a developer's for a reason to run again.
        for (name, _) in std::env::vars_os() {
            let described = name.to_string_lossy();
            if described.starts_with("CARGO_PKG_") || described.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        Self { command, shown: program.to_owned() }
    }

    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.command.args(arguments);
        for argument in arguments {
            self.shown = format!("{} {argument}", self.shown);
        }
        self
    }

    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with its output shown.
    ///
    /// # Errors
    /// When it cannot be started or does not succeed.
    pub fn run(mut self) -> Result<()> {
        println!("$ {}", self.shown);
        let status = self.command.status().with_context(|| self.cannot_start())?;
        ensure!(status.success(), "{}: {status}", self.shown);
        Ok(())
    }

    /// Runs it, shows its output, and gives each line of the standard output to `read`.
    ///
    /// # Errors
    /// When it cannot be started or does not succeed.
    pub fn run_reading(mut self, mut read: impl FnMut(&str)) -> Result<()> {
        println!("$ {}", self.shown);
        self.command.stdout(Stdio::piped());
        let mut child = self.command.spawn().with_context(|| self.cannot_start())?;
        if let Some(output) = child.stdout.take() {
            // A test may print bytes that are no UTF-8; they must not end the reading.
            for line in BufReader::new(output).split(b'\n') {
                let line = line?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                read(&line);
            }
        }
        let status = child.wait()?;
        ensure!(status.success(), "{}: {status}", self.shown);
        Ok(())
    }

    /// Its standard output without the ends, when it can be started and succeeds; shows nothing.
    pub fn output(mut self) -> Option<String> {
        let output = self.command.stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        output.status.success().then_some(text)
    }

    fn cannot_start(&self) -> String {
        format!("{} could not be started", self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_tells_what_was_run() {
        Shell::new("true").run().unwrap();
        let problem = Shell::new("sh").arguments(&["-c", "exit 3"]).run().unwrap_err().to_string();
        assert!(problem.starts_with("sh -c exit 3: "), "{problem}");
        assert!(problem.contains('3'), "{problem}");
        assert!(Shell::new("surely-not-there").run().is_err());
    }

    #[test]
    fn lines_are_read_even_when_they_are_no_utf8() {
        let mut lines = Vec::new();
        let printing = ["-c", "printf 'one\\n\\377two\\n'; exit 1"];
        let outcome =
            Shell::new("sh").arguments(&printing).run_reading(|line| lines.push(line.to_owned()));
        assert!(outcome.is_err());
        assert_eq!(lines, ["one", "\u{FFFD}two"]);
    }

    #[test]
    fn output_is_trimmed_and_only_of_success() {
        let shell = |script: &str| Shell::new("sh").arguments(&["-c", script]).output();
        assert_eq!(shell("echo 0").as_deref(), Some("0"));
        assert_eq!(shell("echo 0; exit 1"), None);
    }

    #[test]
    fn variables_and_folder_reach_the_program() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("here"), "").unwrap();
        let output = Shell::new("sh")
            .arguments(&["-c", "echo $NAME; ls"])
            .variable("NAME", "value")
            .folder(folder.path())
            .output();
        assert_eq!(output.as_deref(), Some("value\nhere"));
    }

    #[test]
    fn what_cargo_says_of_xtask_is_not_passed_on() {
        assert!(std::env::var_os("CARGO_PKG_NAME").is_some(), "set by cargo test");
        let output = Shell::new("sh").arguments(&["-c", "echo [$CARGO_PKG_NAME]"]).output();
        assert_eq!(output.as_deref(), Some("[]"));
    }

    #[test]
    fn nothing_waits_for_a_terminal() {
        assert_eq!(Shell::new("cat").output().as_deref(), Some(""));
    }
}
