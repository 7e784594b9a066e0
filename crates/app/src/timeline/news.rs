//! What is new in a room since some places in its logs, and what looks different since.

use std::collections::HashMap;
use std::sync::Arc;

use tasuki_domain::content::{Content, Touched};
use tasuki_kernel::{Code, EntryId, LogId, Result};
use tasuki_store::log::{self, StoredEntry};

use super::desk::Desk;
use super::item::Item;
use crate::cursor::{CursorKind, Positions};
use crate::room::{ReadableLog, Room};

/// Entries read at once.
const STEP: u64 = 200;

/// What a live stream brings.
#[derive(Debug, Clone)]
pub struct News {
    /// New entries, oldest first.
    pub fresh: Vec<Item>,
    /// Earlier ones that look different: confirmed, corrected or taken back meanwhile.
    pub touched: Vec<Item>,
    /// The cursor to go on from.
    pub cursor: String,
}

/// What was written to the logs of a room, as it is stored: read once for however many readers
/// stand at the same places. It ends with the reading.
#[derive(Debug, Default)]
pub(crate) struct Sheet(HashMap<(LogId, u64), Arc<[StoredEntry]>>);

impl Sheet {
    /// The entries of a log after a place.
    fn after(&mut self, desk: &mut Desk<'_>, log: LogId, place: u64) -> Result<Arc<[StoredEntry]>> {
        if let Some(read) = self.0.get(&(log, place)) {
            return Ok(Arc::clone(read));
        }
        let mut found = Vec::new();
        let mut last = place;
        loop {
            let entries = log::entries_from(desk.conn, log, last + 1, STEP)?;
            let whole = (entries.len() as u64) < STEP;
            last = entries.last().map_or(last, |it| it.sequence);
            found.extend(entries);
            if whole {
                break;
            }
        }
        if !found.is_empty() {
            desk.prepare(&found)?;
        }
        let found: Arc<[StoredEntry]> = found.into();
        self.0.insert((log, place), Arc::clone(&found));
        Ok(found)
    }
}

impl Room {
    /// What is new since a live cursor.
    ///
    /// # Errors
    /// `BadCursor` for a cursor that was not made here for this reader.
    pub async fn news(&self, after: &str) -> Result<News> {
        let mut places = self.app.cursors.open(CursorKind::After, &self.reader(), after)?;
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let mut desk = Desk::new(conn, &room.known);
                let news = room.news_after(&mut desk, &mut Sheet::default(), &mut places)?;
                Ok(news.unwrap_or_else(|| News {
                    fresh: Vec::new(),
                    touched: Vec::new(),
                    cursor: room.cursor(CursorKind::After, &places),
                }))
            })
            .await
    }

    /// What this reader may see of what came after some places, which are moved to the end; none
    /// when that is nothing. Whoever shows it records the reading first.
    pub(crate) fn news_after(
        &self,
        desk: &mut Desk<'_>,
        sheet: &mut Sheet,
        places: &mut Positions,
    ) -> Result<Option<News>> {
        let mut fresh = Vec::new();
        let mut touched = Vec::new();
        for log in &self.logs {
            let known = places.of(log.row.id);
            // A log that was opened after the stream began is read from its beginning.
            let place = known.unwrap_or(0);
            let entries = sheet.after(desk, log.row.id, place)?;
            for stored in entries.iter() {
                fresh.extend(self.item(desk, log, stored)?);
                if known.is_some() {
                    touched.extend(self.touches(log, stored)?);
                }
            }
            places.set(log.row.id, entries.last().map_or(place, |it| it.sequence));
        }
        let touched = self.anew(desk, touched)?;
        if fresh.is_empty() && touched.is_empty() {
            return Ok(None);
        }
        fresh.sort_by_key(|item: &Item| (item.received, item.place));
        Ok(Some(News { fresh, touched, cursor: self.cursor(CursorKind::After, places) }))
    }

    /// The earlier entry that looks different with this one.
    fn touches(&self, log: &ReadableLog, stored: &StoredEntry) -> Result<Option<EntryId>> {
        let opened = self.app.open_entry(log.row.vault, stored)?;
        Ok(match &opened.content {
            Some(Content::Confirmation(it)) => Some(it.of),
            _ => opened.supersedes,
        })
    }

    /// Earlier entries as they look now.
    fn anew(&self, desk: &mut Desk<'_>, mut ids: Vec<EntryId>) -> Result<Vec<Item>> {
        ids.sort_unstable();
        ids.dedup();
        let mut items = Vec::new();
        for id in ids {
            let (log, stored) = match self.find(desk.conn, id) {
                Ok(found) => found,
                Err(problem) if problem.code == Code::NotFound => continue,
                Err(problem) => return Err(problem),
            };
            items.extend(self.item(desk, log, &stored)?);
        }
        Ok(items)
    }
}
