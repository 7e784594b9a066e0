//! The timeline of a room: its logs merged, newest first, each entry shown only after policy has
//! allowed it to this reader.

mod beside;
mod desk;
mod feed;
mod filter;
mod item;
mod news;
mod page;
mod range;
mod readership;

use tasuki_domain::content::Touched;
use tasuki_kernel::{EntryId, LogId, PersonId, Problem, Result};
use tasuki_store::Conn;
use tasuki_store::log::{self, StoredEntry};
use tasuki_store::notebook::{self, Mark};
use tasuki_store::opening;

use crate::access::Record;
use crate::cursor::{CursorKind, Positions};
use crate::room::{ReadableLog, Room};

pub(crate) use desk::Desk;
pub use filter::{Filter, Kind};
pub use item::{Answered, Item, Matter, May, Version};
pub use news::News;
pub(crate) use news::Sheet;
pub use page::{LOOKED_AT, Nearest, Page, Searched, Start};
pub use range::{PRINTED, Range, Stretch};
pub use readership::Readership;

/// Entries on a page.
pub const PAGE: usize = 50;

impl Room {
    pub(crate) fn reader(&self) -> Vec<u8> {
        [self.place.row.id.as_bytes().as_slice(), self.session.person.id.as_bytes()].concat()
    }

    fn cursor(&self, kind: CursorKind, positions: &Positions) -> String {
        self.app.cursors.seal(&*self.app.random, kind, &self.reader(), positions)
    }

    pub(crate) async fn record(&self, touched: Touched) -> Result<()> {
        self.app.record_reading(&self.session, self.record_of(touched)).await
    }

    /// Whether that is recorded already.
    pub(crate) fn is_recorded(&self, touched: Touched) -> bool {
        self.app.is_recorded(&self.record_of(touched))
    }

    pub(crate) fn record_of(&self, touched: Touched) -> Record {
        let row = &self.place.row;
        let record = Record::of(&self.session, touched).within(row.notebook, Some(row.id));
        match self.facts.disclosure {
            Some(by) => record.by_disclosure(by.id),
            None => record,
        }
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
                let item = room.item(&mut Desk::new(conn, &room.known), log, &stored)?;
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
        self.item(&mut Desk::new(conn, &self.known), log, stored)
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

    /// The live cursor at the present end of the room.
    pub fn live_cursor(&self) -> String {
        self.cursor(CursorKind::After, &self.ends())
    }

    /// The present end of each log.
    pub(crate) fn ends(&self) -> Positions {
        Positions(self.logs.iter().map(|it| (it.row.id, it.row.sequence)).collect())
    }

    /// Notes that the reader has opened the room up to where it was entered.
    pub async fn mark_read(&self) -> Result<()> {
        // Who looks by law is no reader to whom anything was addressed.
        if self.facts.disclosure.is_some() {
            return Ok(());
        }
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
            .write(self.place.row.region, Vec::new(), move |t| {
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
