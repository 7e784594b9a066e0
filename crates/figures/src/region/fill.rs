//! Fills the rooms: each entry is sealed, chained and viewed as any other; only who asks, and
//! which answer goes out, is left away. Room after room, so that a million takes minutes.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use tasuki_app::DataFolder;
use tasuki_app::key_ring::KeyRing;
use tasuki_domain::content::{Content, Note};
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{
    EntryId, FixedClock, NodeId, PostId, RecordId, RegionId, RoomId, SystemClock, SystemRandom,
    Timestamp,
};
use tasuki_ledger::recipient::Identity;
use tasuki_ledger::{Author, AuthorKind, Body, Context, WrapContext, seal_body, wrap_key};
use tasuki_store::key_store::KeyStore;
use tasuki_store::log::LogRow;
use tasuki_store::{NewEntry, Store, StoreOptions, log, notebook};

use super::{PER_ROOM, Region, Room, Somebody, time_of};

/// Entries that are received at the same moment.
const AT_ONCE: usize = 4;

/// What rooms are filled with.
struct Filler {
    store: Store,
    keys: KeyRing,
    clock: Arc<FixedClock>,
    start: Timestamp,
}

/// Fills all rooms of a region that has just been made.
pub(super) async fn fill(region: &Region, start: Timestamp) -> Result<()> {
    let folder = DataFolder::new(&region.folder);
    let text = std::fs::read_to_string(folder.region_key())?;
    let identity = Identity::parse(text.trim()).context("the region's key")?;
    let clock = Arc::new(FixedClock::new(start));
    let options = StoreOptions {
        engine: region.engine(),
        node: NodeId::new(&SystemClock, &SystemRandom),
        serving: false,
        readers: 1,
        synced: true,
        clock: clock.clone(),
    };
    let store = tokio::task::spawn_blocking(move || Store::open(options)).await??;
    let random = Arc::new(SystemRandom);
    let keys = KeyRing::open(KeyStore::open(&folder.keys())?, identity, random)?;
    let filler = Arc::new(Filler { store, keys, clock, start });
    let mut next = filler.begin(region, 0);
    for number in 0..region.rooms.len() {
        let (row, entries) = next.await??;
        next = filler.begin(region, (number + 1) % region.rooms.len());
        filler.append(row, entries).await?;
        if number % 200 == 199 {
            eprintln!("filled {} of {} rooms", number + 1, region.rooms.len());
        }
    }
    drop(next.await);
    Ok(())
}

type Sealed = tokio::task::JoinHandle<Result<(LogRow, Vec<NewEntry>)>>;

impl Filler {
    /// Seals the entries of a room while those of the one before are written.
    fn begin(self: &Arc<Self>, region: &Region, number: usize) -> Sealed {
        let filler = Arc::clone(self);
        let room = region.rooms[number].clone();
        let team: Vec<_> = room.team.iter().map(|at| region.people[*at].clone()).collect();
        tokio::spawn(async move {
            let authors = team.iter().map(Somebody::post).collect::<Result<Vec<PostId>>>()?;
            let row = filler.log_of(&room).await?;
            let sealing = move || {
                let seal = |at: u64| {
                    let author = authors[(at % authors.len() as u64) as usize];
                    filler.seal(&row, author, number as u64 * PER_ROOM + at)
                };
                let entries = (0..PER_ROOM).map(seal).collect::<Result<Vec<_>>>()?;
                Ok((row, entries))
            };
            tokio::task::spawn_blocking(sealing).await?
        })
    }

    async fn log_of(&self, room: &Room) -> Result<LogRow> {
        let id: RoomId = room.id.parse().context("a room's id")?;
        let found = self
            .store
            .read(move |conn| match notebook::room(conn, id)? {
                Some(row) => log::find(conn, row.main_log),
                None => Ok(None),
            })
            .await?;
        found.context("a room's log")
    }

    fn seal(&self, log: &LogRow, author: PostId, number: u64) -> Result<NewEntry> {
        let entry = EntryId::new(&SystemClock, &SystemRandom);
        let id = *author.as_bytes();
        let author = Author { kind: AuthorKind::Post, region: log.region, id };
        let record = RecordId::from_bytes(*entry.as_bytes());
        let content = Content::Note(Note {
            category: ["看護記録", "指示", "相談"][(number % 3) as usize].into(),
            text: crate::words::note(number),
            ..Note::default()
        });
        let body = Body {
            kind: content.kind(),
            importance: 2,
            sensitivity: Sensitivity::Low.code(),
            claimed: None,
            happened: None,
            on_behalf: None,
            approved_by: None,
            record,
            supersedes: None,
            content: content.encode(),
            signature: None,
        };
        let under = self.keys.log_key(log.vault, log.id, log.wrap_key)?;
        let context = Context { origin: log.region, log: log.id, entry, author };
        let (key, sealed) = seal_body(&SystemRandom, &context, &body.encode());
        let what = WrapContext::Body { log: log.id, entry };
        Ok(NewEntry {
            log: log.id,
            entry,
            author,
            record,
            amends: false,
            sensitivity: Sensitivity::Low,
            content,
            key: key.id(),
            body: sealed,
            wrap: wrap_key(&SystemRandom, &under, &what, &key),
            wrap_key: log.wrap_key,
            attachments: Vec::new(),
        })
    }

    /// Appends a room's entries in order, a few at each moment of the year. The writer makes the
    /// changes one after the other, so each can set the time of the next.
    async fn append(&self, log: LogRow, entries: Vec<NewEntry>) -> Result<()> {
        self.clock.set(time_of(self.start, 0));
        let chunks: Vec<Vec<NewEntry>> = entries.chunks(AT_ONCE).map(<[_]>::to_vec).collect();
        let jobs = chunks.into_iter().enumerate().map(|(at, chunk)| {
            let then = time_of(self.start, ((at + 1) * AT_ONCE) as u64);
            self.append_chunk(log.region, chunk, then)
        });
        futures::future::try_join_all(jobs).await.map(drop)
    }

    async fn append_chunk(
        &self,
        region: RegionId,
        chunk: Vec<NewEntry>,
        then: Timestamp,
    ) -> Result<()> {
        let clock = Arc::clone(&self.clock);
        let logs = chunk.iter().map(|it| it.log).take(1).collect();
        let work = self.store.write(region, logs, move |t| {
            for entry in &chunk {
                t.append(entry)?;
            }
            clock.set(then);
            Ok(())
        });
        Ok(work.await?)
    }
}
