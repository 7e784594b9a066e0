//! Wrapping of keys under keys: body and attachment keys under their log's key, log keys under
//! their vault's key. (Vault keys are sealed to recipients: see [`crate::recipient`].)
//!
//! A wrapping key wraps many keys, so every wrap draws a nonce. With 96 random bits and
//! GCM-SIV's resistance to repeated nonces, that holds for far more wraps than a log has entries.

use tasuki_kernel::{EntryId, LogId, Random, VaultId};
use zeroize::Zeroizing;

use crate::aead::{self, NONCE_LEN, TAG_LEN};
use crate::seal::VERSION;
use crate::{Hash, KeyId, OpenError, Secret};

const LABEL: &[u8] = b"tasuki/wrap\x01";

/// Length of every wrap: version byte, nonce, key, tag.
pub const WRAP_LEN: usize = 1 + NONCE_LEN + Secret::LEN + TAG_LEN;

/// Which key is wrapped, so that a wrap opens only in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WrapContext {
    /// The key of an entry's body, under the log's key.
    Body {
        /// The log.
        log: LogId,
        /// The entry.
        entry: EntryId,
    },
    /// The key of an attachment, under the log's key.
    Attachment {
        /// The log.
        log: LogId,
        /// SHA-256 of the sealed attachment.
        name: Hash,
    },
    /// The key of a log, under the vault's key.
    Log {
        /// The vault.
        vault: VaultId,
        /// The log.
        log: LogId,
    },
}

impl WrapContext {
    /// The label, one byte for the level, and the two names.
    fn associated(&self) -> Vec<u8> {
        let (level, first, second): (u8, &[u8], &[u8]) = match self {
            Self::Body { log, entry } => (1, log.as_bytes(), entry.as_bytes()),
            Self::Attachment { log, name } => (2, log.as_bytes(), name.as_bytes()),
            Self::Log { vault, log } => (3, vault.as_bytes(), log.as_bytes()),
        };
        [LABEL, &[level], first, second].concat()
    }
}

/// Wraps `key` under another: version byte ‖ nonce (12) ‖ cipher text (32) ‖ tag (16).
pub fn wrap_key(random: &dyn Random, under: &Secret, what: &WrapContext, key: &Secret) -> Vec<u8> {
    let mut prefix = [VERSION; 1 + NONCE_LEN];
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce);
    prefix[1..].copy_from_slice(&nonce);
    aead::seal(under, nonce, &what.associated(), &prefix, key.expose())
}

/// Opens what [`wrap_key`] wrapped. It does not tell whether this is the key that was meant: see
/// [`unwrap_known_key`].
pub fn unwrap_key(under: &Secret, what: &WrapContext, wrapped: &[u8]) -> Result<Secret, OpenError> {
    let Some((&VERSION, rest)) = wrapped.split_first() else {
        return Err(OpenError::Version);
    };
    if wrapped.len() != WRAP_LEN {
        return Err(OpenError::Refused);
    }
    let (nonce, sealed) = rest.split_first_chunk::<NONCE_LEN>().ok_or(OpenError::Refused)?;
    let opened = aead::open(under, *nonce, &what.associated(), sealed);
    let bytes = Zeroizing::new(opened.ok_or(OpenError::Refused)?);
    Secret::from_slice(&bytes).map_err(|_| OpenError::Refused)
}

/// Opens what [`wrap_key`] wrapped and compares the key with the id that a header, a citing
/// entry or the key store gives.
pub fn unwrap_known_key(
    under: &Secret,
    what: &WrapContext,
    wrapped: &[u8],
    id: KeyId,
) -> Result<Secret, OpenError> {
    let key = unwrap_key(under, what, wrapped)?;
    if key.id() == id { Ok(key) } else { Err(OpenError::KeyMismatch) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tasuki_kernel::SeededRandom;

    use super::*;

    /// The three levels, with the same bytes for all ids, and a neighbour of each.
    fn contexts() -> Vec<WrapContext> {
        let (log, other) = (LogId::from_bytes([1; 16]), LogId::from_bytes([2; 16]));
        let (entry, vault) = (EntryId::from_bytes([1; 16]), VaultId::from_bytes([1; 16]));
        let name = Hash::from_bytes([1; 32]);
        vec![
            WrapContext::Body { log, entry },
            WrapContext::Body { log: other, entry },
            WrapContext::Body { log, entry: EntryId::from_bytes([2; 16]) },
            WrapContext::Attachment { log, name },
            WrapContext::Attachment { log: other, name },
            WrapContext::Attachment { log, name: Hash::ZERO },
            WrapContext::Log { vault, log },
            WrapContext::Log { vault, log: other },
            WrapContext::Log { vault: VaultId::from_bytes([2; 16]), log },
        ]
    }

    #[test]
    fn a_wrap_opens_only_at_its_level_and_place() {
        let random = SeededRandom::new(5);
        let (under, key) = (Secret::generate(&random), Secret::generate(&random));
        for (i, what) in contexts().iter().enumerate() {
            let wrapped = wrap_key(&random, &under, what, &key);
            assert_eq!(wrapped.len(), WRAP_LEN);
            for (j, place) in contexts().iter().enumerate() {
                let opened = unwrap_key(&under, place, &wrapped).map(|key| key.id());
                let expected = if i == j { Ok(key.id()) } else { Err(OpenError::Refused) };
                assert_eq!(opened, expected, "{what:?} in {place:?}");
            }
            assert!(unwrap_key(&key, what, &wrapped).is_err());
        }
    }

    #[test]
    fn two_wraps_of_one_key_differ() {
        let random = SeededRandom::new(5);
        let key = Secret::generate(&random);
        let what = contexts()[0];
        assert_ne!(wrap_key(&random, &key, &what, &key), wrap_key(&random, &key, &what, &key));
    }

    #[test]
    fn another_key_than_the_known_one_is_named_as_such() {
        let random = SeededRandom::new(5);
        let (under, key) = (Secret::generate(&random), Secret::generate(&random));
        let what = contexts()[0];
        let wrapped = wrap_key(&random, &under, &what, &key);
        let open = |id| unwrap_known_key(&under, &what, &wrapped, id).map(|key| key.id());
        assert_eq!(open(key.id()), Ok(key.id()));
        assert_eq!(open(under.id()), Err(OpenError::KeyMismatch));
    }

    proptest! {
        #[test]
        fn any_changed_bit_is_refused(at in 0..WRAP_LEN, bit in 0..8) {
            let random = SeededRandom::new(5);
            let key = Secret::generate(&random);
            let mut wrapped = wrap_key(&random, &key, &contexts()[0], &key);
            wrapped[at] ^= 1_u8 << bit;
            prop_assert!(unwrap_key(&key, &contexts()[0], &wrapped).is_err());
        }

        #[test]
        fn arbitrary_bytes_never_open(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let key = Secret::from_bytes([1; 32]);
            prop_assert!(unwrap_key(&key, &contexts()[0], &bytes).is_err());
        }
    }
}
