//! One server at a time from one data folder: two would share the identity of a node, and neither
//! would hear what the other writes.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context as _, Result, bail};

/// Holds the folder until what this gives is dropped, or the process ends however it does.
///
/// # Errors
/// When another server holds it.
pub fn take(data: &Path) -> Result<File> {
    let path = data.join("serving.lock");
    let file = File::create(&path).with_context(|| format!("{} cannot be made", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!(
            "the data folder {} is in use by another server: stop that one first, or choose \
             another folder with --data",
            data.display()
        ),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{} cannot be locked", path.display()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_held_by_one_and_free_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let held = take(folder.path()).unwrap();
        let refusal = take(folder.path()).unwrap_err().to_string();
        assert!(refusal.contains("in use") && refusal.contains("--data"), "{refusal}");
        drop(held);
        take(folder.path()).unwrap();
        assert!(take(&folder.path().join("nowhere")).is_err());
    }
}
