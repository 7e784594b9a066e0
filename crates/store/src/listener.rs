//! Listening for what other processes write, on a connection and a thread of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tasuki_kernel::{Code, Problem, Result};

use crate::driver::{Conn, Engine, dialect};
use crate::hub::{self, Change, Hub};
use crate::store::StoreOptions;

/// How often a SQLite server looks whether another program wrote, and how soon a listener notices
/// that the store was closed.
const LOOK: Duration = Duration::from_millis(300);

/// Whose words are one's own: a command line that works beside a serving process of the same
/// node must still be heard by it.
pub(crate) fn origin(options: &StoreOptions) -> String {
    static OPENED: AtomicU64 = AtomicU64::new(0);
    if options.serving {
        return options.node.to_string();
    }
    let (process, time) = (std::process::id(), options.clock.now().as_micros());
    let opened = OPENED.fetch_add(1, Ordering::Relaxed);
    format!("{}-{process}-{opened}-{time}", options.node)
}

/// Begins to listen, and goes on as long as `wanted`. What is said after this returns is heard.
pub(crate) fn start(
    options: &StoreOptions,
    hub: Hub,
    wanted: impl Fn() -> bool + Send + 'static,
) -> Result<()> {
    let mut ears = Ears::open(&options.engine, origin(options))?;
    std::thread::Builder::new()
        .name("tasuki-listener".into())
        .spawn(move || {
            while wanted() {
                if let Err(problem) = ears.hear(&hub) {
                    tracing::warn!(%problem, "listening again");
                    std::thread::sleep(LOOK);
                    if ears.open_again().is_ok() {
                        // What was said meanwhile was missed.
                        hub.tell(Change::Everything);
                    }
                }
            }
        })
        .map(drop)
        .map_err(|e| Problem::new(Code::Unavailable, format!("no thread to listen: {e}")))
}

struct Ears {
    engine: Engine,
    own: String,
    conn: Conn,
    /// The word heard last, on SQLite.
    last: Option<String>,
}

impl Ears {
    fn open(engine: &Engine, own: String) -> Result<Self> {
        let mut conn = Conn::open(engine)?;
        let last = dialect::begin_listening(&mut conn)?;
        Ok(Self { engine: engine.clone(), own, conn, last })
    }

    fn open_again(&mut self) -> Result<()> {
        *self = Self::open(&self.engine, self.own.clone())?;
        Ok(())
    }

    fn hear(&mut self, hub: &Hub) -> Result<()> {
        for word in dialect::words(&mut self.conn, LOOK, &mut self.last)? {
            if let Some(change) = hub::understand(&self.own, &word) {
                hub.tell(change);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tasuki_kernel::{NodeId, SystemClock};

    use super::*;

    #[test]
    fn a_command_line_is_nobody_it_ever_was() {
        let options = |serving| StoreOptions {
            engine: Engine::Sqlite("a".into()),
            node: NodeId::from_bytes([1; 16]),
            serving,
            readers: 1,
            synced: true,
            clock: Arc::new(SystemClock),
        };
        assert_eq!(origin(&options(true)), origin(&options(true)));
        assert_ne!(origin(&options(false)), origin(&options(true)));
        assert_ne!(origin(&options(false)), origin(&options(false)));
        assert!(!origin(&options(false)).contains(':'));
    }
}
