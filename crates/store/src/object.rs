//! Sealed attachments and tree tiles as objects: a local folder now, any object store by
//! configuration later.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload};
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_ledger::Hash;

/// A place for objects.
#[derive(Debug, Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// The folder behind the store.
    folder: PathBuf,
    /// Its files are synced to disk here, which the object store library does not do.
    synced: bool,
}

fn problem(error: object_store::Error) -> Problem {
    let detail = error.to_string();
    let full = detail.contains("No space left") || detail.contains("os error 28");
    let code = if full { Code::StorageFull } else { Code::Unavailable };
    Problem::new(code, format!("object store: {detail}"))
}

fn disk(error: std::io::Error) -> Problem {
    let full = error.kind() == std::io::ErrorKind::StorageFull;
    let code = if full { Code::StorageFull } else { Code::Unavailable };
    Problem::new(code, format!("object store: {error}"))
}

/// The path of a sealed attachment.
pub fn attachment_path(name: &Hash) -> String {
    let name = name.to_string();
    format!("attachments/{}/{name}", &name[..2])
}

/// The name in the path of a sealed attachment; none for another path.
pub fn attachment_name(path: &str) -> Option<Hash> {
    let name = path.strip_prefix("attachments/")?.rsplit('/').next()?.parse().ok()?;
    (attachment_path(&name) == path).then_some(name)
}

impl Objects {
    /// Objects in a local folder, which is made when missing.
    pub fn local(folder: &FilePath) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(disk)?;
        if let Some(above) = folder.parent().filter(|it| !it.as_os_str().is_empty()) {
            std::fs::File::open(above).and_then(|it| it.sync_all()).map_err(disk)?;
        }
        let store = LocalFileSystem::new_with_prefix(folder).map_err(problem)?;
        Ok(Self { store: Arc::new(store), folder: folder.to_owned(), synced: true })
    }

    /// The same without waiting for the disk: for the making of a demo region alone.
    #[must_use]
    pub fn unsynced(self) -> Self {
        Self { synced: false, ..self }
    }

    /// Stores an object; it is on disk when this returns. Storing it again replaces it.
    pub async fn put(&self, path: &str, bytes: Vec<u8>) -> Result<()> {
        let payload = PutPayload::from_bytes(Bytes::from(bytes));
        self.store.put(&Path::from(path), payload).await.map_err(problem)?;
        if !self.synced {
            return Ok(());
        }
        let (folder, file) = (self.folder.clone(), self.folder.join(path));
        tokio::task::spawn_blocking(move || sync(&folder, &file))
            .await
            .map_err(|_| Problem::new(Code::Internal, "syncing ended in a panic"))?
            .map_err(disk)
    }

    /// An object's bytes, if it exists.
    pub async fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match self.store.get(&Path::from(path)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(problem)?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(problem(error)),
        }
    }

    /// The same on a thread where waiting is allowed: thousands of tiles are read one after the
    /// other, and handing each to another thread and back costs more than the reading. Past the
    /// store while that is a folder; one that lies elsewhere will have to be asked for them.
    pub fn get_here(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match std::fs::read(self.folder.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(disk(error)),
        }
    }

    /// The paths of all objects under `prefix`, sorted.
    pub async fn list(&self, prefix: &str) -> Result<Vec<String>> {
        let prefix = Path::from(prefix);
        let mut found: Vec<String> = self
            .store
            .list(Some(&prefix))
            .map_ok(|it| it.location.to_string())
            .try_collect()
            .await
            .map_err(problem)?;
        found.sort_unstable();
        Ok(found)
    }

    /// The paths of objects under `prefix` that were written before a time.
    pub async fn list_older(&self, prefix: &str, before: Timestamp) -> Result<Vec<String>> {
        let prefix = Path::from(prefix);
        let old = |it: &ObjectMeta| it.last_modified.timestamp_micros() < before.as_micros();
        self.store
            .list(Some(&prefix))
            .try_filter(|it| std::future::ready(old(it)))
            .map_ok(|it| it.location.to_string())
            .try_collect()
            .await
            .map_err(problem)
    }

    /// Removes an object; one that does not exist is no fault.
    pub async fn delete(&self, path: &str) -> Result<()> {
        match self.store.delete(&Path::from(path)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(problem(error)),
        }
    }
}

/// Syncs a file and the folders that lead to it from `root`: a new name is durable only with its
/// folder.
fn sync(root: &FilePath, file: &FilePath) -> std::io::Result<()> {
    std::fs::File::open(file)?.sync_all()?;
    for folder in file.ancestors().skip(1).take_while(|it| it.starts_with(root)) {
        std::fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_put_is_got_until_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let objects = Objects::local(folder.path()).unwrap();
        let path = attachment_path(&Hash::of(b"sealed"));
        assert!(path.starts_with("attachments/"));
        assert_eq!(attachment_name(&path), Some(Hash::of(b"sealed")));
        assert_eq!(attachment_name("attachments/00/not-a-name"), None);
        assert_eq!(objects.get(&path).await.unwrap(), None);
        assert_eq!(objects.get_here(&path).unwrap(), None);
        objects.put(&path, b"sealed".to_vec()).await.unwrap();
        assert_eq!(objects.get(&path).await.unwrap().as_deref(), Some(&b"sealed"[..]));
        assert_eq!(objects.get_here(&path).unwrap().as_deref(), Some(&b"sealed"[..]));
        let (past, future) = (Timestamp::from_micros(0), Timestamp::from_micros(i64::MAX));
        assert!(objects.list_older("attachments", past).await.unwrap().is_empty());
        assert_eq!(
            objects.list_older("attachments", future).await.unwrap(),
            std::slice::from_ref(&path)
        );
        objects.delete(&path).await.unwrap();
        objects.delete(&path).await.unwrap();
        assert_eq!(objects.get(&path).await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_is_not_synced_is_got_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let objects = Objects::local(folder.path()).unwrap();
        let path = attachment_path(&Hash::of(b"quick"));
        objects.clone().unsynced().put(&path, b"quick".to_vec()).await.unwrap();
        assert_eq!(objects.get(&path).await.unwrap().as_deref(), Some(&b"quick"[..]));
        assert_eq!(objects.list("attachments").await.unwrap(), [path]);
    }
}
