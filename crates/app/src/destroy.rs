//! Destruction that is real: keys go, what they sealed stays shut for ever, and the chain still
//! verifies because it was made over what is sealed.
//!
//! The order makes a crash harmless at any place:
//!
//! 1. the register has its line: a restored backup destroys again, and so does
//!    [`App::finish_destructions`];
//! 2. one transaction: the region's log and the access log say so, the wraps are dropped, the log
//!    takes a new key, and what somebody has sealed for the old one is refused from now on;
//! 3. the other wraps of the log move under the new key, page by page;
//! 4. the old key is destroyed, then the sealed attachments; every process forgets.

mod entry;
mod notebook;
mod register;

use std::path::Path;

use tasuki_domain::content::{Content, Touched};
use tasuki_domain::text;
use tasuki_kernel::{Code, EntryId, LogId, NotebookId, Problem, Result};
use tasuki_store::alone::{self, Alone};
use tasuki_store::{NewEntry, attachment, object};

use crate::App;
use crate::access::Record;
use crate::sealing::Unsealed;

pub use register::read_register;

/// What is destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destruction {
    /// A notebook: the keys of all its logs. Its entries remain, sealed, so that the region's
    /// tree still verifies.
    Notebook(NotebookId),
    /// A note of a log: neither it nor its corrections, which repeat its words, can be opened
    /// again, and its photos are deleted. The rest of the log stays readable.
    Entry(LogId, EntryId),
}

impl App {
    /// The register of destructions, oldest first.
    pub fn destructions(&self) -> Result<Vec<Destruction>> {
        read_register(&self.folder.destructions())
    }

    /// Destroys a note or a notebook. `also` is a second register, beside the backups.
    ///
    /// # Errors
    /// `NotFound` for what does not exist; `NotAllowed` for an entry that is no note, because
    /// evidence of rights stays; `Destroyed` for a notebook that was destroyed before;
    /// `Invalid` without a reason.
    pub async fn destroy(
        &self,
        what: Destruction,
        reason: &str,
        also: Option<&Path>,
    ) -> Result<()> {
        let reason = text::accept_line("reason", reason, 200)?;
        if reason.is_empty() {
            return Err(Problem::invalid("reason", "a destruction needs a reason"));
        }
        let alone = self.alone_on_keys().await?;
        self.check(what).await?;
        for register in std::iter::once(self.folder.destructions().as_path()).chain(also) {
            register::add(register, what, self.clock.now())?;
        }
        self.carry_out(&alone, what, &reason).await
    }

    async fn check(&self, what: Destruction) -> Result<()> {
        match what {
            Destruction::Notebook(id) => match self.notebook_row(id).await?.destroyed {
                None => Ok(()),
                Some(_) => Err(Problem::new(Code::Destroyed, "it was destroyed before")),
            },
            Destruction::Entry(log, entry) => self.note_at(log, entry).await.map(drop),
        }
    }

    /// Completes destructions that a crash interrupted, and does those of a register that is
    /// newer than the data. What is complete is left alone. For the start of a server, and after
    /// a restore.
    pub async fn finish_destructions(&self) -> Result<()> {
        let register = self.destructions()?;
        if register.is_empty() {
            return Ok(());
        }
        let alone = self.alone_on_keys().await?;
        for what in register {
            match self.carry_out(&alone, what, "as registered").await {
                // Of a notebook or entry that came after what was restored.
                Err(problem) if problem.code == Code::NotFound => {}
                outcome => outcome?,
            }
        }
        Ok(())
    }

    /// Does what is not done yet; harmless when repeated.
    async fn carry_out(&self, _: &Alone, what: Destruction, reason: &str) -> Result<()> {
        match what {
            Destruction::Notebook(id) => self.destroy_notebook(id, reason).await?,
            Destruction::Entry(log, entry) => self.destroy_entry(log, entry, reason).await?,
        }
        self.forget();
        // Other processes were told when it was committed, and may have opened the old key again
        // before it went.
        self.store
            .write(self.region, Vec::new(), |t| {
                t.rights_change();
                Ok(())
            })
            .await
    }

    /// Waits until no other process works on keys, and keeps others waiting as long as it is held.
    pub(crate) async fn alone_on_keys(&self) -> Result<Alone> {
        alone::on_keys(&self.store, self.folder.path().join("keys.lock")).await
    }

    /// What is said in the region's log and in the access log.
    async fn said(&self, contents: Vec<Content>, about: Record) -> Result<Vec<NewEntry>> {
        let to = self.log_key(self.region_log).await?;
        let mut entries = Vec::with_capacity(contents.len() + 1);
        for content in contents {
            let unsealed = Unsealed::plain(self.new_entry_id(), self.system(), content);
            entries.push(self.seal(to, unsealed, Vec::new())?);
        }
        entries.push(self.access_entry(about).await?);
        Ok(entries)
    }

    /// Deletes the sealed attachments of a log whose keys are gone.
    async fn delete_attachments(&self, log: LogId) -> Result<()> {
        let rows = self.store.read(move |conn| attachment::of_log(conn, log)).await?;
        for row in rows.iter().filter(|row| row.wrap.is_none()) {
            self.objects.delete(&object::attachment_path(&row.name)).await?;
        }
        Ok(())
    }
}

/// Who and what an access record of a destruction names.
const fn operator() -> Record {
    Record::operator(Touched::Destroyed)
}
