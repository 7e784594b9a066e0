//! わたしの連絡帳: the notebooks of one person, what is unread and urgent first, each with one line of
//! what matters most; and what waits for that person.
//!
//! The database is asked three questions however many notebooks there are; the ends of logs that
//! have not moved come from memory. Policy is asked about every room, log and entry each time.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use tasuki_domain::content::{Note, Touched};
use tasuki_domain::importance::Importance;
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::{Action, Actor, Class, LogFacts, RoomFacts, Subject, class_of, decide};
use tasuki_domain::vital::Vital;
use tasuki_kernel::{EntryId, LogId, NotebookId, PersonId, Result, RoomId, Timestamp};
use tasuki_store::log::LogRow;
use tasuki_store::notebook::{Closed, Mark, NotebookRow};
use tasuki_store::{Conn, notebook, shelf};

use crate::App;
use crate::access::Record;
use crate::actor;
use crate::author::Byline;
use crate::room::Room;
use crate::session::Session;
use crate::tail::{Recent, Tail, WAITING_DAYS};
use crate::vital::Reading;

/// A notebook in the list.
#[derive(Debug, Clone)]
pub struct Card {
    /// The notebook.
    pub notebook: NotebookId,
    /// The room that opens when it is pressed: where the line stands.
    pub room: RoomId,
    /// Whose it is.
    pub patient: Patient,
    /// Notes not opened yet, over all rooms of the notebook that the reader may enter.
    pub unread: u64,
    /// Whether something urgent is among them.
    pub urgent: bool,
    /// The most important note that was not opened, else the newest that the reader may see.
    pub line: Option<Line>,
    /// When the newest note came that the reader may see.
    pub newest: Option<Timestamp>,
    /// Since when and why it is closed.
    pub closed: Option<Closed>,
}

/// A note in one line.
#[derive(Debug, Clone)]
pub struct Line {
    /// The room.
    pub room: RoomId,
    /// The entry.
    pub entry: EntryId,
    /// The note in its newest version.
    pub note: Note,
    /// How soon it wants to be read.
    pub importance: Importance,
    /// When it was received.
    pub received: Timestamp,
    /// Whether the reader has not opened it.
    pub unread: bool,
}

impl Line {
    /// Its measured values, each with its mark; what was measured before is not looked for.
    pub fn readings(&self, patient: &Patient) -> Vec<Reading> {
        let age = patient.birth.age_at(self.received);
        let reading = |vital: &Vital| Reading {
            vital: vital.clone(),
            mark: vital.mark(&patient.limits, age),
            previous: None,
        };
        self.note.vitals.iter().map(reading).collect()
    }
}

/// Why something waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// 確認: urgent, or addressed to the reader by 特別便.
    Confirmation,
    /// To be opened: it answers the reader's own note.
    Opening,
}

/// Something that waits for the reader.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// What for.
    pub waits_for: WaitsFor,
    /// In whose notebook.
    pub patient: Patient,
    /// The note.
    pub line: Line,
    /// Whether it is 特別便.
    pub delivery: bool,
    /// Who wrote it.
    pub byline: Byline,
}

/// The list.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    /// The notebooks: urgent, then unread, then by their newest note; closed ones below.
    pub cards: Vec<Card>,
    /// What waits: urgent first, then what has waited longest.
    pub waiting: Vec<Waiting>,
}

/// A room that the reader may enter, with those of its logs that the reader may read.
struct Entered {
    id: RoomId,
    facts: RoomFacts,
    notebook: Option<NotebookRow>,
    logs: Vec<EnteredLog>,
}

struct EnteredLog {
    row: LogRow,
    facts: LogFacts,
    mark: Mark,
}

impl App {
    /// The notebooks of a person; the reading is recorded first.
    pub async fn my_notebooks(self: &Arc<Self>, session: &Arc<Session>) -> Result<Shelf> {
        self.record_reading(session, Record::of(session, Touched::List)).await?;
        let (app, session, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        self.store.read(move |conn| Visit::new(&app, &session, now).shelf(conn)).await
    }

    /// The ends of all logs that a person may read: when they move, the list may look different.
    pub async fn reachable_ends(
        self: &Arc<Self>,
        session: &Arc<Session>,
    ) -> Result<Vec<(LogId, u64)>> {
        let (app, session, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        self.store
            .read(move |conn| {
                let entered = Visit::new(&app, &session, now).entered(conn)?;
                let logs = entered.iter().flat_map(|room| &room.logs);
                Ok(logs.map(|it| (it.row.id, it.row.sequence)).collect())
            })
            .await
    }
}

/// One reader at one time.
struct Visit<'a> {
    app: &'a Arc<App>,
    actor: Actor,
    me: PersonId,
    now: Timestamp,
}

/// What a look at one log gives.
#[derive(Default)]
struct Glance {
    unread: u64,
    urgent: bool,
    line: Option<Line>,
    newest: Option<Timestamp>,
    waiting: Vec<(WaitsFor, Line, bool, tasuki_ledger::Author)>,
}

impl<'a> Visit<'a> {
    fn new(app: &'a Arc<App>, session: &Session, now: Timestamp) -> Self {
        Self { app, actor: session.actor(now), me: session.person.id, now }
    }

    fn allows(&self, action: Action, subject: Subject<'_>) -> bool {
        decide(&self.actor, action, subject, self.now).allowed()
    }

    fn entered(&self, conn: &mut Conn) -> Result<Vec<Entered>> {
        let known = self.app.known(conn)?;
        let mut logs: HashMap<RoomId, Vec<(LogRow, Mark)>> = HashMap::new();
        for (row, mark) in shelf::logs(conn, self.me)? {
            if let Some(room) = row.room {
                logs.entry(room).or_default().push((row, mark));
            }
        }
        let mut entered = Vec::new();
        for shelved in known.shelf(conn, self.me)?.iter() {
            let facts = actor::shelved_facts(&self.actor, shelved, self.now);
            if !self.allows(Action::Read, Subject::Room(&facts)) {
                continue;
            }
            let mut readable = Vec::new();
            for (row, mark) in logs.remove(&shelved.room.id).unwrap_or_default() {
                let log = actor::log_facts(conn, &known, &facts, &row)?;
                if self.allows(Action::Read, Subject::Log(&facts, &log)) {
                    readable.push(EnteredLog { row, facts: log, mark });
                }
            }
            let (id, notebook) = (shelved.room.id, shelved.notebook.clone());
            entered.push(Entered { id, facts, notebook, logs: readable });
        }
        Ok(entered)
    }

    fn shelf(&self, conn: &mut Conn) -> Result<Shelf> {
        let entered = self.entered(conn)?;
        let known = self.app.known(conn)?;
        let mut shelf = Shelf::default();
        for room in &entered {
            let Some(notebook) = &room.notebook else { continue };
            let glance = self.glance(conn, room)?;
            let at = shelf.cards.iter().position(|card| card.notebook == notebook.id);
            let at = if let Some(at) = at {
                at
            } else {
                let Some(patient) = self.basics(conn, &entered, notebook)? else { continue };
                shelf.cards.push(Card {
                    notebook: notebook.id,
                    room: room.id,
                    patient,
                    unread: 0,
                    urgent: false,
                    line: None,
                    newest: None,
                    closed: notebook.closed,
                });
                shelf.cards.len() - 1
            };
            let card = &mut shelf.cards[at];
            for (waits_for, line, delivery, author) in glance.waiting {
                shelf.waiting.push(Waiting {
                    waits_for,
                    patient: card.patient.clone(),
                    line,
                    delivery,
                    byline: (*known.byline(conn, &author)?).clone(),
                });
            }
            card.unread += glance.unread;
            card.urgent |= glance.urgent;
            card.newest = card.newest.max(glance.newest);
            if weight(glance.line.as_ref()) > weight(card.line.as_ref()) {
                card.line = glance.line;
            }
            if let Some(line) = &card.line
                && line.unread
            {
                card.room = line.room;
            }
        }
        shelf
            .cards
            .sort_by_key(|card| Reverse((open(card), card.urgent, card.unread > 0, card.newest)));
        shelf
            .waiting
            .sort_by_key(|it| (it.line.importance != Importance::Urgent, it.line.received));
        Ok(shelf)
    }

    /// The patient's basics, from the end of their log where the reader has it open anyway.
    fn basics(
        &self,
        conn: &mut Conn,
        entered: &[Entered],
        notebook: &NotebookRow,
    ) -> Result<Option<Patient>> {
        let Some((log, sequence)) = notebook.basics else { return Ok(None) };
        let mut logs = entered.iter().flat_map(|room| &room.logs);
        match logs.find(|it| it.row.id == log) {
            Some(open) => self.app.basics_at(conn, &open.row, sequence),
            None => self.app.basics(conn, notebook),
        }
    }

    fn glance(&self, conn: &mut Conn, room: &Entered) -> Result<Glance> {
        let mut glance = Glance::default();
        for log in &room.logs {
            let tail = self.app.tail(conn, &log.row)?;
            self.look(room, log, &tail, &mut glance);
        }
        Ok(glance)
    }

    fn look(&self, room: &Entered, log: &EnteredLog, tail: &Tail, glance: &mut Glance) {
        let oldest = self.now.plus_seconds(-WAITING_DAYS * 86_400);
        let delivery = log.facts.audience.is_some();
        let mut unread = 0;
        for note in &tail.notes {
            let subject = Subject::Entry(&room.facts, &log.facts, &note.facts);
            if note.ended || !self.allows(Action::Read, subject) {
                continue;
            }
            let mine = note.facts.author == Some(self.me);
            let new = !mine && note.sequence > log.mark.sequence;
            if new && note.sequence >= tail.whole_from {
                unread += 1;
            }
            glance.urgent |= new && note.importance == Importance::Urgent;
            glance.newest = glance.newest.max(Some(note.received));
            let line = || line(room.id, note, new);
            let shown = (new, if new { note.importance.code() } else { 0 }, note.received);
            if Some(shown) > weight(glance.line.as_ref()) {
                glance.line = Some(line());
            }
            if mine || note.received < oldest {
                continue;
            }
            let asked = note.importance == Importance::Urgent || delivery;
            let confirmed = note.confirmed.contains(&self.me);
            if asked && !confirmed && self.allows(Action::Confirm, subject) {
                let waits = (WaitsFor::Confirmation, line(), delivery, note.author);
                glance.waiting.push(waits);
            } else if new && note.answers.contains(&self.me) {
                glance.waiting.push((WaitsFor::Opening, line(), delivery, note.author));
            }
        }
        // Further back than what is kept, the counters know.
        let seen_all = log.mark.sequence + 1 >= tail.whole_from;
        glance.unread += if seen_all { unread } else { self.counted(room, log).max(unread) };
    }

    /// How many notes were not opened, by the counters: nothing is opened for it.
    fn counted(&self, room: &Entered, log: &EnteredLog) -> u64 {
        let Some(membership) = room.facts.membership else { return 0 };
        let visible = match class_of(&self.actor, membership) {
            Class::Medical => 3,
            Class::Care => 2,
            Class::LifeSupport | Class::Family => 1,
        };
        (0..visible).map(|at| log.row.read[at].saturating_sub(log.mark.read[at])).sum()
    }
}

/// Closed notebooks stand below the others.
const fn open(card: &Card) -> bool {
    card.closed.is_none()
}

/// What makes a line the one to show: new, then important, then late.
fn weight(line: Option<&Line>) -> Option<(bool, u8, Timestamp)> {
    line.map(|it| (it.unread, if it.unread { it.importance.code() } else { 0 }, it.received))
}

fn line(room: RoomId, note: &Recent, unread: bool) -> Line {
    Line {
        room,
        entry: note.entry,
        note: note.note.clone(),
        importance: note.importance,
        received: note.received,
        unread,
    }
}

impl Room {
    /// How many notes of this room the reader has not opened.
    pub async fn unread_count(&self) -> Result<u64> {
        let room = self.clone();
        self.app.store.read(move |conn| room.count_unread(conn)).await
    }

    /// The same on an open connection.
    pub(crate) fn count_unread(&self, conn: &mut Conn) -> Result<u64> {
        let me = self.session.person.id;
        let mut logs = Vec::new();
        for log in &self.logs {
            let mark = notebook::mark(conn, me, log.row.id)?;
            logs.push(EnteredLog { row: log.row.clone(), facts: log.facts.clone(), mark });
        }
        let entered = Entered {
            id: self.id(),
            facts: self.facts.clone(),
            notebook: self.place.notebook.clone(),
            logs,
        };
        Ok(Visit::new(&self.app, &self.session, self.now).glance(conn, &entered)?.unread)
    }
}
