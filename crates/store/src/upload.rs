//! Files on their way: what has arrived of them. Ordinary state, not evidence.

use tasuki_kernel::{LogId, PersonId, Result, RoomId, Timestamp, UploadId, VaultId};
use tasuki_ledger::{Hash, KeyId};

use crate::attachment::StoredAttachment;
use crate::driver::Conn;
use crate::group::{NewAttachment, Transaction};
use crate::value::{Row, Value};

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRow {
    /// Whose.
    pub person: PersonId,
    /// Made by the device.
    pub id: UploadId,
    /// For which room.
    pub room: RoomId,
    /// The log whose key its pieces are sealed under.
    pub log: LogId,
    /// Where that key lives.
    pub vault: VaultId,
    /// Of the whole file, in bytes.
    pub length: u64,
    /// How much of it has arrived.
    pub received: u64,
    /// Since when.
    pub begun: Timestamp,
}

/// A piece that has arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it begins in the file.
    pub at: u64,
    /// Its length before sealing.
    pub length: u64,
    /// Its sealed bytes, as those of an attachment that belongs to no entry (number 0).
    pub sealed: StoredAttachment,
}

const BEGIN: &str = "INSERT INTO uploads \
     (person, id, room, log, vault, length, received, begun_at) \
     VALUES ($1, $2, $3, $4, $5, $6, 0, $7)";
const FIND: &str = "SELECT person, id, room, log, vault, length, received, begun_at \
     FROM uploads WHERE person = $1 AND id = $2";
const OF_PERSON: &str = "SELECT count(*), \
     CAST(coalesce(sum(length), 0) AS BIGINT) FROM uploads WHERE person = $1";
const BEFORE: &str = "SELECT person, id, room, log, vault, length, received, begun_at \
     FROM uploads WHERE begun_at < $1 ORDER BY begun_at LIMIT 100";
const ADVANCE: &str = "UPDATE uploads SET received = $4 \
     WHERE person = $1 AND id = $2 AND received = $3";
const ADD_PIECE: &str = "INSERT INTO upload_pieces \
     (person, id, at_byte, length, name, wrap, wrap_key, size) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const PIECES: &str = "SELECT at_byte, length, name, wrap, wrap_key, size FROM upload_pieces \
     WHERE person = $1 AND id = $2 ORDER BY at_byte";
const FORGET_PIECES: &str = "DELETE FROM upload_pieces WHERE person = $1 AND id = $2";
const FORGET: &str = "DELETE FROM uploads WHERE person = $1 AND id = $2";
const NAMED: &str = "SELECT (SELECT count(*) FROM attachments WHERE name = $1) \
     + (SELECT count(*) FROM upload_pieces WHERE name = $1)";

fn upload_row(row: &Row) -> Result<UploadRow> {
    Ok(UploadRow {
        person: row.id(0)?,
        id: row.id(1)?,
        room: row.id(2)?,
        log: row.id(3)?,
        vault: row.id(4)?,
        length: row.count(5)?,
        received: row.count(6)?,
        begun: row.at(7)?,
    })
}

fn piece(row: &Row) -> Result<Piece> {
    Ok(Piece {
        at: row.count(0)?,
        length: row.count(1)?,
        sealed: StoredAttachment {
            name: Hash::from_bytes(row.array(2)?),
            sequence: 0,
            wrap: Some(row.bytes(3)?.to_vec()),
            wrap_key: KeyId::from_bytes(row.array(4)?),
            size: row.count(5)?,
        },
    })
}

/// Begins an upload, now.
pub fn begin(t: &mut Transaction<'_>, new: &UploadRow) -> Result<()> {
    let values: [Value; 7] = [
        new.person.into(),
        new.id.into(),
        new.room.into(),
        new.log.into(),
        new.vault.into(),
        new.length.into(),
        t.now().into(),
    ];
    t.execute(BEGIN, &values).map(drop)
}

/// An upload of somebody.
pub fn find(conn: &mut Conn, person: PersonId, id: UploadId) -> Result<Option<UploadRow>> {
    conn.first(FIND, &[person.into(), id.into()])?.as_ref().map(upload_row).transpose()
}

/// How many uploads of somebody are on their way, and their bytes together.
pub fn of_person(conn: &mut Conn, person: PersonId) -> Result<(u64, u64)> {
    let row = conn.first(OF_PERSON, &[person.into()])?;
    row.map_or(Ok((0, 0)), |row| Ok((row.count(0)?, row.count(1)?)))
}

/// Uploads that began before a time: a hundred at most, the oldest first.
pub fn before(conn: &mut Conn, time: Timestamp) -> Result<Vec<UploadRow>> {
    conn.query(BEFORE, &[time.into()])?.iter().map(upload_row).collect()
}

/// Adds the next piece. False when another piece was first.
pub fn add_piece(
    t: &mut Transaction<'_>,
    upload: &UploadRow,
    length: u64,
    new: &NewAttachment,
    wrap_key: KeyId,
) -> Result<bool> {
    let at = upload.received;
    let moved = [upload.person.into(), upload.id.into(), at.into(), (at + length).into()];
    if t.execute(ADVANCE, &moved)? == 0 {
        return Ok(false);
    }
    let values: [Value; 8] = [
        upload.person.into(),
        upload.id.into(),
        at.into(),
        length.into(),
        (*new.name.as_bytes()).into(),
        new.wrap.as_slice().into(),
        (*wrap_key.as_bytes()).into(),
        new.size.into(),
    ];
    t.execute(ADD_PIECE, &values)?;
    Ok(true)
}

/// The pieces of an upload, in the order of the file.
pub fn pieces(conn: &mut Conn, person: PersonId, id: UploadId) -> Result<Vec<Piece>> {
    conn.query(PIECES, &[person.into(), id.into()])?.iter().map(piece).collect()
}

/// Forgets an upload and its pieces; their sealed bytes are left to the caller.
pub fn forget(t: &mut Transaction<'_>, person: PersonId, id: UploadId) -> Result<()> {
    t.execute(FORGET_PIECES, &[person.into(), id.into()])?;
    t.execute(FORGET, &[person.into(), id.into()]).map(drop)
}

/// Whether any entry's attachment or any upload's piece has this name.
pub fn is_named(conn: &mut Conn, name: &Hash) -> Result<bool> {
    let row = conn.first(NAMED, &[(*name.as_bytes()).into()])?;
    row.map_or(Ok(false), |row| Ok(row.count(0)? > 0))
}
