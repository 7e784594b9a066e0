//! A disk that keeps only what it was asked to keep: the calls of a recording are played on it, the
//! power is cut at a line, and what had not been synced by then is gone.
//!
//! Stricter than any real disk: without a sync of the file its bytes are gone, and without a sync
//! of the folder its name is gone, however long ago that was. Each [`Fate`] decides for what was
//! not synced; a real disk may keep any part of it.

use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};

use super::{Call, Recording};

/// Decides for each change that was not synced whether it survives all the same.
pub type Fate<'a> = &'a mut dyn FnMut() -> bool;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    File(usize),
    Folder(usize),
}

#[derive(Debug, Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

type Names = BTreeMap<String, Node>;
type Naming = Vec<(String, Option<Node>)>;

#[derive(Debug, Default)]
struct File {
    synced: Vec<u8>,
    /// Changes that were not synced, each with its number.
    loose: Vec<(usize, Change)>,
    length: usize,
}

#[derive(Debug, Default)]
struct Folder {
    synced: Names,
    loose: Vec<(usize, Naming)>,
    now: Names,
}

#[derive(Debug, Clone, Copy)]
struct Handle {
    node: Node,
    offset: usize,
    appends: bool,
}

/// The disk, as far as a folder on it is concerned.
#[derive(Debug, Default)]
pub struct Disk {
    root: PathBuf,
    files: Vec<File>,
    folders: Vec<Folder>,
    handles: HashMap<i32, Handle>,
    /// Where each sync that is under way will bring its node to, by thread.
    syncs: HashMap<u32, (Node, usize)>,
    changes: usize,
    /// How far the recording was played: twice the line, and one more when its call may end.
    moment: usize,
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Length(length) => bytes.resize(*length, 0),
            Self::Write(at, new) => {
                bytes.resize(bytes.len().max(at + new.len()), 0);
                bytes[*at..at + new.len()].copy_from_slice(new);
            }
        }
    }
}

fn rename(names: &mut Names, naming: &Naming) {
    for (name, node) in naming {
        match node {
            Some(node) => names.insert(name.clone(), *node),
            None => names.remove(name),
        };
    }
}

impl Disk {
    /// The disk on which the folder `root` holds, synced, what `before` holds now.
    ///
    /// # Panics
    /// When `before` cannot be read.
    pub fn new(root: &Path, before: &Path) -> Self {
        let mut disk = Self { root: root.to_owned(), ..Self::default() };
        disk.load(before);
        disk
    }

    fn load(&mut self, path: &Path) -> Node {
        if path.is_dir() {
            let at = self.folders.len();
            self.folders.push(Folder::default());
            for item in std::fs::read_dir(path).expect("a folder") {
                let item = item.expect("an item of a folder");
                let node = self.load(&item.path());
                let name = item.file_name().to_string_lossy().into_owned();
                self.folders[at].synced.insert(name.clone(), node);
                self.folders[at].now.insert(name, node);
            }
            return Node::Folder(at);
        }
        let synced = std::fs::read(path).expect("a file");
        let length = synced.len();
        self.files.push(File { synced, length, ..File::default() });
        Node::File(self.files.len() - 1)
    }

    /// Plays what the recording says up to a line: that line's call has begun and not ended.
    pub fn play(&mut self, recording: &Recording, until: usize) {
        let goal = 2 * until + 1;
        let mut moments: Vec<(usize, &Call)> = Vec::new();
        for call in &recording.0 {
            moments.push((2 * call.begins, call));
            moments.push((call.ends.saturating_mul(2).saturating_add(1), call));
        }
        moments.retain(|(moment, _)| (self.moment..goal).contains(moment));
        moments.sort_by_key(|(moment, _)| *moment);
        for (moment, call) in moments {
            if moment % 2 == 0 { self.begin(call) } else { self.end(call) }
        }
        self.moment = goal;
    }

    /// What happens when a call begins: a descriptor is free for others before it is closed, and a
    /// sync is sure to bring to disk only what was written before it began.
    fn begin(&mut self, call: &Call) {
        match call.name.as_str() {
            "close" => drop(call.descriptor().and_then(|it| self.handles.remove(&it))),
            "fsync" | "fdatasync" => {
                if let Some(handle) = self.handle(call) {
                    self.syncs.insert(call.thread, (handle.node, self.changes));
                }
            }
            _ => {}
        }
    }

    fn handle(&self, call: &Call) -> Option<Handle> {
        self.handles.get(&call.descriptor()?).copied()
    }

    fn end(&mut self, call: &Call) {
        let Some(result) = call.result else { return };
        match call.name.as_str() {
            "open" | "creat" | "openat2" => self.must_be_elsewhere(call, 0),
            "openat" => self.open(call, result),
            "write" | "pwrite64" | "read" | "lseek" | "ftruncate" | "fallocate" => {
                self.change_file(call, result as usize);
            }
            "fsync" | "fdatasync" => self.sync(call),
            "fcntl" if call.argument(1).starts_with("F_DUPFD") => self.duplicate(call, result),
            "dup" | "dup2" | "dup3" => self.duplicate(call, result),
            "mkdir" => self.make_folder(call, 0),
            "mkdirat" => self.make_folder(call, 1),
            "unlink" | "rmdir" => self.remove(&call.given_path(0)),
            "unlinkat" => self.remove(&call.given_path(1)),
            "rename" => self.rename(&call.given_path(0), &call.given_path(1)),
            "renameat" | "renameat2" => self.rename(&call.given_path(1), &call.given_path(3)),
            "link" | "linkat" | "symlink" | "symlinkat" | "truncate" | "io_uring_setup" => {
                panic!("{} is not known to this disk", call.name)
            }
            "writev" | "pwritev" | "pwritev2" | "sendfile" | "copy_file_range" | "splice" => {
                let known = self.handle(call).is_some();
                assert!(!known, "{} on a file is not known to this disk", call.name);
            }
            _ => {}
        }
    }

    fn must_be_elsewhere(&self, call: &Call, argument: usize) {
        let path = call.given_path(argument);
        assert!(!path.starts_with(&self.root), "{} is not known to this disk", call.name);
    }

    /// The folder that holds a path and the name in it; none outside of the disk's folder.
    fn place(&self, path: &Path) -> Option<(usize, String)> {
        let inside = path.strip_prefix(&self.root).ok()?;
        let name = inside.file_name()?.to_string_lossy().into_owned();
        let mut at = 0;
        for part in inside.parent()?.components() {
            let Component::Normal(part) = part else { continue };
            match self.folders[at].now.get(part.to_string_lossy().as_ref()) {
                Some(Node::Folder(below)) => at = *below,
                _ => panic!("{} is in no known folder", path.display()),
            }
        }
        Some((at, name))
    }

    fn find(&self, path: &Path) -> Option<Node> {
        if path == self.root {
            return Some(Node::Folder(0));
        }
        let (folder, name) = self.place(path)?;
        self.folders[folder].now.get(&name).copied()
    }

    fn name(&mut self, folder: usize, naming: Naming) {
        rename(&mut self.folders[folder].now, &naming);
        self.folders[folder].loose.push((self.changes, naming));
        self.changes += 1;
    }

    fn open(&mut self, call: &Call, descriptor: i64) {
        let path = call.given_path(1);
        if !path.starts_with(&self.root) {
            return;
        }
        let flags = call.argument(2);
        let node = self.find(&path).unwrap_or_else(|| {
            assert!(flags.contains("O_CREAT"), "{} is not known", path.display());
            let (folder, name) = self.place(&path).expect("below the root");
            self.files.push(File::default());
            let node = Node::File(self.files.len() - 1);
            self.name(folder, vec![(name, Some(node))]);
            node
        });
        if let (Node::File(file), true) = (node, flags.contains("O_TRUNC")) {
            self.change(file, Change::Length(0));
        }
        let appends = flags.contains("O_APPEND");
        self.handles.insert(descriptor as i32, Handle { node, offset: 0, appends });
    }

    fn duplicate(&mut self, call: &Call, descriptor: i64) {
        if let Some(handle) = self.handle(call) {
            self.handles.insert(descriptor as i32, handle);
        }
    }

    fn change(&mut self, file: usize, change: Change) {
        let file = &mut self.files[file];
        file.length = match &change {
            Change::Length(length) => *length,
            Change::Write(at, bytes) => file.length.max(at + bytes.len()),
        };
        file.loose.push((self.changes, change));
        self.changes += 1;
    }

    fn change_file(&mut self, call: &Call, result: usize) {
        let Some(Handle { node: Node::File(file), offset, appends }) = self.handle(call) else {
            return;
        };
        let bytes = || call.bytes(1)[..result].to_vec();
        let mut moved = offset;
        match call.name.as_str() {
            "read" => moved += result,
            "lseek" => moved = result,
            "write" => {
                let at = if appends { self.files[file].length } else { offset };
                moved = at + result;
                self.change(file, Change::Write(at, bytes()));
            }
            "pwrite64" => self.change(file, Change::Write(call.number(3) as usize, bytes())),
            "ftruncate" => self.change(file, Change::Length(call.number(1) as usize)),
            _ => {
                let end = (call.number(2) + call.number(3)) as usize;
                self.change(file, Change::Length(self.files[file].length.max(end)));
            }
        }
        let handle = call.descriptor().and_then(|it| self.handles.get_mut(&it));
        handle.expect("it was found above").offset = moved;
    }

    fn sync(&mut self, call: &Call) {
        let Some((node, mark)) = self.syncs.remove(&call.thread) else { return };
        match node {
            Node::File(at) => {
                let File { synced, loose, .. } = &mut self.files[at];
                loose.extract_if(.., |it| it.0 < mark).for_each(|(_, it)| it.apply(synced));
            }
            Node::Folder(at) => {
                let Folder { synced, loose, .. } = &mut self.folders[at];
                loose.extract_if(.., |it| it.0 < mark).for_each(|(_, it)| rename(synced, &it));
            }
        }
    }

    fn make_folder(&mut self, call: &Call, argument: usize) {
        if let Some((folder, name)) = self.inside(&call.given_path(argument)) {
            self.folders.push(Folder::default());
            let node = Node::Folder(self.folders.len() - 1);
            self.name(folder, vec![(name, Some(node))]);
        }
    }

    fn inside(&self, path: &Path) -> Option<(usize, String)> {
        path.starts_with(&self.root).then(|| self.place(path))?
    }

    fn remove(&mut self, path: &Path) {
        if let Some((folder, name)) = self.inside(path) {
            self.name(folder, vec![(name, None)]);
        }
    }

    /// Within one folder a name changes at once or not at all, as journals of file systems see to.
    fn rename(&mut self, from: &Path, to: &Path) {
        let (Some((old, old_name)), Some((new, new_name))) = (self.inside(from), self.inside(to))
        else {
            return;
        };
        let node = self.folders[old].now.get(&old_name).copied();
        assert!(node.is_some(), "{} is not known", from.display());
        if old == new {
            return self.name(old, vec![(old_name, None), (new_name, node)]);
        }
        self.name(old, vec![(old_name, None)]);
        self.name(new, vec![(new_name, node)]);
    }

    /// Writes into `folder` what is left after the power was cut.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn survive(&self, folder: &Path, fate: Fate<'_>) {
        self.restore(0, folder, fate);
    }

    fn restore(&self, at: usize, path: &Path, fate: Fate<'_>) {
        std::fs::create_dir_all(path).expect("a folder for what survives");
        let mut names = self.folders[at].synced.clone();
        for (_, naming) in self.folders[at].loose.iter().filter(|_| fate()) {
            rename(&mut names, naming);
        }
        for (name, node) in names {
            match node {
                Node::Folder(below) => self.restore(below, &path.join(name), fate),
                Node::File(file) => {
                    let mut bytes = self.files[file].synced.clone();
                    let loose = self.files[file].loose.iter().filter(|_| fate());
                    loose.for_each(|(_, change)| change.apply(&mut bytes));
                    std::fs::write(path.join(name), bytes).expect("what survives is written");
                }
            }
        }
    }
}

#[cfg(test)]
#[path = "power_cut_tests.rs"]
mod tests;
