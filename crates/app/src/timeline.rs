//! The timeline of a room: its logs merged, newest first, each entry shown only after policy has
//! allowed it to this reader.

use std::collections::VecDeque;
use std::sync::Arc;

use tasuki_domain::content::{Content, Membership, Note, Touched};
use tasuki_domain::importance::Importance;
use tasuki_domain::policy::{Action, Class, EntryFacts, Subject, class_of, decide};
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{EntryId, LogId, Problem, RecordId, Result, Timestamp};
use tasuki_store::Conn;
use tasuki_store::log::{self, StoredEntry};
use tasuki_store::notebook::{self, Mark};

use crate::access::Record;
use crate::actor;
use crate::author::{self, Byline, Bylines};
use crate::cursor::{CursorKind, Positions};
use crate::opened::Opened;
use crate::room::{ReadableLog, Room};

/// An entry as one reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub entry: EntryId,
    /// What it is about.
    pub record: RecordId,
    /// Its log, and its number there.
    pub place: (LogId, u64),
    /// Who wrote it.
    pub byline: Byline,
    /// When it was received.
    pub received: Timestamp,
    /// When it was written, by the device's clock.
    pub claimed: Option<Timestamp>,
    /// How soon it wants to be read.
    pub importance: Importance,
    /// How widely it may be seen.
    pub sensitivity: Sensitivity,
    /// What is shown.
    pub matter: Matter,
    /// 特別便: the names of those whom it is for; empty when for everyone.
    pub addressees: Vec<Byline>,
    /// Who confirmed it, and when.
    pub confirmations: Vec<(Byline, Timestamp)>,
    /// Who has opened it; for its author only.
    pub readers: Vec<Byline>,
    /// Whether the reader had not opened it before.
    pub unread: bool,
    /// Whether the reader wrote it.
    pub mine: bool,
    /// Whether the reader may confirm it.
    pub may_confirm: bool,
}

/// What an entry shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A note, in its newest version, with the versions before it, oldest first.
    Note {
        /// The newest version.
        note: Note,
        /// Earlier ones.
        before: Vec<Version>,
        /// The newest version's own reason and time, when it is a correction.
        corrected: Option<Version>,
    },
    /// Taken back: the words stay visible to those who could see them.
    Withdrawn {
        /// The last words.
        note: Note,
        /// By whom, when, why.
        by: Version,
    },
    /// Under the wrong patient; only its author sees this.
    Misfiled {
        /// The words.
        note: Note,
        /// When and why.
        by: Version,
    },
    /// Its key was destroyed.
    Destroyed,
    /// Somebody joined or left.
    Membership {
        /// The change.
        change: Membership,
        /// Who joined or left.
        who: Byline,
    },
    /// A correction, withdrawal or mark at its own place: points at the entry that it is about.
    Amendment {
        /// What it is about.
        of: EntryId,
    },
}

/// A version of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The words; empty for a withdrawal.
    pub text: String,
    /// Who.
    pub byline: Byline,
    /// When it was received.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// A page of a timeline.
#[derive(Debug, Clone)]
pub struct Page {
    /// Newest first.
    pub items: Vec<Item>,
    /// The cursor of the page before; none at the beginning.
    pub older: Option<String>,
    /// The cursor from which a live stream goes on after this page.
    pub live: String,
}

/// The number of the kind that marks an entry as standing under the wrong patient.
const MISFILED: u16 = 3;

/// Entries on a page.
pub const PAGE: usize = 50;

/// One log on its way back in time.
struct Feed<'a> {
    log: &'a ReadableLog,
    waiting: VecDeque<StoredEntry>,
    before: u64,
    exhausted: bool,
}

impl Feed<'_> {
    fn fill(&mut self, conn: &mut Conn) -> Result<()> {
        if self.waiting.is_empty() && !self.exhausted {
            let from = self.before;
            let limit = PAGE as u64 + 14;
            self.waiting = log::entries_before(conn, self.log.row.id, from, limit)?.into();
            self.exhausted = (self.waiting.len() as u64) < limit;
        }
        Ok(())
    }
}

impl Room {
    fn reader(&self) -> Vec<u8> {
        [self.row.id.as_bytes().as_slice(), self.session.person.id.as_bytes()].concat()
    }

    fn cursor(&self, kind: CursorKind, positions: &Positions) -> String {
        self.app.cursors.seal(&*self.app.random, kind, &self.reader(), positions)
    }

    /// A page of the timeline: the newest, or the one before a cursor. The reading is recorded
    /// before anything is returned.
    pub async fn page(&self, before: Option<&str>) -> Result<Page> {
        let start = match before {
            Some(text) => self.app.cursors.open(CursorKind::Before, &self.reader(), text)?,
            None => Positions::default(),
        };
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app.store.read(move |conn| room.read_page(conn, &start)).await
    }

    pub(crate) async fn record(&self, touched: Touched) -> Result<()> {
        let record =
            Record::of(&self.session, touched).within(self.row.notebook, Some(self.row.id));
        self.app.record_reading(&self.session, record).await
    }

    fn read_page(&self, conn: &mut Conn, start: &Positions) -> Result<Page> {
        let mut feeds: Vec<Feed<'_>> = self
            .logs
            .iter()
            .map(|log| Feed {
                log,
                waiting: VecDeque::new(),
                before: start.of(log.row.id).unwrap_or(i64::MAX as u64),
                exhausted: false,
            })
            .collect();
        let mut bylines = Bylines::default();
        let mut items = Vec::new();
        while items.len() < PAGE {
            let Some((log, stored)) = next(conn, &mut feeds)? else { break };
            if let Some(item) = self.item(conn, &mut bylines, log, &stored)? {
                items.push(item);
            }
        }
        let mut more = false;
        let mut positions = Positions::default();
        for feed in &mut feeds {
            feed.fill(conn)?;
            more |= !feed.waiting.is_empty();
            positions.set(feed.log.row.id, feed.before);
        }
        let older = more.then(|| self.cursor(CursorKind::Before, &positions));
        let ends = Positions(self.logs.iter().map(|it| (it.row.id, it.row.sequence)).collect());
        Ok(Page { items, older, live: self.cursor(CursorKind::After, &ends) })
    }

    /// One entry, if this reader may see it; the reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when it is not in this room, or not for this reader.
    pub async fn entry(&self, id: EntryId) -> Result<Item> {
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let (log, stored) = room.find(conn, id)?;
                let item = room.item(conn, &mut Bylines::default(), log, &stored)?;
                item.ok_or_else(Problem::not_found)
            })
            .await
    }

    /// The stored entry of an id in the readable logs.
    pub(crate) fn find(&self, conn: &mut Conn, id: EntryId) -> Result<(&ReadableLog, StoredEntry)> {
        for log in &self.logs {
            if let Some(stored) = log::entry(conn, log.row.id, id)? {
                return Ok((log, stored));
            }
        }
        Err(Problem::not_found())
    }

    /// What is new since a live cursor, oldest first, with the cursor to go on from.
    pub async fn since(&self, after: &str) -> Result<(Vec<Item>, String)> {
        let start = self.app.cursors.open(CursorKind::After, &self.reader(), after)?;
        // The stream's reading is recorded like a page's: a record stands for five minutes.
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app.store.read(move |conn| room.read_since(conn, start)).await
    }

    fn read_since(&self, conn: &mut Conn, mut positions: Positions) -> Result<(Vec<Item>, String)> {
        let mut bylines = Bylines::default();
        let mut items = Vec::new();
        for log in &self.logs {
            // A log that was opened after the stream began is read from its beginning.
            let mut after = positions.of(log.row.id).unwrap_or(0);
            loop {
                let entries = log::entries_from(conn, log.row.id, after + 1, 200)?;
                let Some(last) = entries.last() else { break };
                after = last.sequence;
                for stored in &entries {
                    items.extend(self.item(conn, &mut bylines, log, stored)?);
                }
            }
            positions.set(log.row.id, after);
        }
        items.sort_by_key(|item| (item.received, item.place));
        Ok((items, self.cursor(CursorKind::After, &positions)))
    }

    /// The live cursor at the present end of the room.
    pub fn live_cursor(&self) -> String {
        let ends = Positions(self.logs.iter().map(|it| (it.row.id, it.row.sequence)).collect());
        self.cursor(CursorKind::After, &ends)
    }

    /// Notes that the reader has opened the room up to where it was entered.
    pub async fn mark_read(&self) -> Result<()> {
        let person = self.session.person.id;
        let ends: Vec<(LogId, Mark)> = self
            .logs
            .iter()
            .map(|it| (it.row.id, Mark { sequence: it.row.sequence, read: it.row.read }))
            .collect();
        let asked = ends.clone();
        let behind = self
            .app
            .store
            .read(move |conn| {
                for (log, mark) in &asked {
                    if notebook::mark(conn, person, *log)?.sequence < mark.sequence {
                        return Ok(true);
                    }
                }
                Ok(false)
            })
            .await?;
        if !behind {
            return Ok(());
        }
        self.app
            .store
            .write(self.row.region, Vec::new(), move |t| {
                ends.iter().try_for_each(|(log, mark)| notebook::set_mark(t, person, *log, *mark))
            })
            .await
    }

    /// How many notes the reader has not opened, by the counters: nothing is opened for it.
    pub(crate) fn unread(&self, conn: &mut Conn) -> Result<u64> {
        let Some(membership) = self.facts.membership else { return Ok(0) };
        let visible = match class_of(&self.actor, membership) {
            Class::Medical => 3,
            Class::Care => 2,
            Class::LifeSupport | Class::Family => 1,
        };
        let mut unread = 0;
        for log in &self.logs {
            let mark = notebook::mark(conn, self.session.person.id, log.row.id)?;
            for class in 0..visible {
                unread += log.row.read[class].saturating_sub(mark.read[class]);
            }
        }
        Ok(unread)
    }

    /// An entry as this reader may see it; none when policy hides it or it is nothing to show.
    pub(crate) fn item(
        &self,
        conn: &mut Conn,
        bylines: &mut Bylines,
        log: &ReadableLog,
        stored: &StoredEntry,
    ) -> Result<Option<Item>> {
        let opened = self.app.open_entry(log.row.vault, stored)?;
        if !is_shown(&opened) {
            return Ok(None);
        }
        let changes = notebook::amendments(conn, opened.log, opened.record)?;
        let author = actor::author_person(conn, &opened)?;
        let misfiled = changes.iter().any(|(_, kind)| *kind == MISFILED);
        let facts = actor::entry_facts(conn, &opened, author, misfiled)?;
        let subject = Subject::Entry(&self.facts, &log.facts, &facts);
        if !decide(&self.actor, Action::Read, subject, self.now).allowed() {
            return Ok(None);
        }
        let amendments = self.amendments(conn, log, &opened, &changes)?;
        let Some(matter) = self.matter(conn, bylines, &opened, &amendments)? else {
            return Ok(None);
        };
        self.assemble(conn, bylines, log, &opened, &facts, matter).map(Some)
    }

    fn assemble(
        &self,
        conn: &mut Conn,
        bylines: &mut Bylines,
        log: &ReadableLog,
        opened: &Opened,
        facts: &EntryFacts,
        matter: Matter,
    ) -> Result<Item> {
        let me = self.session.person.id;
        let mine = facts.author == Some(me);
        let is_note = matches!(matter, Matter::Note { .. });
        let subject = Subject::Entry(&self.facts, &log.facts, facts);
        let may_confirm =
            is_note && decide(&self.actor, Action::Confirm, subject, self.now).allowed();
        let mut confirmations = Vec::new();
        if is_note {
            for (author, at) in notebook::confirmations(conn, opened.log, opened.entry)? {
                confirmations.push((bylines.of(conn, &author)?, at));
            }
        }
        let confirmed = confirmations.iter().any(|(byline, _)| byline.person == Some(me));
        let mark = notebook::mark(conn, me, opened.log)?;
        let readers =
            if mine && is_note { self.readers(conn, log, opened.sequence)? } else { Vec::new() };
        let mut addressees = Vec::new();
        for person in log.facts.audience.iter().flatten() {
            let post = notebook::member(conn, self.row.id, *person)?.and_then(|it| it.facts.post);
            addressees.push(author::of_member(conn, *person, post)?);
        }
        Ok(Item {
            entry: opened.entry,
            record: opened.record,
            place: (opened.log, opened.sequence),
            byline: bylines.of(conn, &opened.author)?,
            received: opened.received,
            claimed: opened.claimed,
            importance: opened.importance,
            sensitivity: opened.sensitivity,
            matter,
            addressees,
            confirmations,
            readers,
            unread: !mine && opened.sequence > mark.sequence,
            mine,
            may_confirm: may_confirm && !confirmed,
        })
    }

    /// Who has opened the log up to an entry, but its author.
    fn readers(&self, conn: &mut Conn, log: &ReadableLog, sequence: u64) -> Result<Vec<Byline>> {
        let mut readers = Vec::new();
        for (person, reached) in notebook::readers(conn, log.row.id)? {
            let me = person == self.session.person.id;
            if reached >= sequence && !me {
                let member = notebook::member(conn, self.row.id, person)?;
                let post = member.and_then(|it| it.facts.post);
                readers.push(author::of_member(conn, person, post)?);
            }
        }
        Ok(readers)
    }

    /// The entries that amend the record which `opened` begins, oldest first.
    fn amendments(
        &self,
        conn: &mut Conn,
        log: &ReadableLog,
        opened: &Opened,
        changes: &[(u64, u16)],
    ) -> Result<Vec<Arc<Opened>>> {
        if opened.supersedes.is_some() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for (sequence, _) in changes {
            if let Some(stored) = log::entries_from(conn, opened.log, *sequence, 1)?.pop() {
                found.push(self.app.open_entry(log.row.vault, &stored)?);
            }
        }
        Ok(found)
    }

    fn matter(
        &self,
        conn: &mut Conn,
        bylines: &mut Bylines,
        opened: &Opened,
        amendments: &[Arc<Opened>],
    ) -> Result<Option<Matter>> {
        Ok(match &opened.content {
            None => Some(Matter::Destroyed),
            Some(_) if opened.supersedes.is_some() => {
                opened.supersedes.map(|of| Matter::Amendment { of })
            }
            Some(Content::Note(first)) => Some(amended(conn, bylines, opened, first, amendments)?),
            Some(Content::Membership(change)) => Some(Matter::Membership {
                change: change.clone(),
                who: author::of_member(conn, change.person, change.post)?,
            }),
            Some(_) => None,
        })
    }
}

/// Kinds that a timeline shows.
const fn is_shown(opened: &Opened) -> bool {
    match &opened.content {
        None => true,
        Some(content) => matches!(
            content,
            Content::Note(_)
                | Content::Membership(_)
                | Content::Withdrawal(_)
                | Content::Misfiled(_)
        ),
    }
}

/// The newest entry that waits in any feed.
fn next<'a>(
    conn: &mut Conn,
    feeds: &mut [Feed<'a>],
) -> Result<Option<(&'a ReadableLog, StoredEntry)>> {
    for feed in feeds.iter_mut() {
        feed.fill(conn)?;
    }
    let newest = feeds
        .iter_mut()
        .filter(|feed| !feed.waiting.is_empty())
        .max_by_key(|feed| feed.waiting.front().map(|it| (it.received, it.log)));
    let Some(feed) = newest else { return Ok(None) };
    let stored = feed.waiting.pop_front();
    Ok(stored.map(|stored| {
        feed.before = stored.sequence;
        (feed.log, stored)
    }))
}

/// A note with what became of it.
fn amended(
    conn: &mut Conn,
    bylines: &mut Bylines,
    opened: &Opened,
    first: &Note,
    amendments: &[Arc<Opened>],
) -> Result<Matter> {
    let mut note = first.clone();
    let mut now = Version {
        text: first.text.clone(),
        byline: bylines.of(conn, &opened.author)?,
        at: opened.received,
        reason: String::new(),
    };
    let mut before = Vec::new();
    let mut corrected = None;
    for amendment in amendments {
        let mut version = Version {
            text: String::new(),
            byline: bylines.of(conn, &amendment.author)?,
            at: amendment.received,
            reason: String::new(),
        };
        match &amendment.content {
            Some(Content::Note(newer)) => {
                version.text.clone_from(&newer.text);
                version.reason = newer.reason.clone().unwrap_or_default();
                before.push(std::mem::replace(&mut now, version.clone()));
                corrected = Some(version);
                note = newer.clone();
            }
            Some(Content::Withdrawal(it)) => {
                version.reason.clone_from(&it.reason);
                return Ok(Matter::Withdrawn { note, by: version });
            }
            Some(Content::Misfiled(it)) => {
                version.reason.clone_from(&it.reason);
                return Ok(Matter::Misfiled { note, by: version });
            }
            _ => {}
        }
    }
    Ok(Matter::Note { note, before, corrected })
}
