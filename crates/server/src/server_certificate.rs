//! The server's own certificate: from files, or issued by the region's authority.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, bail};
use tasuki_app::App;
use tasuki_pki::ServerIdentity;

use crate::config::Config;
use crate::whole_file;

/// Days that a certificate of our own authority is valid, and before which it is made anew.
const DAYS: u16 = 397;
const RENEW_BEFORE: i64 = 30 * 86_400;

/// The identity that listeners show, and the files behind it.
pub struct Certificate {
    /// What listeners show.
    pub identity: Arc<ServerIdentity>,
    chain: PathBuf,
    key: PathBuf,
    read: Option<SystemTime>,
}

fn changed(path: &PathBuf) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|it| it.modified()).ok()
}

impl Certificate {
    /// The certificate of the configured files, or one of the region's own authority.
    pub fn load(config: &Config, app: &App) -> Result<Self> {
        let (chain, key) = match (&config.certificate, &config.certificate_key) {
            (Some(chain), Some(key)) => (chain.clone(), key.clone()),
            (None, None) => own(config, app)?,
            _ => bail!("`certificate` and `certificate_key` belong together"),
        };
        let identity = ServerIdentity::from_pem(&read(&chain)?, &read(&key)?)?;
        let read = changed(&chain);
        Ok(Self { identity: Arc::new(identity), chain, key, read })
    }

    /// Looks once a minute whether the files were renewed.
    pub async fn watch(mut self) {
        loop {
            tokio::time::sleep(Duration::from_mins(1)).await;
            let now = changed(&self.chain);
            if now == self.read {
                continue;
            }
            let renewed = read(&self.chain)
                .and_then(|chain| Ok(self.identity.replace(&chain, &read(&self.key)?)?));
            match renewed {
                Ok(()) => {
                    tracing::info!("the server's certificate was renewed");
                    self.read = now;
                }
                Err(error) => tracing::warn!(%error, "the renewed certificate cannot be used yet"),
            }
        }
    }
}

fn read(path: &PathBuf) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// A certificate of the region's authority, kept in the data folder until it nears its end. One
/// that cannot be used is made anew: whoever trusts the authority trusts that one too.
fn own(config: &Config, app: &App) -> Result<(PathBuf, PathBuf)> {
    let folder = config.folder().path().join("tls");
    std::fs::create_dir_all(&folder)?;
    let (chain, key) = (folder.join("server.pem"), folder.join("server.key"));
    let shown = folder.join("authority.pem");
    let now = app.clock().now();
    let lasts = |it: &ServerIdentity| it.not_after().seconds_since(now) > RENEW_BEFORE;
    if shown.exists() && kept(&chain, &key).is_some_and(|it| lasts(&it)) {
        return Ok((chain, key));
    }
    let authority = app.authority()?;
    let issued = authority.issue_server(&config.names, now, DAYS)?;
    whole_file::write_private(&key, issued.key_pem.as_bytes())?;
    whole_file::write(&chain, issued.chain_pem.as_bytes())?;
    whole_file::write(&shown, authority.anchor_pem().as_bytes())?;
    Ok((chain, key))
}

fn kept(chain: &PathBuf, key: &PathBuf) -> Option<ServerIdentity> {
    if !chain.exists() || !key.exists() {
        return None;
    }
    let identity = read(chain).and_then(|it| Ok(ServerIdentity::from_pem(&it, &read(key)?)?));
    identity.inspect_err(|error| tracing::warn!(%error, "the kept certificate is replaced")).ok()
}
