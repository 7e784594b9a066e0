//! Making all views anew from the logs.

use std::sync::Arc;

use tasuki_kernel::{LogId, Result};
use tasuki_store::dump::{self, Nature};
use tasuki_store::views::{self, Event};
use tasuki_store::{Conn, Transaction, log};

use crate::App;
use crate::opened::Opened;

/// What a rebuilding did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Entries that were opened and applied.
    pub entries: u64,
    /// Entries whose keys were destroyed, which say nothing any more.
    pub destroyed: u64,
    /// Rows of each view afterwards.
    pub rows: Vec<(&'static str, u64)>,
}

/// Entries opened at a time.
const PAGE: u64 = 1000;

impl App {
    /// Empties all views and makes them anew, in one transaction that holds every log still: for
    /// quiet hours. Logs and ordinary state (passwords, how far people have read) are untouched.
    pub async fn rebuild(self: &Arc<Self>) -> Result<Rebuilt> {
        let logs = self.store.read(log::all).await?.into_iter().map(|row| row.id).collect();
        let app = Arc::clone(self);
        self.store.write(self.region, logs, move |t| app.rebuild_in(t)).await
    }

    fn rebuild_in(&self, t: &mut Transaction<'_>) -> Result<Rebuilt> {
        views::clear(t.conn())?;
        let mut rebuilt = Rebuilt::default();
        // The region's own log first: others add to rows that it makes.
        self.apply_log(t.conn(), self.region_log, &mut rebuilt)?;
        for row in log::all(t.conn())? {
            if row.id != self.region_log {
                self.apply_log(t.conn(), row.id, &mut rebuilt)?;
            }
        }
        for table in dump::TABLES.iter().filter(|it| it.nature == Nature::View) {
            let rows = dump::rows(t.conn(), table)?.len() as u64;
            rebuilt.rows.push((table.name, rows));
        }
        t.rights_change();
        Ok(rebuilt)
    }

    fn apply_log(&self, conn: &mut Conn, id: LogId, rebuilt: &mut Rebuilt) -> Result<()> {
        let Some(row) = log::find(conn, id)? else { return Ok(()) };
        let mut after = 0;
        loop {
            let page = log::entries_from(conn, id, after + 1, PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.sequence;
            for stored in &page {
                let opened = self.open_entry(row.vault, stored)?;
                match event(self, &opened) {
                    Some(event) => {
                        views::apply(conn, &event)?;
                        rebuilt.entries += 1;
                    }
                    None => rebuilt.destroyed += 1,
                }
            }
        }
    }
}

/// What views see of an opened entry; none when its key was destroyed.
fn event<'a>(app: &App, opened: &'a Opened) -> Option<Event<'a>> {
    Some(Event {
        region: app.region,
        log: opened.log,
        sequence: opened.sequence,
        author: opened.author,
        received: opened.received,
        record: opened.record,
        amends: opened.supersedes.is_some(),
        content: opened.content.as_ref()?,
    })
}
