//! System calls as strace recorded them: what a process asked of the machine, in the order in
//! which it was asked and answered.
//!
//! strace sees one stop of one thread at a time, so the order of its lines is an order in time: a
//! call whose end stands before the beginning of another was over before that one began.

mod answers;
pub mod power_cut;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tasuki_kernel::Timestamp;

pub use self::answers::Answered;
use crate::PATIENCE;

/// The calls by which anything gets to disk or to a client.
const CALLS: &str = "open,openat,openat2,creat,close,dup,dup2,dup3,fcntl,lseek,\
    read,pread64,readv,preadv,recvfrom,recvmsg,\
    write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,sendfile,copy_file_range,splice,\
    ftruncate,truncate,fallocate,fsync,fdatasync,sync_file_range,sync,syncfs,msync,\
    rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,\
    mkdir,mkdirat,rmdir,io_uring_setup";

/// The line that runs a program under strace, recording into `file`. The program is the process
/// that is started; strace stands aside and ends after it.
pub fn line(file: &Path) -> Vec<String> {
    let calls: Vec<String> = CALLS.split(',').map(|it| format!("?{}", it.trim())).collect();
    let trace = format!("trace={}", calls.join(","));
    // Whole strings in hexadecimal, descriptors with what they are, microseconds.
    let first = ["strace", "-D", "-f", "--seccomp-bpf", "-q", "-ttt", "-yy", "-xx"];
    let rest = ["-s", "1000000", "-e", &trace, "-o", &file.to_string_lossy()];
    first.iter().chain(&rest).map(|it| (*it).to_owned()).collect()
}

/// One call.
#[derive(Debug, Clone)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// The thread that made it.
    pub thread: u32,
    /// The line on which it began.
    pub begins: usize,
    /// The line on which it ended; `usize::MAX` when the process ended before it did.
    pub ends: usize,
    /// When it began.
    pub began: Timestamp,
    /// What it returned; none when it failed or never ended.
    pub result: Option<i64>,
    arguments: String,
}

impl Call {
    /// An argument as strace wrote it.
    pub fn argument(&self, number: usize) -> &str {
        self.arguments.split(", ").nth(number).unwrap_or_default().trim()
    }

    /// An argument that is a number.
    pub fn number(&self, argument: usize) -> i64 {
        let text = self.argument(argument);
        text.parse().unwrap_or_else(|_| panic!("{} has no number in {text}", self.name))
    }

    /// The descriptor that is the first argument.
    pub fn descriptor(&self) -> Option<i32> {
        self.argument(0).split('<').next()?.parse().ok()
    }

    /// What strace says of the descriptor that is an argument.
    fn annotation(&self, argument: usize) -> &str {
        let text = self.argument(argument);
        let inner = text.split_once('<').map_or("", |(_, rest)| rest);
        inner.strip_suffix('>').unwrap_or(inner)
    }

    /// The path of the file that the descriptor in an argument is open on.
    pub fn open_path(&self, argument: usize) -> Option<PathBuf> {
        let text = self.annotation(argument);
        text.starts_with("\\x").then(|| path(&hexadecimal(text)))
    }

    /// A path given in an argument, against the folder in the argument before it, if any.
    pub fn given_path(&self, argument: usize) -> PathBuf {
        let given = path(&self.bytes(argument));
        let folder = argument.checked_sub(1).and_then(|before| self.open_path(before));
        folder.map_or_else(|| given.clone(), |folder| folder.join(&given))
    }

    /// Bytes given in an argument.
    ///
    /// # Panics
    /// When strace cut them off.
    pub fn bytes(&self, argument: usize) -> Vec<u8> {
        let text = self.argument(argument);
        assert!(!text.ends_with("..."), "{} was recorded in part", self.name);
        hexadecimal(text.trim_matches('"'))
    }

    /// The port of the client when the descriptor is a connection that one made to the server on
    /// `port` of this machine.
    pub fn client_of(&self, port: u16) -> Option<u16> {
        let ends = self.annotation(0).strip_prefix("TCP:[")?.strip_suffix(']')?;
        let (own, other) = ends.split_once("->")?;
        (own.rsplit(':').next()? == port.to_string())
            .then(|| other.rsplit(':').next())??
            .parse()
            .ok()
    }

    /// Whether it took bytes from a descriptor.
    pub fn took(&self) -> bool {
        let reads = ["read", "readv", "recvfrom", "recvmsg"];
        reads.contains(&self.name.as_str()) && self.result > Some(0)
    }

    /// Whether it was meant to put bytes into a descriptor, however it ended.
    pub fn puts(&self) -> bool {
        ["write", "writev", "sendto", "sendmsg"].contains(&self.name.as_str())
    }

    /// Whether it brought a file to disk.
    pub fn synced(&self) -> bool {
        ["fsync", "fdatasync"].contains(&self.name.as_str()) && self.result == Some(0)
    }
}

fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// `\x68\x69` as bytes.
fn hexadecimal(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).unwrap_or(0) as u8;
    text.as_bytes().chunks_exact(4).map(|it| digit(it[2]) << 4 | digit(it[3])).collect()
}

/// All calls of a process, by the line on which they began.
#[derive(Debug, Default)]
pub struct Recording(pub Vec<Call>);

impl Recording {
    /// Reads a recording, once the process has ended and strace has written all of it.
    ///
    /// # Panics
    /// When there is none, or the process does not end.
    pub fn read(file: &Path) -> Self {
        let begun = Instant::now();
        loop {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            if is_over(&text) {
                return Self::parse(&text);
            }
            assert!(begun.elapsed() < PATIENCE, "{}: not whole; is strace there?", file.display());
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    /// Reads the text of a recording.
    pub fn parse(text: &str) -> Self {
        let mut calls: Vec<Call> = Vec::new();
        let mut unfinished: HashMap<u32, usize> = HashMap::new();
        for (number, line) in text.lines().enumerate() {
            let Some((thread, time, rest)) = parts(line) else { continue };
            if let Some((_, tail)) = rest.strip_prefix("<... ").and_then(|it| it.split_once('>')) {
                let Some(at) = unfinished.remove(&thread) else { continue };
                calls[at].end(tail, number);
            } else if let Some((name, tail)) = rest.split_once('(') {
                if rest.starts_with(['+', '-']) {
                    continue;
                }
                let mut call = Call {
                    name: name.to_owned(),
                    thread,
                    begins: number,
                    ends: usize::MAX,
                    began: time,
                    result: None,
                    arguments: String::new(),
                };
                if let Some(begun) = tail.strip_suffix(" <unfinished ...>") {
                    begun.clone_into(&mut call.arguments);
                    unfinished.insert(thread, calls.len());
                } else {
                    call.end(tail, number);
                }
                calls.push(call);
            }
        }
        Self(calls)
    }
}

impl Call {
    fn end(&mut self, tail: &str, line: usize) {
        let (arguments, result) = tail.rsplit_once(" = ").unwrap_or((tail, "?"));
        let arguments = arguments.trim_end();
        self.arguments += arguments.strip_suffix(')').unwrap_or(arguments);
        let number = result.split([' ', '<']).next().unwrap_or_default();
        self.result = number.parse().ok().filter(|it| *it >= 0);
        self.ends = line;
    }
}

/// Whether the process, whose first thread made the first call, has ended.
fn is_over(text: &str) -> bool {
    let thread = |line: &str| line.split_once(' ').map(|(thread, _)| thread.to_owned());
    let first = text.lines().next().and_then(thread);
    let over = |line: &str| thread(line) == first && line.contains(" +++ ");
    first.is_some() && text.lines().rev().take(64).any(over)
}

fn parts(line: &str) -> Option<(u32, Timestamp, &str)> {
    let (thread, rest) = line.split_once(' ')?;
    let (time, rest) = rest.trim_start().split_once(' ')?;
    let (seconds, micros) = time.split_once('.')?;
    let micros = seconds.parse::<i64>().ok()? * 1_000_000 + micros.parse::<i64>().ok()?;
    Some((thread.parse().ok()?, Timestamp::from_micros(micros), rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
7 100.000001 openat(AT_FDCWD<\\x2f\\x61>, \"\\x62\", O_RDWR|O_CREAT, 0644) = 5<\\x2f\\x61\\x2f\\x62>
7 100.000002 pwrite64(5<\\x2f\\x61\\x2f\\x62>, \"\\x68\\x69\", 2, 40) = 2
8  100.000003 recvfrom(4<TCP:[127.0.0.1:8443->127.0.0.1:5001]>,  <unfinished ...>
7 100.000004 fdatasync(5<\\x2f\\x61\\x2f\\x62> <unfinished ...>
8  100.000005 <... recvfrom resumed>\"\\x68\", 10, 0, NULL, NULL) = 1
7 100.000006 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---
7 100.000007 <... fdatasync resumed>) = 0
7 100.000008 unlink(\"\\x63\") = -1 ENOENT (No such file or directory)
8  100.000009 write(4<TCP:[127.0.0.1:8443->127.0.0.1:5001]>, \"\\x6f\", 1 <unfinished ...>
7 100.000010 +++ killed by SIGKILL +++
";

    #[test]
    fn calls_are_put_together_with_their_ends() {
        let Recording(calls) = Recording::parse(TEXT);
        let names: Vec<_> = calls.iter().map(|it| (&it.name[..], it.begins, it.ends)).collect();
        let last = ("write", 8, usize::MAX);
        let all = [("openat", 0, 0), ("pwrite64", 1, 1), ("recvfrom", 2, 4), ("fdatasync", 3, 6)];
        assert_eq!(names, [&all[..], &[("unlink", 7, 7), last]].concat());
        let results: Vec<_> = calls.iter().map(|it| it.result).collect();
        assert_eq!(results, [Some(5), Some(2), Some(1), Some(0), None, None]);
        assert_eq!(calls[0].began, Timestamp::from_micros(100_000_001));
    }

    #[test]
    fn arguments_are_read() {
        let Recording(calls) = Recording::parse(TEXT);
        assert_eq!(calls[0].given_path(1), Path::new("/a/b"));
        assert_eq!(calls[1].open_path(0).as_deref(), Some(Path::new("/a/b")));
        assert_eq!((calls[1].descriptor(), calls[1].bytes(1)), (Some(5), b"hi".to_vec()));
        assert_eq!((calls[1].number(3), calls[2].client_of(8443)), (40, Some(5001)));
        assert_eq!((calls[2].client_of(8444), calls[1].client_of(8443)), (None, None));
        assert!(calls[2].took() && calls[3].synced() && calls[5].puts() && !calls[4].puts());
    }

    #[test]
    fn a_real_program_is_recorded_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let (file, made) = (folder.path().join("trace"), folder.path().join("made"));
        let line = line(&file);
        let mut command = std::process::Command::new(&line[0]);
        command.args(&line[1..]).args(["sh", "-c", "echo hi > \"$0\"; true"]).arg(&made);
        let status = command.status().expect("strace (Debian: apt-get install strace)");
        assert!(status.success());
        let Recording(calls) = Recording::read(&file);
        let written = calls.iter().find(|it| it.name == "write").unwrap();
        assert_eq!((written.bytes(1), written.result), (b"hi\n".to_vec(), Some(3)));
        assert_eq!(written.open_path(0), Some(made.canonicalize().unwrap()));
    }
}
