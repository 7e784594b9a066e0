//! Restoring: everything is checked before anything is written, into an empty place only.

use std::path::Path;
use std::sync::Arc;

use tasuki_kernel::{Code, Problem, RegionId, Result};
use tasuki_ledger::Identity;
use tasuki_ledger::recipient::open_with;
use tasuki_store::object::Objects;
use tasuki_store::{Store, dump, installation, tree};

use super::{Manifest, Shelf, broken, check_parts, copy_folder, rows};
use crate::app::{App, AppOptions, open_store};
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
    let manifest = read_manifest(&shelf, &name)?;
    check_parts(&shelf.generation(&name), &manifest)?;
    if !shelf.keys(&name).exists() {
        return Err(Problem::new(
            Code::KeyProblem,
            "the keys of this generation have expired: restore a newer one",
        ));
    }
    let parts = open_parts(&shelf, &name, &manifest, &identity)?;
    check_empty(&into)?;
    durable::write(&into.folder.node(), format!("{}\n", manifest.node).as_bytes())?;
    let store = open_store(&into).await?;
    if !store.read(installation::all).await?.is_empty() {
        return Err(Problem::new(Code::Conflict, "there is a region in this database already"));
    }
    let region: RegionId = manifest.region.parse().map_err(broken)?;
    let rows = write_rows(&store, region, parts).await?;
    let objects = write_objects(&shelf, &into, &manifest).await?;
    copy_folder(&shelf.keys(&name), &into.folder.keys())?;
    copy_checkpoints(&shelf, &into, &store, region).await?;
    if let Some(register) = durable::read(&shelf.register())? {
        durable::write(&into.folder.destructions(), &register)?;
    }
    drop(store);
    let app = App::open(into, identity).await?;
    app.finish_destructions().await?;
    Ok((app, Restored { generation: name, rows, objects }))
}

fn read_manifest(shelf: &Shelf, name: &str) -> Result<Manifest> {
    let bytes = durable::read(&shelf.manifest_path(name))?
        .ok_or_else(|| broken(format!("there is no generation {name}")))?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(broken)?;
    if manifest.version != 1 {
        return Err(broken(format!("layout version {} is not known", manifest.version)));
    }
    Ok(manifest)
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

/// Opens every part before anything is written.
fn open_parts(
    shelf: &Shelf,
    name: &str,
    manifest: &Manifest,
    identity: &Identity,
) -> Result<Vec<Vec<u8>>> {
    let mut opened = Vec::with_capacity(manifest.parts.len());
    for part in &manifest.parts {
        let sealed = durable::read(&shelf.generation(name).join(&part.name))?.unwrap_or_default();
        let plain = open_with(identity, &sealed).map_err(|_| {
            Problem::new(Code::KeyProblem, "this key does not open the backup: it is another's")
        })?;
        opened.push(plain.to_vec());
    }
    Ok(opened)
}

/// Checkpoints of the tree as it is restored. Later ones stay in the backup: they tell of entries
/// that an older generation does not hold, and the tree will grow another way from here.
async fn copy_checkpoints(
    shelf: &Shelf,
    into: &AppOptions,
    store: &Store,
    region: RegionId,
) -> Result<()> {
    let size = store.read(move |conn| tree::state(conn, region)).await?.size;
    let from = shelf.0.join("checkpoints");
    for name in durable::names(&from)? {
        let is_later = checkpoint::size_of(&name).is_some_and(|it| it > size);
        if is_later || name == checkpoint::LATEST {
            continue;
        }
        if let Some(bytes) = durable::read(&from.join(&name))? {
            durable::write(&into.folder.checkpoints().join(&name), &bytes)?;
        }
    }
    Ok(())
}

async fn write_rows(store: &Store, region: RegionId, parts: Vec<Vec<u8>>) -> Result<u64> {
    let mut written = 0;
    for part in parts {
        let rows = rows::decode(&part)?;
        written += rows.len() as u64;
        store
            .write(region, Vec::new(), move |t| {
                for (table, values) in &rows {
                    if rows::is_restored(table.nature) {
                        dump::restore_row(t, table, values)?;
                    }
                }
                Ok(())
            })
            .await?;
    }
    Ok(written)
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
