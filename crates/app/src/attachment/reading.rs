//! Uploads read and documents drawn apart from everything else: a file made to break its reader
//! must not take the server with it.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use tasuki_kernel::{Code, Problem, Result};
use tokio::sync::{Semaphore, oneshot};

/// Files read at once. Each may take the memory of a large picture.
const AT_ONCE: usize = 2;
/// How long one request's files may take. Work that does not end keeps its place among
/// [`AT_ONCE`], never that of another kind of request.
const PATIENCE: Duration = Duration::from_mins(2);
/// Documents nest; a stack of this size holds the deepest that their reader follows.
const STACK: usize = 64 << 20;

static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// Does `work` on a thread of its own.
///
/// # Errors
/// `FileRefused` when it panics or does not end: it was the file's doing.
pub(super) async fn apart<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let wait = async {
        let place = Arc::clone(&PLACES).acquire_owned().await.map_err(|_| gone())?;
        let (done, result) = oneshot::channel();
        std::thread::Builder::new()
            .name("file".into())
            .stack_size(STACK)
            .spawn(move || {
                let result = work();
                drop(place);
                // Whoever asked may have gone.
                let _ = done.send(result);
            })
            .map_err(|e| Problem::new(Code::Unavailable, format!("no thread for a file: {e}")))?;
        result.await.map_err(|_| gone())
    };
    tokio::time::timeout(PATIENCE, wait).await.map_err(|_| gone())?
}

fn gone() -> Problem {
    let detail = "damaged: the file breaks its reader".to_owned();
    Problem { code: Code::FileRefused, field: Some("photos"), detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_panics_takes_nothing_with_it() {
        for _ in 0..=AT_ONCE {
            let problem = apart(|| -> u8 { panic!("broken on purpose") }).await.unwrap_err();
            assert_eq!(problem.code, Code::FileRefused);
        }
        assert_eq!(apart(|| 7).await, Ok(7));
    }
}
