//! All entries of a stretch of time, oldest first: for paper, and for the course of what was
//! measured. Bounded; whoever asks is told when there was more.

use tasuki_domain::content::Touched;
use tasuki_domain::policy::Action;
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_store::Conn;

use super::desk::Desk;
use super::feed::Way;
use super::item::Item;
use super::{Filter, Kind, Matter};
use crate::room::Room;

/// Entries printed at once at most.
pub const PRINTED: usize = 1000;
/// Entries looked at for one answer at most.
const LOOKED_AT: usize = 10_000;

/// A stretch of time, its end left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Its first instant.
    pub begin: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
}

/// What was written in a stretch of time.
#[derive(Debug, Clone, Default)]
pub struct Range {
    /// Oldest first.
    pub items: Vec<Item>,
    /// There was more than is given at once: what is missing is the newest.
    pub cut: bool,
}

impl Room {
    /// Everything of a stretch of time, to be taken away on paper. Each time leaves an access
    /// record of its own, before anything is returned.
    ///
    /// # Errors
    /// `NotAllowed` when policy does not let this reader take a copy away.
    pub async fn copy(&self, stretch: Stretch) -> Result<Range> {
        if !self.may(Action::Export) {
            return Err(Problem::new(Code::NotAllowed, "no copies for this reader"));
        }
        self.app.record(self.record_of(Touched::Exported)).await?;
        let room = self.clone();
        self.app.store.read(move |conn| room.read_range(conn, stretch, &Filter::default())).await
    }

    /// Notes with measured values of a stretch of time, without those that were taken back or
    /// are about somebody else; the reading is recorded first.
    pub async fn course(&self, stretch: Stretch) -> Result<Range> {
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        let vitals = Filter { kind: Some(Kind::Vitals), ..Filter::default() };
        let read = move |conn: &mut Conn| room.read_range(conn, stretch, &vitals);
        let mut range = self.app.store.read(read).await?;
        range
            .items
            .retain(|it| matches!(it.matter, Matter::Note { .. }) && !it.readings.is_empty());
        Ok(range)
    }

    fn read_range(&self, conn: &mut Conn, stretch: Stretch, filter: &Filter) -> Result<Range> {
        let places = super::page::moved(&self.places_at(conn, stretch.begin)?, Way::Back);
        let mut feeds = self.feeds(Way::Forward, &places);
        let mut desk = Desk::new(conn, &self.known);
        let mut range = Range::default();
        for _ in 0..LOOKED_AT {
            let Some((log, stored)) = feeds.next(&mut desk)? else { return Ok(range) };
            if stored.received >= stretch.end {
                return Ok(range);
            }
            let Some(item) = self.filtered(&mut desk, log, &stored, filter)? else { continue };
            if range.items.len() == PRINTED {
                break;
            }
            range.items.push(item);
        }
        range.cut = true;
        Ok(range)
    }
}
