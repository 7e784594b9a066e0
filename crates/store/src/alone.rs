//! Work on keys that only one process may do at a time: destroying, replacing, copying them.

use std::path::PathBuf;
use std::sync::mpsc;

use tasuki_kernel::{Code, Problem, Result};
use tokio::sync::oneshot;

use crate::driver::dialect::{self, Lock};
use crate::store::Store;

/// As long as this is held, no other process, and nobody else in this one, works on keys.
#[derive(Debug)]
pub struct Alone {
    _held: mpsc::Sender<()>,
}

/// Waits until nobody else works on keys. `file` is locked beside SQLite; PostgreSQL holds the
/// lock for all machines. One connection for reading is in use as long as the lock is held.
pub async fn on_keys(store: &Store, file: PathBuf) -> Result<Alone> {
    let (locked, begun) = oneshot::channel();
    let (held, ended) = mpsc::channel::<()>();
    let store = store.clone();
    let holding = tokio::spawn(async move {
        let hold = move || {
            // Whoever asked may have gone meanwhile; then there is nothing to wait for.
            if locked.send(()).is_ok() {
                // An error means that it was dropped, which is what is waited for.
                let _ = ended.recv();
            }
            Ok(())
        };
        store.read(move |conn| dialect::alone(conn, &Lock::keys(&file), |_| hold())).await
    });
    if begun.await.is_ok() {
        return Ok(Alone { _held: held });
    }
    let ended = || Problem::new(Code::Internal, "waiting for a lock ended in a panic");
    holding.await.map_err(|_| ended())?.and_then(|()| Err(ended()))
}
