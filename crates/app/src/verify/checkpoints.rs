//! Checkpoints on disk and one from outside, held against the tree of now.

use std::collections::BTreeMap;
use std::path::Path;

use tasuki_kernel::Result;
use tasuki_ledger::checkpoint::{CheckpointError, parse_and_verify};
use tasuki_ledger::{Checkpoint, Damage, Finding, Hash, VerifierKey};

use super::Check;
use crate::checkpoint::{LATEST, VERIFIER_KEY, size_of};
use crate::durable;

/// A file of the folder of checkpoints, unread.
pub(super) struct Signed {
    name: String,
    text: String,
}

/// Reads the folder of checkpoints.
pub(super) fn read(folder: &Path) -> Result<Vec<Signed>> {
    let mut files = Vec::new();
    for name in durable::names(folder)? {
        // A file that is not text is not a checkpoint; what it should say is found missing.
        let bytes = durable::read(&folder.join(&name))?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        files.push(Signed { name, text });
    }
    Ok(files)
}

/// Roots that the tree must have had, by its size then.
#[derive(Default, Clone)]
pub(super) struct Expected {
    roots: BTreeMap<u64, Vec<Hash>>,
    /// The smallest size at which the tree was another.
    contradicted: Option<u64>,
    pub(super) met: u64,
}

impl Expected {
    fn add(&mut self, checkpoint: &Checkpoint) {
        self.roots.entry(checkpoint.size).or_default().push(checkpoint.root);
    }

    /// The tree has this root at this size.
    pub(super) fn meet(&mut self, size: u64, root: impl FnOnce() -> Hash) {
        let Some(expected) = self.roots.remove(&size) else { return };
        let root = root();
        for it in expected {
            if it == root {
                self.met += 1;
            } else {
                self.contradicted = Some(self.contradicted.map_or(size, |least| least.min(size)));
            }
        }
    }

    /// What was never met, and the first that was met by another root. `found` is the tree's
    /// size now.
    pub(super) fn findings(self, found: u64) -> Vec<Finding> {
        let contradicted = self.contradicted.map(|size| Damage::CheckpointContradicted { size });
        let beyond = self.roots.into_keys().next_back().filter(|size| *size > found);
        let ahead = beyond.map(|size| Damage::CheckpointAhead { size, found });
        contradicted.into_iter().chain(ahead).map(Finding::general).collect()
    }
}

impl Check {
    /// Verifies signatures, and says which roots the tree must have had.
    pub(super) fn expected(&mut self, kept: &[Signed], older: Option<&str>) -> Result<Expected> {
        let mut expected = Expected::default();
        let Some(key) = self.key(kept, older.is_some())? else { return Ok(expected) };
        for file in kept.iter().filter(|it| it.name != VERIFIER_KEY) {
            let size = size_of(&file.name);
            if size.is_none() && file.name != LATEST {
                let path = format!("checkpoints/{}", file.name);
                self.find(Finding::general(Damage::FileUnaccounted { path }));
                continue;
            }
            match parse_and_verify(&file.text, &key) {
                Ok(checkpoint) if size.is_some_and(|it| it != checkpoint.size) => {
                    let path = format!("checkpoints/{}", file.name);
                    self.find(Finding::general(Damage::FileAltered { path }));
                }
                Ok(checkpoint) => expected.add(&checkpoint),
                Err(error) => self.find(refused(&error)),
            }
        }
        if let Some(text) = older {
            match parse_and_verify(text, &key) {
                Ok(checkpoint) => expected.add(&checkpoint),
                Err(error) => self.find(refused(&error)),
            }
        }
        Ok(expected)
    }

    /// The key that verifies: the region's own where it is at hand, else the one on disk.
    fn key(&mut self, kept: &[Signed], needed: bool) -> Result<Option<VerifierKey>> {
        let path = || format!("checkpoints/{VERIFIER_KEY}");
        let file = kept.iter().find(|it| it.name == VERIFIER_KEY);
        let on_disk = file.and_then(|it| it.text.trim().parse::<VerifierKey>().ok());
        let own = match &self.known.keys {
            Some(keys) => Some(keys.verifier(self.known.installed.region)?),
            None => None,
        };
        let altered = match (&on_disk, &own) {
            (None, _) => file.is_some(),
            (Some(found), Some(own)) => found != own,
            (Some(_), None) => false,
        };
        if altered {
            self.find(Finding::general(Damage::FileAltered { path: path() }));
        } else if file.is_none() && (needed || !kept.is_empty()) {
            self.find(Finding::general(Damage::FileMissing { path: path() }));
        }
        Ok(own.or(on_disk))
    }
}

fn refused(error: &CheckpointError) -> Finding {
    Finding::general(match error {
        CheckpointError::Malformed(malformed) => Damage::CheckpointMalformed { why: malformed.why },
        _ => Damage::CheckpointSignature,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(roots: &[(u64, &[u8])]) -> Expected {
        let mut expected = Expected::default();
        for (size, root) in roots {
            let (origin, root) = (String::new(), Hash::of(root));
            expected.add(&Checkpoint { origin, size: *size, root });
        }
        expected
    }

    #[test]
    fn the_first_contradiction_and_the_furthest_end_are_told() {
        let mut it = expected(&[(1, b"1"), (2, b"x"), (3, b"x"), (5, b"5"), (6, b"6")]);
        for size in 1..=4 {
            it.meet(size, || Hash::of(size.to_string().as_bytes()));
        }
        assert_eq!(it.met, 1);
        let damages: Vec<Damage> = it.findings(4).into_iter().map(|it| it.damage).collect();
        let ahead = Damage::CheckpointAhead { size: 6, found: 4 };
        assert_eq!(damages, [Damage::CheckpointContradicted { size: 2 }, ahead]);
    }

    #[test]
    fn two_checkpoints_of_one_size_are_both_asked() {
        let mut it = expected(&[(1, b"1"), (1, b"x")]);
        it.meet(1, || Hash::of(b"1"));
        assert_eq!((it.met, it.contradicted), (1, Some(1)));
    }
}
