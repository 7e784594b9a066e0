//! バイタル as one reader sees them: each value with its mark and with the value before it.
//!
//! The value before is looked for in what this reader may see, entry by entry through policy, and
//! for a bounded stretch back: no list of values lies anywhere outside the sealed entries.

use std::collections::HashMap;

use tasuki_domain::content::{Content, Note, Touched};
use tasuki_domain::patient::Patient;
use tasuki_domain::policy::Action;
use tasuki_domain::vital::{Mark, Vital, VitalKind};
use tasuki_kernel::{EntryId, LogId, Result, Timestamp};
use tasuki_store::Conn;
use tasuki_store::log::{self, StoredEntry};

use crate::opened::Opened;
use crate::room::{ReadableLog, Room};
use crate::standing::newest_note;

/// A measured value as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What was measured.
    pub vital: Vital,
    /// Whether it is out of range: by the limits that the team has set, else by the usual ones.
    pub mark: Option<Mark>,
    /// The value of the same kind that was measured before.
    pub previous: Option<Vital>,
}

/// Entries of one log looked at for earlier values at most.
const LOOK_BACK: u64 = 128;
/// Entries read at once.
const STEP: u64 = 32;

/// When something was measured, and where it stands: one order for entries of all logs.
type When = (Timestamp, Timestamp, LogId, u64);

/// An entry that holds values which the reader may see, as they stand after corrections.
#[derive(Debug, Clone)]
struct Measured {
    when: When,
    vitals: Vec<Vital>,
}

impl Measured {
    /// Its place among what was received.
    fn place(&self) -> (Timestamp, LogId, u64) {
        (self.when.1, self.when.2, self.when.3)
    }
}

/// One log on its way back in time.
#[derive(Debug)]
struct Trail {
    /// The number from which it was begun.
    begun: u64,
    /// The lowest number looked at.
    reached: u64,
    /// When it was received: what lies further back was measured before.
    since: Timestamp,
    found: Vec<Measured>,
    seen: Vec<EntryId>,
    exhausted: bool,
}

/// What was found while one page was put together.
#[derive(Debug, Default)]
pub(crate) struct Recall {
    trails: HashMap<LogId, Trail>,
    patient: Option<Patient>,
    asked: bool,
}

/// When what an entry tells of was measured.
fn when(opened: &Opened) -> When {
    let at = opened.happened.unwrap_or(opened.received);
    (at, opened.received, opened.log, opened.sequence)
}

impl Recall {
    fn patient(&mut self, conn: &mut Conn, room: &Room) -> Result<Option<&Patient>> {
        if !self.asked {
            let row = room.place.notebook.as_ref();
            self.patient = row.map(|row| room.app.basics(conn, row)).transpose()?.flatten();
            self.asked = true;
        }
        Ok(self.patient.as_ref())
    }
}

/// From where on values of a kind are low and from where on high, in thousandths of the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The kind.
    pub kind: VitalKind,
    /// Values under this are low.
    pub low: Option<i64>,
    /// Values from this on are high.
    pub high: Option<i64>,
}

impl Room {
    /// For somebody who is about to measure: the newest value of each kind that this reader may
    /// see, and what is out of range for this patient. The reading is recorded first.
    pub async fn last_measured(&self) -> Result<(Vec<Vital>, Vec<Bounds>)> {
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let mut recall = Recall::default();
                let end = Timestamp::from_micros(i64::MAX);
                let from = (end, end, LogId::from_bytes([0xff; 16]), u64::MAX);
                let codes: Vec<&str> = VitalKind::ALL.iter().map(|it| it.loinc()).collect();
                let found = room.before(conn, &mut recall, from, &codes)?;
                let patient = recall.patient(conn, &room)?;
                let age = patient.map_or(i16::MAX, |it| it.birth.age_at(room.now));
                let limits = patient.map_or(&[][..], |it| it.limits.as_slice());
                let bounds = VitalKind::ALL.iter().map(|kind| {
                    let (low, high) = kind.bounds(limits, age);
                    Bounds { kind: *kind, low, high }
                });
                Ok((found.into_iter().flatten().collect(), bounds.collect()))
            })
            .await
    }

    /// The values of a note with their marks, and with the values before them where `look_back`.
    pub(crate) fn readings(
        &self,
        conn: &mut Conn,
        recall: &mut Recall,
        (opened, note): (&Opened, &Note),
        look_back: bool,
    ) -> Result<Vec<Reading>> {
        if note.vitals.is_empty() {
            return Ok(Vec::new());
        }
        let at = opened.happened.unwrap_or(opened.received);
        let patient = recall.patient(conn, self)?;
        let mark = |vital: &Vital| {
            // An adult where nobody is named: the usual limits.
            let age = patient.map_or(i16::MAX, |it| it.birth.age_at(at));
            vital.mark(patient.map_or(&[], |it| it.limits.as_slice()), age)
        };
        let reading =
            |vital: &Vital| Reading { vital: vital.clone(), mark: mark(vital), previous: None };
        let mut readings: Vec<Reading> = note.vitals.iter().map(reading).collect();
        if look_back {
            let wanted: Vec<&str> = note.vitals.iter().map(|it| it.code.as_str()).collect();
            let found = self.before(conn, recall, when(opened), &wanted)?;
            for (reading, previous) in readings.iter_mut().zip(found) {
                reading.previous = previous;
            }
        }
        Ok(readings)
    }

    /// The newest values of these kinds that were measured before `from`.
    fn before(
        &self,
        conn: &mut Conn,
        recall: &mut Recall,
        from: When,
        wanted: &[&str],
    ) -> Result<Vec<Option<Vital>>> {
        for log in &self.logs {
            self.follow(conn, recall, log, (from, wanted))?;
        }
        let earlier = || {
            let logs = self.logs.iter().filter_map(|it| recall.trails.get(&it.row.id));
            logs.flat_map(|trail| &trail.found).filter(move |it| precedes(it, from))
        };
        let newest = |code: &&str| {
            let holders = earlier().filter_map(|it| {
                it.vitals.iter().find(|vital| vital.code == **code).map(|vital| (it.when, vital))
            });
            holders.max_by_key(|(when, _)| *when).map(|(_, vital)| vital.clone())
        };
        Ok(wanted.iter().map(newest).collect())
    }

    /// Goes back along one log until all kinds are found or it has looked far enough.
    fn follow(
        &self,
        conn: &mut Conn,
        recall: &mut Recall,
        log: &ReadableLog,
        (from, wanted): (When, &[&str]),
    ) -> Result<()> {
        let start = if from.2 == log.row.id { from.3 } else { end_at(conn, log, from.1)? };
        let trail = recall.trails.remove(&log.row.id).filter(|it| it.begun >= start);
        let mut trail = trail.unwrap_or_else(|| Trail {
            begun: start,
            reached: start,
            since: Timestamp::from_micros(i64::MAX),
            found: Vec::new(),
            seen: Vec::new(),
            exhausted: false,
        });
        let complete = |trail: &Trail| {
            // Something written late may tell of a time before what lies further back.
            let newest = |it: &&Measured| precedes(it, from) && it.when.0 >= trail.since;
            let earlier: Vec<&Measured> = trail.found.iter().filter(newest).collect();
            wanted.iter().all(|code| {
                earlier.iter().any(|it| it.vitals.iter().any(|vital| vital.code == **code))
            })
        };
        let lowest = start.saturating_sub(LOOK_BACK);
        while !trail.exhausted && trail.reached > lowest && !complete(&trail) {
            let entries = log::entries_before(conn, log.row.id, trail.reached, STEP)?;
            trail.exhausted = (entries.len() as u64) < STEP;
            for stored in entries {
                (trail.reached, trail.since) = (stored.sequence, stored.received);
                self.visit(conn, log, &stored, &mut trail)?;
            }
        }
        recall.trails.insert(log.row.id, trail);
        Ok(())
    }

    /// Takes up what one entry holds, if this reader may see it and it still stands.
    fn visit(
        &self,
        conn: &mut Conn,
        log: &ReadableLog,
        stored: &StoredEntry,
        trail: &mut Trail,
    ) -> Result<()> {
        let opened = self.app.open_entry(log.row.vault, stored)?;
        let Some(Content::Note(note)) = &opened.content else { return Ok(()) };
        if note.vitals.is_empty() {
            return Ok(());
        }
        // A correction speaks for the entry that it corrects.
        let first = match opened.supersedes {
            Some(of) => match log::entry(conn, log.row.id, of)? {
                Some(stored) => self.app.open_entry(log.row.vault, &stored)?,
                None => return Ok(()),
            },
            None => opened,
        };
        if trail.seen.contains(&first.entry) {
            return Ok(());
        }
        trail.seen.push(first.entry);
        let standing = Self::standing(conn, &first)?;
        if standing.has_ended() || !self.allows(log, &standing, Action::Read) {
            return Ok(());
        }
        let newest = newest_note(conn, self, log.row.vault, (&first, &standing.changes))?;
        let vitals = newest.map(|it| it.vitals).unwrap_or_default();
        trail.found.push(Measured { when: when(&first), vitals });
        Ok(())
    }
}

/// Whether something was measured, and was there to be seen, before.
fn precedes(it: &Measured, from: When) -> bool {
    it.when < from && it.place() < (from.1, from.2, from.3)
}

/// The number of the first entry of a log that was received after `at`; one after the last when
/// there is none. Times of one log never go back.
fn end_at(conn: &mut Conn, log: &ReadableLog, at: Timestamp) -> Result<u64> {
    let (mut low, mut high) = (1, log.row.sequence + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let stored = log::entries_from(conn, log.row.id, middle, 1)?.pop();
        match stored {
            Some(stored) if stored.received <= at => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}
