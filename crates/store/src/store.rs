//! The open database: questions on a bounded pool, changes in groups on one writer.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tasuki_kernel::{Clock, Code, LogId, NodeId, Problem, RegionId, Result};
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::driver::{Conn, Engine, dialect};
use crate::group::{Heads, Transaction};
use crate::hub::{self, Change, Hub};
use crate::migration;
use crate::pool::Pool;

/// How a database is opened.
#[derive(Clone)]
pub struct StoreOptions {
    /// Where it is.
    pub engine: Engine,
    /// Whose process this is.
    pub node: NodeId,
    /// Whether this process serves people, and so listens for what others write.
    pub serving: bool,
    /// Connections for reading.
    pub readers: usize,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The open database.
#[derive(Clone)]
pub struct Store {
    pool: Arc<Pool>,
    engine: Engine,
    queue: mpsc::Sender<Job>,
    hub: Hub,
}

/// At most so many changes are committed together.
const GROUP: usize = 256;
/// Changes that may wait; whoever comes then waits at the door, not in memory.
const QUEUE: usize = 4096;

type Work = Box<dyn FnOnce(&mut Transaction<'_>) -> Result<Reply> + Send>;
/// Called with the fate of the commit.
type Reply = Box<dyn FnOnce(Result<()>) + Send>;

struct Job {
    region: RegionId,
    logs: Vec<LogId>,
    work: Work,
    refuse: Box<dyn FnOnce(Problem) + Send>,
}

impl Store {
    /// Opens the database and brings it to the newest version. Waits for the disk: call it
    /// before serving, or where waiting is allowed.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached or is of a newer program.
    pub fn open(options: StoreOptions) -> Result<Self> {
        let mut conn = Conn::open(&options.engine)?;
        migration::migrate(&mut conn)?;
        let hub = Hub::new();
        let (queue, jobs) = mpsc::channel(QUEUE);
        let writer = Writer {
            engine: options.engine.clone(),
            clock: Arc::clone(&options.clock),
            origin: origin(&options),
            serving: options.serving,
            number: AtomicU64::new(options.clock.now().as_micros() as u64),
            hub: hub.clone(),
        };
        std::thread::Builder::new()
            .name("tasuki-writer".into())
            .spawn(move || writer.run(conn, jobs))
            .map_err(|e| Problem::new(Code::Unavailable, format!("no thread to write: {e}")))?;
        if options.serving {
            listen(&options, hub.clone())?;
        }
        Ok(Self {
            pool: Pool::new(options.engine.clone(), options.readers.max(1)),
            engine: options.engine,
            queue,
            hub,
        })
    }

    /// Where the database is.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Asks a question.
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.pool.read(question).await
    }

    /// Asks questions about the database as it stands at one moment.
    pub async fn read_snapshot<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.pool
            .read(move |conn| {
                dialect::begin_snapshot(conn)?;
                let answer = question(conn);
                conn.run("COMMIT")?;
                answer
            })
            .await
    }

    /// Makes a change. When this returns, it is on disk; when it fails, nothing of it is.
    /// `logs` are those that the change may append to; logs that it opens need not be named.
    pub async fn write<T: Send + 'static>(
        &self,
        region: RegionId,
        logs: Vec<LogId>,
        change: impl FnOnce(&mut Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, outcome) = oneshot::channel::<Result<T>>();
        let answer = Arc::new(std::sync::Mutex::new(Some(answer)));
        let refusal = Arc::clone(&answer);
        let job = Job {
            region,
            logs,
            work: Box::new(move |transaction| {
                let value = change(transaction)?;
                Ok(Box::new(move |committed: Result<()>| {
                    send(&answer, committed.map(|()| value));
                }))
            }),
            refuse: Box::new(move |problem| send(&refusal, Err(problem))),
        };
        let closed = || Problem::new(Code::Unavailable, "the database is closed");
        self.queue.send(job).await.map_err(|_| closed())?;
        outcome.await.map_err(|_| closed())?
    }

    /// Listens for what is committed, here and in other processes.
    pub fn listen(&self) -> broadcast::Receiver<Change> {
        self.hub.listen()
    }
}

type Answer<T> = Arc<std::sync::Mutex<Option<oneshot::Sender<Result<T>>>>>;

fn send<T>(answer: &Answer<T>, outcome: Result<T>) {
    let taken = answer.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    if let Some(answer) = taken {
        // Whoever asked may have gone; the change stands all the same.
        drop(answer.send(outcome));
    }
}

/// Whose words are one's own: a command line that works beside a serving process of the same
/// node must still be heard by it.
fn origin(options: &StoreOptions) -> String {
    if options.serving {
        options.node.to_string()
    } else {
        format!("{}-{}", options.node, options.clock.now().as_micros())
    }
}

/// The one writer of a process.
struct Writer {
    engine: Engine,
    clock: Arc<dyn Clock>,
    origin: String,
    serving: bool,
    number: AtomicU64,
    hub: Hub,
}

impl Writer {
    fn run(self, conn: Conn, mut jobs: mpsc::Receiver<Job>) {
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

    fn commit_group(&self, kept: &mut Option<Conn>, group: Vec<Job>) {
        if kept.as_ref().is_none_or(|conn| !conn.is_open()) {
            match Conn::open(&self.engine) {
                Ok(conn) => *kept = Some(conn),
                Err(problem) => return refuse_all(group, &problem),
            }
        }
        let Some(conn) = kept.as_mut() else { return };
        let logs: Vec<LogId> = group.iter().flat_map(|job| job.logs.iter().copied()).collect();
        let begun = dialect::begin_write(conn).and_then(|()| Heads::lock(conn, &logs));
        let mut heads = match begun {
            Ok(heads) => heads,
            Err(problem) => {
                drop(conn.run("ROLLBACK"));
                return refuse_all(group, &problem);
            }
        };
        let mut replies = Vec::with_capacity(group.len());
        let mut rights = false;
        for job in group {
            match self.one(conn, &mut heads, job.work) {
                Ok((reply, touched)) => {
                    rights |= touched;
                    replies.push(reply);
                }
                Err(problem) => (job.refuse)(problem),
            }
        }
        let outcome = self.commit(conn, &heads, rights);
        if let Err(problem) = &outcome {
            drop(conn.run("ROLLBACK"));
            tracing::error!(%problem, "a group of changes was not committed");
        }
        for reply in replies {
            reply(outcome.as_ref().map(|_| ()).map_err(Problem::clone));
        }
        if let Ok(Some(change)) = outcome {
            self.hub.tell(change);
        }
    }

    /// One change in its savepoint: when it fails the others stand.
    fn one(&self, conn: &mut Conn, heads: &mut Heads, work: Work) -> Result<(Reply, bool)> {
        conn.run("SAVEPOINT one")?;
        let before = heads.clone();
        let mut transaction = Transaction::new(conn, self.clock.now(), heads);
        let outcome = work(&mut transaction);
        let rights = transaction.touched_rights();
        match outcome {
            Ok(reply) => {
                conn.run("RELEASE SAVEPOINT one")?;
                Ok((reply, rights))
            }
            Err(problem) => {
                *heads = before;
                conn.run("ROLLBACK TO SAVEPOINT one")?;
                conn.run("RELEASE SAVEPOINT one")?;
                Err(problem)
            }
        }
    }

    fn commit(&self, conn: &mut Conn, heads: &Heads, rights: bool) -> Result<Option<Change>> {
        let moved = heads.store(conn)?;
        let change = match (rights, moved.is_empty()) {
            (true, _) => Some(Change::Everything),
            (false, false) => Some(Change::Logs(moved)),
            (false, true) => None,
        };
        if let Some(change) = &change {
            let number = self.number.fetch_add(1, Ordering::Relaxed);
            let word = hub::word(&self.origin, number, change);
            dialect::wake_others(conn, self.serving, &word)?;
        }
        conn.run("COMMIT")?;
        Ok(change)
    }
}

fn refuse_all(group: Vec<Job>, problem: &Problem) {
    tracing::error!(%problem, "nothing can be written");
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

/// How often a SQLite server looks whether another program wrote.
const LOOK: Duration = Duration::from_millis(300);

/// Listens for what other processes write, on a connection of its own.
fn listen(options: &StoreOptions, hub: Hub) -> Result<()> {
    let engine = options.engine.clone();
    let own = origin(options);
    let mut conn = Conn::open(&engine)?;
    let mut last = match &conn {
        Conn::Sqlite(_) => dialect::last_wake(&mut conn)?,
        Conn::Postgres(_) => None,
    };
    std::thread::Builder::new()
        .name("tasuki-listener".into())
        .spawn(move || {
            loop {
                if let Err(problem) = hear(&mut conn, &own, &mut last, &hub) {
                    tracing::warn!(%problem, "listening again");
                    std::thread::sleep(Duration::from_secs(1));
                    // What was said meanwhile was missed.
                    hub.tell(Change::Everything);
                    if let Ok(fresh) = Conn::open(&engine) {
                        conn = fresh;
                    }
                }
            }
        })
        .map(drop)
        .map_err(|e| Problem::new(Code::Unavailable, format!("no thread to listen: {e}")))
}

fn hear(conn: &mut Conn, own: &str, last: &mut Option<String>, hub: &Hub) -> Result<()> {
    for word in dialect::words(conn, LOOK, last)? {
        if let Some(change) = hub::understand(own, &word) {
            hub.tell(change);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(region: u8) -> Job {
        Job {
            region: RegionId::from_bytes([region; 16]),
            logs: Vec::new(),
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
