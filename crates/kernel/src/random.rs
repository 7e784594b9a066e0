//! Randomness enters here and nowhere else.

use std::sync::Mutex;

use sha2::{Digest, Sha256};

/// Where keys, identifiers and tokens come from.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's random source.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system")]
    /// # Panics
    /// When the operating system has no random source: nothing safe can be done then.
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// A repeatable stream for tests and for the demo region's identifiers. Never for keys that
/// guard a real person: whoever knows the seed knows the stream.
#[derive(Debug)]
pub struct SeededRandom(Mutex<(u64, u64)>);

impl SeededRandom {
    /// The stream of `seed`: SHA-256 over seed and a running number.
    pub const fn new(seed: u64) -> Self {
        Self(Mutex::new((seed, 0)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(state.0.to_be_bytes());
            hash.update(state.1.to_be_bytes());
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
            state.1 += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_its_stream_again() {
        let draw = |seed| {
            let mut bytes = [0; 40];
            SeededRandom::new(seed).fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
    }

    #[test]
    fn the_system_does_not_repeat_itself() {
        let (mut a, mut b) = ([0; 32], [0; 32]);
        SystemRandom.fill(&mut a);
        SystemRandom.fill(&mut b);
        assert_ne!(a, b);
    }

    /// The stream does not depend on how many bytes are drawn at once, but each drawing begins a
    /// new block of it.
    #[test]
    fn a_long_drawing_is_made_of_the_blocks_of_short_ones() {
        for length in [1, 31, 32, 33, 64, 65, 100] {
            let mut long = vec![0; length];
            SeededRandom::new(7).fill(&mut long);
            let short = SeededRandom::new(7);
            for block in long.chunks(32) {
                let mut drawn = [0; 32];
                short.fill(&mut drawn);
                assert_eq!(block, &drawn[..block.len()], "{length}");
            }
        }
    }

    #[test]
    fn blocks_of_a_stream_do_not_repeat() {
        let random = SeededRandom::new(11);
        let mut seen = std::collections::HashSet::new();
        for _ in 0..1_000 {
            let mut drawn = [0; 16];
            random.fill(&mut drawn);
            assert!(seen.insert(drawn));
        }
        random.fill(&mut []);
    }
}
