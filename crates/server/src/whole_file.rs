//! Files that are there whole or not at all, also after the power fails.

use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};

/// Writes or replaces a file that others may read.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, 0o644)
}

/// Writes or replaces a file that only its owner may read.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    replace(path, bytes, 0o600)
}

/// Writes a file that only its owner may read; an existing one is not replaced.
pub fn create_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let created = || -> io::Result<()> {
        fill(path, bytes, 0o600)?;
        sync_folder(path)
    };
    created().with_context(|| format!("{} cannot be written", path.display()))
}

fn replace(path: &Path, bytes: &[u8], mode: u32) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".new-{}-{name}", std::process::id()));
    let replaced = || -> io::Result<()> {
        // What a process of the same number left of an unfinished writing.
        drop(std::fs::remove_file(&beside));
        fill(&beside, bytes, mode)?;
        std::fs::rename(&beside, path)?;
        sync_folder(path)
    };
    replaced().with_context(|| format!("{} cannot be written", path.display()))
}

fn fill(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    let mut file = options.open(path)?;
    #[cfg(unix)]
    file.set_permissions(<Permissions as std::os::unix::fs::PermissionsExt>::from_mode(mode))?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new name is on disk only with its folder, and a new folder only with its own.
fn sync_folder(path: &Path) -> io::Result<()> {
    for folder in path.ancestors().skip(1).take(2) {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        (folder, path)
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let (folder, path) = file();
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(write(&folder.path().join("no/where"), b"x").is_err());
    }

    #[test]
    fn what_exists_is_not_created_again() {
        let (_folder, path) = file();
        create_private(&path, b"one").unwrap();
        assert!(create_private(&path, b"two").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_what_is_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let (_folder, path) = file();
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        write(&path, b"for all").unwrap();
        assert_eq!(mode(), 0o644);
        write_private(&path, b"for me").unwrap();
        assert_eq!(mode(), 0o600);
    }
}
