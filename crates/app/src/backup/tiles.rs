//! The tiles that a tree of a given size is kept in (C2SP tlog-tiles). Partial tiles of smaller
//! sizes lie beside them and are not needed any more.

use tasuki_kernel::RegionId;
use tasuki_ledger::tile::{TILE_WIDTH, TileKind, TilePath};

/// The object paths of all tiles and bundles of a region's tree of `size` leaves.
pub(super) fn of_tree(region: RegionId, size: u64) -> Vec<String> {
    let width = u64::from(TILE_WIDTH);
    let mut paths = Vec::new();
    let mut add = |kind: TileKind, count: u64| {
        let full = (0..count / width).map(|index| TilePath { kind, index, width: TILE_WIDTH });
        let rest = (count % width) as u16;
        let partial = TilePath { kind, index: count / width, width: rest };
        paths.extend(full.map(|path| path.to_string()));
        if rest > 0 {
            paths.push(partial.to_string());
        }
    };
    add(TileKind::Entries, size);
    let mut count = size;
    for level in 0_u8.. {
        if count == 0 {
            break;
        }
        add(TileKind::Hashes(level), count);
        count /= width;
    }
    paths.into_iter().map(|path| format!("trees/{region}/{path}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use tasuki_kernel::LogId;
    use tasuki_ledger::{Hash, Leaf, extend};

    use super::*;

    #[test]
    fn they_are_those_that_growing_at_once_writes() {
        let region = RegionId::from_bytes([1; 16]);
        for size in [0_u64, 1, 255, 256, 257, 600, 65_536, 65_537] {
            let leaves: Vec<Leaf> = (1..=size)
                .map(|sequence| {
                    let log = LogId::from_bytes([2; 16]);
                    Leaf { log, sequence, head: Hash::of(&sequence.to_be_bytes()) }
                })
                .collect();
            let grown = extend(&BTreeMap::new(), 0, &leaves).unwrap();
            let prefix = format!("trees/{region}/");
            let written: BTreeSet<String> =
                grown.tiles.iter().map(|(path, _)| format!("{prefix}{path}")).collect();
            let needed: BTreeSet<String> = of_tree(region, size).into_iter().collect();
            assert_eq!(needed, written, "{size}");
        }
    }
}
