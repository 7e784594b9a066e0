//! Making an entry ready to be appended: its body encoded and sealed under a key of its own.

use tasuki_domain::content::Content;
use tasuki_domain::importance::Importance;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{EntryId, LogId, RecordId, Result, Timestamp, VaultId};
use tasuki_ledger::{
    Author, Body, Context, KeyId, WrapContext, seal_attachment, seal_body, wrap_key,
};
use tasuki_store::{NewAttachment, NewEntry, object};

use crate::App;

/// A log, and the key that its new wraps use.
#[derive(Debug, Clone, Copy)]
pub struct LogKey {
    /// The log.
    pub log: LogId,
    /// Where its keys live.
    pub vault: VaultId,
    /// The log key.
    pub key: KeyId,
}

/// An entry before sealing.
#[derive(Debug, Clone)]
pub struct Unsealed {
    /// Made by the writer's device.
    pub entry: EntryId,
    /// Who wrote it.
    pub author: Author,
    /// What it is about; none makes a record of its own.
    pub record: Option<RecordId>,
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
    /// What it says.
    pub content: Content,
}

impl Unsealed {
    /// An entry of ordinary importance that everyone in the room may see.
    pub const fn plain(entry: EntryId, author: Author, content: Content) -> Self {
        Self {
            entry,
            author,
            record: None,
            supersedes: None,
            importance: Importance::Normal,
            sensitivity: Sensitivity::Low,
            claimed: None,
            happened: None,
            content,
        }
    }
}

/// An attachment that is sealed and stored, waiting for its entry.
#[derive(Debug, Clone)]
pub struct StoredPart {
    /// The row to be.
    pub row: NewAttachment,
    /// SHA-256 of the bytes before sealing.
    pub digest: [u8; 32],
}

impl App {
    /// The body's record is the entry's own id when it begins a record.
    fn record_of(unsealed: &Unsealed) -> RecordId {
        unsealed.record.unwrap_or_else(|| RecordId::from_bytes(*unsealed.entry.as_bytes()))
    }

    /// Seals an entry for a log.
    pub(crate) fn seal(
        &self,
        to: LogKey,
        unsealed: Unsealed,
        attachments: Vec<NewAttachment>,
    ) -> Result<NewEntry> {
        let record = Self::record_of(&unsealed);
        let body = Body {
            kind: unsealed.content.kind(),
            importance: unsealed.importance.code(),
            sensitivity: unsealed.sensitivity.code(),
            claimed: unsealed.claimed,
            happened: unsealed.happened,
            on_behalf: None,
            approved_by: None,
            record,
            supersedes: unsealed.supersedes,
            content: unsealed.content.encode(),
            signature: None,
        };
        let under = self.keys.log_key(to.vault, to.log, to.key)?;
        let context = Context {
            origin: self.region,
            log: to.log,
            entry: unsealed.entry,
            author: unsealed.author,
        };
        let (key, sealed) = seal_body(&*self.random, &context, &body.encode());
        let what = WrapContext::Body { log: to.log, entry: unsealed.entry };
        Ok(NewEntry {
            log: to.log,
            entry: unsealed.entry,
            author: unsealed.author,
            record,
            amends: unsealed.supersedes.is_some(),
            sensitivity: unsealed.sensitivity,
            content: unsealed.content,
            key: key.id(),
            body: sealed,
            wrap: wrap_key(&*self.random, &under, &what, &key),
            wrap_key: to.key,
            attachments,
        })
    }

    /// Seals bytes for a log and stores them; they are on disk when this returns.
    pub(crate) async fn store_part(&self, to: LogKey, plain: &[u8]) -> Result<StoredPart> {
        let under = self.keys.log_key(to.vault, to.log, to.key)?;
        let (key, name, sealed) = seal_attachment(&*self.random, self.region, to.log, plain);
        let what = WrapContext::Attachment { log: to.log, name };
        let row = NewAttachment {
            name,
            size: sealed.len() as u64,
            wrap: wrap_key(&*self.random, &under, &what, &key),
        };
        self.objects.put(&object::attachment_path(&name), sealed).await?;
        Ok(StoredPart { row, digest: *tasuki_ledger::Hash::of(plain).as_bytes() })
    }

    /// A new entry id, made here for whoever has no device that makes one.
    pub fn new_entry_id(&self) -> EntryId {
        EntryId::new(&*self.clock, &*self.random)
    }
}
