//! Destruction that is real: keys go, what they sealed stays shut for ever, and the chain still
//! verifies because it was made over what is sealed.
//!
//! The order makes a crash harmless: the register first (a restored backup destroys again), then
//! one transaction that says so in the region's log and puts every other key under a new log key,
//! then the old keys. [`App::finish_destructions`] completes what a crash left undone.

use std::path::Path;

use tasuki_domain::content::{Content, Destroyed, Touched};
use tasuki_domain::text;
use tasuki_kernel::{Code, EntryId, LogId, NotebookId, Problem, Result, Timestamp};
use tasuki_ledger::{KeyId, Secret, WrapContext, unwrap_key, wrap_key};
use tasuki_store::log::{self, LogRow};
use tasuki_store::{Transaction, attachment, object};

use crate::App;
use crate::access::Record;
use crate::durable;
use crate::sealing::Unsealed;

/// What was destroyed, as a line of the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destruction {
    /// A whole notebook.
    Notebook(NotebookId),
    /// One entry of a log.
    Entry(LogId, EntryId),
}

impl Destruction {
    fn line(self, at: Timestamp) -> String {
        match self {
            Self::Notebook(id) => format!("{at} notebook {id}"),
            Self::Entry(log, entry) => format!("{at} entry {log} {entry}"),
        }
    }

    /// Reads a line of the register.
    ///
    /// # Errors
    /// `Damaged`: a register that cannot be read must not be passed over.
    pub fn parse(line: &str) -> Result<Self> {
        let broken = || Problem::new(Code::Damaged, "the register of destructions is broken");
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [_, "notebook", id] => Ok(Self::Notebook(id.parse().map_err(|_| broken())?)),
            [_, "entry", log, entry] => Ok(Self::Entry(
                log.parse().map_err(|_| broken())?,
                entry.parse().map_err(|_| broken())?,
            )),
            _ => Err(broken()),
        }
    }
}

impl App {
    /// The register of destructions, oldest first.
    pub fn destructions(&self) -> Result<Vec<Destruction>> {
        read_register(&self.folder.destructions())
    }

    /// Destroys one entry or a whole notebook. `also` is a second register, beside the backups.
    ///
    /// # Errors
    /// `NotFound` for what does not exist.
    pub async fn destroy(
        &self,
        what: Destruction,
        reason: &str,
        also: Option<&Path>,
    ) -> Result<()> {
        let reason = text::accept_line("reason", reason, 200)?;
        self.check_exists(what).await?;
        let line = what.line(self.clock.now());
        durable::append_line(&self.folder.destructions(), &line)?;
        if let Some(register) = also {
            durable::append_line(register, &line)?;
        }
        match what {
            Destruction::Notebook(id) => self.destroy_notebook(id, reason).await?,
            Destruction::Entry(log, entry) => self.destroy_entry(log, entry, reason).await?,
        }
        self.forget();
        Ok(())
    }

    async fn check_exists(&self, what: Destruction) -> Result<()> {
        match what {
            Destruction::Notebook(id) => self.notebook_row(id).await.map(drop),
            Destruction::Entry(id, entry) => {
                let found = self.store.read(move |conn| log::entry(conn, id, entry)).await?;
                found.map(drop).ok_or_else(Problem::not_found)
            }
        }
    }

    /// Completes destructions that a crash interrupted, and those of a register that is newer
    /// than the data.
    pub async fn finish_destructions(&self) -> Result<()> {
        for what in self.destructions()? {
            match what {
                Destruction::Notebook(id) => match self.notebook_row(id).await {
                    Ok(row) if self.keys.store().vault(row.vault)?.is_some() => {
                        self.destroy_notebook(id, "register".into()).await?;
                    }
                    Ok(_) => {}
                    Err(problem) if problem.code == Code::NotFound => {}
                    Err(problem) => return Err(problem),
                },
                Destruction::Entry(id, entry) => {
                    let found = self.store.read(move |conn| log::entry(conn, id, entry)).await?;
                    if found.is_some_and(|it| it.wrap.is_some()) {
                        self.destroy_entry(id, entry, "register".into()).await?;
                    }
                    self.drop_unused_keys(id).await?;
                }
            }
        }
        self.forget();
        Ok(())
    }

    async fn destroy_notebook(&self, id: NotebookId, reason: String) -> Result<()> {
        let row = self.notebook_row(id).await?;
        let vault = row.vault;
        if row.destroyed.is_none() {
            let content = Content::Destroyed(Destroyed {
                notebook: Some(id),
                log: None,
                entry: None,
                reason,
            });
            self.say_destroyed(content, Within { notebook: Some(id), log: None }, |_| Ok(()))
                .await?;
        }
        self.keys.store().destroy_vault(vault)?;
        let logs = self.store.read(move |conn| log::of_vault(conn, vault)).await?;
        for log in logs {
            self.keys.store().destroy_log_key(log.id, log.wrap_key)?;
            let id = log.id;
            for part in self.store.read(move |conn| attachment::of_log(conn, id)).await? {
                self.objects.delete(&object::attachment_path(&part.name)).await?;
            }
        }
        Ok(())
    }

    async fn destroy_entry(&self, id: LogId, entry: EntryId, reason: String) -> Result<()> {
        let row = self.store.read(move |conn| log::find(conn, id)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let old = self.keys.log_key(row.vault, id, row.wrap_key)?;
        let new_id = self.keys.new_log_key(row.vault, id)?;
        let new = self.keys.log_key(row.vault, id, new_id)?;
        let found = self.store.read(move |conn| log::entry(conn, id, entry)).await?;
        let sequence = found.ok_or_else(Problem::not_found)?.sequence;
        let parts = self.store.read(move |conn| attachment::of_log(conn, id)).await?;
        let gone = parts.into_iter().filter(|part| part.sequence == sequence);
        let content = Content::Destroyed(Destroyed {
            notebook: None,
            log: Some(id),
            entry: Some(entry),
            reason,
        });
        let random = std::sync::Arc::clone(&self.random);
        let rewrap = Rewrap { row: row.clone(), old, new, new_id, random, sequence };
        self.say_destroyed(content, Within { notebook: None, log: Some(id) }, move |t| {
            rewrap.all(t)
        })
        .await?;
        for part in gone {
            self.objects.delete(&object::attachment_path(&part.name)).await?;
        }
        self.drop_unused_keys(id).await
    }

    /// Says in the region's log what is destroyed, and does `change` in the same transaction.
    async fn say_destroyed(
        &self,
        content: Content,
        within: Within,
        change: impl FnOnce(&mut Transaction<'_>) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let to = self.log_key(self.region_log).await?;
        let unsealed = Unsealed::plain(self.new_entry_id(), self.system(), content);
        let entry = self.seal(to, unsealed, Vec::new())?;
        let record = Record::operator(Touched::Destroyed).within(within.notebook, None);
        let access = self.access_entry(record).await?;
        let mut logs = vec![self.region_log, self.access_log];
        logs.extend(within.log);
        self.store
            .write(self.region, logs, move |t| {
                change(t)?;
                t.append(&entry)?;
                t.append(&access).map(drop)
            })
            .await
    }

    /// Deletes log keys that no wrap is under any more.
    async fn drop_unused_keys(&self, id: LogId) -> Result<()> {
        let row = self.store.read(move |conn| log::find(conn, id)).await?;
        let Some(row) = row else { return Ok(()) };
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
}

/// The register in a file; none is an empty one.
pub fn read_register(path: &Path) -> Result<Vec<Destruction>> {
    let text = durable::read_text(path)?.unwrap_or_default();
    text.lines().filter(|line| !line.is_empty()).map(Destruction::parse).collect()
}

/// Where something is destroyed.
#[derive(Debug, Clone, Copy)]
struct Within {
    notebook: Option<NotebookId>,
    log: Option<LogId>,
}

/// Puts every key of a log but those of one entry under a new log key.
struct Rewrap {
    row: LogRow,
    old: std::sync::Arc<Secret>,
    new: std::sync::Arc<Secret>,
    new_id: KeyId,
    random: std::sync::Arc<dyn tasuki_kernel::Random>,
    sequence: u64,
}

impl Rewrap {
    fn wrapped_anew(&self, what: &WrapContext, wrap: &[u8]) -> Result<Vec<u8>> {
        let key = unwrap_key(&self.old, what, wrap)
            .map_err(|e| Problem::new(Code::KeyProblem, format!("a wrapped key: {e}")))?;
        Ok(wrap_key(&*self.random, &self.new, what, &key))
    }

    fn all(&self, t: &mut Transaction<'_>) -> Result<()> {
        let id = self.row.id;
        log::drop_wrap(t.conn(), id, self.sequence)?;
        attachment::drop_wraps(t.conn(), id, self.sequence)?;
        let mut from = 1;
        loop {
            let page = log::entries_from(t.conn(), id, from, 500)?;
            let Some(last) = page.last() else { break };
            from = last.sequence + 1;
            for entry in &page {
                if let Some(wrap) = &entry.wrap {
                    let what = WrapContext::Body { log: id, entry: entry.entry };
                    let wrap = self.wrapped_anew(&what, wrap)?;
                    log::rewrap(t.conn(), id, entry.sequence, wrap, self.new_id)?;
                }
            }
        }
        for part in attachment::of_log(t.conn(), id)? {
            if let Some(wrap) = &part.wrap {
                let what = WrapContext::Attachment { log: id, name: part.name };
                let wrap = self.wrapped_anew(&what, wrap)?;
                attachment::rewrap(t.conn(), id, &part.name, wrap, self.new_id)?;
            }
        }
        // The log's head is held until commit: nothing is appended meanwhile, and whoever sealed
        // for the old key is told to try again.
        t.replace_wrap_key(id, self.new_id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_is_read_as_it_was_written() {
        let at = Timestamp::from_micros(1_795_239_120_000_000);
        let notebook = Destruction::Notebook(NotebookId::from_bytes([1; 16]));
        let entry = Destruction::Entry(LogId::from_bytes([2; 16]), EntryId::from_bytes([3; 16]));
        for what in [notebook, entry] {
            assert_eq!(Destruction::parse(&what.line(at)), Ok(what));
        }
        for broken in ["x", "2026 notebook 1", "2026 entry a b", "2026 house 1"] {
            assert_eq!(Destruction::parse(broken).unwrap_err().code, Code::Damaged);
        }
    }
}
