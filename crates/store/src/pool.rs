//! A bounded number of connections for reading. Readers never wait for the writer.

use std::sync::{Arc, Mutex, PoisonError};

use tasuki_kernel::{Code, Problem, Result};
use tokio::sync::Semaphore;

use crate::driver::{Conn, Engine};

/// Connections for reading, opened when first needed and kept.
pub(crate) struct Pool {
    engine: Engine,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Conn>>,
}

impl Pool {
    pub(crate) fn new(engine: Engine, connections: usize) -> Arc<Self> {
        Arc::new(Self {
            engine,
            permits: Arc::new(Semaphore::new(connections)),
            idle: Mutex::new(Vec::with_capacity(connections)),
        })
    }

    /// Runs `question` on a thread where waiting is allowed.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let closed = |_| Problem::new(Code::Unavailable, "the database is closed");
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(closed)?;
        let pool = Arc::clone(self);
        let answered = tokio::task::spawn_blocking(move || {
            // Whoever asked may go away; the connection stays taken until it is done.
            let _permit = permit;
            pool.blocking(question)
        });
        answered
            .await
            .map_err(|_| Problem::new(Code::Internal, "a database question ended in a panic"))?
    }

    fn blocking<T>(&self, question: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut conn = match kept {
            Some(conn) => conn,
            None => Conn::open(&self.engine)?,
        };
        conn.rest();
        let answer = question(&mut conn);
        if conn.is_fit() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        answer
    }
}

impl Drop for Pool {
    /// Closing a connection waits for the network, which a thread that serves people must not:
    /// a thread of its own does it.
    fn drop(&mut self) {
        let idle = std::mem::take(self.idle.get_mut().unwrap_or_else(PoisonError::into_inner));
        if !idle.is_empty() {
            drop(std::thread::Builder::new().spawn(move || drop(idle)));
        }
    }
}
