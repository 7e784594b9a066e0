//! Damage done behind the program's back: SQL literals of stored values, rows changed one by one.

use tasuki_store::dump::Table;
use tasuki_store::{Engine, Value};

use crate::Database;

impl Database {
    /// A stored value as this engine's SQL spells it.
    pub fn literal(&self, value: &Value) -> String {
        match (value, self.engine()) {
            (Value::Null, _) => "NULL".to_owned(),
            (Value::Int(n), _) => n.to_string(),
            (Value::Text(text), _) => format!("'{}'", text.replace('\'', "''")),
            (Value::Bytes(bytes), Engine::Sqlite(_)) => format!("x'{}'", hex(bytes)),
            (Value::Bytes(bytes), Engine::Postgres(_)) => format!("'\\x{}'::bytea", hex(bytes)),
        }
    }

    /// The condition that names one row of a table.
    pub fn place(&self, table: &Table, row: &[Value]) -> String {
        let keys = table.columns.iter().zip(row).take(table.key);
        let terms = keys.map(|(name, value)| format!("{name} = {}", self.literal(value)));
        terms.collect::<Vec<_>>().join(" AND ")
    }

    /// Does `harm` to a table, lets `look` see it, and puts the table back as it was.
    pub fn harmed<T>(&self, table: &str, harm: &str, look: impl FnOnce() -> T) -> T {
        self.tamper(&format!("CREATE TABLE kept AS SELECT * FROM {table}"));
        self.tamper(harm);
        let seen = look();
        self.tamper(&format!(
            "DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept"
        ));
        seen
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |said, byte| said + &format!("{byte:02x}"))
}

/// Another value of the same type, which the column takes too.
pub fn another(column: &str, value: &Value) -> Value {
    match value {
        // Far off, so that a number in a key is not another row's.
        Value::Int(n) => Value::Int(n + 1_000_003),
        Value::Text(text) => Value::Text(format!("{text}x")),
        Value::Bytes(bytes) => match bytes.split_last() {
            Some((last, rest)) => Value::Bytes([rest, &[last ^ 1]].concat()),
            None => Value::Bytes(vec![1]),
        },
        Value::Null if column == "portrait" => Value::Text("x".to_owned()),
        Value::Null if is_number(column) => Value::Int(1),
        Value::Null => Value::Bytes(vec![1; 16]),
    }
}

/// Whether a column that may be empty holds a number.
fn is_number(column: &str) -> bool {
    column.ends_with("_at") || column.ends_with("_from") || column.ends_with("sequence")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::on_both;

    #[test]
    fn harm_is_undone_on_both_engines() {
        on_both(|database| {
            database.tamper("CREATE TABLE t (a BYTEA NOT NULL, b TEXT, c BIGINT)");
            let values = [Value::Bytes(vec![1, 255]), Value::Text("it's".into()), Value::Null];
            let row = values.each_ref().map(|value| database.literal(value)).join(", ");
            database.tamper(&format!("INSERT INTO t VALUES ({row})"));
            let seen = database.harmed("t", "DELETE FROM t", || {
                // Refused if the row were still there.
                database.tamper("CREATE UNIQUE INDEX one ON t (a)");
                database.tamper(&format!("INSERT INTO t VALUES ({row}); DELETE FROM t"));
                7
            });
            assert_eq!(seen, 7);
            database.tamper("INSERT INTO t SELECT a, b, c FROM t WHERE FALSE");
        });
    }

    #[test]
    fn another_value_is_another() {
        for value in [
            Value::Int(0),
            Value::Text(String::new()),
            Value::Bytes(vec![]),
            Value::Bytes(vec![0, 0]),
            Value::Null,
        ] {
            for column in ["portrait", "until_at", "notebook"] {
                assert_ne!(another(column, &value), value);
            }
        }
    }
}
