//! A page of a timeline: the newest, one further back or further on, or the one of a day; of
//! everything, or of what a filter lets through. What is looked at for one page is bounded, and
//! with a filter the page says how far was looked.

use tasuki_domain::content::Touched;
use tasuki_kernel::{Result, Timestamp};
use tasuki_store::{Conn, received};

use super::desk::Desk;
use super::feed::{Feeds, Way};
use super::item::Item;
use super::{Filter, PAGE};
use crate::cursor::{CursorKind, Positions};
use crate::room::{ReadableLog, Room};

/// Entries looked at for one page at most.
pub const LOOKED_AT: usize = 500;
/// Entries looked at for the nearest day with entries at most.
const NEAREST: usize = 200;

/// From where a page is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Start {
    /// The newest page.
    #[default]
    Newest,
    /// Back from a cursor `older`.
    Before(String),
    /// Forward from a cursor `newer`.
    After(String),
    /// Back from the end of a day.
    Day {
        /// Its first instant.
        begin: Timestamp,
        /// The first instant of the next day.
        end: Timestamp,
    },
}

/// A page of a timeline.
#[derive(Debug, Clone)]
pub struct Page {
    /// Newest first.
    pub items: Vec<Item>,
    /// The cursor of the page before; none at the beginning.
    pub older: Option<String>,
    /// The cursor of the page after; none at the newest.
    pub newer: Option<String>,
    /// The cursor from which a live stream goes on after this page.
    pub live: String,
    /// With a filter: how far was looked.
    pub searched: Option<Searched>,
    /// For a day: the nearest ones that have entries.
    pub nearest: Nearest,
}

/// How far was looked for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Searched {
    /// When the oldest entry that was looked at was received; none when nothing was there.
    pub oldest: Option<Timestamp>,
    /// When the newest one was.
    pub newest: Option<Timestamp>,
    /// Whether that was all there is, the way that was looked.
    pub to_the_end: bool,
}

/// Entries nearest to a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Nearest {
    /// When the last one before it was received.
    pub earlier: Option<Timestamp>,
    /// When the first one after it was received.
    pub later: Option<Timestamp>,
}

/// What was gathered on the way.
struct Gathered {
    items: Vec<Item>,
    searched: Searched,
    ended: Positions,
}

impl Room {
    /// A page of the timeline: the newest, or the one before a cursor. The reading is recorded
    /// before anything is returned.
    pub async fn page(&self, before: Option<&str>) -> Result<Page> {
        let start = before.map_or(Start::Newest, |it| Start::Before(it.to_owned()));
        self.look(start, Filter::default()).await
    }

    /// A page of what a filter lets through. The reading is recorded before anything is returned.
    ///
    /// # Errors
    /// `BadCursor` for a cursor that was not made here, for this reader and this way.
    pub async fn look(&self, start: Start, filter: Filter) -> Result<Page> {
        let reader = self.reader();
        let open = |kind, text: &str| self.app.cursors.open(kind, &reader, text);
        let places = match &start {
            Start::Before(text) => open(CursorKind::Before, text)?,
            Start::After(text) => open(CursorKind::Newer, text)?,
            Start::Newest | Start::Day { .. } => Positions::default(),
        };
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        let read = move |conn: &mut Conn| match start {
            Start::Newest => room.read_back(conn, &room.end(), &filter),
            Start::Before(_) => room.read_back(conn, &places, &filter),
            Start::After(_) => room.read_forward(conn, &places, &filter),
            Start::Day { begin, end } => room.read_day(conn, (begin, end), &filter),
        };
        self.app.store.read(read).await
    }

    /// The places after the newest entries.
    fn end(&self) -> Positions {
        Positions(self.logs.iter().map(|it| (it.row.id, i64::MAX as u64)).collect())
    }

    /// The places of the first entries received at `at` or later.
    pub(super) fn places_at(&self, conn: &mut Conn, at: Timestamp) -> Result<Positions> {
        // What was before joining is not looked at, in either way.
        let at = self.facts.membership.and_then(|it| it.history_from).max(Some(at)).unwrap_or(at);
        let mut places = Positions::default();
        for log in &self.logs {
            let first = received::first_at(conn, log.row.id, log.row.sequence, at)?;
            places.set(log.row.id, first);
        }
        Ok(places)
    }

    pub(super) fn feeds<'a>(&'a self, way: Way, places: &Positions) -> Feeds<'a> {
        let since = self.facts.membership.and_then(|it| it.history_from);
        // A log that is not in a cursor was opened after the cursor was made: it is newer.
        Feeds::new(way, &self.logs, places, 0, since)
    }

    fn read_back(&self, conn: &mut Conn, places: &Positions, filter: &Filter) -> Result<Page> {
        let mut feeds = self.feeds(Way::Back, places);
        let mut desk = Desk::new(conn, &self.known);
        let gathered = self.gather(&mut desk, &mut feeds, filter)?;
        let older = (!gathered.searched.to_the_end)
            .then(|| self.cursor(CursorKind::Before, &gathered.ended));
        let newest =
            self.logs.iter().any(|it| places.of(it.row.id).unwrap_or(0) <= it.row.sequence);
        let newer = newest.then(|| self.cursor(CursorKind::Newer, &moved(places, Way::Back)));
        Ok(self.bound(gathered, filter, older, newer))
    }

    fn read_forward(&self, conn: &mut Conn, places: &Positions, filter: &Filter) -> Result<Page> {
        let mut feeds = self.feeds(Way::Forward, places);
        let mut desk = Desk::new(conn, &self.known);
        let mut gathered = self.gather(&mut desk, &mut feeds, filter)?;
        gathered.items.reverse();
        let newer = (!gathered.searched.to_the_end)
            .then(|| self.cursor(CursorKind::Newer, &gathered.ended));
        let before = moved(places, Way::Forward);
        let more = self.feeds(Way::Back, &before).more(&mut desk)?;
        let older = more.then(|| self.cursor(CursorKind::Before, &before));
        Ok(self.bound(gathered, filter, older, newer))
    }

    fn read_day(
        &self,
        conn: &mut Conn,
        (begin, end): (Timestamp, Timestamp),
        filter: &Filter,
    ) -> Result<Page> {
        let after = self.places_at(conn, end)?;
        let before = self.places_at(conn, begin)?;
        let mut page = self.read_back(conn, &after, filter)?;
        let mut desk = Desk::new(conn, &self.known);
        page.nearest = Nearest {
            earlier: self.nearest(&mut desk, Way::Back, &before, filter)?,
            later: self.nearest(&mut desk, Way::Forward, &moved(&after, Way::Back), filter)?,
        };
        Ok(page)
    }

    /// When the nearest entry on a way was received that is shown to this reader.
    fn nearest(
        &self,
        desk: &mut Desk<'_>,
        way: Way,
        places: &Positions,
        filter: &Filter,
    ) -> Result<Option<Timestamp>> {
        let mut feeds = self.feeds(way, places);
        for _ in 0..NEAREST {
            let Some((log, stored)) = feeds.next(desk)? else { break };
            if let Some(item) = self.filtered(desk, log, &stored, filter)? {
                return Ok(Some(item.received));
            }
        }
        Ok(None)
    }

    fn gather(
        &self,
        desk: &mut Desk<'_>,
        feeds: &mut Feeds<'_>,
        filter: &Filter,
    ) -> Result<Gathered> {
        let mut items = Vec::new();
        let mut searched = Searched::default();
        for _ in 0..LOOKED_AT {
            if items.len() == PAGE {
                break;
            }
            let Some((log, stored)) = feeds.next(desk)? else { break };
            let at = Some(stored.received);
            searched.oldest = searched.oldest.min(at).or(at);
            searched.newest = searched.newest.max(at);
            items.extend(self.filtered(desk, log, &stored, filter)?);
        }
        searched.to_the_end = !feeds.more(desk)?;
        Ok(Gathered { items, searched, ended: feeds.places() })
    }

    /// An entry as this reader may see it, if the filter lets it through.
    pub(super) fn filtered(
        &self,
        desk: &mut Desk<'_>,
        log: &ReadableLog,
        stored: &tasuki_store::log::StoredEntry,
        filter: &Filter,
    ) -> Result<Option<Item>> {
        if !filter.is_empty() {
            let opened = self.app.open_entry(log.row.vault, stored)?;
            let author = match filter.author {
                Some(_) => desk.byline(&opened.author)?.person,
                None => None,
            };
            if !filter.holds(log, &opened, author) {
                return Ok(None);
            }
        }
        self.item(desk, log, stored)
    }

    fn bound(
        &self,
        gathered: Gathered,
        filter: &Filter,
        older: Option<String>,
        newer: Option<String>,
    ) -> Page {
        Page {
            items: gathered.items,
            older,
            newer,
            live: self.live_cursor(),
            searched: (!filter.is_empty()).then_some(gathered.searched),
            nearest: Nearest::default(),
        }
    }
}

/// The same places seen from the other side: what was the first to be left out is the first to be
/// given out.
pub(super) fn moved(places: &Positions, way: Way) -> Positions {
    let other = |at: u64| match way {
        Way::Back => at.saturating_sub(1),
        Way::Forward => at.saturating_add(1),
    };
    Positions(places.0.iter().map(|(log, at)| (*log, other(*at))).collect())
}
