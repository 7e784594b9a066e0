//! A notebook as one file that its receiver takes along: the logs that the receiver may read, as
//! they are stored, with the keys of exactly those entries that policy lets the receiver export,
//! and readable copies of the same. It verifies without any key of the region.

mod open;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use tasuki_domain::content::Touched;
use tasuki_domain::policy::{Action, Subject, decide};
use tasuki_kernel::{Code, DisclosureId, LogId, NotebookId, Problem, Result, Timestamp};
use tasuki_ledger::export::{
    About, ExportError, ExportedAttachment, ExportedEntry, ExportedLog, ExportedProof,
};
use tasuki_ledger::proof::inclusion_proof;
use tasuki_ledger::tile::{TILE_WIDTH, read_bundle};
use tasuki_ledger::{
    ExportWriter, Hash, Secret, TreeError, WrapContext, open_attachment, unwrap_key,
    unwrap_known_key,
};
use tasuki_store::log::StoredEntry;
use tasuki_store::tree::{self, TreeState};
use tasuki_store::{Conn, attachment, log, notebook, object};
use tokio::runtime::Handle;

use self::open::{Files, Readable};
use crate::App;
use crate::access::Record;
use crate::compose::names;
use crate::opened::Opened;
use crate::room::{self, ReadableLog, Room};
use crate::session::Session;
use crate::verify::Waiting;

/// Entries read at a time.
const PAGE: u64 = 500;

impl App {
    /// The notebook as one ZIP for the person who is signed in. The tree is grown and signed
    /// first; that a copy left the server is recorded before it does.
    ///
    /// # Errors
    /// `NotFound` when there is no such notebook for this person.
    pub async fn export_notebook(
        self: &Arc<Self>,
        session: &Arc<Session>,
        notebook: NotebookId,
    ) -> Result<Vec<u8>> {
        tree::grow(&self.store, &self.tiles()).await?;
        let export = Export {
            app: Arc::clone(self),
            session: Arc::clone(session),
            notebook,
            now: self.clock.now(),
            handle: Handle::current(),
        };
        let read = self.store.read_snapshot(move |conn| export.write(conn));
        let (bytes, state, disclosed) = read.await?;
        self.keep_checkpoint(state).await?;
        let record = Record::of(session, Touched::Exported).within(Some(notebook), None);
        let record = match disclosed {
            Some(id) => record.by_disclosure(id),
            None => record,
        };
        self.record(record).await?;
        Ok(bytes)
    }
}

/// An export being made, on a view of everything at one moment.
struct Export {
    app: Arc<App>,
    session: Arc<Session>,
    notebook: NotebookId,
    now: Timestamp,
    handle: Handle,
}

/// A log as it goes into the export, and where its sealed attachments are.
struct Taken {
    log: ExportedLog,
    attachments: Vec<(Hash, Vec<u8>)>,
}

impl Export {
    /// The file, the state of the tree that it proves, and the disclosure by which it was made.
    fn write(&self, conn: &mut Conn) -> Result<(Vec<u8>, TreeState, Option<DisclosureId>)> {
        let app = &self.app;
        let rooms = self.rooms(conn)?;
        let disclosed = rooms.iter().find_map(|it| it.facts.disclosure).map(|it| it.id);
        let state = tree::state(conn, app.region)?;
        let source = Waiting { tiles: app.tiles() };
        let mut ends = Ends::new(rooms.iter().flat_map(|room| &room.logs));
        ends.find(&source, state.size)?;
        let about = About {
            region: app.region,
            notebook: self.notebook,
            made_at: self.now,
            recipient: self.session.person.name.full(),
        };
        let checkpoint = app.signing.sign(state.size, &state.root);
        let out = Cursor::new(Vec::new());
        let mut zip = ExportWriter::new(out, about, &checkpoint, &app.verifier_key())
            .map_err(|e| broken(&e))?;
        let mut files = Files::default();
        for room in &rooms {
            let mut readable = Readable::of(room);
            for log in &room.logs {
                let mut taken = self.log(conn, room, log, &mut readable)?;
                taken.log.proof = ends.proof(&source, state.size, log.row.id)?;
                zip.log(&taken.log).map_err(|e| broken(&e))?;
                for (name, sealed) in &taken.attachments {
                    zip.attachment(name, sealed).map_err(|e| broken(&e))?;
                }
            }
            files.add(&mut zip, readable).map_err(|e| broken(&e))?;
        }
        files.finish(&mut zip).map_err(|e| broken(&e))?;
        Ok((zip.finish().map_err(|e| broken(&e))?.into_inner(), state, disclosed))
    }

    /// The rooms that the receiver may take a copy of, each with only such logs.
    fn rooms(&self, conn: &mut Conn) -> Result<Vec<Room>> {
        notebook::find(conn, self.notebook)?.ok_or_else(Problem::not_found)?;
        let mut rooms = Vec::new();
        for row in notebook::rooms_of(conn, self.notebook)? {
            let (app, session) = (Arc::clone(&self.app), Arc::clone(&self.session));
            let mut room = match room::enter(conn, app, session, row.id, self.now) {
                Ok(room) => room,
                Err(problem) if problem.code == Code::NotFound => continue,
                Err(problem) => return Err(problem),
            };
            if !room.may(Action::Export) {
                continue;
            }
            let (facts, actor, now) = (&room.facts, &room.actor, room.now);
            room.logs.retain(|log| {
                let subject = Subject::Log(facts, &log.facts);
                decide(actor, Action::Export, subject, now).allowed()
            });
            rooms.push(room);
        }
        if rooms.is_empty() { Err(Problem::not_found()) } else { Ok(rooms) }
    }

    /// A log up to where the tree holds it.
    fn log(
        &self,
        conn: &mut Conn,
        room: &Room,
        log: &ReadableLog,
        readable: &mut Readable,
    ) -> Result<Taken> {
        let mut entries = Vec::new();
        let mut photos: BTreeMap<Hash, (ExportedAttachment, Vec<u8>)> = BTreeMap::new();
        let mut after = 0;
        while after < log.row.treed {
            let left = log.row.treed - after;
            let page = log::entries_from(conn, log.row.id, after + 1, left.min(PAGE))?;
            let Some(last) = page.last() else { break };
            after = last.sequence;
            for stored in page {
                let opened = self.app.open_entry(log.row.vault, &stored)?;
                let key = if stored.wrap.is_some() && disclosed(conn, room, log, &opened)? {
                    let pictures = self.photos(conn, log, &opened, &mut photos)?;
                    readable.take(conn, &opened, pictures)?;
                    self.key(log, &stored)?
                } else {
                    None
                };
                let (header, sealed) = (stored.header, stored.body);
                entries.push(ExportedEntry { header, sealed, key });
            }
        }
        let (attachments, sealed) =
            photos.into_iter().map(|(name, (exported, sealed))| (exported, (name, sealed))).unzip();
        let log = ExportedLog { log: log.row.id, entries, attachments, proof: None };
        Ok(Taken { log, attachments: sealed })
    }

    /// The key of a body alone.
    fn key(&self, log: &ReadableLog, stored: &StoredEntry) -> Result<Option<Secret>> {
        let Some(wrap) = &stored.wrap else { return Ok(None) };
        let header = stored.header()?;
        let under = self.app.keys.log_key(log.row.vault, log.row.id, stored.wrap_key)?;
        let what = WrapContext::Body { log: header.log, entry: header.entry };
        unwrap_known_key(&under, &what, wrap, header.key)
            .map(Some)
            .map_err(|e| Problem::new(Code::Damaged, format!("entry {}: {e}", header.entry)))
    }

    /// Takes the photos that an opened entry shows; gives the opened full pictures.
    fn photos(
        &self,
        conn: &mut Conn,
        log: &ReadableLog,
        opened: &Opened,
        photos: &mut BTreeMap<Hash, (ExportedAttachment, Vec<u8>)>,
    ) -> Result<Vec<Vec<u8>>> {
        let Some(content) = &opened.content else { return Ok(Vec::new()) };
        let mut pictures = Vec::new();
        for (_, full, small) in names(content.attachments()) {
            for name in std::iter::once(full).chain(small) {
                let Some((key, sealed)) = self.photo(conn, log, &name)? else { continue };
                if name == full {
                    let region = self.app.region;
                    pictures.push(
                        open_attachment(&key, region, log.row.id, &sealed)
                            .map_err(|e| Problem::new(Code::Damaged, format!("{name}: {e}")))?,
                    );
                }
                photos.insert(name, (ExportedAttachment { name, key: Some(key) }, sealed));
            }
        }
        Ok(pictures)
    }

    /// One sealed attachment with its key; none when it was destroyed.
    fn photo(
        &self,
        conn: &mut Conn,
        log: &ReadableLog,
        name: &Hash,
    ) -> Result<Option<(Secret, Vec<u8>)>> {
        let damaged = |detail: String| Problem::new(Code::Damaged, format!("{name}: {detail}"));
        let row = attachment::find(conn, log.row.id, name)?;
        let row = row.ok_or_else(|| damaged("an attachment has no row".into()))?;
        let Some(wrap) = row.wrap else { return Ok(None) };
        let under = self.app.keys.log_key(log.row.vault, log.row.id, row.wrap_key)?;
        let what = WrapContext::Attachment { log: log.row.id, name: *name };
        let key = unwrap_key(&under, &what, &wrap).map_err(|e| damaged(e.to_string()))?;
        let sealed = self.handle.block_on(self.app.objects.get(&object::attachment_path(name)))?;
        Ok(Some((key, sealed.ok_or_else(|| damaged("its file is missing".into()))?)))
    }
}

/// Where the last entries of logs stand in the tree.
struct Ends(BTreeMap<LogId, (u64, Option<u64>)>);

impl Ends {
    fn new<'a>(logs: impl Iterator<Item = &'a ReadableLog>) -> Self {
        let treed = logs.filter(|log| log.row.treed > 0);
        Self(treed.map(|log| (log.row.id, (log.row.treed, None))).collect())
    }

    /// Looks for them from the newest bundle back, as far as needed.
    fn find(&mut self, source: &Waiting, size: u64) -> Result<()> {
        let full = u64::from(TILE_WIDTH);
        for index in (0..size.div_ceil(full)).rev() {
            if self.0.values().all(|(_, place)| place.is_some()) {
                break;
            }
            let first = index * full;
            let width = full.min(size - first) as u16;
            let leaves = read_bundle(source, index, width).map_err(tree_problem)?;
            for (leaf, place) in leaves.iter().zip(first..) {
                if let Some((sequence, found)) = self.0.get_mut(&leaf.log)
                    && *sequence == leaf.sequence
                {
                    *found = Some(place);
                }
            }
        }
        Ok(())
    }

    fn proof(&self, source: &Waiting, size: u64, log: LogId) -> Result<Option<ExportedProof>> {
        let Some((_, place)) = self.0.get(&log) else { return Ok(None) };
        let missing = || Problem::new(Code::Damaged, format!("log {log} is not in the tree"));
        let index = place.ok_or_else(missing)?;
        let path = inclusion_proof(source, size, index).map_err(tree_problem)?;
        Ok(Some(ExportedProof { index, path }))
    }
}

fn tree_problem(error: TreeError<Problem>) -> Problem {
    match error {
        TreeError::Source(problem) => problem,
        other => Problem::new(Code::Damaged, format!("the tree's tiles: {other}")),
    }
}

fn broken(error: &ExportError) -> Problem {
    Problem::new(Code::Internal, error.to_string())
}

/// Whether the receiver may take this entry along. One whose key was destroyed nobody may.
fn disclosed(conn: &mut Conn, room: &Room, log: &ReadableLog, opened: &Opened) -> Result<bool> {
    if opened.content.is_none() {
        return Ok(false);
    }
    let standing = Room::standing(conn, opened)?;
    Ok(room.allows(log, &standing, Action::Export))
}
