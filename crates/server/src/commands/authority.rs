//! `tasuki admin authority`: who signs certificates, and where the keys are.

use std::ops::Deref;
use std::path::Path;

use anyhow::{Context as _, Result};
use tasuki_app::App;
use tasuki_app::authority::RootKey;
use tasuki_ledger::recipient::{self, Recipient};

use crate::cli::Authority;
use crate::region_key;
use crate::whole_file;

pub async fn run(app: &App, what: Authority) -> Result<()> {
    match what {
        Authority::Show => show(app),
        Authority::TakeOffline { out, to } => take_offline(app, &out, to.as_deref()),
        Authority::Renew { root, key } => {
            let brought = root.zip(key).map(|(root, key)| opened(&root, &key)).transpose()?;
            app.renew_authority(brought.as_deref().map(Vec::as_slice)).await?;
            show(app)?;
            println!("(restart the server: until then it does not ask for the new certificates)");
            Ok(())
        }
    }
}

fn show(app: &App) -> Result<()> {
    let key = match app.root_key()? {
        RootKey::Here => "here: take it offline with `tasuki admin authority take-offline`",
        RootKey::Offline => "offline",
        RootKey::None => "none: `tasuki admin authority renew` makes one",
    };
    println!("root key {key}");
    for (number, issuer) in app.issuers()?.iter().enumerate() {
        let role = if number == 0 { "issues" } else { "former" };
        println!("authority {role} until {}", issuer.not_after());
    }
    Ok(())
}

fn take_offline(app: &App, out: &Path, to: Option<&str>) -> Result<()> {
    let to: Option<Recipient> = to
        .map(|it| it.parse().with_context(|| format!("{it} is not an age recipient (age1…)")))
        .transpose()?;
    let sealed = app.sealed_root(to)?;
    // On disk before the key goes from here.
    whole_file::create_private(out, &sealed)?;
    app.forget_root_key()?;
    println!("root key offline: keep {} away from this machine", out.display());
    Ok(())
}

/// The root that was taken offline, opened with the key in a file.
fn opened(root: &Path, key: &Path) -> Result<impl Deref<Target = Vec<u8>> + use<>> {
    let read = |path: &Path| {
        std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
    };
    let identity = region_key::parse(read(key)?, key)?;
    let opened = recipient::open_with(&identity, &read(root)?);
    opened.with_context(|| format!("{} does not open with this key", root.display()))
}
