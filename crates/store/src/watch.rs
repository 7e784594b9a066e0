//! Watching a few logs: whoever watches sleeps through what is written to all others, however much
//! that is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tasuki_kernel::LogId;
use tokio::sync::Notify;

use crate::hub::Change;

/// What somebody who watches was told since the last time of asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Told {
    /// Nothing.
    #[default]
    Nothing,
    /// One of the logs grew.
    Written,
    /// Rights may have changed, or it is not known what did.
    Rights,
}

/// One who watches, as the others see it.
#[derive(Debug, Default)]
struct Bell {
    told: Mutex<Told>,
    rung: Notify,
}

impl Bell {
    fn ring(&self, what: Told) {
        {
            let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
            *told = what.max(*told);
        }
        self.rung.notify_one();
    }
}

#[derive(Debug, Default)]
struct Listed {
    next: u64,
    bells: HashMap<u64, Arc<Bell>>,
    by_log: HashMap<LogId, Vec<u64>>,
}

/// All who watch in one process.
#[derive(Debug, Default)]
pub(crate) struct Watches(Mutex<Listed>);

impl Watches {
    pub(crate) fn tell(&self, change: &Change) {
        let listed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match change {
            Change::Everything => listed.bells.values().for_each(|bell| bell.ring(Told::Rights)),
            Change::Logs(logs) => {
                let watching = logs.iter().filter_map(|log| listed.by_log.get(log)).flatten();
                let bells = watching.filter_map(|id| listed.bells.get(id));
                bells.for_each(|bell| bell.ring(Told::Written));
            }
        }
    }
}

/// Hears when one of the logs grows that it follows, and when rights may have changed.
#[derive(Debug)]
pub struct Watch {
    id: u64,
    bell: Arc<Bell>,
    logs: Vec<LogId>,
    watches: Arc<Watches>,
}

impl Watch {
    pub(crate) fn new(watches: Arc<Watches>) -> Self {
        let bell = Arc::new(Bell::default());
        let id = {
            let mut listed = watches.0.lock().unwrap_or_else(PoisonError::into_inner);
            listed.next += 1;
            let id = listed.next;
            listed.bells.insert(id, Arc::clone(&bell));
            id
        };
        Self { id, bell, logs: Vec::new(), watches }
    }

    /// Follows these logs and no others from now on. Look at them after this: what was written
    /// before is not told. Whether there is one among them that was not followed before.
    pub fn follow(&mut self, mut logs: Vec<LogId>) -> bool {
        logs.sort_unstable();
        logs.dedup();
        if logs == self.logs {
            return false;
        }
        let more = logs.iter().any(|log| self.logs.binary_search(log).is_err());
        let mut listed = self.watches.0.lock().unwrap_or_else(PoisonError::into_inner);
        leave(&mut listed, self.id, &self.logs);
        for log in &logs {
            listed.by_log.entry(*log).or_default().push(self.id);
        }
        drop(listed);
        self.logs = logs;
        more
    }

    /// Waits until something is told; what was told before the last asking is not told again.
    pub async fn told(&self) -> Told {
        loop {
            let told = self.take();
            if told != Told::Nothing {
                return told;
            }
            self.bell.rung.notified().await;
        }
    }

    /// What was told since the last asking.
    pub fn take(&self) -> Told {
        std::mem::take(&mut *self.bell.told.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let mut listed = self.watches.0.lock().unwrap_or_else(PoisonError::into_inner);
        leave(&mut listed, self.id, &self.logs);
        listed.bells.remove(&self.id);
    }
}

fn leave(listed: &mut Listed, id: u64, logs: &[LogId]) {
    for log in logs {
        if let Some(ids) = listed.by_log.get_mut(log) {
            ids.retain(|it| *it != id);
            if ids.is_empty() {
                listed.by_log.remove(log);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(n: u8) -> LogId {
        LogId::from_bytes([n; 16])
    }

    fn watch(watches: &Arc<Watches>, logs: &[u8]) -> Watch {
        let mut watch = Watch::new(Arc::clone(watches));
        watch.follow(logs.iter().map(|n| log(*n)).collect());
        watch
    }

    #[test]
    fn each_hears_of_its_own_logs_and_all_of_rights() {
        let watches = Arc::<Watches>::default();
        let (one, two) = (watch(&watches, &[1]), watch(&watches, &[2, 3]));
        watches.tell(&Change::Logs(vec![log(1), log(9)]));
        assert_eq!((one.take(), two.take()), (Told::Written, Told::Nothing));
        watches.tell(&Change::Everything);
        watches.tell(&Change::Logs(vec![log(3)]));
        assert_eq!((one.take(), two.take()), (Told::Rights, Told::Rights), "rights outweigh");
        assert_eq!((one.take(), two.take()), (Told::Nothing, Told::Nothing), "told once");
    }

    #[test]
    fn who_follows_others_or_leaves_hears_no_more() {
        let watches = Arc::<Watches>::default();
        let mut one = watch(&watches, &[1, 2]);
        assert!(one.follow(vec![log(2), log(3), log(3)]));
        assert!(!one.follow(vec![log(3), log(2)]), "the same");
        watches.tell(&Change::Logs(vec![log(1)]));
        assert_eq!(one.take(), Told::Nothing);
        watches.tell(&Change::Logs(vec![log(3)]));
        assert_eq!(one.take(), Told::Written);
        drop(one);
        let listed = watches.0.lock().unwrap();
        assert!(listed.by_log.is_empty() && listed.bells.is_empty());
    }

    #[tokio::test]
    async fn what_was_told_before_waiting_is_not_missed() {
        let watches = Arc::<Watches>::default();
        let one = watch(&watches, &[1]);
        watches.tell(&Change::Logs(vec![log(1)]));
        assert_eq!(one.told().await, Told::Written);
        let waiting = tokio::spawn(async move { one.told().await });
        tokio::task::yield_now().await;
        watches.tell(&Change::Everything);
        assert_eq!(waiting.await.unwrap(), Told::Rights);
    }
}
