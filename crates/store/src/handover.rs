//! Pick-ups on their way from one device to another: ordinary state, for ten minutes.

use tasuki_kernel::{Result, Timestamp};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::value::Row;

/// A pick-up that is handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverRow {
    /// SHA-256 of the link's token.
    pub token: [u8; 32],
    /// The pick-up's number.
    pub number: String,
    /// Its code, sealed.
    pub code: Vec<u8>,
    /// Until when the link leads anywhere.
    pub expires: Timestamp,
}

const INSERT: &str =
    "INSERT INTO handovers (token, number, code, expires_at) VALUES ($1, $2, $3, $4)";
const FIND: &str = "SELECT token, number, code, expires_at FROM handovers WHERE token = $1";
const TAKE: &str = "DELETE FROM handovers WHERE token = $1";
const FORGET: &str = "DELETE FROM handovers WHERE expires_at <= $1";

fn handover_row(row: &Row) -> Result<HandoverRow> {
    Ok(HandoverRow {
        token: row.array(0)?,
        number: row.text(1)?.to_owned(),
        code: row.bytes(2)?.to_vec(),
        expires: row.at(3)?,
    })
}

/// Keeps a link, and forgets those that lead nowhere any more.
pub fn insert(t: &mut Transaction<'_>, new: &HandoverRow) -> Result<()> {
    let now = t.now();
    t.execute(FORGET, &[now.into()])?;
    let values = [
        new.token.into(),
        new.number.as_str().into(),
        new.code.as_slice().into(),
        new.expires.into(),
    ];
    t.execute(INSERT, &values).map(drop)
}

/// The pick-up of a link, if it has not expired at `now`.
pub fn find(conn: &mut Conn, token: [u8; 32], now: Timestamp) -> Result<Option<HandoverRow>> {
    let found = conn.first(FIND, &[token.into()])?.as_ref().map(handover_row).transpose()?;
    Ok(found.filter(|it| now < it.expires))
}

/// Takes a link away; false when somebody else was faster.
pub fn take(t: &mut Transaction<'_>, token: [u8; 32]) -> Result<bool> {
    Ok(t.execute(TAKE, &[token.into()])? > 0)
}
