//! The region's tree: made anew from its bundles, and each leaf held against its entry.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_kernel::{LogId, Problem, Result};
use tasuki_ledger::tile::check_tiles;
use tasuki_ledger::{
    CompactRange, Damage, Finding, Hash, Header, Leaf, TileSource, TreeError, head,
};
use tasuki_store::object::Objects;
use tasuki_store::tree::{self, Tiles, TreeState};
use tasuki_store::{Conn, inspect, log};
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

/// What is read beside the entries: the tree as large as it was recorded at the moment that the
/// database is seen at. Its leaves' entries were there then and do not change, so that a connection
/// that sees newer ones besides reads the same headers.
pub(super) struct TreeQuestion {
    conn: Conn,
    source: Waiting,
    recorded: TreeState,
    expected: Expected,
}

/// What the tree said.
pub(super) struct TreeAnswer {
    recorded: TreeState,
    expected: Expected,
    /// How far the tree holds each log.
    reached: BTreeMap<LogId, u64>,
    /// Where leaves and entries differ.
    findings: Vec<Finding>,
    /// The root of the leaves, and where tiles differ from them.
    checked: Result<(Hash, Vec<Finding>), TreeError<Problem>>,
}

/// The leaves on their way, in the order of the tree.
struct Leaves {
    conn: Conn,
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

impl TreeQuestion {
    /// Reads every leaf and holds it against its entry's header.
    pub(super) fn answer(self) -> Result<TreeAnswer> {
        let mut leaves = Leaves {
            conn: self.conn,
            expected: self.expected,
            range: CompactRange::default(),
            batch: Vec::with_capacity(BATCH),
            reached: BTreeMap::new(),
            wrong: BTreeSet::new(),
            findings: Vec::new(),
            failed: None,
        };
        leaves.expected.meet(0, || recorded_root(&CompactRange::default()));
        let size = self.recorded.size;
        let checked = check_tiles(&self.source, size, &mut |_, leaf| leaves.take(leaf));
        leaves.compare();
        let Leaves { expected, reached, findings, failed, .. } = leaves;
        match failed {
            Some(problem) => Err(problem),
            None => {
                Ok(TreeAnswer { recorded: self.recorded, expected, reached, findings, checked })
            }
        }
    }
}

impl Check {
    /// What the tree is to be held against, with a connection of its own.
    pub(super) fn ask_tree(
        &mut self,
        kept: &[Signed],
        older: Option<&str>,
    ) -> Result<TreeQuestion> {
        let expected = self.expected(kept, older)?;
        let region = self.installed.0.region;
        let recorded = tree::state(&mut self.conn, region)?;
        self.report.tree_size = recorded.size;
        let tiles = Tiles { region, objects: self.objects.clone(), lock: self.lock.clone() };
        let source = Waiting { tiles, handle: self.handle.clone() };
        let conn = inspect::open_existing(&self.engine)?;
        Ok(TreeQuestion { conn, source, recorded, expected })
    }

    /// Compares tree, entries and checkpoints.
    pub(super) fn tree(&mut self, answer: TreeAnswer) -> Result<()> {
        let TreeAnswer { recorded, expected, reached, mut findings, checked } = answer;
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

impl Leaves {
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
        let headers = log::headers_from(&mut self.conn, first.log, first.sequence, count)?;
        for leaf in leaves {
            let before = self.reached.insert(leaf.log, leaf.sequence).unwrap_or_default();
            if leaf.sequence != before + 1 {
                let (found, log) = (leaf.sequence, leaf.log);
                let detail = format!("entry {found} of log {log} follows entry {before} in it");
                self.findings.push(Finding::general(Damage::TreeMismatch { detail }));
            }
            // They come in order, so that the place is nearly always the leaf's own.
            let found = headers.binary_search_by_key(&leaf.sequence, |it| it.0);
            self.compare_leaf(leaf, found.ok().map(|at| &headers[at].1));
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
