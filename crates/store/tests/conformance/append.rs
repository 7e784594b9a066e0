//! Appending: places, chains, repetition, refusal.

use std::sync::Arc;

use proptest::prelude::*;
use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{Code, EntryId, FixedClock, PersonId, Problem, Timestamp};
use tasuki_ledger::{Author, Hash, KeyId};
use tasuki_store::{Store, StoreOptions, Transaction, log};
use tasuki_testkit::sealed::{TestLog, new_author, new_region, note};
use tasuki_testkit::{Database, block_on, on_both};

use crate::{bytes, team_log};

#[test]
fn entries_are_numbered_and_chained() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let author = new_author(log.region);
            for sequence in 2..=6 {
                let new = log.sealed_note(author, "朝の訪問");
                let placed = log.append(&store, new.clone()).await.unwrap();
                assert_eq!((placed.log, placed.sequence, placed.fresh), (log.id, sequence, true));
                let row = store.read(move |conn| log::find(conn, new.log)).await.unwrap().unwrap();
                assert_eq!((row.sequence, row.head), (sequence, placed.head));

                let stored = store.read(move |conn| log::entry(conn, new.log, new.entry)).await;
                let stored = stored.unwrap().unwrap();
                let header = stored.header().unwrap();
                assert_eq!((header.origin, header.log), (log.region, log.id));
                assert_eq!((header.sequence, header.entry), (sequence, new.entry));
                assert_eq!((header.author, header.key), (author, new.key));
                assert_eq!((header.received, header.body), (placed.received, Hash::of(&new.body)));
                assert_eq!((stored.author, stored.received), (author, placed.received));
            }
            assert_eq!(log.findings(&store).await.unwrap(), []);
        });
    });
}

#[test]
fn the_same_entry_again_gets_the_same_answer_and_no_second_place() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let new = log.sealed_note(new_author(log.region), "一度だけ");
            let first = log.append(&store, new.clone()).await.unwrap();
            log.append(&store, log.sealed_note(new.author, "次")).await.unwrap();
            let again = log.append(&store, new).await.unwrap();
            assert!(first.fresh && !again.fresh);
            assert_eq!((again.sequence, again.head), (first.sequence, first.head));
            assert_eq!(again.received, first.received);
            assert_eq!(log.entries(&store).await.unwrap().len(), 3);
        });
    });
}

#[test]
fn an_id_in_use_is_refused() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let other = TestLog::of_room(log.region, RoomKind::Selected, None);
            other.create(&store).await.unwrap();
            let (one, two) = (new_author(log.region), new_author(log.region));
            let id = EntryId::from_bytes(bytes());
            let entry = |log: &TestLog, author| log.entry(author, note("同じ番号")).id(id).seal();
            log.append(&store, entry(&log, one)).await.unwrap();

            let refused = log.append(&store, entry(&log, two)).await.unwrap_err();
            assert_eq!(refused.code, Code::EntryIdTaken);
            let refused = other.append(&store, entry(&other, one)).await.unwrap_err();
            assert_eq!(refused.code, Code::EntryIdTaken);
            // Another author may have come to the same id in another log: ids are per author.
            assert!(other.append(&store, entry(&other, two)).await.unwrap().fresh);

            assert_eq!(log.entries(&store).await.unwrap().len(), 2);
            assert_eq!(other.entries(&store).await.unwrap().len(), 2);
        });
    });
}

#[test]
fn only_logs_that_the_change_named_and_of_its_region_can_be_appended_to() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let new = log.sealed_note(new_author(log.region), "よその部屋");
            let unnamed = new.clone();
            let refused = store.write(log.region, Vec::new(), move |t| t.append(&unnamed)).await;
            assert_eq!(refused.unwrap_err().code, Code::NotFound);

            let foreign = new.clone();
            let refused =
                store.write(new_region(), vec![log.id], move |t| t.append(&foreign)).await;
            assert_eq!(refused.unwrap_err().code, Code::NotFound);
            let row = TestLog::of_region(log.region).row();
            let refused = store.write(new_region(), Vec::new(), move |t| t.open_log(&row)).await;
            assert_eq!(refused.unwrap_err().code, Code::Internal);

            let unknown = TestLog::of_region(log.region);
            let lost = unknown.sealed_note(new.author, "行き先なし");
            let refused = unknown.append(&store, lost).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
            assert_eq!(log.entries(&store).await.unwrap().len(), 1);
        });
    });
}

#[test]
fn a_wrap_under_a_replaced_log_key_must_be_made_again() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let (id, next) = (log.id, KeyId::from_bytes(bytes()));
            let mut new = log.sealed_note(new_author(log.region), "鍵の交換");
            let change = move |t: &mut Transaction<'_>| t.replace_wrap_key(id, next);
            store.write(log.region, vec![log.id], change).await.unwrap();
            let refused = log.append(&store, new.clone()).await.unwrap_err();
            assert_eq!(refused.code, Code::Conflict);
            new.wrap_key = next;
            assert!(log.append(&store, new).await.unwrap().fresh);
        });
    });
}

#[test]
fn a_log_is_opened_once() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            assert_eq!(log.create(&store).await.unwrap_err().code, Code::Conflict);

            // One audience of a room has one log, whoever opens it first.
            let audience = vec![PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes())];
            let first = log.delivery(audience.clone());
            first.create(&store).await.unwrap();
            let second = log.delivery(audience).create(&store).await.unwrap_err();
            assert_eq!(second.code, Code::Conflict);
            let key = first.row().audience_key;
            let room = log.room.unwrap();
            let found = store.read(move |conn| log::delivery_log(conn, room, key)).await;
            assert_eq!(found.unwrap(), Some(first.id));
            let logs = store.read(move |conn| log::of_room(conn, room)).await.unwrap();
            assert_eq!(logs.iter().map(|it| it.id).collect::<Vec<_>>(), [log.id, first.id]);

            // Opened in a change that fails, it was never there.
            let gone = TestLog::of_region(new_region());
            let row = gone.row();
            let failed: Result<(), _> = store
                .write(gone.region, Vec::new(), move |t| {
                    t.open_log(&row)?;
                    Err(Problem::not_found())
                })
                .await;
            assert!(failed.is_err());
            let new = gone.sealed_note(new_author(gone.region), "なし");
            assert_eq!(gone.append(&store, new).await.unwrap_err().code, Code::NotFound);
        });
    });
}

#[test]
fn notes_are_counted_by_sensitivity() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let author = new_author(log.region);
            let kinds =
                [Sensitivity::Low, Sensitivity::High, Sensitivity::High, Sensitivity::Middle];
            for sensitivity in kinds {
                let new = log.entry(author, note("所見")).sensitivity(sensitivity).seal();
                log.append(&store, new).await.unwrap();
            }
            let id = log.id;
            let row = store.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
            assert_eq!(row.read, [1, 1, 2]);
            let entries = log.entries(&store).await.unwrap();
            let counts: Vec<_> = entries.iter().map(|entry| entry.read).collect();
            assert_eq!(counts, [[0, 0, 0], [1, 0, 0], [1, 0, 1], [1, 0, 2], [1, 1, 2]]);
        });
    });
}

#[test]
fn time_received_stands_still_while_the_clock_goes_back() {
    on_both(|database| {
        let start = Timestamp::from_micros(1_790_000_000_000_000);
        let clock = Arc::new(FixedClock::new(start));
        let options = StoreOptions { clock: Arc::clone(&clock) as _, ..database.options() };
        let store = Store::open(options).unwrap();
        block_on(async {
            let log = team_log(&store).await;
            let author = new_author(log.region);
            let mut received = Vec::new();
            for seconds in [60, -3600, -3600, 7260] {
                clock.advance(seconds);
                let new = log.sealed_note(author, "時計");
                received.push(log.append(&store, new).await.unwrap().received);
            }
            let minute = start.plus_seconds(60);
            assert_eq!(received, [minute, minute, minute, start.plus_seconds(120)]);
            assert_eq!(log.findings(&store).await.unwrap(), []);
        });
    });
}

#[test]
fn entries_are_paged_from_both_ends() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let author = new_author(log.region);
            for n in 0..9 {
                log.append(&store, log.sealed_note(author, &n.to_string())).await.unwrap();
            }
            let id = log.id;
            let numbers = |entries: Vec<log::StoredEntry>| -> Vec<u64> {
                entries.iter().map(|entry| entry.sequence).collect()
            };
            let from = store.read(move |conn| log::entries_from(conn, id, 4, 3)).await.unwrap();
            assert_eq!(numbers(from), [4, 5, 6]);
            let before = store.read(move |conn| log::entries_before(conn, id, 4, 9)).await.unwrap();
            assert_eq!(numbers(before), [3, 2, 1]);
            let none = store.read(move |conn| log::entries_from(conn, id, 11, 9)).await.unwrap();
            assert_eq!(numbers(none), [0; 0]);
        });
    });
}

/// What one request of a random history does.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// A new note in log 0, 1 or 2.
    Post(usize),
    /// The same entry as the n-th posted before, again.
    Repeat(usize),
    /// A note in each of two logs, and then a failure.
    Fail(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..3_usize).prop_map(Step::Post),
        1 => (0..20_usize).prop_map(Step::Repeat),
        1 => (0..3_usize).prop_map(Step::Fail),
    ];
    proptest::collection::vec(step, 1..40)
}

/// Sends all requests at once, so that they meet in groups, and says how many posts each log got.
async fn play(store: &Store, logs: &[TestLog; 3], author: Author, steps: Vec<Step>) -> [usize; 3] {
    let mut posted = Vec::new();
    let mut expected = [0; 3];
    let mut requests = Vec::new();
    for step in steps {
        let (new, fails) = match step {
            Step::Post(n) => {
                expected[n] += 1;
                posted.push(logs[n].sealed_note(author, "記録"));
                (vec![posted[posted.len() - 1].clone()], false)
            }
            Step::Repeat(n) => {
                let Some(new) = posted.get(n % posted.len().max(1)) else { continue };
                (vec![new.clone()], false)
            }
            Step::Fail(n) => {
                let both = [&logs[n], &logs[(n + 1) % 3]];
                (both.map(|log| log.sealed_note(author, "消える")).to_vec(), true)
            }
        };
        let named = new.iter().map(|it| it.log).collect();
        let store = store.clone();
        requests.push(tokio::spawn(async move {
            let change = move |t: &mut Transaction<'_>| {
                new.iter().try_for_each(|new| t.append(new).map(drop))?;
                if fails { Err(Problem::not_found()) } else { Ok(()) }
            };
            assert_eq!(store.write(author.region, named, change).await.is_err(), fails);
        }));
    }
    for request in requests {
        request.await.unwrap();
    }
    expected
}

fn any_history_leaves_whole_chains(database: &Database, steps: &[Step]) {
    let store = database.open();
    block_on(async {
        let region = new_region();
        let logs = [(); 3].map(|()| TestLog::of_room(region, RoomKind::Selected, None));
        for log in &logs {
            log.create(&store).await.unwrap();
        }
        let expected = play(&store, &logs, new_author(region), steps.to_vec()).await;
        for (log, posts) in logs.iter().zip(expected) {
            assert_eq!(log.findings(&store).await.unwrap(), []);
            assert_eq!(log.entries(&store).await.unwrap().len(), posts + 1);
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn any_history_of_requests_leaves_whole_chains(steps in steps()) {
        on_both(|database| any_history_leaves_whole_chains(database, &steps));
    }
}
