//! PostgreSQL, for more than one machine.

mod way;

use std::collections::HashMap;
use std::error::Error as StdError;
use std::ops::ControlFlow;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{Format, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, Error, Statement};
use tasuki_kernel::{Code, Problem, Result};

use self::way::Way;
use crate::glance::{Cell, Glance, Of};
use crate::value::{Row, Value};

/// A connection to PostgreSQL with its prepared statements.
pub struct Postgres {
    url: String,
    pub(crate) client: Client,
    prepared: HashMap<&'static str, Statement>,
    /// Nothing was asked since it rested: when the connection turns out to be lost, a new one
    /// may take its place unnoticed.
    rested: bool,
    in_transaction: bool,
}

/// Durable at commit whatever the server's default is. A machine that dies does not answer any
/// more: the server lets go of what it held after half a minute.
const SETTINGS: &str = "SET synchronous_commit = on; SET client_min_messages = warning; \
     SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 4";

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let client = connect(url)?;
        let (url, prepared) = (url.to_owned(), HashMap::new());
        Ok(Self { url, client, prepared, rested: false, in_transaction: false })
    }

    /// Tells that a new piece of work begins, of which nothing has been done yet.
    pub(crate) fn rest(&mut self) {
        self.rested = true;
    }

    /// Runs one statement. When it is the first of a piece of work and the connection was lost
    /// while idle, it runs on a new connection.
    fn ask<T>(&mut self, ask: impl Fn(&mut Self) -> Result<T, Error>) -> Result<T> {
        let mut answer = ask(self);
        if answer.as_ref().err().is_some_and(is_loss) && self.rested {
            self.client = connect(&self.url)?;
            self.prepared.clear();
            answer = ask(self);
        }
        self.rested = false;
        answer.map_err(problem)
    }

    fn statement(&mut self, sql: &'static str) -> Result<Statement, Error> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(&mut self, sql: &'static str, parameters: &[Value]) -> Result<Vec<Row>> {
        let rows = self.ask(|it| {
            let statement = it.statement(sql)?;
            it.client.query(&statement, &references(parameters))
        })?;
        rows.iter().map(owned).collect()
    }

    pub(crate) fn each(
        &mut self,
        sql: &'static str,
        parameters: &[Value],
        look: &mut dyn FnMut(Glance<'_>) -> ControlFlow<()>,
    ) -> Result<()> {
        self.ask(|it| it.statement(sql).map(drop))?;
        let statement = self.statement(sql).map_err(problem)?;
        let mut rows = self.client.query_raw(&statement, parameters).map_err(problem)?;
        while let Some(row) = rows.next().map_err(problem)? {
            if look(Glance(Of::Postgres(&row))).is_break() {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn execute(&mut self, sql: &'static str, parameters: &[Value]) -> Result<u64> {
        self.ask(|it| {
            let statement = it.statement(sql)?;
            it.client.execute(&statement, &references(parameters))
        })
    }

    /// Runs a statement whose parameters are lists, one for each column of `rows`.
    pub(crate) fn execute_many(&mut self, sql: &'static str, rows: &[Vec<Value>]) -> Result<()> {
        let width = rows.first().map_or(0, Vec::len);
        let columns: Vec<List<'_>> =
            (0..width).map(|at| List(rows.iter().map(|row| &row[at]).collect())).collect();
        self.ask(|it| {
            let statement = it.statement(sql)?;
            let columns: Vec<_> = columns.iter().map(|it| it as &(dyn ToSql + Sync)).collect();
            it.client.execute(&statement, &columns)
        })
        .map(drop)
    }

    /// Asks a question whose one parameter is a list.
    pub(crate) fn query_many(&mut self, sql: &'static str, keys: &[Value]) -> Result<Vec<Row>> {
        let list = List(keys.iter().collect());
        let rows = self.ask(|it| {
            let statement = it.statement(sql)?;
            it.client.query(&statement, &[&list])
        })?;
        rows.iter().map(owned).collect()
    }

    pub(crate) fn run(&mut self, sql: &str) -> Result<()> {
        self.ask(|it| it.client.batch_execute(sql))
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<()> {
        self.ask(|it| it.client.prepare(sql)).map(drop)
    }

    /// Begins a transaction with the given words.
    pub(crate) fn begin(&mut self, sql: &str) -> Result<()> {
        self.in_transaction = true;
        self.run(sql)
    }

    /// Ends the transaction; when it fails the connection is not used again.
    pub(crate) fn end(&mut self, sql: &str) -> Result<()> {
        self.run(sql)?;
        self.in_transaction = false;
        Ok(())
    }

    pub(crate) const fn is_in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// Waits up to `wait` for messages on the channel of nodes. The first is not kept waiting
    /// for a second.
    pub(crate) fn notifications(&mut self, wait: Duration) -> Result<Vec<String>> {
        let mut words = Vec::new();
        let mut notifications = self.client.notifications();
        let first = notifications.timeout_iter(wait).next().map_err(problem)?;
        words.extend(first.map(|it| it.payload().to_owned()));
        while words.len() < 64
            && let Some(more) = notifications.iter().next().map_err(problem)?
        {
            words.push(more.payload().to_owned());
        }
        drop(notifications);
        if self.is_open() {
            return Ok(words);
        }
        Err(Problem::new(Code::Unavailable, "PostgreSQL: the connection is closed"))
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.client.is_closed()
    }
}

/// Connects, and gives up on a server that has fallen silent sooner than the system would.
fn connect(url: &str) -> Result<Client> {
    let mut way = Way::read(url)?;
    let config = way.config();
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(Duration::from_secs(10));
    }
    if config.get_tcp_user_timeout().is_none() {
        config.tcp_user_timeout(Duration::from_secs(20));
    }
    config.keepalives_idle(config.get_keepalives_idle().min(Duration::from_secs(10)));
    let mut client = way.connect().map_err(|error| lost(&error))?;
    client.batch_execute(SETTINGS).map_err(|error| lost(&error))?;
    Ok(client)
}

fn references(parameters: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    parameters.iter().map(|it| it as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(n) if *ty == Type::INT4 => i32::try_from(*n)?.to_sql(ty, out),
            Self::Int(n) => n.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Binary
    }

    to_sql_checked!();
}

/// Values as one parameter.
#[derive(Debug)]
struct List<'a>(Vec<&'a Value>);

impl ToSql for List<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn StdError + Sync + Send>> {
        self.0.to_sql(ty, out)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8_ARRAY | Type::TEXT_ARRAY | Type::BYTEA_ARRAY)
    }

    to_sql_checked!();
}

fn owned(row: &postgres::Row) -> Result<Row> {
    (0..row.len()).map(|at| cell(row, at).map(Value::from)).collect::<Result<_>>().map(Row)
}

/// A column of a row that is looked at.
pub(crate) fn cell(row: &postgres::Row, at: usize) -> Result<Cell<'_>> {
    let none = || Problem::new(Code::Damaged, format!("there is no column {at}"));
    let value = match *row.columns().get(at).ok_or_else(none)?.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(at).map(|it| it.map(Cell::Int)),
        Type::INT4 => row.try_get::<_, Option<i32>>(at).map(|it| it.map(|n| Cell::Int(n.into()))),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(at).map(|it| it.map(Cell::Bytes)),
        Type::TEXT | Type::VARCHAR => {
            row.try_get::<_, Option<&str>>(at).map(|it| it.map(Cell::Text))
        }
        ref other => {
            return Err(Problem::new(Code::Damaged, format!("a column is of type {other}")));
        }
    };
    Ok(value.map_err(problem)?.unwrap_or(Cell::Null))
}

/// Whether the error says that the connection, not the statement, is at fault.
fn is_loss(error: &Error) -> bool {
    let by_server = error.code().is_some_and(|state| state.code().starts_with("57P"));
    let on_the_way = || error.source().is_some_and(<dyn StdError>::is::<std::io::Error>);
    by_server || error.is_closed() || on_the_way()
}

/// A server that cannot be reached, or does not let us in.
fn lost(error: &Error) -> Problem {
    let why = error.as_db_error().map_or_else(|| error.to_string(), |it| it.message().to_owned());
    Problem::new(Code::Unavailable, format!("PostgreSQL: {why}"))
}

/// What an engine's error means to us, without the words that may quote values.
pub(crate) fn problem(error: Error) -> Problem {
    let Some(state) = error.code() else {
        let code = if is_loss(&error) { Code::Unavailable } else { Code::Internal };
        return Problem::new(code, format!("PostgreSQL: {error}"));
    };
    let (message, place) = error
        .as_db_error()
        .map_or_else(Default::default, |e| (e.message(), e.constraint().unwrap_or_default()));
    let detail = format!("PostgreSQL {}: {message} {place}", state.code());
    Problem::new(meaning(state), detail)
}

fn meaning(state: &SqlState) -> Code {
    match state.code() {
        _ if *state == SqlState::DISK_FULL => Code::StorageFull,
        _ if *state == SqlState::UNIQUE_VIOLATION => Code::Conflict,
        _ if *state == SqlState::DATA_CORRUPTED || *state == SqlState::INDEX_CORRUPTED => {
            Code::Damaged
        }
        // Deadlock, serialization, waited too long for a lock or for us, read-only stand-by.
        "40P01" | "40001" | "55P03" | "25P03" | "25006" => Code::Unavailable,
        // Connection, resources, an operator's intervention, the server's own disk.
        it if ["08", "53", "57", "58"].contains(&&it[..2]) => Code::Unavailable,
        _ => Code::Internal,
    }
}
