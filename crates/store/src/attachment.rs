//! Which sealed attachments a log has, and their wrapped keys. The bytes are objects.

use tasuki_kernel::{LogId, Result};
use tasuki_ledger::{Hash, KeyId};

use crate::driver::Conn;
use crate::group::NewAttachment;
use crate::value::{Row, Value};

/// An attachment's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAttachment {
    /// SHA-256 of the sealed bytes.
    pub name: Hash,
    /// The entry that it came with.
    pub sequence: u64,
    /// Its key under the log's key; none once destroyed.
    pub wrap: Option<Vec<u8>>,
    /// The log key that the wrap is under.
    pub wrap_key: KeyId,
    /// Length of the sealed bytes.
    pub size: u64,
}

const INSERT: &str = "INSERT INTO attachments (log, name, sequence, wrap, wrap_key, size) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const FIND: &str = "SELECT name, sequence, wrap, wrap_key, size FROM attachments \
     WHERE log = $1 AND name = $2";
const OF_LOG: &str = "SELECT name, sequence, wrap, wrap_key, size FROM attachments \
     WHERE log = $1 ORDER BY sequence, name";
const WITHOUT_ENTRY: &str = "SELECT log, name, sequence FROM attachments WHERE NOT EXISTS \
     (SELECT 1 FROM entries WHERE entries.log = attachments.log \
     AND entries.sequence = attachments.sequence) ORDER BY log, name LIMIT 1000";
const DROP_ALL_WRAPS: &str = "UPDATE attachments SET wrap = NULL WHERE log = $1";
const DROP_WRAPS: &str = "UPDATE attachments SET wrap = NULL WHERE log = $1 AND sequence = $2";
const REWRAP: &str = "UPDATE attachments SET wrap = $3, wrap_key = $4 \
     WHERE log = $1 AND name = $2";

fn stored(row: &Row) -> Result<StoredAttachment> {
    Ok(StoredAttachment {
        name: Hash::from_bytes(row.array(0)?),
        sequence: row.count(1)?,
        wrap: row.opt_bytes(2)?.map(<[u8]>::to_vec),
        wrap_key: KeyId::from_bytes(row.array(3)?),
        size: row.count(4)?,
    })
}

pub(crate) fn insert(
    conn: &mut Conn,
    log: LogId,
    sequence: u64,
    new: &NewAttachment,
    wrap_key: KeyId,
) -> Result<()> {
    let values: [Value; 6] = [
        log.into(),
        (*new.name.as_bytes()).into(),
        sequence.into(),
        new.wrap.as_slice().into(),
        (*wrap_key.as_bytes()).into(),
        new.size.into(),
    ];
    conn.execute(INSERT, &values).map(drop)
}

/// One attachment of a log.
pub fn find(conn: &mut Conn, log: LogId, name: &Hash) -> Result<Option<StoredAttachment>> {
    let row = conn.first(FIND, &[log.into(), (*name.as_bytes()).into()])?;
    row.as_ref().map(stored).transpose()
}

/// All attachments of a log, in the order of its entries.
pub fn of_log(conn: &mut Conn, log: LogId) -> Result<Vec<StoredAttachment>> {
    conn.query(OF_LOG, &[log.into()])?.iter().map(stored).collect()
}

/// Rows that belong to no entry, as log, name and number: a thousand at most.
pub fn without_entry(conn: &mut Conn) -> Result<Vec<(LogId, Hash, u64)>> {
    let row = |row: &Row| Ok((row.id(0)?, Hash::from_bytes(row.array(1)?), row.count(2)?));
    conn.query(WITHOUT_ENTRY, &[])?.iter().map(row).collect()
}

/// Forgets the keys of all attachments of a log.
pub fn drop_all_wraps(conn: &mut Conn, log: LogId) -> Result<()> {
    conn.execute(DROP_ALL_WRAPS, &[log.into()]).map(drop)
}

/// Forgets the keys of one entry's attachments.
pub fn drop_wraps(conn: &mut Conn, log: LogId, sequence: u64) -> Result<()> {
    conn.execute(DROP_WRAPS, &[log.into(), sequence.into()]).map(drop)
}

/// Puts an attachment's key under another log key.
pub fn rewrap(
    conn: &mut Conn,
    log: LogId,
    name: &Hash,
    wrap: Vec<u8>,
    wrap_key: KeyId,
) -> Result<()> {
    let values: [Value; 4] =
        [log.into(), (*name.as_bytes()).into(), wrap.into(), (*wrap_key.as_bytes()).into()];
    conn.execute(REWRAP, &values).map(drop)
}
