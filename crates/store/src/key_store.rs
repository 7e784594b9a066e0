//! The key store: wrapped keys as files, apart from the database and from its backups.
//!
//! ```text
//! vaults/<vault>.age          a vault key, sealed to the region's key and the recovery key
//! logs/<log>/<key id>         a log key, wrapped under its vault key
//! secrets/<name>.age          the region's other secrets, sealed alike
//! ```
//!
//! A file is durable when its writing returns, never half there, and gone when deleted. Whoever
//! holds these files without the region's key or the recovery key holds nothing to read.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use tasuki_kernel::{Code, LogId, Problem, Result, VaultId};
use tasuki_ledger::KeyId;

/// The folder of wrapped keys.
#[derive(Debug, Clone)]
pub struct KeyStore {
    folder: PathBuf,
    synced: bool,
}

fn problem(path: &Path, error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        ErrorKind::StorageFull => Code::StorageFull,
        ErrorKind::NotFound => Code::KeyProblem,
        _ => Code::Unavailable,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Problem::new(code, format!("key store, {name}: {error}"))
}

impl KeyStore {
    /// The key store in `folder`, which is made when missing (mode 0700).
    pub fn open(folder: &Path) -> Result<Self> {
        for part in ["vaults", "logs", "secrets"] {
            let path = folder.join(part);
            std::fs::create_dir_all(&path).map_err(|e| problem(&path, &e))?;
        }
        restrict(folder)?;
        // A key is on disk only when the folders that lead to it are.
        sync_folder(folder)?;
        if let Some(above) = folder.parent() {
            sync_folder(above)?;
        }
        Ok(Self { folder: folder.to_owned(), synced: true })
    }

    /// The key store in `folder` as it lies there: nothing is made, so that it may be read from a
    /// place that cannot be written.
    pub fn at(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), synced: true }
    }

    /// The same without waiting for the disk: for the making of a demo region alone.
    #[must_use]
    pub fn unsynced(self) -> Self {
        Self { synced: false, ..self }
    }

    /// The folder itself, for backups.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn vault_path(&self, vault: VaultId) -> PathBuf {
        self.folder.join("vaults").join(format!("{vault}.age"))
    }

    fn log_folder(&self, log: LogId) -> PathBuf {
        self.folder.join("logs").join(log.to_string())
    }

    fn secret_path(&self, name: &str) -> PathBuf {
        self.folder.join("secrets").join(format!("{name}.age"))
    }

    /// A vault's sealed key; none when it never was or is destroyed.
    pub fn vault(&self, vault: VaultId) -> Result<Option<Vec<u8>>> {
        read(&self.vault_path(vault))
    }

    /// Every vault that has a key.
    pub fn vaults(&self) -> Result<Vec<VaultId>> {
        let mut vaults: Vec<VaultId> = names(&self.folder.join("vaults"))?
            .iter()
            .filter_map(|name| name.strip_suffix(".age")?.parse().ok())
            .collect();
        vaults.sort_unstable();
        Ok(vaults)
    }

    /// Stores or replaces a vault's sealed key.
    pub fn put_vault(&self, vault: VaultId, sealed: &[u8]) -> Result<()> {
        self.write(&self.vault_path(vault), sealed)
    }

    /// Destroys a vault's key: with it every key under it is out of reach.
    pub fn destroy_vault(&self, vault: VaultId) -> Result<()> {
        remove(&self.vault_path(vault))
    }

    /// A wrapped log key.
    pub fn log_key(&self, log: LogId, key: KeyId) -> Result<Option<Vec<u8>>> {
        read(&self.log_folder(log).join(key.to_string()))
    }

    /// The ids of a log's keys: one, or two while an entry is being destroyed.
    pub fn log_keys(&self, log: LogId) -> Result<Vec<String>> {
        names(&self.log_folder(log))
    }

    /// Stores a wrapped log key.
    pub fn put_log_key(&self, log: LogId, key: KeyId, wrapped: &[u8]) -> Result<()> {
        let folder = self.log_folder(log);
        std::fs::create_dir_all(&folder).map_err(|e| problem(&folder, &e))?;
        self.write(&folder.join(key.to_string()), wrapped)?;
        if self.synced { sync_folder(&self.folder.join("logs")) } else { Ok(()) }
    }

    /// Destroys one log key.
    pub fn destroy_log_key(&self, log: LogId, key: KeyId) -> Result<()> {
        remove(&self.log_folder(log).join(key.to_string()))
    }

    /// A sealed secret of the region: `signing`, `authority`, `cursor`, `register`.
    pub fn secret(&self, name: &str) -> Result<Option<Vec<u8>>> {
        read(&self.secret_path(name))
    }

    /// The names of all secrets.
    pub fn secrets(&self) -> Result<Vec<String>> {
        Ok(names(&self.folder.join("secrets"))?
            .iter()
            .filter_map(|name| name.strip_suffix(".age").map(str::to_owned))
            .collect())
    }

    /// Stores or replaces a sealed secret.
    pub fn put_secret(&self, name: &str, sealed: &[u8]) -> Result<()> {
        self.write(&self.secret_path(name), sealed)
    }

    /// Stores a sealed secret unless there is one of this name: of two processes that make it at
    /// the same time, the first has made it.
    pub fn begin_secret(&self, name: &str, sealed: &[u8]) -> Result<()> {
        self.put(&self.secret_path(name), sealed, false)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.put(path, bytes, true)
    }

    /// Writes beside and renames, so that a file is there whole or not at all, and syncs both. One
    /// that is there already is replaced only if asked.
    fn put(&self, path: &Path, bytes: &[u8], replace: bool) -> Result<()> {
        let folder = path.parent().unwrap_or(path);
        let unfinished = || -> std::io::Result<()> {
            let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
            file.write_all(bytes)?;
            if self.synced {
                file.as_file().sync_all()?;
            }
            let kept = if replace { file.persist(path) } else { file.persist_noclobber(path) };
            match kept {
                Err(e) if !replace && e.error.kind() == ErrorKind::AlreadyExists => {}
                other => drop(other.map_err(|e| e.error)?),
            }
            if self.synced { std::fs::File::open(folder)?.sync_all() } else { Ok(()) }
        };
        unfinished().map_err(|e| problem(path, &e))
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(problem(path, &error)),
    }
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let listing = match std::fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(problem(folder, &error)),
    };
    let mut names = Vec::new();
    for item in listing {
        let item = item.map_err(|e| problem(folder, &e))?;
        let name = item.file_name().to_string_lossy().into_owned();
        // What a crash left of an unfinished writing is not a key.
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Ok(()) => sync_folder(path.parent().unwrap_or(path)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(problem(path, &error)),
    }
}

fn sync_folder(folder: &Path) -> Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    std::fs::File::open(folder).and_then(|it| it.sync_all()).map_err(|e| problem(folder, &e))
}

#[cfg(unix)]
fn restrict(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
        .map_err(|e| problem(folder, &e))
}

#[cfg(not(unix))]
fn restrict(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, KeyStore) {
        let folder = tempfile::tempdir().unwrap();
        let store = KeyStore::open(&folder.path().join("keys")).unwrap();
        (folder, store)
    }

    #[test]
    fn keys_are_kept_listed_and_destroyed() {
        let (_folder, store) = store();
        let vault = VaultId::from_bytes([1; 16]);
        assert_eq!(store.vault(vault).unwrap(), None);
        store.put_vault(vault, b"a").unwrap();
        store.put_vault(vault, b"b").unwrap();
        assert_eq!(store.vault(vault).unwrap().as_deref(), Some(&b"b"[..]));
        assert_eq!(store.vaults().unwrap(), [vault]);
        store.destroy_vault(vault).unwrap();
        store.destroy_vault(vault).unwrap();
        assert_eq!(store.vaults().unwrap(), []);
    }

    #[test]
    fn keys_that_are_not_synced_are_there_all_the_same() {
        let (_folder, store) = store();
        let hasty = store.clone().unsynced();
        let (vault, log) = (VaultId::from_bytes([1; 16]), LogId::from_bytes([2; 16]));
        let key = KeyId::from_bytes([3; 16]);
        hasty.put_vault(vault, b"vault").unwrap();
        hasty.put_log_key(log, key, b"log").unwrap();
        hasty.put_secret("signing", b"secret").unwrap();
        assert_eq!(store.vault(vault).unwrap().as_deref(), Some(&b"vault"[..]));
        assert_eq!(store.log_key(log, key).unwrap().as_deref(), Some(&b"log"[..]));
        assert_eq!(store.secret("signing").unwrap().as_deref(), Some(&b"secret"[..]));
        hasty.begin_secret("signing", b"later").unwrap();
        store.begin_secret("register", b"first").unwrap();
        store.begin_secret("register", b"second").unwrap();
        assert_eq!(store.secret("signing").unwrap().as_deref(), Some(&b"secret"[..]));
        assert_eq!(store.secret("register").unwrap().as_deref(), Some(&b"first"[..]));
        hasty.put_vault(vault, b"another").unwrap();
        assert_eq!(store.vault(vault).unwrap().as_deref(), Some(&b"another"[..]));
    }

    #[test]
    fn a_log_may_have_two_keys_for_a_while() {
        let (_folder, store) = store();
        let log = LogId::from_bytes([1; 16]);
        let (old, new) = (KeyId::from_bytes([1; 16]), KeyId::from_bytes([2; 16]));
        store.put_log_key(log, old, b"old").unwrap();
        store.put_log_key(log, new, b"new").unwrap();
        assert_eq!(store.log_keys(log).unwrap().len(), 2);
        store.destroy_log_key(log, old).unwrap();
        assert_eq!(store.log_key(log, old).unwrap(), None);
        assert_eq!(store.log_key(log, new).unwrap().as_deref(), Some(&b"new"[..]));
    }

    #[test]
    fn an_unfinished_writing_is_not_a_key() {
        let (folder, store) = store();
        std::fs::write(folder.path().join("keys/vaults/.new-abc"), b"half").unwrap();
        assert_eq!(store.vaults().unwrap(), []);
        assert_eq!(store.secrets().unwrap(), Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look_in() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, _store) = store();
        let mode = std::fs::metadata(folder.path().join("keys")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
