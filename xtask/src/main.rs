//! `cargo xtask …`: what a developer and the continuous integration run.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "House rules, continuous integration and fuzzing")]
struct Command {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run everything that a change must pass, in order, up to the first failure.
    Ci,
    /// Check the house rules; one line per finding.
    Tidy,
    /// Take the documentation's pictures of every screen from a demo region.
    Screenshots {
        /// Where the pictures go.
        #[arg(default_value = "docs/pictures")]
        folder: std::path::PathBuf,
    },
    /// Run every fuzz target for a bounded time (needs cargo-fuzz).
    Fuzz {
        /// How long each target runs, in seconds.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
}

fn main() -> ExitCode {
    let root = xtask::repository();
    let outcome = match Command::parse().task {
        Task::Ci => xtask::ci::run(&root),
        Task::Screenshots { folder } => xtask::ci::screenshots(&root, &folder),
        Task::Tidy => xtask::tidy::run(&root),
        Task::Fuzz { seconds } => xtask::fuzz::run(&root, seconds, xtask::fuzz::Build::Fast),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem:#}");
            ExitCode::FAILURE
        }
    }
}
