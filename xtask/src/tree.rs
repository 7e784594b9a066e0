//! The files that the rules look at: what git tracks, plus what is new and not ignored.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::rust::Source;

/// The text files of a repository by path (with `/`, relative to its root), and the Rust among
/// them parsed. Files that are not UTF-8 (pictures, archives) are left out.
pub struct Tree {
    files: BTreeMap<String, String>,
    sources: Vec<Source>,
    broken: Vec<(String, usize, String)>,
}

impl Tree {
    /// A tree given in memory, as the tests of the rules do.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self::build(files.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect())
    }

    /// Everything in the work tree of a git repository that is tracked or could be.
    ///
    /// # Errors
    /// When git cannot list the files, or one of them cannot be read.
    pub fn of_repository(root: &Path) -> Result<Self> {
        let listing = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("git ls-files could not be started")?;
        ensure!(
            listing.status.success(),
            "git ls-files: {}",
            String::from_utf8_lossy(&listing.stderr)
        );
        let names = String::from_utf8(listing.stdout).context("a file name is not UTF-8")?;
        let mut files = BTreeMap::new();
        for name in names.split('\0').filter(|name| !name.is_empty()) {
            let path = root.join(name);
            // A tracked file that was deleted and not yet committed is no longer in the tree.
            if path.is_file() {
                read_text(&path, name.to_owned(), &mut files)?;
            }
        }
        Ok(Self::build(files))
    }

    /// Every file below a folder, whether git knows it or not.
    ///
    /// # Errors
    /// When a folder or file cannot be read.
    pub fn of_folder(folder: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        walk(folder, "", &mut files)?;
        Ok(Self::build(files))
    }

    fn build(files: BTreeMap<String, String>) -> Self {
        let (mut sources, mut broken) = (Vec::new(), Vec::new());
        for (path, text) in files.iter().filter(|(path, _)| is_a(path, &["rs"])) {
            match Source::parse(path, text) {
                Ok(source) => sources.push(source),
                Err(e) => broken.push((path.clone(), e.span().start().line, e.to_string())),
            }
        }
        let tests: BTreeSet<String> = sources.iter().flat_map(Source::test_children).collect();
        for source in &mut sources {
            source.inherit_test(&tests);
        }
        Self { files, sources, broken }
    }

    /// All files, in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// The Rust files that parse.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// The Rust files that do not parse: path, line, and what the parser says.
    pub fn broken(&self) -> &[(String, usize, String)] {
        &self.broken
    }

    /// The first line (from 1) of a file that begins with `start`, or 1.
    pub fn line_starting(&self, path: &str, start: &str) -> usize {
        let text = self.text(path).unwrap_or_default();
        text.lines().position(|line| line.trim_start().starts_with(start)).map_or(1, |at| at + 1)
    }
}

/// Whether the name of a file ends in `.` and one of these.
pub fn is_a(path: &str, ends: &[&str]) -> bool {
    path.rsplit_once('.').is_some_and(|(_, end)| ends.contains(&end))
}

fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let relative = format!("{prefix}{name}");
        if path.is_dir() {
            walk(&path, &format!("{relative}/"), files)?;
        } else {
            read_text(&path, relative, files)?;
        }
    }
    Ok(())
}

fn read_text(path: &Path, name: String, files: &mut BTreeMap<String, String>) -> Result<()> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    if let Ok(text) = String::from_utf8(bytes) {
        files.insert(name, text);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repository_is_what_git_tracks_and_what_it_would_track() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::write(root.join(".gitignore"), "ignored.txt\n").unwrap();
        std::fs::write(root.join("ignored.txt"), "no").unwrap();
        std::fs::write(root.join("new.txt"), "yes").unwrap();
        std::fs::write(root.join("picture.png"), [0xff, 0xfe, 0x00]).unwrap();
        let git = Command::new("git").arg("init").arg("-q").current_dir(root).status().unwrap();
        assert!(git.success());

        let tree = Tree::of_repository(root).unwrap();
        let paths: Vec<_> = tree.files().map(|(path, _)| path).collect();
        assert_eq!(paths, [".gitignore", "new.txt"]);
    }

    #[test]
    fn a_folder_without_git_is_refused_as_a_repository() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Tree::of_repository(folder.path()).is_err());
    }

    #[test]
    fn a_folder_is_read_with_its_folders() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("in")).unwrap();
        std::fs::write(folder.path().join("in/a.rs"), "fn a() {}").unwrap();
        let tree = Tree::of_folder(folder.path()).unwrap();
        assert_eq!(tree.sources().len(), 1);
        assert_eq!(tree.text("in/a.rs"), Some("fn a() {}"));
    }

    #[test]
    fn rust_that_does_not_parse_is_kept_apart() {
        let tree = Tree::of(&[("a.rs", "fn a() {}\nfn {")]);
        assert!(tree.sources().is_empty());
        let (path, line, _) = &tree.broken()[0];
        assert_eq!((path.as_str(), *line), ("a.rs", 2));
    }

    #[test]
    fn a_module_declared_for_tests_makes_its_files_tests() {
        let tree = Tree::of(&[
            ("crates/app/src/lib.rs", "mod post;\n#[cfg(test)] mod stories;"),
            ("crates/app/src/post.rs", "fn post() {}\n#[cfg(test)] mod cases;"),
            ("crates/app/src/post/cases.rs", "fn case() {}"),
            (
                "crates/app/src/room.rs",
                "fn room() {}\n#[cfg(test)] #[path = \"room_tests.rs\"] mod tests;",
            ),
            ("crates/app/src/room_tests.rs", "fn case() {}"),
            ("crates/app/src/stories.rs", "mod night;"),
            ("crates/app/src/stories/night.rs", "fn night() {}"),
        ]);
        let sources = tree.sources().iter();
        let tests: Vec<_> = sources.filter(|s| s.is_test(1)).map(|s| s.path.as_str()).collect();
        assert_eq!(
            tests,
            [
                "crates/app/src/post/cases.rs",
                "crates/app/src/room_tests.rs",
                "crates/app/src/stories.rs",
                "crates/app/src/stories/night.rs",
            ]
        );
    }

    #[test]
    fn a_line_is_found_by_its_beginning() {
        let tree = Tree::of(&[("a.toml", "[a]\n  name = 1\n")]);
        assert_eq!(tree.line_starting("a.toml", "name"), 2);
        assert_eq!(tree.line_starting("a.toml", "nothing"), 1);
    }
}
