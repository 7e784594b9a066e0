use std::fs;

use super::*;

fn hex(text: &str) -> String {
    text.bytes().map(|it| format!("\\x{it:02x}")).collect::<Vec<_>>().concat()
}

/// A recording of these calls of one thread, one a line.
fn recording(root: &Path, lines: &[&str]) -> Recording {
    let mut numbered = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        // `'a/b'` stands for a path below the root, `"text"` for itself.
        let mut line = (*line).to_owned();
        while let Some((before, rest)) = line.split_once('\'') {
            let (path, after) = rest.split_once('\'').unwrap();
            let path = root.join(path).to_string_lossy().into_owned();
            line = format!("{before}~{}~{after}", hex(&path));
        }
        let line = line.replace('~', "\"");
        numbered.push(format!("1 1.{number:06} {line}"));
    }
    Recording::parse(&numbered.join("\n"))
}

fn survivors(disk: &Disk, fate: Fate<'_>) -> Vec<(String, String)> {
    let folder = tempfile::tempdir().unwrap();
    disk.survive(folder.path(), fate);
    let mut found = Vec::new();
    let mut waiting = vec![folder.path().to_owned()];
    while let Some(path) = waiting.pop() {
        for item in fs::read_dir(path).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder.path()).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn left(disk: &Disk) -> Vec<(String, String)> {
    survivors(disk, &mut || false)
}

fn pair(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

#[test]
fn bytes_are_there_when_the_file_was_synced_and_not_before() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a"), "old").unwrap();
    let played = recording(
        root.path(),
        &[
            "openat(AT_FDCWD</>, 'a', O_RDWR) = 3",
            "pwrite64(3, \"\\x6e\\x65\\x77\", 3, 0) = 3",
            "fdatasync(3) = 0",
            "pwrite64(3, \"\\x78\", 1, 5) = 1",
            "close(3) = 0",
        ],
    );
    let mut disk = Disk::new(root.path(), root.path());
    disk.play(&played, 2);
    assert_eq!(left(&disk), [pair("a", "old")], "the sync has not ended");
    disk.play(&played, 3);
    assert_eq!(left(&disk), [pair("a", "new")]);
    disk.play(&played, 9);
    assert_eq!(left(&disk), [pair("a", "new")], "closing is no syncing");
    assert_eq!(survivors(&disk, &mut || true), [pair("a", "new\0\0x")]);
}

#[test]
fn a_name_is_there_when_its_folder_was_synced() {
    let root = tempfile::tempdir().unwrap();
    let played = recording(
        root.path(),
        &[
            "mkdir('d', 0777) = 0",
            "openat(AT_FDCWD</>, 'd/new', O_WRONLY|O_CREAT|O_TRUNC, 0644) = 3",
            "write(3, \"\\x61\", 1) = 1",
            "write(3, \"\\x62\", 1) = 1",
            "fsync(3) = 0",
            "openat(AT_FDCWD</>, 'd', O_RDONLY) = 4",
            "fsync(4) = 0",
            "openat(AT_FDCWD</>, '', O_RDONLY) = 5",
            "fsync(5) = 0",
            "rename('d/new', 'd/name') = 0",
            "fsync(4) = 0",
            "unlink('d/name') = 0",
            "fsync(4) = 0",
        ],
    );
    let mut disk = Disk::new(root.path(), root.path());
    for (line, expected) in [
        (8, vec![]),
        (9, vec![pair("d/new", "ab")]),
        (10, vec![pair("d/new", "ab")]),
        (11, vec![pair("d/name", "ab")]),
        (12, vec![pair("d/name", "ab")]),
        (13, vec![]),
    ] {
        disk.play(&played, line);
        assert_eq!(left(&disk), expected, "at line {line}");
    }
}

#[test]
fn a_sync_covers_only_what_was_written_before_it_began() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a"), "").unwrap();
    let path = root.path().join("a").to_string_lossy().into_owned();
    let hex = hex(&path);
    let text = format!(
        "1 1.000000 openat(AT_FDCWD</>, \"{hex}\", O_RDWR|O_APPEND) = 3\n\
         1 1.000001 write(3, \"\\x61\", 1) = 1\n\
         1 1.000002 fsync(3 <unfinished ...>\n\
         2 1.000003 write(3, \"\\x62\", 1) = 1\n\
         1 1.000004 <... fsync resumed>) = 0\n"
    );
    let mut disk = Disk::new(root.path(), root.path());
    disk.play(&Recording::parse(&text), 9);
    assert_eq!(left(&disk), [pair("a", "a")]);
}

#[test]
#[should_panic(expected = "is not known to this disk")]
fn what_it_cannot_play_it_does_not_pass_over() {
    let root = tempfile::tempdir().unwrap();
    let played = recording(root.path(), &["truncate('a', 0) = 0"]);
    Disk::new(root.path(), root.path()).play(&played, 1);
}
