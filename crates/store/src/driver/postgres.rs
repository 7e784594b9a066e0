//! PostgreSQL, for more than one machine.

use std::collections::HashMap;
use std::error::Error;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{Format, IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use postgres::{Client, NoTls, Statement};
use tasuki_kernel::{Code, Problem, Result};

use crate::value::{Row, Value};

/// A connection to PostgreSQL with its prepared statements.
pub struct Postgres {
    pub(crate) client: Client,
    prepared: HashMap<&'static str, Statement>,
    listening: bool,
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Self> {
        let mut client = Client::connect(url, NoTls).map_err(problem)?;
        // Durable at commit whatever the server's default is.
        client
            .batch_execute("SET synchronous_commit = on; SET client_min_messages = warning")
            .map_err(problem)?;
        Ok(Self { client, prepared: HashMap::new(), listening: false })
    }

    fn statement(&mut self, sql: &'static str) -> Result<Statement> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(problem)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    pub(crate) fn query(&mut self, sql: &'static str, parameters: &[Value]) -> Result<Vec<Row>> {
        let statement = self.statement(sql)?;
        let rows = self.client.query(&statement, &references(parameters)).map_err(problem)?;
        rows.iter().map(owned).collect()
    }

    pub(crate) fn execute(&mut self, sql: &'static str, parameters: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        self.client.execute(&statement, &references(parameters)).map_err(problem)
    }

    pub(crate) fn run(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(problem)
    }

    pub(crate) fn prepare(&mut self, sql: &str) -> Result<()> {
        self.client.prepare(sql).map(drop).map_err(problem)
    }

    /// Waits up to `wait` for messages on the channel of nodes.
    pub(crate) fn notifications(&mut self, wait: Duration) -> Result<Vec<String>> {
        if !self.listening {
            self.client.batch_execute("LISTEN tasuki").map_err(problem)?;
            self.listening = true;
        }
        if self.client.is_closed() {
            return Err(Problem::new(Code::Unavailable, "PostgreSQL: the connection is closed"));
        }
        let mut words = Vec::new();
        let mut notifications = self.client.notifications();
        let mut waiting = notifications.timeout_iter(wait);
        while let Some(notification) = waiting.next().map_err(problem)? {
            words.push(notification.payload().to_owned());
            if words.len() >= 64 {
                break;
            }
        }
        Ok(words)
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.client.is_closed()
    }
}

fn references(parameters: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    parameters.iter().map(|it| it as &(dyn ToSql + Sync)).collect()
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn Error + Sync + Send>> {
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

fn owned(row: &postgres::Row) -> Result<Row> {
    let mut values = Vec::with_capacity(row.len());
    for (at, column) in row.columns().iter().enumerate() {
        let value = match *column.type_() {
            Type::INT8 => row.try_get::<_, Option<i64>>(at).map(Value::from),
            Type::INT4 => row.try_get::<_, Option<i32>>(at).map(|n| Value::from(n.map(i64::from))),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at).map(Value::from),
            Type::TEXT | Type::VARCHAR => row.try_get::<_, Option<String>>(at).map(Value::from),
            ref other => {
                return Err(Problem::new(Code::Damaged, format!("a column is of type {other}")));
            }
        };
        values.push(value.map_err(problem)?);
    }
    Ok(Row(values))
}

/// What an engine's error means to us, without the words that may quote values.
pub(crate) fn problem(error: postgres::Error) -> Problem {
    let Some(state) = error.code() else {
        return Problem::new(Code::Unavailable, format!("PostgreSQL: {error}"));
    };
    let code = match state {
        it if *it == SqlState::DISK_FULL => Code::StorageFull,
        it if *it == SqlState::UNIQUE_VIOLATION => Code::Conflict,
        it if *it == SqlState::T_R_DEADLOCK_DETECTED
            || *it == SqlState::T_R_SERIALIZATION_FAILURE
            || it.code().starts_with("08")
            || it.code().starts_with("57")
            || it.code().starts_with("53")
            || it.code() == "25006" =>
        {
            Code::Unavailable
        }
        _ => Code::Internal,
    };
    let (message, place) = error
        .as_db_error()
        .map_or_else(Default::default, |e| (e.message(), e.constraint().unwrap_or_default()));
    Problem::new(code, format!("PostgreSQL {}: {message} {place}", state.code()))
}
