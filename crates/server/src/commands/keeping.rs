//! Commands about keeping and not keeping: backup, restore, destroy, rotate-key.

use anyhow::{Context as _, Result};
use tasuki_app::App;
use tasuki_app::backup;
use tasuki_app::destroy::Destruction;
use tasuki_app::verify::{Verification, verify_folder};
use tasuki_ledger::Identity;

use super::init::{ask_passphrase, read_recovery};
use crate::cli::{Backup, Destroy, Restore, RotateKey};
use crate::config::Config;
use crate::region_key;

pub async fn backup(config: &Config, flags: Backup) -> Result<()> {
    let to = flags.to.or_else(|| config.backup.clone());
    let to = to.context("name the folder: --to DIR, or the setting `backup`")?;
    let app = App::open(config.options(false), region_key::load(config)?).await?;
    let made = app.backup(&to).await?;
    println!("{} {} rows, {} new objects", made.generation, made.rows, made.new_objects);
    Ok(())
}

/// Restores, replays the register of destructions, and verifies what was restored.
pub async fn restore(config: &Config, flags: Restore) -> Result<()> {
    region_key::private_folder(&config.data)?;
    let recovery = flags.recovery_key.as_deref().map(read_recovery).transpose()?;
    let by_recovery = recovery.is_some();
    let identity = match recovery {
        Some(identity) => identity,
        None => region_key::read(config)?,
    };
    let again = Identity::parse(&identity.to_text())?;
    let options = config.options(false);
    let (app, restored) =
        backup::restore(&flags.from, flags.generation.as_deref(), options, identity).await?;
    println!("{} {} rows, {} objects", restored.generation, restored.rows, restored.objects);
    let keys = if by_recovery {
        let new = Identity::generate();
        let path = config.region_key.clone().unwrap_or_else(|| config.folder().region_key());
        region_key::write(&path, &new, None)?;
        app.rotate_region_key(&new).await?;
        println!("a new region key was made: {}", path.display());
        new
    } else {
        again
    };
    app.checkpoint().await?;
    drop(app);
    let what = Verification {
        folder: config.folder(),
        engine: config.options(false).engine,
        keys: Some(keys),
        checkpoint: None,
    };
    let report = verify_folder(what).await?;
    println!("{report}");
    anyhow::ensure!(report.is_clean(), "what was restored does not verify");
    Ok(())
}

pub async fn destroy(config: &Config, what: Destroy) -> Result<()> {
    let app = App::open(config.options(false), region_key::load(config)?).await?;
    let (what, reason) = match what {
        Destroy::Notebook { notebook, reason } => {
            (Destruction::Notebook(notebook.parse()?), reason)
        }
        Destroy::Entry { log, entry, reason } => {
            (Destruction::Entry(log.parse()?, entry.parse()?), reason)
        }
    };
    let also = config.backup.as_deref().map(backup::register_in);
    app.destroy(what, &reason, also.as_deref()).await?;
    println!("destroyed; backups of the keys expire within 30 days");
    Ok(())
}

/// The new key is on disk before anything is sealed to it; the old one is kept beside until the
/// operator removes it.
pub async fn rotate_key(config: &Config, flags: &RotateKey) -> Result<()> {
    let path = region_key::path(config);
    let beside = path.with_extension("key.new");
    anyhow::ensure!(
        !beside.exists(),
        "{} is left of a rotation that was cut off: if the region opens with it \
         (--region-key), put it in the place of the old key, else remove it",
        beside.display()
    );
    let app = App::open(config.options(false), region_key::load(config)?).await?;
    let passphrase = flags.passphrase.then(ask_passphrase).transpose()?;
    let new = Identity::generate();
    region_key::write(&beside, &new, passphrase.as_deref())?;
    app.rotate_region_key(&new).await?;
    let old = path.with_extension("key.old");
    std::fs::rename(&path, &old)?;
    std::fs::rename(&beside, &path)?;
    println!("rotated; the old key {} opens nothing new: remove it", old.display());
    Ok(())
}
