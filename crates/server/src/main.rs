//! `tasuki`: the command line. `tasuki --help` teaches; `docs/ja/` tells operators more.

mod clamav;
mod cli;
mod commands;
mod config;
mod demo;
mod document_font;
mod door;
mod folder_lock;
mod listeners;
mod logging;
mod postman;
mod region_key;
mod server_certificate;
mod whole_file;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let arguments = cli::Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("tasuki: no threads: {error}");
            return ExitCode::FAILURE;
        }
    };
    match runtime.block_on(commands::run(arguments)) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("tasuki: {error:#}");
            ExitCode::FAILURE
        }
    }
}
