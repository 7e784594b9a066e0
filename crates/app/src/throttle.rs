//! Failures and strangers are slowed down, by account, by number and by the address they come from.

use sha2::{Digest, Sha256};
use tasuki_kernel::{Code, Problem, Result, Timestamp};
use tasuki_store::session;

use crate::App;

/// Seconds to wait after the first failure over the limit; doubled with each further one.
const WAIT: i64 = 30;
/// Seconds to wait at most, and after which failures are forgotten.
pub(crate) const WAIT_MOST: i64 = 900;

/// What failures are counted under: the value itself is not stored.
pub(crate) fn failure_key(kind: &str, value: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(kind.as_bytes());
    hash.update([0]);
    hash.update(value.to_lowercase().as_bytes());
    hash.finalize().into()
}

/// Seconds still to wait after `count` failures, the last one at `last`.
pub(crate) fn waiting(count: u64, limit: u64, last: Timestamp, now: Timestamp) -> i64 {
    if count < limit {
        return 0;
    }
    let doublings = u32::try_from(count - limit).unwrap_or(u32::MAX).min(10);
    let wait = (WAIT << doublings).min(WAIT_MOST);
    (wait - now.seconds_since(last)).max(0)
}

/// Refuses while there are seconds to wait.
///
/// # Errors
/// `Throttled`; its detail says how many.
pub(crate) fn until_over(wait: i64) -> Result<()> {
    if wait > 0 {
        return Err(Problem::new(Code::Throttled, format!("wait {wait} seconds")));
    }
    Ok(())
}

impl App {
    /// Counts one more of `kind` from `address`, and refuses when it was too often: over `most` in
    /// a quarter of an hour.
    ///
    /// # Errors
    /// `Throttled`; its detail says how many seconds to wait.
    pub(crate) async fn slow_down(&self, kind: &str, address: &str, most: u64) -> Result<()> {
        let (key, now) = (failure_key(kind, address), self.clock.now());
        let (count, last) = self.store.read(move |conn| session::failures(conn, key)).await?;
        until_over(waiting(count, most, last, now))?;
        let forget = now.plus_seconds(-WAIT_MOST);
        let counted =
            move |t: &mut tasuki_store::Transaction<'_>| session::add_failure(t, key, forget);
        self.store.write(self.region, Vec::new(), counted).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_and_ends() {
        let start = Timestamp::from_micros(0);
        assert_eq!(waiting(4, 5, start, start), 0);
        assert_eq!(waiting(5, 5, start, start), 30);
        assert_eq!(waiting(6, 5, start, start), 60);
        assert_eq!(waiting(5, 5, start, start.plus_seconds(31)), 0);
        assert_eq!(waiting(u64::MAX, 5, start, start), 900);
    }
}
