//! What stands beside the entries of a page: what amended them, who confirmed them, to whom they
//! were released. Asked for once a page and log instead of once an entry; never kept longer.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tasuki_domain::content::ReleaseTo;
use tasuki_kernel::{EntryId, LogId, PersonId, RecordId, Result, Timestamp};
use tasuki_ledger::Author;
use tasuki_store::Conn;
use tasuki_store::log::StoredEntry;
use tasuki_store::notebook;

/// Ids from the smallest to the largest of a page. Ids are made in the order of time, more or
/// less, so what lies between them is little more than the page; where they are not, it is more
/// rows and the same answer.
#[derive(Debug, Clone, Copy)]
struct Span {
    log: LogId,
    entries: [EntryId; 2],
    records: [RecordId; 2],
}

impl Span {
    fn of(entries: &[StoredEntry]) -> Option<Self> {
        let first = entries.first()?;
        let mut span =
            Self { log: first.log, entries: [first.entry; 2], records: [first.record; 2] };
        for it in entries {
            span.entries = widened(span.entries, it.entry);
            span.records = widened(span.records, it.record);
        }
        Some(span)
    }

    fn has_record(&self, log: LogId, record: RecordId) -> bool {
        self.log == log && self.records[0] <= record && record <= self.records[1]
    }

    fn has_entry(&self, log: LogId, entry: EntryId) -> bool {
        self.log == log && self.entries[0] <= entry && entry <= self.entries[1]
    }
}

fn widened<T: Ord + Copy>([first, last]: [T; 2], it: T) -> [T; 2] {
    [first.min(it), last.max(it)]
}

/// What stands beside the entries of one page, as far as it was asked for.
#[derive(Debug, Default)]
pub(super) struct Beside {
    spans: Vec<Span>,
    amendments: HashMap<(LogId, RecordId), Vec<(u64, u16)>>,
    confirmations: HashMap<(LogId, EntryId), Vec<(Author, Timestamp)>>,
    released: HashMap<(LogId, RecordId), Vec<ReleaseTo>>,
    marks: HashMap<(LogId, PersonId), u64>,
    readers: HashMap<LogId, Vec<(PersonId, u64)>>,
}

impl Beside {
    /// Asks for everything beside these entries, which are of one log.
    pub(super) fn prepare(&mut self, conn: &mut Conn, entries: &[StoredEntry]) -> Result<()> {
        let Some(span) = Span::of(entries) else { return Ok(()) };
        // What was found for an earlier span would be found again.
        self.forget(&span);
        let log = span.log;
        for (record, sequence, kind) in notebook::amendments_between(conn, log, span.records)? {
            self.amendments.entry((log, record)).or_default().push((sequence, kind));
        }
        for (entry, author, at) in notebook::confirmations_between(conn, log, span.entries)? {
            self.confirmations.entry((log, entry)).or_default().push((author, at));
        }
        for (record, classes) in notebook::released_between(conn, log, span.records)? {
            self.released.insert((log, record), classes);
        }
        self.spans.push(span);
        Ok(())
    }

    fn forget(&mut self, span: &Span) {
        self.amendments.retain(|(log, record), _| !span.has_record(*log, *record));
        self.confirmations.retain(|(log, entry), _| !span.has_entry(*log, *entry));
    }

    /// What amended a record, oldest first: sequence and kind.
    pub(super) fn amendments(
        &self,
        conn: &mut Conn,
        log: LogId,
        record: RecordId,
    ) -> Result<Vec<(u64, u16)>> {
        if self.spans.iter().any(|span| span.has_record(log, record)) {
            return Ok(self.amendments.get(&(log, record)).cloned().unwrap_or_default());
        }
        notebook::amendments(conn, log, record)
    }

    /// Who confirmed an entry, and when, oldest first.
    pub(super) fn confirmations(
        &self,
        conn: &mut Conn,
        log: LogId,
        entry: EntryId,
    ) -> Result<Vec<(Author, Timestamp)>> {
        if self.spans.iter().any(|span| span.has_entry(log, entry)) {
            return Ok(self.confirmations.get(&(log, entry)).cloned().unwrap_or_default());
        }
        notebook::confirmations(conn, log, entry)
    }

    /// To whom a record was released.
    pub(super) fn released(
        &self,
        conn: &mut Conn,
        log: LogId,
        record: RecordId,
    ) -> Result<Vec<ReleaseTo>> {
        if self.spans.iter().any(|span| span.has_record(log, record)) {
            return Ok(self.released.get(&(log, record)).cloned().unwrap_or_default());
        }
        notebook::released(conn, log, record)
    }

    /// How far a reader has opened a log.
    pub(super) fn mark(&mut self, conn: &mut Conn, reader: PersonId, log: LogId) -> Result<u64> {
        if let Some(everybody) = self.readers.get(&log) {
            let own = everybody.iter().find(|(person, _)| *person == reader);
            return Ok(own.map_or(0, |(_, sequence)| *sequence));
        }
        match self.marks.entry((log, reader)) {
            Entry::Occupied(known) => Ok(*known.get()),
            Entry::Vacant(unknown) => {
                Ok(*unknown.insert(notebook::mark(conn, reader, log)?.sequence))
            }
        }
    }

    /// How far everybody has read a log.
    pub(super) fn readers(&mut self, conn: &mut Conn, log: LogId) -> Result<&[(PersonId, u64)]> {
        match self.readers.entry(log) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => Ok(unknown.insert(notebook::readers(conn, log)?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> RecordId {
        RecordId::from_bytes([n; 16])
    }

    #[test]
    fn a_span_holds_what_lies_between_and_nothing_of_another_log() {
        let (log, other) = (LogId::from_bytes([1; 16]), LogId::from_bytes([2; 16]));
        let entry = |n| EntryId::from_bytes([n; 16]);
        let span =
            Span { log, entries: [entry(3), entry(5)], records: widened([id(5), id(5)], id(3)) };
        assert!([3, 4, 5].into_iter().all(|n| span.has_record(log, id(n))));
        assert!(!span.has_record(log, id(2)) && !span.has_record(log, id(6)));
        assert!(!span.has_record(other, id(4)));
        assert!(span.has_entry(log, entry(4)) && !span.has_entry(other, entry(4)));
        assert!(!span.has_entry(log, entry(9)));
        assert!(Span::of(&[]).is_none());
    }
}
