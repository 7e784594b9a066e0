//! The Merkle tree over all appends of a region: RFC 9162 section 2.1 with SHA-256.
//!
//! Here are the leaves, the hashing, the roots and the checking of proofs, which need no storage.
//! [`crate::tile`] keeps a tree in tiles, [`crate::proof`] makes proofs from them.

use tasuki_kernel::LogId;

use crate::bytes::Fields;
use crate::{Hash, Malformed};

/// One append, as a leaf of the tree: also the statement "this log has this head here".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Leaf {
    /// The log.
    pub log: LogId,
    /// The number of the entry in it.
    pub sequence: u64,
    /// The head after that entry.
    pub head: Hash,
}

impl Leaf {
    /// Length of the leaf data in bytes.
    pub const LEN: usize = 56;

    /// The leaf data: log (16 bytes), sequence (8, big-endian), head (32).
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        bytes[..16].copy_from_slice(self.log.as_bytes());
        bytes[16..24].copy_from_slice(&self.sequence.to_be_bytes());
        bytes[24..].copy_from_slice(self.head.as_bytes());
        bytes
    }

    /// Reads what [`Leaf::encode`] writes; another length is refused.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        Self::take(bytes).ok_or(Malformed::new("leaf", "not 56 bytes"))
    }

    fn take(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::new(bytes);
        let log = LogId::from_bytes(fields.take()?);
        let sequence = u64::from_be_bytes(fields.take()?);
        let head = Hash::from_bytes(fields.take()?);
        fields.is_empty().then_some(Self { log, sequence, head })
    }

    /// The leaf's hash in the tree.
    pub fn hash(&self) -> Hash {
        leaf_hash(&self.encode())
    }
}

/// `SHA-256(0x00 ‖ data)`.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash::of_parts(&[&[0], data])
}

/// `SHA-256(0x01 ‖ left ‖ right)`.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash::of_parts(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The root of the tree over the leaf hashes given, in O(log n) memory.
pub fn root_of(leaf_hashes: impl IntoIterator<Item = Hash>) -> Hash {
    let mut range = CompactRange::default();
    range.extend(leaf_hashes);
    range.root()
}

/// The complete subtrees that a growing tree consists of, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompactRange {
    size: u64,
    peaks: Vec<Hash>,
}

impl CompactRange {
    /// Appends a leaf by its hash.
    pub fn push(&mut self, leaf_hash: Hash) {
        let mut hash = leaf_hash;
        // Every set bit at the low end of the size is a subtree as large as the one in hand.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
    }

    /// The number of leaves.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The root; SHA-256 of nothing for a tree without leaves.
    pub fn root(&self) -> Hash {
        fold_peaks(&self.peaks)
    }

    pub(crate) fn into_peaks(self) -> Vec<Hash> {
        self.peaks
    }
}

impl Extend<Hash> for CompactRange {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaf_hashes: I) {
        for hash in leaf_hashes {
            self.push(hash);
        }
    }
}

/// The root over complete subtrees, given largest first.
pub(crate) fn fold_peaks(peaks: &[Hash]) -> Hash {
    let Some((last, rest)) = peaks.split_last() else {
        return Hash::of(&[]);
    };
    rest.iter().rev().fold(*last, |right, left| node_hash(left, &right))
}

/// Whether `proof` leads from the leaf at `index` to the root of a tree of `size` leaves
/// (RFC 9162 section 2.1.3.2).
pub fn verify_inclusion(
    leaf_hash: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = *leaf_hash;
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            skip_lone_levels(&mut node, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Whether the tree of `new_size` leaves begins with the tree of `old_size` leaves
/// (RFC 9162 section 2.1.4.2). Every tree begins with the empty one and with itself.
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    new_root: &Hash,
    proof: &[Hash],
) -> bool {
    if old_size == 0 || old_size >= new_size {
        let same = old_size == new_size && old_root == new_root;
        let from_nothing = old_size == 0 && new_size > 0 && *old_root == Hash::of(&[]);
        return proof.is_empty() && (same || from_nothing);
    }
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    let complete = node.trailing_ones();
    node >>= complete;
    last >>= complete;
    // An old tree that is one complete subtree is itself the first step of the proof.
    let (first, rest) = match proof.split_first() {
        Some(_) if old_size.is_power_of_two() => (old_root, proof),
        Some((first, rest)) => (first, rest),
        None => return false,
    };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            skip_lone_levels(&mut node, &mut last);
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

/// Levels on which the last node has no right neighbour: it moves up unhashed.
fn skip_lone_levels(node: &mut u64, last: &mut u64) {
    while *node & 1 == 0 && *node != 0 {
        *node >>= 1;
        *last >>= 1;
    }
}

#[cfg(test)]
#[path = "tree_tests.rs"]
pub(crate) mod tests;
