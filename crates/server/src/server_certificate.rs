//! The server's own certificate: from files, or issued by the region's authority.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result, bail};
use tasuki_app::App;
use tasuki_pki::ServerIdentity;

use crate::config::Config;

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

/// A certificate of the region's authority, kept in the data folder until it nears its end.
fn own(config: &Config, app: &App) -> Result<(PathBuf, PathBuf)> {
    let folder = config.folder().path().join("tls");
    std::fs::create_dir_all(&folder)?;
    let (chain, key) = (folder.join("server.pem"), folder.join("server.key"));
    let now = app.clock().now();
    if chain.exists() && key.exists() {
        let kept = ServerIdentity::from_pem(&read(&chain)?, &read(&key)?)?;
        if kept.not_after().seconds_since(now) > RENEW_BEFORE {
            return Ok((chain, key));
        }
    }
    let authority = app.authority()?;
    let issued = authority.issue_server(&config.names, now, DAYS)?;
    write_private(&key, issued.key_pem.as_bytes())?;
    std::fs::write(&chain, &issued.chain_pem)?;
    std::fs::write(folder.join("authority.pem"), authority.certificate_pem())?;
    Ok((chain, key))
}

/// Writes a file that only its owner may read.
pub fn write_private(path: &PathBuf, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file =
        options.open(path).with_context(|| format!("{} cannot be written", path.display()))?;
    file.write_all(bytes)?;
    Ok(())
}
