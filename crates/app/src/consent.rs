//! 同意: what the patient agreed to, with the proof, for those whom policy lets see it. Those who
//! keep it do so also when no consent holds, and the rest of the notebook stays shut to them.

mod change;
mod closed;
mod form;
mod paper;

use std::sync::Arc;

use tasuki_domain::content::{Consent, ConsentKind, Content, DeviceKind, Touched};
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::{Action, Actor, RoomFacts, Subject, decide};
use tasuki_kernel::{Code, EntryId, FacilityId, NotebookId, Problem, Result, Timestamp};
use tasuki_store::notebook::{self, NotebookRow};
use tasuki_store::{Conn, likeness, log};

use crate::access::Record;
use crate::author::Byline;
use crate::known::{Known, Place};
use crate::opened::Opened;
use crate::session::Session;
use crate::{App, actor};

pub use change::Change;
pub use closed::Closed;
pub use form::FormWords;

/// The consents of a notebook, for one reader at one time.
#[derive(Clone)]
pub struct Consents {
    app: Arc<App>,
    session: Arc<Session>,
    known: Arc<Known>,
    place: Arc<Place>,
    row: NotebookRow,
    actor: Actor,
    facts: RoomFacts,
    now: Timestamp,
}

/// A consent as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its entry.
    pub entry: EntryId,
    /// What was said.
    pub consent: Consent,
    /// Who recorded it.
    pub byline: Byline,
    /// When.
    pub at: Timestamp,
}

/// Everything that was said, and of which version that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// Newest first.
    pub steps: Vec<Step>,
    /// How many there are: a change says which it was made of.
    pub seen: u64,
}

impl History {
    /// What was last said of a kind.
    pub fn newest(&self, kind: ConsentKind) -> Option<&Step> {
        self.steps.iter().find(|it| it.consent.kind == kind)
    }
}

/// Whether a consent holds at `now`.
pub fn holds(it: &Consent, now: Timestamp) -> bool {
    notebook::Consent { given: it.given, from: it.from, until: it.until }.holds(now)
}

impl App {
    /// The consents of a notebook.
    ///
    /// # Errors
    /// `NotFound` when there is no such notebook, or its consents are not for this reader.
    pub async fn consents(
        self: &Arc<Self>,
        session: &Arc<Session>,
        id: NotebookId,
    ) -> Result<Consents> {
        let (app, who, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        let row = self.notebook_row(id).await?;
        let room = row.team_room;
        let found = self.store.read(move |conn| Consents::of(conn, app, who, (row, now))).await;
        if found.as_ref().is_err_and(|problem| problem.code == Code::NotFound) {
            self.record_refusal(session, room).await;
        }
        found
    }
}

impl Consents {
    fn of(
        conn: &mut Conn,
        app: Arc<App>,
        session: Arc<Session>,
        (row, now): (NotebookRow, Timestamp),
    ) -> Result<Self> {
        let known = app.known(conn)?;
        let place = known.place(conn, row.team_room)?.ok_or_else(Problem::not_found)?;
        let actor = session.actor(now);
        let facts = actor::room_facts(conn, &known, &actor, &place, now)?;
        // What was read with the room is as new as the rights are.
        let row = place.notebook.clone().filter(|it| it.destroyed.is_none());
        let row = row.ok_or_else(Problem::not_found)?;
        let consents = Self { app, session, known, place, row, actor, facts, now };
        if consents.may(Action::Read) { Ok(consents) } else { Err(Problem::not_found()) }
    }

    fn may(&self, action: Action) -> bool {
        let subject = Subject::Consents(&self.facts, self.row.managing_facility);
        decide(&self.actor, action, subject, self.now).allowed()
    }

    /// Whether the reader may give and withdraw for the patient; not with a substitute code.
    pub fn may_change(&self) -> bool {
        self.may(Action::Write) && self.session.device_kind != DeviceKind::Substitute
    }

    /// Whether the reader may open the notebook itself: the team's consent holds.
    pub fn may_enter(&self) -> bool {
        decide(&self.actor, Action::Read, Subject::Room(&self.facts), self.now).allowed()
    }

    /// The notebook.
    pub const fn notebook(&self) -> &NotebookRow {
        &self.row
    }

    /// The facility that manages it.
    pub const fn managing(&self) -> FacilityId {
        self.row.managing_facility
    }

    fn record(&self, touched: Touched) -> Record {
        Record::of(&self.session, touched).within(Some(self.row.id), Some(self.row.team_room))
    }

    /// The reading is recorded before anything is shown.
    async fn record_reading(&self) -> Result<()> {
        self.app.record_reading(&self.session, self.record(Touched::Consents)).await
    }

    /// Whose consents these are.
    ///
    /// # Errors
    /// `NotFound` before the basics were entered.
    pub async fn patient(&self) -> Result<Patient> {
        self.record_reading().await?;
        let (app, row) = (Arc::clone(&self.app), self.row.clone());
        let found = self.app.store.read(move |conn| app.basics(conn, &row)).await?;
        found.ok_or_else(Problem::not_found)
    }

    /// Everything that was said.
    pub async fn history(&self) -> Result<History> {
        self.record_reading().await?;
        let consents = self.clone();
        self.app.store.read(move |conn| consents.read(conn)).await
    }

    fn read(&self, conn: &mut Conn) -> Result<History> {
        let places = likeness::consents(conn, self.row.id)?;
        let mut steps = Vec::with_capacity(places.len());
        for (log, sequence) in &places {
            let Some(stored) = log::entries_from(conn, *log, *sequence, 1)?.pop() else {
                return Err(Problem::new(Code::Damaged, "a consent is missing"));
            };
            let opened = self.app.open_entry(self.row.vault, &stored)?;
            steps.extend(self.step(conn, &opened)?);
        }
        steps.reverse();
        Ok(History { steps, seen: places.len() as u64 })
    }

    /// One whose key was destroyed tells nothing.
    fn step(&self, conn: &mut Conn, opened: &Opened) -> Result<Option<Step>> {
        let Some(Content::Consent(consent)) = &opened.content else { return Ok(None) };
        Ok(Some(Step {
            entry: opened.entry,
            consent: consent.clone(),
            byline: (*self.known.byline(conn, &opened.author)?).clone(),
            at: opened.received,
        }))
    }
}
