//! The embedded engine.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, ToSql};
use tasuki_kernel::{Code, Problem, Result};

use super::dialect;
use crate::glance::{Cell, Glance, Of};
use crate::value::{Row, Value};

/// A connection to the embedded database.
pub struct Sqlite {
    pub(crate) connection: Connection,
    path: PathBuf,
    /// Statements as SQLite wants them, by where their text stands.
    numbered: HashMap<(usize, usize), String>,
}

/// Durable at commit, a bounded WAL, nothing memory-mapped.
const SETTINGS: &str = "
    PRAGMA busy_timeout = 10000;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA journal_size_limit = 67108864;
    PRAGMA mmap_size = 0;
    PRAGMA cache_size = -8192;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
";

impl Sqlite {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(problem)?;
        connection.execute_batch(SETTINGS).map_err(problem)?;
        connection.set_prepared_statement_cache_capacity(128);
        let mut opened = Self { connection, path: path.to_owned(), numbered: HashMap::new() };
        opened.write_ahead()?;
        Ok(opened)
    }

    /// With the log written ahead, readers never wait for the writer. A file keeps that once it
    /// is so; two programs that make a new file so at once would refuse each other.
    fn write_ahead(&mut self) -> Result<()> {
        const MODE: &str = "PRAGMA journal_mode";
        if self.query(MODE, &[])?.first().is_some_and(|row| row.text(0) == Ok("wal")) {
            return Ok(());
        }
        let _held = dialect::hold(&self.lock_file())?;
        self.run("PRAGMA journal_mode = WAL")
    }

    /// The file that is locked while the database is shaped.
    pub(crate) fn lock_file(&self) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push("-lock");
        name.into()
    }

    /// A statement of the program, ready to be asked.
    fn statement(&mut self, sql: &'static str) -> Result<CachedStatement<'_>> {
        let place = (sql.as_ptr() as usize, sql.len());
        let text = self.numbered.entry(place).or_insert_with(|| numbered(sql));
        self.connection.prepare_cached(text).map_err(problem)
    }

    pub(crate) fn query(&mut self, sql: &'static str, parameters: &[Value]) -> Result<Vec<Row>> {
        let mut statement = self.statement(sql)?;
        let width = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(parameters)).map_err(problem)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(problem)? {
            let values = (0..width).map(|column| cell(row, column).map(Value::from));
            found.push(Row(values.collect::<Result<_>>()?));
        }
        Ok(found)
    }

    pub(crate) fn each(
        &mut self,
        sql: &'static str,
        parameters: &[Value],
        look: &mut dyn FnMut(Glance<'_>) -> ControlFlow<()>,
    ) -> Result<()> {
        let mut statement = self.statement(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(parameters)).map_err(problem)?;
        while let Some(row) = rows.next().map_err(problem)? {
            if look(Glance(Of::Sqlite(row))).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn execute(&mut self, sql: &'static str, parameters: &[Value]) -> Result<u64> {
        let mut statement = self.statement(sql)?;
        let touched = statement.execute(rusqlite::params_from_iter(parameters)).map_err(problem)?;
        Ok(touched as u64)
    }

    pub(crate) fn run(&mut self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(problem)
    }

    pub(crate) fn is_in_transaction(&self) -> bool {
        !self.connection.is_autocommit()
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<()> {
        self.connection.prepare(&numbered(sql)).map(drop).map_err(problem)
    }
}

/// SQLite binds `$2 … $1` in order of appearance; `?2 … ?1` bind by number.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn borrowed(value: ValueRef<'_>) -> Result<Cell<'_>> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(n) => Cell::Int(n),
        ValueRef::Text(text) => Cell::Text(
            std::str::from_utf8(text)
                .map_err(|_| Problem::new(Code::Damaged, "a text column is not UTF-8"))?,
        ),
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
        ValueRef::Real(_) => return Err(Problem::new(Code::Damaged, "a column holds a float")),
    })
}

/// A column of a row that is looked at.
pub(crate) fn cell<'a>(row: &'a rusqlite::Row<'a>, column: usize) -> Result<Cell<'a>> {
    borrowed(row.get_ref(column).map_err(problem)?)
}

/// What an engine's error means to us. The engine's words may quote values, so only its class
/// and the statement's constraint names, never parameters, reach the detail.
pub(crate) fn problem(error: rusqlite::Error) -> Problem {
    let code = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => Code::StorageFull,
        Some(ErrorCode::ConstraintViolation) => Code::Conflict,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Code::Damaged,
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::CannotOpen
            | ErrorCode::ReadOnly
            | ErrorCode::PermissionDenied
            | ErrorCode::SystemIoFailure,
        ) => Code::Unavailable,
        _ => Code::Internal,
    };
    Problem::new(code, format!("embedded database: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_bind_by_number_repeated_and_reversed() {
        let folder = tempfile::tempdir().unwrap();
        let mut db = Sqlite::open(&folder.path().join("t.db")).unwrap();
        let rows = db.query("SELECT $2, $1, $2", &[Value::Int(1), Value::Int(2)]).unwrap();
        assert_eq!(rows[0].values(), [Value::Int(2), Value::Int(1), Value::Int(2)]);
    }

    #[test]
    fn commits_are_durable_and_the_log_is_written_ahead() {
        let folder = tempfile::tempdir().unwrap();
        let mut db = Sqlite::open(&folder.path().join("t.db")).unwrap();
        assert_eq!(db.query("PRAGMA synchronous", &[]).unwrap()[0].int(0).unwrap(), 2);
        assert_eq!(db.query("PRAGMA journal_mode", &[]).unwrap()[0].text(0).unwrap(), "wal");
    }
}
