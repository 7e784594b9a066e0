//! Finding a time in a log by a few looks.

use std::sync::Arc;

use tasuki_kernel::{FixedClock, Timestamp};
use tasuki_store::{Store, StoreOptions, Transaction, received};
use tasuki_testkit::sealed::new_author;
use tasuki_testkit::{block_on, on_both};

use crate::team_log;

const START: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

#[test]
fn the_first_entry_at_a_time_or_later_is_found() {
    on_both(|database| {
        let clock = Arc::new(FixedClock::new(START));
        let options = StoreOptions { clock: Arc::clone(&clock) as _, ..database.options() };
        let store = Store::open(options).unwrap();
        block_on(async {
            let log = team_log(&store).await;
            let (region, id) = (log.region, log.id);
            // Entries 2 and 3 at 10 s, 4 and 5 at 20 s, and so on; the first one at 0 s.
            for n in 0_i64..8 {
                clock.set(START.plus_seconds(10 * (n / 2 + 1)));
                let new = log.sealed_note(new_author(region), "記録");
                let change = move |t: &mut Transaction<'_>| t.append(&new).map(drop);
                store.write(region, vec![id], change).await.unwrap();
            }
            for (seconds, first) in [(-1, 1), (0, 1), (1, 2), (10, 2), (11, 4), (40, 8), (41, 10)] {
                let at = START.plus_seconds(seconds);
                let found = store.read(move |conn| received::first_at(conn, id, 9, at)).await;
                assert_eq!(found.unwrap(), first, "{seconds} s");
            }
            // Never beyond what the reader was told the log holds.
            let at = START.plus_seconds(100);
            let found = store.read(move |conn| received::first_at(conn, id, 3, at)).await;
            assert_eq!(found.unwrap(), 4);
        });
    });
}
