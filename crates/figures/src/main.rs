//! `cargo figures`: what the program does per second, held against the goals and against what the
//! machine can do at most, both taken in the same run. `docs/figures.md` says what each line means.

#![allow(clippy::cast_precision_loss, reason = "counts and times become rates and ratios here")]

mod append;
mod bare;
mod crowd;
mod engines;
mod http;
mod line;
mod live;
mod load;
mod memory;
mod naive;
mod notebooks;
mod plot;
mod region;
mod run;
mod sample;
mod served;
mod settings;
mod timeline;
mod tls;
mod verify;
mod words;

use std::process::ExitCode;

use anyhow::Result;

use crate::run::Run;
use crate::settings::{HELP, Settings};

fn main() -> ExitCode {
    // Load comes from the one thread that waits here; the others are the naive server's.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(measure()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("figures: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<()> {
    let settings = Settings::read(std::env::args().skip(1))?;
    if settings.help {
        print!("{HELP}");
        return Ok(());
    }
    let mut run = Run::begin(&settings, served::program(settings.bin.as_deref())?)?;
    if settings.wants("F1") {
        timeline::take(&mut run).await?;
    }
    if settings.wants("F2") {
        notebooks::take(&mut run).await?;
    }
    if settings.wants("F3") {
        append::take(&mut run).await?;
    }
    if settings.wants("F4") {
        live::take(&mut run).await?;
    }
    if settings.wants("F5") {
        memory::take(&mut run).await?;
    }
    if settings.wants("F6") {
        tls::take(&mut run).await?;
    }
    if settings.wants("F9") {
        verify::take(&mut run).await?;
    }
    if settings.wants("F10") {
        engines::take(&mut run).await?;
    }
    if settings.wants("F13") {
        engines::grow(&mut run, settings.ten_million).await?;
    }
    if settings.wants("F14") {
        crowd::take(&mut run).await?;
    }
    let missed = run.end(&settings.out)?;
    eprintln!("{missed} goals missed; lines and picture in {}", settings.out.display());
    Ok(())
}
