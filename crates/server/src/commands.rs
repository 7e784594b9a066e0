//! One function per command.

mod admin;
mod authority;
mod evidence;
mod init;
mod keeping;
mod open_notebook;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use tasuki_app::App;

use crate::cli::{Arguments, Command};
use crate::config::Config;
use crate::{demo, folder_lock, listeners, logging, region_key};

/// Runs a command.
pub async fn run(arguments: Arguments) -> Result<ExitCode> {
    let config = Config::load(&arguments)?;
    match arguments.command {
        Command::Demo(flags) => demo::run(config, &flags).await?,
        Command::Init(flags) => init::run(&config, flags).await?,
        Command::Serve(flags) => {
            let config = match flags.listen {
                Some(listen) => Config { listen, ..config },
                None => config,
            };
            logging::begin(&config)?;
            let key = region_key::load(&config)?;
            // Another node's first start: everything but its own identity lies elsewhere.
            region_key::private_folder(&config.data)?;
            let _held = folder_lock::take(&config.data)?;
            let app = App::open(config.options(true), key).await?;
            app.finish_destructions().await?;
            listeners::serve(&config, Arc::new(app), false).await?;
        }
        Command::Verify(flags) => return evidence::verify(&config, flags).await,
        Command::Rebuild => evidence::rebuild(&config).await?,
        Command::Checkpoint => evidence::checkpoint(&config).await?,
        Command::Export(what) => evidence::export(&config, what).await?,
        Command::Backup(flags) => keeping::backup(&config, flags).await?,
        Command::Restore(flags) => keeping::restore(&config, flags).await?,
        Command::Destroy(what) => keeping::destroy(&config, what).await?,
        Command::RotateKey(flags) => keeping::rotate_key(&config, &flags).await?,
        Command::Admin(what) => admin::run(&config, what).await?,
    }
    Ok(ExitCode::SUCCESS)
}
