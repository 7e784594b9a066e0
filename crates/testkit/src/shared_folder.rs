//! A folder that the tests of one process share, gone when the process ends, however it ends.

use std::path::{Path, PathBuf};

use crate::guard::Guard;

/// A folder for a `static`, whose values are never dropped.
pub struct SharedFolder {
    path: PathBuf,
    _guard: Guard,
}

impl SharedFolder {
    /// A new, empty one.
    ///
    /// # Panics
    /// When there is no folder for temporary files.
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("tasuki-shared-").tempdir();
        let path = folder.expect("a folder for temporary files").keep();
        let guard = Guard::start("echo ready; cat >/dev/null; rm -rf \"$1\"", [&path]);
        Self { path, _guard: guard.expect("a shell that cleans up") }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Default for SharedFolder {
    fn default() -> Self {
        Self::new()
    }
}

/// Copies a folder and all below it, with the modes of its files.
///
/// # Panics
/// When something cannot be read or written.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder to copy to");
    for item in std::fs::read_dir(from).expect("a folder to copy") {
        let item = item.expect("an item of a folder");
        let (source, target) = (item.path(), to.join(item.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            std::fs::copy(&source, &target).expect("a file is copied");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_holds_what_is_copied_into_it_and_goes() {
        let from = tempfile::tempdir().unwrap();
        std::fs::create_dir(from.path().join("a")).unwrap();
        std::fs::write(from.path().join("a/b"), "c").unwrap();
        let shared = SharedFolder::new();
        let path = shared.path().to_owned();
        copy(from.path(), &path);
        assert_eq!(std::fs::read_to_string(path.join("a/b")).unwrap(), "c");
        drop(shared);
        assert!(!path.exists());
    }
}
