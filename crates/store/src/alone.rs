//! Work on keys that only one process may do at a time: destroying, replacing, copying them.

use std::path::PathBuf;

use tasuki_kernel::Result;

use crate::driver::Conn;
use crate::driver::dialect::{self, Lock};
use crate::store::Store;

/// Runs `work` where waiting is allowed, while no other process works on keys. `file` is locked
/// beside SQLite; PostgreSQL holds the lock for all machines.
pub async fn on_keys<T: Send + 'static>(
    store: &Store,
    file: PathBuf,
    work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
) -> Result<T> {
    store.read(move |conn| dialect::alone(conn, &Lock::keys(&file), work)).await
}
