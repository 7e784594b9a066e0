//! The timeline of a room: its logs merged, newest first, each entry shown only after policy has
//! allowed it to this reader.

mod beside;
mod desk;
mod feed;
mod filter;
mod item;
mod page;
mod range;
mod readership;

use tasuki_domain::content::{Content, Touched};
use tasuki_kernel::{Code, EntryId, LogId, PersonId, Problem, Result};
use tasuki_store::Conn;
use tasuki_store::log::{self, StoredEntry};
use tasuki_store::notebook::{self, Mark};
use tasuki_store::opening;

use crate::access::Record;
use crate::cursor::{CursorKind, Positions};
use crate::room::{ReadableLog, Room};

pub(crate) use desk::Desk;
pub use filter::{Filter, Kind};
pub use item::{Answered, Item, Matter, Version};
pub use page::{LOOKED_AT, Nearest, Page, Searched, Start};
pub use range::{PRINTED, Range, Stretch};
pub use readership::Readership;

/// Entries on a page.
pub const PAGE: usize = 50;

/// What a live stream brings.
#[derive(Debug, Clone)]
pub struct News {
    /// New entries, oldest first.
    pub fresh: Vec<Item>,
    /// Earlier ones that look different.
    pub touched: Vec<Item>,
    /// The cursor to go on from.
    pub cursor: String,
}

impl Room {
    fn reader(&self) -> Vec<u8> {
        [self.row.id.as_bytes().as_slice(), self.session.person.id.as_bytes()].concat()
    }

    fn cursor(&self, kind: CursorKind, positions: &Positions) -> String {
        self.app.cursors.seal(&*self.app.random, kind, &self.reader(), positions)
    }

    pub(crate) async fn record(&self, touched: Touched) -> Result<()> {
        let record =
            Record::of(&self.session, touched).within(self.row.notebook, Some(self.row.id));
        self.app.record_reading(&self.session, record).await
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
                let item = room.item(&mut Desk::new(conn), log, &stored)?;
                item.ok_or_else(Problem::not_found)
            })
            .await
    }

    /// A stored entry as this reader may see it.
    pub(crate) fn shown(
        &self,
        conn: &mut Conn,
        log: &ReadableLog,
        stored: &StoredEntry,
    ) -> Result<Option<Item>> {
        self.item(&mut Desk::new(conn), log, stored)
    }

    /// Looks at the newest page without keeping it: the reading is recorded, and the mark is set.
    pub async fn glance(&self) -> Result<()> {
        self.record(Touched::Timeline).await?;
        self.mark_read().await
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
        let mut desk = Desk::new(conn);
        let mut items = Vec::new();
        for log in &self.logs {
            // A log that was opened after the stream began is read from its beginning.
            let mut after = positions.of(log.row.id).unwrap_or(0);
            loop {
                let entries = log::entries_from(desk.conn, log.row.id, after + 1, 200)?;
                let Some(last) = entries.last() else { break };
                after = last.sequence;
                desk.prepare(&entries)?;
                for stored in &entries {
                    items.extend(self.item(&mut desk, log, stored)?);
                }
            }
            positions.set(log.row.id, after);
        }
        items.sort_by_key(|item| (item.received, item.place));
        Ok((items, self.cursor(CursorKind::After, &positions)))
    }

    /// What is new since a live cursor, and earlier entries that look different since: confirmed,
    /// corrected or taken back meanwhile.
    pub async fn news(&self, after: &str) -> Result<News> {
        let start = self.app.cursors.open(CursorKind::After, &self.reader(), after)?;
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let (fresh, cursor) = room.read_since(conn, start.clone())?;
                // Asked afterwards, so that nothing falls between the two questions.
                let touched = room.read_touched(conn, &start)?;
                Ok(News { fresh, touched, cursor })
            })
            .await
    }

    fn read_touched(&self, conn: &mut Conn, start: &Positions) -> Result<Vec<Item>> {
        let mut desk = Desk::new(conn);
        let mut touched: Vec<EntryId> = Vec::new();
        for log in &self.logs {
            let after = start.of(log.row.id).unwrap_or(log.row.sequence);
            for stored in log::entries_from(desk.conn, log.row.id, after + 1, 200)? {
                let opened = self.app.open_entry(log.row.vault, &stored)?;
                let of = match &opened.content {
                    Some(Content::Confirmation(it)) => Some(it.of),
                    _ => opened.supersedes,
                };
                touched.extend(of);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let mut items = Vec::new();
        for id in touched {
            let (log, stored) = match self.find(desk.conn, id) {
                Ok(found) => found,
                Err(problem) if problem.code == Code::NotFound => continue,
                Err(problem) => return Err(problem),
            };
            items.extend(self.item(&mut desk, log, &stored)?);
        }
        Ok(items)
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
        // Only what is behind is moved: a time is noted for each move, and no other.
        let ends = self.app.store.read(move |conn| behind(conn, person, ends)).await?;
        if ends.is_empty() {
            return Ok(());
        }
        let now = self.app.clock.now();
        self.app
            .store
            .write(self.row.region, Vec::new(), move |t| {
                ends.iter().try_for_each(|(log, mark)| {
                    notebook::set_mark(t, person, *log, *mark)?;
                    opening::note(t, (*log, person), mark.sequence, now)
                })
            })
            .await
    }
}

/// Those of the places that a person has not opened yet.
fn behind(
    conn: &mut Conn,
    person: PersonId,
    ends: Vec<(LogId, Mark)>,
) -> Result<Vec<(LogId, Mark)>> {
    let mut kept = Vec::new();
    for (log, end) in ends {
        if notebook::mark(conn, person, log)?.sequence < end.sequence {
            kept.push((log, end));
        }
    }
    Ok(kept)
}
