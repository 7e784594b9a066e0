//! Backup and restore, the same for both engines.
//!
//! ```text
//! destructions                     the register: what a restore destroys again
//! generations/<time>/manifest.json what the generation holds, with SHA-256 of each part
//! generations/<time>/rows-0001.age rows, sealed to the region's key and the recovery key
//! keys/<time>/…                    the key store as it was, wrapped as ever; gone after 30 days
//! objects/…                        sealed attachments and tree tiles, copied once
//! checkpoints/…                    signed checkpoints
//! ```
//!
//! Keys lie apart from what they open, and older generations of them are deleted, so that what
//! was destroyed is out of reach once the last backup of its key has expired.

mod restore;
mod rows;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tasuki_domain::content::Touched;
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_ledger::Hash;

use crate::access::Record;
use crate::{App, durable};

pub use restore::{Restored, restore};

/// Seconds after which a generation of keys is deleted.
const KEYS_EXPIRE: i64 = 30 * 86_400;

/// What a generation holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of this layout.
    pub version: u32,
    /// The region.
    pub region: String,
    /// The node whose access log goes on.
    pub node: String,
    /// When the rows were read, microseconds since 1970.
    pub made_at: i64,
    /// The parts with their SHA-256.
    pub parts: Vec<Part>,
    /// Paths of the objects that belong to it.
    pub objects: Vec<String>,
}

/// One file of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

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

    /// The generations that are whole, oldest first: a manifest is written last.
    fn generations(&self) -> Result<Vec<String>> {
        let names = durable::names(&self.0.join("generations"))?;
        Ok(names.into_iter().filter(|it| self.manifest_path(it).exists()).collect())
    }

    fn manifest_path(&self, name: &str) -> PathBuf {
        self.generation(name).join("manifest.json")
    }
}

/// The second register of destructions, beside the backups in `to`.
pub fn register_in(to: &Path) -> PathBuf {
    Shelf(to.to_owned()).register()
}

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
        let (parts, paths, rows) =
            self.store.read_snapshot(move |conn| sealer.write_all(conn)).await?;
        let new_objects = self.copy_objects(&shelf, &paths).await?;
        let tiles = self.copy_tiles(&shelf).await?;
        copy_folder(self.keys.store().folder(), &shelf.keys(&name))?;
        copy_folder(&self.folder.checkpoints(), &shelf.0.join("checkpoints"))?;
        self.copy_register(&shelf)?;
        let mut objects = paths;
        objects.extend(tiles);
        let manifest = Manifest {
            version: 1,
            region: self.region.to_string(),
            node: self.node.to_string(),
            made_at: now.as_micros(),
            parts,
            objects,
        };
        check_parts(&folder, &manifest)?;
        let text = serde_json::to_vec_pretty(&manifest).map_err(broken)?;
        durable::write(&shelf.manifest_path(&name), &text)?;
        expire_keys(&shelf, now)?;
        Ok(Made { generation: name, rows, new_objects })
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

    /// Tiles never change once written, so that a copy is made once.
    async fn copy_tiles(&self, shelf: &Shelf) -> Result<Vec<String>> {
        let prefix = format!("trees/{}/", self.region);
        let paths = self.objects.list(&prefix).await?;
        self.copy_objects(shelf, &paths).await?;
        Ok(paths)
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
