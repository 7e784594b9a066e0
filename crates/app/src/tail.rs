//! The end of each log, opened: what the list of notebooks is made of without reading a log anew
//! for every visit.
//!
//! Kept in bounded memory are facts that follow from a log's entries alone, up to a sequence and
//! under a wrap key; a log that has moved on is read on from there, one whose keys were replaced
//! (after a destruction) is read anew. Who may see any of it is asked of policy each time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tasuki_domain::content::{Content, Note};
use tasuki_domain::importance::Importance;
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::EntryFacts;
use tasuki_kernel::{EntryId, LogId, PersonId, Result, Timestamp};
use tasuki_ledger::{Author, KeyId};
use tasuki_store::Conn;
use tasuki_store::log::{self, LogPurpose, LogRow, StoredEntry};
use tasuki_store::notebook;

use crate::opened::Opened;
use crate::{App, actor};

/// Notes at the end of a log that are kept whatever they are.
pub(crate) const NEWEST: usize = 20;
/// Days for which a note that waits for somebody is kept.
pub(crate) const WAITING_DAYS: i64 = 14;
/// Entries looked at from the end of a log at most.
const DEPTH: u64 = 400;
/// Logs kept at most; one that is read again comes back.
const KEPT: usize = 4096;

/// A note near the end of a log.
#[derive(Debug, Clone)]
pub(crate) struct Recent {
    pub(crate) entry: EntryId,
    pub(crate) sequence: u64,
    pub(crate) received: Timestamp,
    pub(crate) importance: Importance,
    pub(crate) author: Author,
    /// What policy asks.
    pub(crate) facts: EntryFacts,
    /// The note in its newest version.
    pub(crate) note: Note,
    /// Taken back, or under the wrong patient.
    pub(crate) ended: bool,
    /// Who wrote what it answers.
    pub(crate) answers: Vec<PersonId>,
    /// Who has confirmed it.
    pub(crate) confirmed: Vec<PersonId>,
}

/// The end of one log.
#[derive(Debug, Clone)]
pub(crate) struct Tail {
    upto: u64,
    wrap_key: KeyId,
    /// Every note from this sequence on is in `notes`.
    pub(crate) whole_from: u64,
    /// Newest first.
    pub(crate) notes: Vec<Recent>,
    basics: Option<(u64, Arc<Opened>)>,
}

/// The ends of logs that this process has opened.
#[derive(Default)]
pub(crate) struct Tails(Mutex<HashMap<LogId, Arc<Tail>>>);

impl Tails {
    fn get(&self, log: LogId) -> Option<Arc<Tail>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&log).cloned()
    }

    fn keep(&self, log: LogId, tail: &Arc<Tail>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(log, Arc::clone(tail));
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl App {
    /// The end of a log as its row says it stands.
    pub(crate) fn tail(&self, conn: &mut Conn, row: &LogRow) -> Result<Arc<Tail>> {
        let kept = self.tails.get(row.id).filter(|it| it.wrap_key == row.wrap_key);
        if let Some(kept) = &kept
            && kept.upto == row.sequence
        {
            return Ok(Arc::clone(kept));
        }
        let tail = match kept {
            Some(kept) if kept.upto < row.sequence => self.read_on(conn, row, &kept)?,
            _ => None,
        };
        let tail = Arc::new(match tail {
            Some(tail) => tail,
            None => self.read_tail(conn, row)?,
        });
        self.tails.keep(row.id, &tail);
        Ok(tail)
    }

    /// What came since; none when it changes what was there before, or is too much.
    fn read_on(&self, conn: &mut Conn, row: &LogRow, kept: &Tail) -> Result<Option<Tail>> {
        let fresh = log::entries_from(conn, row.id, kept.upto + 1, DEPTH)?;
        let fresh: Vec<_> = fresh.into_iter().filter(|it| it.sequence <= row.sequence).collect();
        if kept.upto + fresh.len() as u64 != row.sequence {
            return Ok(None);
        }
        let mut tail = Tail { upto: row.sequence, ..kept.clone() };
        for stored in &fresh {
            let opened = self.open_entry(row.vault, stored)?;
            match &opened.content {
                Some(Content::Note(note)) if opened.supersedes.is_none() => {
                    let recent = recent(conn, row, &opened, note.clone())?;
                    tail.notes.insert(0, recent);
                }
                Some(Content::Confirmation(it)) => {
                    let by = actor::person_behind(conn, &opened.author)?;
                    if let Some(found) = tail.notes.iter_mut().find(|note| note.entry == it.of) {
                        found.confirmed.extend(by);
                    }
                }
                None | Some(Content::Release(_)) => return Ok(None),
                Some(_) if opened.supersedes.is_some() => return Ok(None),
                Some(_) => {}
            }
        }
        tail.prune(row, self.clock.now());
        Ok(Some(tail))
    }

    fn read_tail(&self, conn: &mut Conn, row: &LogRow) -> Result<Tail> {
        let now = self.clock.now();
        let mut tail = Tail {
            upto: row.sequence,
            wrap_key: row.wrap_key,
            whole_from: 1,
            notes: Vec::new(),
            basics: None,
        };
        let mut before = row.sequence + 1;
        while before > 1 {
            let page = log::entries_before(conn, row.id, before, 50)?;
            let Some(last) = page.last() else { break };
            before = last.sequence;
            let done = row.sequence - before >= DEPTH;
            for stored in &page {
                tail.notes.extend(self.recent_of(conn, row, stored)?);
            }
            let old = tail.notes.last().is_some_and(|it| is_old(it.received, now));
            if done || (old && tail.notes.len() >= NEWEST) {
                tail.whole_from = before;
                break;
            }
        }
        tail.prune(row, now);
        Ok(tail)
    }

    fn recent_of(
        &self,
        conn: &mut Conn,
        row: &LogRow,
        stored: &StoredEntry,
    ) -> Result<Option<Recent>> {
        let opened = self.open_entry(row.vault, stored)?;
        let Some(Content::Note(first)) = &opened.content else { return Ok(None) };
        if opened.supersedes.is_some() {
            return Ok(None);
        }
        let mut found = recent(conn, row, &opened, first.clone())?;
        for (sequence, _) in notebook::amendments(conn, row.id, opened.record)? {
            if let Some(stored) = log::entries_from(conn, row.id, sequence, 1)?.pop() {
                match &self.open_entry(row.vault, &stored)?.content {
                    Some(Content::Note(newer)) => found.note = newer.clone(),
                    Some(Content::Withdrawal(_)) => found.ended = true,
                    Some(Content::Misfiled(_)) => {
                        found.ended = true;
                        found.facts.misfiled = true;
                    }
                    _ => {}
                }
            }
        }
        for (author, _) in notebook::confirmations(conn, row.id, opened.entry)? {
            found.confirmed.extend(actor::person_behind(conn, &author)?);
        }
        Ok(Some(found))
    }

    /// The basics that stand at `sequence` of a log whose end is kept.
    pub(crate) fn basics_at(
        &self,
        conn: &mut Conn,
        row: &LogRow,
        sequence: u64,
    ) -> Result<Option<Patient>> {
        let tail = self.tail(conn, row)?;
        let opened = match &tail.basics {
            Some((at, opened)) if *at == sequence => Arc::clone(opened),
            _ => {
                let Some(stored) = log::entries_from(conn, row.id, sequence, 1)?.pop() else {
                    return Ok(None);
                };
                let opened = self.open_entry(row.vault, &stored)?;
                let basics = Some((sequence, Arc::clone(&opened)));
                self.tails.keep(row.id, &Arc::new(Tail { basics, ..(*tail).clone() }));
                opened
            }
        };
        match &opened.content {
            Some(Content::Patient(patient)) => Ok(Some((**patient).clone())),
            _ => Ok(None),
        }
    }
}

fn is_old(at: Timestamp, now: Timestamp) -> bool {
    now.seconds_since(at) > WAITING_DAYS * 86_400
}

fn recent(conn: &mut Conn, row: &LogRow, opened: &Opened, note: Note) -> Result<Recent> {
    let author = actor::author_person(conn, opened)?;
    let released = notebook::released(conn, opened.log, opened.record)?;
    let facts = actor::entry_facts(opened, author, false, released);
    let mut answers = Vec::new();
    if let (Some(id), Some(room)) = (note.answers, row.room) {
        for author in notebook::authors_in_room(conn, room, id)? {
            answers.extend(actor::person_behind(conn, &author)?);
        }
    }
    Ok(Recent {
        entry: opened.entry,
        sequence: opened.sequence,
        received: opened.received,
        importance: opened.importance,
        author: opened.author,
        facts,
        note,
        ended: false,
        answers,
        confirmed: Vec::new(),
    })
}

impl Tail {
    /// Keeps the newest notes, and those that may wait for somebody.
    fn prune(&mut self, row: &LogRow, now: Timestamp) {
        let delivery = row.purpose == LogPurpose::Delivery;
        let mut at = 0;
        let mut dropped = 0;
        self.notes.retain(|it| {
            at += 1;
            let waits = it.importance == Importance::Urgent || delivery || !it.answers.is_empty();
            let keep = at <= NEWEST || (waits && !is_old(it.received, now));
            if !keep && dropped == 0 {
                dropped = it.sequence;
            }
            keep
        });
        if dropped > 0 {
            self.whole_from = self.whole_from.max(dropped + 1);
        }
    }
}
