//! A row that is looked at while its statement runs: for reading much, nothing is copied.

use tasuki_kernel::{Code, Problem, Result, Timestamp};

use crate::value::{From16, Value, sized, surprise};

/// A column, borrowed from the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// TEXT.
    Text(&'a str),
    /// BYTEA, BLOB.
    Bytes(&'a [u8]),
}

/// A row of a running statement.
#[derive(Clone, Copy)]
pub struct Glance<'a>(pub(crate) Of<'a>);

/// Whose row it is.
#[derive(Clone, Copy)]
pub(crate) enum Of<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl<'a> Glance<'a> {
    /// A column as it is.
    pub fn cell(&self, column: usize) -> Result<Cell<'a>> {
        match self.0 {
            Of::Sqlite(row) => crate::driver::sqlite_cell(row, column),
            Of::Postgres(row) => crate::driver::postgres_cell(row, column),
        }
    }

    /// A number.
    pub fn int(&self, column: usize) -> Result<i64> {
        match self.cell(column)? {
            Cell::Int(n) => Ok(n),
            other => Err(surprise(column, "a number", other.kind())),
        }
    }

    /// A sequence number or count.
    pub fn count(&self, column: usize) -> Result<u64> {
        u64::try_from(self.int(column)?)
            .map_err(|_| Problem::new(Code::Damaged, format!("column {column} is negative")))
    }

    /// An instant.
    pub fn at(&self, column: usize) -> Result<Timestamp> {
        self.int(column).map(Timestamp::from_micros)
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<&'a [u8]> {
        match self.cell(column)? {
            Cell::Bytes(bytes) => Ok(bytes),
            other => Err(surprise(column, "bytes", other.kind())),
        }
    }

    /// Bytes or NULL.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<&'a [u8]>> {
        match self.cell(column)? {
            Cell::Bytes(bytes) => Ok(Some(bytes)),
            Cell::Null => Ok(None),
            other => Err(surprise(column, "bytes", other.kind())),
        }
    }

    /// Exactly `N` bytes.
    pub fn array<const N: usize>(&self, column: usize) -> Result<[u8; N]> {
        sized(column, self.bytes(column)?)
    }

    /// An identifier.
    pub fn id<T: From16>(&self, column: usize) -> Result<T> {
        self.array(column).map(T::from_16)
    }
}

impl From<Cell<'_>> for Value {
    fn from(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Null => Self::Null,
            Cell::Int(n) => Self::Int(n),
            Cell::Text(text) => text.into(),
            Cell::Bytes(bytes) => bytes.into(),
        }
    }
}

impl Cell<'_> {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "a number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
        }
    }
}
