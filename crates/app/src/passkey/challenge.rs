//! Challenges: made without keeping anything, so that a stranger who asks for one writes nothing.
//! A challenge holds its own end and is sealed for what it is asked and for whom; that it was
//! answered is kept together with what the answer brought about.

use sha2::{Digest, Sha256};
use tasuki_kernel::Timestamp;

use crate::App;

/// Seconds in which a challenge can be answered.
pub const VALID: i64 = 300;

/// Random bytes in it, beside those that its seal adds.
const RANDOM: usize = 16;

/// What a challenge asks for; an answer to one is none to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To make a passkey.
    Make,
    /// To sign in with one.
    SignIn,
    /// To open a locked session with one.
    Unlock,
}

impl Asked {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Make => b"tasuki/passkey/make\x01",
            Self::SignIn => b"tasuki/passkey/sign-in\x01",
            Self::Unlock => b"tasuki/passkey/unlock\x01",
        }
    }
}

/// The name under which an answered challenge is kept.
pub(crate) fn digest(challenge: &[u8]) -> [u8; 32] {
    Sha256::digest(challenge).into()
}

impl App {
    /// A new challenge, for whoever shows `bound` when it is answered: a cookie, or a session's id.
    pub(crate) fn new_challenge(&self, asked: Asked, bound: &[u8]) -> Vec<u8> {
        let end = self.clock.now().plus_seconds(VALID);
        let mut random = [0; RANDOM];
        self.random.fill(&mut random);
        let plain = [&end.as_micros().to_be_bytes()[..], &random].concat();
        self.cursors.seal_bytes(&*self.random, &[asked.label(), bound].concat(), &plain)
    }

    /// Whether a challenge was made here, for this and for whom it is shown by, and is still valid.
    pub(crate) fn is_asked(&self, asked: Asked, bound: &[u8], challenge: &[u8]) -> bool {
        let used = [asked.label(), bound].concat();
        let Some(plain) = self.cursors.open_bytes(&used, challenge) else { return false };
        let end = plain.first_chunk::<8>().map(|it| i64::from_be_bytes(*it));
        end.is_some_and(|end| self.clock.now() < Timestamp::from_micros(end))
    }

    /// Answers before this time are forgotten: their challenges have run out.
    pub(crate) fn forgotten(&self) -> Timestamp {
        self.clock.now().plus_seconds(-2 * VALID)
    }
}
