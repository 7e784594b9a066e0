//! The logs of a room, merged in order of time, from a place on: back towards the beginning, or
//! forward towards what is newest.

use std::collections::VecDeque;

use tasuki_kernel::{Result, Timestamp};
use tasuki_store::log::{self, StoredEntry};

use super::PAGE;
use super::desk::Desk;
use crate::cursor::Positions;
use crate::room::ReadableLog;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Back,
    Forward,
}

/// One log on its way.
struct Feed<'a> {
    log: &'a ReadableLog,
    waiting: VecDeque<StoredEntry>,
    /// The last number that was given out; at first the place from which to go on, itself left out.
    at: u64,
    exhausted: bool,
}

/// All readable logs on their way.
pub(super) struct Feeds<'a> {
    way: Way,
    /// Going back, nothing from before is given out: the reader was no member yet.
    since: Option<Timestamp>,
    logs: Vec<Feed<'a>>,
}

impl<'a> Feeds<'a> {
    /// The logs from their places on, which themselves are left out. `absent` is the place in a
    /// log that is not among them.
    pub(super) fn new(
        way: Way,
        logs: &'a [ReadableLog],
        places: &Positions,
        absent: u64,
        since: Option<Timestamp>,
    ) -> Self {
        let feed = |log: &'a ReadableLog| Feed {
            log,
            waiting: VecDeque::new(),
            at: places.of(log.row.id).unwrap_or(absent),
            exhausted: false,
        };
        Self { way, since, logs: logs.iter().map(feed).collect() }
    }

    fn fill(&mut self, desk: &mut Desk<'_>) -> Result<()> {
        let limit = PAGE as u64 + 1;
        for feed in &mut self.logs {
            if !feed.waiting.is_empty() || feed.exhausted {
                continue;
            }
            let id = feed.log.row.id;
            let mut found = match self.way {
                Way::Back => log::entries_before(desk.conn, id, feed.at, limit)?,
                Way::Forward => log::entries_from(desk.conn, id, feed.at + 1, limit)?,
            };
            feed.exhausted = (found.len() as u64) < limit;
            if let (Way::Back, Some(since)) = (self.way, self.since) {
                let fetched = found.len();
                found.retain(|it| it.received >= since);
                // Everything further back is from before, too.
                feed.exhausted |= found.len() < fetched;
            }
            desk.prepare(&found)?;
            feed.waiting = found.into();
        }
        Ok(())
    }

    /// The entry that comes next.
    pub(super) fn next(
        &mut self,
        desk: &mut Desk<'_>,
    ) -> Result<Option<(&'a ReadableLog, StoredEntry)>> {
        self.fill(desk)?;
        let order = |feed: &&mut Feed<'a>| feed.waiting.front().map(|it| (it.received, it.log));
        let waiting = self.logs.iter_mut().filter(|feed| !feed.waiting.is_empty());
        let first = match self.way {
            Way::Back => waiting.max_by_key(order),
            Way::Forward => waiting.min_by_key(order),
        };
        let Some(feed) = first else { return Ok(None) };
        let stored = feed.waiting.pop_front();
        Ok(stored.map(|stored| {
            feed.at = stored.sequence;
            (feed.log, stored)
        }))
    }

    /// Whether anything is left.
    pub(super) fn more(&mut self, desk: &mut Desk<'_>) -> Result<bool> {
        self.fill(desk)?;
        Ok(self.logs.iter().any(|feed| !feed.waiting.is_empty()))
    }

    /// How far each log has been given out.
    pub(super) fn places(&self) -> Positions {
        Positions(self.logs.iter().map(|feed| (feed.log.row.id, feed.at)).collect())
    }
}
