//! お知らせ: what staff reads, and that it was opened. Nothing here is of a patient.
//!
//! A notice stands in a room of its own kind, a channel, with a log and a key like every room's;
//! nobody is a member there, so that no [`crate::room::Room`] leads to it. Who may read which
//! notice is asked of policy for each of them.

mod count;
mod reach;
mod sending;
mod sight;

use std::sync::Arc;

use tasuki_domain::content::{self, Content, NoticeOpened, Touched};
use tasuki_domain::importance::Importance;
use tasuki_domain::policy::Action;
use tasuki_kernel::{
    Code, EntryId, FacilityId, PersonId, PostId, Problem, Result, RoomId, Timestamp,
};
use tasuki_store::log::{self, StoredEntry};
use tasuki_store::notice::{self, Wanted};
use tasuki_store::{Conn, NewEntry, addressee};

use crate::App;
use crate::access::{self, Record};
use crate::sealing::Unsealed;
use crate::session::Session;

pub(crate) use count::Counts;
pub use reach::{Line, Reminded};
pub use sending::{Channel, NoticeDraft, Reached};
pub use tasuki_store::addressee::Opener;
pub use tasuki_store::notice::{ChannelRow, NoticeRow};

use sight::Sight;

/// Notices on a page.
const PAGE: usize = 30;
/// Notices read at once while a page is gathered.
const BATCH: u64 = 60;
/// Later than every time.
pub(crate) const END: Timestamp = Timestamp::from_micros(i64::MAX);

/// A notice as its readers see it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// When, until when, opened by the reader.
    pub row: NoticeRow,
    /// The name of its channel.
    pub channel: String,
    /// What it says.
    pub notice: content::Notice,
    /// How soon it wants to be read.
    pub importance: Importance,
}

/// Which notices.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// Of this channel only.
    pub channel: Option<RoomId>,
    /// Those that have ended, instead of those that have not.
    pub ended: bool,
    /// Shown before this one.
    pub before: Option<(Timestamp, EntryId)>,
}

/// A page of notices, newest first.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The notices.
    pub shown: Vec<Shown>,
    /// The channels that reach the reader.
    pub channels: Vec<(RoomId, String)>,
    /// Where older ones begin.
    pub older: Option<(Timestamp, EntryId)>,
}

/// One notice, opened.
#[derive(Debug, Clone)]
pub struct One {
    /// The notice.
    pub shown: Shown,
    /// Why it was taken back; empty while it was not.
    pub reason: String,
    /// Who opened it in the reader's facilities, the first one first.
    pub openers: Vec<Opener>,
    /// Whether it reaches the reader, who may then confirm it.
    pub reached: bool,
    /// Whether the reader writes in its channel.
    pub writer: bool,
}

impl App {
    /// Notices that reach the person of a session.
    pub async fn notices(self: &Arc<Self>, session: &Arc<Session>, asked: Asked) -> Result<Page> {
        self.record_reading(session, Record::of(session, Touched::Timeline)).await?;
        let (app, session, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        self.store
            .read(move |conn| {
                let sight = Sight::read(conn, app.region, &session, now)?;
                app.gather(conn, &sight, asked)
            })
            .await
    }

    fn gather(&self, conn: &mut Conn, sight: &Sight, asked: Asked) -> Result<Page> {
        let now = sight.now;
        let first = (now.plus_seconds(1), EntryId::from_bytes([0; 16]));
        let beginning = Timestamp::from_micros(i64::MIN);
        let mut wanted = Wanted {
            region: self.region,
            person: sight.person(),
            before: asked.before.unwrap_or(first),
            ends: if asked.ended { [beginning, now] } else { [now, END] },
        };
        let mut page = Page { channels: sight.readable(), ..Page::default() };
        loop {
            let batch = notice::listed(conn, &wanted, BATCH)?;
            let whole = batch.len() as u64 == BATCH;
            for (row, stored) in batch {
                let here = asked.channel.is_none_or(|it| it == row.channel);
                if here && !sight.reached(&row).is_empty() {
                    if page.shown.len() == PAGE {
                        page.older = Some(wanted.before);
                        return Ok(page);
                    }
                    wanted.before = (row.facts.shown, row.id);
                    page.shown.push(self.shown(sight, row, &stored)?);
                } else {
                    wanted.before = (row.facts.shown, row.id);
                }
            }
            if !whole {
                return Ok(page);
            }
        }
    }

    /// Opens the words of a notice.
    fn shown(&self, sight: &Sight, row: NoticeRow, stored: &StoredEntry) -> Result<Shown> {
        let (channel, _) = sight.channel(row.channel)?;
        let opened = self.open_entry(channel.vault, stored)?;
        let Some(Content::Notice(it)) = &opened.content else {
            return Err(Problem::new(Code::Damaged, "a notice is none"));
        };
        let notice = (**it).clone();
        Ok(Shown { row, channel: channel.name.clone(), notice, importance: opened.importance })
    }

    /// Opens a notice. The first time somebody does in a facility that it reaches, that is an
    /// entry of its channel.
    ///
    /// # Errors
    /// `NotFound` when there is no such notice, or none for this reader.
    pub async fn open_notice(self: &Arc<Self>, session: &Arc<Session>, id: EntryId) -> Result<One> {
        let (sight, row) = self.sighted(session, (id, Action::Read)).await?;
        let record = Record::of(session, Touched::Timeline);
        self.record_reading(session, record.within(None, Some(row.channel))).await?;
        if row.facts.withdrawn.is_none() && !sight.reached(&row).is_empty() {
            self.note_opening(session, (&sight, &row), false).await?;
        }
        let app = Arc::clone(self);
        self.store.read(move |conn| app.one(conn, &sight, id)).await
    }

    /// A notice that this reader may do `action` to, and what the reader is there.
    async fn sighted(
        self: &Arc<Self>,
        session: &Arc<Session>,
        (id, action): (EntryId, Action),
    ) -> Result<(Sight, NoticeRow)> {
        let (app, who, now) = (Arc::clone(self), Arc::clone(session), self.clock.now());
        let found = self
            .store
            .read(move |conn| {
                let sight = Sight::read(conn, app.region, &who, now)?;
                let row = notice::find(conn, (app.region, who.person.id), id)?.map(|it| it.0);
                Ok(row.filter(|row| sight.may(action, row)).map(|row| (sight, row)))
            })
            .await?;
        if found.is_none() {
            self.record_refusal(session, RoomId::from_bytes(*id.as_bytes())).await;
        }
        found.ok_or_else(Problem::not_found)
    }

    /// A notice that this reader may read, with its channel.
    pub(crate) async fn readable_notice(
        self: &Arc<Self>,
        session: &Arc<Session>,
        id: EntryId,
    ) -> Result<(ChannelRow, Shown)> {
        let (sight, row) = self.sighted(session, (id, Action::Read)).await?;
        let channel = sight.channel(row.channel)?.0.clone();
        let app = Arc::clone(self);
        let read = move |conn: &mut Conn| {
            let found = notice::find(conn, (app.region, sight.person()), id)?;
            let (row, stored) = found.ok_or_else(Problem::not_found)?;
            app.shown(&sight, row, &stored)
        };
        Ok((channel, self.store.read(read).await?))
    }

    fn one(&self, conn: &mut Conn, sight: &Sight, id: EntryId) -> Result<One> {
        let found = notice::find(conn, (self.region, sight.person()), id)?;
        let (row, stored) = found.ok_or_else(Problem::not_found)?;
        let (channel, _) = sight.channel(row.channel)?;
        let reason = match row.withdrawn_at {
            Some(sequence) => self.reason(conn, channel, sequence)?,
            None => String::new(),
        };
        Ok(One {
            reason,
            openers: addressee::openers_beside(conn, id, sight.person())?,
            reached: !sight.reached(&row).is_empty(),
            writer: sight.writes(row.channel),
            shown: self.shown(sight, row, &stored)?,
        })
    }

    fn reason(&self, conn: &mut Conn, channel: &ChannelRow, sequence: u64) -> Result<String> {
        let stored = log::entries_from(conn, channel.log, sequence, 1)?.pop();
        let stored = stored.ok_or_else(|| Problem::new(Code::Damaged, "a withdrawal is gone"))?;
        match &self.open_entry(channel.vault, &stored)?.content {
            Some(Content::NoticeWithdrawn(it)) => Ok(it.reason.clone()),
            _ => Err(Problem::new(Code::Damaged, "a withdrawal is none")),
        }
    }

    /// Says that a notice was understood.
    ///
    /// # Errors
    /// `NotFound` when it does not reach this reader, `Conflict` when it was taken back.
    pub async fn confirm_notice(
        self: &Arc<Self>,
        session: &Arc<Session>,
        id: EntryId,
    ) -> Result<()> {
        let (sight, row) = self.sighted(session, (id, Action::Confirm)).await?;
        if row.facts.withdrawn.is_some() {
            return Err(Problem::new(Code::Conflict, "the notice was taken back"));
        }
        self.note_opening(session, (&sight, &row), true).await
    }

    /// Appends that a notice was opened, or confirmed, where that is not said yet.
    async fn note_opening(
        &self,
        session: &Session,
        (sight, row): (&Sight, &NoticeRow),
        confirmed: bool,
    ) -> Result<()> {
        match self.try_to_note(session, (sight, row), confirmed).await {
            // A key was replaced between looking and writing: look again, once.
            Err(problem) if matches!(problem.code, Code::Conflict | Code::Destroyed) => {
                self.access_key.forget();
                self.try_to_note(session, (sight, row), confirmed).await
            }
            outcome => outcome,
        }
    }

    async fn try_to_note(
        &self,
        session: &Session,
        (sight, row): (&Sight, &NoticeRow),
        confirmed: bool,
    ) -> Result<()> {
        let (person, id) = (session.person.id, row.id);
        let places = sight.facilities(row);
        let new = places.clone();
        let open = move |conn: &mut Conn| said(conn, (id, person), confirmed, &new);
        if !self.store.read(open).await?.contains(&false) {
            return Ok(());
        }
        let (channel, _) = sight.channel(row.channel)?;
        let (to, log) = (self.log_key(channel.log).await?, channel.log);
        let mut entries: Vec<NewEntry> = Vec::new();
        for (facility, post) in &places {
            let facility = *facility;
            let it = NoticeOpened { notice: id, facility, person, confirmed };
            let author = session.author(Some(*post))?;
            let content = Content::NoticeOpened(it);
            let unsealed = Unsealed::plain(self.new_entry_id(), author, content);
            entries.push(self.seal(to, unsealed, Vec::new())?);
        }
        let record = Record::of(session, Touched::Wrote).within(None, Some(row.channel));
        let access = self.access_entry(record).await?;
        self.store
            .write(self.region, vec![log, self.access_log], move |t| {
                // Two pages of one person opened at once are one opening.
                let said = said(t.conn(), (id, person), confirmed, &places)?;
                for (entry, _) in entries.iter().zip(&said).filter(|(_, said)| !**said) {
                    t.append(entry)?;
                }
                if said.contains(&false) { access::append(t, &access) } else { Ok(()) }
            })
            .await?;
        self.counts.forget(person);
        Ok(())
    }
}

/// For each place, whether it is said already that a notice was opened, or confirmed, there.
fn said(
    conn: &mut Conn,
    (id, person): (EntryId, PersonId),
    confirmed: bool,
    places: &[(FacilityId, PostId)],
) -> Result<Vec<bool>> {
    let one = |(facility, _): &(FacilityId, PostId)| {
        let stands = notice::opened_by(conn, id, (*facility, person))?;
        Ok(stands.is_some_and(|it| it || !confirmed))
    };
    places.iter().map(one).collect()
}
