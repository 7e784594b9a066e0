//! The region's Merkle tree over all its logs, kept as tiles and extended beside the append path.
//!
//! The tree is never recomputed at start: its size and root stand in one row, its tiles are
//! objects, and each log's row says how far the tree holds it.

use std::path::PathBuf;

use tasuki_kernel::{Code, LogId, Problem, RegionId, Result};
use tasuki_ledger::{Hash, Leaf, TileSource, TreeError, extend, head};
use tokio::runtime::Handle;

use crate::driver::Conn;
use crate::driver::dialect::{self, Lock};
use crate::log;
use crate::object::Objects;
use crate::store::Store;

/// Size and root of a region's tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TreeState {
    /// Number of leaves.
    pub size: u64,
    /// Merkle tree hash (RFC 9162 section 2.1).
    pub root: Hash,
}

/// At most so many leaves in one step, so that a step stays small in memory.
const STEP: u64 = 8192;

const TREE: &str = "SELECT size, root FROM trees WHERE region = $1";
const BEGIN_TREE: &str =
    "INSERT INTO trees (region, size, root) VALUES ($1, 0, $2) ON CONFLICT (region) DO NOTHING";
const GROW_TREE: &str = "UPDATE trees SET size = $3, root = $4 WHERE region = $1 AND size = $2";

/// Where a region's tiles are, and what keeps two processes from writing them at once.
#[derive(Debug, Clone)]
pub struct Tiles {
    /// The region.
    pub region: RegionId,
    /// The object store.
    pub objects: Objects,
    /// A file that is locked while the tree grows, beside SQLite.
    pub lock: PathBuf,
}

impl Tiles {
    /// The object path of a tile.
    pub fn path(&self, tile: &str) -> String {
        format!("trees/{}/{tile}", self.region)
    }
}

/// Tiles read from a thread where waiting is allowed.
struct Waiting<'a> {
    tiles: &'a Tiles,
    handle: &'a Handle,
}

impl TileSource for Waiting<'_> {
    type Error = Problem;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Problem> {
        self.handle.block_on(self.tiles.objects.get(&self.tiles.path(path)))
    }
}

/// Size and root as recorded.
pub fn state(conn: &mut Conn, region: RegionId) -> Result<TreeState> {
    let row = conn.first(TREE, &[region.into()])?;
    row.map_or_else(
        || Ok(TreeState { size: 0, root: tasuki_ledger::tree::root_of([]) }),
        |row| Ok(TreeState { size: row.count(0)?, root: Hash::from_bytes(row.array(1)?) }),
    )
}

/// Brings everything that is committed into the tree, and says its size and root then.
///
/// # Errors
/// `Damaged` when the tiles do not give the recorded root: somebody changed them.
pub async fn grow(store: &Store, tiles: &Tiles) -> Result<TreeState> {
    let handle = Handle::current();
    let (store_in, tiles_in) = (store.clone(), tiles.clone());
    store
        .read_on(move |conn| {
            dialect::alone(conn, &Lock::tree(&tiles_in.lock), |conn| {
                loop {
                    let (before, leaves) = next_leaves(conn, tiles_in.region)?;
                    if leaves.is_empty() {
                        return Ok(before);
                    }
                    step(&store_in, &tiles_in, &handle, before, leaves)?;
                }
            })
        })
        .await
}

fn next_leaves(conn: &mut Conn, region: RegionId) -> Result<(TreeState, Vec<Leaf>)> {
    let before = state(conn, region)?;
    let mut leaves = Vec::new();
    for behind in log::not_treed(conn, region)? {
        let room = STEP.saturating_sub(leaves.len() as u64);
        if room == 0 {
            break;
        }
        for (sequence, header) in log::headers_from(conn, behind.id, behind.treed + 1, room)? {
            leaves.push(Leaf { log: behind.id, sequence, head: head(&header) });
        }
    }
    Ok((before, leaves))
}

fn step(
    store: &Store,
    tiles: &Tiles,
    handle: &Handle,
    before: TreeState,
    leaves: Vec<Leaf>,
) -> Result<()> {
    let source = Waiting { tiles, handle };
    let grown = extend(&source, before.size, &leaves).map_err(|error| match error {
        TreeError::Source(problem) => problem,
        other => Problem::new(Code::Damaged, format!("the tree's tiles: {other}")),
    })?;
    if grown.previous_root != before.root {
        return Err(Problem::new(Code::Damaged, "the tree's tiles do not give its root"));
    }
    for (path, bytes) in grown.tiles {
        handle.block_on(tiles.objects.put(&tiles.path(&path), bytes))?;
    }
    let mut reached: Vec<(LogId, u64)> = Vec::new();
    for leaf in &leaves {
        match reached.last_mut() {
            Some((log, sequence)) if *log == leaf.log => *sequence = leaf.sequence,
            _ => reached.push((leaf.log, leaf.sequence)),
        }
    }
    let (region, size, root) = (tiles.region, grown.size, grown.root);
    handle.block_on(store.write(region, Vec::new(), move |t| {
        t.execute(
            BEGIN_TREE,
            &[region.into(), (*tasuki_ledger::tree::root_of([]).as_bytes()).into()],
        )?;
        let new_root = (*root.as_bytes()).into();
        let moved =
            t.execute(GROW_TREE, &[region.into(), before.size.into(), size.into(), new_root])?;
        if moved != 1 {
            return Err(Problem::new(Code::Conflict, "the tree grew meanwhile"));
        }
        for (log, sequence) in &reached {
            log::set_treed(t.conn(), *log, *sequence)?;
        }
        Ok(())
    }))
}
