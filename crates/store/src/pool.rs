//! A bounded number of connections for reading. Readers never wait for the writer.

use std::sync::{Arc, Mutex, PoisonError};

use tasuki_kernel::{Code, Problem, Result};
use tokio::sync::Semaphore;

use crate::driver::{Conn, Engine};

/// Connections for reading, opened when first needed and kept.
pub(crate) struct Pool {
    engine: Engine,
    permits: Semaphore,
    idle: Mutex<Vec<Conn>>,
}

impl Pool {
    pub(crate) fn new(engine: Engine, connections: usize) -> Arc<Self> {
        Arc::new(Self {
            engine,
            permits: Semaphore::new(connections),
            idle: Mutex::new(Vec::with_capacity(connections)),
        })
    }

    /// Runs `question` on a thread where waiting is allowed.
    pub(crate) async fn read<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let closed = |_| Problem::new(Code::Unavailable, "the database is closed");
        let _permit = self.permits.acquire().await.map_err(closed)?;
        let pool = Arc::clone(self);
        tokio::task::spawn_blocking(move || pool.blocking(question))
            .await
            .map_err(|_| Problem::new(Code::Internal, "a database question ended in a panic"))?
    }

    fn blocking<T>(&self, question: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut conn = match kept {
            Some(conn) if conn.is_open() => conn,
            _ => Conn::open(&self.engine)?,
        };
        let answer = question(&mut conn);
        if conn.is_open() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        }
        answer
    }
}
