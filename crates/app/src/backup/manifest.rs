//! What a generation holds, and the seal by which a restore knows that this region made it.

use std::path::Path;

use aes_gcm_siv::aead::{Aead, KeyInit};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tasuki_kernel::{Random, Result};
use tasuki_ledger::{Hash, Secret};

use super::broken;
use crate::durable;

/// The manifest's file, written last: a generation without one does not count.
pub(super) const FILE: &str = "manifest.json";
/// Its seal, written before it.
const SEAL: &str = "manifest.seal";

/// What a generation holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// Version of this layout.
    pub(super) version: u32,
    /// The region.
    pub(super) region: String,
    /// The node whose access log goes on.
    pub(super) node: String,
    /// Which growth of the tree the checkpoints are of.
    pub(super) history: String,
    /// When the rows were read, microseconds since 1970.
    pub(super) made_at: i64,
    /// The parts with their SHA-256.
    pub(super) parts: Vec<Part>,
    /// Paths of the objects that belong to it.
    pub(super) objects: Vec<String>,
}

/// One file of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// Its name.
    pub(super) name: String,
    /// SHA-256 in hexadecimal.
    pub(super) sha256: String,
}

/// Label in front of the region's signing seed; its last byte is the version.
const LABEL: &[u8] = b"tasuki/backup\x01";
const NONCE: usize = 12;

/// Seals manifests. Parts are sealed to public keys, which anybody can do: without this, whoever
/// may write into a backup could slip in an account with a password of his own.
pub(super) struct SealKey(Secret);

impl SealKey {
    /// The key of a region, from the seed of its signing key.
    pub(super) fn of(seed: &[u8; 32]) -> Self {
        let mut hash = Sha256::new();
        hash.update(LABEL);
        hash.update(seed);
        Self(Secret::from_bytes(hash.finalize().into()))
    }

    fn cipher(&self) -> Aes256GcmSiv {
        Aes256GcmSiv::new(self.0.expose().into())
    }

    /// Nonce, then the sealed SHA-256 of the text.
    fn seal(&self, random: &dyn Random, text: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        random.fill(&mut nonce);
        let digest = Hash::of(text);
        let sealed = self.cipher().encrypt(&Nonce::from(nonce), digest.as_bytes().as_slice());
        [nonce.as_slice(), &sealed.expect("32 bytes are far below the limit")].concat()
    }

    fn is_seal_of(&self, seal: &[u8], text: &[u8]) -> bool {
        let Some((nonce, sealed)) = seal.split_first_chunk::<NONCE>() else { return false };
        let opened = self.cipher().decrypt(&Nonce::from(*nonce), sealed);
        opened.is_ok_and(|digest| digest == Hash::of(text).as_bytes())
    }
}

impl Manifest {
    /// Writes it, sealed, into the folder of its generation.
    pub(super) fn write(&self, folder: &Path, key: &SealKey, random: &dyn Random) -> Result<()> {
        let text = serde_json::to_vec_pretty(self).map_err(broken)?;
        durable::write(&folder.join(SEAL), &key.seal(random, &text))?;
        durable::write(&folder.join(FILE), &text)
    }

    /// Reads it, whoever wrote it: only [`Manifest::check_seal`] tells.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let missing = || broken("there is no such generation");
        let text = durable::read(&folder.join(FILE))?.ok_or_else(missing)?;
        let manifest: Self = serde_json::from_slice(&text).map_err(broken)?;
        let plain = |name: &str| !name.contains(['/', '\\']) && !name.starts_with('.');
        if manifest.version != 1 {
            return Err(broken(format!("layout version {} is not known", manifest.version)));
        }
        if !manifest.parts.iter().all(|part| plain(&part.name)) || !plain(&manifest.history) {
            return Err(broken("a name in the manifest leads elsewhere"));
        }
        Ok(manifest)
    }

    /// Whether the manifest in `folder` is what the region with this key wrote.
    pub(super) fn check_seal(folder: &Path, key: &SealKey) -> Result<()> {
        let text = durable::read(&folder.join(FILE))?.unwrap_or_default();
        let seal = durable::read(&folder.join(SEAL))?.unwrap_or_default();
        if key.is_seal_of(&seal, &text) {
            return Ok(());
        }
        Err(broken("its manifest was not written by this region, or was changed"))
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::{Code, SystemRandom};

    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            version: 1,
            region: "r".into(),
            node: "n".into(),
            history: "h".into(),
            made_at: 1,
            parts: vec![Part { name: "rows-0001.age".into(), sha256: "00".into() }],
            objects: vec!["attachments/aa/aa".into()],
        }
    }

    #[test]
    fn a_manifest_that_was_changed_or_is_anothers_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (SealKey::of(&[1; 32]), SealKey::of(&[2; 32]));
        manifest().write(folder.path(), &own, &SystemRandom).unwrap();
        assert_eq!(Manifest::read(folder.path()).unwrap(), manifest());
        Manifest::check_seal(folder.path(), &own).unwrap();
        assert!(Manifest::check_seal(folder.path(), &other).is_err());
        let path = folder.path().join(FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replace("\"00\"", "\"01\"")).unwrap();
        let problem = Manifest::check_seal(folder.path(), &own).unwrap_err();
        assert_eq!(problem.code, Code::Damaged);
        std::fs::remove_file(folder.path().join(SEAL)).unwrap();
        assert!(Manifest::check_seal(folder.path(), &own).is_err());
    }

    #[test]
    fn names_that_lead_elsewhere_and_other_versions_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let text = serde_json::to_string(&manifest()).unwrap();
        for (from, to) in [
            ("rows-0001.age", "../rows"),
            ("rows-0001.age", ".rows"),
            ("\"h\"", "\"a/b\""),
            ("\"version\":1", "\"version\":2"),
            ("\"region\"", "\"place\""),
        ] {
            assert!(text.contains(from), "{from}");
            std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
            assert_eq!(Manifest::read(folder.path()).unwrap_err().code, Code::Damaged, "{to}");
        }
    }
}
