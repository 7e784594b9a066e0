//! Checkpoints: the size and root of a region's tree, signed. C2SP tlog-checkpoint inside a C2SP
//! signed-note, Ed25519 (RFC 8032).
//!
//! Written on `ed25519-dalek`; the crate `signed_note` serves the tests as a second opinion. It
//! would keep the private key as text that is never wiped, verifies leniently where RFC 8032
//! allows it (two programs could then judge one note differently), and would bring a second copy
//! of the whole curve arithmetic into the program.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::Signer as _;
use tasuki_kernel::RegionId;

use crate::{Hash, Malformed, Secret};

/// Signature type byte of Ed25519 in signed-note.
const ED25519: u8 = 1;
/// A longer note is refused unread.
const MAX_LEN: usize = 128 * 1024;
/// More signatures than this are refused. C2SP asks for room for 16.
const MAX_SIGNATURES: usize = 64;
/// Begins a signature line: em dash, space.
const SIGNATURE_MARK: &str = "\u{2014} ";

/// The name of a region's tree: origin line of its checkpoints and name of its key.
pub fn origin_name(region: RegionId) -> String {
    format!("tasuki/{region}")
}

/// What a checkpoint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose tree; see [`origin_name`].
    pub origin: String,
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why a checkpoint was not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// It is not of its form.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// It is of another tree.
    #[error("checkpoint: of another origin than the key")]
    WrongOrigin,
    /// There is no signature by the key.
    #[error("checkpoint: not signed by the key")]
    Unsigned,
    /// There is a signature in the key's name that is not the key's.
    #[error("checkpoint: the signature is not the key's")]
    BadSignature,
}

/// The key that signs a region's checkpoints. Wiped from memory when dropped.
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

impl SigningKey {
    /// The key whose private part is `seed`, under a name without spaces, control characters and
    /// plus signs.
    pub fn from_seed(name: &str, seed: &Secret) -> Result<Self, Malformed> {
        if !name_is_valid(name) {
            return Err(Malformed::new("key name", "empty, or has a space or a plus sign"));
        }
        let key = ed25519_dalek::SigningKey::from_bytes(seed.expose());
        Ok(Self { name: name.to_owned(), key })
    }

    /// The key's name, which is the origin of what it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What others need to verify.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The signed checkpoint of the key's own tree.
    pub fn sign(&self, size: u64, root: &Hash) -> String {
        let text = note_text(&self.name, size, root);
        let mut signature = self.verifier().id().to_vec();
        signature.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n{SIGNATURE_MARK}{} {}\n", self.name, BASE64.encode(signature))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.verifier())
    }
}

/// The public half of a [`SigningKey`], in the text form `name+hash+base64`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl VerifierKey {
    /// The key's name, which is the origin of what it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The 32 bytes of the public key (RFC 8032).
    pub fn public_key(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// First four bytes of SHA-256 over name, line feed, type byte and public key.
    fn id(&self) -> [u8; 4] {
        let key = self.key.to_bytes();
        let hash = Hash::of_parts(&[self.name.as_bytes(), b"\n", &[ED25519], &key]);
        let [a, b, c, d, ..] = *hash.as_bytes();
        [a, b, c, d]
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[ED25519], &self.key.to_bytes()[..]].concat();
        write!(f, "{}+{}+{}", self.name, hex::encode(self.id()), BASE64.encode(typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let refused = |why| Malformed::new("verifier key", why);
        // The key data may hold plus signs, the name may not.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(data)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(refused("not name+hash+base64"));
        };
        if !name_is_valid(name) || text.len() > 1_000 {
            return Err(refused("not a key name"));
        }
        let typed = BASE64.decode(data).map_err(|_| refused("not base64"))?;
        let key = match typed.split_first() {
            Some((&ED25519, key)) => <&[u8; 32]>::try_from(key).ok(),
            _ => None,
        };
        let key = key.ok_or_else(|| refused("not an Ed25519 key"))?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(key)
            .map_err(|_| refused("not a point of the curve"))?;
        // Small-order keys accept signatures that nobody made.
        if key.is_weak() {
            return Err(refused("a weak key"));
        }
        let key = Self { name: name.to_owned(), key };
        if key.to_string() == text { Ok(key) } else { Err(refused("the hash is another key's")) }
    }
}

/// Reads a signed checkpoint and verifies that `key` signed it.
///
/// Signatures by other keys are passed over, as C2SP asks (partners may cosign); one in the name
/// and number of `key` that does not verify refuses the whole. Extension lines are refused: ours
/// have none.
pub fn parse_and_verify(text: &str, key: &VerifierKey) -> Result<Checkpoint, CheckpointError> {
    let note = Note::parse(text)?;
    if note.checkpoint.origin != key.name {
        return Err(CheckpointError::WrongOrigin);
    }
    let id = key.id();
    let mut signed = false;
    for (name, signature) in &note.signatures {
        let Some((their_id, signature)) = signature.split_first_chunk::<4>() else { continue };
        if *name != key.name || *their_id != id {
            continue;
        }
        let signature = ed25519_dalek::Signature::from_slice(signature)
            .map_err(|_| CheckpointError::BadSignature)?;
        key.key
            .verify_strict(note.text.as_bytes(), &signature)
            .map_err(|_| CheckpointError::BadSignature)?;
        signed = true;
    }
    if signed { Ok(note.checkpoint) } else { Err(CheckpointError::Unsigned) }
}

/// A note taken apart: nothing of it is verified yet.
struct Note<'a> {
    text: &'a str,
    checkpoint: Checkpoint,
    signatures: Vec<(&'a str, Vec<u8>)>,
}

impl<'a> Note<'a> {
    fn parse(note: &'a str) -> Result<Self, Malformed> {
        if note.len() > MAX_LEN {
            return Err(refused("longer than 128 KiB"));
        }
        if note.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(refused("a control character"));
        }
        let blank = note.rfind("\n\n").ok_or_else(|| refused("no blank line"))?;
        let (text, signatures) = (&note[..=blank], &note[blank + 2..]);
        let checkpoint = checkpoint_of(text)?;
        let signatures = signatures
            .strip_suffix('\n')
            .ok_or_else(|| refused("does not end with a line feed"))?;
        if signatures.split('\n').count() > MAX_SIGNATURES {
            return Err(refused("more than 64 signatures"));
        }
        let signatures = signatures.split('\n').map(signature).collect::<Result<_, _>>()?;
        Ok(Self { text, checkpoint, signatures })
    }
}

fn note_text(origin: &str, size: u64, root: &Hash) -> String {
    format!("{origin}\n{size}\n{}\n", BASE64.encode(root.as_bytes()))
}

fn checkpoint_of(text: &str) -> Result<Checkpoint, Malformed> {
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (origin, size, root) = (line(), line(), line());
    let root = BASE64.decode(root).map_err(|_| refused("the root is not base64"))?;
    let root = Hash::from_slice(&root).map_err(|_| refused("the root is not 32 bytes"))?;
    let size = size.parse().map_err(|_| refused("the size is not a number"))?;
    // Leading zeros, plus signs, extension lines: whatever we would not have written.
    if origin.is_empty() || note_text(origin, size, &root) != text {
        return Err(refused("not origin, size and root"));
    }
    Ok(Checkpoint { origin: origin.to_owned(), size, root })
}

fn signature(line: &str) -> Result<(&str, Vec<u8>), Malformed> {
    let parts = line.strip_prefix(SIGNATURE_MARK).and_then(|rest| rest.split_once(' '));
    let (name, data) = parts.ok_or_else(|| refused("not a signature line"))?;
    let data = BASE64.decode(data).map_err(|_| refused("a signature is not base64"))?;
    if !name_is_valid(name) || data.len() < 5 {
        return Err(refused("a signature without name or bytes"));
    }
    Ok((name, data))
}

fn name_is_valid(name: &str) -> bool {
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && !name.contains(forbidden)
}

const fn refused(why: &'static str) -> Malformed {
    Malformed::new("checkpoint", why)
}

#[cfg(test)]
#[path = "checkpoint_tests.rs"]
mod tests;
