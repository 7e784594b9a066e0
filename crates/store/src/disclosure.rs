//! 法にもとづく開示: what was asked, what holds, and 特別便 that nobody can read any more.

use tasuki_domain::content::DisclosureKind;
use tasuki_kernel::{
    Code, DisclosureId, LogId, NotebookId, PersonId, Problem, RegionId, Result, Timestamp,
};

use crate::driver::Conn;
use crate::value::Row;

/// Where a disclosure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// It waits for the second person.
    Waiting,
    /// The second person said yes; it holds until its days are over.
    Approved,
    /// The second person said no.
    Refused,
    /// It was ended, or taken back.
    Ended,
}

impl State {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Approved, Self::Refused, Self::Ended];

    fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().zip(1_i64..).find(|(_, number)| *number == code).map(|it| it.0)
    }
}

/// A disclosure, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureRow {
    /// The disclosure.
    pub id: DisclosureId,
    /// Which law or need.
    pub kind: DisclosureKind,
    /// The notebook.
    pub notebook: NotebookId,
    /// Only this log; none is all of the notebook.
    pub log: Option<LogId>,
    /// For how many days.
    pub days: u64,
    /// Whether those concerned are told.
    pub told: bool,
    /// Where in the region's log it was asked.
    pub asked_sequence: u64,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// The second person.
    pub answered_by: Option<PersonId>,
    /// When that person answered.
    pub answered_at: Option<Timestamp>,
    /// Until when the two may look.
    pub until: Option<Timestamp>,
}

impl DisclosureRow {
    /// Whether somebody is one of the two.
    pub fn is_by(&self, person: PersonId) -> bool {
        self.asked_by == person || self.answered_by == Some(person)
    }

    /// Whether the two may look at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.state == State::Approved && self.until.is_some_and(|until| now < until)
    }
}

/// A 特別便 of which no addressee can read it any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrphanRow {
    /// Its log.
    pub log: LogId,
    /// Its notebook.
    pub notebook: NotebookId,
    /// How many entries it has.
    pub entries: u64,
    /// When the last of them was received.
    pub last: Timestamp,
}

const BY_ID: &str = "SELECT id, kind, notebook, log, days, told, asked_sequence, asked_by, \
     asked_at, state, answered_by, answered_at, until_at FROM disclosures \
     WHERE region = $1 AND id = $2";
const NEWEST: &str = "SELECT id, kind, notebook, log, days, told, asked_sequence, asked_by, \
     asked_at, state, answered_by, answered_at, until_at FROM disclosures \
     WHERE region = $1 ORDER BY asked_at DESC, id DESC LIMIT $2";
const HOLDING: &str = "SELECT id, kind, notebook, log, days, told, asked_sequence, asked_by, \
     asked_at, state, answered_by, answered_at, until_at FROM disclosures \
     WHERE notebook = $1 AND state = 2 AND until_at > $2 AND (asked_by = $3 OR answered_by = $3) \
     ORDER BY CASE WHEN log IS NULL THEN 0 ELSE 1 END, until_at DESC, id";
const UNTOLD: &str = "SELECT id, kind, notebook, log, days, told, asked_sequence, asked_by, \
     asked_at, state, answered_by, answered_at, until_at FROM disclosures \
     WHERE notebook = $1 AND told = 0 ORDER BY asked_at, id";
const ORPHANS: &str = "SELECT logs.id, rooms.notebook, logs.sequence, logs.received FROM logs \
     JOIN rooms ON rooms.id = logs.room \
     WHERE logs.region = $1 AND logs.purpose = 2 AND rooms.notebook IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM audiences \
     JOIN members ON members.room = logs.room AND members.person = audiences.person \
     JOIN persons ON persons.id = audiences.person \
     WHERE audiences.log = logs.id AND persons.active = 1 \
     AND (members.until_at IS NULL OR members.until_at > $2)) \
     ORDER BY logs.received DESC, logs.id LIMIT $3";

fn row(row: &Row) -> Result<DisclosureRow> {
    let damaged = |what: &str| Problem::new(Code::Damaged, format!("a disclosure's {what}"));
    Ok(DisclosureRow {
        id: row.id(0)?,
        kind: DisclosureKind::from_code(row.int(1)?).ok_or_else(|| damaged("kind"))?,
        notebook: row.id(2)?,
        log: row.opt_id(3)?,
        days: row.count(4)?,
        told: row.truth(5)?,
        asked_sequence: row.count(6)?,
        asked_by: row.id(7)?,
        asked_at: row.at(8)?,
        state: State::from_code(row.int(9)?).ok_or_else(|| damaged("state"))?,
        answered_by: row.opt_id(10)?,
        answered_at: row.opt_at(11)?,
        until: row.opt_at(12)?,
    })
}

/// A disclosure of a region.
pub fn find(conn: &mut Conn, region: RegionId, id: DisclosureId) -> Result<Option<DisclosureRow>> {
    conn.first(BY_ID, &[region.into(), id.into()])?.as_ref().map(row).transpose()
}

/// The newest of a region, `most` at most.
pub fn newest(conn: &mut Conn, region: RegionId, most: u32) -> Result<Vec<DisclosureRow>> {
    let rows = conn.query(NEWEST, &[region.into(), i64::from(most).into()])?;
    rows.iter().map(row).collect()
}

/// The disclosure by which a person may look at a notebook now; the widest where there are several.
pub fn holding(
    conn: &mut Conn,
    notebook: NotebookId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<DisclosureRow>> {
    let values = [notebook.into(), now.into(), person.into()];
    conn.first(HOLDING, &values)?.as_ref().map(row).transpose()
}

/// Disclosures of a notebook of which those concerned are not to be told.
pub fn untold(conn: &mut Conn, notebook: NotebookId) -> Result<Vec<DisclosureRow>> {
    conn.query(UNTOLD, &[notebook.into()])?.iter().map(row).collect()
}

/// 特別便 that no addressee can read any more, newest first, `most` at most.
pub fn orphans(
    conn: &mut Conn,
    region: RegionId,
    now: Timestamp,
    most: u32,
) -> Result<Vec<OrphanRow>> {
    let rows = conn.query(ORPHANS, &[region.into(), now.into(), i64::from(most).into()])?;
    let orphan = |row: &Row| {
        Ok(OrphanRow {
            log: row.id(0)?,
            notebook: row.id(1)?,
            entries: row.count(2)?,
            last: row.at(3)?,
        })
    };
    rows.iter().map(orphan).collect()
}
