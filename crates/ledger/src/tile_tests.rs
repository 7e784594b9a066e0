use std::cell::Cell;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::tree::tests::{leaves, oracle_root};
use crate::{Damage, tile};

type Tiles = BTreeMap<String, Vec<u8>>;

/// The tree over `leaves`, grown in the steps given and then to the end.
fn grown(leaves: &[Leaf], steps: &[usize]) -> Tiles {
    let mut tiles = Tiles::new();
    let mut size = 0;
    for step in steps.iter().copied().chain([leaves.len()]) {
        let until = (size + step).min(leaves.len());
        let grown = extend(&tiles, size as u64, &leaves[size..until]).expect("memory");
        assert_eq!(grown.size, until as u64);
        assert_eq!(grown.previous_root, oracle_root(&leaves[..size]));
        assert_eq!(grown.root, oracle_root(&leaves[..until]));
        tiles.extend(grown.tiles);
        size = until;
    }
    tiles
}

/// Counts how often it is read.
struct Counting<'a>(&'a Tiles, Cell<usize>);

impl TileSource for Counting<'_> {
    type Error = std::convert::Infallible;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Self::Error> {
        self.1.set(self.1.get() + 1);
        self.0.read(path)
    }
}

#[test]
fn a_tree_of_70000_has_the_tiles_that_c2sp_counts() {
    let leaves = leaves(70_000);
    let grown = extend(&Tiles::new(), 0, &leaves).expect("memory");
    let count = |part: &str| grown.tiles.iter().filter(|(p, _)| p.starts_with(part)).count();
    assert_eq!((count("tile/0/"), count("tile/1/"), count("tile/2/")), (274, 2, 1));
    assert_eq!(count("tile/entries/"), 274);
    let paths: Vec<&str> = grown.tiles.iter().map(|(path, _)| path.as_str()).collect();
    for path in ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"] {
        assert!(paths.contains(&path), "{path}");
    }
    assert_eq!(grown.root, oracle_root(&leaves));
}

#[test]
fn a_tree_of_256_has_a_full_tile_and_a_partial_one_above() {
    let tiles = grown(&leaves(256), &[]);
    let paths: Vec<&String> = tiles.keys().collect();
    assert_eq!(paths, ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
    assert_eq!(tiles["tile/0/000"].len(), 8_192);
}

#[test]
fn nothing_new_writes_nothing() {
    let tiles = grown(&leaves(3), &[]);
    let same = extend(&tiles, 3, &[]).expect("memory");
    assert_eq!((same.root, same.tiles), (same.previous_root, vec![]));
    let empty = extend(&Tiles::new(), 0, &[]).expect("memory");
    assert_eq!((empty.size, empty.root), (0, Hash::of(b"")));
}

#[test]
fn an_extension_reads_one_tile_a_level() {
    let leaves = leaves(70_001);
    let tiles = grown(&leaves[..70_000], &[]);
    let source = Counting(&tiles, Cell::new(0));
    extend(&source, 70_000, &leaves[70_000..]).expect("memory");
    assert_eq!(source.1.get(), 4);
}

#[test]
fn a_partial_tile_may_be_gone_once_the_full_one_is_there() {
    let leaves = leaves(300);
    let mut tiles = grown(&leaves, &[100]);
    assert!(tiles.remove("tile/0/000.p/100").is_some());
    assert!(tiles.remove("tile/entries/000.p/100").is_some());
    assert_eq!(root_from_tiles(&tiles, 100), Ok(oracle_root(&leaves[..100])));
    assert_eq!(read_bundle(&tiles, 0, 100), Ok(leaves[..100].to_vec()));
}

#[test]
fn damaged_and_missing_tiles_are_named() {
    let good = grown(&leaves(300), &[]);
    let findings = |tiles: &Tiles| check_tiles(tiles, 300, &mut |_, _, _| {}).map(|(_, f)| f);
    assert_eq!(findings(&good), Ok(vec![]));
    let mut tiles = good.clone();
    tiles.get_mut("tile/0/000").expect("written")[17] ^= 1;
    tiles.remove("tile/0/001.p/44");
    tiles.get_mut("tile/1/000.p/1").expect("written").pop();
    let damages: Vec<Damage> =
        findings(&tiles).expect("bundles are whole").into_iter().map(|f| f.damage).collect();
    let detail = "tile/0/000 is not made of its leaves".to_owned();
    assert_eq!(
        damages,
        [
            Damage::TreeMismatch { detail },
            Damage::TileMissing { path: "tile/0/001.p/44".into() },
            Damage::TileMalformed { path: "tile/1/000.p/1".into() },
        ]
    );
    let mut tiles = good.clone();
    tiles.remove("tile/entries/000");
    assert_eq!(findings(&tiles), Err(TreeError::Missing("tile/entries/000".into())));
    let mut tiles = good;
    tiles.get_mut("tile/entries/001.p/44").expect("written")[1] = 55;
    assert_eq!(findings(&tiles), Err(TreeError::Malformed("tile/entries/001.p/44".into())));
    assert!(matches!(extend(&tiles, 300, &leaves(1)), Err(TreeError::Malformed(_))));
}

#[test]
fn a_changed_leaf_changes_the_root_that_follows_from_the_bundles() {
    let mut tiles = grown(&leaves(300), &[]);
    let mut seen = 0;
    let (root, _) = check_tiles(&tiles, 300, &mut |_, _, _| seen += 1).expect("whole");
    assert_eq!((root, seen), (oracle_root(&leaves(300)), 300));
    tiles.get_mut("tile/entries/000").expect("written")[40] ^= 1;
    let (changed, findings) = check_tiles(&tiles, 300, &mut |_, _, _| {}).expect("readable");
    assert_ne!(changed, root);
    assert_eq!(findings.len(), 2, "the leaf tile and the one above: {findings:?}");
}

#[test]
fn a_failing_storage_is_told_as_such() {
    struct Failing;
    impl TileSource for Failing {
        type Error = &'static str;
        fn read(&self, _: &str) -> Result<Option<Vec<u8>>, Self::Error> {
            Err("disk on fire")
        }
    }
    let failed = TreeError::Source("disk on fire");
    assert_eq!(root_from_tiles(&Failing, 1), Err(failed.clone()));
    assert_eq!(extend(&&Failing, 1, &leaves(1)), Err(failed.clone()));
    assert_eq!(check_tiles(&Failing, 1, &mut |_, _, _| {}), Err(failed.clone()));
    assert_eq!(failed.to_string(), "tiles cannot be read: disk on fire");
}

#[test]
fn bundles_are_strict() {
    let bytes = bundle_bytes(&leaves(2));
    assert_eq!(bytes.len(), 2 * 58);
    assert_eq!(bytes[..2], [0, 56]);
    assert_eq!(parse_bundle(&bytes), Ok(leaves(2)));
    assert_eq!(parse_bundle(&[]), Ok(vec![]));
    assert!(parse_bundle(&bytes[..115]).is_err());
    assert!(parse_bundle(&bundle_bytes(&leaves(257))).is_err());
    let mut other_length = bytes;
    other_length[58] = 1;
    assert!(parse_bundle(&other_length).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn growing_in_any_steps_gives_the_same_tree(
        size in 0_usize..1_200,
        steps in proptest::collection::vec(0_usize..400, 0..6),
    ) {
        let leaves = leaves(size);
        let (stepped, at_once) = (grown(&leaves, &steps), grown(&leaves, &[]));
        for (path, bytes) in &at_once {
            prop_assert_eq!(stepped.get(path), Some(bytes), "{}", path);
        }
        let root = root_from_tiles(&stepped, size as u64);
        prop_assert_eq!(root, Ok(oracle_root(&leaves)));
        let mut roots = Vec::new();
        let checked = tile::check_tiles(&stepped, size as u64, &mut |place, _, root| {
            if place % 97 == 0 {
                roots.push((place, root()));
            }
        });
        for (place, root) in roots {
            prop_assert_eq!(root, oracle_root(&leaves[..=place as usize]));
        }
        prop_assert_eq!(checked, Ok((oracle_root(&leaves), vec![])));
    }

    #[test]
    fn arbitrary_bundles_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(leaves) = parse_bundle(&bytes) {
            prop_assert_eq!(bundle_bytes(&leaves), bytes);
        }
    }
}
