//! Names of tiles, and reading them under these names.

use std::fmt;
use std::str::FromStr;

use super::{TILE_WIDTH, TileSource, TreeError};
use crate::{Leaf, Malformed};

/// Bytes of one leaf in a bundle: its length in two bytes, and its data.
pub(super) const FRAMED_LEAF: usize = 2 + Leaf::LEN;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TileKind {
    /// Hashes of subtrees of 256^level leaves; level 0 holds the leaf hashes.
    Hashes(u8),
    /// The leaves themselves.
    Entries,
}

/// The name of a tile: kind, number, and how many hashes or leaves it holds, 1 to 256.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TilePath {
    /// What it holds.
    pub kind: TileKind,
    /// Its number on its level, from 0.
    pub index: u64,
    /// 256 for a full tile, fewer for a partial one.
    pub width: u16,
}

impl TilePath {
    /// The length of such a tile in bytes.
    pub const fn byte_len(&self) -> usize {
        let each = match self.kind {
            TileKind::Hashes(_) => 32,
            TileKind::Entries => FRAMED_LEAF,
        };
        self.width as usize * each
    }
}

/// `tile/0/x001/x234/067`, `tile/entries/000.p/17`.
impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes(level) => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        let mut scale = 1_000_u64;
        while self.index / scale >= 1_000 {
            scale *= 1_000;
        }
        while scale > 1 {
            if self.index >= scale {
                write!(f, "x{:03}/", self.index / scale % 1_000)?;
            }
            scale /= 1_000;
        }
        write!(f, "{:03}", self.index % 1_000)?;
        if self.width < TILE_WIDTH { write!(f, ".p/{}", self.width) } else { Ok(()) }
    }
}

impl FromStr for TilePath {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        // Whatever was read must spell itself the same again: one name per tile.
        parse(text)
            .filter(|path| path.to_string() == text)
            .ok_or(Malformed::new("tile path", "not tile/<L>/<N>[.p/<W>]"))
    }
}

fn parse(text: &str) -> Option<TilePath> {
    let (kind, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes(level.parse().ok().filter(|level| *level < 64)?),
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (number, width.parse().ok().filter(|w| (1..256).contains(w))?),
        None => (rest, TILE_WIDTH),
    };
    let mut index = 0_u64;
    for group in number.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let group: u64 = digits.parse().ok().filter(|group| *group < 1_000)?;
        index = index.checked_mul(1_000)?.checked_add(group)?;
    }
    Some(TilePath { kind, index, width })
}

/// The bytes of a tile, exactly as many as its name says. Where a partial tile is gone because
/// the full one exists, the beginning of that one.
pub(super) fn read_tile<S: TileSource>(
    source: &S,
    path: TilePath,
) -> Result<Vec<u8>, TreeError<S::Error>> {
    let read = |path: TilePath| source.read(&path.to_string()).map_err(TreeError::Source);
    let length = path.byte_len();
    let exact = |bytes: Vec<u8>, path: TilePath| {
        if bytes.len() == path.byte_len() {
            Ok(bytes)
        } else {
            Err(TreeError::Malformed(path.to_string()))
        }
    };
    if let Some(bytes) = read(path)? {
        return exact(bytes, path);
    }
    let full = TilePath { width: TILE_WIDTH, ..path };
    if full != path
        && let Some(bytes) = read(full)?
    {
        let mut bytes = exact(bytes, full)?;
        bytes.truncate(length);
        return Ok(bytes);
    }
    Err(TreeError::Missing(path.to_string()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path(kind: TileKind, index: u64, width: u16) -> TilePath {
        TilePath { kind, index, width }
    }

    #[test]
    fn paths_are_spelled_as_c2sp_says() {
        let hashes = TileKind::Hashes;
        let spelled = [
            (path(hashes(0), 0, 256), "tile/0/000"),
            (path(hashes(0), 1_234_067, 256), "tile/0/x001/x234/067"),
            (path(hashes(1), 1_000, 1), "tile/1/x001/000.p/1"),
            (path(TileKind::Entries, 999, 255), "tile/entries/999.p/255"),
            (path(hashes(2), 5_000_000, 256), "tile/2/x005/x000/000"),
        ];
        for (path, text) in spelled {
            assert_eq!(path.to_string(), text);
            assert_eq!(text.parse(), Ok(path));
        }
    }

    #[test]
    fn other_spellings_are_refused() {
        for text in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/00/000",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/0",
            "tile/0/0000",
            "tile/0/x000/001",
            "tile/0/001/000",
            "tile/0/x001/x000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/entries/../000",
            "/tile/0/000",
            "tile/0/000/",
            "tile/Entries/000",
            "tile/0/+01",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999",
        ] {
            assert!(text.parse::<TilePath>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_path_reads_back(level in 0_u8..65, index in any::<u64>(), width in 1_u16..=256) {
            let kind = if level == 64 { TileKind::Entries } else { TileKind::Hashes(level) };
            let path = path(kind, index, width);
            prop_assert_eq!(path.to_string().parse(), Ok(path));
        }

        #[test]
        fn arbitrary_text_never_panics(text in "(tile/)?[0-9x/.pentris]{0,40}") {
            if let Ok(path) = text.parse::<TilePath>() {
                prop_assert_eq!(path.to_string(), text);
            }
        }
    }
}
