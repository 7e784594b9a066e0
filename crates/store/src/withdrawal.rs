//! 利用廃止: applications of facilities that want to take part no more, and what ends with them.

use tasuki_domain::content::{Facility, WithdrawalReason};
use tasuki_domain::policy::MembershipFacts;
use tasuki_kernel::{
    Code, FacilityId, PersonId, Problem, RegionId, Result, Timestamp, WithdrawalId,
};

use crate::driver::Conn;
use crate::notebook::{RoomRow, room_row};
use crate::people::{PostRow, post_row};
use crate::value::Row;

/// Where a withdrawal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Waits for the desk.
    Waiting,
    /// The desk sent it back with a reason.
    Returned,
    /// The facility takes part no more.
    Approved,
    /// The facility thought better of it.
    TakenBack,
}

impl State {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Returned, Self::Approved, Self::TakenBack];

    const fn code(self) -> i64 {
        match self {
            Self::Waiting => 1,
            Self::Returned => 2,
            Self::Approved => 3,
            Self::TakenBack => 4,
        }
    }
}

/// A withdrawal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawalRow {
    /// The application.
    pub id: WithdrawalId,
    /// 申請番号.
    pub number: u64,
    /// Which facility.
    pub facility: FacilityId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: State,
    /// Why.
    pub reason: WithdrawalReason,
    /// Language of who sent it.
    pub lang: String,
    /// When it was sent.
    pub sent: Timestamp,
    /// By whom.
    pub sent_by: PersonId,
    /// When it was decided.
    pub decided: Option<Timestamp>,
    /// By whom.
    pub decided_by: Option<PersonId>,
    /// Why it was returned.
    pub answer: String,
}

/// A membership by a post that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// The room.
    pub room: RoomRow,
    /// Whose.
    pub person: PersonId,
    /// The membership.
    pub facts: MembershipFacts,
}

const FIND: &str = "SELECT withdrawals.id, number, facility, facilities.name, state, reason, lang, \
     sent_at, sent_by, decided_at, decided_by, answer FROM withdrawals \
     JOIN facilities ON facilities.id = withdrawals.facility \
     WHERE withdrawals.region = $1 AND withdrawals.id = $2";
const NEWEST: &str = "SELECT withdrawals.id, number, facility, facilities.name, state, reason, \
     lang, sent_at, sent_by, decided_at, decided_by, answer FROM withdrawals \
     JOIN facilities ON facilities.id = withdrawals.facility \
     WHERE facility = $1 ORDER BY number DESC LIMIT 1";
const OF_STATE: &str = "SELECT withdrawals.id, number, facility, facilities.name, state, reason, \
     lang, sent_at, sent_by, decided_at, decided_by, answer FROM withdrawals \
     JOIN facilities ON facilities.id = withdrawals.facility \
     WHERE withdrawals.region = $1 AND state = $2 ORDER BY sent_at DESC, number DESC LIMIT 200";
const COUNTS: &str =
    "SELECT state, COUNT(*) FROM withdrawals WHERE region = $1 GROUP BY state ORDER BY state";
const MANAGED: &str = "SELECT COUNT(*) FROM notebooks \
     WHERE managing_facility = $1 AND destroyed_at IS NULL AND closed_at IS NULL";
const FACILITY: &str =
    "SELECT id, kind, name, active, municipality FROM facilities WHERE region = $1 AND id = $2";
/// Posts that begin later end too.
const POSTS: &str = "SELECT posts.id, person, family, given, family_kana, given_kana, facility, \
     facilities.name, profession, manager, from_at, until_at FROM posts \
     JOIN persons ON persons.id = posts.person JOIN facilities ON facilities.id = posts.facility \
     WHERE facility = $1 AND (until_at IS NULL OR until_at > $2) ORDER BY posts.id";
const LEFT_OVER: &str = "SELECT rooms.id, rooms.region, rooms.notebook, rooms.kind, \
     rooms.main_log, members.post, members.from_at, members.until_at, members.history_from, \
     members.person FROM members JOIN rooms ON rooms.id = members.room \
     JOIN posts ON posts.id = members.post WHERE posts.facility = $1 AND posts.until_at <= $2 \
     AND (members.until_at IS NULL OR members.until_at > $2) \
     ORDER BY rooms.id, members.person LIMIT $3";
const UNFINISHED: &str = "SELECT DISTINCT withdrawals.facility FROM withdrawals \
     JOIN posts ON posts.facility = withdrawals.facility \
     JOIN members ON members.post = posts.id WHERE withdrawals.region = $1 AND state = 3 \
     AND posts.until_at <= $2 AND (members.until_at IS NULL OR members.until_at > $2)";
const IN_ROOMS: &str = "SELECT COUNT(*) FROM members JOIN posts ON posts.id = members.post \
     WHERE posts.facility = $1 AND (posts.until_at IS NULL OR posts.until_at > $2) \
     AND (members.until_at IS NULL OR members.until_at > $2)";

fn row(row: &Row) -> Result<WithdrawalRow> {
    let damaged = |what: &str| Problem::new(Code::Damaged, format!("a withdrawal's {what}"));
    let code = row.int(4)?;
    let state = State::ALL.into_iter().find(|it| it.code() == code);
    Ok(WithdrawalRow {
        id: row.id(0)?,
        number: row.count(1)?,
        facility: row.id(2)?,
        name: row.text(3)?.to_owned(),
        state: state.ok_or_else(|| damaged("state"))?,
        reason: WithdrawalReason::from_code(row.int(5)?).ok_or_else(|| damaged("reason"))?,
        lang: row.text(6)?.to_owned(),
        sent: row.at(7)?,
        sent_by: row.id(8)?,
        decided: row.opt_at(9)?,
        decided_by: row.opt_id(10)?,
        answer: row.text(11)?.to_owned(),
    })
}

/// A withdrawal of a region.
pub fn find(conn: &mut Conn, region: RegionId, id: WithdrawalId) -> Result<Option<WithdrawalRow>> {
    conn.first(FIND, &[region.into(), id.into()])?.as_ref().map(row).transpose()
}

/// The last withdrawal that a facility sent.
pub fn newest(conn: &mut Conn, facility: FacilityId) -> Result<Option<WithdrawalRow>> {
    conn.first(NEWEST, &[facility.into()])?.as_ref().map(row).transpose()
}

/// The withdrawals of one state, newest first, two hundred at most.
pub fn of_state(conn: &mut Conn, region: RegionId, state: State) -> Result<Vec<WithdrawalRow>> {
    conn.query(OF_STATE, &[region.into(), state.code().into()])?.iter().map(row).collect()
}

/// How many stand where, in the order of [`State::ALL`].
pub fn counts(conn: &mut Conn, region: RegionId) -> Result<[u64; 4]> {
    let rows = conn.query(COUNTS, &[region.into()])?;
    let mut counts = [0; 4];
    for row in rows {
        let code = row.int(0)?;
        if let Some(at) = State::ALL.iter().position(|it| it.code() == code) {
            counts[at] = row.count(1)?;
        }
    }
    Ok(counts)
}

/// How many notebooks a facility manages.
pub fn managed(conn: &mut Conn, facility: FacilityId) -> Result<u64> {
    conn.first(MANAGED, &[facility.into()])?.map_or(Ok(0), |row| row.count(0))
}

/// In how many rooms the staff of a facility are members, each counted for itself.
pub fn places(conn: &mut Conn, facility: FacilityId, now: Timestamp) -> Result<u64> {
    let row = conn.first(IN_ROOMS, &[facility.into(), now.into()])?;
    row.map_or(Ok(0), |row| row.count(0))
}

/// A facility as its entry said it.
pub fn facility(conn: &mut Conn, region: RegionId, id: FacilityId) -> Result<Option<Facility>> {
    let Some(row) = conn.first(FACILITY, &[region.into(), id.into()])? else { return Ok(None) };
    Ok(Some(Facility {
        id: row.id(0)?,
        kind: row.text(1)?.to_owned(),
        name: row.text(2)?.to_owned(),
        active: row.truth(3)?,
        municipality: row.opt_text(4)?.map(str::to_owned),
    }))
}

/// Every post of a facility that has not ended.
pub fn posts(conn: &mut Conn, facility: FacilityId, now: Timestamp) -> Result<Vec<PostRow>> {
    conn.query(POSTS, &[facility.into(), now.into()])?.iter().map(post_row).collect()
}

/// Memberships of a facility's former staff that have not ended, `most` at most.
pub fn left_over(
    conn: &mut Conn,
    facility: FacilityId,
    (now, most): (Timestamp, u32),
) -> Result<Vec<LeftOver>> {
    let values = [facility.into(), now.into(), i64::from(most).into()];
    conn.query(LEFT_OVER, &values)?
        .iter()
        .map(|row| {
            let facts = MembershipFacts {
                post: row.opt_id(5)?,
                from: row.at(6)?,
                until: row.opt_at(7)?,
                history_from: row.opt_at(8)?,
            };
            Ok(LeftOver { room: room_row(row)?, person: row.id(9)?, facts })
        })
        .collect()
}

/// Facilities that withdrew, and whose staff are members somewhere still.
pub fn unfinished(conn: &mut Conn, region: RegionId, now: Timestamp) -> Result<Vec<FacilityId>> {
    let rows = conn.query(UNFINISHED, &[region.into(), now.into()])?;
    rows.iter().map(|row| row.id(0)).collect()
}
