//! Two thin drivers behind one connection type. SQL is written once, in the portable subset,
//! with `$1` parameters; what must differ lives in [`dialect`].

pub(crate) mod dialect;
mod postgres;
mod sqlite;

use std::ops::ControlFlow;
use std::path::PathBuf;

use tasuki_kernel::Result;

pub(crate) use self::postgres::{Postgres, cell as postgres_cell};
pub(crate) use self::sqlite::{Sqlite, cell as sqlite_cell};
use crate::glance::Glance;
use crate::value::{Row, Value};

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// Embedded: the database file.
    Sqlite(PathBuf),
    /// A connection string, `postgres://…` or `host=… dbname=…`.
    Postgres(String),
}

/// One open connection.
pub enum Conn {
    /// Embedded.
    Sqlite(Sqlite),
    /// PostgreSQL.
    Postgres(Box<Postgres>),
}

impl Conn {
    /// Opens a connection that may write.
    pub(crate) fn open(engine: &Engine) -> Result<Self> {
        match engine {
            Engine::Sqlite(path) => Sqlite::open(path).map(Self::Sqlite),
            Engine::Postgres(url) => Postgres::open(url).map(|it| Self::Postgres(Box::new(it))),
        }
    }

    /// Opens the connection of the one writer of a process.
    pub(crate) fn open_to_write(engine: &Engine) -> Result<Self> {
        let mut conn = Self::open(engine)?;
        dialect::keep_more(&mut conn)?;
        Ok(conn)
    }

    /// All rows of a query.
    pub fn query(&mut self, sql: &'static str, parameters: &[Value]) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(it) => it.query(sql, parameters),
            Self::Postgres(it) => it.query(sql, parameters),
        }
    }

    /// Looks at the rows of a query one after another, until `look` has seen enough. Memory stays
    /// at what the engine holds of one row or packet.
    pub fn each(
        &mut self,
        sql: &'static str,
        parameters: &[Value],
        look: &mut dyn FnMut(Glance<'_>) -> ControlFlow<()>,
    ) -> Result<()> {
        match self {
            Self::Sqlite(it) => it.each(sql, parameters, look),
            Self::Postgres(it) => it.each(sql, parameters, look),
        }
    }

    /// The first row of a query, if any.
    pub fn first(&mut self, sql: &'static str, parameters: &[Value]) -> Result<Option<Row>> {
        Ok(self.query(sql, parameters)?.into_iter().next())
    }

    /// Runs a change and says how many rows it touched.
    pub fn execute(&mut self, sql: &'static str, parameters: &[Value]) -> Result<u64> {
        match self {
            Self::Sqlite(it) => it.execute(sql, parameters),
            Self::Postgres(it) => it.execute(sql, parameters),
        }
    }

    /// Runs statements without parameters or results: transaction control and migrations.
    pub(crate) fn run(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(it) => it.run(sql),
            Self::Postgres(it) => it.run(sql),
        }
    }

    /// Only checks that a statement can be prepared.
    pub fn prepare(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(it) => it.prepare(sql),
            Self::Postgres(it) => it.prepare(sql),
        }
    }

    /// Tells that a new piece of work begins, of which nothing has been done yet.
    pub(crate) fn rest(&mut self) {
        if let Self::Postgres(it) = self {
            it.rest();
        }
    }

    /// Makes what was changed since the transaction began durable.
    pub(crate) fn commit(&mut self) -> Result<()> {
        self.end("COMMIT")
    }

    /// Takes back what was changed since the transaction began.
    pub(crate) fn roll_back(&mut self) -> Result<()> {
        self.end("ROLLBACK")
    }

    fn end(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(it) => it.run(sql),
            Self::Postgres(it) => it.end(sql),
        }
    }

    /// Whether what is changed now stands only with the rest of a transaction.
    pub(crate) fn is_in_transaction(&self) -> bool {
        match self {
            Self::Sqlite(it) => it.is_in_transaction(),
            Self::Postgres(it) => it.is_in_transaction(),
        }
    }

    /// Whether another piece of work can begin on it: it was not lost, and the last piece of
    /// work did not leave a transaction open, in which time stands still.
    pub(crate) fn is_fit(&self) -> bool {
        match self {
            Self::Sqlite(it) => !it.is_in_transaction(),
            Self::Postgres(it) => it.is_open() && !it.is_in_transaction(),
        }
    }
}
