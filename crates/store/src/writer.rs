//! The one writer of a process: it commits the changes of many requests together.
//!
//! One that fails leaves the others alone: what a change appends is gathered and forgotten again,
//! and whatever else it does happens in a savepoint of its own. When
//! the whole transaction is lost (the disk is full, the server went away) nothing of the group
//! happened, and everybody in it is told so.

use std::collections::{BTreeSet, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tasuki_kernel::{Clock, Code, EntryId, LogId, Problem, RegionId, Result};
use tokio::sync::mpsc;

use crate::driver::{Conn, Engine, dialect};
use crate::group::{Heads, Transaction};
use crate::hub::{Change, Hub, Word};
use crate::store::StoreOptions;
use crate::{listener, rights};

/// At most so many changes are committed together.
const GROUP: usize = 256;

type Work = Box<dyn FnOnce(&mut Transaction<'_>) -> Result<Reply> + Send>;
/// Called with the fate of the commit.
type Reply = Box<dyn FnOnce(Result<()>) + Send>;

/// A change that waits to be made.
pub(crate) struct Job {
    /// The region that it is queued for.
    pub(crate) region: RegionId,
    /// The logs whose heads it needs.
    pub(crate) logs: Vec<LogId>,
    /// Entries that it is known to append, to be looked for together with those of others.
    pub(crate) entries: Vec<EntryId>,
    /// The change.
    pub(crate) work: Work,
    /// Called instead of the reply when the change itself fails.
    pub(crate) refuse: Box<dyn FnOnce(Problem) + Send>,
}

/// What became of one change.
enum Outcome {
    /// It stands, once the group is committed; and whether it touched rights.
    Made(Reply, bool),
    /// It failed, and nothing of it is left.
    Failed(Problem),
    /// The transaction is gone, and with it the whole group.
    Lost(Problem),
}

pub(crate) struct Writer {
    engine: Engine,
    clock: Arc<dyn Clock>,
    origin: String,
    serving: bool,
    /// The number of its last word.
    number: u64,
    hub: Hub,
}

impl Writer {
    pub(crate) fn new(options: &StoreOptions, hub: Hub) -> Self {
        Self {
            engine: options.engine.clone(),
            clock: Arc::clone(&options.clock),
            origin: listener::origin(options),
            serving: options.serving,
            number: options.clock.now().as_micros() as u64,
            hub,
        }
    }

    /// Works until the store is closed and the queue is empty.
    pub(crate) fn run(mut self, conn: Conn, mut jobs: mpsc::Receiver<Job>) {
        let mut conn = Some(conn);
        let mut waiting: Vec<(RegionId, VecDeque<Job>)> = Vec::new();
        while let Some(first) = jobs.blocking_recv() {
            enqueue(&mut waiting, first);
            while let Ok(job) = jobs.try_recv() {
                enqueue(&mut waiting, job);
            }
            while !waiting.is_empty() {
                let group = take_group(&mut waiting);
                self.commit_group(&mut conn, group);
            }
        }
    }

    fn commit_group(&mut self, kept: &mut Option<Conn>, group: Vec<Job>) {
        let mut conn = match self.connection(kept.take()) {
            Ok(conn) => conn,
            Err(problem) => return refuse_all(group, &problem),
        };
        let logs: Vec<LogId> = group.iter().flat_map(|job| job.logs.iter().copied()).collect();
        let regions = group.iter().map(|job| job.region).collect();
        let begun = dialect::begin_write(&mut conn, &regions);
        let entries: Vec<EntryId> = group.iter().flat_map(|job| job.entries.clone()).collect();
        match begun.and_then(|()| Heads::lock(&mut conn, &logs, &entries)) {
            Ok(heads) => self.make_and_commit(&mut conn, heads, group),
            Err(problem) => {
                drop(conn.roll_back());
                refuse_all(group, &problem);
            }
        }
        *kept = Some(conn);
    }

    /// The connection kept from the last group, or a new one when it cannot be used any more.
    fn connection(&self, kept: Option<Conn>) -> Result<Conn> {
        let mut conn = match kept.filter(Conn::is_fit) {
            Some(conn) => conn,
            None => Conn::open_to_write(&self.engine)?,
        };
        conn.rest();
        Ok(conn)
    }

    fn make_and_commit(&mut self, conn: &mut Conn, mut heads: Heads, group: Vec<Job>) {
        let mut replies = Vec::with_capacity(group.len());
        let (mut rights, mut lost) = (BTreeSet::new(), None);
        let mut jobs = group.into_iter();
        for job in jobs.by_ref() {
            match self.make(conn, &mut heads, job.region, job.work) {
                Outcome::Made(reply, touched) => {
                    rights.extend(touched.then_some(job.region));
                    replies.push(reply);
                }
                Outcome::Failed(problem) => (job.refuse)(problem),
                Outcome::Lost(problem) => {
                    (job.refuse)(problem.clone());
                    lost = Some(problem);
                    break;
                }
            }
        }
        let outcome = lost.map_or_else(|| self.commit(conn, &mut heads, &rights), Err);
        if let Err(problem) = &outcome {
            drop(conn.roll_back());
            refuse_all(jobs.collect(), problem);
        }
        // Who listens is told first: to whom the change is acknowledged, everybody has heard of it.
        if let Ok(Some(change)) = &outcome {
            self.hub.tell(change.clone());
        }
        for reply in replies {
            reply(outcome.as_ref().map(|_| ()).map_err(Problem::clone));
        }
    }

    /// One change, in a savepoint when it does more than append: when it fails the others stand.
    fn make(&self, conn: &mut Conn, heads: &mut Heads, region: RegionId, work: Work) -> Outcome {
        heads.remember();
        let mut transaction = Transaction::new(conn, self.clock.now(), heads, region);
        // A fault in one change must not end the thread that makes everybody's.
        let worked = catch_unwind(AssertUnwindSafe(|| work(&mut transaction)));
        let (rights, broken) = (transaction.touched_rights(), transaction.broken().cloned());
        let made = worked
            .unwrap_or_else(|_| Err(Problem::new(Code::Internal, "a change ended in a panic")))
            .and_then(|reply| broken.map_or(Ok(reply), Err))
            .and_then(|reply| heads.keep(conn).map(|()| reply));
        let problem = match made {
            Ok(reply) => return Outcome::Made(reply, rights),
            Err(problem) => problem,
        };
        // SQLite may have given up the whole transaction by itself; then there is no savepoint.
        match heads.recall(conn) {
            Ok(()) => Outcome::Failed(problem),
            Err(_) => Outcome::Lost(problem),
        }
    }

    /// Commits the group. `rights` are the regions whose rights it changes.
    fn commit(
        &mut self,
        conn: &mut Conn,
        heads: &mut Heads,
        rights: &BTreeSet<RegionId>,
    ) -> Result<Option<Change>> {
        let moved = heads.store(conn)?;
        rights.iter().try_for_each(|region| rights::changed(conn, *region))?;
        let change = match (rights.is_empty(), moved.is_empty()) {
            (false, _) => Some(Change::Everything),
            (true, false) => Some(Change::Logs(moved)),
            (true, true) => None,
        };
        if let Some(change) = &change {
            self.number += 1;
            let word = Word { origin: &self.origin, number: self.number, change };
            dialect::wake_others(conn, self.serving, &word)?;
        }
        conn.commit()?;
        Ok(change)
    }
}

fn refuse_all(group: Vec<Job>, problem: &Problem) {
    tracing::error!(%problem, "a group of changes was not committed");
    for job in group {
        (job.refuse)(problem.clone());
    }
}

fn enqueue(waiting: &mut Vec<(RegionId, VecDeque<Job>)>, job: Job) {
    match waiting.iter_mut().find(|(region, _)| *region == job.region) {
        Some((_, queue)) => queue.push_back(job),
        None => waiting.push((job.region, VecDeque::from([job]))),
    }
}

/// One from each region in turn, so that a busy region does not keep the others waiting.
fn take_group(waiting: &mut Vec<(RegionId, VecDeque<Job>)>) -> Vec<Job> {
    let mut group = Vec::new();
    while group.len() < GROUP && !waiting.is_empty() {
        for (_, queue) in waiting.iter_mut() {
            if group.len() < GROUP
                && let Some(job) = queue.pop_front()
            {
                group.push(job);
            }
        }
        waiting.retain(|(_, queue)| !queue.is_empty());
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(region: u8) -> Job {
        Job {
            region: RegionId::from_bytes([region; 16]),
            logs: Vec::new(),
            entries: Vec::new(),
            work: Box::new(|_| Err(Problem::not_found())),
            refuse: Box::new(drop),
        }
    }

    #[test]
    fn a_busy_region_does_not_keep_another_waiting() {
        let mut waiting = Vec::new();
        for _ in 0..1000 {
            enqueue(&mut waiting, job(1));
        }
        enqueue(&mut waiting, job(2));
        let group = take_group(&mut waiting);
        assert_eq!(group.len(), GROUP);
        assert_eq!(group[1].region, RegionId::from_bytes([2; 16]));
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].1.len(), 1000 - (GROUP - 1));
    }
}
