//! The programs of PostgreSQL: where they are, and running them. The server refuses to run as
//! root; root runs them as the system's user `postgres`.

use std::ffi::OsString;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

/// Where Debian and its kin put each version.
const VERSIONS: &str = "/usr/lib/postgresql";
const USER: &str = "postgres";

/// The programs of the newest version installed.
pub(super) struct Programs {
    folder: PathBuf,
    as_other_user: bool,
}

impl Programs {
    pub(super) fn find() -> Self {
        let folder = newest(Path::new(VERSIONS)).unwrap_or_else(|| {
            panic!(
                "PostgreSQL is not installed: no {VERSIONS}/*/bin/initdb. The tests run on both \
                 engines; install it (Debian: apt-get install postgresql)"
            )
        });
        Self { folder, as_other_user: is_root() }
    }

    /// The program and first arguments that run `name`.
    pub(super) fn line(&self, name: &str) -> (PathBuf, Vec<OsString>) {
        let program = self.folder.join(name);
        if !self.as_other_user {
            return (program, Vec::new());
        }
        let mut arguments: Vec<OsString> = ["-u", USER, "--"].map(OsString::from).to_vec();
        arguments.push(program.into());
        ("runuser".into(), arguments)
    }

    /// Runs a program; the error is what it said.
    pub(super) fn attempt(&self, name: &str, arguments: &[&str]) -> Result<(), String> {
        let (program, first) = self.line(name);
        let mut command = quiet(&program);
        let ended = command.args(first).args(arguments).stdin(Stdio::null()).output();
        let output = ended.map_err(|e| format!("{}: {e}", program.display()))?;
        if output.status.success() {
            return Ok(());
        }
        Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Runs a program that must succeed.
    pub(super) fn run(&self, name: &str, arguments: &[&str]) {
        if let Err(problem) = self.attempt(name, arguments) {
            panic!("{problem}");
        }
    }

    /// An empty folder that belongs to whom the server runs as.
    pub(super) fn new_folder(&self) -> PathBuf {
        let made = tempfile::Builder::new().prefix("tasuki-postgres-").tempdir();
        let folder = made.expect("a folder for temporary files").keep();
        if self.as_other_user {
            let given = Command::new("chown").arg(format!("{USER}:")).arg(&folder).status();
            assert!(given.is_ok_and(|it| it.success()), "there is no user {USER} to run as");
        }
        folder
    }
}

impl Programs {
    /// A file that only the server may read.
    pub(super) fn give(&self, file: &Path, words: &str) {
        std::fs::write(file, words).expect("a file in the server's folder");
        let mut mode = std::fs::metadata(file).expect("just written").permissions();
        std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o600);
        std::fs::set_permissions(file, mode).expect("the file is ours");
        if self.as_other_user {
            let given = Command::new("chown").arg(format!("{USER}:")).arg(file).status();
            assert!(given.is_ok_and(|it| it.success()), "the file can be given away");
        }
    }
}

/// A command without the settings of whoever runs the tests, in a folder that everyone may enter.
fn quiet(program: impl AsRef<Path>) -> Command {
    let mut command = Command::new(program.as_ref());
    command.current_dir("/");
    for name in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS", "PGSERVICE"] {
        command.env_remove(name);
    }
    command
}

fn newest(versions: &Path) -> Option<PathBuf> {
    let found = std::fs::read_dir(versions).ok()?;
    let numbered = found.filter_map(|entry| {
        let entry = entry.ok()?;
        let number: u32 = entry.file_name().to_str()?.parse().ok()?;
        let programs = entry.path().join("bin");
        programs.join("initdb").is_file().then_some((number, programs))
    });
    numbered.max().map(|(_, programs)| programs)
}

fn is_root() -> bool {
    let said = Command::new("id").arg("-u").output().expect("the program id");
    said.stdout.trim_ascii() == b"0"
}

/// A free port below those that the system gives to outgoing connections. No two calls of a
/// process give the same, and processes begin elsewhere, so that nobody takes the port of a
/// server that a test has stopped for a while.
pub(super) fn port_to_try() -> u16 {
    static GIVEN: AtomicU32 = AtomicU32::new(0);
    loop {
        let number = GIVEN.fetch_add(1, Ordering::Relaxed);
        let port = 20_000 + (std::process::id().wrapping_mul(31).wrapping_add(number)) % 12_000;
        if TcpListener::bind(("127.0.0.1", port as u16)).is_ok() {
            return port as u16;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_with_a_server_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(newest(folder.path()), None);
        for (version, program) in
            [("9", "initdb"), ("15", "initdb"), ("16", "psql"), ("x", "initdb")]
        {
            let programs = folder.path().join(version).join("bin");
            std::fs::create_dir_all(&programs).unwrap();
            std::fs::write(programs.join(program), "").unwrap();
        }
        assert_eq!(newest(folder.path()), Some(folder.path().join("15/bin")));
        assert_eq!(newest(&folder.path().join("nowhere")), None);
    }

    #[test]
    fn a_port_that_somebody_holds_is_passed_over() {
        let port = port_to_try();
        let next = 20_000 + (port - 20_000 + 1) % 12_000;
        // Held by this test, or by somebody else already.
        let _held = TcpListener::bind(("127.0.0.1", next));
        let given = port_to_try();
        assert!(given != port && given != next);
    }
}
