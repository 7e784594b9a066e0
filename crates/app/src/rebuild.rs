//! Views computed anew from the logs: what `tasuki rebuild` does.

use tasuki_domain::content::Content;
use tasuki_kernel::{Code, LogId, Problem, Result, VaultId};
use tasuki_store::log::{self, LogPurpose, StoredEntry};
use tasuki_store::{Conn, views};

use crate::App;

/// Entries read at once.
const PAGE: u64 = 500;

impl App {
    /// Empties every view and applies every entry again, in one transaction: nobody sees less
    /// meanwhile. It holds every log still, so it is for quiet hours. Returns how many entries
    /// were applied.
    ///
    /// # Errors
    /// `Damaged` when an entry that is not destroyed cannot be opened: repair that first.
    pub async fn rebuild(self: &std::sync::Arc<Self>) -> Result<u64> {
        let app = std::sync::Arc::clone(self);
        // Another process on the same database would otherwise apply an entry between two pages.
        let logs = self.store.read(log::all).await?.into_iter().map(|row| row.id).collect();
        self.store
            .write(self.region, logs, move |t| {
                t.rights_change();
                let conn = t.conn();
                views::clear(conn)?;
                app.apply_all(conn)
            })
            .await
    }

    fn apply_all(&self, conn: &mut Conn) -> Result<u64> {
        let mut logs = log::all(conn)?;
        // The region's log first: rows of notebooks come from it, rooms fill in their columns.
        logs.sort_by_key(|row| (row.purpose != LogPurpose::Region, row.id));
        let mut applied = 0;
        for row in logs {
            applied += self.apply_log(conn, row.id, row.vault)?;
        }
        Ok(applied)
    }

    fn apply_log(&self, conn: &mut Conn, id: LogId, vault: VaultId) -> Result<u64> {
        let (mut from, mut applied) = (1, 0);
        loop {
            let page = log::entries_from(conn, id, from, PAGE)?;
            let Some(last) = page.last() else { return Ok(applied) };
            from = last.sequence + 1;
            for stored in &page {
                applied += u64::from(self.apply_entry(conn, vault, stored)?);
            }
        }
    }

    fn apply_entry(&self, conn: &mut Conn, vault: VaultId, stored: &StoredEntry) -> Result<bool> {
        let header = stored.header()?;
        let body = match self.open_body(vault, stored) {
            Ok(body) => body,
            // What was destroyed leaves no views behind.
            Err(problem) if problem.code == Code::Destroyed => return Ok(false),
            Err(problem) => return Err(problem),
        };
        let content = Content::decode(body.kind, &body.content)
            .map_err(|e| Problem::new(Code::Damaged, format!("log {}: {e}", header.log)))?;
        let event = views::Event {
            region: header.origin,
            log: header.log,
            sequence: header.sequence,
            author: header.author,
            received: header.received,
            record: body.record,
            amends: body.supersedes.is_some(),
            content: &content,
        };
        views::apply(conn, &event)?;
        Ok(true)
    }
}
