//! Views made anew from all entries, compared with those that are stored.

use std::cmp::Ordering;

use tasuki_kernel::Result;
use tasuki_ledger::{Damage, Finding};
use tasuki_store::dump::{self, Nature, Table};
use tasuki_store::{Conn, Row, Value};

use super::Check;

impl Check {
    /// Compares every view with the one in `built`, row by row in key order.
    pub(super) fn compare_views(&mut self, built: &mut Conn) -> Result<()> {
        for table in dump::TABLES.iter().filter(|it| it.nature == Nature::View) {
            let stored = match dump::rows(&mut self.conn, table) {
                Ok(rows) => rows,
                Err(problem) if problem.code == tasuki_kernel::Code::Damaged => {
                    self.find(finding(table, problem.detail));
                    continue;
                }
                Err(problem) => return Err(problem),
            };
            let expected = dump::rows(built, table)?;
            self.report.rows += expected.len() as u64;
            for difference in differences(table, &stored, &expected) {
                self.find(finding(table, difference));
            }
        }
        Ok(())
    }
}

fn finding(table: &Table, detail: String) -> Finding {
    Finding::general(Damage::ViewDiffers { view: table.name.into(), detail })
}

/// What differs between two tables that are in key order.
fn differences(table: &Table, stored: &[Row], expected: &[Row]) -> Vec<String> {
    let mut said = Vec::new();
    let (mut stored, mut expected) = (stored.iter().peekable(), expected.iter().peekable());
    loop {
        let order = match (stored.peek(), expected.peek()) {
            (None, None) => return said,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => compare_keys(table, a, b),
        };
        let found = if order.is_le() { stored.next() } else { None };
        let wanted = if order.is_ge() { expected.next() } else { None };
        match (found, wanted) {
            (Some(found), Some(wanted)) => {
                let columns = differing(table, found, wanted);
                if !columns.is_empty() {
                    said.push(format!("row {}: column {columns}", key(table, found)));
                }
            }
            (Some(found), None) => {
                said.push(format!("row {}: no entry says so", key(table, found)));
            }
            (None, Some(wanted)) => {
                said.push(format!("row {}: it is missing", key(table, wanted)));
            }
            (None, None) => {}
        }
    }
}

fn differing(table: &Table, found: &Row, wanted: &Row) -> String {
    let columns = table.columns.iter().zip(found.values().iter().zip(wanted.values()));
    let names = columns.filter(|(_, (a, b))| a != b).map(|(name, _)| *name);
    names.collect::<Vec<_>>().join(", ")
}

/// The key columns of a row with their values; keys are ids and numbers, never words.
fn key(table: &Table, row: &Row) -> String {
    let columns = table.columns.iter().zip(row.values()).take(table.key);
    columns.map(|(name, value)| format!("{name}={}", say(value))).collect::<Vec<_>>().join(" ")
}

/// An id as it is spelled everywhere else.
fn say(value: &Value) -> String {
    match value {
        Value::Bytes(bytes) => tasuki_kernel::EntryId::from_slice(bytes).map_or_else(
            |_| bytes.iter().fold(String::new(), |said, b| said + &format!("{b:02x}")),
            |id| id.to_string(),
        ),
        Value::Int(n) => n.to_string(),
        Value::Text(_) => "text".to_owned(),
        Value::Null => "NULL".to_owned(),
    }
}

fn compare_keys(table: &Table, a: &Row, b: &Row) -> Ordering {
    let pairs = a.values().iter().zip(b.values()).take(table.key);
    pairs.map(|(a, b)| compare(a, b)).find(|it| it.is_ne()).unwrap_or(Ordering::Equal)
}

/// As both engines sort: NULL, numbers, text, bytes.
fn compare(a: &Value, b: &Value) -> Ordering {
    let class = |value: &Value| match value {
        Value::Null => 0,
        Value::Int(_) => 1,
        Value::Text(_) => 2,
        Value::Bytes(_) => 3,
    };
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        _ => class(a).cmp(&class(b)),
    }
}
