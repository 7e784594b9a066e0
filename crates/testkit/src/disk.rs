//! A disk that fills up.

use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::guard::Guard;

/// A file system in memory of a few megabytes, gone when this is dropped.
pub struct SmallDisk {
    // Before the folder: it is unmounted first.
    _guard: Guard,
    folder: TempDir,
}

const SCRIPT: &str = "mount -t tmpfs -o size=\"$2\"m tasuki-test \"$1\" || exit 1; \
     echo ready; cat >/dev/null; umount -l \"$1\"";

impl SmallDisk {
    /// A disk of so many megabytes, or `None` where mounting is not allowed: only root may, and
    /// not in every container. A test must then run out of space in another way.
    ///
    /// # Panics
    /// When there is no folder for temporary files.
    pub fn new(megabytes: u32) -> Option<Self> {
        let folder = tempfile::Builder::new().prefix("tasuki-disk-").tempdir();
        let folder = folder.expect("a folder for temporary files");
        let size = megabytes.to_string();
        let guard = Guard::start(SCRIPT, [folder.path().as_os_str(), size.as_ref()])?;
        Some(Self { _guard: guard, folder })
    }

    /// Where it is mounted.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn filler(&self) -> PathBuf {
        self.folder().join("filler")
    }

    /// Leaves no byte free.
    ///
    /// # Panics
    /// When the filling file cannot be made.
    pub fn fill(&self) {
        let mut file = std::fs::File::create(self.filler()).expect("a file to fill the disk");
        while file.write(&[0xA5; 1024]).is_ok_and(|written| written > 0) {}
    }

    /// Gives back what [`SmallDisk::fill`] took.
    ///
    /// # Panics
    /// When it was not filled.
    pub fn free(&self) {
        std::fs::remove_file(self.filler()).expect("a disk that was filled");
    }
}

#[cfg(test)]
mod tests {
    use std::io::ErrorKind;

    use super::*;

    #[test]
    fn it_fills_is_freed_and_goes() {
        // Where nothing may be mounted there is nothing to show.
        let Some(disk) = SmallDisk::new(1) else { return };
        let (folder, file) = (disk.folder().to_owned(), disk.folder().join("a"));
        disk.fill();
        assert_eq!(std::fs::write(&file, "a").unwrap_err().kind(), ErrorKind::StorageFull);
        disk.free();
        std::fs::write(&file, "a").unwrap();
        drop(disk);
        assert!(!folder.exists());
    }
}
