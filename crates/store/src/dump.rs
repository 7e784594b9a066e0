//! Every table as rows, in key order: for comparing views with a rebuilding, and for backups that
//! do not depend on the engine.

use std::ops::ControlFlow;

use tasuki_kernel::{Problem, Result};

use crate::driver::{Conn, dialect};
use crate::glance::Glance;
use crate::group::Transaction;
use crate::value::{Row, Value};

/// What kind of table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Logs, entries, attachments: evidence.
    Evidence,
    /// Derived from entries.
    View,
    /// Ordinary state that a backup keeps.
    State,
}

/// A table as backups and comparisons see it.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What kind.
    pub nature: Nature,
    /// Its columns, key columns first.
    pub columns: &'static [&'static str],
    /// How many of them are the key.
    pub key: usize,
    select: &'static str,
    insert: &'static str,
}

macro_rules! count {
    () => { 0 };
    ($head:ident $($tail:ident)*) => { 1 + count!($($tail)*) };
}

macro_rules! tables {
    ($($nature:ident $name:ident ($first:ident $($key:ident)*) $($column:ident)* = $marks:literal;)*) => {
        /// All tables.
        pub const TABLES: &[Table] = &[$(Table {
            name: stringify!($name),
            nature: Nature::$nature,
            columns: &[stringify!($first), $(stringify!($key),)* $(stringify!($column),)*],
            key: 1 + count!($($key)*),
            select: concat!(
                "SELECT ", stringify!($first), $(", ", stringify!($key),)*
                $(", ", stringify!($column),)* " FROM ", stringify!($name),
                " ORDER BY ", stringify!($first), $(", ", stringify!($key),)*
            ),
            // Put together from the list, so that the two cannot differ; the conformance suite
            // runs both statements of every table.
            insert: concat!(
                "INSERT", " INTO ", stringify!($name), " (", stringify!($first),
                $(", ", stringify!($key),)* $(", ", stringify!($column),)* ") VALUES (", $marks, ")"
            ),
        },)*];
    };
}

tables! {
    Evidence logs (id) region purpose room vault audience_key wrap_key sequence head received
        low middle high treed = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14";
    Evidence entries (log sequence) entry author received header body wrap wrap_key kind record
        low middle high = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14";
    Evidence attachments (log name) sequence wrap wrap_key size = "$1, $2, $3, $4, $5, $6";
    View regions (id) name notebook_name categories idle_minutes second_factors
        = "$1, $2, $3, $4, $5, $6";
    View facilities (id) region kind name active municipality = "$1, $2, $3, $4, $5, $6";
    View persons (id) region kind login family given family_kana given_kana active portrait mail
        = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11";
    View posts (id) person facility profession manager from_at until_at
        = "$1, $2, $3, $4, $5, $6, $7";
    View devices (id) person kind fingerprint label not_after issued_at revoked_at
        serial system = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10";
    View passkeys (device) credential public_key = "$1, $2, $3";
    View notebooks (id) region patient team_room managing_facility vault basics_log
        basics_sequence attending deputy destroyed_at closed_at closed_for closed_sequence
        = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14";
    View rooms (id) region notebook kind main_log = "$1, $2, $3, $4, $5";
    View members (room person) post from_at until_at history_from = "$1, $2, $3, $4, $5, $6";
    View audiences (log person) = "$1, $2";
    View amendments (log record sequence) kind = "$1, $2, $3, $4";
    View confirmations (log entry author) sequence confirmed_at = "$1, $2, $3, $4, $5";
    View releases (log record) care life_support family = "$1, $2, $3, $4, $5";
    View consents (notebook kind) given from_at until_at = "$1, $2, $3, $4, $5";
    View consent_steps (notebook log sequence) = "$1, $2, $3";
    View likenesses (notebook kind) region mark = "$1, $2, $3, $4";
    View accesses (notebook received log sequence) person = "$1, $2, $3, $4, $5";
    View applications (id) region number revision state facility municipality kind family given
        family_kana given_kana profession mail login system remark not_yet terms lang applied_at
        sent_at decided_at decided_by reason became
        = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26";
    View portals (region) palette municipality about joining privacy desk phone mail hours
        = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10";
    View terms (region version) text from_at = "$1, $2, $3, $4";
    View acceptances (person version) accepted_at = "$1, $2, $3";
    View disclosures (id) region kind notebook log days told asked_sequence asked_by asked_at state
        answered_by answered_at until_at
        = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14";
    View invitations (id) notebook log sequence facility person post profession author invited_at
        until_at answer answered_by answered_at
        = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14";
    View managing_offers (id) notebook log sequence facility author offered_at answer answered_by
        answered_at = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10";
    View channels (id) region name association vault opened_at = "$1, $2, $3, $4, $5, $6";
    View channel_facilities (channel facility) = "$1, $2";
    View channel_writers (channel person) = "$1, $2";
    View notices (id) region channel log sequence kinds professions shown_at until_at confirm
        sent_at withdrawn_at withdrawn_sequence reminded_at reminders
        = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15";
    View notice_facilities (notice facility) = "$1, $2";
    View notice_openings (notice facility person) opened_at confirmed_at = "$1, $2, $3, $4, $5";
    View withdrawals (id) region number facility state reason lang sent_at sent_by decided_at
        decided_by answer = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12";
    View reviews (facility quarter) region reviewed_at reviewed_by people devices list
        = "$1, $2, $3, $4, $5, $6, $7, $8";
    State installations (region) region_log vault = "$1, $2, $3";
    State trees (region) size root = "$1, $2, $3";
    State nodes (id) region access_log = "$1, $2, $3";
    State passwords (person) hash set_at = "$1, $2, $3";
    State pickups (number) code person label system made_at expires_at failures used_at device
        replaces = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11";
    State applicants (application) password door door_until seen_at = "$1, $2, $3, $4, $5";
    State letters (id) region kind receiver sealed about written_at state attempts next_at
        ended_at trouble = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12";
    State passkey_counters (device) count = "$1, $2";
    State preferences (person) lang text_percent idle_minutes notebook_order
        = "$1, $2, $3, $4, $5";
    State openings (log person sequence) opened_at = "$1, $2, $3, $4";
    State reminders (facility) quarter = "$1, $2";
    State marks (person log) sequence low middle high = "$1, $2, $3, $4, $5, $6";
}

/// All rows of a table but `entries`, in key order.
pub fn rows(conn: &mut Conn, table: &Table) -> Result<Vec<Row>> {
    conn.query(table.select, &[])
}

const ENTRY_PAGE: &str = "SELECT log, sequence, entry, author, received, header, body, wrap, \
     wrap_key, kind, record, low, middle, high FROM entries \
     WHERE (log, sequence) > ($1, $2) ORDER BY log, sequence LIMIT 1000";

/// The next rows of `entries` after a place, in key order: a thousand at most.
pub fn entry_page(conn: &mut Conn, after: Option<(&[u8], i64)>) -> Result<Vec<Row>> {
    let (log, sequence) = after.unwrap_or((&[], 0));
    conn.query(ENTRY_PAGE, &[log.into(), sequence.into()])
}

const ENTRIES_OF_LOG: &str = "SELECT log, sequence, entry, author, received, header, body, wrap, \
     wrap_key, kind, record, low, middle, high FROM entries WHERE log = $1 ORDER BY sequence";
const NEXT_LOG: &str = "SELECT log FROM entries WHERE log >= $1 ORDER BY log LIMIT 1";

/// Looks at all rows of `entries` of one log, in their order. `log` is the column as it is stored,
/// which may be no id.
pub fn entries_of_log(
    conn: &mut Conn,
    log: &[u8],
    look: &mut dyn FnMut(Glance<'_>) -> ControlFlow<()>,
) -> Result<()> {
    conn.each(ENTRIES_OF_LOG, &[log.into()], look)
}

/// What stands in the column `log` of `entries`, each once, sorted.
pub fn logs_of_entries(conn: &mut Conn) -> Result<Vec<Vec<u8>>> {
    let (mut logs, mut least) = (Vec::new(), Vec::new());
    while let Some(row) = conn.first(NEXT_LOG, &[least.as_slice().into()])? {
        let log = row.bytes(0)?.to_vec();
        least.clone_from(&log);
        // The smallest that is greater.
        least.push(0);
        logs.push(log);
    }
    Ok(logs)
}

/// Puts a row back as it was, when restoring into an empty database.
pub fn restore_row(t: &mut Transaction<'_>, table: &Table, values: &[Value]) -> Result<()> {
    if values.len() != table.columns.len() {
        return Err(Problem::new(
            tasuki_kernel::Code::Damaged,
            format!("a row of {} has {} columns", table.name, values.len()),
        ));
    }
    t.execute(table.insert, values).map(drop)
}

/// The table of a name.
pub fn table(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

/// Begins a reading of everything as it stands at one moment; end it with [`end_snapshot`].
pub fn begin_snapshot(conn: &mut Conn) -> Result<()> {
    dialect::begin_snapshot(conn)
}

/// Ends what [`begin_snapshot`] began.
pub fn end_snapshot(conn: &mut Conn) -> Result<()> {
    conn.commit()
}

/// A row said with its column names, for a finding: bytes in hexadecimal, words left out.
pub fn describe(table: &Table, row: &Row) -> String {
    let say = |value: &Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Text(text) => format!("text of {} characters", text.chars().count()),
        Value::Bytes(bytes) if bytes.len() <= 33 => {
            bytes.iter().fold(String::new(), |said, b| said + &format!("{b:02x}"))
        }
        Value::Bytes(bytes) => format!("{} bytes", bytes.len()),
    };
    let columns = table.columns.iter().zip(row.values());
    columns.map(|(name, value)| format!("{name}={}", say(value))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_made_from_the_columns() {
        let members = table("members").unwrap();
        assert_eq!(members.key, 2);
        assert_eq!(
            members.select,
            "SELECT room, person, post, from_at, until_at, history_from FROM members \
             ORDER BY room, person"
        );
        for table in TABLES {
            let marks = table.insert.matches('$').count();
            assert_eq!(marks, table.columns.len(), "{}", table.name);
        }
    }

    #[test]
    fn a_description_holds_no_words() {
        let region = table("regions").unwrap();
        let row = Row(vec![
            Value::Bytes(vec![1; 16]),
            Value::from("みなと市"),
            Value::from("x"),
            Value::from(""),
            Value::Int(15),
            Value::Null,
        ]);
        let said = describe(region, &row);
        assert!(!said.contains("みなと"));
        assert!(said.contains("idle_minutes=15") && said.contains("name=text of 4 characters"));
    }
}
