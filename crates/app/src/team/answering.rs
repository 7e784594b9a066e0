//! 招待に答える: before the answer is seen who invites and for whom, and nothing else of the
//! notebook. Who accepts is a member with the answer, in one transaction.

use std::sync::Arc;

use tasuki_domain::content::{
    Answer, ConsentKind, Content, DeviceKind, InvitationAnswered, Membership, Touched,
};
use tasuki_domain::name::Name;
use tasuki_domain::patient::Birth;
use tasuki_domain::policy::{Action, InvitationFacts, Subject, decide};
use tasuki_kernel::{Code, InvitationId, LogId, PostId, Problem, Result, RoomId, Timestamp};
use tasuki_ledger::Author;
use tasuki_store::notebook::NotebookRow;
use tasuki_store::people::{self, PostRow};
use tasuki_store::staff;
use tasuki_store::team::{self, InvitationRow, State};
use tasuki_store::{Conn, Transaction, notebook};

use super::{answered_meanwhile, facility_name, is_member, said, still_shared, why};
use crate::App;
use crate::access::Record;
use crate::author::Byline;
use crate::room::answer as told;
use crate::session::Session;

/// An invitation as the invited sees it: this, and nothing else of the notebook.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The invitation.
    pub id: InvitationId,
    /// Whose notebook.
    pub patient: Name,
    /// The day of birth, for the age.
    pub birth: Birth,
    /// Who invites.
    pub by: Byline,
    /// The facility that is asked.
    pub facility: String,
    /// Code of the profession that is asked for.
    pub profession: String,
    /// Whether it names the reader; else the reader answers for the facility.
    pub named: bool,
    /// What was said with it.
    pub message: String,
    /// When it was sent.
    pub at: Timestamp,
    /// Until when it can be answered.
    pub until: Timestamp,
    /// Who of the facility may join; empty when it names the reader.
    pub candidates: Vec<PostRow>,
}

/// An invitation with what it is into.
struct Letter {
    row: InvitationRow,
    notebook: NotebookRow,
    facts: InvitationFacts,
}

/// The invitations of somebody who is signed in.
#[derive(Clone)]
pub struct Inbox {
    app: Arc<App>,
    session: Arc<Session>,
}

impl App {
    /// The invitations that the person of a session may answer.
    pub fn inbox(self: &Arc<Self>, session: &Arc<Session>) -> Inbox {
        Inbox { app: Arc::clone(self), session: Arc::clone(session) }
    }
}

impl Inbox {
    fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    fn may(&self, action: Action, facts: &InvitationFacts) -> bool {
        let now = self.now();
        decide(&self.session.actor(now), action, Subject::Invitation(facts), now).allowed()
    }

    /// An invitation with what policy asks about it.
    fn letter(&self, conn: &mut Conn, row: InvitationRow) -> Result<Option<Letter>> {
        let Some(notebook) = notebook::find(conn, row.notebook)? else { return Ok(None) };
        let now = self.now();
        let consent = notebook::consent(conn, row.notebook, ConsentKind::TeamSharing)?;
        let facts = InvitationFacts {
            region: notebook.region,
            facility: row.facility,
            named: row.named,
            open: row.state(now) == State::Pending,
            consent: notebook.destroyed.is_none() && consent.is_some_and(|it| it.holds(now)),
            closed: notebook.closed.is_some(),
        };
        Ok(Some(Letter { row, notebook, facts }))
    }

    /// Those that can be answered now, the oldest first. What is for a facility is not shown in a
    /// session that a substitute code began, as nothing of the manager's menu is.
    fn letters(&self, conn: &mut Conn) -> Result<Vec<Letter>> {
        let now = self.now();
        let mut rows = team::open_to_person(conn, self.session.person.id, now)?;
        if self.session.device_kind != DeviceKind::Substitute {
            for (facility, _) in self.app.houses(&self.session) {
                rows.extend(team::open_to_facility(conn, facility, now)?);
            }
        }
        let mut letters = Vec::new();
        for row in rows {
            let found = self.letter(conn, row)?;
            letters.extend(found.filter(|it| self.may(Action::Write, &it.facts)));
        }
        letters.sort_by_key(|it| (it.row.at, it.row.id));
        Ok(letters)
    }

    /// How many can be answered now.
    pub async fn count(&self) -> Result<usize> {
        let inbox = self.clone();
        self.app.store.read(move |conn| Ok(inbox.letters(conn)?.len())).await
    }

    /// All that can be answered now; what is seen of each patient is recorded first.
    pub async fn all(&self) -> Result<Vec<Asked>> {
        let inbox = self.clone();
        let letters = self.app.store.read(move |conn| inbox.letters(conn)).await?;
        let mut all = Vec::with_capacity(letters.len());
        for letter in letters {
            all.push(self.open(letter).await?);
        }
        Ok(all)
    }

    /// One of them.
    ///
    /// # Errors
    /// `NotFound` for whom it is not, and once it was answered or is over.
    pub async fn one(&self, id: InvitationId) -> Result<Asked> {
        let letter = self.waiting(id).await?;
        self.open(letter).await
    }

    async fn find(&self, id: InvitationId) -> Result<Letter> {
        let inbox = self.clone();
        let read = self.app.store.read(move |conn| match team::invitation(conn, id)? {
            Some(row) => inbox.letter(conn, row),
            None => Ok(None),
        });
        read.await?.ok_or_else(Problem::not_found)
    }

    async fn waiting(&self, id: InvitationId) -> Result<Letter> {
        let letter = self.find(id).await?;
        let (now, subject) = (self.now(), Subject::Invitation(&letter.facts));
        told(decide(&self.session.actor(now), Action::Write, subject, now))?;
        let substitute = self.session.device_kind == DeviceKind::Substitute;
        if letter.row.named.is_none() && substitute {
            return Err(Problem::not_found());
        }
        Ok(letter)
    }

    async fn open(&self, letter: Letter) -> Result<Asked> {
        let Letter { row, notebook, .. } = letter;
        let record = Record::of(&self.session, Touched::Basics);
        let record = record.within(Some(notebook.id), Some(notebook.team_room));
        self.app.record_reading(&self.session, record).await?;
        let inbox = self.clone();
        self.app.store.read(move |conn| inbox.read(conn, row, &notebook)).await
    }

    fn read(&self, conn: &mut Conn, row: InvitationRow, notebook: &NotebookRow) -> Result<Asked> {
        let (app, now) = (&self.app, self.now());
        let patient = app.basics(conn, notebook)?.ok_or_else(Problem::not_found)?;
        let message = match said(app, conn, (notebook.vault, row.place))? {
            Some(Content::Invitation(it)) => it.message,
            _ => String::new(),
        };
        let known = app.known(conn)?;
        let mut candidates = Vec::new();
        if row.named.is_none() {
            for it in staff::all(conn, row.facility, now)? {
                let fits = it.post.profession == row.profession;
                if fits && !is_member(conn, notebook.team_room, &it.post, now)? {
                    candidates.push(it.post);
                }
            }
        }
        Ok(Asked {
            id: row.id,
            patient: patient.name,
            birth: patient.birth,
            by: (*known.byline(conn, &row.author)?).clone(),
            facility: facility_name(conn, row.facility)?,
            profession: row.profession,
            named: row.named.is_some(),
            message,
            at: row.at,
            until: row.until,
            candidates,
        })
    }

    /// In which post the person of the session answers.
    fn author(&self, row: &InvitationRow) -> Result<Author> {
        let now = self.now();
        let here = |it: &&PostRow| it.manager && it.facility == row.facility && it.holds(now);
        let post = match row.named {
            Some((_, post)) => Some(post),
            None => self.session.posts.iter().find(here).map(|it| it.id),
        };
        self.session.author(post).map_err(|_| Problem::not_found())
    }

    /// Whether the person of the session has given this very answer before: a second press.
    async fn said_before(&self, id: InvitationId, answer: Answer) -> Result<bool> {
        let row = self.find(id).await?.row;
        let Some(before) = row.answered else { return Ok(false) };
        let mine = self.author(&row).is_ok_and(|it| it == before.by);
        Ok(mine && before.answer == answer)
    }

    /// Joins the team; for a facility, those who are chosen of its staff. Twice is harmless.
    ///
    /// # Errors
    /// `NotFound` for whom it is not; `NotebookClosed`; `Invalid` and `Conflict` on `posts`;
    /// `Conflict` when somebody else answered first.
    pub async fn accept(&self, id: InvitationId, posts: Vec<PostId>) -> Result<()> {
        if self.said_before(id, Answer::Accepted).await? {
            return Ok(());
        }
        let letter = self.waiting(id).await?;
        let joining = self.joining(&letter.row, posts).await?;
        let author = self.author(&letter.row)?;
        let (room, now) = (letter.notebook.team_room, self.now());
        let log = self.team_log(room).await?;
        let to = self.app.log_key(log).await?;
        let answered = Content::InvitationAnswered(InvitationAnswered {
            invitation: id,
            answer: Answer::Accepted,
            reason: String::new(),
            posts: joining.iter().map(|it| it.id).collect(),
        });
        let mut entries = vec![self.app.sealed_by(to, author, answered)?];
        for post in &joining {
            // A team's room shows all that was written before.
            let joins = Content::Membership(Membership {
                room,
                person: post.person,
                post: Some(post.id),
                from: now,
                until: None,
                history_from: None,
                reason: None,
            });
            entries.push(self.app.sealed_by(to, author, joins)?);
        }
        let records = vec![self.wrote(&letter.notebook)];
        let (row, notebook) = (letter.row, letter.notebook.id);
        self.app
            .enter_together(entries, records, move |t| {
                still_shared(t, notebook)?;
                still_waits(t, &row)?;
                joining.iter().try_for_each(|it| joins_anew(t, room, it))
            })
            .await
    }

    /// Who joins: the person who is named, or those who were chosen of the facility's staff with
    /// the profession that was asked for.
    async fn joining(&self, row: &InvitationRow, posts: Vec<PostId>) -> Result<Vec<PostRow>> {
        let (facility, now, profession) = (row.facility, self.now(), row.profession.clone());
        let staff = self.app.store.read(move |conn| staff::all(conn, facility, now)).await?;
        let mut chosen = row.named.map_or(posts, |(_, post)| vec![post]);
        chosen.sort_unstable();
        chosen.dedup();
        let fits = |it: &PostRow| row.named.is_some() || it.profession == profession;
        let found: Vec<PostRow> = chosen
            .iter()
            .filter_map(|id| staff.iter().find(|it| it.post.id == *id))
            .map(|it| it.post.clone())
            .filter(fits)
            .collect();
        if found.is_empty() || found.len() != chosen.len() {
            return Err(Problem::invalid("posts", "choose who joins"));
        }
        Ok(found)
    }

    /// Says no, and why. Twice is harmless.
    ///
    /// # Errors
    /// As [`Inbox::accept`]; `Invalid` on `reason`.
    pub async fn decline(&self, id: InvitationId, reason: &str) -> Result<()> {
        if self.said_before(id, Answer::Declined).await? {
            return Ok(());
        }
        let letter = self.waiting(id).await?;
        let reason = why("reason", reason)?;
        let log = self.team_log(letter.notebook.team_room).await?;
        let answered = Content::InvitationAnswered(InvitationAnswered {
            invitation: id,
            answer: Answer::Declined,
            reason,
            posts: Vec::new(),
        });
        let to = self.app.log_key(log).await?;
        let entry = self.app.sealed_by(to, self.author(&letter.row)?, answered)?;
        let records = vec![self.wrote(&letter.notebook)];
        let (row, notebook) = (letter.row, letter.notebook.id);
        self.app
            .enter_together(vec![entry], records, move |t| {
                still_shared(t, notebook)?;
                still_waits(t, &row)
            })
            .await
    }

    fn wrote(&self, notebook: &NotebookRow) -> Record {
        let record = Record::of(&self.session, Touched::Wrote);
        record.within(Some(notebook.id), Some(notebook.team_room))
    }

    async fn team_log(&self, room: RoomId) -> Result<LogId> {
        let found = self.app.store.read(move |conn| notebook::room(conn, room)).await?;
        Ok(found.ok_or_else(Problem::not_found)?.main_log)
    }
}

/// Whether an invitation stands as it was read, and nobody has answered it.
fn still_waits(t: &mut Transaction<'_>, row: &InvitationRow) -> Result<()> {
    let now = t.now();
    let found = team::invitation(t.conn(), row.id)?;
    let same = found.is_some_and(|it| it == *row && it.state(now) == State::Pending);
    if same { Ok(()) } else { Err(answered_meanwhile()) }
}

/// Whether a post still holds, and its person is not in the room by another way.
fn joins_anew(t: &mut Transaction<'_>, room: RoomId, post: &PostRow) -> Result<()> {
    let now = t.now();
    if people::post(t.conn(), post.id)?.is_none_or(|it| !it.holds(now)) {
        return Err(Problem::new(Code::Conflict, "the post ended meanwhile"));
    }
    if is_member(t.conn(), room, post, now)? {
        let detail = "member: they are in the team".into();
        return Err(Problem { code: Code::Conflict, field: Some("posts"), detail });
    }
    Ok(())
}
