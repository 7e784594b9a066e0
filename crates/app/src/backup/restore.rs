//! Restoring: everything is checked before anything is written, into an empty place only.

use std::path::Path;
use std::sync::Arc;

use tasuki_kernel::{Code, Problem, RegionId, Result};
use tasuki_ledger::{Hash, Identity};
use tasuki_store::key_store::KeyStore;
use tasuki_store::object::Objects;
use tasuki_store::{Store, dump, installation, tree};

use super::manifest::{Manifest, SealKey};
use super::{Shelf, broken, check_parts, copy_folder, rows};
use crate::app::{self, App, AppOptions, open_store};
use crate::key_ring::KeyRing;
use crate::{checkpoint, durable};

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The generation.
    pub generation: String,
    /// Rows.
    pub rows: u64,
    /// Objects.
    pub objects: u64,
}

/// Restores a generation (the newest when none is named) into an empty data folder and database.
/// `identity` is the region's key or the recovery key. Destructions of the register are done
/// again.
///
/// # Errors
/// `Conflict` when the folder or database is not empty, `Damaged` when the backup is not whole,
/// `KeyProblem` when the key does not open it.
pub async fn restore(
    from: &Path,
    generation: Option<&str>,
    into: AppOptions,
    identity: Identity,
) -> Result<(App, Restored)> {
    let shelf = Shelf(from.to_owned());
    let name = match generation {
        Some(name) => name.to_owned(),
        None => shelf.generations()?.pop().ok_or_else(|| broken("it holds no generation"))?,
    };
    let manifest = Manifest::read(&shelf.generation(&name))?;
    let keys = open_keys(&shelf, &name, &into, identity.clone())?;
    let seal = SealKey::of(&app::array(&keys.secret(app::SIGNING)?)?);
    Manifest::check_seal(&shelf.generation(&name), &seal)?;
    check_parts(&shelf.generation(&name), &manifest)?;
    check_objects(&shelf, &manifest)?;
    check_empty(&into)?;
    durable::write(&into.folder.node(), format!("{}\n", manifest.node).as_bytes())?;
    let store = open_store(&into).await?;
    if !store.read(installation::all).await?.is_empty() {
        return Err(Problem::new(Code::Conflict, "there is a region in this database already"));
    }
    let region: RegionId = manifest.region.parse().map_err(broken)?;
    let objects = write_objects(&shelf, &into, &manifest).await?;
    copy_folder(&shelf.keys(&name), &into.folder.keys())?;
    let restoring = Restoring { shelf: &shelf, name: &name, manifest: &manifest, keys: &keys };
    let rows = restoring.rows(&store, region).await?;
    restoring.checkpoints(&into, &store, region).await?;
    if let Some(register) = durable::read(&shelf.register())? {
        durable::write(&into.folder.destructions(), &register)?;
    }
    drop(store);
    let app = App::open(into, identity).await?;
    app.finish_destructions().await?;
    Ok((app, Restored { generation: name, rows, objects }))
}

/// Opens the key store of a generation: whether the key is right is known before anything is
/// written.
fn open_keys(shelf: &Shelf, name: &str, into: &AppOptions, identity: Identity) -> Result<KeyRing> {
    let folder = shelf.keys(name);
    if !folder.exists() {
        return Err(Problem::new(
            Code::KeyProblem,
            "the keys of this generation have expired: restore a newer one",
        ));
    }
    KeyRing::open(KeyStore::at(&folder), identity, Arc::clone(&into.random))
}

/// Every sealed attachment is what its name says. One that is missing was destroyed before the
/// backup; `verify` names real damage.
fn check_objects(shelf: &Shelf, manifest: &Manifest) -> Result<()> {
    for path in &manifest.objects {
        let name = path.strip_prefix("attachments/").and_then(|it| it.rsplit('/').next());
        let (Some(name), Some(bytes)) = (name, durable::read(&shelf.object(path))?) else {
            continue;
        };
        if Hash::of(&bytes).to_string() != name {
            return Err(broken(format!("attachment {name} was changed")));
        }
    }
    Ok(())
}

fn check_empty(into: &AppOptions) -> Result<()> {
    let folder = &into.folder;
    let taken = [folder.database(), folder.objects(), folder.keys().join("vaults"), folder.node()]
        .into_iter()
        .find(|path| path.exists());
    match taken {
        Some(path) => {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Err(Problem::new(Code::Conflict, format!("the data folder is not empty: {name}")))
        }
        None => Ok(()),
    }
}

/// A generation that is whole and opens.
struct Restoring<'a> {
    shelf: &'a Shelf,
    name: &'a str,
    manifest: &'a Manifest,
    keys: &'a KeyRing,
}

impl Restoring<'_> {
    /// Writes all rows, a part in memory at a time. The row that says that there is a region
    /// comes last: what a crash cuts short cannot be opened as if it were whole.
    async fn rows(&self, store: &Store, region: RegionId) -> Result<u64> {
        let mut last = Vec::new();
        let mut written = 0;
        for part in &self.manifest.parts {
            let path = self.shelf.generation(self.name).join(&part.name);
            let sealed = durable::read(&path)?.unwrap_or_default();
            let found = rows::decode(&self.keys.open_sealed(&sealed)?)?;
            written += found.len() as u64;
            let (held, now) = found.into_iter().partition(|(table, _)| table.name == LAST);
            last.extend::<Vec<rows::Found>>(held);
            write_rows(store, region, now).await?;
        }
        write_rows(store, region, last).await?;
        Ok(written)
    }

    /// Checkpoints of the tree as it is restored. Later ones stay in the backup: they tell of
    /// entries that an older generation does not hold, and the tree will grow another way from
    /// here.
    async fn checkpoints(&self, into: &AppOptions, store: &Store, region: RegionId) -> Result<()> {
        let size = store.read(move |conn| tree::state(conn, region)).await?.size;
        let from = self.shelf.checkpoints(&self.manifest.history);
        for name in durable::names(&from)? {
            if checkpoint::size_of(&name).is_some_and(|it| it > size) {
                continue;
            }
            if let Some(bytes) = durable::read(&from.join(&name))? {
                durable::write(&into.folder.checkpoints().join(&name), &bytes)?;
            }
        }
        Ok(())
    }
}

/// The table whose row says that a region is here.
const LAST: &str = "installations";

async fn write_rows(store: &Store, region: RegionId, rows: Vec<rows::Found>) -> Result<()> {
    store
        .write(region, Vec::new(), move |t| {
            rows.iter().try_for_each(|(table, values)| dump::restore_row(t, table, values))
        })
        .await
}

async fn write_objects(shelf: &Shelf, into: &AppOptions, manifest: &Manifest) -> Result<u64> {
    let objects = Arc::new(Objects::local(&into.folder.objects())?);
    let mut written = 0;
    for path in &manifest.objects {
        // One that is missing was destroyed before the backup; `verify` names real damage.
        if let Some(bytes) = durable::read(&shelf.object(path))? {
            objects.put(path, bytes).await?;
            written += 1;
        }
    }
    Ok(written)
}
