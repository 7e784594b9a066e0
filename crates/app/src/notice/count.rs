//! How many notices somebody has not opened, for the menu of every page.
//!
//! No body is opened for it. The number is kept for a minute at most, and never under another
//! number of rights: each new notice and each withdrawal moves that one, in every process.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tasuki_domain::content::PersonKind;
use tasuki_kernel::{PersonId, Result, Timestamp};
use tasuki_store::notice;

use super::Sight;
use crate::App;
use crate::session::Session;

/// Seconds that a number is kept: what is sent for later comes to be seen that soon.
const KEPT: i64 = 60;
/// People whose numbers are kept; more begin anew.
const PEOPLE: usize = 10_000;
/// Seconds after which a notice calls nobody any more: a year.
const CALLS: i64 = 366 * 86_400;

/// Numbers of this process.
#[derive(Default)]
pub(crate) struct Counts(Mutex<HashMap<PersonId, Kept>>);

#[derive(Clone, Copy)]
struct Kept {
    rights: u64,
    since: Timestamp,
    count: u32,
}

impl Counts {
    fn get(&self, person: PersonId, rights: u64, now: Timestamp) -> Option<u32> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&person).copied()?;
        let fresh = (0..KEPT).contains(&now.seconds_since(kept.since));
        (fresh && kept.rights == rights).then_some(kept.count)
    }

    fn keep(&self, person: PersonId, kept: Kept) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= PEOPLE {
            all.clear();
        }
        all.insert(person, kept);
    }

    /// The person has opened one.
    pub(super) fn forget(&self, person: PersonId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&person);
    }
}

impl App {
    /// How many notices the person of a session was asked to open and has not.
    pub async fn unopened_notices(self: &Arc<Self>, session: &Arc<Session>) -> Result<u32> {
        let (person, rights, now) = (session.person.id, session.rights, self.clock.now());
        if session.person.kind != PersonKind::Staff || session.posts.is_empty() {
            return Ok(0);
        }
        if let Some(count) = self.counts.get(person, rights, now) {
            return Ok(count);
        }
        let (app, who) = (Arc::clone(self), Arc::clone(session));
        let count = self
            .store
            .read(move |conn| {
                let times = [now.plus_seconds(-CALLS), now];
                let facts = notice::unopened(conn, (app.region, person), times)?;
                if facts.is_empty() {
                    return Ok(0);
                }
                Ok(Sight::read(conn, app.region, &who, now)?.count(&facts))
            })
            .await?;
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.counts.keep(person, Kept { rights, since: now, count });
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_for_a_minute_and_under_one_number_of_rights() {
        let counts = Counts::default();
        let (person, since) = (PersonId::from_bytes([1; 16]), Timestamp::from_micros(0));
        counts.keep(person, Kept { rights: 4, since, count: 2 });
        assert_eq!(counts.get(person, 4, since.plus_seconds(59)), Some(2));
        assert_eq!(counts.get(person, 5, since), None);
        for seconds in [60, -1] {
            assert_eq!(counts.get(person, 4, since.plus_seconds(seconds)), None, "{seconds}");
        }
        assert_eq!(counts.get(PersonId::from_bytes([2; 16]), 4, since), None);
        counts.forget(person);
        assert_eq!(counts.get(person, 4, since), None);
    }
}
