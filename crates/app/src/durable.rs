//! Small files of the data folder that must be there, whole, once their writing returns.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use tasuki_kernel::{Code, Problem, Result};

/// What a failed file operation means; the path's last part is named, never more.
pub(crate) fn failed(path: &Path, error: &io::Error) -> Problem {
    let code = match error.kind() {
        ErrorKind::StorageFull => Code::StorageFull,
        _ => Code::Unavailable,
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Problem::new(code, format!("{name}: {error}"))
}

/// A file's bytes; none when there is no such file.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed(path, &error)),
    }
}

/// A file's text; none when there is no such file.
///
/// # Errors
/// `Damaged` when it is not UTF-8.
pub(crate) fn read_text(path: &Path) -> Result<Option<String>> {
    let name = || path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    read(path)?
        .map(String::from_utf8)
        .transpose()
        .map_err(|_| Problem::new(Code::Damaged, format!("{} is not text", name())))
}

/// Makes a folder and those that lead to it.
pub(crate) fn make_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|e| failed(folder, &e))?;
    sync_folder(folder.parent().unwrap_or(folder))
}

/// Writes or replaces a file: it is there whole or not at all, also after a crash.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    make_folder(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // The number of the process: two of them may write the same file at once.
    let beside = folder.join(format!(".new-{}-{name}", std::process::id()));
    let written = || -> io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    written().map_err(|e| failed(path, &e))?;
    sync_folder(folder)
}

/// Adds a line to the end of a file, which is made when missing.
pub(crate) fn append_line(path: &Path, line: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    make_folder(folder)?;
    let written = || -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_all()
    };
    written().map_err(|e| failed(path, &e))?;
    sync_folder(folder)
}

/// The names in a folder, sorted; none when there is no such folder. What a crash left of an
/// unfinished writing is passed over.
pub(crate) fn names(folder: &Path) -> Result<Vec<String>> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(folder, &error)),
    };
    let mut names = Vec::new();
    for item in listing {
        let item = item.map_err(|e| failed(folder, &e))?;
        let name = item.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

fn sync_folder(folder: &Path) -> Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder).and_then(|it| it.sync_all()).map_err(|e| failed(folder, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/file.txt");
        assert_eq!(read(&path).unwrap(), None);
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(read_text(&path).unwrap().as_deref(), Some("two"));
        assert_eq!(names(path.parent().unwrap()).unwrap(), ["file.txt"]);
        fs::remove_file(&path).unwrap();
        assert_eq!(names(path.parent().unwrap()).unwrap(), [""; 0]);
        assert_eq!(names(&folder.path().join("nowhere")).unwrap(), [""; 0]);
    }

    #[test]
    fn lines_are_added_at_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register");
        append_line(&path, "one").unwrap();
        append_line(&path, "two").unwrap();
        assert_eq!(read_text(&path).unwrap().as_deref(), Some("one\ntwo\n"));
    }

    #[test]
    fn text_that_is_none_and_folders_that_are_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        write(&path, &[0xff]).unwrap();
        assert_eq!(read_text(&path).unwrap_err().code, Code::Damaged);
        let problem = write(&path.join("below"), b"x").unwrap_err();
        assert_eq!(problem.code, Code::Unavailable);
        // The name, not the way to it.
        assert!(!problem.detail.contains(folder.path().to_str().unwrap()), "{problem}");
    }
}
