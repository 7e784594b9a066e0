//! What strangers may do without an account is slowed down by the address that they come from.

use tasuki_kernel::{Code, Problem, Result};
use tasuki_store::session;

use crate::App;
use crate::sign_in::{WAIT_MOST, failure_key, waiting};

impl App {
    /// Counts one more of `kind` from `address`, and refuses when it was too often: over `most` in
    /// a quarter of an hour.
    ///
    /// # Errors
    /// `Throttled`; its detail says how many seconds to wait.
    pub(crate) async fn slow_down(&self, kind: &str, address: &str, most: u64) -> Result<()> {
        let (key, now) = (failure_key(kind, address), self.clock.now());
        let (count, last) = self.store.read(move |conn| session::failures(conn, key)).await?;
        let wait = waiting(count, most, last, now);
        if wait > 0 {
            return Err(Problem::new(Code::Throttled, format!("wait {wait} seconds")));
        }
        let forget = now.plus_seconds(-WAIT_MOST);
        let counted =
            move |t: &mut tasuki_store::Transaction<'_>| session::add_failure(t, key, forget);
        self.store.write(self.region, Vec::new(), counted).await
    }
}
