//! Opaque cursors: how far each log was read, sealed, so that a cursor tells nobody how many logs
//! there are and cannot be made up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tasuki_kernel::{Code, LogId, Problem, Random, Result};

use crate::state_key::StateKey;

/// A place in each log of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Positions(pub Vec<(LogId, u64)>);

impl Positions {
    /// The place in one log.
    pub fn of(&self, log: LogId) -> Option<u64> {
        self.0.iter().find(|(it, _)| *it == log).map(|(_, sequence)| *sequence)
    }

    /// Sets the place in one log.
    pub fn set(&mut self, log: LogId, sequence: u64) {
        match self.0.iter_mut().find(|(it, _)| *it == log) {
            Some((_, place)) => *place = sequence,
            None => self.0.push((log, sequence)),
        }
    }
}

/// What a cursor is for; one kind cannot be used as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CursorKind {
    /// Reading back: entries before these places.
    Before,
    /// Reading on: entries after these places.
    Newer,
    /// A live stream: entries after these places.
    After,
}

impl CursorKind {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Before => b"tasuki/cursor/before\x01",
            Self::Newer => b"tasuki/cursor/newer\x01",
            Self::After => b"tasuki/cursor/after\x01",
        }
    }
}

/// The region's key for cursors.
pub struct CursorKey(StateKey);

const PLACE: usize = 24;

impl CursorKey {
    /// The key of these bytes.
    pub fn new(bytes: &[u8; 32]) -> Self {
        Self(StateKey::new(bytes))
    }

    /// Seals places, for a reader whom nobody else may stand in for.
    pub fn seal(
        &self,
        random: &dyn Random,
        kind: CursorKind,
        reader: &[u8],
        positions: &Positions,
    ) -> String {
        let mut plain = Vec::with_capacity(positions.0.len() * PLACE);
        for (log, sequence) in &positions.0 {
            plain.extend_from_slice(log.as_bytes());
            plain.extend_from_slice(&sequence.to_be_bytes());
        }
        // All cursors of up to four logs are of one length: the length must not count logs.
        while plain.len() < 4 * PLACE {
            plain.extend_from_slice(&[0; PLACE]);
        }
        URL_SAFE_NO_PAD.encode(self.seal_bytes(random, &[kind.label(), reader].concat(), &plain))
    }

    /// Seals bytes that come back later, for one use.
    pub(crate) fn seal_bytes(&self, random: &dyn Random, used: &[u8], plain: &[u8]) -> Vec<u8> {
        self.0.seal(random, &[used], plain)
    }

    /// Opens what was sealed here for this use; none for anything else.
    pub(crate) fn open_bytes(&self, used: &[u8], bytes: &[u8]) -> Option<Vec<u8>> {
        self.0.open(&[used], bytes).map(|it| it.to_vec())
    }

    /// Opens a cursor.
    ///
    /// # Errors
    /// `BadCursor` when it is not one that was sealed here, for this reader and this use.
    pub fn open(&self, kind: CursorKind, reader: &[u8], text: &str) -> Result<Positions> {
        let bad = || Problem::new(Code::BadCursor, "this cursor was not made here for this use");
        if text.len() > 16_384 {
            return Err(bad());
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| bad())?;
        let plain = self.open_bytes(&[kind.label(), reader].concat(), &bytes).ok_or_else(bad)?;
        let mut positions = Positions::default();
        for place in plain.chunks_exact(PLACE) {
            let (log, sequence) = place.split_at(16);
            let sequence = sequence.try_into().map_err(|_| bad())?;
            if log != [0; 16] {
                let log = LogId::from_slice(log).map_err(|_| bad())?;
                positions.set(log, u64::from_be_bytes(sequence));
            }
        }
        Ok(positions)
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::SystemRandom;

    use super::*;

    fn positions(n: u8) -> Positions {
        Positions((1..=n).map(|i| (LogId::from_bytes([i; 16]), u64::from(i))).collect())
    }

    #[test]
    fn a_cursor_opens_for_its_reader_and_use_only() {
        let key = CursorKey::new(&[7; 32]);
        let cursor = key.seal(&SystemRandom, CursorKind::Before, b"a", &positions(2));
        assert_eq!(key.open(CursorKind::Before, b"a", &cursor), Ok(positions(2)));
        assert!(key.open(CursorKind::After, b"a", &cursor).is_err());
        assert!(key.open(CursorKind::Before, b"b", &cursor).is_err());
        assert!(CursorKey::new(&[8; 32]).open(CursorKind::Before, b"a", &cursor).is_err());
        for broken in ["", "x", "AAAA", &cursor[1..]] {
            let problem = key.open(CursorKind::Before, b"a", broken).unwrap_err();
            assert_eq!(problem.code, Code::BadCursor);
        }
    }

    #[test]
    fn the_length_does_not_count_logs() {
        let key = CursorKey::new(&[7; 32]);
        let length = |n| key.seal(&SystemRandom, CursorKind::After, b"a", &positions(n)).len();
        assert_eq!(length(1), length(4));
    }
}
