//! Everything that a change must pass, in order, stopping at the first failure.
//!
//! Compiling is most of the time: clippy checks, the tests compile, and the command is then
//! built as `cargo demo` builds it. All of them use the same profile and flags, so each library
//! is checked once and compiled once unless the tests ask for more of its features.

mod browser;
mod install;
mod licences;
mod shell;

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use shell::Shell;

/// How long each fuzz target runs in continuous integration, in seconds.
const FUZZ_SECONDS: u32 = 10;

struct Job {
    root: PathBuf,
    /// Where Cargo puts what it builds.
    target: PathBuf,
}

type Step = fn(&Job) -> Result<()>;

const STEPS: &[(&str, Step)] = &[
    ("install", |_| install::run()),
    ("format", |job| cargo(job, &["fmt", "--all", "--", "--check"])),
    ("clippy", |job| {
        cargo(job, &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
    }),
    ("tidy", |job| crate::tidy::run(&job.root)),
    ("test", test),
    ("build", |job| cargo(job, &["build", "-p", "tasuki", "--bin", "tasuki"])),
    ("browser", |job| browser::run(&job.root, &job.target.join("debug/tasuki"))),
    ("licences", licences),
    ("fuzz", fuzz),
];

/// Runs all steps.
///
/// # Errors
/// The first failure, with the name of its step.
pub fn run(root: &Path) -> Result<()> {
    let job = Job { root: root.to_path_buf(), target: target_folder(root)? };
    run_steps(&job, STEPS)
}

/// Builds the command and takes the documentation's pictures into `pictures`.
///
/// # Errors
/// When it does not build, or a screen cannot be reached.
pub fn screenshots(root: &Path, pictures: &Path) -> Result<()> {
    let job = Job { root: root.to_path_buf(), target: target_folder(root)? };
    cargo(&job, &["build", "-p", "tasuki", "--bin", "tasuki"])?;
    browser::screenshots(root, &job.target.join("debug/tasuki"), pictures)
}

fn run_steps(job: &Job, steps: &[(&str, Step)]) -> Result<()> {
    let started = Instant::now();
    for (name, step) in steps {
        println!("\n== {name}");
        let before = Instant::now();
        step(job).with_context(|| format!("ci: {name} failed"))?;
        println!("== {name}: passed in {:.1} s", before.elapsed().as_secs_f64());
    }
    println!("\nci: {} steps passed in {:.0} s", steps.len(), started.elapsed().as_secs_f64());
    Ok(())
}

fn cargo(job: &Job, arguments: &[&str]) -> Result<()> {
    Shell::new("cargo").arguments(arguments).folder(&job.root).run()
}

fn test(job: &Job) -> Result<()> {
    let mut sum = TestSum::default();
    let outcome = Shell::new("cargo")
        .arguments(&["test", "--workspace"])
        .folder(&job.root)
        .run_reading(|line| sum.add(line));
    println!("tests: {} passed, {} failed, in {} binaries", sum.passed, sum.failed, sum.binaries);
    outcome
}

/// What the closing lines of all test binaries say together.
#[derive(Debug, Default, PartialEq, Eq)]
struct TestSum {
    passed: u32,
    failed: u32,
    binaries: u32,
}

impl TestSum {
    /// Takes in a line such as `test result: ok. 12 passed; 0 failed; 0 ignored; …`.
    fn add(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let words: Vec<&str> = result.split([' ', ';']).collect();
        let before = |word| {
            let at = words.iter().position(|w| *w == word)?;
            words.get(at.checked_sub(1)?)?.parse::<u32>().ok()
        };
        self.passed += before("passed").unwrap_or_default();
        self.failed += before("failed").unwrap_or_default();
        self.binaries += 1;
    }
}

fn licences(job: &Job) -> Result<()> {
    if has_subcommand("deny") {
        return cargo(job, &["deny", "check", "bans", "licenses", "sources"]);
    }
    println!("cargo-deny is not installed: licences and sources are checked here by deny.toml;");
    println!("bans are checked only where cargo-deny is installed (cargo install cargo-deny)");
    licences::check(&job.root)
}

fn fuzz(job: &Job) -> Result<()> {
    if !has_subcommand("fuzz") {
        println!("not run: cargo-fuzz is not installed (cargo install cargo-fuzz)");
        return Ok(());
    }
    if !crate::fuzz::has_targets(&job.root) {
        println!("not run: there is no fuzz/Cargo.toml");
        return Ok(());
    }
    crate::fuzz::run(&job.root, FUZZ_SECONDS, crate::fuzz::Build::Quick)
}

fn has_subcommand(name: &str) -> bool {
    Shell::new("cargo").arguments(&[name, "--version"]).output().is_some()
}

fn target_folder(root: &Path) -> Result<PathBuf> {
    let metadata = cargo_metadata::MetadataCommand::new().current_dir(root).no_deps().exec()?;
    Ok(metadata.target_directory.into_std_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    fn job() -> Job {
        Job { root: PathBuf::from("."), target: PathBuf::from("target") }
    }

    #[test]
    fn the_first_failure_ends_the_run_and_is_named() {
        let steps: &[(&str, Step)] = &[
            ("one", |_| Ok(())),
            ("two", |_| bail!("no disk")),
            ("three", |_| panic!("is not reached")),
        ];
        let problem = run_steps(&job(), steps).unwrap_err();
        assert_eq!(format!("{problem:#}"), "ci: two failed: no disk");
        run_steps(&job(), &steps[..1]).unwrap();
    }

    #[test]
    fn cheap_steps_come_before_dear_ones_and_each_is_explained() {
        let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
        assert_eq!(
            names,
            ["install", "format", "clippy", "tidy", "test", "build", "browser", "licences", "fuzz"]
        );
        let document = std::fs::read_to_string(crate::repository().join("docs/house-rules.md"));
        let document = document.unwrap();
        for name in names {
            assert!(document.contains(&format!("*{name}*")), "{name} is not explained");
        }
    }

    #[test]
    fn a_failing_program_fails_its_step() {
        let steps: &[(&str, Step)] = &[("format", |_| Shell::new("false").run())];
        let problem = format!("{:#}", run_steps(&job(), steps).unwrap_err());
        assert!(problem.starts_with("ci: format failed: false: "), "{problem}");
    }

    #[test]
    fn without_fuzz_targets_the_step_passes() {
        let folder = tempfile::tempdir().unwrap();
        fuzz(&Job { root: folder.path().to_path_buf(), target: folder.path().join("target") })
            .unwrap();
    }

    #[test]
    fn closing_lines_of_tests_are_added_up() {
        let mut sum = TestSum::default();
        sum.add("test a::b ... ok");
        sum.add("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
        sum.add("test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured");
        assert_eq!(sum, TestSum { passed: 15, failed: 1, binaries: 2 });
        sum.add("test result: of a kind that nobody knows");
        assert_eq!((sum.passed, sum.failed), (15, 1));
    }

    #[test]
    fn a_subcommand_is_found_or_not() {
        assert!(has_subcommand("clippy"));
        assert!(!has_subcommand("surely-not-there"));
    }

    #[test]
    fn the_target_folder_is_the_one_cargo_uses() {
        let target = target_folder(&crate::repository()).unwrap();
        let here = std::env::current_exe().unwrap();
        assert!(here.starts_with(&target), "{} {}", here.display(), target.display());
    }
}
