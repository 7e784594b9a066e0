//! What continuous integration and people call: `.ci/run` and the help of `cargo xtask`.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// A folder with a program `cargo` that says how it was called.
fn folder_with_cargo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let script = "#!/bin/sh\necho \"arguments: $*\"\necho \"folder: $PWD\"\n\
                  echo \"incremental: $CARGO_INCREMENTAL\"\necho \"colour: $CARGO_TERM_COLOR\"\n\
                  echo \"input: $(cat)\"\nexit 7\n";
    let cargo = folder.path().join("cargo");
    std::fs::write(&cargo, script).unwrap();
    std::fs::set_permissions(&cargo, std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn call_ci_run(from: &Path, cargo: &Path) -> (Option<i32>, String) {
    let path = format!("{}:{}", cargo.display(), std::env::var("PATH").unwrap());
    let output = Command::new(xtask::repository().join(".ci/run"))
        .current_dir(from)
        .env("PATH", path)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn ci_run_calls_cargo_ci_in_the_repository_from_anywhere() {
    let cargo = folder_with_cargo();
    let elsewhere = tempfile::tempdir().unwrap();
    let (_, output) = call_ci_run(elsewhere.path(), cargo.path());
    let lines: Vec<&str> = output.lines().collect();
    let root = xtask::repository().canonicalize().unwrap();
    assert_eq!(lines[0], "arguments: ci");
    assert_eq!(lines[1], format!("folder: {}", root.display()));
}

#[test]
fn ci_run_shares_what_is_compiled_and_reads_nothing() {
    let cargo = folder_with_cargo();
    let (_, output) = call_ci_run(cargo.path(), cargo.path());
    for line in ["incremental: 0", "colour: never", "input: "] {
        assert!(output.lines().any(|found| found == line), "{line}\n{output}");
    }
}

#[test]
fn ci_run_ends_as_cargo_ci_ends() {
    let cargo = folder_with_cargo();
    assert_eq!(call_ci_run(cargo.path(), cargo.path()).0, Some(7));
}

#[test]
fn the_help_names_every_task() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("--help").output().unwrap();
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    for task in ["ci", "tidy", "fuzz"] {
        assert!(help.lines().any(|line| line.trim_start().starts_with(task)), "{task}\n{help}");
    }
}

#[test]
fn an_unknown_task_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("tiddy").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_aliases_of_cargo_lead_here() {
    let config = std::fs::read_to_string(xtask::repository().join(".cargo/config.toml")).unwrap();
    assert!(config.contains("ci = \"run --quiet -p xtask -- ci\""));
    assert!(config.contains("xtask = \"run --quiet -p xtask --\""));
}
