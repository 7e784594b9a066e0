//! Destroying one record of a log: its wraps go, the log takes a new key, the old key goes.

use tasuki_domain::content::{self, Content};
use tasuki_kernel::{EntryId, LogId, Problem, Result};
use tasuki_ledger::{KeyId, WrapContext, unwrap_key, wrap_key};
use tasuki_store::log::{self, LogPurpose, LogRow};
use tasuki_store::{Conn, attachment, notebook};

use super::register::What;
use super::{Doomed, Order, PAGE, Work, not_a_note};

/// The number of the kind of entry that is a note.
const NOTE: u16 = 1;

impl Work {
    pub(super) fn entry(
        &self,
        conn: &mut Conn,
        id: LogId,
        entry: EntryId,
        order: &Order,
    ) -> Result<()> {
        let row = log::find(conn, id)?.ok_or_else(Problem::not_found)?;
        if !matches!(row.purpose, LogPurpose::Room | LogPurpose::Delivery) {
            return Err(not_a_note());
        }
        let what = What::Entry { log: id, entry };
        let doomed = self.doomed(conn, &row, entry)?;
        if !doomed.is_empty() {
            self.begin(&what)?;
            self.drop_wraps(conn, &row, &doomed, &order.reason)?;
        }
        self.complete(conn, &what, order.also.as_deref())
    }

    /// The note and, when it begins its record, the corrections; without those whose keys are
    /// gone already.
    fn doomed(&self, conn: &mut Conn, row: &LogRow, entry: EntryId) -> Result<Doomed> {
        let stored = log::entry(conn, row.id, entry)?.ok_or_else(Problem::not_found)?;
        if stored.kind != NOTE {
            return Err(not_a_note());
        }
        if stored.wrap.is_none() {
            return Ok(Vec::new());
        }
        let opened = self.app.open_entry(row.vault, &stored)?;
        if !matches!(opened.content, Some(Content::Note(_))) {
            return Err(not_a_note());
        }
        let mut doomed = vec![(stored.sequence, entry)];
        if opened.supersedes.is_none() {
            for (sequence, kind) in notebook::amendments(conn, row.id, opened.record)? {
                let found = log::entries_from(conn, row.id, sequence, 1)?.pop();
                if kind == NOTE
                    && let Some(found) = found.filter(|it| it.wrap.is_some())
                {
                    doomed.push((found.sequence, found.entry));
                }
            }
        }
        Ok(doomed)
    }

    fn drop_wraps(
        &self,
        conn: &mut Conn,
        row: &LogRow,
        doomed: &Doomed,
        reason: &str,
    ) -> Result<()> {
        let app = &self.app;
        let mut entries = Vec::new();
        for (_, entry) in doomed {
            let content = Content::Destroyed(content::Destroyed {
                notebook: None,
                log: Some(row.id),
                entry: Some(*entry),
                reason: reason.to_owned(),
            });
            entries.push(self.by_system(conn, app.region_log, content)?);
        }
        let about = match row.room {
            Some(room) => notebook::room(conn, room)?.and_then(|it| it.notebook),
            None => None,
        };
        entries.push(self.access(conn, about, row.room)?);
        // Durable before anything is sealed under it.
        let key = app.keys.new_log_key(row.vault, row.id)?;
        let (log, sequences) = (row.id, doomed.iter().map(|it| it.0).collect::<Vec<_>>());
        let logs = vec![log, app.region_log, app.access_log];
        self.handle.block_on(app.store.write(app.region, logs, move |t| {
            for entry in &entries {
                t.append(entry)?;
            }
            for sequence in &sequences {
                log::drop_wrap(t.conn(), log, *sequence)?;
                attachment::drop_wraps(t.conn(), log, *sequence)?;
            }
            t.replace_wrap_key(log, key)
        }))
    }

    /// Moves what is left of a log under its present key, then destroys every other key of it.
    pub(super) fn replace_key(&self, conn: &mut Conn, id: LogId) -> Result<()> {
        let row = log::find(conn, id)?.ok_or_else(Problem::not_found)?;
        while self.rewrap_bodies(conn, &row)? {}
        while self.rewrap_attachments(conn, &row)? {}
        let store = self.app.keys.store();
        for name in store.log_keys(id)? {
            if let Ok(key) = name.parse::<KeyId>()
                && key != row.wrap_key
            {
                store.destroy_log_key(id, key)?;
            }
        }
        self.delete_attachments(conn, id)
    }

    /// One page of bodies; false when there was none left.
    fn rewrap_bodies(&self, conn: &mut Conn, row: &LogRow) -> Result<bool> {
        let page = log::wrapped_otherwise(conn, row.id, row.wrap_key, PAGE)?;
        let mut moved = Vec::with_capacity(page.len());
        for it in page {
            let what = WrapContext::Body { log: row.id, entry: it.entry };
            let wrap = self.rewrapped(row, &what, &it.wrap, it.wrap_key)?;
            moved.push((it.sequence, wrap));
        }
        let (log, key, any) = (row.id, row.wrap_key, !moved.is_empty());
        if any {
            self.change(log, move |conn| {
                moved
                    .into_iter()
                    .try_for_each(|(sequence, wrap)| log::rewrap(conn, log, sequence, wrap, key))
            })?;
        }
        Ok(any)
    }

    fn rewrap_attachments(&self, conn: &mut Conn, row: &LogRow) -> Result<bool> {
        let mut moved = Vec::new();
        for it in attachment::of_log(conn, row.id)? {
            let Some(wrap) = it.wrap.filter(|_| it.wrap_key != row.wrap_key) else { continue };
            let what = WrapContext::Attachment { log: row.id, name: it.name };
            moved.push((it.name, self.rewrapped(row, &what, &wrap, it.wrap_key)?));
            if moved.len() as u64 == PAGE {
                break;
            }
        }
        let (log, key, any) = (row.id, row.wrap_key, !moved.is_empty());
        if any {
            self.change(log, move |conn| {
                moved
                    .into_iter()
                    .try_for_each(|(name, wrap)| attachment::rewrap(conn, log, &name, wrap, key))
            })?;
        }
        Ok(any)
    }

    /// A wrap under the log's present key, of what was under an older one.
    fn rewrapped(
        &self,
        row: &LogRow,
        what: &WrapContext,
        wrap: &[u8],
        under: KeyId,
    ) -> Result<Vec<u8>> {
        let keys = &self.app.keys;
        let before = keys.log_key(row.vault, row.id, under)?;
        let now = keys.log_key(row.vault, row.id, row.wrap_key)?;
        let key = unwrap_key(&before, what, wrap).map_err(|e| {
            let detail = format!("log {}: a wrapped key does not open: {e}", row.id);
            Problem::new(tasuki_kernel::Code::Damaged, detail)
        })?;
        Ok(wrap_key(&*self.app.random, &now, what, &key))
    }

    /// A change of wraps in one transaction, with the log's head locked.
    fn change(
        &self,
        log: LogId,
        change: impl FnOnce(&mut Conn) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let app = &self.app;
        self.handle.block_on(app.store.write(app.region, vec![log], |t| change(t.conn())))
    }
}
