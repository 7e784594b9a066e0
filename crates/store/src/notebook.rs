//! Notebooks, rooms, members and what policy asks about them; how far each person has read.

use tasuki_domain::content::{ClosedFor, ConsentKind, ReleaseTo};
use tasuki_domain::policy::MembershipFacts;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{
    Code, EntryId, FacilityId, LogId, NotebookId, PatientId, PersonId, PostId, Problem, RecordId,
    RegionId, Result, RoomId, Timestamp, VaultId,
};
use tasuki_ledger::Author;

use crate::driver::Conn;
use crate::group::Transaction;
use crate::value::Row;

/// A notebook's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotebookRow {
    /// The notebook.
    pub id: NotebookId,
    /// Its region.
    pub region: RegionId,
    /// Whose.
    pub patient: PatientId,
    /// The team's room.
    pub team_room: RoomId,
    /// The facility that manages it.
    pub managing_facility: FacilityId,
    /// Where its keys live.
    pub vault: VaultId,
    /// Where the newest basics of the patient stand.
    pub basics: Option<(LogId, u64)>,
    /// 主治医.
    pub attending: Option<PostId>,
    /// 副主治医.
    pub deputy: Option<PostId>,
    /// When its keys were destroyed.
    pub destroyed: Option<Timestamp>,
    /// Since when and why it is closed.
    pub closed: Option<Closed>,
}

/// How a notebook was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub why: ClosedFor,
    /// The number of the entry that says so, in the main log of the team's room.
    pub sequence: u64,
}

/// A room's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomRow {
    /// The room.
    pub id: RoomId,
    /// Its region.
    pub region: RegionId,
    /// Its notebook, if it is about a patient.
    pub notebook: Option<NotebookId>,
    /// Its kind.
    pub kind: RoomKind,
    /// Its main log.
    pub main_log: LogId,
}

/// A member of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberRow {
    /// Who.
    pub person: PersonId,
    /// The membership.
    pub facts: MembershipFacts,
}

/// What was last said about a kind of consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consent {
    /// Given, or refused.
    pub given: bool,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
}

impl Consent {
    /// Whether it holds at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.given && self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// How far a person has read a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mark {
    /// Up to this entry.
    pub sequence: u64,
    /// Notes up to there by sensitivity: low, middle, high.
    pub read: [u64; 3],
}

const NOTEBOOK: &str = "SELECT id, region, patient, team_room, managing_facility, vault, \
     basics_log, basics_sequence, attending, deputy, destroyed_at, closed_at, closed_for, \
     closed_sequence FROM notebooks WHERE id = $1";
const NOTEBOOKS: &str = "SELECT id, region, patient, team_room, managing_facility, vault, \
     basics_log, basics_sequence, attending, deputy, destroyed_at, closed_at, closed_for, \
     closed_sequence FROM notebooks \
     WHERE region = $1 ORDER BY id";
const IS_CLOSED: &str = "SELECT 1 FROM notebooks WHERE id = $1 AND closed_at IS NOT NULL";
const ROOM: &str = "SELECT id, region, notebook, kind, main_log FROM rooms WHERE id = $1";
const ROOMS_OF: &str = "SELECT id, region, notebook, kind, main_log FROM rooms \
     WHERE notebook = $1 ORDER BY kind, id";
const MEMBER: &str = "SELECT person, post, from_at, until_at, history_from FROM members \
     WHERE room = $1 AND person = $2";
const MEMBERS: &str = "SELECT person, post, from_at, until_at, history_from FROM members \
     WHERE room = $1 ORDER BY from_at, person";
const AUDIENCE: &str = "SELECT person FROM audiences WHERE log = $1 ORDER BY person";
const CONSENT: &str = "SELECT given, from_at, until_at FROM consents \
     WHERE notebook = $1 AND kind = $2";
const AMENDMENTS: &str = "SELECT sequence, kind FROM amendments \
     WHERE log = $1 AND record = $2 ORDER BY sequence";
const AMENDMENTS_BETWEEN: &str = "SELECT record, sequence, kind FROM amendments \
     WHERE log = $1 AND record >= $2 AND record <= $3 ORDER BY record, sequence";
const CONFIRMATIONS: &str = "SELECT author, confirmed_at FROM confirmations \
     WHERE log = $1 AND entry = $2 ORDER BY sequence";
const CONFIRMATIONS_BETWEEN: &str = "SELECT entry, author, confirmed_at FROM confirmations \
     WHERE log = $1 AND entry >= $2 AND entry <= $3 ORDER BY entry, sequence";
const RELEASES_BETWEEN: &str = "SELECT care, life_support, family, record FROM releases \
     WHERE log = $1 AND record >= $2 AND record <= $3";
const RELEASES: &str = "SELECT care, life_support, family FROM releases \
     WHERE log = $1 AND record = $2";
const MARK: &str = "SELECT sequence, low, middle, high FROM marks \
     WHERE person = $1 AND log = $2";
const SET_MARK: &str = "INSERT INTO marks (person, log, sequence, low, middle, high) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person, log) DO UPDATE SET \
     sequence = excluded.sequence, low = excluded.low, middle = excluded.middle, \
     high = excluded.high WHERE marks.sequence < excluded.sequence";
const AUTHORS_IN_ROOM: &str = "SELECT entries.author FROM entries \
     JOIN logs ON logs.id = entries.log WHERE entries.entry = $1 AND logs.room = $2";
const READERS: &str = "SELECT person, sequence FROM marks WHERE log = $1 ORDER BY person";

/// A notebook's row whose columns begin at `first`.
pub(crate) fn notebook_row(row: &Row, first: usize) -> Result<NotebookRow> {
    let basics = match (row.opt_id(first + 6)?, row.opt_int(first + 7)?) {
        (Some(log), Some(sequence)) => Some((log, sequence as u64)),
        _ => None,
    };
    Ok(NotebookRow {
        id: row.id(first)?,
        region: row.id(first + 1)?,
        patient: row.id(first + 2)?,
        team_room: row.id(first + 3)?,
        managing_facility: row.id(first + 4)?,
        vault: row.id(first + 5)?,
        basics,
        attending: row.opt_id(first + 8)?,
        deputy: row.opt_id(first + 9)?,
        destroyed: row.opt_at(first + 10)?,
        closed: closed(row, first + 11)?,
    })
}

/// Three columns: when, why, by which entry.
fn closed(row: &Row, first: usize) -> Result<Option<Closed>> {
    let Some(at) = row.opt_at(first)? else { return Ok(None) };
    let why = ClosedFor::from_code(row.int(first + 1)?)
        .ok_or_else(|| Problem::new(Code::Damaged, "why a notebook is closed"))?;
    Ok(Some(Closed { at, why, sequence: row.count(first + 2)? }))
}

pub(crate) fn room_row(row: &Row) -> Result<RoomRow> {
    Ok(RoomRow {
        id: row.id(0)?,
        region: row.id(1)?,
        notebook: row.opt_id(2)?,
        kind: RoomKind::from_code(row.int(3)?)
            .ok_or_else(|| Problem::new(Code::Damaged, "a room's kind"))?,
        main_log: row.id(4)?,
    })
}

fn member_row(row: &Row) -> Result<MemberRow> {
    Ok(MemberRow {
        person: row.id(0)?,
        facts: MembershipFacts {
            post: row.opt_id(1)?,
            from: row.at(2)?,
            until: row.opt_at(3)?,
            history_from: row.opt_at(4)?,
        },
    })
}

/// A notebook.
pub fn find(conn: &mut Conn, id: NotebookId) -> Result<Option<NotebookRow>> {
    conn.first(NOTEBOOK, &[id.into()])?.map(|row| notebook_row(&row, 0)).transpose()
}

/// Whether a notebook is closed now.
pub fn is_closed(conn: &mut Conn, id: NotebookId) -> Result<bool> {
    Ok(conn.first(IS_CLOSED, &[id.into()])?.is_some())
}

/// Every notebook of a region.
pub fn all(conn: &mut Conn, region: RegionId) -> Result<Vec<NotebookRow>> {
    conn.query(NOTEBOOKS, &[region.into()])?.iter().map(|row| notebook_row(row, 0)).collect()
}

/// A room.
pub fn room(conn: &mut Conn, id: RoomId) -> Result<Option<RoomRow>> {
    conn.first(ROOM, &[id.into()])?.as_ref().map(room_row).transpose()
}

/// The rooms of a notebook: team, selected, family.
pub fn rooms_of(conn: &mut Conn, notebook: NotebookId) -> Result<Vec<RoomRow>> {
    conn.query(ROOMS_OF, &[notebook.into()])?.iter().map(room_row).collect()
}

/// A person's membership in a room, past or present.
pub fn member(conn: &mut Conn, room: RoomId, person: PersonId) -> Result<Option<MemberRow>> {
    conn.first(MEMBER, &[room.into(), person.into()])?.as_ref().map(member_row).transpose()
}

/// Everybody who is or was a member of a room.
pub fn members(conn: &mut Conn, room: RoomId) -> Result<Vec<MemberRow>> {
    conn.query(MEMBERS, &[room.into()])?.iter().map(member_row).collect()
}

/// The only persons whom a log of 特別便 is for, in id order; empty for a main log.
pub fn audience(conn: &mut Conn, log: LogId) -> Result<Vec<PersonId>> {
    conn.query(AUDIENCE, &[log.into()])?.iter().map(|row| row.id(0)).collect()
}

/// Consent of a kind, as it was last said.
pub fn consent(
    conn: &mut Conn,
    notebook: NotebookId,
    kind: ConsentKind,
) -> Result<Option<Consent>> {
    let row = conn.first(CONSENT, &[notebook.into(), kind.code().into()])?;
    row.map(|row| Ok(Consent { given: row.truth(0)?, from: row.at(1)?, until: row.opt_at(2)? }))
        .transpose()
}

/// Where a record was amended, oldest first: sequence and kind of entry.
pub fn amendments(conn: &mut Conn, log: LogId, record: RecordId) -> Result<Vec<(u64, u16)>> {
    conn.query(AMENDMENTS, &[log.into(), record.into()])?
        .iter()
        .map(|row| Ok((row.count(0)?, row.int(1)? as u16)))
        .collect()
}

/// The amendments of all records between two, both included, in the order of records and then
/// of time: record, sequence and kind of entry.
pub fn amendments_between(
    conn: &mut Conn,
    log: LogId,
    [first, last]: [RecordId; 2],
) -> Result<Vec<(RecordId, u64, u16)>> {
    conn.query(AMENDMENTS_BETWEEN, &[log.into(), first.into(), last.into()])?
        .iter()
        .map(|row| Ok((row.id(0)?, row.count(1)?, row.int(2)? as u16)))
        .collect()
}

/// Who confirmed each of the entries between two, both included, and when.
pub fn confirmations_between(
    conn: &mut Conn,
    log: LogId,
    [first, last]: [EntryId; 2],
) -> Result<Vec<(EntryId, Author, Timestamp)>> {
    conn.query(CONFIRMATIONS_BETWEEN, &[log.into(), first.into(), last.into()])?
        .iter()
        .map(|row| Ok((row.id(0)?, confirming(row.bytes(1)?)?, row.at(2)?)))
        .collect()
}

/// To whom each of the records between two, both included, was released.
pub fn released_between(
    conn: &mut Conn,
    log: LogId,
    [first, last]: [RecordId; 2],
) -> Result<Vec<(RecordId, Vec<ReleaseTo>)>> {
    conn.query(RELEASES_BETWEEN, &[log.into(), first.into(), last.into()])?
        .iter()
        .map(|row| Ok((row.id(3)?, classes(row)?)))
        .collect()
}

fn confirming(author: &[u8]) -> Result<Author> {
    Author::decode(author).map_err(|e| Problem::new(Code::Damaged, format!("a confirmation: {e}")))
}

/// Who confirmed an entry, and when.
pub fn confirmations(
    conn: &mut Conn,
    log: LogId,
    entry: EntryId,
) -> Result<Vec<(Author, Timestamp)>> {
    conn.query(CONFIRMATIONS, &[log.into(), entry.into()])?
        .iter()
        .map(|row| Ok((confirming(row.bytes(0)?)?, row.at(1)?)))
        .collect()
}

/// Who wrote the entries of this id in a room, in whatever log: one, unless two people's devices
/// made the same id.
pub fn authors_in_room(conn: &mut Conn, room: RoomId, entry: EntryId) -> Result<Vec<Author>> {
    let decode = |row: &Row| {
        Author::decode(row.bytes(0)?)
            .map_err(|e| Problem::new(Code::Damaged, format!("an entry's author column: {e}")))
    };
    conn.query(AUTHORS_IN_ROOM, &[entry.into(), room.into()])?.iter().map(decode).collect()
}

/// To whom a record was released.
pub fn released(conn: &mut Conn, log: LogId, record: RecordId) -> Result<Vec<ReleaseTo>> {
    let Some(row) = conn.first(RELEASES, &[log.into(), record.into()])? else {
        return Ok(Vec::new());
    };
    classes(&row)
}

/// The classes of the first three columns.
fn classes(row: &Row) -> Result<Vec<ReleaseTo>> {
    let all = [ReleaseTo::Care, ReleaseTo::LifeSupport, ReleaseTo::Family];
    let mut to = Vec::new();
    for (column, class) in all.into_iter().enumerate() {
        if row.truth(column)? {
            to.push(class);
        }
    }
    Ok(to)
}

/// How far a person has read a log.
pub fn mark(conn: &mut Conn, person: PersonId, log: LogId) -> Result<Mark> {
    let row = conn.first(MARK, &[person.into(), log.into()])?;
    row.map_or(Ok(Mark::default()), |row| {
        Ok(Mark { sequence: row.count(0)?, read: [row.count(1)?, row.count(2)?, row.count(3)?] })
    })
}

/// Moves a mark forward; one that already stands further stays.
pub fn set_mark(
    transaction: &mut Transaction<'_>,
    person: PersonId,
    log: LogId,
    mark: Mark,
) -> Result<()> {
    transaction
        .execute(
            SET_MARK,
            &[
                person.into(),
                log.into(),
                mark.sequence.into(),
                mark.read[0].into(),
                mark.read[1].into(),
                mark.read[2].into(),
            ],
        )
        .map(drop)
}

/// How far everybody has read a log.
pub fn readers(conn: &mut Conn, log: LogId) -> Result<Vec<(PersonId, u64)>> {
    conn.query(READERS, &[log.into()])?.iter().map(|row| Ok((row.id(0)?, row.count(1)?))).collect()
}
