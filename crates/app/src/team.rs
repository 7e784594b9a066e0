//! 支援チーム: who is in it, who was asked, who manages the notebook. What is decided here is an
//! entry in the main log of the team's room, by the post in which it was decided.

mod answering;
pub(crate) mod directory;
mod finding;
mod inviting;
mod leaving;
mod managing;

use tasuki_domain::content::{Answer, ConsentKind, Content, Touched};
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_domain::room::RoomKind;
use tasuki_domain::text;
use tasuki_kernel::{
    Code, FacilityId, InvitationId, LogId, NotebookId, OfferId, PostId, Problem, Result, RoomId,
    Timestamp, VaultId,
};
use tasuki_ledger::Author;
use tasuki_store::notebook::{self, Consent, NotebookRow};
use tasuki_store::people::PostRow;
use tasuki_store::team::{self, InvitationRow, OfferRow};
use tasuki_store::{Conn, NewEntry, Transaction, log, people};

use crate::App;
use crate::access::{self, Record};
use crate::author::Byline;
use crate::room::{Member, Room, answer, closed};
use crate::sealing::{LogKey, Unsealed};

pub use answering::{Asked, Inbox};
pub use finding::{Found, SHOWN};
pub use inviting::{Asking, Whom};
pub use tasuki_store::people::PostRow as Candidate;
pub use tasuki_store::team::State;

/// Characters of a message or a reason at most.
const WORDS: usize = 500;

/// Somebody of the team.
#[derive(Debug, Clone)]
pub struct Mate {
    /// Who.
    pub member: Member,
    /// Where; none for a post that is not known.
    pub facility: Option<FacilityId>,
    /// Since when.
    pub since: Timestamp,
}

/// An invitation as the team sees it.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The invitation.
    pub id: InvitationId,
    /// Who is asked by name; none when the facility decides.
    pub who: Option<Byline>,
    /// The facility's name.
    pub facility: String,
    /// Code of the profession.
    pub profession: String,
    /// Who invited.
    pub by: Byline,
    /// When.
    pub at: Timestamp,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// How it stands.
    pub state: State,
    /// When it was answered.
    pub answered: Option<Timestamp>,
    /// Why it was declined; empty else.
    pub reason: String,
}

/// An offer of the managing role as the team sees it.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The offer.
    pub id: OfferId,
    /// To which facility.
    pub to: String,
    /// Who offered.
    pub by: Byline,
    /// When.
    pub at: Timestamp,
    /// What was said with it.
    pub message: String,
    /// How it stands.
    pub state: State,
    /// Whether the reader may accept or decline it.
    pub may_answer: bool,
}

/// The team, as one of its members sees it.
#[derive(Debug, Clone)]
pub struct Team {
    /// Who is in it, in the order of joining.
    pub mates: Vec<Mate>,
    /// Who was asked, newest first.
    pub invitations: Vec<Invited>,
    /// Offers of the managing role, newest first.
    pub offers: Vec<Offered>,
    /// The facility that manages the notebook.
    pub managing: (FacilityId, String),
    /// 主治医 or 副主治医 was named, and is in the team no more.
    pub vacant: [bool; 2],
    /// Consent to team sharing, as it was last said.
    pub consent: Option<Consent>,
}

impl Room {
    /// The notebook, in its team's room alone.
    ///
    /// # Errors
    /// `NotFound` in every other room.
    fn of_team(&self) -> Result<&NotebookRow> {
        let row = self.notebook().filter(|_| self.kind() == RoomKind::Team);
        row.ok_or_else(Problem::not_found)
    }

    fn team_allows<'a>(&'a self, subject: impl FnOnce(FacilityId) -> Subject<'a>) -> Result<()> {
        let subject = subject(self.of_team()?.managing_facility);
        let decision = decide(&self.actor, Action::Write, subject, self.now);
        if self.facts.closed || decision.allowed() {
            return answer(decision);
        }
        Err(Problem::new(Code::NotAllowed, "not by this person"))
    }

    /// Whether the reader may ask others into the team.
    pub fn may_invite(&self) -> bool {
        self.team_allows(|it| Subject::Team(&self.facts, it)).is_ok()
    }

    /// Whether the reader may hand the notebook over and take people out of its team.
    pub fn may_manage(&self) -> bool {
        self.team_allows(|it| Subject::Managing(&self.facts, it)).is_ok()
    }

    /// The team; the reading is recorded first.
    pub async fn team(&self) -> Result<Team> {
        let id = self.of_team()?.id;
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app.store.read(move |conn| room.read_team(conn, id)).await
    }

    /// How many notes of the team's room whoever joins will find.
    pub fn notes_so_far(&self) -> u64 {
        let main = self.log(self.place.row.main_log);
        main.map_or(0, |it| it.row.read.iter().sum())
    }

    fn read_team(&self, conn: &mut Conn, id: NotebookId) -> Result<Team> {
        let row = self.of_team()?;
        let mates = self.mates(conn)?;
        let invitations = team::invitations_of(conn, id)?;
        let invitations = invitations.into_iter().map(|it| self.invited(conn, it));
        let invitations = invitations.collect::<Result<_>>()?;
        let offers = team::offers_of(conn, id)?;
        let offers = offers.into_iter().map(|it| self.offered(conn, it)).collect::<Result<_>>()?;
        let gone =
            |post: Option<PostId>| post.is_some() && !mates.iter().any(|it| it.member.post == post);
        Ok(Team {
            vacant: [gone(row.attending), gone(row.deputy)],
            managing: (row.managing_facility, facility_name(conn, row.managing_facility)?),
            consent: self.place.consent,
            mates,
            invitations,
            offers,
        })
    }

    fn mates(&self, conn: &mut Conn) -> Result<Vec<Mate>> {
        let members = self.members_now(conn)?;
        let rows = notebook::members(conn, self.id())?;
        let mut mates = Vec::with_capacity(members.len());
        for member in members {
            let row = rows.iter().find(|it| it.person == member.person);
            let post = member.post.map(|it| self.known.post(conn, it)).transpose()?.flatten();
            mates.push(Mate {
                since: row.map_or(self.now, |it| it.facts.from),
                facility: post.map(|it| it.facility),
                member,
            });
        }
        Ok(mates)
    }

    fn invited(&self, conn: &mut Conn, row: InvitationRow) -> Result<Invited> {
        let who = match row.named {
            Some((person, post)) => Some(self.known.member(conn, person, Some(post))?),
            None => None,
        };
        let reason = match row.answered.filter(|it| it.answer == Answer::Declined) {
            Some(_) => self.why_declined(conn, &row)?,
            None => String::new(),
        };
        Ok(Invited {
            id: row.id,
            who,
            facility: facility_name(conn, row.facility)?,
            state: row.state(self.now),
            by: (*self.known.byline(conn, &row.author)?).clone(),
            at: row.at,
            until: row.until,
            answered: row.answered.map(|it| it.at),
            profession: row.profession,
            reason,
        })
    }

    /// The words of an answer; it stands after the invitation in the same log.
    fn why_declined(&self, conn: &mut Conn, row: &InvitationRow) -> Result<String> {
        let log = self.log(row.place.0).ok_or_else(Problem::not_found)?;
        let Some(answered) = row.answered else { return Ok(String::new()) };
        let from =
            tasuki_store::received::first_at(conn, row.place.0, log.row.sequence, answered.at)?;
        for stored in log::entries_from(conn, row.place.0, from, 50)? {
            let opened = self.app.open_entry(log.row.vault, &stored)?;
            match &opened.content {
                Some(Content::InvitationAnswered(it)) if it.invitation == row.id => {
                    return Ok(it.reason.clone());
                }
                _ if opened.received > answered.at => break,
                _ => {}
            }
        }
        Ok(String::new())
    }

    fn offered(&self, conn: &mut Conn, row: OfferRow) -> Result<Offered> {
        let subject = Subject::Offer(&self.facts, row.to);
        let pending = row.answered.is_none();
        let may_answer = pending && decide(&self.actor, Action::Write, subject, self.now).allowed();
        let message = match said(&self.app, conn, (self.of_team()?.vault, row.place))? {
            Some(Content::ManagingOffered(it)) => it.message,
            _ => String::new(),
        };
        Ok(Offered {
            id: row.id,
            to: facility_name(conn, row.to)?,
            by: (*self.known.byline(conn, &row.author)?).clone(),
            at: row.at,
            message,
            state: row.answered.map_or(State::Pending, |it| State::Answered(it.answer)),
            may_answer,
        })
    }

    /// An entry of the team's main log, by the post in which the reader is a member.
    pub(crate) fn by_me(&self, content: Content) -> Result<NewEntry> {
        self.app.sealed_by(self.main_log()?, self.author(None)?, content)
    }

    /// A record of writing in a room of this notebook.
    pub(crate) fn wrote(&self, room: RoomId) -> Record {
        Record::of(&self.session, Touched::Wrote).within(self.place.row.notebook, Some(room))
    }
}

impl App {
    pub(crate) fn sealed_by(
        &self,
        to: LogKey,
        author: Author,
        content: Content,
    ) -> Result<NewEntry> {
        self.seal(to, Unsealed::plain(self.new_entry_id(), author, content), Vec::new())
    }

    /// Appends entries of several logs with their access records, in one transaction and only as
    /// long as `still` finds everything as it was read.
    pub(crate) async fn enter_together(
        &self,
        entries: Vec<NewEntry>,
        records: Vec<Record>,
        still: impl FnOnce(&mut Transaction<'_>) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let mut access = Vec::with_capacity(records.len());
        for record in records {
            access.push(self.access_entry(record).await?);
        }
        let logs: Vec<LogId> = entries.iter().map(|it| it.log).chain([self.access_log]).collect();
        self.store
            .write(self.region, logs, move |t| {
                still(t)?;
                for entry in &entries {
                    t.append(entry)?;
                }
                access.iter().try_for_each(|it| access::append(t, it))
            })
            .await
    }
}

/// Whether a notebook is still shared and open when it is written to.
fn still_shared(t: &mut Transaction<'_>, id: NotebookId) -> Result<()> {
    if notebook::is_closed(t.conn(), id)? {
        return Err(closed());
    }
    let now = t.now();
    let consent = notebook::consent(t.conn(), id, ConsentKind::TeamSharing)?;
    if consent.is_some_and(|it| it.holds(now)) {
        return Ok(());
    }
    Err(Problem::new(Code::Conflict, "consent was withdrawn meanwhile"))
}

/// Somebody else was faster, or it was taken back.
fn answered_meanwhile() -> Problem {
    Problem::new(Code::Conflict, "it was answered meanwhile")
}

/// Whether somebody is a member of a room now.
fn is_member(conn: &mut Conn, room: RoomId, of: &PostRow, now: Timestamp) -> Result<bool> {
    let found = notebook::member(conn, room, of.person)?;
    Ok(found.is_some_and(|it| it.facts.until.is_none_or(|until| until > now)))
}

fn facility_name(conn: &mut Conn, id: FacilityId) -> Result<String> {
    Ok(people::facility_name(conn, id)?.unwrap_or_default())
}

/// What an entry of a log says; none when its key was destroyed.
fn said(
    app: &App,
    conn: &mut Conn,
    (vault, (log, sequence)): (VaultId, (LogId, u64)),
) -> Result<Option<Content>> {
    let Some(stored) = log::entries_from(conn, log, sequence, 1)?.pop() else { return Ok(None) };
    Ok(app.open_entry(vault, &stored)?.content.clone())
}

/// A reason or a message: some lines.
fn words(field: &'static str, text: &str) -> Result<String> {
    let text = text::accept(text).map_err(|it| Problem { field: Some(field), ..it })?;
    if text.chars().count() > WORDS {
        return Err(Problem::invalid(field, format!("over {WORDS} characters")));
    }
    Ok(text)
}

/// The same, which must say something.
fn why(field: &'static str, text: &str) -> Result<String> {
    let text = words(field, text)?;
    if text.is_empty() { Err(Problem::invalid(field, "say why")) } else { Ok(text) }
}
