//! Work on keys that only one process may do at a time: destroying, replacing, copying them.

use std::path::PathBuf;
use std::sync::mpsc;

use tasuki_kernel::{Code, Problem, Result};
use tokio::sync::oneshot;

use crate::driver::Conn;
use crate::driver::dialect::{self, Lock};
use crate::store::Store;

/// As long as this is held, no other process, and nobody else in this one, works on keys.
#[derive(Debug)]
pub struct Alone {
    _held: mpsc::Sender<()>,
}

/// Waits until nobody else works on keys. `file` is locked beside SQLite; PostgreSQL holds the
/// lock for all machines. The lock has a connection of its own: those for reading stay free for
/// whoever holds it.
pub async fn on_keys(store: &Store, file: PathBuf) -> Result<Alone> {
    let (locked, begun) = oneshot::channel();
    let (held, ended) = mpsc::channel::<()>();
    let engine = store.engine().clone();
    let holding = tokio::task::spawn_blocking(move || {
        dialect::alone(&mut Conn::open(&engine)?, &Lock::keys(&file), |_| {
            // Whoever asked may have gone meanwhile; then there is nothing to wait for.
            if locked.send(()).is_ok() {
                // An error means that it was dropped, which is what is waited for.
                let _ = ended.recv();
            }
            Ok(())
        })
    });
    if begun.await.is_ok() {
        return Ok(Alone { _held: held });
    }
    let ended = || Problem::new(Code::Internal, "waiting for a lock ended in a panic");
    holding.await.map_err(|_| ended())?.and_then(|()| Err(ended()))
}
