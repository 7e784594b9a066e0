//! Logs and their entries, as rows.

use tasuki_kernel::{
    Code, EntryId, LogId, Problem, RecordId, RegionId, Result, RoomId, Timestamp, VaultId,
};
use tasuki_ledger::{Author, Hash, Header, KeyId, head};

use crate::driver::{Conn, dialect};
use crate::group::Placed;
use crate::value::{Row, Value};

/// What a log is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogPurpose {
    /// A room's main log.
    Room,
    /// 特別便: one audience in a room.
    Delivery,
    /// The region's own.
    Region,
    /// A node's access log.
    Access,
}

impl LogPurpose {
    /// The number in the database.
    pub const fn code(self) -> i64 {
        match self {
            Self::Room => 1,
            Self::Delivery => 2,
            Self::Region => 3,
            Self::Access => 4,
        }
    }

    /// The purpose of a number.
    pub fn from_code(code: i64) -> Result<Self> {
        [Self::Room, Self::Delivery, Self::Region, Self::Access]
            .into_iter()
            .find(|it| it.code() == code)
            .ok_or_else(|| Problem::new(Code::Damaged, format!("log purpose {code}")))
    }
}

/// A log to be created.
#[derive(Debug, Clone)]
pub struct NewLog {
    /// The log.
    pub id: LogId,
    /// Its region.
    pub region: RegionId,
    /// What for.
    pub purpose: LogPurpose,
    /// Its room, if any.
    pub room: Option<RoomId>,
    /// Where its keys live.
    pub vault: VaultId,
    /// SHA-256 over the audience of 特別便, so that an audience has one log; zeros otherwise.
    pub audience_key: [u8; 32],
    /// The log key that wraps use from now on.
    pub wrap_key: KeyId,
}

/// A log's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// The log.
    pub id: LogId,
    /// Its region.
    pub region: RegionId,
    /// What for.
    pub purpose: LogPurpose,
    /// Its room, if any.
    pub room: Option<RoomId>,
    /// Where its keys live.
    pub vault: VaultId,
    /// The log key that new wraps use.
    pub wrap_key: KeyId,
    /// Number of entries.
    pub sequence: u64,
    /// Head after the last.
    pub head: Hash,
    /// Notes by sensitivity: low, middle, high.
    pub read: [u64; 3],
    /// How far the tree holds it.
    pub treed: u64,
}

/// An entry's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredEntry {
    /// The log.
    pub log: LogId,
    /// Its number there.
    pub sequence: u64,
    /// Its id.
    pub entry: EntryId,
    /// Who wrote it.
    pub author: Author,
    /// When it was received.
    pub received: Timestamp,
    /// The chained bytes.
    pub header: Vec<u8>,
    /// The sealed body.
    pub body: Vec<u8>,
    /// The body's key under the log's key; none once destroyed.
    pub wrap: Option<Vec<u8>>,
    /// The log key that the wrap is under.
    pub wrap_key: KeyId,
    /// Its kind.
    pub kind: u16,
    /// What it is about.
    pub record: RecordId,
    /// Notes so far by sensitivity: low, middle, high.
    pub read: [u64; 3],
}

const INSERT_LOG: &str = "INSERT INTO logs (id, region, purpose, room, vault, audience_key, \
     wrap_key, sequence, head, received, low, middle, high, treed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, 0, 0, 0, 0, 0)";
const MOVE_HEAD: &str = "UPDATE logs SET sequence = $2, head = $3, received = $4, \
     low = $5, middle = $6, high = $7 WHERE id = $1";
const LOG: &str = "SELECT id, region, purpose, room, vault, wrap_key, sequence, head, low, \
     middle, high, treed FROM logs WHERE id = $1";
const ALL_LOGS: &str = "SELECT id, region, purpose, room, vault, wrap_key, sequence, head, low, \
     middle, high, treed FROM logs ORDER BY id";
const LOGS_OF_ROOM: &str = "SELECT id, region, purpose, room, vault, wrap_key, sequence, head, \
     low, middle, high, treed FROM logs WHERE room = $1 ORDER BY purpose, id";
const LOGS_OF_VAULT: &str = "SELECT id, region, purpose, room, vault, wrap_key, sequence, head, \
     low, middle, high, treed FROM logs WHERE vault = $1 ORDER BY id";
const LOGS_NOT_TREED: &str = "SELECT id, region, purpose, room, vault, wrap_key, sequence, head, \
     low, middle, high, treed FROM logs WHERE region = $1 AND sequence > treed ORDER BY id";
const DELIVERY_LOG: &str =
    "SELECT id FROM logs WHERE room = $1 AND purpose = 2 AND audience_key = $2";
const TREED: &str = "UPDATE logs SET treed = $2 WHERE id = $1";
const INSERT_ENTRY: &str = "INSERT INTO entries (log, sequence, entry, author, received, header, \
     body, wrap, wrap_key, kind, record, low, middle, high) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const BY_AUTHOR: &str =
    "SELECT log, sequence, header, received FROM entries WHERE entry = $1 AND author = $2";
const ENTRIES_FROM: &str = "SELECT log, sequence, entry, header, received, body, wrap, wrap_key, \
     kind, record, low, middle, high, author FROM entries WHERE log = $1 AND sequence >= $2 \
     ORDER BY sequence LIMIT $3";
const ENTRIES_BEFORE: &str = "SELECT log, sequence, entry, header, received, body, wrap, \
     wrap_key, kind, record, low, middle, high, author FROM entries \
     WHERE log = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3";
const ENTRY_BY_ID: &str = "SELECT log, sequence, entry, header, received, body, wrap, wrap_key, \
     kind, record, low, middle, high, author FROM entries WHERE entry = $1 AND log = $2";
const HEADERS_FROM: &str = "SELECT sequence, header FROM entries \
     WHERE log = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3";
const DROP_WRAP: &str = "UPDATE entries SET wrap = NULL WHERE log = $1 AND sequence = $2";
const REWRAP: &str = "UPDATE entries SET wrap = $3, wrap_key = $4 WHERE log = $1 AND sequence = $2";
const WRAPPED_OTHERWISE: &str = "SELECT sequence, entry, wrap, wrap_key FROM entries \
     WHERE log = $1 AND wrap IS NOT NULL AND wrap_key <> $2 ORDER BY sequence LIMIT $3";
const DROP_ALL_WRAPS: &str = "UPDATE entries SET wrap = NULL WHERE log = $1";
const NEW_WRAP_KEY: &str = "UPDATE logs SET wrap_key = $2 WHERE id = $1";

pub(crate) fn log_row(row: &Row) -> Result<LogRow> {
    Ok(LogRow {
        id: row.id(0)?,
        region: row.id(1)?,
        purpose: LogPurpose::from_code(row.int(2)?)?,
        room: row.opt_id(3)?,
        vault: row.id(4)?,
        wrap_key: KeyId::from_bytes(row.array(5)?),
        sequence: row.count(6)?,
        head: Hash::from_bytes(row.array(7)?),
        read: [row.count(8)?, row.count(9)?, row.count(10)?],
        treed: row.count(11)?,
    })
}

pub(crate) fn stored_entry(mut row: Row) -> Result<StoredEntry> {
    let author = Author::decode(row.bytes(13)?)
        .map_err(|e| Problem::new(Code::Damaged, format!("an entry's author column: {e}")))?;
    Ok(StoredEntry {
        log: row.id(0)?,
        sequence: row.count(1)?,
        entry: row.id(2)?,
        header: row.take_bytes(3)?,
        received: row.at(4)?,
        body: row.take_bytes(5)?,
        wrap: row.take_opt_bytes(6)?,
        wrap_key: KeyId::from_bytes(row.array(7)?),
        kind: u16::try_from(row.int(8)?)
            .map_err(|_| Problem::new(Code::Damaged, "an entry's kind column"))?,
        record: row.id(9)?,
        read: [row.count(10)?, row.count(11)?, row.count(12)?],
        author,
    })
}

impl StoredEntry {
    /// The header that was chained. Columns beside it are only for finding it.
    pub fn header(&self) -> Result<Header> {
        Header::decode(&self.header)
            .map_err(|e| Problem::new(Code::Damaged, format!("entry {}: {e}", self.sequence)))
    }
}

pub(crate) fn insert(conn: &mut Conn, new: &NewLog) -> Result<()> {
    conn.execute(
        INSERT_LOG,
        &[
            new.id.into(),
            new.region.into(),
            new.purpose.code().into(),
            new.room.into(),
            new.vault.into(),
            new.audience_key.into(),
            (*new.wrap_key.as_bytes()).into(),
            [0_u8; 32].into(),
        ],
    )
    .map(drop)
}

/// The row of a new entry.
pub(crate) fn entry_values(entry: StoredEntry) -> Vec<Value> {
    let values: [Value; 14] = [
        entry.log.into(),
        entry.sequence.into(),
        entry.entry.into(),
        entry.author.encode().into(),
        entry.received.into(),
        entry.header.into(),
        entry.body.into(),
        entry.wrap.into(),
        (*entry.wrap_key.as_bytes()).into(),
        i64::from(entry.kind).into(),
        entry.record.into(),
        entry.read[0].into(),
        entry.read[1].into(),
        entry.read[2].into(),
    ];
    values.into()
}

/// Adds entries, each a row as [`entry_values`] gives it.
pub(crate) fn insert_entries(conn: &mut Conn, rows: &[Vec<Value>]) -> Result<()> {
    dialect::execute_each(conn, INSERT_ENTRY, dialect::INSERT_ENTRIES, rows)
}

/// Moves heads: id, sequence, head, time of the last entry, and the three counts, in each row.
pub(crate) fn move_heads(conn: &mut Conn, rows: &[Vec<Value>]) -> Result<()> {
    dialect::execute_each(conn, MOVE_HEAD, dialect::MOVE_HEADS, rows)
}

pub(crate) fn placed(row: &Row) -> Result<Placed> {
    Ok(Placed {
        log: row.id(0)?,
        sequence: row.count(1)?,
        head: head(row.bytes(2)?),
        received: row.at(3)?,
        fresh: false,
    })
}

/// Where the entry of this id by this author stands, in whatever log.
pub fn find_entry(conn: &mut Conn, entry: EntryId, author: &Author) -> Result<Option<Placed>> {
    let row = conn.first(BY_AUTHOR, &[entry.into(), author.encode().into()])?;
    row.as_ref().map(placed).transpose()
}

/// A log's row.
pub fn find(conn: &mut Conn, id: LogId) -> Result<Option<LogRow>> {
    conn.first(LOG, &[id.into()])?.as_ref().map(log_row).transpose()
}

/// Every log, in id order.
pub fn all(conn: &mut Conn) -> Result<Vec<LogRow>> {
    conn.query(ALL_LOGS, &[])?.iter().map(log_row).collect()
}

/// The logs of a room: the main one first, then 特別便 whoever they are for.
pub fn of_room(conn: &mut Conn, room: RoomId) -> Result<Vec<LogRow>> {
    conn.query(LOGS_OF_ROOM, &[room.into()])?.iter().map(log_row).collect()
}

/// The logs whose keys live in a vault.
pub fn of_vault(conn: &mut Conn, vault: VaultId) -> Result<Vec<LogRow>> {
    conn.query(LOGS_OF_VAULT, &[vault.into()])?.iter().map(log_row).collect()
}

/// The logs of a region that have entries which the tree does not hold yet.
pub(crate) fn not_treed(conn: &mut Conn, region: RegionId) -> Result<Vec<LogRow>> {
    conn.query(LOGS_NOT_TREED, &[region.into()])?.iter().map(log_row).collect()
}

pub(crate) fn set_treed(conn: &mut Conn, log: LogId, treed: u64) -> Result<()> {
    conn.execute(TREED, &[log.into(), treed.into()]).map(drop)
}

/// The log of 特別便 for an audience in a room, if there is one.
pub fn delivery_log(conn: &mut Conn, room: RoomId, audience: [u8; 32]) -> Result<Option<LogId>> {
    conn.first(DELIVERY_LOG, &[room.into(), audience.into()])?.map(|row| row.id(0)).transpose()
}

/// Up to `limit` entries from sequence `from` on, oldest first.
pub fn entries_from(
    conn: &mut Conn,
    log: LogId,
    from: u64,
    limit: u64,
) -> Result<Vec<StoredEntry>> {
    let rows = conn.query(ENTRIES_FROM, &[log.into(), from.into(), limit.into()])?;
    rows.into_iter().map(stored_entry).collect()
}

/// Up to `limit` entries before sequence `before`, newest first.
pub fn entries_before(
    conn: &mut Conn,
    log: LogId,
    before: u64,
    limit: u64,
) -> Result<Vec<StoredEntry>> {
    let rows = conn.query(ENTRIES_BEFORE, &[log.into(), before.into(), limit.into()])?;
    rows.into_iter().map(stored_entry).collect()
}

/// One entry of a log.
pub fn entry(conn: &mut Conn, log: LogId, id: EntryId) -> Result<Option<StoredEntry>> {
    conn.first(ENTRY_BY_ID, &[id.into(), log.into()])?.map(stored_entry).transpose()
}

/// Sequence and header bytes only, for the tree: up to `limit` from sequence `from` on.
pub fn headers_from(
    conn: &mut Conn,
    log: LogId,
    from: u64,
    limit: u64,
) -> Result<Vec<(u64, Vec<u8>)>> {
    let rows = conn.query(HEADERS_FROM, &[log.into(), from.into(), limit.into()])?;
    rows.iter().map(|row| Ok((row.count(0)?, row.bytes(1)?.to_vec()))).collect()
}

/// Forgets the key of one body: it cannot be opened again once the log key is replaced too.
pub fn drop_wrap(conn: &mut Conn, log: LogId, sequence: u64) -> Result<()> {
    conn.execute(DROP_WRAP, &[log.into(), sequence.into()]).map(drop)
}

/// Puts a body's key under another log key.
pub fn rewrap(
    conn: &mut Conn,
    log: LogId,
    sequence: u64,
    wrap: Vec<u8>,
    wrap_key: KeyId,
) -> Result<()> {
    let key = Value::from(*wrap_key.as_bytes());
    conn.execute(REWRAP, &[log.into(), sequence.into(), wrap.into(), key]).map(drop)
}

/// A wrapped body key in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    /// The entry's number in its log.
    pub sequence: u64,
    /// The entry.
    pub entry: EntryId,
    /// The body's key under the log key.
    pub wrap: Vec<u8>,
    /// That log key.
    pub wrap_key: KeyId,
}

/// Up to `limit` entries of a log whose keys are under another log key than `key`.
pub fn wrapped_otherwise(
    conn: &mut Conn,
    log: LogId,
    key: KeyId,
    limit: u64,
) -> Result<Vec<Wrapped>> {
    let key = Value::from(*key.as_bytes());
    let rows = conn.query(WRAPPED_OTHERWISE, &[log.into(), key, limit.into()])?;
    let wrapped = |row: &Row| {
        Ok(Wrapped {
            sequence: row.count(0)?,
            entry: row.id(1)?,
            wrap: row.bytes(2)?.to_vec(),
            wrap_key: KeyId::from_bytes(row.array(3)?),
        })
    };
    rows.iter().map(wrapped).collect()
}

/// Forgets the keys of all bodies of a log.
pub fn drop_all_wraps(conn: &mut Conn, log: LogId) -> Result<()> {
    conn.execute(DROP_ALL_WRAPS, &[log.into()]).map(drop)
}

/// From now on wraps of this log are under another log key.
pub(crate) fn set_wrap_key(conn: &mut Conn, log: LogId, wrap_key: KeyId) -> Result<()> {
    conn.execute(NEW_WRAP_KEY, &[log.into(), (*wrap_key.as_bytes()).into()]).map(drop)
}
