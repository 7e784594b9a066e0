//! The region's key: a file of mode 0600, a systemd credential, or a file under a passphrase.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use tasuki_ledger::Identity;
use tasuki_ledger::recipient;

use crate::config::Config;
use crate::whole_file;

/// Where the key is looked for: the setting, systemd's credential, the data folder.
pub fn path(config: &Config) -> PathBuf {
    if let Some(path) = &config.region_key {
        return path.clone();
    }
    if let Some(folder) = std::env::var_os("CREDENTIALS_DIRECTORY") {
        let credential = PathBuf::from(folder).join("region.key");
        if credential.exists() {
            return credential;
        }
    }
    config.folder().region_key()
}

/// Loads the key of the region in the data folder; asks for the passphrase when it is under one.
pub fn load(config: &Config) -> Result<Identity> {
    if !path(config).exists() && !config.folder().keys().exists() {
        bail!(
            "there is no region in {}: name its folder with --data, or run `tasuki init` first",
            config.data.display()
        );
    }
    read(config)
}

/// Reads the region's key, also where there is no region yet.
pub fn read(config: &Config) -> Result<Identity> {
    let path = path(config);
    let bytes = std::fs::read(&path).with_context(|| {
        format!(
            "the region's key {} cannot be read: name it with --region-key, or open the \
             region with the recovery key (tasuki restore --help)",
            path.display()
        )
    })?;
    // systemd's credentials are guarded by the folder that they lie in.
    let credential =
        std::env::var_os("CREDENTIALS_DIRECTORY").is_some_and(|folder| path.starts_with(folder));
    if !credential {
        check_mode(&path)?;
    }
    parse(bytes, &path)
}

/// The identity in a key file; asks for the passphrase when it is under one.
pub fn parse(bytes: Vec<u8>, path: &Path) -> Result<Identity> {
    let shown = path.display();
    if bytes.starts_with(b"age-encryption.org/") {
        let passphrase = rpassword::prompt_password(format!("passphrase of {shown}: "))
            .context("no terminal to ask for the passphrase")?;
        return recipient::unprotect(&bytes, &passphrase)
            .with_context(|| format!("{shown} does not open with this passphrase"));
    }
    let text = String::from_utf8(bytes).with_context(|| format!("{shown} is not a key file"))?;
    let line = text.lines().find(|line| line.starts_with("AGE-SECRET-KEY-"));
    let line = line.with_context(|| format!("{shown} holds no AGE-SECRET-KEY line"))?;
    Identity::parse(line).with_context(|| format!("{shown} is not a key"))
}

/// Makes a folder that only its owner may look into; an existing one is left as it is.
pub fn private_folder(path: &Path) -> Result<()> {
    if !path.exists() {
        std::fs::create_dir_all(path)
            .with_context(|| format!("{} cannot be made", path.display()))?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

/// Writes a key file that only its owner may read; an existing one is not replaced.
pub fn write(path: &Path, identity: &Identity, passphrase: Option<&str>) -> Result<()> {
    let bytes = match passphrase {
        Some(passphrase) => recipient::protect(identity, passphrase)?,
        None => format!("{}\n", *identity.to_text()).into_bytes(),
    };
    whole_file::create_private(path, &bytes)
}

/// A key that others may read is no key: refused, with what to do.
#[cfg(unix)]
fn check_mode(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!("{} can be read by others (mode {mode:o}): chmod 600 it", path.display());
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_mode(_: &Path) -> Result<()> {
    Ok(())
}
