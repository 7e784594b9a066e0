//! Opening what is sealed, and keeping what was opened in bounded memory.
//!
//! Opened bodies may be kept, decisions may not: who may see an entry is asked anew each time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tasuki_domain::content::Content;
use tasuki_domain::importance::Importance;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{Code, EntryId, LogId, Problem, RecordId, Result, Timestamp, VaultId};
use tasuki_ledger::{
    Author, Body, Hash, WrapContext, open_attachment, open_entry, unwrap_key, unwrap_known_key,
};
use tasuki_store::attachment::StoredAttachment;
use tasuki_store::log::StoredEntry;
use tasuki_store::object;

use crate::App;

/// An entry whose body was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The log.
    pub log: LogId,
    /// Its number there.
    pub sequence: u64,
    /// Its id.
    pub entry: EntryId,
    /// Who wrote it.
    pub author: Author,
    /// When it was received.
    pub received: Timestamp,
    /// What it is about.
    pub record: RecordId,
    /// The entry that it corrects, withdraws or marks.
    pub supersedes: Option<EntryId>,
    /// How soon it wants to be read.
    pub importance: Importance,
    /// How widely it may be seen.
    pub sensitivity: Sensitivity,
    /// When it was written, by the device's clock.
    pub claimed: Option<Timestamp>,
    /// When what it tells of happened.
    pub happened: Option<Timestamp>,
    /// What it says; none when its key was destroyed.
    pub content: Option<Content>,
    /// Notes of its log up to it, by sensitivity: low, middle, high.
    pub read: [u64; 3],
}

/// Opened bodies of this process, at most so many.
pub struct Bodies {
    most: usize,
    kept: Mutex<HashMap<(LogId, u64), Arc<Opened>>>,
}

impl Bodies {
    /// Room for so many bodies; a body is about a kilobyte.
    pub(crate) fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(LogId, u64), Arc<Opened>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, log: LogId, sequence: u64) -> Option<Arc<Opened>> {
        self.lock().get(&(log, sequence)).cloned()
    }

    fn keep(&self, opened: &Arc<Opened>) {
        if self.most == 0 {
            return;
        }
        let mut kept = self.lock();
        // Emptied when full: simpler than an order of use, and what is read now comes back first.
        if kept.len() >= self.most {
            kept.clear();
        }
        kept.insert((opened.log, opened.sequence), Arc::clone(opened));
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.lock().clear();
    }
}

fn damaged(entry: &StoredEntry, detail: &str) -> Problem {
    let place = format!("log {}, entry {}", entry.log, entry.sequence);
    Problem::new(Code::Damaged, format!("{place}: {detail}"))
}

impl App {
    /// Opens an entry whose log's keys live in `vault`. One whose key was destroyed comes
    /// without content.
    pub(crate) fn open_entry(&self, vault: VaultId, stored: &StoredEntry) -> Result<Arc<Opened>> {
        // What another process destroyed is not shown from memory either.
        if stored.wrap.is_some()
            && let Some(kept) = self.bodies.get(stored.log, stored.sequence)
        {
            return Ok(kept);
        }
        let header = stored.header()?;
        if Hash::of(&stored.body) != header.body {
            return Err(damaged(stored, "the sealed body is not the one that was chained"));
        }
        let body = match self.open_body(vault, stored) {
            Ok(body) => Some(body),
            Err(problem) if problem.code == Code::Destroyed => None,
            Err(problem) => return Err(problem),
        };
        let content = body
            .as_ref()
            .map(|body| Content::decode(body.kind, &body.content).map(|c| (body, c)))
            .transpose()?;
        let known = |found: Option<_>| found.ok_or_else(|| damaged(stored, "an unknown code"));
        let opened = Arc::new(Opened {
            log: header.log,
            sequence: header.sequence,
            entry: header.entry,
            author: header.author,
            received: header.received,
            record: body.as_ref().map_or(stored.record, |it| it.record),
            supersedes: body.as_ref().and_then(|it| it.supersedes),
            importance: match &body {
                Some(body) => known(Importance::from_code(body.importance).map(Some))?,
                None => None,
            }
            .unwrap_or_default(),
            // What is destroyed is treated as most sensitive.
            sensitivity: match &body {
                Some(body) => known_sensitivity(stored, body.sensitivity)?,
                None => Sensitivity::High,
            },
            claimed: body.as_ref().and_then(|it| it.claimed),
            happened: body.as_ref().and_then(|it| it.happened),
            content: content.map(|(_, content)| content),
            read: stored.read,
        });
        if opened.content.is_some() {
            self.bodies.keep(&opened);
        }
        Ok(opened)
    }

    /// Opens a body alone.
    pub(crate) fn open_body(&self, vault: VaultId, stored: &StoredEntry) -> Result<Body> {
        let header = stored.header()?;
        let gone = || Problem::new(Code::Destroyed, "the entry's key was destroyed");
        let wrap = stored.wrap.as_deref().ok_or_else(gone)?;
        let under = self.keys.log_key(vault, header.log, stored.wrap_key)?;
        let what = WrapContext::Body { log: header.log, entry: header.entry };
        let key = unwrap_known_key(&under, &what, wrap, header.key)
            .map_err(|e| damaged(stored, &format!("its wrapped key: {e}")))?;
        let plain = open_entry(&key, &header, &stored.body)
            .map_err(|e| damaged(stored, &format!("its body: {e}")))?;
        Body::decode(&plain).map_err(|e| damaged(stored, &e.to_string()))
    }

    /// Opens an attachment's bytes.
    pub(crate) async fn open_part(
        &self,
        vault: VaultId,
        log: LogId,
        stored: &StoredAttachment,
    ) -> Result<Vec<u8>> {
        let gone = || Problem::new(Code::Destroyed, "the attachment's key was destroyed");
        let wrap = stored.wrap.as_deref().ok_or_else(gone)?;
        let under = self.keys.log_key(vault, log, stored.wrap_key)?;
        let broken = |detail: String| {
            Problem::new(Code::Damaged, format!("attachment {}: {detail}", stored.name))
        };
        let what = WrapContext::Attachment { log, name: stored.name };
        let key = unwrap_key(&under, &what, wrap).map_err(|e| broken(e.to_string()))?;
        let sealed = self
            .objects
            .get(&object::attachment_path(&stored.name))
            .await?
            .ok_or_else(|| broken("its file is missing".into()))?;
        if Hash::of(&sealed) != stored.name {
            return Err(broken("its bytes are not those that its name commits to".into()));
        }
        open_attachment(&key, self.region, log, &sealed).map_err(|e| broken(e.to_string()))
    }
}

fn known_sensitivity(stored: &StoredEntry, code: u8) -> Result<Sensitivity> {
    Sensitivity::from_code(code).ok_or_else(|| damaged(stored, "an unknown sensitivity"))
}
