//! Sealing to people's keys: vault keys for the region and its recovery key, backups, and the
//! passphrase in front of an identity. The age format (C2SP age, version 1), X25519 and scrypt.
//!
//! The `age` crate draws file keys, ephemeral keys and salts from the operating system by itself
//! and takes no random source; it also reads the clock once to judge the machine's speed, which
//! is not used. Here alone in this crate randomness does not come through the kernel's trait.

use std::fmt;
use std::io::Write as _;
use std::str::FromStr;

use age::secrecy::{ExposeSecret as _, SecretString};
use tasuki_kernel::VaultId;
use zeroize::Zeroizing;

use crate::{Malformed, Secret};

/// scrypt's N = 2^17: with age's r = 8 and p = 1 that is 128 MiB for each try.
const WORK_FACTOR: u8 = 17;
/// More than 1 GiB is not spent on a file that somebody hands in.
const MAX_WORK_FACTOR: u8 = 20;
/// A sealed file longer than this is not an identity.
const MAX_IDENTITY_LEN: usize = 16 * 1024;
/// Begins the text of a sealed vault key; its last byte is the version.
const VAULT_LABEL: &[u8] = b"tasuki/vault-key\x01";

/// Why something was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecipientError {
    /// Sealed to nobody.
    #[error("there is nobody to seal it to")]
    NoRecipient,
    /// Not sealed to this identity, or the passphrase is wrong.
    #[error("it is not sealed to this key, or the passphrase is wrong")]
    NotForThisKey,
    /// Not an age file, or a changed one.
    #[error("it is not an age file, or it was changed")]
    Damaged,
    /// The passphrase was made too costly to try.
    #[error("opening it would take more than 1 GiB of memory")]
    TooCostly,
    /// Opened, but not what was expected.
    #[error("it holds something else than was expected")]
    Unexpected,
}

/// A private key, in text `AGE-SECRET-KEY-1…`. Wiped from memory when dropped.
#[derive(Clone)]
pub struct Identity(age::x25519::Identity);

impl Identity {
    /// A new identity, from the operating system's random source.
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1…`; white space around it is passed over.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let identity = text.trim().parse().map_err(|_| {
            // The crate's own message may quote the key.
            Malformed::new("identity", "not AGE-SECRET-KEY-1…")
        })?;
        Ok(Self(identity))
    }

    /// The text to be printed or stored under a passphrase, and never elsewhere.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// The public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }
}

/// Shows the public half.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Identity({})", self.recipient())
    }
}

/// A public key, in text `age1…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(age::x25519::Recipient);

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({self})")
    }
}

impl FromStr for Recipient {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        text.parse().map(Self).map_err(|_| Malformed::new("recipient", "not age1…"))
    }
}

/// Seals `plain` so that every one of the recipients can open it alone.
pub fn seal_to(recipients: &[Recipient], plain: &[u8]) -> Result<Vec<u8>, RecipientError> {
    seal(recipients.iter().map(|recipient| &recipient.0 as _), plain)
}

/// Opens what was sealed to this identity among others.
pub fn open_with(identity: &Identity, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, RecipientError> {
    age::decrypt(&identity.0, sealed).map(Zeroizing::new).map_err(|error| failure(&error))
}

/// Seals a vault's key, together with the vault's id: age has no associated data, and a sealed
/// key must not pass for another vault's.
pub fn seal_vault_key(
    recipients: &[Recipient],
    vault: VaultId,
    key: &Secret,
) -> Result<Vec<u8>, RecipientError> {
    let mut plain = Zeroizing::new(Vec::with_capacity(VAULT_LABEL.len() + 48));
    plain.extend_from_slice(VAULT_LABEL);
    plain.extend_from_slice(vault.as_bytes());
    plain.extend_from_slice(key.expose());
    seal_to(recipients, &plain)
}

/// Opens what [`seal_vault_key`] sealed for this vault.
pub fn open_vault_key(
    identity: &Identity,
    vault: VaultId,
    sealed: &[u8],
) -> Result<Secret, RecipientError> {
    let plain = open_with(identity, sealed)?;
    let key = plain.strip_prefix(VAULT_LABEL).and_then(|rest| rest.strip_prefix(vault.as_bytes()));
    key.and_then(|key| Secret::from_slice(key).ok()).ok_or(RecipientError::Unexpected)
}

/// The identity as an age identity file under a passphrase; `age -d` opens it too.
pub fn protect(identity: &Identity, passphrase: &str) -> Result<Vec<u8>, RecipientError> {
    protect_at(identity, passphrase, WORK_FACTOR)
}

/// The identity that [`protect`] put under this passphrase.
pub fn unprotect(sealed: &[u8], passphrase: &str) -> Result<Identity, RecipientError> {
    if sealed.len() > MAX_IDENTITY_LEN {
        return Err(RecipientError::Damaged);
    }
    let mut key = age::scrypt::Identity::new(SecretString::from(passphrase));
    key.set_max_work_factor(MAX_WORK_FACTOR);
    let opened = age::decrypt(&key, sealed).map(Zeroizing::new);
    let opened = opened.map_err(|error| failure(&error))?;
    let text = std::str::from_utf8(&opened).map_err(|_| RecipientError::Unexpected)?;
    Identity::parse(text).map_err(|_| RecipientError::Unexpected)
}

fn protect_at(
    identity: &Identity,
    passphrase: &str,
    work_factor: u8,
) -> Result<Vec<u8>, RecipientError> {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase));
    recipient.set_work_factor(work_factor);
    let text = Zeroizing::new(format!("{}\n", identity.to_text().as_str()));
    seal(std::iter::once(&recipient as _), text.as_bytes())
}

fn seal<'a>(
    recipients: impl Iterator<Item = &'a dyn age::Recipient>,
    plain: &[u8],
) -> Result<Vec<u8>, RecipientError> {
    let encryptor =
        age::Encryptor::with_recipients(recipients).map_err(|_| RecipientError::NoRecipient)?;
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).expect("memory takes every byte");
    writer.write_all(plain).expect("memory takes every byte");
    writer.finish().expect("memory takes every byte");
    Ok(sealed)
}

const fn failure(error: &age::DecryptError) -> RecipientError {
    use age::DecryptError as E;
    match error {
        E::NoMatchingKeys | E::DecryptionFailed | E::KeyDecryptionFailed => {
            RecipientError::NotForThisKey
        }
        E::ExcessiveWork { .. } => RecipientError::TooCostly,
        // Header, its MAC, the payload's end: the file is not what was written.
        _ => RecipientError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tasuki_kernel::SeededRandom;

    use super::*;

    #[test]
    fn each_recipient_opens_alone_and_nobody_else() {
        let (region, recovery, stranger) =
            (Identity::generate(), Identity::generate(), Identity::generate());
        let both = [region.recipient(), recovery.recipient()];
        let sealed = seal_to(&both, b"text").expect("two recipients");
        for identity in [&region, &recovery] {
            assert_eq!(open_with(identity, &sealed).as_deref(), Ok(&b"text".to_vec()));
        }
        assert_eq!(open_with(&stranger, &sealed), Err(RecipientError::NotForThisKey));
        assert_eq!(seal_to(&[], b"text"), Err(RecipientError::NoRecipient));
    }

    #[test]
    fn texts_of_keys_read_back() {
        let identity = Identity::generate();
        let text = identity.to_text();
        assert!(text.starts_with("AGE-SECRET-KEY-1"));
        let again = Identity::parse(&format!(" {}\r\n", text.as_str())).expect("our own text");
        assert_eq!(again.recipient(), identity.recipient());
        let public = identity.recipient().to_string();
        assert!(public.starts_with("age1"));
        assert_eq!(public.parse(), Ok(identity.recipient()));
        assert_eq!(format!("{identity:?}"), format!("Identity({public})"));
        assert!(Identity::parse(&public).is_err());
        assert!(text.parse::<Recipient>().is_err());
        assert!(Identity::parse("AGE-SECRET-KEY-1QQ").is_err());
    }

    #[test]
    fn a_vault_key_opens_for_its_vault_only() {
        let identity = Identity::generate();
        let key = Secret::generate(&SeededRandom::new(1));
        let (vault, other) = (VaultId::from_bytes([1; 16]), VaultId::from_bytes([2; 16]));
        let sealed = seal_vault_key(&[identity.recipient()], vault, &key).expect("a recipient");
        let open = |vault| open_vault_key(&identity, vault, &sealed).map(|key| key.id());
        assert_eq!(open(vault), Ok(key.id()));
        assert_eq!(open(other), Err(RecipientError::Unexpected));
        let bare = seal_to(&[identity.recipient()], key.expose()).expect("a recipient");
        let opened = open_vault_key(&identity, vault, &bare).map(|key| key.id());
        assert_eq!(opened, Err(RecipientError::Unexpected));
    }

    #[test]
    fn an_identity_comes_back_with_its_passphrase_only() {
        let identity = Identity::generate();
        // A small work factor: the test is about the lock, not about the hours of who tries.
        let file = protect_at(&identity, "正しい合言葉", 4).expect("a passphrase");
        let opened = unprotect(&file, "正しい合言葉").expect("the passphrase");
        assert_eq!(opened.recipient(), identity.recipient());
        let wrong = unprotect(&file, "違う合言葉").map(|identity| identity.recipient());
        assert_eq!(wrong, Err(RecipientError::NotForThisKey));
    }

    #[test]
    fn the_real_work_factor_is_128_mib() {
        // The stanza of an age file in clear: `-> scrypt <salt> <log2 N>`.
        let file = protect(&Identity::generate(), "合言葉").expect("a passphrase");
        let header = String::from_utf8_lossy(&file[..200]).into_owned();
        let stanza = header.lines().nth(1).expect("a stanza");
        assert!(stanza.starts_with("-> scrypt ") && stanza.ends_with(" 17"), "{stanza}");
    }

    #[test]
    fn a_file_that_would_cost_too_much_is_refused_untried() {
        let file = protect_at(&Identity::generate(), "合言葉", 4).expect("a passphrase");
        let end = file.iter().position(|b| *b == b'\n').expect("a line") + 1;
        let stanza_end = end + file[end..].iter().position(|b| *b == b'\n').expect("a line");
        let costly = [&file[..stanza_end - 1], b"21", &file[stanza_end..]].concat();
        let opened = unprotect(&costly, "合言葉").map(|identity| identity.recipient());
        assert_eq!(opened, Err(RecipientError::TooCostly));
        let opened = unprotect(&vec![0; 20_000], "合言葉").map(|identity| identity.recipient());
        assert_eq!(opened, Err(RecipientError::Damaged));
    }

    #[test]
    fn another_text_under_the_passphrase_is_no_identity() {
        let mut recipient = age::scrypt::Recipient::new(SecretString::from("合言葉"));
        recipient.set_work_factor(4);
        let file = seal(std::iter::once(&recipient as _), b"hello").expect("a passphrase");
        let opened = unprotect(&file, "合言葉").map(|identity| identity.recipient());
        assert_eq!(opened, Err(RecipientError::Unexpected));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_changed_byte_never_opens_to_another_text(
            at in any::<prop::sample::Index>(),
            flip in 1_u8..,
        ) {
            let identity = Identity::generate();
            let mut sealed = seal_to(&[identity.recipient()], b"text").expect("a recipient");
            let at = at.index(sealed.len());
            sealed[at] ^= flip;
            prop_assert!(open_with(&identity, &sealed).is_err());
        }

        #[test]
        fn arbitrary_bytes_never_open(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let headed = [b"age-encryption.org/v1\n", &bytes[..]].concat();
            let identity = Identity::generate();
            prop_assert!(open_with(&identity, &bytes).is_err());
            prop_assert!(open_with(&identity, &headed).is_err());
        }
    }
}
