//! The places where the two engines must differ, all of them: how tables are clustered, how heads
//! are locked, how one process starts migrating at a time, how a consistent reading begins, how
//! other processes are woken, how many rows are written at once.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tasuki_kernel::{Code, LogId, Problem, RegionId, Result};

use super::{Conn, Engine};
use crate::hub::{Change, Word};
use crate::value::{Row, Value};

/// 1. Clustered tables: SQLite halves the cost of a read by keeping rows in key order.
pub(crate) fn data_definition(conn: &Conn, sql: &str) -> String {
    match conn {
        Conn::Sqlite(_) => sql.replace("/*clustered*/", "WITHOUT ROWID"),
        Conn::Postgres(_) => sql.to_owned(),
    }
}

/// 2. Beginning to write for `regions`: SQLite takes the one write lock now and not at the first
///    change. On PostgreSQL one node at a time writes for a region, so that rows which no log's
///    head guards are never waited for in a ring; commits that wake others are one after another
///    there anyway. Nobody waits for ever for a node that stopped in the middle of a group.
pub(crate) fn begin_write(conn: &mut Conn, regions: &BTreeSet<RegionId>) -> Result<()> {
    match conn {
        Conn::Sqlite(it) => it.run("BEGIN IMMEDIATE"),
        Conn::Postgres(it) => {
            let settings = "BEGIN; SET LOCAL lock_timeout = '30s'; \
                            SET LOCAL idle_in_transaction_session_timeout = '30s'";
            // The random half of the id; should two regions share it, they share the lock.
            let half = |region: &RegionId| u128::from_be_bytes(*region.as_bytes()) as i64;
            let locks = regions.iter().map(half).collect::<BTreeSet<_>>();
            let locks = locks.iter().map(|half| format!("SELECT pg_advisory_xact_lock({half})"));
            let all: Vec<String> = std::iter::once(settings.to_owned()).chain(locks).collect();
            it.begin(&all.join("; "))
        }
    }
}

/// 3. Locking the heads of logs, in id order: SQLite has one writer at a time and needs no more.
///    The last column is 1 when an entry stands beyond the head.
pub(crate) fn lock_heads(conn: &mut Conn, logs: &[LogId]) -> Result<Vec<Row>> {
    let ids: Vec<Value> = logs.iter().map(|id| (*id).into()).collect();
    query_each(conn, HEAD, HEADS_LOCKED, &ids)
}

const HEAD: &str = "SELECT id, sequence, head, received, low, middle, high, region, wrap_key, \
     CASE WHEN EXISTS (SELECT 1 FROM entries WHERE entries.log = logs.id \
     AND entries.sequence > logs.sequence) THEN 1 ELSE 0 END FROM logs WHERE id = $1";
const HEADS_LOCKED: &str = "SELECT id, sequence, head, received, low, middle, high, region, \
     wrap_key, CASE WHEN EXISTS (SELECT 1 FROM entries WHERE entries.log = logs.id \
     AND entries.sequence > logs.sequence) THEN 1 ELSE 0 END \
     FROM logs WHERE id = ANY($1) ORDER BY id FOR UPDATE";

/// 4. Beginning to read everything as it stands at one moment.
pub(crate) fn begin_snapshot(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(it) => it.run("BEGIN"),
        Conn::Postgres(it) => it.begin("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
    }
}

const EXPORT_SNAPSHOT: &str = "SELECT pg_export_snapshot()";
const BEGIN_READING: &str = "SELECT region FROM installations";

/// The same on several connections, which see the same moment: PostgreSQL gives it a name, beside
/// SQLite nobody can write while they begin. Gives those of the others that have begun.
pub(crate) fn begin_snapshots(
    first: &mut Conn,
    mut others: Vec<Conn>,
    engine: &Engine,
) -> Result<Vec<Conn>> {
    if others.is_empty() {
        begin_snapshot(first)?;
        return Ok(others);
    }
    if matches!(first, Conn::Sqlite(_)) {
        let mut held = Conn::open(engine)?;
        let quiet = held.run("BEGIN IMMEDIATE").is_ok();
        begin_snapshot(first)?;
        // A reading begins with its first question.
        first.query(BEGIN_READING, &[])?;
        if !quiet {
            return Ok(Vec::new());
        }
        for other in &mut others {
            begin_snapshot(other)?;
            other.query(BEGIN_READING, &[])?;
        }
        held.roll_back()?;
        return Ok(others);
    }
    begin_snapshot(first)?;
    let name = first.first(EXPORT_SNAPSHOT, &[])?;
    let none = || Problem::new(Code::Internal, "PostgreSQL gave no name of a snapshot");
    let name = name.ok_or_else(none)?.text(0)?.replace('\'', "");
    for other in &mut others {
        begin_snapshot(other)?;
        other.run(&format!("SET TRANSACTION SNAPSHOT '{name}'"))?;
    }
    Ok(others)
}

/// Reading a few things together: SQLite takes and leaves its locks for each statement outside a
/// transaction, which costs as much as a small question. PostgreSQL would only be asked twice more.
pub(crate) fn read_together<T>(
    conn: &mut Conn,
    question: impl FnOnce(&mut Conn) -> Result<T>,
) -> Result<T> {
    let Conn::Sqlite(it) = &mut *conn else { return question(conn) };
    it.execute("BEGIN", &[])?;
    let answer = question(conn);
    conn.execute("COMMIT", &[])?;
    answer
}

/// What only one process may do at a time: a number known to PostgreSQL, beside SQLite a file.
pub(crate) struct Lock {
    number: i64,
    file: PathBuf,
}

impl Lock {
    /// Changing the shape of the database that `conn` is open on.
    pub(crate) fn migration(conn: &Conn) -> Self {
        let file = match conn {
            Conn::Sqlite(it) => it.lock_file(),
            Conn::Postgres(_) => PathBuf::new(),
        };
        Self { number: 92_685_459_866_442, file }
    }

    /// Destroying and replacing keys, and copying them, with the file that locks it beside SQLite.
    pub(crate) fn keys(file: &Path) -> Self {
        Self { number: 92_685_459_866_443, file: file.to_owned() }
    }

    /// Extending the tree, with the file that locks it beside SQLite.
    pub(crate) fn tree(file: &Path) -> Self {
        Self { number: 92_685_459_866_441, file: file.to_owned() }
    }
}

/// Waits until no other process holds the file, and holds it until what this gives is dropped.
pub(crate) fn hold(file: &Path) -> Result<File> {
    let failed = |e| Problem::new(Code::Unavailable, format!("a lock's file: {e}"));
    let file = File::create(file).map_err(failed)?;
    file.lock().map_err(failed)?;
    Ok(file)
}

/// 5. Working while no other process does the same: PostgreSQL holds a lock for all machines,
///    beside SQLite a locked file does. The lock ends when `work` does, however it does.
pub(crate) fn alone<T>(
    conn: &mut Conn,
    lock: &Lock,
    work: impl FnOnce(&mut Conn) -> Result<T>,
) -> Result<T> {
    match conn {
        Conn::Sqlite(_) => {
            let _held = hold(&lock.file)?;
            work(conn)
        }
        Conn::Postgres(it) => {
            it.run(&format!("SELECT pg_advisory_lock({})", lock.number))?;
            let outcome = work(conn);
            let unlocked = conn.run(&format!("SELECT pg_advisory_unlock({})", lock.number));
            outcome.and_then(|value| unlocked.map(|()| value))
        }
    }
}

const WAKE: &str = "INSERT INTO wakes (id) VALUES ($1)";
const FORGET_WAKES: &str = "DELETE FROM wakes";
const LAST_WAKE: &str = "SELECT id FROM wakes";
const NOTIFY: &str = "SELECT CAST(pg_notify('tasuki', $1) AS TEXT)";

/// 6. Telling other processes, in the same transaction, that logs or rights changed, and hearing
///    it. A SQLite server looks at the one row from time to time; PostgreSQL carries the message.
pub(crate) fn wake_others(conn: &mut Conn, serving: bool, word: &Word<'_>) -> Result<()> {
    match conn {
        // The server is the one that listens; only other programs (the command line) leave word.
        Conn::Sqlite(_) if serving => Ok(()),
        Conn::Sqlite(it) => {
            // The row holds the last word only: whoever finds a new one may have missed others.
            let word = Word { change: &Change::Everything, ..*word }.to_string();
            it.execute(FORGET_WAKES, &[])?;
            it.execute(WAKE, &[Value::from(word.as_bytes())]).map(drop)
        }
        Conn::Postgres(it) => it.query(NOTIFY, &[Value::from(word.to_string())]).map(drop),
    }
}

/// Begins to listen; what is said from now on will be heard. Gives the word that another program
/// left last, on SQLite.
pub(crate) fn begin_listening(conn: &mut Conn) -> Result<Option<String>> {
    match conn {
        Conn::Sqlite(_) => last_wake(conn),
        Conn::Postgres(it) => it.run("LISTEN tasuki").map(|()| None),
    }
}

fn last_wake(conn: &mut Conn) -> Result<Option<String>> {
    let row = conn.first(LAST_WAKE, &[])?;
    row.map(|row| Ok(String::from_utf8_lossy(row.bytes(0)?).into_owned())).transpose()
}

/// Waits up to `wait` for words of other processes. `last` is the word heard last, on SQLite.
pub(crate) fn words(
    conn: &mut Conn,
    wait: Duration,
    last: &mut Option<String>,
) -> Result<Vec<String>> {
    match conn {
        Conn::Sqlite(_) => {
            std::thread::sleep(wait);
            let word = last_wake(conn)?;
            if word == *last {
                return Ok(Vec::new());
            }
            last.clone_from(&word);
            Ok(word.into_iter().collect())
        }
        Conn::Postgres(it) => it.notifications(wait),
    }
}

/// 7. Committing without waiting for the disk, on this connection: for [`StoreOptions::synced`].
///
/// [`StoreOptions::synced`]: crate::store::StoreOptions::synced
pub(crate) fn stop_syncing(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(it) => it.run("PRAGMA synchronous = OFF"),
        Conn::Postgres(it) => it.run("SET synchronous_commit = off"),
    }
}

/// 8. Many rows: SQLite runs `one` for each of them, PostgreSQL `many` once with a list for each
///    column, because each statement is a journey there.
pub(crate) fn execute_each(
    conn: &mut Conn,
    one: &'static str,
    many: &'static str,
    rows: &[Vec<Value>],
) -> Result<()> {
    match conn {
        Conn::Sqlite(it) => rows.iter().try_for_each(|row| it.execute(one, row).map(drop)),
        Conn::Postgres(_) if rows.is_empty() => Ok(()),
        Conn::Postgres(it) => it.execute_many(many, rows),
    }
}

/// The same for questions of one parameter each.
pub(crate) fn query_each(
    conn: &mut Conn,
    one: &'static str,
    many: &'static str,
    keys: &[Value],
) -> Result<Vec<Row>> {
    match conn {
        Conn::Sqlite(it) => {
            let mut rows = Vec::with_capacity(keys.len());
            for key in keys {
                rows.extend(it.query(one, std::slice::from_ref(key))?);
            }
            Ok(rows)
        }
        Conn::Postgres(_) if keys.is_empty() => Ok(Vec::new()),
        Conn::Postgres(it) => it.query_many(many, keys),
    }
}

pub(crate) const INSERT_ENTRIES: &str = "INSERT INTO entries (log, sequence, entry, author, \
     received, header, body, wrap, wrap_key, kind, record, low, middle, high) \
     SELECT * FROM UNNEST(CAST($1 AS BYTEA[]), CAST($2 AS BIGINT[]), CAST($3 AS BYTEA[]), \
     CAST($4 AS BYTEA[]), CAST($5 AS BIGINT[]), CAST($6 AS BYTEA[]), CAST($7 AS BYTEA[]), \
     CAST($8 AS BYTEA[]), CAST($9 AS BYTEA[]), CAST($10 AS BIGINT[]), CAST($11 AS BYTEA[]), \
     CAST($12 AS BIGINT[]), CAST($13 AS BIGINT[]), CAST($14 AS BIGINT[]))";
pub(crate) const MOVE_HEADS: &str = "UPDATE logs SET sequence = moved.sequence, \
     head = moved.head, received = moved.received, low = moved.low, middle = moved.middle, \
     high = moved.high FROM UNNEST(CAST($1 AS BYTEA[]), CAST($2 AS BIGINT[]), \
     CAST($3 AS BYTEA[]), CAST($4 AS BIGINT[]), CAST($5 AS BIGINT[]), CAST($6 AS BIGINT[]), \
     CAST($7 AS BIGINT[])) AS moved (id, sequence, head, received, low, middle, high) \
     WHERE logs.id = moved.id";
pub(crate) const STANDING_ANY: &str = "SELECT log, sequence, header, received, entry, author \
     FROM entries WHERE entry = ANY($1)";
pub(crate) const ACCESSES: &str = "INSERT INTO accesses (notebook, received, log, sequence, \
     person) SELECT * FROM UNNEST(CAST($1 AS BYTEA[]), CAST($2 AS BIGINT[]), \
     CAST($3 AS BYTEA[]), CAST($4 AS BIGINT[]), CAST($5 AS BYTEA[])) \
     ON CONFLICT (notebook, received, log, sequence) DO NOTHING";

/// 9. What the one writer keeps in memory: SQLite reads the way to the end of each log that is
///    written to, which is longer the more entries there are; and a page that is written again
///    and again goes from the log written ahead into the database once for many times.
pub(crate) fn keep_more(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(it) => it.run("PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000"),
        Conn::Postgres(_) => Ok(()),
    }
}
