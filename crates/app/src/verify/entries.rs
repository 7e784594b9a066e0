//! Every entry, log by log: chain, columns and, with keys, bodies.

use std::collections::BTreeSet;

use tasuki_domain::content::Content;
use tasuki_kernel::{EntryId, LogId, RecordId, Result, Timestamp};
use tasuki_ledger::{Body, ChainCheck, Damage, Finding, Header, KeyId};
use tasuki_store::inspect::Scratch;
use tasuki_store::views::{self, Event};
use tasuki_store::{Row, dump};

use super::attachments::Photos;
use super::bodies::{Opening, Sealed};
use super::logs::{LogState, differs};
use super::{Check, logs};

/// A row of the table of entries.
struct EntryRow<'a> {
    log: LogId,
    sequence: u64,
    entry: EntryId,
    author: &'a [u8],
    received: Timestamp,
    header: &'a [u8],
    body: &'a [u8],
    wrap: Option<&'a [u8]>,
    wrap_key: KeyId,
    kind: i64,
    record: RecordId,
    read: [u64; 3],
}

impl<'a> EntryRow<'a> {
    /// In the order of the columns that [`dump::TABLES`] gives.
    fn of(row: &'a Row) -> Result<Self> {
        Ok(Self {
            log: row.id(0)?,
            sequence: row.count(1)?,
            entry: row.id(2)?,
            author: row.bytes(3)?,
            received: row.at(4)?,
            header: row.bytes(5)?,
            body: row.bytes(6)?,
            wrap: row.opt_bytes(7)?,
            wrap_key: KeyId::from_bytes(row.array(8)?),
            kind: row.int(9)?,
            record: row.id(10)?,
            read: [row.count(11)?, row.count(12)?, row.count(13)?],
        })
    }

    /// The columns that are not what the header says.
    fn not_as_header(&self, header: &Header) -> Vec<&'static str> {
        let columns = [
            ("sequence", self.sequence == header.sequence),
            ("entry", self.entry == header.entry),
            ("author", self.author == header.author.encode()),
            ("received", self.received == header.received),
        ];
        columns.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
    }

    /// The columns that are not what the body says, when `read` are the notes up to here.
    fn not_as_body(&self, body: &Body, read: [u64; 3]) -> Vec<&'static str> {
        let columns = [
            ("kind", self.kind == i64::from(body.kind)),
            ("record", self.record == body.record),
            ("low", self.read[0] == read[0]),
            ("middle", self.read[1] == read[1]),
            ("high", self.read[2] == read[2]),
        ];
        columns.into_iter().filter(|(_, same)| !same).map(|(name, _)| name).collect()
    }
}

/// A log on its way to its end.
struct Log {
    id: LogId,
    state: Option<LogState>,
    chain: ChainCheck,
    received: Option<Timestamp>,
    /// Notes by sensitivity: by the columns, and by the bodies where they could be opened.
    read: [u64; 3],
    photos: Photos,
    /// Said once in a log, not for each of its entries.
    key_missing: bool,
}

impl Check {
    /// Reads all entries in pages; with keys, applies them to `scratch`.
    pub(super) fn entries(&mut self, mut scratch: Option<&mut Scratch>) -> Result<()> {
        let mut after: Option<(Vec<u8>, i64)> = None;
        let mut current: Option<Log> = None;
        let mut met = BTreeSet::new();
        loop {
            let place = after.as_ref().map(|(log, sequence)| (log.as_slice(), *sequence));
            let rows = dump::entry_page(&mut self.conn, place)?;
            let Some(last) = rows.last() else { break };
            after = Some((last.bytes(0)?.to_vec(), last.int(1)?));
            for row in &rows {
                let row = match EntryRow::of(row) {
                    Ok(row) => row,
                    Err(problem) => {
                        let (view, detail) = ("entries".into(), problem.detail);
                        self.find(Finding::general(Damage::ViewDiffers { view, detail }));
                        continue;
                    }
                };
                if current.as_ref().is_none_or(|log| log.id != row.log) {
                    if let Some(log) = current.take() {
                        self.finish(log)?;
                    }
                    met.insert(row.log);
                    current = Some(self.begin(row.log)?);
                }
                if let Some(log) = &mut current {
                    self.entry(log, &row, scratch.as_deref_mut());
                }
            }
        }
        if let Some(log) = current {
            self.finish(log)?;
        }
        let unmet: Vec<LogId> = self.logs.keys().filter(|id| !met.contains(*id)).copied().collect();
        for id in unmet {
            let log = self.begin(id)?;
            self.finish(log)?;
        }
        Ok(())
    }

    fn begin(&mut self, id: LogId) -> Result<Log> {
        let state = self.logs.get(&id).cloned();
        if state.is_none() {
            let (view, detail) = ("logs".into(), "the row of this log is missing".into());
            self.find(Finding::in_log(id, Damage::ViewDiffers { view, detail }));
        }
        self.report.logs += 1;
        Ok(Log {
            id,
            state,
            chain: ChainCheck::new(id),
            received: None,
            read: [0; 3],
            photos: self.photos(id)?,
            key_missing: false,
        })
    }

    fn entry(&mut self, log: &mut Log, row: &EntryRow<'_>, scratch: Option<&mut Scratch>) {
        self.report.entries += 1;
        self.report.bytes += row.body.len() as u64;
        let findings = log.chain.next(row.header, row.body);
        let altered = findings.iter().any(|it| it.damage == Damage::BodyMismatch);
        self.report.findings.extend(findings);
        let header = match Header::decode(row.header) {
            Ok(header) if header.log == row.log => header,
            // The chain has said so.
            _ => return,
        };
        log.received = Some(header.received);
        let place = |damage| Finding::in_entry(header.log, header.sequence, header.entry, damage);
        if header.origin != self.installed.0.region {
            self.find(place(Damage::WrongOrigin { found: header.origin }));
        }
        for column in row.not_as_header(&header) {
            self.find(place(column_differs(column)));
        }
        if altered || self.keys.is_none() {
            log.read = row.read;
            if row.wrap.is_none() {
                self.report.destroyed += 1;
                log.photos.unread(header.sequence);
            }
            return;
        }
        self.body(log, row, &header, scratch);
    }

    fn body(
        &mut self,
        log: &mut Log,
        row: &EntryRow<'_>,
        header: &Header,
        scratch: Option<&mut Scratch>,
    ) {
        let place = |damage| Finding::in_entry(header.log, header.sequence, header.entry, damage);
        let (Some(keys), Some(state)) = (&self.keys, &log.state) else { return };
        let sealed = Sealed { wrap: row.wrap, wrap_key: row.wrap_key, body: row.body };
        let (body, content) = match keys.open_body(state.vault, &sealed, header) {
            Opening::Body(body, content) => (body, content),
            Opening::Destroyed => {
                self.report.destroyed += 1;
                log.read = row.read;
                log.photos.unread(header.sequence);
                return;
            }
            Opening::Failed(damage) => {
                log.read = row.read;
                log.photos.unread(header.sequence);
                // A log whose key is lost: one line, not one for each entry.
                let repeated = damage == Damage::KeyMissing && row.wrap.is_some();
                if !(repeated && std::mem::replace(&mut log.key_missing, true)) {
                    self.find(place(damage));
                }
                return;
            }
        };
        self.report.opened += 1;
        if content.is_reading_matter()
            && let Some(count) = log.read.get_mut(usize::from(body.sensitivity).wrapping_sub(1))
        {
            *count += 1;
        }
        for column in row.not_as_body(&body, log.read) {
            self.find(place(column_differs(column)));
        }
        if let (1, Content::Opened(opened)) = (header.sequence, &*content) {
            for column in state.differing(opened, self.installed.0.region_log) {
                self.find(differs(header.log, column));
            }
        }
        for damage in log.photos.cited(header.sequence, &content) {
            self.find(place(damage));
        }
        // The region's own log was applied first.
        if let Some(scratch) = scratch
            && header.log != self.installed.0.region_log
        {
            let applied = views::apply(&mut scratch.conn, &event(header, &body, &content));
            if let Err(problem) = applied {
                let (view, detail) = ("the views".into(), problem.detail);
                self.find(place(Damage::ViewDiffers { view, detail }));
            }
        }
    }

    fn finish(&mut self, log: Log) -> Result<()> {
        if let Some(state) = &log.state {
            let found = log.chain.sequence();
            let whole = found == state.sequence;
            self.report.findings.extend(log.chain.finish(Some(&state.end())));
            if whole && log.received.is_some_and(|at| at != state.received) {
                self.find(logs::differs(log.id, "received"));
            }
            for (class, column) in ["low", "middle", "high"].into_iter().enumerate() {
                if whole && log.read[class] != state.read[class] {
                    self.find(logs::differs(log.id, column));
                }
            }
            self.log_key(state, log.key_missing)?;
            self.finish_photos(state, log.photos)?;
        }
        Ok(())
    }
}

/// What views see of an opened entry.
pub(super) const fn event<'a>(header: &Header, body: &Body, content: &'a Content) -> Event<'a> {
    Event {
        region: header.origin,
        log: header.log,
        sequence: header.sequence,
        author: header.author,
        received: header.received,
        record: body.record,
        amends: body.supersedes.is_some(),
        content,
    }
}

fn column_differs(column: &str) -> Damage {
    Damage::ViewDiffers { view: "the entry's row".into(), detail: format!("column {column}") }
}
