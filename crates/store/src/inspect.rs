//! Looking at a database without bringing it to the newest version, and a scratch database to
//! build views in for comparison.

use tasuki_kernel::{Code, Problem, Result};

use crate::driver::{Conn, Engine, dialect};
use crate::migration;

const VERSION: &str = "SELECT MAX(version) FROM refinery_schema_history";

/// Opens a database that must be there and of this program's version; changes nothing in it.
///
/// # Errors
/// `Configuration` when there is none, `Unavailable` when it is of another version or cannot be
/// reached.
pub fn open_existing(engine: &Engine) -> Result<Conn> {
    let none = || Problem::new(Code::Configuration, "there is no database of Tasuki at this place");
    if let Engine::Sqlite(path) = engine
        && !path.is_file()
    {
        return Err(none());
    }
    let mut conn = Conn::open(engine)?;
    let found = match conn.first(VERSION, &[]) {
        Ok(row) => row.and_then(|row| row.opt_int(0).ok().flatten()),
        Err(problem) if problem.code == Code::Internal => None,
        Err(problem) => return Err(problem),
    };
    let (found, known) = (found.ok_or_else(none)?, migration::newest() as i64);
    let advice = match found {
        _ if found == known => return Ok(conn),
        _ if found > known => "use the newer program",
        _ => "start this program once with `serve`, which brings it up to date",
    };
    Err(Problem::new(
        Code::Unavailable,
        format!("the database is of version {found}, this program of version {known}: {advice}"),
    ))
}

/// From now on `first` sees the database as it stands at this moment, and so do `more` others,
/// which are opened for reading with several threads; fewer when nobody lets go of the database
/// long enough. End each with [`crate::dump::end_snapshot`].
pub fn begin_together(first: &mut Conn, engine: &Engine, more: usize) -> Result<Vec<Conn>> {
    let others = (0..more).map(|_| open_existing(engine)).collect::<Result<Vec<_>>>()?;
    dialect::begin_snapshots(first, others, engine)
}

/// An empty embedded database that is gone when this is dropped.
pub struct Scratch {
    /// The connection, in a transaction that is never committed.
    pub conn: Conn,
    _folder: tempfile::TempDir,
}

impl Scratch {
    /// A new one, in the folder for temporary files.
    pub fn new() -> Result<Self> {
        let failed = |e| Problem::new(Code::Unavailable, format!("no scratch database: {e}"));
        let folder = tempfile::tempdir().map_err(failed)?;
        let mut conn = Conn::open(&Engine::Sqlite(folder.path().join("scratch.db")))?;
        migration::migrate(&mut conn)?;
        conn.run("BEGIN")?;
        Ok(Self { conn, _folder: folder })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dump;

    #[test]
    fn a_scratch_database_is_empty_and_of_this_version() {
        let mut scratch = Scratch::new().unwrap();
        for table in dump::TABLES {
            assert_eq!(dump::rows(&mut scratch.conn, table).unwrap(), []);
        }
        let version = scratch.conn.first(VERSION, &[]).unwrap().unwrap().int(0).unwrap();
        assert_eq!(version as u64, migration::newest());
    }

    #[test]
    fn no_database_is_made_by_looking() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tasuki.db");
        let engine = Engine::Sqlite(path.clone());
        assert_eq!(open_existing(&engine).err().unwrap().code, Code::Configuration);
        assert!(!path.exists());
        // A database, but not of Tasuki.
        drop(Conn::open(&engine).unwrap());
        assert_eq!(open_existing(&engine).err().unwrap().code, Code::Configuration);
    }

    #[test]
    fn other_versions_are_refused_with_advice() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::Sqlite(folder.path().join("tasuki.db"));
        let mut conn = Conn::open(&engine).unwrap();
        migration::migrate(&mut conn).unwrap();
        assert!(open_existing(&engine).is_ok());
        conn.run(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
             VALUES (99, 'later', '', '0')",
        )
        .unwrap();
        let problem = open_existing(&engine).err().unwrap();
        assert_eq!(problem.code, Code::Unavailable);
        assert!(problem.detail.contains("version 99") && problem.detail.contains("newer program"));
    }
}
