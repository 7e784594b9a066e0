//! The open database: questions on a bounded pool, changes in groups on one writer.

use std::sync::Arc;

use tasuki_kernel::{Clock, Code, EntryId, LogId, NodeId, Problem, RegionId, Result};
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::driver::{Conn, Engine, dialect};
use crate::group::Transaction;
use crate::hub::{Change, Hub};
use crate::pool::Pool;
use crate::watch::Watch;
use crate::writer::{Job, Writer};
use crate::{listener, migration};

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
    /// Whether a change is on disk when it is acknowledged. Only the making of a demo region says
    /// no: it is acknowledged to nobody, and begun anew when it was interrupted.
    pub synced: bool,
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

/// Changes that may wait; whoever comes then waits at the door, not in memory.
const QUEUE: usize = 4096;

impl Store {
    /// Opens the database and brings it to the newest version. Waits for the disk: call it
    /// before serving, or where waiting is allowed.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached or is of a newer program.
    pub fn open(options: StoreOptions) -> Result<Self> {
        let mut conn = Conn::open_to_write(&options.engine)?;
        migration::migrate(&mut conn)?;
        if !options.synced {
            dialect::stop_syncing(&mut conn)?;
        }
        let hub = Hub::new();
        let pool = Pool::new(options.engine.clone(), options.readers.max(1));
        let (queue, jobs) = mpsc::channel(QUEUE);
        let writer = Writer::new(&options, hub.clone());
        std::thread::Builder::new()
            .name("tasuki-writer".into())
            .spawn(move || writer.run(conn, jobs))
            .map_err(|e| Problem::new(Code::Unavailable, format!("no thread to write: {e}")))?;
        if options.serving {
            let open = Arc::downgrade(&pool);
            listener::start(&options, hub.clone(), move || open.strong_count() > 0)?;
        }
        Ok(Self { pool, engine: options.engine, queue, hub })
    }

    /// Where the database is.
    pub const fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Asks a question, or a few that belong together: on SQLite they see one moment and cost one
    /// beginning and one end.
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.pool.read(move |conn| dialect::read_together(conn, question)).await
    }

    /// Asks questions that each see what was committed meanwhile: for work that reads and writes
    /// in turn.
    pub(crate) async fn read_on<T: Send + 'static>(
        &self,
        questions: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.pool.read(questions).await
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
                conn.commit()?;
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
        self.write_entries(region, logs, Vec::new(), change).await
    }

    /// The same, when the ids of the `entries` that it appends are known before: they are looked
    /// for together with those of other changes.
    pub async fn write_entries<T: Send + 'static>(
        &self,
        region: RegionId,
        logs: Vec<LogId>,
        entries: Vec<EntryId>,
        change: impl FnOnce(&mut Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, outcome) = oneshot::channel::<Result<T>>();
        let answer = Arc::new(std::sync::Mutex::new(Some(answer)));
        let refusal = Arc::clone(&answer);
        let job = Job {
            region,
            logs,
            entries,
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

    /// Watches logs that are still to be named, for what is committed here and in other processes.
    pub fn watch(&self) -> Watch {
        self.hub.watch()
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
