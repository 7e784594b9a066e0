//! Destruction of keys, so that one record or one notebook cannot be read again.
//!
//! The order is such that a crash at any place leaves either nothing done or something that
//! [`App::finish_destructions`] goes on with:
//!
//! 1. a note on disk of what is being destroyed;
//! 2. one transaction: the region's log and the access log say so, the wraps are dropped, the log
//!    takes a new key (a notebook's logs take none);
//! 3. the other wraps of the log move under the new key, in pages;
//! 4. the old key is destroyed (a notebook: its vault's key and every log key), then the sealed
//!    attachments;
//! 5. the register has its line, every process forgets, the note goes.
//!
//! Until then an entry that somebody seals under the old key is refused when it is appended.

mod entry;
mod notebook;
pub mod register;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tasuki_domain::content::{self, Access, Content, Purpose, Touched};
use tasuki_kernel::{Code, EntryId, LogId, NotebookId, Problem, Result, RoomId};
use tasuki_store::{Conn, NewEntry, alone, attachment, log, object};
use tokio::runtime::Handle;

use self::register::{Line, What};
use crate::sealing::{LogKey, Unsealed};
use crate::{App, durable};

/// What is to be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destruction {
    /// A note: neither it nor its corrections, which repeat its words, can be opened again, and
    /// its photos are deleted. The rest of the log stays readable.
    Entry(LogId, EntryId),
    /// A notebook: the keys of all its logs. Its entries remain, sealed, so that the region's
    /// tree still verifies.
    Notebook(NotebookId),
}

/// Why, and where else that is registered.
struct Order {
    reason: String,
    also: Option<PathBuf>,
}

/// How many wraps move in one transaction.
const PAGE: u64 = 500;

impl App {
    /// Destroys a note or a notebook. `also` is a register beside the one in the data folder:
    /// that of the backup, see [`crate::backup::register_in`].
    ///
    /// # Errors
    /// `NotFound`; `NotAllowed` for an entry that is no note (evidence of rights stays);
    /// `Destroyed` for a notebook that was destroyed before; `Invalid` without a reason.
    pub async fn destroy(
        self: &Arc<Self>,
        what: Destruction,
        reason: &str,
        also: Option<&Path>,
    ) -> Result<()> {
        let order = Order { reason: checked(reason)?, also: also.map(Path::to_owned) };
        self.work_on_keys(move |work, conn| {
            work.finish(conn, order.also.as_deref())?;
            work.destroy(conn, what, &order)
        })
        .await
    }

    /// Goes on with a destruction that a crash interrupted, if there is one. To be called when a
    /// server starts.
    pub async fn finish_destructions(self: &Arc<Self>) -> Result<()> {
        self.work_on_keys(|work, conn| work.finish(conn, None)).await
    }

    /// Does work on keys while no other process does.
    pub(crate) async fn work_on_keys<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&Work, &mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let on = Work { app: Arc::clone(self), handle: Handle::current() };
        let lock = self.folder.path().join("keys.lock");
        alone::on_keys(&self.store, lock, move |conn| work(&on, conn)).await
    }
}

/// Work on keys, where waiting is allowed and no other process does such work.
pub(crate) struct Work {
    pub(crate) app: Arc<App>,
    pub(crate) handle: Handle,
}

impl Work {
    /// The note of what is being destroyed.
    fn note(&self) -> PathBuf {
        self.app.folder.path().join("destroying")
    }

    fn destroy(&self, conn: &mut Conn, what: Destruction, order: &Order) -> Result<()> {
        match what {
            Destruction::Entry(log, entry) => self.entry(conn, log, entry, order),
            Destruction::Notebook(notebook) => self.notebook(conn, notebook, order),
        }
    }

    fn begin(&self, what: &What) -> Result<()> {
        let line = Line { at: self.app.clock.now(), what: *what };
        durable::write(&self.note(), format!("{line}\n").as_bytes())
    }

    /// Goes on where a crash left off. What was only noted and not yet committed is left undone.
    pub(crate) fn finish(&self, conn: &mut Conn, also: Option<&Path>) -> Result<()> {
        let Some(text) = durable::read_text(&self.note())? else { return Ok(()) };
        if let Some(line) = Line::parse(text.trim_end()) {
            let committed = match line.what {
                What::Entry { log, entry } => {
                    log::entry(conn, log, entry)?.is_some_and(|it| it.wrap.is_none())
                }
                What::Notebook { notebook, .. } => {
                    let row = tasuki_store::notebook::find(conn, notebook)?;
                    row.is_some_and(|it| it.destroyed.is_some())
                }
            };
            if committed {
                return self.complete(conn, &line.what, also);
            }
            // A new key may have been made for the log and never used.
            if let What::Entry { log, .. } = line.what
                && log::find(conn, log)?.is_some()
            {
                self.replace_key(conn, log)?;
            }
        }
        durable::remove(&self.note())
    }

    /// Everything after the transaction; harmless when repeated.
    fn complete(&self, conn: &mut Conn, what: &What, also: Option<&Path>) -> Result<()> {
        match what {
            What::Entry { log, .. } => self.replace_key(conn, *log)?,
            What::Notebook { vault, .. } => self.destroy_vault(conn, *vault)?,
        }
        for line in self.recorded(conn)? {
            for file in [self.app.folder.destructions().as_path()].into_iter().chain(also) {
                register::add(file, &line)?;
            }
        }
        self.app.forget();
        // Other processes were told when it was committed, and may have opened the old key again
        // before it went.
        let region = self.app.region;
        self.handle.block_on(self.app.store.write(region, Vec::new(), |t| {
            t.rights_change();
            Ok(())
        }))?;
        durable::remove(&self.note())
    }

    /// Deletes the sealed attachments of a log whose wraps are gone.
    fn delete_attachments(&self, conn: &mut Conn, log: LogId) -> Result<()> {
        for row in attachment::of_log(conn, log)? {
            if row.wrap.is_none() {
                let path = object::attachment_path(&row.name);
                self.handle.block_on(self.app.objects.delete(&path))?;
            }
        }
        Ok(())
    }

    /// Every destruction that the region's log records, oldest first.
    pub(crate) fn recorded(&self, conn: &mut Conn) -> Result<Vec<Line>> {
        let app = &self.app;
        let (mut lines, mut after) = (Vec::new(), 0);
        loop {
            let page = log::entries_from(conn, app.region_log, after + 1, 1000)?;
            let Some(last) = page.last() else { return Ok(lines) };
            after = last.sequence;
            for stored in page.iter().filter(|it| it.kind == KIND) {
                let opened = app.open_entry(app.vault, stored)?;
                if let Some(Content::Destroyed(it)) = &opened.content {
                    lines.extend(line_of(conn, it, opened.received)?);
                }
            }
        }
    }

    /// An entry by the system, ready to be appended.
    fn by_system(&self, conn: &mut Conn, log: LogId, content: Content) -> Result<NewEntry> {
        let app = &self.app;
        let row = log::find(conn, log)?.ok_or_else(Problem::not_found)?;
        let to = LogKey { log, vault: row.vault, key: row.wrap_key };
        app.seal(to, Unsealed::plain(app.new_entry_id(), app.system(), content), Vec::new())
    }

    /// The access record of a destruction.
    fn access(
        &self,
        conn: &mut Conn,
        notebook: Option<NotebookId>,
        room: Option<RoomId>,
    ) -> Result<NewEntry> {
        let access = Access {
            person: None,
            session: None,
            device: None,
            notebook,
            room,
            touched: vec![Touched::Destroyed],
            purpose: Purpose::Operation,
        };
        self.by_system(conn, self.app.access_log, Content::Access(access))
    }
}

/// The number of the kind of entry that records a destruction.
const KIND: u16 = 40;

fn line_of(
    conn: &mut Conn,
    it: &content::Destroyed,
    at: tasuki_kernel::Timestamp,
) -> Result<Option<Line>> {
    if let (Some(log), Some(entry)) = (it.log, it.entry) {
        return Ok(Some(Line { at, what: What::Entry { log, entry } }));
    }
    let Some(notebook) = it.notebook else { return Ok(None) };
    let row = tasuki_store::notebook::find(conn, notebook)?;
    Ok(row.map(|row| Line { at, what: What::Notebook { notebook, vault: row.vault } }))
}

/// The reason as it is recorded.
fn checked(reason: &str) -> Result<String> {
    let reason = tasuki_domain::text::accept_line("reason", reason, 200)?;
    if reason.is_empty() {
        return Err(Problem::invalid("reason", "a destruction needs a reason"));
    }
    Ok(reason)
}

fn not_a_note() -> Problem {
    Problem::new(Code::NotAllowed, "only notes can be destroyed; what decides rights stays")
}

/// Of a record: the sequences and ids of the note and of the corrections that repeat its words.
type Doomed = Vec<(u64, EntryId)>;
