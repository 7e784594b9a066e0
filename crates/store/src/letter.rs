//! 送信箱: letters that go out by mail. They are written in the transaction that gives reason for
//! them, so that none is lost and none goes out for what did not happen.

use tasuki_kernel::{Code, LetterId, Problem, RegionId, Result, Timestamp};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::value::{Row, Value, counted, sized};

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for its next attempt.
    Waiting,
    /// The mail server took it.
    Delivered,
    /// Refused for good, or tried long enough.
    GivenUp,
}

impl State {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::GivenUp];

    const fn code(self) -> i64 {
        match self {
            Self::Waiting => 1,
            Self::Delivered => 2,
            Self::GivenUp => 3,
        }
    }
}

/// A letter to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLetter {
    /// The letter.
    pub id: LetterId,
    /// Its region.
    pub region: RegionId,
    /// What it is for.
    pub kind: String,
    /// The address.
    pub receiver: String,
    /// Subject and words, sealed.
    pub sealed: Vec<u8>,
    /// The application, person or notice that it is about.
    pub about: Option<[u8; 16]>,
}

/// A letter without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRow {
    /// The letter.
    pub id: LetterId,
    /// What it is for.
    pub kind: String,
    /// The address.
    pub receiver: String,
    /// The application, person or notice that it is about.
    pub about: Option<[u8; 16]>,
    /// When it was written.
    pub written: Timestamp,
    /// Where it stands.
    pub state: State,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next: Timestamp,
    /// When it was delivered or given up.
    pub ended: Option<Timestamp>,
    /// What the last attempt met.
    pub trouble: String,
}

const INSERT: &str = "INSERT INTO letters (id, region, kind, receiver, sealed, about, written_at, \
     state, attempts, next_at, ended_at, trouble) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1, 0, $7, NULL, '')";
const DUE: &str = "SELECT id, receiver, attempts, sealed, written_at FROM letters \
     WHERE region = $1 AND state = 1 AND next_at <= $2 ORDER BY next_at, id LIMIT 20";
const NEXT: &str = "SELECT next_at FROM letters WHERE region = $1 AND state = 1 \
     ORDER BY next_at LIMIT 1";
const CLAIM: &str = "UPDATE letters SET attempts = attempts + 1, next_at = $3 \
     WHERE id = $1 AND state = 1 AND next_at <= $2";
const DELIVERED: &str = "UPDATE letters SET state = 2, sealed = NULL, ended_at = $2, trouble = '' \
     WHERE id = $1 AND state = 1";
const LATER: &str = "UPDATE letters SET next_at = $2, trouble = $3 WHERE id = $1 AND state = 1";
const GIVEN_UP: &str =
    "UPDATE letters SET state = 3, ended_at = $2, trouble = $3 WHERE id = $1 AND state = 1";
const AGAIN: &str = "UPDATE letters SET state = 1, attempts = 0, next_at = $2, ended_at = NULL, \
     trouble = '' WHERE id = $1 AND region = $3 AND state <> 2 AND sealed IS NOT NULL";
const LISTED: &str = "SELECT id, kind, receiver, about, written_at, state, attempts, next_at, \
     ended_at, trouble FROM letters WHERE region = $1 AND state = $2 \
     ORDER BY written_at DESC, id DESC LIMIT $3";
const ABOUT: &str = "SELECT id, kind, receiver, about, written_at, state, attempts, next_at, \
     ended_at, trouble FROM letters WHERE region = $1 AND about = $2 ORDER BY written_at, id";
const COUNTS: &str =
    "SELECT state, COUNT(*) FROM letters WHERE region = $1 GROUP BY state ORDER BY state";
const TAKEN_BACK: &str =
    "DELETE FROM letters WHERE region = $1 AND about = $2 AND state = 1 AND attempts = 0";
const SWEEP: &str = "DELETE FROM letters WHERE region = $1 AND state <> 1 AND ended_at < $2";
const ONE: &str = "SELECT receiver, sealed, written_at FROM letters WHERE region = $1 AND id = $2";

/// A letter whose turn has come: the letter, its receiver, its sealed words, when it was written,
/// and how often it was tried before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The letter.
    pub id: LetterId,
    /// The address.
    pub receiver: String,
    /// Subject and words, sealed.
    pub sealed: Vec<u8>,
    /// When it was written.
    pub written: Timestamp,
    /// Attempts before this one.
    pub attempts: u32,
}

/// Keeps a letter; it is due at once.
pub fn insert(t: &mut Transaction<'_>, it: &NewLetter) -> Result<()> {
    let now = t.now();
    insert_for(t, it, now)
}

/// Keeps a letter that is to go out at a time, as if it were written then.
pub fn insert_for(t: &mut Transaction<'_>, it: &NewLetter, due: Timestamp) -> Result<()> {
    t.execute(
        INSERT,
        &[
            it.id.into(),
            it.region.into(),
            it.kind.as_str().into(),
            it.receiver.as_str().into(),
            it.sealed.as_slice().into(),
            it.about.into(),
            due.into(),
        ],
    )
    .map(drop)
}

/// Takes back the letters about something that nobody has tried to deliver yet.
pub fn take_back(t: &mut Transaction<'_>, region: RegionId, about: [u8; 16]) -> Result<()> {
    t.execute(TAKEN_BACK, &[region.into(), about.into()]).map(drop)
}

/// Takes the letters whose turn has come, twenty at most. Until `lease` no other process takes
/// them; when this one dies they come again then.
pub fn take_due(t: &mut Transaction<'_>, region: RegionId, lease: Timestamp) -> Result<Vec<Due>> {
    let now = t.now();
    let mut taken = Vec::new();
    for row in t.conn().query(DUE, &[region.into(), now.into()])? {
        let id: LetterId = row.id(0)?;
        let Some(sealed) = row.opt_bytes(3)? else { continue };
        if t.execute(CLAIM, &[id.into(), now.into(), lease.into()])? == 1 {
            taken.push(Due {
                id,
                receiver: row.text(1)?.to_owned(),
                attempts: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
                sealed: sealed.to_vec(),
                written: row.at(4)?,
            });
        }
    }
    Ok(taken)
}

/// When the next letter is due, if any waits.
pub fn next_due(conn: &mut Conn, region: RegionId) -> Result<Option<Timestamp>> {
    conn.first(NEXT, &[region.into()])?.map(|row| row.at(0)).transpose()
}

/// The mail server took it: its words are kept no longer.
pub fn delivered(t: &mut Transaction<'_>, id: LetterId) -> Result<()> {
    let now = t.now();
    t.execute(DELIVERED, &[id.into(), now.into()]).map(drop)
}

/// It is tried again at `next`.
pub fn later(t: &mut Transaction<'_>, id: LetterId, next: Timestamp, trouble: &str) -> Result<()> {
    t.execute(LATER, &[id.into(), next.into(), trouble.into()]).map(drop)
}

/// It is not tried again by itself.
pub fn given_up(t: &mut Transaction<'_>, id: LetterId, trouble: &str) -> Result<()> {
    let now = t.now();
    t.execute(GIVEN_UP, &[id.into(), now.into(), trouble.into()]).map(drop)
}

/// Tries it again from the beginning. False when it was delivered or is not there.
pub fn again(t: &mut Transaction<'_>, region: RegionId, id: LetterId) -> Result<bool> {
    let now = t.now();
    Ok(t.execute(AGAIN, &[id.into(), now.into(), region.into()])? == 1)
}

fn row(row: &Row) -> Result<LetterRow> {
    let code = row.int(5)?;
    let state = State::ALL.into_iter().find(|it| it.code() == code);
    Ok(LetterRow {
        id: row.id(0)?,
        kind: row.text(1)?.to_owned(),
        receiver: row.text(2)?.to_owned(),
        about: row.opt_bytes(3)?.map(|it| sized(3, it)).transpose()?,
        written: row.at(4)?,
        state: state.ok_or_else(|| Problem::new(Code::Damaged, "a letter's state"))?,
        attempts: u32::try_from(row.int(6)?).unwrap_or(u32::MAX),
        next: row.at(7)?,
        ended: row.opt_at(8)?,
        trouble: row.text(9)?.to_owned(),
    })
}

/// Letters of one state, newest first, `most` at most.
pub fn of_state(
    conn: &mut Conn,
    region: RegionId,
    state: State,
    most: u32,
) -> Result<Vec<LetterRow>> {
    let values: [Value; 3] = [region.into(), state.code().into(), i64::from(most).into()];
    conn.query(LISTED, &values)?.iter().map(row).collect()
}

/// The letters about an application or person, oldest first.
pub fn about(conn: &mut Conn, region: RegionId, id: [u8; 16]) -> Result<Vec<LetterRow>> {
    conn.query(ABOUT, &[region.into(), id.into()])?.iter().map(row).collect()
}

/// How many stand where, in the order of [`State::ALL`].
pub fn counts(conn: &mut Conn, region: RegionId) -> Result<[u64; 3]> {
    conn.query(COUNTS, &[region.into()]).and_then(|rows| counted(&rows))
}

/// A letter that was not delivered: its receiver, its sealed words, when it was written.
pub fn words(
    conn: &mut Conn,
    region: RegionId,
    id: LetterId,
) -> Result<Option<(String, Vec<u8>, Timestamp)>> {
    let Some(row) = conn.first(ONE, &[region.into(), id.into()])? else { return Ok(None) };
    let Some(sealed) = row.opt_bytes(1)? else { return Ok(None) };
    Ok(Some((row.text(0)?.to_owned(), sealed.to_vec(), row.at(2)?)))
}

/// Forgets letters that ended before a time.
pub fn sweep(t: &mut Transaction<'_>, region: RegionId, before: Timestamp) -> Result<()> {
    t.execute(SWEEP, &[region.into(), before.into()]).map(drop)
}
