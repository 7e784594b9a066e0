//! Proofs made from tiles: that a leaf is in a tree, that a tree continues another (RFC 9162
//! sections 2.1.3.1 and 2.1.4.1). They are checked by [`crate::tree`].

use std::collections::HashMap;

use crate::Hash;
use crate::tile::{TILE_WIDTH, TileKind, TilePath, TileSource, TreeError, read_hashes};
use crate::tree::{node_hash, root_of};

/// The hashes that lead from the leaf at `index` to the root of the tree of `size` leaves.
pub fn inclusion_proof<S: TileSource>(
    source: &S,
    size: u64,
    index: u64,
) -> Result<Vec<Hash>, TreeError<S::Error>> {
    if index >= size {
        return Err(TreeError::OutOfRange);
    }
    let mut tree = Tree::new(source, size);
    let (mut low, mut high) = (0, size);
    let mut proof = Vec::new();
    // From the root down; the proof is told from the leaf up.
    while high - low > 1 {
        let middle = low + split(high - low);
        if index < middle {
            proof.push(tree.root(middle, high)?);
            high = middle;
        } else {
            proof.push(tree.root(low, middle)?);
            low = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// The hashes that show that the tree of `new_size` leaves begins with that of `old_size`.
/// Empty when the old tree is empty or the same.
pub fn consistency_proof<S: TileSource>(
    source: &S,
    old_size: u64,
    new_size: u64,
) -> Result<Vec<Hash>, TreeError<S::Error>> {
    if old_size > new_size {
        return Err(TreeError::OutOfRange);
    }
    if old_size == 0 || old_size == new_size {
        return Ok(Vec::new());
    }
    let mut tree = Tree::new(source, new_size);
    let (mut low, mut high) = (0, new_size);
    let mut proof = Vec::new();
    while high != old_size {
        let middle = low + split(high - low);
        if old_size <= middle {
            proof.push(tree.root(middle, high)?);
            high = middle;
        } else {
            proof.push(tree.root(low, middle)?);
            low = middle;
        }
    }
    // The old tree's own root is known to whoever checks, unless it ends inside the new tree.
    if low > 0 {
        proof.push(tree.root(low, high)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The root that the tree of `size` leaves had when it had `old_size`, from the tiles of now.
/// An older checkpoint must say the same.
pub fn old_root<S: TileSource>(
    source: &S,
    old_size: u64,
    size: u64,
) -> Result<Hash, TreeError<S::Error>> {
    match old_size {
        0 => Ok(Hash::of(&[])),
        _ if old_size > size => Err(TreeError::OutOfRange),
        _ => Tree::new(source, size).root(0, old_size),
    }
}

/// The largest power of two below `count`, which is 2 or more.
const fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// The tiles of one tree, each read once.
struct Tree<'a, S> {
    source: &'a S,
    size: u64,
    tiles: HashMap<(u8, u64), Vec<Hash>>,
}

impl<'a, S: TileSource> Tree<'a, S> {
    fn new(source: &'a S, size: u64) -> Self {
        Self { source, size, tiles: HashMap::new() }
    }

    /// The root over leaves `low` to `high`, a range that RFC 9162 splits off: complete, or at
    /// the right end.
    fn root(&mut self, low: u64, high: u64) -> Result<Hash, TreeError<S::Error>> {
        let count = high - low;
        if count.is_power_of_two() {
            let level = count.ilog2();
            return self.node(level, low >> level);
        }
        let middle = low + split(count);
        Ok(node_hash(&self.root(low, middle)?, &self.root(middle, high)?))
    }

    /// The root of the complete subtree number `index` among those of 2^level leaves.
    fn node(&mut self, level: u32, index: u64) -> Result<Hash, TreeError<S::Error>> {
        let width = u64::from(TILE_WIDTH);
        let first = index << (level % 8);
        let offset = (first % width) as usize;
        let hashes = self.tile((level / 8) as u8, first / width)?;
        let range = hashes.get(offset..offset + (1 << (level % 8)));
        range.map(|hashes| root_of(hashes.iter().copied())).ok_or(TreeError::OutOfRange)
    }

    fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], TreeError<S::Error>> {
        if !self.tiles.contains_key(&(level, index)) {
            let on_level = self.size.checked_shr(8 * u32::from(level)).unwrap_or(0);
            let before = index * u64::from(TILE_WIDTH);
            let width = on_level.saturating_sub(before).min(u64::from(TILE_WIDTH)) as u16;
            let path = TilePath { kind: TileKind::Hashes(level), index, width };
            let hashes = read_hashes(self.source, path)?;
            self.tiles.insert((level, index), hashes);
        }
        self.tiles.get(&(level, index)).map(Vec::as_slice).ok_or(TreeError::OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::tile::extend;
    use crate::tree::tests::{digests, leaves, oracle, oracle_root};
    use crate::tree::{Leaf, verify_consistency, verify_inclusion};

    fn tiles(leaves: &[Leaf]) -> BTreeMap<String, Vec<u8>> {
        let extension = extend(&BTreeMap::new(), 0, leaves).expect("memory does not fail");
        extension.tiles.into_iter().collect()
    }

    #[test]
    fn proofs_are_those_of_the_oracle() {
        let all = leaves(600);
        for size in [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 600] {
            let (source, tree) = (tiles(&all[..size]), oracle(&all[..size]));
            for index in [0, size / 3, size / 2, size - 1] {
                let proof = inclusion_proof(&source, size as u64, index as u64);
                assert_eq!(proof, Ok(digests(tree.prove_inclusion(index).as_bytes())));
            }
            for old in [1, size / 3, size / 2, size - 1].into_iter().filter(|o| *o > 0) {
                if old < size {
                    let proof = consistency_proof(&source, old as u64, size as u64);
                    let expected = tree.prove_consistency(size - old);
                    assert_eq!(proof, Ok(digests(expected.as_bytes())), "{old} in {size}");
                }
            }
        }
    }

    #[test]
    fn there_is_no_proof_beyond_the_tree_or_without_tiles() {
        let source = tiles(&leaves(5));
        assert_eq!(inclusion_proof(&source, 5, 5), Err(TreeError::OutOfRange));
        assert_eq!(inclusion_proof(&source, 0, 0), Err(TreeError::OutOfRange));
        assert_eq!(consistency_proof(&source, 6, 5), Err(TreeError::OutOfRange));
        assert_eq!(consistency_proof(&source, 0, 5), Ok(vec![]));
        assert_eq!(consistency_proof(&source, 5, 5), Ok(vec![]));
        let missing = TreeError::Missing("tile/0/000.p/6".into());
        assert_eq!(inclusion_proof(&source, 6, 0), Err(missing));
    }

    #[test]
    fn old_roots_follow_from_the_tiles_of_now() {
        let all = leaves(600);
        let source = tiles(&all);
        for old in [0, 1, 2, 100, 255, 256, 257, 599, 600] {
            assert_eq!(old_root(&source, old as u64, 600), Ok(oracle_root(&all[..old])), "{old}");
        }
        assert_eq!(old_root(&source, 601, 600), Err(TreeError::OutOfRange));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn every_proof_made_is_accepted(
            size in 1_usize..1_300,
            index in any::<prop::sample::Index>(),
            old in any::<prop::sample::Index>(),
        ) {
            let all = leaves(size);
            let (index, old) = (index.index(size), old.index(size + 1));
            let (source, root) = (tiles(&all), oracle_root(&all));
            let (n, i, o) = (size as u64, index as u64, old as u64);
            let included = inclusion_proof(&source, n, i).expect("it is in the tree");
            prop_assert!(verify_inclusion(&all[index].hash(), i, n, &root, &included));
            let old_root = oracle_root(&all[..old]);
            let consistent = consistency_proof(&source, o, n).expect("it is not larger");
            prop_assert!(verify_consistency(o, n, &old_root, &root, &consistent));
        }
    }
}
