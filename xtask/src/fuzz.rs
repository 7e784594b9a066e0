//! Runs of the fuzz targets in `fuzz/`, each for a bounded time.
//!
//! cargo-fuzz asks for a nightly compiler because it instruments the code; with
//! `RUSTC_BOOTSTRAP=1` the stable compiler of the workspace does the same.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    bin: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

/// Whether there is anything to run.
pub fn has_targets(root: &Path) -> bool {
    root.join("fuzz/Cargo.toml").exists()
}

/// How the targets are compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// In less than half of the time, for short runs.
    Quick,
    /// So that a long run tries many more inputs.
    Fast,
}

/// Runs every target for so many seconds. It begins with the inputs in `fuzz/seeds/<target>`,
/// which stay as they are; what it finds interesting it keeps in `fuzz/corpus/<target>`, which
/// git ignores.
///
/// # Errors
/// When a target fails (cargo-fuzz prints the input and where it is kept), or cannot be built.
pub fn run(root: &Path, seconds: u32, build: Build) -> Result<()> {
    let manifest =
        std::fs::read_to_string(root.join("fuzz/Cargo.toml")).context("fuzz/Cargo.toml")?;
    for target in targets(&manifest)? {
        println!("$ RUSTC_BOOTSTRAP=1 cargo fuzz run {target} -- -max_total_time={seconds}");
        let found = found_folder(root, &target);
        std::fs::create_dir_all(&found).with_context(|| found.display().to_string())?;
        let status = command(root, &target, seconds, build)
            .status()
            .context("cargo fuzz could not be started; cargo install cargo-fuzz")?;
        ensure!(status.success(), "fuzz target {target}: {status}");
    }
    Ok(())
}

/// Where a run keeps the inputs that it finds interesting.
fn found_folder(root: &Path, target: &str) -> PathBuf {
    root.join("fuzz/corpus").join(target)
}

fn command(root: &Path, target: &str, seconds: u32, build: Build) -> Command {
    let mut command = Command::new("cargo");
    command.args(["fuzz", "run"]);
    if build == Build::Quick {
        command.arg("--dev");
    }
    command.arg(target).arg(found_folder(root, target));
    let kept = root.join("fuzz/seeds").join(target);
    if kept.exists() {
        command.arg(&kept);
    }
    command
        .args(["--", &format!("-max_total_time={seconds}"), "-print_final_stats=1"])
        .env("RUSTC_BOOTSTRAP", "1")
        .current_dir(root)
        .stdin(Stdio::null());
    command
}

fn targets(manifest: &str) -> Result<Vec<String>> {
    let manifest: Manifest = toml::from_str(manifest).context("fuzz/Cargo.toml")?;
    ensure!(!manifest.bin.is_empty(), "fuzz/Cargo.toml has no [[bin]]");
    Ok(manifest.bin.into_iter().map(|target| target.name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_the_binaries_of_the_manifest() {
        let manifest = "[package]\nname = \"fuzz\"\n[[bin]]\nname = \"one\"\npath = \"one.rs\"\n\
                        [[bin]]\nname = \"two\"\n";
        assert_eq!(targets(manifest).unwrap(), ["one", "two"]);
    }

    fn arguments(root: &Path) -> Vec<String> {
        arguments_of(root, Build::Fast)
    }

    fn arguments_of(root: &Path, build: Build) -> Vec<String> {
        let command = command(root, "header", 7, build);
        command.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_run_is_bounded_and_writes_to_the_corpus() {
        let folder = tempfile::tempdir().unwrap();
        let found = folder.path().join("fuzz/corpus/header").display().to_string();
        let expected =
            ["fuzz", "run", "header", &found, "--", "-max_total_time=7", "-print_final_stats=1"];
        assert_eq!(arguments(folder.path()), expected);
    }

    #[test]
    fn a_short_run_is_compiled_quickly() {
        let quick = arguments_of(Path::new("."), Build::Quick);
        assert_eq!(quick[..4], ["fuzz", "run", "--dev", "header"]);
        assert!(!arguments(Path::new(".")).contains(&"--dev".to_owned()));
    }

    #[test]
    fn a_run_begins_with_the_seeds_and_does_not_write_there() {
        let folder = tempfile::tempdir().unwrap();
        let kept = folder.path().join("fuzz/seeds/header");
        std::fs::create_dir_all(&kept).unwrap();
        // libFuzzer writes to the first folder that it is given.
        assert!(arguments(folder.path())[3].ends_with("fuzz/corpus/header"));
        assert_eq!(arguments(folder.path())[4], kept.display().to_string());
    }

    #[test]
    fn the_stable_compiler_is_told_to_instrument() {
        let command = command(Path::new("."), "header", 7, Build::Fast);
        let variables: Vec<_> = command.get_envs().collect();
        assert_eq!(variables, [("RUSTC_BOOTSTRAP".as_ref(), Some("1".as_ref()))]);
    }

    #[test]
    fn a_manifest_without_targets_is_refused() {
        assert!(targets("[package]\nname = \"fuzz\"\n").is_err());
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_targets(folder.path()));
        assert!(run(folder.path(), 1, Build::Quick).is_err());
    }
}
