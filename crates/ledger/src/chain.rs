//! The chain of one log: how an entry is put at its end, and how a reader finds what was changed.

use std::collections::{BTreeMap, HashSet};

use tasuki_kernel::{EntryId, LogId, RegionId, Timestamp};

use crate::{Author, Damage, Finding, Hash, Header, KeyId, Leaf, head};

/// The end of a log: all that is needed to append to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// The log.
    pub log: LogId,
    /// The number of its last entry; 0 when it has none.
    pub sequence: u64,
    /// The head after its last entry; zeros when it has none.
    pub head: Hash,
    /// When its last entry was received; the beginning of time when it has none.
    pub received: Timestamp,
}

/// An entry that has not got its place yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draft {
    /// The region whose tree and keys the log is under.
    pub origin: RegionId,
    /// The id that the writer's device gave it.
    pub entry: EntryId,
    /// Who wrote it.
    pub author: Author,
    /// The id of the key of its body.
    pub key: KeyId,
    /// SHA-256 of its sealed body.
    pub body: Hash,
}

impl Chain {
    /// A log without entries.
    pub const fn new(log: LogId) -> Self {
        Self { log, sequence: 0, head: Hash::ZERO, received: Timestamp::from_micros(i64::MIN) }
    }

    /// Gives `draft` the next place. The time received is `now`, or the last entry's when the
    /// clock stands before it. Returns the header and the bytes that are stored and hashed.
    pub fn append(&mut self, draft: &Draft, now: Timestamp) -> (Header, [u8; Header::LEN]) {
        let header = Header {
            origin: draft.origin,
            log: self.log,
            sequence: self.sequence + 1,
            entry: draft.entry,
            author: draft.author,
            key: draft.key,
            received: now.max(self.received),
            previous: self.head,
            body: draft.body,
        };
        let bytes = header.encode();
        self.sequence = header.sequence;
        self.received = header.received;
        self.head = head(&bytes);
        (header, bytes)
    }

    /// The tree's leaf for the last entry.
    pub const fn leaf(&self) -> Leaf {
        Leaf { log: self.log, sequence: self.sequence, head: self.head }
    }
}

/// Reads a log from its first entry and names every place where it is not what was chained.
///
/// After a finding it goes on from what it read, so that one damage is not reported again for
/// every entry that follows.
#[derive(Debug)]
pub struct ChainCheck {
    log: LogId,
    sequence: u64,
    /// The head after the last entry; unknown after one that could not be read.
    head: Option<Hash>,
    received: Timestamp,
    seen: Seen,
    known: BTreeMap<u64, Hash>,
}

impl ChainCheck {
    /// A check of `log` from its beginning.
    pub fn new(log: LogId) -> Self {
        Self {
            log,
            sequence: 0,
            head: Some(Hash::ZERO),
            received: Timestamp::from_micros(i64::MIN),
            seen: Seen::default(),
            known: BTreeMap::new(),
        }
    }

    /// A head known from elsewhere (a device, the tree, a citing log), to be met on the way.
    /// Leaves of other logs are passed over.
    pub fn expect(&mut self, leaf: &Leaf) {
        if leaf.log == self.log {
            self.known.insert(leaf.sequence, leaf.head);
        }
    }

    /// The number of the last entry that was read.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The head after the last entry, when that could be read.
    pub const fn head(&self) -> Option<Hash> {
        self.head
    }

    /// Checks the next stored entry. No findings: it is the one that was chained.
    pub fn next(&mut self, header_bytes: &[u8], sealed_body: &[u8]) -> Vec<Finding> {
        self.read(header_bytes, sealed_body).1
    }

    /// The same, and what its header says when it is one of this log.
    pub fn read(
        &mut self,
        header_bytes: &[u8],
        sealed_body: &[u8],
    ) -> (Option<Header>, Vec<Finding>) {
        let header = match Header::decode(header_bytes) {
            Ok(header) if header.log == self.log => header,
            Ok(header) => return (None, self.skip(Damage::WrongLog { found: header.log })),
            Err(malformed) => {
                return (None, self.skip(Damage::HeaderMalformed { why: malformed.why }));
            }
        };
        let mut damages = self.compare(&header);
        if Hash::of(sealed_body) != header.body {
            damages.push(Damage::BodyMismatch);
        }
        let head = head(header_bytes);
        if self.known.remove(&header.sequence).is_some_and(|known| known != head) {
            damages.push(Damage::HeadMismatch);
        }
        self.sequence = header.sequence;
        self.head = Some(head);
        self.received = self.received.max(header.received);
        let place = |damage| Finding::in_entry(self.log, header.sequence, header.entry, damage);
        let findings = damages.into_iter().map(place).collect();
        (Some(header), findings)
    }

    fn compare(&mut self, header: &Header) -> Vec<Damage> {
        let mut damages = Vec::new();
        let expected = self.sequence.saturating_add(1);
        if header.sequence != expected {
            // Its "previous" cannot be compared either: that is the same damage.
            damages.push(Damage::SequenceGap { expected, found: header.sequence });
        } else if self.head.is_some_and(|head| head != header.previous) {
            damages.push(Damage::PreviousMismatch);
        }
        if header.received < self.received {
            damages.push(Damage::ReceivedBackwards);
        }
        if !self.seen.insert(header.entry) {
            damages.push(Damage::EntryRepeated);
        }
        damages
    }

    /// An entry that cannot be used stands in a place that is counted all the same.
    fn skip(&mut self, damage: Damage) -> Vec<Finding> {
        self.sequence = self.sequence.saturating_add(1);
        self.head = None;
        let sequence = Some(self.sequence);
        vec![Finding { log: Some(self.log), sequence, entry: None, damage }]
    }

    /// Ends the check. `end` is the recorded end of the log, when there is one: the log must stop
    /// exactly there. Heads given to [`ChainCheck::expect`] and never met are truncations.
    pub fn finish(self, end: Option<&Leaf>) -> Vec<Finding> {
        let found = self.sequence;
        let mut findings = Vec::new();
        let mut report = |sequence, damage| {
            findings.push(Finding { log: Some(self.log), sequence, entry: None, damage });
        };
        let end = end.filter(|end| end.log == self.log);
        if let Some(end) = end {
            let expected = end.sequence;
            if expected < found {
                report(None, Damage::BeyondEnd { expected, found });
            } else if expected > found {
                report(None, Damage::Truncated { expected, found });
            } else if self.head.is_some_and(|head| head != end.head) {
                report(Some(found), Damage::HeadMismatch);
            }
        }
        let told = end.map_or(0, |end| end.sequence);
        let beyond = self.known.last_key_value().filter(|(known, _)| **known > found.max(told));
        if let Some((&expected, _)) = beyond {
            report(None, Damage::Truncated { expected, found });
        }
        findings
    }
}

/// The ids met in one log. They are nearly always made in the order of time: one that is greater
/// than all in the row is new and goes to its end, the others are few.
#[derive(Debug, Default)]
struct Seen {
    rising: Vec<EntryId>,
    others: HashSet<EntryId>,
}

impl Seen {
    /// Takes note of an id; false when it was there before.
    fn insert(&mut self, id: EntryId) -> bool {
        if self.rising.last().is_none_or(|last| *last < id) {
            self.rising.push(id);
            return true;
        }
        self.rising.binary_search(&id).is_err() && self.others.insert(id)
    }
}

#[cfg(test)]
#[path = "chain_tests.rs"]
mod tests;
