//! Destroying one note of a log: its wraps go, the log takes a new key, the old key goes.

use tasuki_domain::content::{Content, Destroyed};
use tasuki_kernel::{Code, EntryId, LogId, Problem, Result};
use tasuki_ledger::{KeyId, WrapContext, unwrap_key, wrap_key};
use tasuki_store::log::{self, LogPurpose, LogRow, StoredEntry};
use tasuki_store::{Conn, attachment, notebook};

use super::operator;
use crate::App;

/// The number of the kind of entry that is a note.
const NOTE: u16 = 1;
/// How many wraps move in one transaction.
const PAGE: usize = 500;

impl App {
    /// The note of this id in a room's log.
    pub(super) async fn note_at(&self, id: LogId, entry: EntryId) -> Result<(LogRow, StoredEntry)> {
        let found = self
            .store
            .read(move |conn| Ok((log::find(conn, id)?, log::entry(conn, id, entry)?)))
            .await?;
        let (Some(row), Some(stored)) = found else { return Err(Problem::not_found()) };
        let in_room = matches!(row.purpose, LogPurpose::Room | LogPurpose::Delivery);
        if !in_room || stored.kind != NOTE {
            let why = "only notes can be destroyed; what decides rights stays";
            return Err(Problem::new(Code::NotAllowed, why));
        }
        Ok((row, stored))
    }

    pub(super) async fn destroy_entry(
        &self,
        id: LogId,
        entry: EntryId,
        reason: &str,
    ) -> Result<()> {
        let (row, stored) = self.note_at(id, entry).await?;
        let doomed = self.store.read(move |conn| doomed(conn, &stored)).await?;
        if !doomed.is_empty() {
            self.drop_wraps(&row, doomed, reason).await?;
        }
        self.replace_log_key(id).await?;
        self.delete_attachments(id).await
    }

    /// One transaction: said, wraps gone, a new key for the log.
    async fn drop_wraps(
        &self,
        row: &LogRow,
        doomed: Vec<(u64, EntryId)>,
        reason: &str,
    ) -> Result<()> {
        let said = |(_, entry): &(u64, EntryId)| {
            Content::Destroyed(Destroyed {
                notebook: None,
                log: Some(row.id),
                entry: Some(*entry),
                reason: reason.to_owned(),
            })
        };
        let contents = doomed.iter().map(said).collect();
        let room = row.room;
        let about = match room {
            Some(room) => self.store.read(move |conn| notebook::room(conn, room)).await?,
            None => None,
        };
        let record = operator().within(about.and_then(|it| it.notebook), room);
        let entries = self.said(contents, record).await?;
        // Durable before anything is sealed under it.
        let key = self.keys.new_log_key(row.vault, row.id)?;
        let log = row.id;
        self.store
            .write(self.region, vec![log, self.region_log, self.access_log], move |t| {
                for entry in &entries {
                    t.append(entry)?;
                }
                for (sequence, _) in &doomed {
                    log::drop_wrap(t.conn(), log, *sequence)?;
                    attachment::drop_wraps(t.conn(), log, *sequence)?;
                }
                t.replace_wrap_key(log, key)
            })
            .await
    }

    /// Moves what is left of a log under its present key, then destroys every other key of it.
    async fn replace_log_key(&self, id: LogId) -> Result<()> {
        let row = self.store.read(move |conn| log::find(conn, id)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        while self.move_bodies(&row).await? {}
        while self.move_attachments(&row).await? {}
        for name in self.keys.store().log_keys(id)? {
            let key: KeyId = name.parse().map_err(|_| {
                Problem::new(Code::KeyProblem, "a file among the log keys is not one")
            })?;
            if key != row.wrap_key {
                self.keys.store().destroy_log_key(id, key)?;
            }
        }
        Ok(())
    }

    /// One page of bodies; false when none was left.
    async fn move_bodies(&self, row: &LogRow) -> Result<bool> {
        let (log, key) = (row.id, row.wrap_key);
        let page = self
            .store
            .read(move |conn| log::wrapped_otherwise(conn, log, key, PAGE as u64))
            .await?;
        let mut moved = Vec::with_capacity(page.len());
        for it in page {
            let what = WrapContext::Body { log, entry: it.entry };
            moved.push((it.sequence, self.moved(row, &what, &it.wrap, it.wrap_key)?));
        }
        if moved.is_empty() {
            return Ok(false);
        }
        self.store
            .write(self.region, vec![log], move |t| {
                for (sequence, wrap) in moved {
                    log::rewrap(t.conn(), log, sequence, wrap, key)?;
                }
                Ok(true)
            })
            .await
    }

    /// One page of attachments; false when none was left.
    async fn move_attachments(&self, row: &LogRow) -> Result<bool> {
        let (log, key) = (row.id, row.wrap_key);
        let rows = self.store.read(move |conn| attachment::of_log(conn, log)).await?;
        let mut moved = Vec::new();
        for it in rows.into_iter().filter(|it| it.wrap_key != key) {
            let Some(wrap) = it.wrap else { continue };
            let what = WrapContext::Attachment { log, name: it.name };
            moved.push((it.name, self.moved(row, &what, &wrap, it.wrap_key)?));
            if moved.len() == PAGE {
                break;
            }
        }
        if moved.is_empty() {
            return Ok(false);
        }
        self.store
            .write(self.region, vec![log], move |t| {
                for (name, wrap) in moved {
                    attachment::rewrap(t.conn(), log, &name, wrap, key)?;
                }
                Ok(true)
            })
            .await
    }

    /// A wrap under the log's present key, of what is under an older one.
    fn moved(
        &self,
        row: &LogRow,
        what: &WrapContext,
        wrap: &[u8],
        under: KeyId,
    ) -> Result<Vec<u8>> {
        let before = self.keys.log_key(row.vault, row.id, under)?;
        let now = self.keys.log_key(row.vault, row.id, row.wrap_key)?;
        let key = unwrap_key(&before, what, wrap).map_err(|e| {
            let detail = format!("log {}: a wrapped key does not open: {e}", row.id);
            Problem::new(Code::Damaged, detail)
        })?;
        Ok(wrap_key(&*self.random, &now, what, &key))
    }
}

/// The note and, when it begins its record, the corrections that repeat its words; without those
/// whose keys are gone already.
fn doomed(conn: &mut Conn, note: &StoredEntry) -> Result<Vec<(u64, EntryId)>> {
    let mut doomed = Vec::new();
    if note.wrap.is_some() {
        doomed.push((note.sequence, note.entry));
    }
    let begins_its_record = note.record.as_bytes() == note.entry.as_bytes();
    if begins_its_record {
        for (sequence, kind) in notebook::amendments(conn, note.log, note.record)? {
            let found = log::entries_from(conn, note.log, sequence, 1)?.pop();
            if let Some(found) = found.filter(|it| kind == NOTE && it.wrap.is_some()) {
                doomed.push((found.sequence, found.entry));
            }
        }
    }
    Ok(doomed)
}
