//! Waiting in tests: for a future from plain code, and for news of a change.

use std::future::Future;
use std::time::Duration;

use tasuki_store::Change;
use tokio::runtime::Builder;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// How long a test waits for what must come before it fails instead of hanging. Nothing is
/// measured by it.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// Runs a future to its end on a runtime of its own with two threads.
///
/// Databases are opened before it and not in it, because opening waits for the disk.
///
/// # Panics
/// When there is no thread to run it.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads for a runtime")
        .block_on(future)
}

/// The next change that a store tells of and that `wanted` accepts; others are passed over.
///
/// # Panics
/// When none comes in [`PATIENCE`], or the store is closed.
pub async fn heard(listener: &mut Receiver<Change>, wanted: impl Fn(&Change) -> bool) -> Change {
    let waiting = async {
        loop {
            match listener.recv().await {
                Ok(change) if wanted(&change) => return change,
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => panic!("the store was closed"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("nobody told of the change")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_wanted_is_passed_over() {
        let (teller, mut listener) = tokio::sync::broadcast::channel(4);
        teller.send(Change::Logs(Vec::new())).unwrap();
        teller.send(Change::Everything).unwrap();
        let change = block_on(heard(&mut listener, |it| *it == Change::Everything));
        assert_eq!(change, Change::Everything);
    }

    #[test]
    #[should_panic(expected = "the store was closed")]
    fn a_closed_store_is_not_waited_for() {
        let (teller, mut listener) = tokio::sync::broadcast::channel(4);
        drop(teller);
        block_on(heard(&mut listener, |_| true));
    }
}
