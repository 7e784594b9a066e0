//! 閲覧記録: one record per session, notebook and five minutes, durable before the first byte goes
//! out; every write carries its own in the same transaction. When it cannot be written, reading
//! stops.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tasuki_domain::content::{self, Access, Content, Purpose, Touched};
use tasuki_kernel::{
    Code, DeviceId, DisclosureId, LogId, NotebookId, PersonId, Problem, Result, RoomId, SessionId,
    Timestamp,
};
use tasuki_ledger::{Author, AuthorKind};
use tasuki_store::log::{self, LogPurpose, NewLog};
use tasuki_store::{NewEntry, Transaction, installation, notebook};

use crate::App;
use crate::sealing::{LogKey, Unsealed};
use crate::session::Session;

/// Seconds that one record stands for.
const WINDOW: i64 = 300;

/// What this process recorded lately, so that one record stands for five minutes.
#[derive(Default)]
pub(crate) struct Recent(Mutex<HashMap<(SessionId, Option<NotebookId>), Lately>>);

/// The access log's key, as it was when last looked up.
#[derive(Default)]
pub(crate) struct AccessKey(Mutex<Option<LogKey>>);

impl AccessKey {
    fn known(&self) -> Option<LogKey> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn remember(&self, key: LogKey) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
    }

    /// Looks it up anew the next time.
    pub(crate) fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

struct Lately {
    since: Timestamp,
    touched: Vec<Touched>,
}

impl Recent {
    /// Whether a record of this session and notebook already stands for `touched` at `now`.
    fn covers(
        &self,
        key: (SessionId, Option<NotebookId>),
        touched: Touched,
        now: Timestamp,
    ) -> bool {
        let recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        recent.get(&key).is_some_and(|it| {
            let age = now.seconds_since(it.since);
            (0..WINDOW).contains(&age) && it.touched.contains(&touched)
        })
    }

    fn note(&self, key: (SessionId, Option<NotebookId>), touched: Touched, now: Timestamp) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.len() > 10_000 {
            recent.retain(|_, it| (0..WINDOW).contains(&now.seconds_since(it.since)));
        }
        let lately =
            recent.entry(key).or_insert_with(|| Lately { since: now, touched: Vec::new() });
        if !(0..WINDOW).contains(&now.seconds_since(lately.since)) {
            *lately = Lately { since: now, touched: Vec::new() };
        }
        if !lately.touched.contains(&touched) {
            lately.touched.push(touched);
        }
    }
}

/// Refused attempts recorded for one session in the time that one record stands for, at most:
/// whoever tries addresses is seen, and cannot fill the disk by trying.
const REFUSALS: usize = 10;

/// The refused attempts that this process recorded lately.
#[derive(Default)]
pub(crate) struct Refusals(Mutex<HashMap<SessionId, (Timestamp, Vec<RoomId>)>>);

impl Refusals {
    /// Whether an attempt is to be recorded: a new one, and not too many.
    fn is_new(&self, session: SessionId, room: RoomId, now: Timestamp) -> bool {
        let mut lately = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lately.len() > 10_000 {
            lately.retain(|_, (since, _)| (0..WINDOW).contains(&now.seconds_since(*since)));
        }
        let (since, rooms) = lately.entry(session).or_insert_with(|| (now, Vec::new()));
        if !(0..WINDOW).contains(&now.seconds_since(*since)) {
            (*since, *rooms) = (now, Vec::new());
        }
        let new = rooms.len() < REFUSALS && !rooms.contains(&room);
        if new {
            rooms.push(room);
        }
        new
    }
}

/// Who touched what, before it is sealed.
#[derive(Debug, Clone)]
pub struct Record {
    /// Who; none before somebody is known.
    pub person: Option<PersonId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// With which device.
    pub device: Option<DeviceId>,
    /// Of which notebook.
    pub notebook: Option<NotebookId>,
    /// In which room.
    pub room: Option<RoomId>,
    /// What was touched.
    pub touched: Touched,
    /// Why.
    pub purpose: Purpose,
    /// By which disclosure, where that is the purpose.
    pub disclosure: Option<DisclosureId>,
}

impl Record {
    /// What a signed-in person touched, as a member of the team.
    pub fn of(session: &Session, touched: Touched) -> Self {
        Self {
            person: Some(session.person.id),
            session: Some(session.id),
            device: Some(session.device),
            notebook: None,
            room: None,
            touched,
            purpose: Purpose::Care,
            disclosure: None,
        }
    }

    /// What the operator did on the command line.
    pub const fn operator(touched: Touched) -> Self {
        Self {
            person: None,
            session: None,
            device: None,
            notebook: None,
            room: None,
            touched,
            purpose: Purpose::Operation,
            disclosure: None,
        }
    }

    /// The same in a notebook's room.
    #[must_use]
    pub fn within(self, notebook: Option<NotebookId>, room: Option<RoomId>) -> Self {
        Self { notebook, room, ..self }
    }

    /// The same, as one of the two persons of a disclosure.
    #[must_use]
    pub fn by_disclosure(self, id: DisclosureId) -> Self {
        Self { purpose: Purpose::Disclosure, disclosure: Some(id), ..self }
    }
}

impl App {
    /// The system as author: this node.
    pub(crate) fn system(&self) -> Author {
        Author { kind: AuthorKind::System, region: self.region, id: *self.node.as_bytes() }
    }

    /// An access record, sealed, to be appended in the transaction of what it records.
    pub(crate) async fn access_entry(&self, record: Record) -> Result<NewEntry> {
        let to = self.access_key().await.map_err(unrecorded)?;
        let access = Access {
            person: record.person,
            session: record.session,
            device: record.device,
            notebook: record.notebook,
            room: record.room,
            touched: vec![record.touched],
            purpose: record.purpose,
            disclosure: record.disclosure,
        };
        let content = Content::Access(access);
        self.seal(to, Unsealed::plain(self.new_entry_id(), self.system(), content), Vec::new())
    }

    /// Records a reading before anything of it is shown.
    ///
    /// # Errors
    /// When the record cannot be written: then nothing may be shown.
    pub(crate) async fn record_reading(&self, session: &Session, record: Record) -> Result<()> {
        let now = self.clock.now();
        let key = (session.id, record.notebook);
        let touched = record.touched;
        if self.recent.covers(key, touched, now) {
            return Ok(());
        }
        self.record(record).await.map_err(unrecorded)?;
        self.recent.note(key, touched, now);
        Ok(())
    }

    /// Whether a reading is already recorded.
    pub(crate) fn is_recorded(&self, record: &Record) -> bool {
        let key = record.session.map(|session| (session, record.notebook));
        key.is_some_and(|it| self.recent.covers(it, record.touched, self.clock.now()))
    }

    /// Records that somebody asked for a room that is not for them. Whether there is such a room
    /// makes no difference in what is done. Nothing is shown, so nothing depends on it.
    pub(crate) async fn record_refusal(&self, session: &Session, room: RoomId) {
        if !self.refusals.is_new(session.id, room, self.clock.now()) {
            return;
        }
        let found = self.store.read(move |conn| notebook::room(conn, room)).await;
        let row = found.ok().flatten();
        let known = row.as_ref().map(|it| it.id);
        let record = Record::of(session, Touched::Refused);
        let record = record.within(row.and_then(|it| it.notebook), known);
        drop(self.record(record).await);
    }

    /// Appends an access record by itself.
    pub(crate) async fn record(&self, record: Record) -> Result<()> {
        match self.try_to_record(record.clone()).await {
            // The access log's key was replaced: look again, once.
            Err(problem) if matches!(problem.code, Code::Conflict | Code::Destroyed) => {
                self.access_key.forget();
                self.try_to_record(record).await
            }
            outcome => outcome,
        }
    }

    async fn try_to_record(&self, record: Record) -> Result<()> {
        let entry = self.access_entry(record).await?;
        let (logs, entries) = (vec![self.access_log], vec![entry.entry]);
        self.store
            .write_entries(self.region, logs, entries, move |t| t.append(&entry).map(drop))
            .await
    }

    /// The access log with its key, looked up once. When the key is replaced, what is sealed for
    /// the one before is refused, and whoever is refused forgets it here.
    async fn access_key(&self) -> Result<LogKey> {
        if let Some(known) = self.access_key.known() {
            return Ok(known);
        }
        let found = self.log_key(self.access_log).await?;
        self.access_key.remember(found);
        Ok(found)
    }

    /// A log with the key that its new wraps use.
    pub(crate) async fn log_key(&self, log: LogId) -> Result<LogKey> {
        let row = self.store.read(move |conn| log::find(conn, log)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        Ok(LogKey { log, vault: row.vault, key: row.wrap_key })
    }
}

/// Appends an access record beside what it records. A key that was replaced meanwhile is said as
/// what it is: whoever writes looks again.
pub(crate) fn append(t: &mut Transaction<'_>, entry: &NewEntry) -> Result<()> {
    match t.append(entry) {
        Err(problem) if problem.code == Code::Conflict => Err(problem),
        outcome => outcome.map(drop).map_err(unrecorded),
    }
}

/// Why reading stops, whatever the record failed for: a reader must not take it for an answer
/// about what was asked.
fn unrecorded(problem: Problem) -> Problem {
    match problem.code {
        Code::Unavailable | Code::StorageFull => problem,
        _ => {
            Problem::new(Code::Unavailable, format!("the access log cannot be written: {problem}"))
        }
    }
}

/// The access log of this node; opened when the node first serves the region.
pub(crate) async fn ensure_log(app: &App) -> Result<LogId> {
    let (node, region, vault) = (app.node, app.region, app.vault);
    let found = app.store.read(move |conn| installation::access_log(conn, node, region)).await?;
    if let Some(log) = found {
        return Ok(log);
    }
    let log = LogId::new(&*app.clock, &*app.random);
    let key = app.keys.new_log_key(vault, log)?;
    let opened = content::Opened {
        room: None,
        kind: None,
        notebook: None,
        title: String::new(),
        audience: Vec::new(),
        continues: None,
    };
    let entry = app.seal(
        LogKey { log, vault, key },
        Unsealed::plain(app.new_entry_id(), app.system(), Content::Opened(opened)),
        Vec::new(),
    )?;
    app.store
        .write(region, Vec::new(), move |t| {
            t.open_log(&NewLog {
                id: log,
                region,
                purpose: LogPurpose::Access,
                // The room column is empty and the index over it is then open: one per node.
                room: None,
                vault,
                audience_key: [0; 32],
                wrap_key: key,
            })?;
            t.append(&entry)?;
            installation::insert_node(t, node, region, log)
        })
        .await?;
    Ok(log)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_record_stands_for_five_minutes_and_one_kind() {
        let recent = Recent::default();
        let key = (SessionId::from_bytes([1; 16]), Some(NotebookId::from_bytes([2; 16])));
        let start = Timestamp::from_micros(0);
        assert!(!recent.covers(key, Touched::Timeline, start));
        recent.note(key, Touched::Timeline, start);
        assert!(recent.covers(key, Touched::Timeline, start.plus_seconds(299)));
        assert!(!recent.covers(key, Touched::Attachments, start));
        assert!(!recent.covers(key, Touched::Timeline, start.plus_seconds(300)));
        let other = (key.0, Some(NotebookId::from_bytes([3; 16])));
        assert!(!recent.covers(other, Touched::Timeline, start));
    }

    #[test]
    fn refused_attempts_are_noted_once_each_and_not_without_end() {
        let refusals = Refusals::default();
        let (one, other) = (SessionId::from_bytes([1; 16]), SessionId::from_bytes([2; 16]));
        let start = Timestamp::from_micros(0);
        let noted = |session, n: u8, at| refusals.is_new(session, RoomId::from_bytes([n; 16]), at);
        assert!(noted(one, 0, start) && !noted(one, 0, start));
        assert_eq!((1..100).filter(|n| noted(one, *n, start)).count(), REFUSALS - 1);
        assert!(noted(other, 0, start), "another session");
        assert!(noted(one, 0, start.plus_seconds(WINDOW)), "after five minutes");
    }

    #[test]
    fn a_clock_set_back_makes_a_new_record() {
        let recent = Recent::default();
        let key = (SessionId::from_bytes([1; 16]), None);
        let start = Timestamp::from_micros(1_000_000_000);
        recent.note(key, Touched::List, start);
        assert!(!recent.covers(key, Touched::List, start.plus_seconds(-10)));
    }
}
