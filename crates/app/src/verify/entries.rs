//! Every entry, log by log: chain, columns and, with keys, bodies.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};

use tasuki_domain::content::Content;
use tasuki_kernel::{Code, EntryId, LogId, Problem, RecordId, Result, Timestamp};
use tasuki_ledger::{Body, ChainCheck, Damage, Finding, Hash, HashRun, Header, KeyId};
use tasuki_store::inspect::Scratch;
use tasuki_store::views::{self, Event};
use tasuki_store::{Conn, Glance, dump};

use super::attachments::Photos;
use super::bodies::{Opening, Sealed};
use super::logs::{LogState, differs};
use super::report::Report;
use super::{Check, Reading, logs};

/// A row of the table of entries.
struct EntryRow<'a> {
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
    fn of(row: Glance<'a>) -> Result<Self> {
        Ok(Self {
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
    heads: Heads,
    /// Said once in a log, not for each of its entries.
    key_missing: bool,
}

/// The heads of a log from its first entry on as far as the tree is said to hold it, as one hash.
struct Heads {
    treed: u64,
    run: HashRun,
    count: u64,
    /// No entry was missing or unreadable so far.
    whole: bool,
}

impl Heads {
    fn next(&mut self, sequence: u64, head: Option<&Hash>) {
        match head {
            Some(head) if self.whole && sequence == self.count + 1 => {
                if sequence <= self.treed {
                    self.run.push(head);
                }
                self.count = sequence;
            }
            _ => self.whole = false,
        }
    }

    fn finish(self) -> Option<Hash> {
        (self.whole && self.count >= self.treed).then(|| self.run.finish())
    }
}

/// What reading one log gave.
#[derive(Default)]
struct Outcome {
    report: Report,
    /// The log with the hash of its heads, where all of them are there.
    heads: Option<(LogId, Hash)>,
}

impl Check {
    /// Reads the entries of all logs, several logs at once when there are `others` to read with;
    /// with keys, applies them to `scratch`. Gives the hash of each log's heads.
    pub(super) fn entries(
        &mut self,
        others: &mut [Conn],
        scratch: Option<&mut Scratch>,
    ) -> Result<BTreeMap<LogId, Hash>> {
        let logs = self.places()?;
        let mut order: Vec<usize> = (0..logs.len()).collect();
        if !others.is_empty() {
            // The longest first, so that nobody is left with it in the end.
            let length = |at: &usize| self.known.length(&logs[*at]);
            order.sort_by_cached_key(|at| std::cmp::Reverse(length(at)));
        }
        let (known, next) = (&self.known, AtomicUsize::new(0));
        let work = |conn: &mut Conn, mut scratch: Option<&mut Scratch>| {
            let mut done = Vec::new();
            while let Some(at) = order.get(next.fetch_add(1, Ordering::Relaxed)) {
                let reading = Reading { known, report: Report::default() };
                done.push((*at, reading.log(conn, &logs[*at], scratch.as_deref_mut())));
            }
            done
        };
        let work = &work;
        let mut done = std::thread::scope(|scope| {
            let beside: Vec<_> =
                others.iter_mut().map(|conn| scope.spawn(move || work(conn, None))).collect();
            let mut done = work(&mut self.conn, scratch);
            for thread in beside {
                done.extend(thread.join().map_err(|_| {
                    Problem::new(Code::Internal, "the verification of a log ended in a panic")
                })?);
            }
            Ok(done)
        })?;
        // What is said does not depend on who was quicker.
        done.sort_by_key(|(at, _)| *at);
        let mut heads = BTreeMap::new();
        for (_, outcome) in done {
            let outcome: Outcome = outcome?;
            self.report.add(outcome.report);
            heads.extend(outcome.heads);
        }
        Ok(heads)
    }

    /// The logs of all entries in their order, then those that have a row and no entry.
    fn places(&mut self) -> Result<Vec<Vec<u8>>> {
        let mut logs = dump::logs_of_entries(&mut self.conn)?;
        let met: BTreeSet<&[u8]> = logs.iter().map(Vec::as_slice).collect();
        let rows = self.known.logs.keys().map(|id| id.as_bytes().as_slice());
        let unmet: Vec<Vec<u8>> = rows.filter(|id| !met.contains(id)).map(<[u8]>::to_vec).collect();
        logs.extend(unmet);
        Ok(logs)
    }
}

impl Reading<'_> {
    /// Reads the entries of one log. `place` is what stands in their column, which may be no id.
    fn log(
        mut self,
        conn: &mut Conn,
        place: &[u8],
        mut scratch: Option<&mut Scratch>,
    ) -> Result<Outcome> {
        let id = LogId::from_slice(place).ok();
        let mut log = id.map(|id| self.begin(conn, id)).transpose()?;
        dump::entries_of_log(conn, place, &mut |row| {
            let read = match &mut log {
                Some(log) => {
                    EntryRow::of(row).map(|row| self.entry(log, &row, scratch.as_deref_mut()))
                }
                None => row.id::<LogId>(0).map(drop),
            };
            if let Err(problem) = read {
                let (view, detail) = ("entries".into(), problem.detail);
                self.find(Finding::general(Damage::ViewDiffers { view, detail }));
            }
            ControlFlow::Continue(())
        })?;
        let heads = log.map(|log| self.finish(conn, log)).transpose()?.flatten();
        Ok(Outcome { report: self.report, heads })
    }

    fn begin(&mut self, conn: &mut Conn, id: LogId) -> Result<Log> {
        let state = self.known.logs.get(&id).cloned();
        if state.is_none() {
            let (view, detail) = ("logs".into(), "the row of this log is missing".into());
            self.find(Finding::in_log(id, Damage::ViewDiffers { view, detail }));
        }
        self.report.logs += 1;
        let treed = state.as_ref().map_or(0, |it| it.treed);
        Ok(Log {
            id,
            state,
            chain: ChainCheck::new(id),
            received: None,
            read: [0; 3],
            photos: Photos::of(conn, id)?,
            heads: Heads { treed, run: HashRun::default(), count: 0, whole: true },
            key_missing: false,
        })
    }

    fn entry(&mut self, log: &mut Log, row: &EntryRow<'_>, scratch: Option<&mut Scratch>) {
        self.report.entries += 1;
        self.report.bytes += row.body.len() as u64;
        let (header, findings) = log.chain.read(row.header, row.body);
        let altered = findings.iter().any(|it| it.damage == Damage::BodyMismatch);
        self.report.findings.extend(findings);
        let head = log.chain.head();
        log.heads.next(row.sequence, header.and(head.as_ref()));
        // The chain has said so when there is none.
        let Some(header) = header else { return };
        log.received = Some(header.received);
        let place = |damage| Finding::in_entry(header.log, header.sequence, header.entry, damage);
        if header.origin != self.known.installed.region {
            self.find(place(Damage::WrongOrigin { found: header.origin }));
        }
        for column in row.not_as_header(&header) {
            self.find(place(column_differs(column)));
        }
        if altered || self.known.keys.is_none() {
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
        let (Some(keys), Some(state)) = (&self.known.keys, &log.state) else { return };
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
            for column in state.differing(opened, self.known.installed.region_log) {
                self.find(differs(header.log, column));
            }
        }
        for damage in log.photos.cited(header.sequence, &content) {
            self.find(place(damage));
        }
        // The region's own log was applied first.
        if let Some(scratch) = scratch
            && header.log != self.known.installed.region_log
        {
            let applied = views::apply(&mut scratch.conn, &event(header, &body, &content));
            if let Err(problem) = applied {
                let (view, detail) = ("the views".into(), problem.detail);
                self.find(place(Damage::ViewDiffers { view, detail }));
            }
        }
    }

    fn finish(&mut self, conn: &mut Conn, log: Log) -> Result<Option<(LogId, Hash)>> {
        let Some(state) = &log.state else { return Ok(None) };
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
        self.finish_photos(conn, state, log.photos)?;
        Ok(log.heads.finish().map(|heads| (log.id, heads)))
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
