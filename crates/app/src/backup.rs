//! Backup and restore, the same for both engines.
//!
//! ```text
//! destructions                     the register: what a restore destroys again
//! generations/<time>/manifest.json what the generation holds, with SHA-256 of each part
//! generations/<time>/manifest.seal that the manifest is this region's own
//! generations/<time>/rows-0001.age rows, sealed to the region's key and the recovery key
//! keys/<time>/…                    the key store as it was, wrapped as ever; gone after 30 days
//! objects/…                        sealed attachments and tree tiles, copied once
//! checkpoints/<history>/…          signed checkpoints; a restore begins another history
//! ```
//!
//! Keys lie apart from what they open, and older generations of them are deleted, so that what
//! was destroyed is out of reach once the last backup of its key has expired.

mod manifest;
mod restore;
mod rows;
mod tiles;

use std::path::{Path, PathBuf};

use tasuki_domain::content::Touched;
use tasuki_kernel::{Code, NodeId, Problem, Result, Timestamp};
use tasuki_ledger::Hash;
use tasuki_store::tree;

use self::manifest::{Manifest, SealKey};
use crate::access::Record;
use crate::{App, app, checkpoint, durable};

pub use restore::{Restored, restore};

/// Seconds after which a generation of keys is deleted.
const KEYS_EXPIRE: i64 = 30 * 86_400;

/// What a backup wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The name of the generation.
    pub generation: String,
    /// Rows.
    pub rows: u64,
    /// Objects that were not there before.
    pub new_objects: u64,
}

fn broken(detail: impl std::fmt::Display) -> Problem {
    Problem::new(Code::Damaged, format!("the backup: {detail}"))
}

/// A time as a folder name that sorts.
fn generation_name(at: Timestamp) -> String {
    at.to_string().replace([':', '.'], "-")
}

/// Where things lie in a backup.
#[derive(Debug, Clone)]
struct Shelf(PathBuf);

impl Shelf {
    fn generation(&self, name: &str) -> PathBuf {
        self.0.join("generations").join(name)
    }

    fn keys(&self, name: &str) -> PathBuf {
        self.0.join("keys").join(name)
    }

    fn object(&self, path: &str) -> PathBuf {
        self.0.join("objects").join(path)
    }

    fn register(&self) -> PathBuf {
        self.0.join("destructions")
    }

    fn checkpoints(&self, history: &str) -> PathBuf {
        self.0.join("checkpoints").join(history)
    }

    /// The generations that are whole, oldest first: a manifest is written last.
    fn generations(&self) -> Result<Vec<String>> {
        let names = durable::names(&self.0.join("generations"))?;
        Ok(names.into_iter().filter(|it| self.manifest_path(it).exists()).collect())
    }

    fn manifest_path(&self, name: &str) -> PathBuf {
        self.generation(name).join(manifest::FILE)
    }
}

/// The second register of destructions, beside the backups in `to`.
pub fn register_in(to: &Path) -> PathBuf {
    Shelf(to.to_owned()).register()
}

/// The file in the data folder that tells one growth of the tree from that after a restore.
const HISTORY: &str = "history";

impl App {
    /// Writes a new generation into `to` and reads it back before it counts.
    pub async fn backup(&self, to: &Path) -> Result<Made> {
        // Rows and keys are copied one after the other: nothing may be destroyed in between.
        let _alone = self.alone_on_keys().await?;
        self.checkpoint().await?;
        self.record(Record::operator(Touched::Exported)).await?;
        let shelf = Shelf(to.to_owned());
        let now = self.clock.now();
        let name = generation_name(now);
        let folder = shelf.generation(&name);
        let sealer = rows::Sealer::new(folder.clone(), self.keys.recipients().to_vec());
        let region = self.region;
        let (written, size) = self
            .store
            .read_snapshot(move |conn| {
                // The first question fixes the moment.
                let size = tree::state(conn, region)?.size;
                Ok((sealer.write_all(conn)?, size))
            })
            .await?;
        let (parts, mut objects, rows) = written;
        let new_objects = self.copy_objects(&shelf, &objects).await?;
        let tiles = tiles::of_tree(self.region, size);
        self.copy_objects(&shelf, &tiles).await?;
        objects.extend(tiles);
        copy_folder(self.keys.store().folder(), &shelf.keys(&name))?;
        let history = self.history()?;
        copy_missing(&self.folder.checkpoints(), &shelf.checkpoints(&history))?;
        self.copy_register(&shelf)?;
        let manifest = Manifest {
            version: 1,
            region: self.region.to_string(),
            node: self.node.to_string(),
            history,
            made_at: now.as_micros(),
            parts,
            objects,
        };
        self.check_written(&folder, &manifest)?;
        manifest.write(&folder, &self.seal_key()?, &*self.random)?;
        expire_keys(&shelf, now)?;
        Ok(Made { generation: name, rows, new_objects })
    }

    /// Every part is there, is what was written, and opens.
    fn check_written(&self, folder: &Path, manifest: &Manifest) -> Result<()> {
        check_parts(folder, manifest)?;
        for part in &manifest.parts {
            let sealed = durable::read(&folder.join(&part.name))?.unwrap_or_default();
            rows::decode(&self.keys.open_sealed(&sealed)?)?;
        }
        Ok(())
    }

    /// The key that tells this region's manifests from others'.
    fn seal_key(&self) -> Result<SealKey> {
        Ok(SealKey::of(&app::array(&self.keys.secret(app::SIGNING)?)?))
    }

    /// The name of the present growth of the tree.
    fn history(&self) -> Result<String> {
        let path = self.folder.path().join(HISTORY);
        if let Some(name) = durable::read_text(&path)? {
            return Ok(name.trim().to_owned());
        }
        // No node: only the form of an identifier is borrowed.
        let name = NodeId::new(&*self.clock, &*self.random).to_string();
        durable::write(&path, format!("{name}\n").as_bytes())?;
        Ok(name)
    }

    async fn copy_objects(&self, shelf: &Shelf, paths: &[String]) -> Result<u64> {
        let mut copied = 0;
        for path in paths {
            let to = shelf.object(path);
            if to.exists() {
                continue;
            }
            // One that is missing was destroyed, or is damage that `verify` names.
            if let Some(bytes) = self.objects.get(path).await? {
                durable::write(&to, &bytes)?;
                copied += 1;
            }
        }
        Ok(copied)
    }

    /// The register in the backup is never older than the one in the data folder.
    fn copy_register(&self, shelf: &Shelf) -> Result<()> {
        let here = durable::read_text(&self.folder.destructions())?.unwrap_or_default();
        let there = durable::read_text(&shelf.register())?.unwrap_or_default();
        for line in here.lines().filter(|line| !there.lines().any(|it| it == *line)) {
            durable::append_line(&shelf.register(), line)?;
        }
        Ok(())
    }
}

/// Every part is there and is what the manifest says.
fn check_parts(folder: &Path, manifest: &Manifest) -> Result<()> {
    for part in &manifest.parts {
        let bytes = durable::read(&folder.join(&part.name))?
            .ok_or_else(|| broken(format!("{} is missing", part.name)))?;
        if Hash::of(&bytes).to_string() != part.sha256 {
            return Err(broken(format!("{} is not what was written", part.name)));
        }
    }
    Ok(())
}

/// Copies a folder with everything in it.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    if !from.exists() {
        return Ok(());
    }
    durable::make_folder(to)?;
    for name in durable::names(from)? {
        let (source, target) = (from.join(&name), to.join(&name));
        if source.is_dir() {
            copy_folder(&source, &target)?;
        } else if let Some(bytes) = durable::read(&source)? {
            durable::write(&target, &bytes)?;
        }
    }
    Ok(())
}

/// Copies the checkpoints that are not there yet; they never change.
fn copy_missing(from: &Path, to: &Path) -> Result<()> {
    for name in durable::names(from)? {
        let target = to.join(&name);
        if name == checkpoint::LATEST || target.exists() {
            continue;
        }
        if let Some(bytes) = durable::read(&from.join(&name))? {
            durable::write(&target, &bytes)?;
        }
    }
    Ok(())
}

fn expire_keys(shelf: &Shelf, now: Timestamp) -> Result<()> {
    let oldest = generation_name(now.plus_seconds(-KEYS_EXPIRE));
    for name in durable::names(&shelf.0.join("keys"))? {
        if name < oldest {
            let path = shelf.keys(&name);
            std::fs::remove_dir_all(&path).map_err(|e| durable::failed(&path, &e))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generations_sort_by_time_and_are_file_names() {
        let early = generation_name(Timestamp::from_micros(1_795_239_120_000_000));
        let late = generation_name(Timestamp::from_micros(1_795_239_121_000_000));
        assert!(early < late);
        assert!(!early.contains([':', '/', '.']));
    }

    #[test]
    fn keys_older_than_thirty_days_are_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf(folder.path().to_owned());
        let now = Timestamp::from_micros(1_795_239_120_000_000);
        let (old, new) = (now.plus_seconds(-31 * 86_400), now.plus_seconds(-86_400));
        for at in [old, new] {
            durable::write(&shelf.keys(&generation_name(at)).join("k"), b"k").unwrap();
        }
        expire_keys(&shelf, now).unwrap();
        assert_eq!(durable::names(&shelf.0.join("keys")).unwrap(), [generation_name(new)]);
    }
}
