//! The tree kept as tiles of 256 hashes: C2SP tlog-tiles.
//!
//! Hash tiles lie at `tile/<L>/<N>[.p/<W>]`, the leaves themselves in bundles at
//! `tile/entries/<N>[.p/<W>]`. A tile, once written, never changes; a tree that grows gets new
//! ones. The caller stores them: this module asks for paths and answers with paths and bytes.

mod edge;
mod path;

use crate::{Finding, Hash, Leaf};

use edge::Edge;
pub(crate) use edge::read_hashes;
pub use path::{TileKind, TilePath};

/// The number of hashes or leaves in a full tile or bundle.
pub const TILE_WIDTH: u16 = 256;

/// Where tiles are read from.
pub trait TileSource {
    /// What can go wrong with the storage.
    type Error;

    /// The bytes at `path`, or nothing when there is no such tile.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Self::Error>;
}

/// Tiles in memory, by path.
impl TileSource for std::collections::BTreeMap<String, Vec<u8>> {
    type Error = std::convert::Infallible;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Self::Error> {
        Ok(self.get(path).cloned())
    }
}

impl<S: TileSource + ?Sized> TileSource for &S {
    type Error = S::Error;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Self::Error> {
        (**self).read(path)
    }
}

/// Why a tree could not be read or extended.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TreeError<E> {
    /// The storage failed.
    #[error("tiles cannot be read: {0}")]
    Source(E),
    /// A tile that the tree's size calls for is not there.
    #[error("{0} is missing")]
    Missing(String),
    /// A tile has the wrong length, or a bundle holds no leaves.
    #[error("{0} cannot be read")]
    Malformed(String),
    /// The index or the old size lies beyond the tree.
    #[error("no such place in a tree of that size")]
    OutOfRange,
}

/// A tile or bundle to be written: its path and its bytes.
pub type TileFile = (String, Vec<u8>);

/// A tree after its extension: what to write, and the roots before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The number of leaves now.
    pub size: u64,
    /// The root now.
    pub root: Hash,
    /// The root that the tiles gave before. A caller that recorded a root compares.
    pub previous_root: Hash,
    /// Every tile and bundle, full or partial, that the new size has and the old one had not.
    pub tiles: Vec<TileFile>,
}

/// Appends `leaves` to the tree of `old_size` leaves in `source`.
///
/// Reads at most one tile per level and one bundle. Writing the answer's tiles twice, or again
/// with more leaves after a crash, gives the same bytes at the same paths.
pub fn extend<S: TileSource>(
    source: &S,
    old_size: u64,
    leaves: &[Leaf],
) -> Result<Extension, TreeError<S::Error>> {
    let mut edge = Edge::load(source, old_size)?;
    let previous_root = edge.root();
    let mut tiles = Vec::new();
    for leaf in leaves {
        edge.push(leaf.hash(), &mut |path, hashes| {
            tiles.push((path.to_string(), hash_bytes(hashes)));
        });
    }
    let changed = edge.changed_partials();
    tiles.extend(changed.map(|(path, hashes)| (path.to_string(), hash_bytes(hashes))));
    if !leaves.is_empty() {
        tiles.extend(bundles(source, old_size, leaves)?);
    }
    let size = old_size + leaves.len() as u64;
    Ok(Extension { size, root: edge.root(), previous_root, tiles })
}

/// The bundles that change when `leaves` follow `old_size` others.
fn bundles<S: TileSource>(
    source: &S,
    old_size: u64,
    leaves: &[Leaf],
) -> Result<Vec<TileFile>, TreeError<S::Error>> {
    let full = u64::from(TILE_WIDTH);
    let held = (old_size % full) as u16;
    let mut pending =
        if held > 0 { read_bundle(source, old_size / full, held)? } else { Vec::new() };
    pending.extend_from_slice(leaves);
    let numbered = pending.chunks(usize::from(TILE_WIDTH)).zip(old_size / full..);
    let written = numbered.map(|(leaves, index)| {
        let path = TilePath { kind: TileKind::Entries, index, width: leaves.len() as u16 };
        (path.to_string(), bundle_bytes(leaves))
    });
    Ok(written.collect())
}

/// The root of the tree of `size` leaves, from one partial tile per level.
pub fn root_from_tiles<S: TileSource>(source: &S, size: u64) -> Result<Hash, TreeError<S::Error>> {
    Ok(Edge::load(source, size)?.root())
}

/// The first `width` leaves (1 to 256) of bundle `index`.
pub fn read_bundle<S: TileSource>(
    source: &S,
    index: u64,
    width: u16,
) -> Result<Vec<Leaf>, TreeError<S::Error>> {
    let path = TilePath { kind: TileKind::Entries, index, width };
    let bytes = path::read_tile(source, path)?;
    parse_bundle(&bytes)
        .ok()
        .filter(|leaves| leaves.len() == usize::from(width))
        .ok_or_else(|| TreeError::Malformed(path.to_string()))
}

/// The leaves of an entry bundle: each 56 bytes with their length in two bytes before. More than
/// 256 leaves, another length and bytes left over are refused.
pub fn parse_bundle(bytes: &[u8]) -> Result<Vec<Leaf>, crate::Malformed> {
    let refused = |why| crate::Malformed::new("entry bundle", why);
    let framed = bytes.chunks_exact(path::FRAMED_LEAF);
    if !framed.remainder().is_empty() {
        return Err(refused("not a whole number of leaves"));
    }
    if framed.len() > usize::from(TILE_WIDTH) {
        return Err(refused("more than 256 leaves"));
    }
    let leaf = |framed: &[u8]| match framed.split_first_chunk::<2>() {
        Some((length, data)) if usize::from(u16::from_be_bytes(*length)) == Leaf::LEN => {
            Leaf::decode(data)
        }
        _ => Err(refused("a leaf is not 56 bytes")),
    };
    framed.map(leaf).collect()
}

/// The bundle that holds `leaves`, at most 256.
pub fn bundle_bytes(leaves: &[Leaf]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(leaves.len() * path::FRAMED_LEAF);
    for leaf in leaves {
        bytes.extend_from_slice(&(Leaf::LEN as u16).to_be_bytes());
        bytes.extend_from_slice(&leaf.encode());
    }
    bytes
}

/// Sees a leaf with its place, and can ask for the root of the tree that ends with it.
pub type EachLeaf<'a> = dyn FnMut(u64, &Leaf, &dyn Fn() -> Hash) + 'a;

/// Computes the tree of `size` leaves anew from its bundles and compares every hash tile.
/// Returns the root that follows from the bundles, and what differs. Memory stays at one bundle
/// and one tile per level; `each` sees the leaves in order, for comparison with the logs.
pub fn check_tiles<S: TileSource>(
    source: &S,
    size: u64,
    each: &mut EachLeaf<'_>,
) -> Result<(Hash, Vec<Finding>), TreeError<S::Error>> {
    let full = u64::from(TILE_WIDTH);
    let mut edge = Edge::default();
    let mut comparison = edge::Comparison::new(source);
    for index in 0..size.div_ceil(full) {
        let first = index * full;
        let leaves = read_bundle(source, index, full.min(size - first) as u16)?;
        for (leaf, place) in leaves.iter().zip(first..) {
            edge.push(leaf.hash(), &mut |path, hashes| comparison.compare(path, hashes));
            each(place, leaf, &|| edge.root());
        }
    }
    for (path, hashes) in edge.changed_partials() {
        comparison.compare(path, hashes);
    }
    Ok((edge.root(), comparison.finish()?))
}

fn hash_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

#[cfg(test)]
#[path = "tile_tests.rs"]
mod tests;
