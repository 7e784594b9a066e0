//! `tasuki init`: a new region. It ends only with a confirmed recovery key.

use anyhow::{Context as _, Result, bail};
use tasuki_app::App;
use tasuki_app::region::NewRegion;
use tasuki_ledger::Identity;
use tasuki_ledger::recipient::{open_with, seal_to};

use crate::cli::Init;
use crate::config::Config;
use crate::region_key;

pub async fn run(config: &Config, flags: Init) -> Result<()> {
    let key_path = config.region_key.clone().unwrap_or_else(|| config.folder().region_key());
    if key_path.exists() {
        bail!("{} exists: there is a region here already", key_path.display());
    }
    let recovery = match &flags.recovery_key {
        Some(file) => read_recovery(file)?,
        None => confirmed_recovery()?,
    };
    prove(&recovery)?;
    let passphrase = flags.passphrase.then(ask_passphrase).transpose()?;
    let identity = Identity::generate();
    let kept = Identity::parse(&identity.to_text())?;
    let new = NewRegion {
        name: flags.name,
        notebook_name: flags.notebook_name,
        categories: flags.categories,
        idle_minutes: flags.idle_minutes,
    };
    region_key::private_folder(&config.data)?;
    // The key is on disk before anything is sealed to it.
    region_key::write(&key_path, &kept, passphrase.as_deref())?;
    let made = App::create(config.options(false), identity, recovery.recipient(), new).await;
    let app = match made {
        Ok(app) => app,
        Err(problem) => {
            std::fs::remove_file(&key_path)?;
            return Err(problem.into());
        }
    };
    app.checkpoint().await?;
    println!("region {}", app.region());
    println!("next: tasuki admin --help, then tasuki serve");
    Ok(())
}

pub fn read_recovery(file: &std::path::Path) -> Result<Identity> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let line = text.lines().find(|line| line.starts_with("AGE-SECRET-KEY-"));
    let line = line.with_context(|| format!("{} holds no recovery key", file.display()))?;
    Identity::parse(line.trim()).context("the recovery key is not of its form")
}

/// Shows a new recovery key and asks for it back: a key that nobody wrote down is none.
fn confirmed_recovery() -> Result<Identity> {
    let identity = Identity::generate();
    let text = identity.to_text();
    println!("Recovery key: write it on paper and keep it apart from this machine. It opens");
    println!("everything when the region's key is lost. It is shown only now.\n");
    println!("    {}\n", *text);
    for _ in 0..3 {
        println!("Type it back:");
        let mut typed = String::new();
        if std::io::stdin().read_line(&mut typed)? == 0 {
            break;
        }
        if typed.trim().eq_ignore_ascii_case(text.trim()) {
            return Ok(identity);
        }
        println!("That is not the key shown above.");
    }
    bail!("the recovery key was not confirmed: nothing was made")
}

/// The key must open what is sealed to it before anything depends on it.
fn prove(recovery: &Identity) -> Result<()> {
    let sealed = seal_to(&[recovery.recipient()], b"tasuki recovery")?;
    let opened = open_with(recovery, &sealed)?;
    anyhow::ensure!(opened.as_slice() == b"tasuki recovery", "the recovery key does not work");
    Ok(())
}

pub fn ask_passphrase() -> Result<String> {
    let first = rpassword::prompt_password("new passphrase for the region's key: ")?;
    let again = rpassword::prompt_password("again: ")?;
    anyhow::ensure!(first == again, "the two passphrases differ");
    anyhow::ensure!(first.chars().count() >= 12, "a passphrase needs 12 characters or more");
    Ok(first)
}
