//! The folder of a demo: whether one was made in it to its end, and what an interrupted making
//! left.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use crate::config::Config;

/// Written before anything else, and taken away at the end.
const BEGUN: &str = "demo.begun";
/// Written when everything is on disk.
const PLAYED: &str = "demo.played";

/// What the making of a demo leaves in its folder.
const MADE: [&str; 12] = [
    "checkpoints",
    "keys",
    "node",
    "objects",
    "recovery.key",
    "region.key",
    "tasuki.db",
    "tasuki.db-lock",
    "tasuki.db-shm",
    "tasuki.db-wal",
    "tls",
    "tree.lock",
];

/// What lies in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// Nothing yet.
    Nothing,
    /// A demo that was made to its end.
    Whole,
    /// What an interrupted making left.
    Interrupted,
}

/// What lies in the folder of a demo.
///
/// # Errors
/// When it holds a region that is no demo.
pub fn look(config: &Config) -> Result<Found> {
    if config.data.join(PLAYED).exists() {
        return Ok(Found::Whole);
    }
    if config.data.join(BEGUN).exists() {
        return Ok(Found::Interrupted);
    }
    let held = ["region.key", "tasuki.db", "keys"].iter().any(|it| config.data.join(it).exists());
    ensure!(
        !held && !config.folder().region_key().exists(),
        "{} holds a region that is no demo: choose another --data",
        config.data.display()
    );
    Ok(Found::Nothing)
}

/// Says that a demo is being made here.
pub fn begin(config: &Config) -> Result<()> {
    let path = config.data.join(BEGUN);
    fs::write(&path, "the demo region is being made; nothing here is real\n")
        .and_then(|()| File::open(&path)?.sync_all())
        .and_then(|()| File::open(&config.data)?.sync_all())
        .with_context(|| format!("{} cannot be written", path.display()))
}

/// Removes what an interrupted making left: only what it makes, and only here.
///
/// # Errors
/// When parts of it lie elsewhere, where nothing is removed.
pub fn clear(config: &Config) -> Result<()> {
    let elsewhere = [&config.keys, &config.objects, &config.region_key];
    ensure!(
        elsewhere.iter().all(|it| it.is_none()) && config.database.is_none(),
        "parts of the interrupted demo lie outside {}: empty them yourself, or choose other places",
        config.data.display()
    );
    for name in MADE {
        let path = config.data.join(name);
        let removed = match fs::symlink_metadata(&path) {
            Ok(it) if it.is_dir() => fs::remove_dir_all(&path),
            Ok(_) => fs::remove_file(&path),
            Err(_) => Ok(()),
        };
        removed.with_context(|| format!("{} cannot be removed", path.display()))?;
    }
    Ok(())
}

/// How long the closing of the database is waited for, in steps of `CLOSING_STEP`.
const CLOSING_STEPS: usize = 1_000;
const CLOSING_STEP: Duration = Duration::from_millis(10);

/// Waits until the embedded database is closed: its connections are closed beside, and the last
/// one brings the log written ahead home and removes it. Until then nothing of it can be synced.
/// When somebody else has it open, it is synced as it is.
pub async fn closed(config: &Config) {
    let log = config.data.join("tasuki.db-wal");
    for _ in 0..CLOSING_STEPS {
        if !log.exists() {
            return;
        }
        tokio::time::sleep(CLOSING_STEP).await;
    }
}

/// Brings everything to the disk, and then says that the demo is whole.
pub fn finish(config: &Config) -> Result<()> {
    let elsewhere = [&config.keys, &config.objects, &config.region_key];
    let outside = elsewhere.into_iter().flatten().map(std::path::PathBuf::as_path);
    for place in outside.chain([config.data.as_path()]) {
        sync(place).with_context(|| format!("{} cannot be synced", place.display()))?;
    }
    let path = config.data.join(PLAYED);
    fs::write(&path, "the demo region is complete\n")?;
    File::open(&path)?.sync_all()?;
    fs::remove_file(config.data.join(BEGUN))?;
    File::open(&config.data)?.sync_all()?;
    Ok(())
}

/// Syncs a file, or a folder with everything in it.
fn sync(place: &Path) -> std::io::Result<()> {
    if fs::symlink_metadata(place)?.is_dir() {
        for item in fs::read_dir(place)? {
            // What closes beside us takes its files away: the database its log of writes.
            match sync(&item?.path()) {
                Err(gone) if gone.kind() == std::io::ErrorKind::NotFound => {}
                other => other?,
            }
        }
    }
    File::open(place)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(folder: &Path) -> Config {
        Config { data: folder.to_owned(), ..Config::default() }
    }

    #[test]
    fn an_interrupted_making_is_noticed_and_cleared() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        assert_eq!(look(&config).unwrap(), Found::Nothing);
        begin(&config).unwrap();
        fs::create_dir_all(folder.path().join("keys/vaults")).unwrap();
        fs::write(folder.path().join("tasuki.db"), "half").unwrap();
        fs::write(folder.path().join("mine.txt"), "kept").unwrap();
        assert_eq!(look(&config).unwrap(), Found::Interrupted);
        clear(&config).unwrap();
        assert!(!folder.path().join("keys").exists() && !folder.path().join("tasuki.db").exists());
        assert!(folder.path().join("mine.txt").exists(), "what is not the demo's stays");
        finish(&config).unwrap();
        assert_eq!(look(&config).unwrap(), Found::Whole);
        assert!(!folder.path().join(BEGUN).exists());
    }

    #[tokio::test]
    async fn what_is_still_being_closed_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        let log = folder.path().join("tasuki.db-wal");
        fs::write(&log, "ahead").unwrap();
        let waiting = tokio::spawn(async move { closed(&config).await });
        tokio::task::yield_now().await;
        fs::remove_file(&log).unwrap();
        waiting.await.unwrap();
    }

    #[test]
    fn what_is_gone_before_its_turn_is_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("objects")).unwrap();
        std::os::unix::fs::symlink("gone", folder.path().join("objects/tasuki.db-wal")).unwrap();
        sync(folder.path()).unwrap();
        assert!(sync(&folder.path().join("nowhere")).is_err());
    }

    #[test]
    fn a_region_that_is_no_demo_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("region.key"), "AGE-SECRET-KEY-1").unwrap();
        let refusal = look(&config(folder.path())).unwrap_err().to_string();
        assert!(refusal.contains("no demo") && refusal.contains("--data"), "{refusal}");
    }

    #[test]
    fn parts_that_lie_elsewhere_are_not_removed() {
        let folder = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        let config = Config { keys: Some(outside.path().into()), ..config(folder.path()) };
        begin(&config).unwrap();
        assert!(clear(&config).is_err());
        assert!(outside.path().exists());
    }
}
