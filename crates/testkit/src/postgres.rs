//! A PostgreSQL cluster of the tests' own: made in a new folder, reached on a loopback port,
//! durable as in operation, and gone when the test process ends, however it ends.
//!
//! It never looks at a cluster that it did not start.

mod program;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use self::program::{Programs, port_to_try};
use crate::guard::Guard;

/// The owner of every test database: no superuser, as in operation.
const OWNER: &str = "tasuki";
/// Durability as in operation; little memory, many connections.
const SETTINGS: &str = "\
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = on
full_page_writes = on
synchronous_commit = on
max_connections = 300
shared_buffers = 32MB
";

/// Stops the server and removes its folder: `$1` is the folder, the rest is the line of `pg_ctl`.
const CLEAN_UP: &str = "echo ready; cat >/dev/null; folder=$1; shift; \
     \"$@\" stop -s -m immediate -D \"$folder/data\"; rm -rf \"$folder\"";

/// A running PostgreSQL server with its own data folder.
pub struct Cluster {
    programs: Programs,
    folder: PathBuf,
    port: u16,
    databases: AtomicU32,
    _guard: Guard,
}

impl Cluster {
    /// The cluster that the tests of one process share. Do not stop it: others use it.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    /// A new cluster, for a test that stops or fills it.
    ///
    /// # Panics
    /// When PostgreSQL is not installed, or does not start.
    pub fn new() -> Self {
        let programs = Programs::find();
        let folder = programs.new_folder();
        let data = folder.join("data");
        let made = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
        programs.run("initdb", &[&made[..], &["-D", text(&data)]].concat());
        let settings = data.join("postgresql.conf");
        let given = std::fs::read_to_string(&settings).expect("initdb writes the settings");
        std::fs::write(&settings, given + SETTINGS).expect("the settings can be written");
        // Before the server runs: whatever happens from here on, it is stopped and removed.
        let (program, first) = programs.line("pg_ctl");
        let arguments = [folder.clone().into_os_string(), program.into()].into_iter().chain(first);
        let guard = Guard::start(CLEAN_UP, arguments).expect("a shell that cleans up");
        let mut cluster =
            Self { programs, folder, port: 0, databases: AtomicU32::new(0), _guard: guard };
        cluster.port = cluster.first_start();
        cluster.run_sql("postgres", &format!("CREATE ROLE {OWNER} LOGIN"));
        cluster
    }

    /// Starts on the first port that nobody else holds.
    fn first_start(&self) -> u16 {
        for _ in 0..50 {
            let port = port_to_try();
            if self.try_start(port).is_ok() {
                return port;
            }
        }
        panic!("PostgreSQL does not start; its log says:\n{}", self.log());
    }

    fn try_start(&self, port: u16) -> Result<(), String> {
        let options = format!("-p {port}");
        let (data, log) = (self.data_folder(), self.log_file());
        let place = ["-D", text(&data), "-l", text(&log)];
        self.programs
            .attempt("pg_ctl", &[&["start", "-w", "-s", "-o", &options], &place[..]].concat())
    }

    /// The connection string of a new, empty database, owned by a role without privileges.
    pub fn fresh_database(&self) -> String {
        let name = format!("t{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run_sql("postgres", &format!("CREATE DATABASE {name} OWNER {OWNER}"));
        format!("postgres://{OWNER}@127.0.0.1:{}/{name}", self.port)
    }

    /// Stops the server as a crash would: connections are cut, nothing is written any more.
    pub fn stop_immediate(&self) {
        let data = self.data_folder();
        self.programs.run("pg_ctl", &["stop", "-s", "-m", "immediate", "-D", text(&data)]);
    }

    /// Starts the server again on its port, and waits until it has recovered and answers.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(&self) {
        if let Err(problem) = self.try_start(self.port) {
            panic!("PostgreSQL does not start again: {problem}\n{}", self.log());
        }
    }

    /// Takes TLS connections from now on, besides plain ones, with this certificate and key (PEM).
    ///
    /// # Panics
    /// When the server does not start again.
    pub fn offer_tls(&self, chain: &str, key: &str) {
        let data = self.data_folder();
        for (name, pem) in [("server.crt", chain), ("server.key", key)] {
            self.programs.give(&data.join(name), pem);
        }
        self.run_sql("postgres", "ALTER SYSTEM SET ssl = on");
        self.stop_immediate();
        self.start();
    }

    /// Runs SQL as superuser in the database of a name, as an intruder or an operator might.
    pub fn run_sql(&self, database: &str, sql: &str) {
        let url = format!("postgres://postgres@127.0.0.1:{}/{database}", self.port);
        self.programs.run("psql", &["-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", &url, "-c", sql]);
    }

    /// The server's data folder, for reading.
    pub fn data_folder(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The server's log file.
    pub fn log_file(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }
}

impl Default for Cluster {
    fn default() -> Self {
        Self::new()
    }
}

/// The name of the database in a connection string that [`Cluster::fresh_database`] gave.
pub(crate) fn database_name(url: &str) -> &str {
    url.rsplit_once('/').map_or(url, |(_, name)| name)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the folder for temporary files has a UTF-8 name")
}

#[cfg(test)]
#[path = "postgres_tests.rs"]
mod tests;
