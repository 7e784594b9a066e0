//! The region's tree: made anew from its bundles, and each leaf held against its entry.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_kernel::{LogId, Problem, Result};
use tasuki_ledger::tile::check_tiles;
use tasuki_ledger::{
    CompactRange, Damage, Finding, Hash, Header, Leaf, TileSource, TreeError, head,
};
use tasuki_store::object::Objects;
use tasuki_store::tree::{self, Tiles, TreeState};
use tasuki_store::{Conn, log};
use tokio::runtime::Handle;

use super::Check;
use super::checkpoints::{Expected, Signed};

/// Tiles read from a thread where waiting is allowed.
pub(crate) struct Waiting {
    pub(crate) tiles: Tiles,
    pub(crate) handle: Handle,
}

impl Waiting {
    fn objects(&self) -> &Objects {
        &self.tiles.objects
    }
}

impl TileSource for Waiting {
    type Error = Problem;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Problem> {
        self.handle.block_on(self.objects().get(&self.tiles.path(path)))
    }
}

/// Leaves compared at a time: as many as a bundle holds.
const BATCH: usize = 256;

/// The leaves on their way, in the order of the tree.
struct Leaves<'a> {
    conn: &'a mut Conn,
    expected: Expected,
    range: CompactRange,
    batch: Vec<Leaf>,
    /// How far each log has come.
    reached: BTreeMap<LogId, u64>,
    /// Logs in which the entry before did not fit: what follows is the same damage.
    wrong: BTreeSet<LogId>,
    findings: Vec<Finding>,
    failed: Option<Problem>,
}

impl Check {
    /// Compares tree, entries and checkpoints.
    pub(super) fn tree(&mut self, kept: Vec<Signed>, older: Option<&str>) -> Result<()> {
        let expected = self.expected(&kept, older)?;
        let region = self.installed.0.region;
        let recorded = tree::state(&mut self.conn, region)?;
        self.report.tree_size = recorded.size;
        let tiles = Tiles { region, objects: self.objects.clone(), lock: self.lock.clone() };
        let source = Waiting { tiles, handle: self.handle.clone() };
        let mut leaves = Leaves {
            conn: &mut self.conn,
            expected,
            range: CompactRange::default(),
            batch: Vec::with_capacity(BATCH),
            reached: BTreeMap::new(),
            wrong: BTreeSet::new(),
            findings: Vec::new(),
            failed: None,
        };
        leaves.expected.meet(0, || recorded_root(&CompactRange::default()));
        let checked = check_tiles(&source, recorded.size, &mut |_, leaf| leaves.take(leaf));
        leaves.compare();
        let Leaves { expected, reached, mut findings, failed, .. } = leaves;
        if let Some(problem) = failed {
            return Err(problem);
        }
        match checked {
            Ok((root, tiles)) => {
                findings.extend(tiles);
                findings.extend(root_differs(&recorded, &root));
                findings.extend(self.not_in_tree(&reached));
                self.report.checkpoints = expected.met;
                findings.extend(expected.findings(recorded.size));
            }
            Err(TreeError::Source(problem)) => return Err(problem),
            Err(TreeError::Missing(path)) => {
                findings.push(Finding::general(Damage::TileMissing { path }));
            }
            Err(TreeError::Malformed(path)) => {
                findings.push(Finding::general(Damage::TileMalformed { path }));
            }
            Err(TreeError::OutOfRange) => {
                let detail = "its size cannot be".to_owned();
                findings.push(Finding::general(Damage::TreeMismatch { detail }));
            }
        }
        self.report.findings.extend(findings);
        Ok(())
    }

    /// Logs that say that the tree holds more, or less, of them than it does.
    fn not_in_tree(&self, reached: &BTreeMap<LogId, u64>) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (id, state) in &self.logs {
            let found = reached.get(id).copied().unwrap_or_default();
            if found < state.treed.min(state.sequence) {
                let (log, sequence) = (Some(*id), Some(found + 1));
                findings.push(Finding { log, sequence, entry: None, damage: Damage::NotInTree });
            } else if found != state.treed {
                findings.push(super::logs::differs(*id, "treed"));
            }
        }
        findings
    }
}

fn recorded_root(range: &CompactRange) -> Hash {
    range.root()
}

fn root_differs(recorded: &TreeState, root: &Hash) -> Option<Finding> {
    let detail = "its recorded root is not that of its leaves".to_owned();
    (recorded.root != *root).then(|| Finding::general(Damage::TreeMismatch { detail }))
}

impl Leaves<'_> {
    fn take(&mut self, leaf: &Leaf) {
        self.range.push(leaf.hash());
        let range = &self.range;
        self.expected.meet(range.size(), || range.root());
        self.batch.push(*leaf);
        if self.batch.len() == BATCH {
            self.compare();
        }
    }

    /// Compares the leaves in hand, log by log, with the stored headers.
    fn compare(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        let mut rest = batch.as_slice();
        while let Some(first) = rest.first() {
            let run = rest.iter().take_while(|leaf| leaf.log == first.log).count();
            let (now, later) = rest.split_at(run);
            rest = later;
            if self.failed.is_none()
                && let Err(problem) = self.compare_run(now, first)
            {
                self.failed = Some(problem);
            }
        }
    }

    fn compare_run(&mut self, leaves: &[Leaf], first: &Leaf) -> Result<()> {
        let count = leaves.len() as u64;
        let headers = log::headers_from(self.conn, first.log, first.sequence, count)?;
        let headers: BTreeMap<u64, Vec<u8>> = headers.into_iter().collect();
        for leaf in leaves {
            let before = self.reached.insert(leaf.log, leaf.sequence).unwrap_or_default();
            if leaf.sequence != before + 1 {
                let (found, log) = (leaf.sequence, leaf.log);
                let detail = format!("entry {found} of log {log} follows entry {before} in it");
                self.findings.push(Finding::general(Damage::TreeMismatch { detail }));
            }
            self.compare_leaf(leaf, headers.get(&leaf.sequence));
        }
        Ok(())
    }

    fn compare_leaf(&mut self, leaf: &Leaf, header: Option<&Vec<u8>>) {
        let damage = match header {
            None => Damage::LeafWithoutEntry,
            Some(bytes) if head(bytes) != leaf.head => Damage::HeadMismatch,
            Some(_) => {
                self.wrong.remove(&leaf.log);
                return;
            }
        };
        if self.wrong.insert(leaf.log) {
            let entry = header.and_then(|bytes| Header::decode(bytes).ok()).map(|it| it.entry);
            let (log, sequence) = (Some(leaf.log), Some(leaf.sequence));
            self.findings.push(Finding { log, sequence, entry, damage });
        }
    }
}
