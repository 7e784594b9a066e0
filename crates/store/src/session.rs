//! Passwords, activation links, sessions and failures: ordinary state, not evidence.

use tasuki_kernel::{DeviceId, PersonId, Result, SessionId, Timestamp};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::preference::{self, Preferences};
use crate::value::Row;

/// A session's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The session.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// The device that it is bound to.
    pub device: DeviceId,
    /// Since when.
    pub started: Timestamp,
    /// Last activity.
    pub seen: Timestamp,
    /// Ended, by whomever.
    pub ended: Option<Timestamp>,
    /// Locked until the password is given again.
    pub locked: bool,
}

const PASSWORD: &str = "SELECT hash FROM passwords WHERE person = $1";
const SET_PASSWORD: &str = "INSERT INTO passwords (person, hash, set_at) VALUES ($1, $2, $3) \
     ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, set_at = excluded.set_at";
const ADD_ACTIVATION: &str =
    "INSERT INTO activations (token, person, expires_at) VALUES ($1, $2, $3)";
const ACTIVATION: &str = "SELECT person, expires_at FROM activations WHERE token = $1";
const USE_ACTIVATIONS: &str = "DELETE FROM activations WHERE person = $1";
const INSERT: &str = "INSERT INTO sessions \
     (id, token, person, device, started_at, seen_at, ended_at, locked) \
     VALUES ($1, $2, $3, $4, $5, $5, NULL, 0)";
const BY_TOKEN: &str = "SELECT sessions.id, sessions.person, device, started_at, seen_at, \
     ended_at, locked, text_percent, lang, text_percent, idle_minutes, notebook_order \
     FROM sessions LEFT JOIN preferences ON preferences.person = sessions.person \
     WHERE token = $1";
const BY_ID: &str = "SELECT sessions.id, sessions.person, device, started_at, seen_at, \
     ended_at, locked, text_percent, lang, text_percent, idle_minutes, notebook_order \
     FROM sessions LEFT JOIN preferences ON preferences.person = sessions.person \
     WHERE id = $1";
const OPEN_OF: &str = "SELECT id, person, device, started_at, seen_at, ended_at, locked \
     FROM sessions WHERE person = $1 AND ended_at IS NULL ORDER BY started_at, id";
const COUNT_ON: &str = "SELECT COUNT(*) FROM sessions WHERE device = $1";
const SEEN: &str = "UPDATE sessions SET seen_at = $2, locked = $3 WHERE id = $1";
const END: &str = "UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
const FAILURES: &str = "SELECT count, last_at FROM failures WHERE key = $1";
const ADD_FAILURE: &str = "INSERT INTO failures (key, count, last_at) VALUES ($1, 1, $2) \
     ON CONFLICT (key) DO UPDATE SET count = CASE WHEN failures.last_at < $3 THEN 1 \
     ELSE failures.count + 1 END, last_at = excluded.last_at";
const FORGIVE: &str = "DELETE FROM failures WHERE key = $1";

fn session_row(row: &Row) -> Result<SessionRow> {
    Ok(SessionRow {
        id: row.id(0)?,
        person: row.id(1)?,
        device: row.id(2)?,
        started: row.at(3)?,
        seen: row.at(4)?,
        ended: row.opt_at(5)?,
        locked: row.truth(6)?,
    })
}

/// The Argon2id hash of a person's password (PHC string), if one was set.
pub fn password(conn: &mut Conn, person: PersonId) -> Result<Option<String>> {
    conn.first(PASSWORD, &[person.into()])?.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Sets the hash of a person's password, and makes earlier activation links void.
pub fn set_password(t: &mut Transaction<'_>, person: PersonId, hash: &str) -> Result<()> {
    let now = t.now();
    t.execute(SET_PASSWORD, &[person.into(), hash.into(), now.into()])?;
    void_activations(t, person)
}

/// Keeps the SHA-256 of an activation link's token.
pub fn add_activation(
    t: &mut Transaction<'_>,
    token: [u8; 32],
    person: PersonId,
    expires: Timestamp,
) -> Result<()> {
    t.execute(ADD_ACTIVATION, &[token.into(), person.into(), expires.into()]).map(drop)
}

/// Whom an activation link is for, if it has not expired at `now`.
pub fn activation(conn: &mut Conn, token: [u8; 32], now: Timestamp) -> Result<Option<PersonId>> {
    let Some(row) = conn.first(ACTIVATION, &[token.into()])? else { return Ok(None) };
    if row.at(1)? <= now { Ok(None) } else { row.id(0).map(Some) }
}

/// Makes every activation link of a person void.
pub fn void_activations(t: &mut Transaction<'_>, person: PersonId) -> Result<()> {
    t.execute(USE_ACTIVATIONS, &[person.into()]).map(drop)
}

/// How many sessions a device ever began.
pub fn count_on(conn: &mut Conn, device: DeviceId) -> Result<u64> {
    conn.first(COUNT_ON, &[device.into()])?.map_or(Ok(0), |row| row.count(0))
}

/// Begins a session.
pub fn begin(
    t: &mut Transaction<'_>,
    id: SessionId,
    token: [u8; 32],
    person: PersonId,
    device: DeviceId,
) -> Result<()> {
    let now = t.now();
    t.execute(INSERT, &[id.into(), token.into(), person.into(), device.into(), now.into()])
        .map(drop)
}

/// A session with what its person chose for the screens.
fn with_choices(row: &Row) -> Result<(SessionRow, Preferences)> {
    let chosen = match row.opt_int(7)? {
        None => Preferences::default(),
        Some(_) => preference::row(row, 8)?,
    };
    Ok((session_row(row)?, chosen))
}

/// The session of a cookie, ended or not.
pub fn by_token(conn: &mut Conn, token: [u8; 32]) -> Result<Option<(SessionRow, Preferences)>> {
    conn.first(BY_TOKEN, &[token.into()])?.as_ref().map(with_choices).transpose()
}

/// A session, ended or not.
pub fn by_id(conn: &mut Conn, id: SessionId) -> Result<Option<(SessionRow, Preferences)>> {
    conn.first(BY_ID, &[id.into()])?.as_ref().map(with_choices).transpose()
}

/// The sessions of a person that have not ended.
pub fn open_of(conn: &mut Conn, person: PersonId) -> Result<Vec<SessionRow>> {
    conn.query(OPEN_OF, &[person.into()])?.iter().map(session_row).collect()
}

/// Notes activity, and whether the session is locked.
pub fn seen(t: &mut Transaction<'_>, id: SessionId, locked: bool) -> Result<()> {
    let now = t.now();
    if locked {
        t.rights_change();
    }
    t.execute(SEEN, &[id.into(), now.into(), locked.into()]).map(drop)
}

/// Ends a session.
pub fn end(t: &mut Transaction<'_>, id: SessionId) -> Result<()> {
    let now = t.now();
    t.rights_change();
    t.execute(END, &[id.into(), now.into()]).map(drop)
}

/// How often sign-in failed under a key (an account or an address, hashed), and when last.
pub fn failures(conn: &mut Conn, key: [u8; 32]) -> Result<(u64, Timestamp)> {
    let row = conn.first(FAILURES, &[key.into()])?;
    row.map_or(Ok((0, Timestamp::default())), |row| Ok((row.count(0)?, row.at(1)?)))
}

/// Counts a failure; counting begins anew when the last one is older than `forget_before`.
pub fn add_failure(t: &mut Transaction<'_>, key: [u8; 32], forget_before: Timestamp) -> Result<()> {
    let now = t.now();
    t.execute(ADD_FAILURE, &[key.into(), now.into(), forget_before.into()]).map(drop)
}

/// Forgets the failures of a key.
pub fn forgive(t: &mut Transaction<'_>, key: [u8; 32]) -> Result<()> {
    t.execute(FORGIVE, &[key.into()]).map(drop)
}
