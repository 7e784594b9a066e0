//! Sealed entries for tests: a log with a random key of its own, and a builder of entries.
//!
//! The key lies in memory and nowhere else: no vault, no key store. Tests of those use `app`.

use tasuki_domain::content::{Content, Note, Opened};
use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{
    EntryId, LogId, NodeId, NotebookId, PersonId, PostId, Problem, RecordId, RegionId, Result,
    RoomId, SystemClock, SystemRandom, VaultId,
};
use tasuki_ledger::{
    Author, Body, ChainCheck, Context, Finding, Secret, WrapContext, open_entry, seal_attachment,
    seal_body, unwrap_known_key, wrap_key,
};
use tasuki_store::log::{self, LogPurpose, NewLog, StoredEntry};
use tasuki_store::{NewAttachment, NewEntry, Placed, Store};

/// A log of a test, with its key.
#[derive(Clone)]
pub struct TestLog {
    /// The log.
    pub id: LogId,
    /// Its region.
    pub region: RegionId,
    /// What for.
    pub purpose: LogPurpose,
    /// Its room, if any.
    pub room: Option<RoomId>,
    /// The vault that its row names.
    pub vault: VaultId,
    /// What its first entry says.
    pub opened: Opened,
    key: Secret,
}

/// A new post of `region`, as an author.
pub fn new_author(region: RegionId) -> Author {
    Author::post(region, PostId::new(&SystemClock, &SystemRandom))
}

/// A new region's id.
pub fn new_region() -> RegionId {
    RegionId::new(&SystemClock, &SystemRandom)
}

/// A note that says `text`.
pub fn note(text: &str) -> Content {
    Content::Note(Note { category: "日常".into(), text: text.into(), ..Note::default() })
}

impl TestLog {
    fn new(region: RegionId, purpose: LogPurpose, opened: Opened) -> Self {
        Self {
            id: LogId::new(&SystemClock, &SystemRandom),
            region,
            purpose,
            room: opened.room,
            vault: VaultId::new(&SystemClock, &SystemRandom),
            opened,
            key: Secret::generate(&SystemRandom),
        }
    }

    /// The region's own log.
    pub fn of_region(region: RegionId) -> Self {
        Self::new(region, LogPurpose::Region, plainly_opened())
    }

    /// The main log of a new room, about a patient when a notebook is given.
    pub fn of_room(region: RegionId, kind: RoomKind, notebook: Option<NotebookId>) -> Self {
        let room = Some(RoomId::new(&SystemClock, &SystemRandom));
        let opened = Opened { room, kind: Some(kind), notebook, ..plainly_opened() };
        Self::new(region, LogPurpose::Room, opened)
    }

    /// A log of 特別便 in the room of this log.
    #[must_use]
    pub fn delivery(&self, mut audience: Vec<PersonId>) -> Self {
        audience.sort_unstable();
        let notebook = self.opened.notebook;
        let opened = Opened { room: self.room, notebook, audience, ..plainly_opened() };
        Self::new(self.region, LogPurpose::Delivery, opened)
    }

    /// The notebook that its room belongs to.
    pub const fn notebook(&self) -> Option<NotebookId> {
        self.opened.notebook
    }

    /// The row to create it with.
    pub fn row(&self) -> NewLog {
        let people = self.opened.audience.iter().flat_map(|person| *person.as_bytes());
        let audience_key = if self.purpose == LogPurpose::Delivery {
            *tasuki_ledger::Hash::of(&people.collect::<Vec<u8>>()).as_bytes()
        } else {
            [0; 32]
        };
        NewLog {
            id: self.id,
            region: self.region,
            purpose: self.purpose,
            room: self.room,
            vault: self.vault,
            audience_key,
            wrap_key: self.key.id(),
        }
    }

    /// The entry that opens it, by the system.
    pub fn first_entry(&self) -> NewEntry {
        let node = NodeId::new(&SystemClock, &SystemRandom);
        let author = Author::system(self.region, node);
        self.entry(author, Content::Opened(self.opened.clone())).seal()
    }

    /// Creates the log in `store`, with its first entry.
    pub async fn create(&self, store: &Store) -> Result<Placed> {
        let (row, first) = (self.row(), self.first_entry());
        store
            .write(self.region, Vec::new(), move |change| {
                change.open_log(&row)?;
                change.append(&first)
            })
            .await
    }

    /// An entry for this log, to be changed and then sealed.
    pub fn entry(&self, author: Author, content: Content) -> Unsealed<'_> {
        Unsealed {
            log: self,
            author,
            content,
            entry: EntryId::new(&SystemClock, &SystemRandom),
            record: RecordId::new(&SystemClock, &SystemRandom),
            supersedes: None,
            sensitivity: Sensitivity::Low,
            photos: Vec::new(),
        }
    }

    /// A sealed note of low sensitivity for this log.
    pub fn sealed_note(&self, author: Author, text: &str) -> NewEntry {
        self.entry(author, note(text)).seal()
    }

    /// Appends an entry by itself.
    pub async fn append(&self, store: &Store, new: NewEntry) -> Result<Placed> {
        store.write(self.region, vec![self.id], move |change| change.append(&new)).await
    }

    /// Opens a stored entry with the log's key.
    ///
    /// # Errors
    /// `KeyProblem` when its key was destroyed or does not open it.
    pub fn open(&self, stored: &StoredEntry) -> Result<Body> {
        let refused = |why: String| Problem::new(tasuki_kernel::Code::KeyProblem, why);
        let header = stored.header()?;
        let wrap = stored.wrap.as_deref().ok_or_else(|| refused("no wrap".into()))?;
        let context = WrapContext::Body { log: header.log, entry: header.entry };
        let key = unwrap_known_key(&self.key, &context, wrap, header.key);
        let opened = key.and_then(|key| open_entry(&key, &header, &stored.body));
        let plain = opened.map_err(|e| refused(e.to_string()))?;
        Body::decode(&plain).map_err(|e| refused(e.to_string()))
    }

    /// All its entries as `store` holds them, oldest first.
    pub async fn entries(&self, store: &Store) -> Result<Vec<StoredEntry>> {
        let id = self.id;
        store.read(move |conn| log::entries_from(conn, id, 1, i64::MAX as u64)).await
    }

    /// Whatever is wrong with its chain in `store`, up to the head that its row tells.
    pub async fn findings(&self, store: &Store) -> Result<Vec<Finding>> {
        let id = self.id;
        let row = store.read(move |conn| log::find(conn, id)).await?;
        let row = row.ok_or_else(Problem::not_found)?;
        let mut check = ChainCheck::new(id);
        let mut findings = Vec::new();
        for entry in self.entries(store).await? {
            findings.extend(check.next(&entry.header, &entry.body));
        }
        let end = tasuki_ledger::Leaf { log: id, sequence: row.sequence, head: row.head };
        findings.extend(check.finish(Some(&end)));
        Ok(findings)
    }
}

fn plainly_opened() -> Opened {
    Opened {
        room: None,
        kind: None,
        notebook: None,
        title: String::new(),
        audience: Vec::new(),
        continues: None,
    }
}

/// An entry before it is sealed.
pub struct Unsealed<'a> {
    log: &'a TestLog,
    author: Author,
    content: Content,
    entry: EntryId,
    record: RecordId,
    supersedes: Option<EntryId>,
    sensitivity: Sensitivity,
    photos: Vec<NewAttachment>,
}

impl Unsealed<'_> {
    /// With this id instead of a new one.
    #[must_use]
    pub fn id(mut self, entry: EntryId) -> Self {
        self.entry = entry;
        self
    }

    /// About this record instead of a new one.
    #[must_use]
    pub fn about(mut self, record: RecordId) -> Self {
        self.record = record;
        self
    }

    /// As a correction of another entry, about the same record.
    #[must_use]
    pub fn correcting(mut self, earlier: &NewEntry) -> Self {
        self.record = earlier.record;
        self.supersedes = Some(earlier.entry);
        self
    }

    /// With this sensitivity instead of low.
    #[must_use]
    pub fn sensitivity(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    /// With the row of an attachment that holds `plain`; the sealed bytes are not kept.
    #[must_use]
    pub fn with_photo(mut self, plain: &[u8]) -> Self {
        let log = self.log;
        let (key, name, sealed) = seal_attachment(&SystemRandom, log.region, log.id, plain);
        let context = WrapContext::Attachment { log: log.id, name };
        let wrap = wrap_key(&SystemRandom, &log.key, &context, &key);
        self.photos.push(NewAttachment { name, size: sealed.len() as u64, wrap });
        self
    }

    /// Seals it.
    pub fn seal(self) -> NewEntry {
        let Self { log, author, content, entry, record, .. } = self;
        let body = Body {
            kind: content.kind(),
            importance: 2,
            sensitivity: self.sensitivity.code(),
            claimed: None,
            happened: None,
            on_behalf: None,
            approved_by: None,
            record,
            supersedes: self.supersedes,
            content: content.encode(),
            signature: None,
        };
        let context = Context { origin: log.region, log: log.id, entry, author };
        let (key, sealed) = seal_body(&SystemRandom, &context, &body.encode());
        let place = WrapContext::Body { log: log.id, entry };
        NewEntry {
            log: log.id,
            entry,
            author,
            record,
            amends: self.supersedes.is_some(),
            sensitivity: self.sensitivity,
            content,
            key: key.id(),
            body: sealed,
            wrap: wrap_key(&SystemRandom, &log.key, &place, &key),
            wrap_key: log.key.id(),
            attachments: self.photos,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{block_on, on_both};

    #[test]
    fn what_was_sealed_is_chained_and_opens_again() {
        on_both(|database| {
            let store = database.open();
            block_on(async {
                let region = new_region();
                let room = TestLog::of_room(region, RoomKind::Team, None);
                room.create(&store).await.unwrap();
                let first = room.sealed_note(new_author(region), "一");
                let content = note("二");
                let second = room.entry(first.author, content.clone()).correcting(&first).seal();
                room.append(&store, first.clone()).await.unwrap();
                room.append(&store, second).await.unwrap();

                let entries = room.entries(&store).await.unwrap();
                let body = room.open(&entries[2]).unwrap();
                assert_eq!(body.content, content.encode());
                assert_eq!(body.supersedes, Some(first.entry));
                assert_eq!(room.findings(&store).await.unwrap(), []);

                let mut keyless = entries[2].clone();
                keyless.wrap = None;
                assert!(room.open(&keyless).is_err());
            });
        });
    }

    #[test]
    fn a_broken_chain_is_found() {
        on_both(|database| {
            let store = database.open();
            block_on(async {
                let log = TestLog::of_region(new_region());
                log.create(&store).await.unwrap();
                let note = log.sealed_note(new_author(log.region), "一");
                log.append(&store, note).await.unwrap();
                database.tamper("DELETE FROM entries WHERE sequence = 1");
                assert!(!log.findings(&store).await.unwrap().is_empty());
            });
        });
    }

    #[test]
    fn a_delivery_has_the_room_of_its_log_and_an_audience_of_its_own() {
        let room = TestLog::of_room(new_region(), RoomKind::Team, None);
        let persons = [2, 1].map(|n| PersonId::from_bytes([n; 16]));
        let delivery = room.delivery(persons.to_vec());
        assert_eq!(delivery.row().room, room.row().room);
        assert_ne!(delivery.row().audience_key, room.row().audience_key);
        assert_eq!(delivery.opened.audience, [persons[1], persons[0]]);
    }
}
