//! The right edge of a tree: the partial tile of every level, to which new leaves are added.

use super::path::read_tile;
use super::{TILE_WIDTH, TileKind, TilePath, TileSource, TreeError};
use crate::tree::{CompactRange, fold_peaks, root_of};
use crate::{Damage, Finding, Hash};

/// The partial tiles of all levels, lowest first.
#[derive(Default)]
pub(super) struct Edge {
    levels: Vec<Side>,
}

/// The last tile of one level, not yet full.
#[derive(Default)]
struct Side {
    index: u64,
    hashes: Vec<Hash>,
    changed: bool,
}

impl Edge {
    /// The edge of the tree of `size` leaves.
    pub(super) fn load<S: TileSource>(source: &S, size: u64) -> Result<Self, TreeError<S::Error>> {
        let mut levels = Vec::new();
        let mut hashes_here = size;
        while hashes_here > 0 {
            let index = hashes_here / u64::from(TILE_WIDTH);
            let width = (hashes_here % u64::from(TILE_WIDTH)) as u16;
            let kind = TileKind::Hashes(levels.len() as u8);
            let hashes = match width {
                0 => Vec::new(),
                _ => read_hashes(source, TilePath { kind, index, width })?,
            };
            levels.push(Side { index, hashes, changed: false });
            hashes_here = index;
        }
        Ok(Self { levels })
    }

    /// Appends a leaf hash; `full` gets every tile that is full with it.
    pub(super) fn push(&mut self, leaf: Hash, full: &mut dyn FnMut(TilePath, &[Hash])) {
        let mut carried = leaf;
        for level in 0.. {
            if level == self.levels.len() {
                self.levels.push(Side::default());
            }
            let side = &mut self.levels[level];
            side.hashes.push(carried);
            side.changed = true;
            if side.hashes.len() < usize::from(TILE_WIDTH) {
                return;
            }
            let kind = TileKind::Hashes(level as u8);
            full(TilePath { kind, index: side.index, width: TILE_WIDTH }, &side.hashes);
            carried = root_of(side.hashes.drain(..));
            side.index += 1;
        }
    }

    /// The partial tiles of the levels that were appended to.
    pub(super) fn changed_partials(&self) -> impl Iterator<Item = (TilePath, &[Hash])> {
        let numbered = self.levels.iter().zip(0_u8..);
        numbered.filter(|(side, _)| side.changed && !side.hashes.is_empty()).map(|(side, level)| {
            let width = side.hashes.len() as u16;
            let kind = TileKind::Hashes(level);
            (TilePath { kind, index: side.index, width }, side.hashes.as_slice())
        })
    }

    /// The root: the hashes of every partial tile are complete subtrees, the higher level's
    /// before the lower's.
    pub(super) fn root(&self) -> Hash {
        let mut peaks = Vec::new();
        for side in self.levels.iter().rev() {
            let mut range = CompactRange::default();
            range.extend(side.hashes.iter().copied());
            peaks.extend(range.into_peaks());
        }
        fold_peaks(&peaks)
    }
}

/// The hashes of a tile.
pub(crate) fn read_hashes<S: TileSource>(
    source: &S,
    path: TilePath,
) -> Result<Vec<Hash>, TreeError<S::Error>> {
    let bytes = read_tile(source, path)?;
    let hashes = bytes.chunks_exact(32).map(Hash::from_slice).collect::<Result<_, _>>();
    hashes.map_err(|_| TreeError::Malformed(path.to_string()))
}

/// Compares computed tiles with stored ones and gathers what differs.
pub(super) struct Comparison<'a, S: TileSource> {
    source: &'a S,
    findings: Vec<Finding>,
    failed: Option<S::Error>,
}

impl<'a, S: TileSource> Comparison<'a, S> {
    pub(super) const fn new(source: &'a S) -> Self {
        Self { source, findings: Vec::new(), failed: None }
    }

    pub(super) fn compare(&mut self, path: TilePath, computed: &[Hash]) {
        let damage = match read_hashes(self.source, path) {
            Ok(stored) if stored == computed => return,
            Ok(_) => Damage::TreeMismatch { detail: format!("{path} is not made of its leaves") },
            Err(TreeError::Missing(path)) => Damage::TileMissing { path },
            Err(TreeError::Source(error)) => {
                self.failed = Some(error);
                return;
            }
            Err(_) => Damage::TileMalformed { path: path.to_string() },
        };
        self.findings.push(Finding::general(damage));
    }

    pub(super) fn finish(self) -> Result<Vec<Finding>, TreeError<S::Error>> {
        match self.failed {
            Some(error) => Err(TreeError::Source(error)),
            None => Ok(self.findings),
        }
    }
}
