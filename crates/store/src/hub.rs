//! Who is told when something was committed: open pages of this process through a channel,
//! other processes through the database.

use std::fmt;
use std::sync::Arc;

use tasuki_kernel::LogId;
use tokio::sync::broadcast;

use crate::watch::{Watch, Watches};

/// What changed, in ids only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These logs grew.
    Logs(Vec<LogId>),
    /// Rights may have changed, or it is not known what did: look at everything again.
    Everything,
}

/// Messages that a slow listener may be behind; one further behind is told `Everything`.
const CAPACITY: usize = 1024;

/// Everybody of one process who listens.
#[derive(Debug, Clone)]
pub(crate) struct Hub {
    all: broadcast::Sender<Change>,
    watches: Arc<Watches>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        Self { all: broadcast::channel(CAPACITY).0, watches: Arc::default() }
    }

    pub(crate) fn tell(&self, change: Change) {
        self.watches.tell(&change);
        // Nobody listening is no fault.
        drop(self.all.send(change));
    }

    pub(crate) fn listen(&self) -> broadcast::Receiver<Change> {
        self.all.subscribe()
    }

    pub(crate) fn watch(&self) -> Watch {
        Watch::new(Arc::clone(&self.watches))
    }
}

/// The word that one process leaves for the others: `origin:number:logs`, where logs are ids
/// with commas between, or `*` for everything.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word<'a> {
    /// Whose word it is.
    pub(crate) origin: &'a str,
    /// No two words of one origin have the same.
    pub(crate) number: u64,
    /// What changed.
    pub(crate) change: &'a Change,
}

impl fmt::Display for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.origin, self.number)?;
        match self.change {
            // PostgreSQL carries at most 8000 bytes; beyond 200 logs it is simpler to look at all.
            Change::Logs(logs) if logs.len() <= 200 => {
                let ids: Vec<String> = logs.iter().map(ToString::to_string).collect();
                f.write_str(&ids.join(","))
            }
            _ => f.write_str("*"),
        }
    }
}

/// Reads a [`Word`] that another process left; none for one's own.
pub(crate) fn understand(own: &str, word: &str) -> Option<Change> {
    let mut parts = word.splitn(3, ':');
    if parts.next() == Some(own) {
        return None;
    }
    let logs = parts.nth(1).unwrap_or("*");
    let parsed: Result<Vec<LogId>, _> = logs.split(',').map(str::parse).collect();
    Some(parsed.map_or(Change::Everything, Change::Logs))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(origin: &str, change: &Change) -> String {
        Word { origin, number: u64::MAX, change }.to_string()
    }

    #[test]
    fn words_are_understood_by_others_and_not_by_oneself() {
        let logs = Change::Logs(vec![LogId::from_bytes([1; 16]), LogId::from_bytes([2; 16])]);
        let said = word("a", &logs);
        assert_eq!(understand("a", &said), None);
        assert_eq!(understand("b", &said), Some(logs));
        assert_eq!(understand("b", &word("a", &Change::Everything)), Some(Change::Everything));
        assert_eq!(understand("b", "gibberish"), Some(Change::Everything));
    }

    #[test]
    fn many_logs_fit_the_carrier() {
        let many = Change::Logs(vec![LogId::from_bytes([1; 16]); 201]);
        assert_eq!(understand("b", &word("a", &many)), Some(Change::Everything));
        let most = Change::Logs(vec![LogId::from_bytes([1; 16]); 200]);
        assert!(word("018f4e2a-7c31-7b6e-9d55-0a1b2c3d4e5f", &most).len() < 8000);
    }
}
