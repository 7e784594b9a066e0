//! Invitations into teams, and the managing role as it is offered: who was asked, by whom, and what
//! was answered. The words stand in the entries.

use tasuki_domain::content::Answer;
use tasuki_kernel::{
    Code, FacilityId, InvitationId, LogId, NotebookId, OfferId, PersonId, PostId, Problem,
    RegionId, Result, Timestamp,
};
use tasuki_ledger::Author;

use crate::driver::Conn;
use crate::people::{PostRow, post_row};
use crate::value::Row;

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody has answered.
    Pending,
    /// It was answered, or taken back.
    Answered(Answer),
    /// Nobody answered in time.
    Expired,
}

/// What was answered, by whom, when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// What.
    pub answer: Answer,
    /// By whom.
    pub by: Author,
    /// When.
    pub at: Timestamp,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRow {
    /// The invitation.
    pub id: InvitationId,
    /// Into the team of this notebook.
    pub notebook: NotebookId,
    /// Where its words stand.
    pub place: (LogId, u64),
    /// The facility that is asked.
    pub facility: FacilityId,
    /// Who is asked by name.
    pub named: Option<(PersonId, PostId)>,
    /// Code of the profession.
    pub profession: String,
    /// Who invited.
    pub author: Author,
    /// When.
    pub at: Timestamp,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// What was answered.
    pub answered: Option<Answered>,
}

impl InvitationRow {
    /// How it stands at `now`.
    pub fn state(&self, now: Timestamp) -> State {
        match self.answered {
            Some(it) => State::Answered(it.answer),
            None if now >= self.until => State::Expired,
            None => State::Pending,
        }
    }
}

/// An offer of the managing role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRow {
    /// The offer.
    pub id: OfferId,
    /// The notebook.
    pub notebook: NotebookId,
    /// Where its words stand.
    pub place: (LogId, u64),
    /// To which facility.
    pub to: FacilityId,
    /// Who offered.
    pub author: Author,
    /// When.
    pub at: Timestamp,
    /// What was answered.
    pub answered: Option<Answered>,
}

const INVITATION: &str = "SELECT id, notebook, log, sequence, facility, person, post, profession, \
     author, invited_at, until_at, answer, answered_by, answered_at FROM invitations \
     WHERE id = $1";
const OF_NOTEBOOK: &str = "SELECT id, notebook, log, sequence, facility, person, post, \
     profession, author, invited_at, until_at, answer, answered_by, answered_at FROM invitations \
     WHERE notebook = $1 ORDER BY sequence DESC LIMIT 200";
const OPEN_TO_PERSON: &str = "SELECT id, notebook, log, sequence, facility, person, post, \
     profession, author, invited_at, until_at, answer, answered_by, answered_at FROM invitations \
     WHERE person = $1 AND answer IS NULL AND until_at > $2 ORDER BY invited_at, id";
const OPEN_TO_FACILITY: &str = "SELECT id, notebook, log, sequence, facility, person, post, \
     profession, author, invited_at, until_at, answer, answered_by, answered_at FROM invitations \
     WHERE facility = $1 AND person IS NULL AND answer IS NULL AND until_at > $2 \
     ORDER BY invited_at, id";
const OFFER: &str = "SELECT id, notebook, log, sequence, facility, author, offered_at, answer, \
     answered_by, answered_at FROM managing_offers WHERE id = $1";
const OFFERS_OF: &str = "SELECT id, notebook, log, sequence, facility, author, offered_at, \
     answer, answered_by, answered_at FROM managing_offers WHERE notebook = $1 \
     ORDER BY sequence DESC LIMIT 50";
const DIRECTORY: &str = "SELECT posts.id, person, family, given, family_kana, given_kana, \
     facility, facilities.name, profession, manager, from_at, until_at, facilities.kind FROM posts \
     JOIN persons ON persons.id = posts.person \
     JOIN facilities ON facilities.id = posts.facility \
     WHERE facilities.region = $1 AND facilities.active = 1 AND persons.active = 1 \
     AND persons.kind = 1 AND (posts.until_at IS NULL OR posts.until_at > $2) \
     ORDER BY facilities.name, facility, family_kana, given_kana, posts.id";

fn author(row: &Row, column: usize) -> Result<Author> {
    Author::decode(row.bytes(column)?)
        .map_err(|e| Problem::new(Code::Damaged, format!("the author of a question: {e}")))
}

/// Three columns: what, by whom, when.
fn answered(row: &Row, first: usize) -> Result<Option<Answered>> {
    let Some(code) = row.opt_int(first)? else { return Ok(None) };
    let answer =
        Answer::from_code(code).ok_or_else(|| Problem::new(Code::Damaged, "an answer's number"))?;
    Ok(Some(Answered { answer, by: author(row, first + 1)?, at: row.at(first + 2)? }))
}

fn invitation_row(row: &Row) -> Result<InvitationRow> {
    Ok(InvitationRow {
        id: row.id(0)?,
        notebook: row.id(1)?,
        place: (row.id(2)?, row.count(3)?),
        facility: row.id(4)?,
        named: row.opt_id(5)?.zip(row.opt_id(6)?),
        profession: row.text(7)?.to_owned(),
        author: author(row, 8)?,
        at: row.at(9)?,
        until: row.at(10)?,
        answered: answered(row, 11)?,
    })
}

fn offer_row(row: &Row) -> Result<OfferRow> {
    Ok(OfferRow {
        id: row.id(0)?,
        notebook: row.id(1)?,
        place: (row.id(2)?, row.count(3)?),
        to: row.id(4)?,
        author: author(row, 5)?,
        at: row.at(6)?,
        answered: answered(row, 7)?,
    })
}

/// An invitation.
pub fn invitation(conn: &mut Conn, id: InvitationId) -> Result<Option<InvitationRow>> {
    conn.first(INVITATION, &[id.into()])?.as_ref().map(invitation_row).transpose()
}

/// The invitations into a notebook's team, newest first.
pub fn invitations_of(conn: &mut Conn, notebook: NotebookId) -> Result<Vec<InvitationRow>> {
    conn.query(OF_NOTEBOOK, &[notebook.into()])?.iter().map(invitation_row).collect()
}

/// Those that somebody is asked by name and may still answer, the oldest first.
pub fn open_to_person(
    conn: &mut Conn,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<InvitationRow>> {
    conn.query(OPEN_TO_PERSON, &[person.into(), now.into()])?.iter().map(invitation_row).collect()
}

/// Those that a facility is asked and may still answer, the oldest first.
pub fn open_to_facility(
    conn: &mut Conn,
    facility: FacilityId,
    now: Timestamp,
) -> Result<Vec<InvitationRow>> {
    let rows = conn.query(OPEN_TO_FACILITY, &[facility.into(), now.into()])?;
    rows.iter().map(invitation_row).collect()
}

/// An offer of the managing role.
pub fn offer(conn: &mut Conn, id: OfferId) -> Result<Option<OfferRow>> {
    conn.first(OFFER, &[id.into()])?.as_ref().map(offer_row).transpose()
}

/// The offers of a notebook's managing role, newest first.
pub fn offers_of(conn: &mut Conn, notebook: NotebookId) -> Result<Vec<OfferRow>> {
    conn.query(OFFERS_OF, &[notebook.into()])?.iter().map(offer_row).collect()
}

/// Everybody of a region who can be asked, each with the code of the facility's kind: posts that
/// have not ended (some may not have begun), of staff who can sign in, at facilities that are open;
/// by facility and kana.
pub fn directory(
    conn: &mut Conn,
    region: RegionId,
    now: Timestamp,
) -> Result<Vec<(PostRow, String)>> {
    conn.query(DIRECTORY, &[region.into(), now.into()])?
        .iter()
        .map(|row| Ok((post_row(row)?, row.text(12)?.to_owned())))
        .collect()
}
