//! Verification of a data folder: whether what is stored is what was written.
//!
//! Without any key: every log is read from its first entry and held against its own row, the
//! region's tree, every checkpoint on disk and, when one is given, an older checkpoint kept
//! outside; every sealed attachment is hashed. With the region's or the recovery key every body
//! is opened as well, all views are built anew in a scratch database and compared row by row.
//!
//! Nothing is changed. One entry of each thread is in memory at a time. Beside a serving process
//! everything is seen as it stood at one moment.

mod attachments;
mod bodies;
mod checkpoints;
mod entries;
mod logs;
mod report;
mod tree;
mod views;

use std::collections::BTreeMap;
use std::path::PathBuf;

use tasuki_kernel::{Code, LogId, Problem, Result};
use tasuki_ledger::recipient::Identity;
use tasuki_ledger::{Damage, Finding};
use tasuki_store::installation::{self, Installation};
use tasuki_store::object::Objects;
use tasuki_store::{Conn, Engine, dump, inspect};
use tokio::runtime::Handle;

pub use self::report::Report;
pub(crate) use self::tree::Waiting;

use self::bodies::Keys;
use self::checkpoints::Signed;
use self::logs::LogState;
use self::tree::TreeQuestion;
use crate::DataFolder;

/// What is verified, and with what.
#[derive(Debug, Clone)]
pub struct Verification {
    /// The data folder.
    pub folder: DataFolder,
    /// Its database.
    pub engine: Engine,
    /// The region's key or the recovery key: opens bodies and compares views.
    pub keys: Option<Identity>,
    /// The text of an older checkpoint that was kept elsewhere.
    pub checkpoint: Option<String>,
}

impl Verification {
    /// A data folder with the embedded database in it, without keys.
    pub fn embedded(folder: DataFolder) -> Self {
        let engine = Engine::Sqlite(folder.database());
        Self { folder, engine, keys: None, checkpoint: None }
    }

    /// The same, opening every body.
    #[must_use]
    pub fn with_keys(self, identity: Identity) -> Self {
        Self { keys: Some(identity), ..self }
    }

    /// The same, held against an older checkpoint.
    #[must_use]
    pub fn against(self, checkpoint: impl Into<String>) -> Self {
        Self { checkpoint: Some(checkpoint.into()), ..self }
    }
}

/// Verifies a data folder.
///
/// # Errors
/// Only when it could not be verified: `Configuration` when there is no region, `Unavailable`
/// when the database is of another version or cannot be read, `KeyProblem` when the identity is
/// not the region's. Damage is no error but in the report.
pub async fn verify_folder(what: Verification) -> Result<Report> {
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || run(what, handle))
        .await
        .map_err(|_| Problem::new(Code::Internal, "verification ended in a panic"))?
}

fn run(what: Verification, handle: Handle) -> Result<Report> {
    let mut conn = inspect::open_existing(&what.engine)?;
    // Views are built anew from one log after the other; without them logs are read side by side.
    let more = what.keys.as_ref().map_or_else(others, |_| 0);
    let keys = what.keys.map(|it| Keys::open(&what.folder.keys(), it)).transpose()?;
    // Read before the moment that the database is seen at: they can only be older then.
    let kept = checkpoints::read(&what.folder.checkpoints())?;
    let mut others = inspect::begin_together(&mut conn, &what.engine, more)?;
    let mut check = Check {
        known: Known {
            installed: installed(&mut conn)?,
            objects: Objects::local(&what.folder.objects())?,
            keys,
            logs: BTreeMap::new(),
            handle,
        },
        report: Report::default(),
        lock: what.folder.path().join("tree.lock"),
        engine: what.engine,
        conn,
    };
    let outcome = check.everything(&mut others, kept, what.checkpoint.as_deref());
    for conn in others.iter_mut().chain([&mut check.conn]) {
        dump::end_snapshot(conn)?;
    }
    match outcome {
        // What cannot even be read as rows is damage like any other.
        Err(problem) if problem.code == Code::Damaged => {
            let (view, detail) = ("the database".into(), problem.detail);
            check.find(Finding::general(Damage::ViewDiffers { view, detail }));
        }
        other => other?,
    }
    Ok(check.report)
}

/// The region of the database.
fn installed(conn: &mut Conn) -> Result<Installation> {
    let none = || Problem::new(Code::Configuration, "there is no region in this database");
    installation::all(conn)?.first().copied().ok_or_else(none)
}

/// How many read beside the first: one for each further processor, and few where there are many,
/// because each has a cache of its own.
fn others() -> usize {
    std::thread::available_parallelism().map_or(0, |it| it.get().min(8) - 1)
}

/// What everybody who reads knows.
struct Known {
    installed: Installation,
    objects: Objects,
    keys: Option<Keys>,
    logs: BTreeMap<LogId, LogState>,
    handle: Handle,
}

impl Known {
    /// How many entries a log is said to have.
    fn length(&self, log: &[u8]) -> u64 {
        let state = LogId::from_slice(log).ok().and_then(|it| self.logs.get(&it));
        state.map_or(0, |it| it.sequence)
    }
}

/// A verification under way.
struct Check {
    conn: Conn,
    engine: Engine,
    known: Known,
    report: Report,
    lock: PathBuf,
}

/// The reading of one log.
struct Reading<'a> {
    known: &'a Known,
    report: Report,
}

impl Reading<'_> {
    fn find(&mut self, finding: Finding) {
        self.report.findings.push(finding);
    }
}

impl Check {
    fn find(&mut self, finding: Finding) {
        self.report.findings.push(finding);
    }

    fn everything(
        &mut self,
        others: &mut [Conn],
        kept: Vec<Signed>,
        older: Option<&str>,
    ) -> Result<()> {
        self.report.region = Some(self.known.installed.region);
        self.secrets()?;
        self.read_logs()?;
        let mut scratch = match &mut self.known.keys {
            Some(_) => Some(inspect::Scratch::new()?),
            None => None,
        };
        if let Some(scratch) = &mut scratch {
            self.read_region(&mut scratch.conn)?;
        }
        let question = self.ask_tree(&kept, older)?;
        self.entries_and_tree(others, scratch.as_mut(), question)?;
        if let Some(mut scratch) = scratch {
            self.compare_views(&mut scratch.conn)?;
        }
        Ok(())
    }

    /// The two long readings at once: entries here, the tree on a thread beside.
    fn entries_and_tree(
        &mut self,
        others: &mut [Conn],
        scratch: Option<&mut inspect::Scratch>,
        question: TreeQuestion,
    ) -> Result<()> {
        let (heads, quick) = std::thread::scope(|scope| {
            let beside = scope.spawn(|| question.quick());
            let read = self.entries(others, scratch);
            let quick = beside.join().map_err(|_| {
                Problem::new(Code::Internal, "the verification of the tree ended in a panic")
            })?;
            Ok::<_, Problem>((read?, quick))
        })?;
        self.stray_attachments()?;
        let answer = match quick.agree(&heads, &self.known.logs) {
            Some(answer) => answer,
            // Something is not as it was written: leaf by leaf, to say which.
            None => question.thorough(inspect::open_existing(&self.engine)?)?,
        };
        self.tree(answer)
    }
}
