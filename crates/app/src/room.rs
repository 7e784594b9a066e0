//! A room that its reader may enter. There is no other way to one than [`App::room`], which asks
//! policy first.

use std::sync::Arc;

use tasuki_domain::policy::{
    Action, Actor, Decision, LogFacts, Reason, RoomFacts, Subject, decide,
};
use tasuki_kernel::{
    Code, LogId, NotebookId, PersonId, PostId, Problem, Result, RoomId, Timestamp,
};
use tasuki_store::Conn;
use tasuki_store::log::{self, LogRow};
use tasuki_store::notebook::{self, Closed, NotebookRow};

use crate::author::Byline;
use crate::known::{Known, Place};
use crate::sealing::LogKey;
use crate::session::Session;
use crate::{App, actor};

/// A log that the reader may read.
#[derive(Debug, Clone)]
pub struct ReadableLog {
    /// Its row.
    pub row: LogRow,
    /// For whom it is.
    pub facts: LogFacts,
}

/// A room, entered by one reader at one time.
#[derive(Clone)]
pub struct Room {
    pub(crate) app: Arc<App>,
    pub(crate) known: Arc<Known>,
    pub(crate) session: Arc<Session>,
    pub(crate) actor: Actor,
    pub(crate) place: Arc<Place>,
    pub(crate) facts: RoomFacts,
    pub(crate) logs: Vec<ReadableLog>,
    pub(crate) now: Timestamp,
}

/// A member as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// In which post; none for patient and family.
    pub post: Option<PostId>,
    /// Name, profession, facility.
    pub byline: Byline,
}

impl App {
    /// Enters a room.
    ///
    /// # Errors
    /// `NotFound` when there is no such room, or none for this reader: the two look the same.
    pub async fn room(self: &Arc<Self>, session: &Arc<Session>, id: RoomId) -> Result<Room> {
        let (app, who, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        let entered = self.store.read(move |conn| enter(conn, app, who, id, now)).await;
        if entered.as_ref().is_err_and(|problem| problem.code == Code::NotFound) {
            self.record_refusal(session, id).await;
        }
        entered
    }

    /// The team's room of a notebook.
    pub async fn team_room(
        self: &Arc<Self>,
        session: &Arc<Session>,
        notebook: NotebookId,
    ) -> Result<Room> {
        let row = self.store.read(move |conn| notebook::find(conn, notebook)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        self.room(session, row.team_room).await
    }
}

/// Enters a room on an open connection.
pub(crate) fn enter(
    conn: &mut Conn,
    app: Arc<App>,
    session: Arc<Session>,
    id: RoomId,
    now: Timestamp,
) -> Result<Room> {
    let known = app.known(conn)?;
    let place = known.place(conn, id)?.ok_or_else(Problem::not_found)?;
    let rows = log::of_room(conn, id)?;
    enter_place(conn, (app, known), session, (place, &rows), now)
}

/// Enters a room of which the logs were read.
pub(crate) fn enter_place(
    conn: &mut Conn,
    (app, known): (Arc<App>, Arc<Known>),
    session: Arc<Session>,
    (place, rows): (Arc<Place>, &[LogRow]),
    now: Timestamp,
) -> Result<Room> {
    let actor = session.actor(now);
    let facts = actor::room_facts(conn, &known, &actor, &place, now)?;
    if !decide(&actor, Action::Read, Subject::Room(&facts), now).allowed() {
        return Err(Problem::not_found());
    }
    let mut logs = Vec::with_capacity(rows.len());
    for row in rows {
        let log_facts = actor::log_facts(conn, &known, &facts, row)?;
        if decide(&actor, Action::Read, Subject::Log(&facts, &log_facts), now).allowed() {
            logs.push(ReadableLog { row: row.clone(), facts: log_facts });
        }
    }
    Ok(Room { app, known, session, actor, place, facts, logs, now })
}

/// What policy decided, as it is told: that a notebook is closed is no secret to who reads it.
pub(crate) fn answer(decision: Decision) -> Result<()> {
    match decision {
        Decision::Allow => Ok(()),
        Decision::Deny(Reason::Closed) => Err(closed()),
        Decision::Deny(_) => Err(Problem::not_found()),
    }
}

/// The notebook is closed.
pub(crate) fn closed() -> Problem {
    Problem::new(Code::NotebookClosed, "the notebook is closed")
}

impl Room {
    /// The room.
    pub fn id(&self) -> RoomId {
        self.place.row.id
    }

    /// Its kind.
    pub fn kind(&self) -> tasuki_domain::room::RoomKind {
        self.place.row.kind
    }

    /// Its notebook, when it is about a patient.
    pub fn notebook(&self) -> Option<&NotebookRow> {
        self.place.notebook.as_ref()
    }

    /// Whose eyes these are.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The same, to be shared.
    pub fn shared_session(&self) -> Arc<Session> {
        Arc::clone(&self.session)
    }

    /// The logs that the reader may read.
    pub(crate) fn log_ids(&self) -> impl Iterator<Item = LogId> + '_ {
        self.logs.iter().map(|it| it.row.id)
    }

    pub(crate) fn log(&self, id: LogId) -> Option<&ReadableLog> {
        self.logs.iter().find(|it| it.row.id == id)
    }

    pub(crate) fn main_log(&self) -> Result<LogKey> {
        let main = self.log(self.place.row.main_log);
        let row = &main.ok_or_else(Problem::not_found)?.row;
        Ok(LogKey { log: row.id, vault: row.vault, key: row.wrap_key })
    }

    /// The post in which the reader is a member here.
    pub fn post(&self) -> Option<PostId> {
        self.facts.membership.and_then(|it| it.post)
    }

    /// Until when the reader may look here by law, without being of the team.
    pub fn disclosed_until(&self) -> Option<Timestamp> {
        self.facts.disclosure.map(|it| it.until)
    }

    /// Whether the reader sees more than one 特別便 that was opened by law: the patient's name.
    pub(crate) fn shows_patient(&self) -> bool {
        self.facts.disclosure.is_none_or(|it| it.log.is_none())
    }

    /// Whether the reader may do this here.
    pub fn may(&self, action: Action) -> bool {
        decide(&self.actor, action, Subject::Room(&self.facts), self.now).allowed()
    }

    /// Asks whether the reader may write here.
    ///
    /// # Errors
    /// `NotebookClosed`, so that it is told why; `NotFound` for who may not for another reason.
    pub fn writable(&self) -> Result<()> {
        answer(decide(&self.actor, Action::Write, Subject::Room(&self.facts), self.now))
    }

    /// Since when and why the notebook is closed; none while it is open.
    pub fn closed(&self) -> Option<Closed> {
        self.place.notebook.as_ref().and_then(|it| it.closed)
    }

    /// Everybody who is a member now and may enter, in the order of joining.
    pub async fn members(&self) -> Result<Vec<Member>> {
        let room = self.clone();
        self.app.store.read(move |conn| room.members_now(conn)).await
    }

    /// The same on an open connection.
    pub(crate) fn members_now(&self, conn: &mut Conn) -> Result<Vec<Member>> {
        let mut found = Vec::new();
        for row in notebook::members(conn, self.place.row.id)? {
            if row.facts.from <= self.now && row.facts.until.is_none_or(|until| self.now < until) {
                let byline = self.known.member(conn, row.person, row.facts.post)?;
                found.push(Member { person: row.person, post: row.facts.post, byline });
            }
        }
        Ok(found)
    }
}
