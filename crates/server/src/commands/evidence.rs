//! Commands about evidence: verify, rebuild, export, checkpoint.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use tasuki_app::App;
use tasuki_app::verify::{Verification, verify_folder};
use tasuki_ledger::{VerifierKey, verify_export};

use crate::cli::{Export, Verify};
use crate::config::Config;
use crate::region_key;

fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// 0 when clean, 1 with a line per finding.
pub async fn verify(config: &Config, flags: Verify) -> Result<ExitCode> {
    if let Some(file) = &flags.file {
        return verify_file(file, flags.verifier_key.as_deref());
    }
    let what = Verification {
        folder: config.folder(),
        engine: config.options(false).engine,
        keys: flags.keys.then(|| region_key::load(config)).transpose()?,
        checkpoint: flags.checkpoint.as_deref().map(read_text).transpose()?,
    };
    let report = verify_folder(what).await?;
    println!("{report}");
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verify_file(file: &Path, key: Option<&Path>) -> Result<ExitCode> {
    let bytes =
        std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let key: Option<VerifierKey> = key
        .map(|path| read_text(path)?.trim().parse().context("the verifier key is not of its form"))
        .transpose()?;
    let report = verify_export(&bytes, key.as_ref());
    for finding in &report.findings {
        println!("{finding}");
    }
    let verdict = if report.findings.is_empty() { "clean" } else { "damaged" };
    println!(
        "{verdict}: {} logs, {} entries ({} opened), {} attachments",
        report.logs, report.entries, report.opened, report.attachments
    );
    if !report.key_given {
        println!(
            "the checkpoint was verified with the key inside the file: compare it with the \
             region's own (--verifier-key)"
        );
    }
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub async fn rebuild(config: &Config) -> Result<()> {
    let app = App::open(config.options(false), region_key::load(config)?).await?;
    let applied = Arc::new(app).rebuild().await?;
    println!("rebuilt from {applied} entries");
    Ok(())
}

pub async fn checkpoint(config: &Config) -> Result<()> {
    let app = App::open(config.options(false), region_key::load(config)?).await?;
    print!("{}", app.checkpoint().await?);
    println!("verifier key: {}", app.verifier_key());
    Ok(())
}

pub async fn export(config: &Config, what: Export) -> Result<()> {
    let Export::Notebook { notebook, receiver, out } = what;
    let app = Arc::new(App::open(config.options(false), region_key::load(config)?).await?);
    let session = Arc::new(app.receiver(&receiver).await?);
    let bytes = app.export_notebook(&session, notebook.parse()?).await?;
    std::fs::write(&out, &bytes).with_context(|| format!("{} cannot be written", out.display()))?;
    println!("{} ({} bytes)", out.display(), bytes.len());
    Ok(())
}
