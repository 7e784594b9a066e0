//! Logs: structured, to standard error, never with patient words.

use std::io::IsTerminal as _;

use anyhow::{Context as _, Result};
use tracing_subscriber::EnvFilter;

use crate::config::Config;

/// Begins logging as the configuration says.
pub fn begin(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log).context("the setting `log` cannot be read")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format.as_str() {
        "json" => builder.json().init(),
        "text" => {
            let colours = std::io::stderr().is_terminal();
            builder.with_target(false).with_ansi(colours).init();
        }
        other => anyhow::bail!("the setting `log_format` is {other}: it can be text or json"),
    }
    Ok(())
}
