//! The embedded database's file in other hands than the program's: an intruder's, or those of
//! another program that does not let go.

use std::path::Path;

use rusqlite::Connection;

/// Runs SQL on the file past the program.
///
/// # Panics
/// When it is no database, or refuses.
pub fn run_sql(file: &Path, sql: &str) {
    open(file).execute_batch(sql).expect("the embedded database takes it");
}

/// Nobody else writes to the database as long as this is held; reading goes on.
pub struct Held(#[expect(dead_code, reason = "it is the connection that holds")] Connection);

impl Held {
    /// Begins to hold the database.
    ///
    /// # Panics
    /// When somebody else holds it for long.
    pub fn new(file: &Path) -> Self {
        let connection = open(file);
        connection.execute_batch("BEGIN IMMEDIATE").expect("the database is free");
        Self(connection)
    }
}

fn open(file: &Path) -> Connection {
    assert!(file.is_file(), "{} is not there", file.display());
    let connection = Connection::open(file).expect("the file opens");
    connection.busy_timeout(crate::PATIENCE).expect("a time to wait");
    connection
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_writes_while_it_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.db");
        let other = Connection::open(&file).unwrap();
        other.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE a (b)").unwrap();
        other.busy_timeout(std::time::Duration::ZERO).unwrap();
        let held = Held::new(&file);
        assert!(other.execute_batch("INSERT INTO a VALUES (1)").is_err());
        other.query_row("SELECT COUNT(*) FROM a", [], |row| row.get::<_, i64>(0)).unwrap();
        drop(held);
        run_sql(&file, "INSERT INTO a VALUES (2)");
        other.execute_batch("INSERT INTO a VALUES (1)").unwrap();
    }
}
