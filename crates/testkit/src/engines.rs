//! One test body on both engines.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tasuki_kernel::{NodeId, SystemClock, SystemRandom};
use tasuki_store::object::Objects;
use tasuki_store::{Engine, Store, StoreOptions};
use tempfile::TempDir;

use crate::postgres::{Cluster, database_name};

/// An empty database for one test, with a folder beside it.
pub struct Database {
    engine: Engine,
    folder: TempDir,
    cluster: Option<&'static Cluster>,
}

/// Runs `test` on an embedded database and then on PostgreSQL, each time on an empty one.
pub fn on_both(test: impl Fn(&Database)) {
    for database in [Database::embedded(), Database::postgres()] {
        // Shown when the test fails, to tell which engine failed it.
        eprintln!("on {database}");
        test(&database);
    }
}

impl Database {
    /// An empty embedded database.
    pub fn embedded() -> Self {
        let folder = new_folder();
        let engine = Engine::Sqlite(folder.path().join("tasuki.db"));
        Self { engine, folder, cluster: None }
    }

    /// An empty database on the shared PostgreSQL cluster.
    pub fn postgres() -> Self {
        let cluster = Cluster::shared();
        let engine = Engine::Postgres(cluster.fresh_database());
        Self { engine, folder: new_folder(), cluster: Some(cluster) }
    }

    /// Where it is.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// A folder of the test's own, removed with the database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A place for objects in that folder.
    ///
    /// # Panics
    /// When the folder cannot be made.
    pub fn objects(&self) -> Objects {
        Objects::local(&self.objects_folder()).expect("a folder for objects")
    }

    /// The folder behind [`Database::objects`].
    pub fn objects_folder(&self) -> PathBuf {
        self.folder().join("objects")
    }

    /// Options of a new node that serves people by the machine's clock.
    pub fn options(&self) -> StoreOptions {
        options(self.engine.clone())
    }

    /// Opens it as a new node. Each call is a process of its own as far as the database knows.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub fn open(&self) -> Store {
        Store::open(self.options()).expect("the database opens")
    }

    /// Runs SQL past the program, as an intruder might.
    ///
    /// # Panics
    /// When the engine refuses it.
    pub fn tamper(&self, sql: &str) {
        match (&self.engine, self.cluster) {
            (Engine::Postgres(url), Some(cluster)) => cluster.run_sql(database_name(url), sql),
            (Engine::Sqlite(path), _) => {
                let connection = rusqlite::Connection::open(path).expect("the file opens");
                connection.execute_batch(sql).expect("the embedded database takes it");
            }
            (Engine::Postgres(_), None) => unreachable!("made with its cluster"),
        }
    }
}

/// Options of a new node on `engine` that serves people by the machine's clock.
pub fn options(engine: Engine) -> StoreOptions {
    StoreOptions {
        engine,
        node: NodeId::new(&SystemClock, &SystemRandom),
        serving: true,
        readers: 4,
        synced: true,
        clock: Arc::new(SystemClock),
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.engine {
            Engine::Sqlite(_) => "embedded SQLite",
            Engine::Postgres(_) => "PostgreSQL",
        })
    }
}

pub(crate) fn new_folder() -> TempDir {
    tempfile::Builder::new().prefix("tasuki-test-").tempdir().expect("a folder for a test")
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn a_body_runs_on_each_engine_once_on_a_database_of_its_own() {
        let seen = RefCell::new(Vec::new());
        on_both(|database| {
            database.tamper("CREATE TABLE a (b BIGINT)");
            database.tamper("INSERT INTO a VALUES (1)");
            assert!(database.folder().is_dir());
            seen.borrow_mut().push(database.to_string());
        });
        assert_eq!(*seen.borrow(), ["embedded SQLite", "PostgreSQL"]);
    }
}
