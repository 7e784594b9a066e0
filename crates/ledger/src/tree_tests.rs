use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use sha2::Sha256;

use super::*;

/// The same leaves in a tree by other hands.
pub(crate) fn oracle(leaves: &[Leaf]) -> MemoryBackedTree<Sha256, Vec<u8>> {
    let mut tree = MemoryBackedTree::new();
    for leaf in leaves {
        tree.push(leaf.encode().to_vec());
    }
    tree
}

pub(crate) fn oracle_root(leaves: &[Leaf]) -> Hash {
    Hash::from_bytes((*oracle(leaves).root().as_bytes()).into())
}

/// The digests of a proof by other hands.
pub(crate) fn digests(proof: &[u8]) -> Vec<Hash> {
    proof.chunks(32).map(|digest| Hash::from_slice(digest).expect("32 bytes each")).collect()
}

/// `count` leaves that all differ.
pub(crate) fn leaves(count: usize) -> Vec<Leaf> {
    let leaf = |i: usize| Leaf {
        log: LogId::from_bytes([i as u8; 16]),
        sequence: i as u64 + 1,
        head: Hash::of(&i.to_be_bytes()),
    };
    (0..count).map(leaf).collect()
}

#[test]
fn leaf_data_is_log_sequence_head() {
    let leaf = leaves(3)[2];
    let bytes = leaf.encode();
    assert_eq!(bytes[..16], [2; 16]);
    assert_eq!(bytes[16..24], [0, 0, 0, 0, 0, 0, 0, 3]);
    assert_eq!(&bytes[24..], leaf.head.as_bytes());
    assert_eq!(Leaf::decode(&bytes), Ok(leaf));
    assert!(Leaf::decode(&bytes[1..]).is_err());
    assert!(Leaf::decode(&[&bytes[..], &[0]].concat()).is_err());
}

#[test]
fn roots_are_those_of_the_oracle() {
    assert_eq!(root_of([]), Hash::of(b""));
    let leaves = leaves(70);
    let mut range = CompactRange::default();
    for (i, leaf) in leaves.iter().enumerate() {
        range.push(leaf.hash());
        assert_eq!(range.size(), i as u64 + 1);
        assert_eq!(range.root(), oracle_root(&leaves[..=i]), "size {}", i + 1);
    }
    assert_eq!(root_of(leaves.iter().map(Leaf::hash)), range.root());
}

#[test]
fn the_oracles_inclusion_proofs_are_accepted_and_no_others() {
    let leaves = leaves(21);
    for size in 1..=leaves.len() {
        let tree = oracle(&leaves[..size]);
        let root = oracle_root(&leaves[..size]);
        let n = size as u64;
        for (index, leaf) in leaves[..size].iter().enumerate() {
            let proof = digests(tree.prove_inclusion(index).as_bytes());
            let hash = leaf.hash();
            let i = index as u64;
            assert!(verify_inclusion(&hash, i, n, &root, &proof));
            assert!(!verify_inclusion(&Hash::ZERO, i, n, &root, &proof));
            assert!(!verify_inclusion(&hash, i + n, n, &root, &proof));
            assert!(!verify_inclusion(&hash, i, n, &Hash::ZERO, &proof));
            let longer = [&proof[..], &[Hash::ZERO]].concat();
            assert!(!verify_inclusion(&hash, i, n, &root, &longer));
            if let Some((_, shorter)) = proof.split_last() {
                assert!(!verify_inclusion(&hash, i, n, &root, shorter));
            }
        }
    }
}

#[test]
fn the_oracles_consistency_proofs_are_accepted_and_no_others() {
    let leaves = leaves(40);
    for new in 2..=leaves.len() {
        let tree = oracle(&leaves[..new]);
        let new_root = oracle_root(&leaves[..new]);
        for old in 1..new {
            let proof = digests(tree.prove_consistency(new - old).as_bytes());
            let (o, n, old_root) = (old as u64, new as u64, oracle_root(&leaves[..old]));
            assert!(verify_consistency(o, n, &old_root, &new_root, &proof), "{old} in {new}");
            assert!(!verify_consistency(o, n, &Hash::ZERO, &new_root, &proof));
            assert!(!verify_consistency(o, n, &old_root, &Hash::ZERO, &proof));
            assert!(!verify_consistency(o, n, &old_root, &new_root, &proof[1..]));
            let longer = [&proof[..], &[Hash::ZERO]].concat();
            assert!(!verify_consistency(o, n, &old_root, &new_root, &longer));
        }
    }
}

#[test]
fn the_ends_of_consistency() {
    let (empty, one) = (root_of([]), root_of([leaves(1)[0].hash()]));
    assert!(verify_consistency(0, 0, &empty, &empty, &[]));
    assert!(verify_consistency(0, 1, &empty, &one, &[]));
    assert!(!verify_consistency(0, 1, &one, &one, &[]));
    assert!(!verify_consistency(0, 1, &empty, &one, &[one]));
    assert!(verify_consistency(1, 1, &one, &one, &[]));
    assert!(!verify_consistency(1, 1, &one, &empty, &[]));
    assert!(!verify_consistency(1, 1, &one, &one, &[one]));
    assert!(!verify_consistency(2, 1, &one, &one, &[]));
    assert!(!verify_consistency(1, 2, &one, &one, &[]));
}

proptest! {
    #[test]
    fn a_proof_for_one_place_proves_no_other(
        size in 2_usize..60,
        index in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let leaves = leaves(size);
        let (index, other) = (index.index(size), other.index(size));
        prop_assume!(index != other);
        let tree = oracle(&leaves);
        let root = oracle_root(&leaves);
        let proof = digests(tree.prove_inclusion(index).as_bytes());
        let hash = leaves[other].hash();
        prop_assert!(!verify_inclusion(&hash, index as u64, size as u64, &root, &proof));
        prop_assert!(!verify_inclusion(&hash, other as u64, size as u64, &root, &proof));
    }

    #[test]
    fn arbitrary_proofs_never_panic(
        numbers in any::<[u64; 2]>(),
        hashes in proptest::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let hashes: Vec<Hash> = hashes.into_iter().map(Hash::from_bytes).collect();
        let (zero, [a, b]) = (Hash::ZERO, numbers);
        prop_assert!(!verify_inclusion(&zero, a, b, &zero, &hashes));
        prop_assert!(!verify_consistency(a, b, &zero, &Hash::of(b"x"), &hashes));
    }
}
