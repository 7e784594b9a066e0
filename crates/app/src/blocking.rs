//! Work that takes a processor for long: hashing, drawing, decoding.

use tasuki_kernel::{Code, Problem, Result};

/// Runs work that takes a processor for long where that is allowed.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Problem::new(Code::Internal, "long work ended in a panic"))
}
