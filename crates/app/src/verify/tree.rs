//! The region's tree: made anew from its bundles, and each leaf held against its entry.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_kernel::{LogId, Problem, Result};
use tasuki_ledger::tile::check_tiles;
use tasuki_ledger::tree::root_of;
use tasuki_ledger::{Damage, Finding, Hash, HashRun, Header, Leaf, TileSource, TreeError, head};
use tasuki_store::tree::{self, Tiles, TreeState};
use tasuki_store::{Conn, log};

use super::Check;
use super::checkpoints::{Expected, Signed};
use super::logs::LogState;

/// Tiles read from a thread where waiting is allowed.
pub(crate) struct Waiting {
    pub(crate) tiles: Tiles,
}

impl TileSource for Waiting {
    type Error = Problem;

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Problem> {
        self.tiles.objects.get_here(&self.tiles.path(path))
    }
}

/// Leaves compared at a time: as many as a bundle holds.
const BATCH: usize = 256;

/// What is read beside the entries: the tree as large as it was recorded at the moment that the
/// database is seen at.
pub(super) struct TreeQuestion {
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
    checked: Checked,
}

/// The root of the leaves, and where tiles differ from them.
type Checked = Result<(Hash, Vec<Finding>), TreeError<Problem>>;

/// The leaves as they are, to be held against what is read of the entries at the same time.
pub(super) struct Quick {
    recorded: TreeState,
    expected: Expected,
    logs: BTreeMap<LogId, Held>,
    /// The log of the leaf before, apart from the others: the next leaf is nearly always its.
    current: Option<(LogId, Held)>,
    /// Every log came from its first entry on without a gap.
    ordered: bool,
    checked: Checked,
}

/// What the tree holds of one log: how far, and its heads as one hash.
#[derive(Default)]
struct Held {
    reached: u64,
    run: HashRun,
}

impl Quick {
    fn take(&mut self, leaf: &Leaf) {
        if self.current.as_ref().is_none_or(|(log, _)| *log != leaf.log) {
            self.logs.extend(self.current.take());
            let held = self.logs.remove(&leaf.log).unwrap_or_default();
            self.current = Some((leaf.log, held));
        }
        if let Some((_, held)) = &mut self.current {
            self.ordered &= leaf.sequence == held.reached + 1;
            held.reached = leaf.sequence;
            held.run.push(&leaf.head);
        }
    }

    /// The answer when each leaf is the head of its entry: `heads` is the hash over the heads of
    /// each log as far as its row in `rows` says that the tree holds it. The same hash here, over
    /// as many: the same heads in the same order. None when anything is otherwise.
    pub(super) fn agree(
        mut self,
        heads: &BTreeMap<LogId, Hash>,
        rows: &BTreeMap<LogId, LogState>,
    ) -> Option<TreeAnswer> {
        self.logs.extend(self.current.take());
        let Self { recorded, expected, logs, ordered, checked, .. } = self;
        let mut agreed = ordered && checked.is_ok();
        let mut reached = BTreeMap::new();
        for (log, held) in logs {
            reached.insert(log, held.reached);
            agreed &= rows.get(&log).is_some_and(|row| row.treed == held.reached);
            agreed = agreed && heads.get(&log) == Some(&held.run.finish());
        }
        let findings = Vec::new();
        agreed.then_some(TreeAnswer { recorded, expected, reached, findings, checked })
    }
}

/// The leaves on their way, in the order of the tree.
struct Leaves {
    conn: Conn,
    expected: Expected,
    batch: Vec<Leaf>,
    /// How far each log has come.
    reached: BTreeMap<LogId, u64>,
    /// Logs in which the entry before did not fit: what follows is the same damage.
    wrong: BTreeSet<LogId>,
    findings: Vec<Finding>,
    failed: Option<Problem>,
}

impl TreeQuestion {
    /// Reads every leaf, and no entry.
    pub(super) fn quick(&self) -> Quick {
        let mut quick = Quick {
            recorded: self.recorded,
            expected: self.expected.clone(),
            logs: BTreeMap::new(),
            current: None,
            ordered: true,
            checked: Err(TreeError::OutOfRange),
        };
        quick.expected.meet(0, root_of_nothing);
        quick.checked = check_tiles(&self.source, self.recorded.size, &mut |place, leaf, root| {
            quick.take(leaf);
            quick.expected.meet(place + 1, root);
        });
        quick
    }

    /// Reads every leaf and holds it against its entry's header. The entries of the leaves were
    /// there at the moment that the database is seen at and do not change, so that a connection
    /// that sees newer ones besides reads the same headers.
    pub(super) fn thorough(self, conn: Conn) -> Result<TreeAnswer> {
        let mut leaves = Leaves {
            conn,
            expected: self.expected,
            batch: Vec::with_capacity(BATCH),
            reached: BTreeMap::new(),
            wrong: BTreeSet::new(),
            findings: Vec::new(),
            failed: None,
        };
        leaves.expected.meet(0, root_of_nothing);
        let size = self.recorded.size;
        let checked = check_tiles(&self.source, size, &mut |place, leaf, root| {
            leaves.expected.meet(place + 1, root);
            leaves.take(leaf);
        });
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
    /// What the tree is to be held against.
    pub(super) fn ask_tree(
        &mut self,
        kept: &[Signed],
        older: Option<&str>,
    ) -> Result<TreeQuestion> {
        let expected = self.expected(kept, older)?;
        let region = self.known.installed.region;
        let recorded = tree::state(&mut self.conn, region)?;
        self.report.tree_size = recorded.size;
        let objects = self.known.objects.clone();
        let tiles = Tiles { region, objects, lock: self.lock.clone() };
        let source = Waiting { tiles };
        Ok(TreeQuestion { source, recorded, expected })
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
        for (id, state) in &self.known.logs {
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

fn root_of_nothing() -> Hash {
    root_of([])
}

fn root_differs(recorded: &TreeState, root: &Hash) -> Option<Finding> {
    let detail = "its recorded root is not that of its leaves".to_owned();
    (recorded.root != *root).then(|| Finding::general(Damage::TreeMismatch { detail }))
}

impl Leaves {
    fn take(&mut self, leaf: &Leaf) {
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

#[cfg(test)]
mod tests {
    use super::*;

    const A: LogId = LogId::from_bytes([1; 16]);
    const B: LogId = LogId::from_bytes([2; 16]);

    fn leaf(log: LogId, sequence: u64) -> Leaf {
        Leaf { log, sequence, head: Hash::of(&[log.as_bytes()[0], sequence as u8]) }
    }

    /// What is read of the entries when the leaves of two and of three entries were in the tree.
    fn read() -> (BTreeMap<LogId, Hash>, BTreeMap<LogId, LogState>) {
        let (mut heads, mut rows) = (BTreeMap::new(), BTreeMap::new());
        for (log, treed) in [(A, 2), (B, 3)] {
            let mut run = HashRun::default();
            (1..=treed).for_each(|it| run.push(&leaf(log, it).head));
            heads.insert(log, run.finish());
            rows.insert(log, LogState::of_room(log, treed));
        }
        (heads, rows)
    }

    fn agree(leaves: &[Leaf]) -> Option<BTreeMap<LogId, u64>> {
        let mut quick = Quick {
            recorded: TreeState { size: leaves.len() as u64, root: root_of_nothing() },
            expected: Expected::default(),
            logs: BTreeMap::new(),
            current: None,
            ordered: true,
            checked: Ok((root_of_nothing(), Vec::new())),
        };
        for it in leaves {
            quick.take(it);
        }
        let (heads, rows) = read();
        quick.agree(&heads, &rows).map(|it| it.reached)
    }

    #[test]
    fn leaves_agree_with_entries_in_whatever_order_the_logs_came() {
        let whole = [leaf(B, 1), leaf(A, 1), leaf(B, 2), leaf(B, 3), leaf(A, 2)];
        assert_eq!(agree(&whole), Some(BTreeMap::from([(A, 2), (B, 3)])));
        // A log that is not in the tree at all is told elsewhere, for its row says otherwise.
        assert_eq!(agree(&whole[..1]), None);
        assert!(agree(&[leaf(A, 1), leaf(A, 2)]).is_some());
    }

    #[test]
    fn whatever_is_otherwise_is_looked_at_leaf_by_leaf() {
        let whole = [leaf(A, 1), leaf(A, 2), leaf(B, 1), leaf(B, 2), leaf(B, 3)];
        let with = |at: usize, other: Leaf| {
            let mut leaves = whole;
            leaves[at] = other;
            agree(&leaves)
        };
        assert!(agree(&whole).is_some());
        assert_eq!(with(0, Leaf { head: Hash::ZERO, ..whole[0] }), None);
        assert_eq!(with(4, Leaf { head: Hash::ZERO, ..whole[4] }), None);
        assert_eq!(with(1, whole[0]), None);
        assert_eq!(with(1, Leaf { sequence: 3, ..whole[1] }), None);
        assert_eq!(with(4, leaf(LogId::from_bytes([3; 16]), 1)), None);
        assert_eq!(agree(&[whole[1], whole[0], whole[2], whole[3], whole[4]]), None);
        assert_eq!(agree(&[&whole[..], &[leaf(A, 3)]].concat()), None);
        assert_eq!(agree(&whole[..4]), None);
    }
}
