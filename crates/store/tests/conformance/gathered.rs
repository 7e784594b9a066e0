//! What a group gathers before it writes is there for whoever asks, and for nobody when it failed.

use std::pin::Pin;

use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Code, EntryId, LogId, Problem, Result};
use tasuki_store::{NewEntry, Placed, Store, Transaction, dump, inspect, log};
use tasuki_testkit::sealed::{TestLog, new_author, note};
use tasuki_testkit::{Database, block_on, on_both};

use crate::group::{Held, futures_poll};
use crate::{bytes, team_log};

type Change<T> = Box<dyn FnOnce(&mut Transaction<'_>) -> Result<T> + Send>;
type Request<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// A change to logs of one region, with the ids that it announces.
struct Sent<T> {
    logs: Vec<TestLog>,
    entries: Vec<EntryId>,
    change: Change<T>,
}

/// Sends the changes so that they are committed in one group, and gives each one's outcome.
async fn together<T: Send + 'static>(store: &Store, changes: Vec<Sent<T>>) -> Vec<Result<T>> {
    let held = Held::new(store).await;
    let mut requests: Vec<Request<T>> = Vec::new();
    for Sent { logs, entries, change } in changes {
        let (store, region) = (store.clone(), logs[0].region);
        let ids: Vec<LogId> = logs.iter().map(|it| it.id).collect();
        let mut request: Request<T> =
            Box::pin(async move { store.write_entries(region, ids, entries, change).await });
        assert!(futures_poll(&mut request).await.is_none());
        requests.push(request);
    }
    held.release().await;
    let mut outcomes = Vec::new();
    for request in requests {
        outcomes.push(request.await);
    }
    outcomes
}

/// Appends an entry, and announces it or not.
fn appends(log: &TestLog, new: &NewEntry, announced: bool) -> Sent<Placed> {
    let entries = if announced { vec![new.entry] } else { Vec::new() };
    let new = new.clone();
    Sent { logs: vec![log.clone()], entries, change: Box::new(move |t| t.append(&new)) }
}

fn fails_after(log: &TestLog, new: &NewEntry, announced: bool) -> Sent<Placed> {
    let Sent { logs, entries, change } = appends(log, new, announced);
    let change: Change<Placed> = Box::new(move |t| {
        change(t)?;
        Err(Problem::invalid("text", "no"))
    });
    Sent { logs, entries, change }
}

async fn two_logs(store: &Store) -> (TestLog, TestLog) {
    let log = team_log(store).await;
    let other = TestLog::of_room(log.region, RoomKind::Selected, None);
    other.create(store).await.unwrap();
    (log, other)
}

fn ids_hold_within_a_group(database: &Database, announced: bool) {
    let store = database.open();
    block_on(async {
        let (log, other) = two_logs(&store).await;
        let (one, two) = (new_author(log.region), new_author(log.region));
        let id = EntryId::from_bytes(bytes());
        let entry = |log: &TestLog, author| log.entry(author, note("同じ番号")).id(id).seal();
        let first = entry(&log, one);
        let outcomes = together(
            &store,
            vec![
                fails_after(&log, &first, announced),
                appends(&log, &first, announced),
                appends(&log, &first, announced),
                appends(&log, &entry(&log, two), announced),
                appends(&other, &entry(&other, one), announced),
                appends(&other, &entry(&other, two), announced),
            ],
        )
        .await;
        assert_eq!(outcomes[0].as_ref().unwrap_err().field, Some("text"));
        let place = |at: usize| outcomes[at].as_ref().map(|it| (it.sequence, it.fresh)).unwrap();
        assert_eq!((place(1), place(2)), ((2, true), (2, false)));
        assert_eq!(outcomes[1].as_ref().unwrap().head, outcomes[2].as_ref().unwrap().head);
        for refused in [3, 4] {
            assert_eq!(outcomes[refused].as_ref().unwrap_err().code, Code::EntryIdTaken);
        }
        assert_eq!(place(5), (2, true));
        for log in [&log, &other] {
            assert_eq!(log.entries(&store).await.unwrap().len(), 2);
            assert_eq!(log.findings(&store).await.unwrap(), []);
        }
        // And in a group of their own afterwards.
        let again = together(&store, vec![appends(&log, &first, announced)]).await;
        assert_eq!(again[0].as_ref().map(|it| (it.sequence, it.fresh)), Ok((2, false)));
    });
}

#[test]
fn ids_hold_within_a_group_whether_or_not_they_were_announced() {
    on_both(|database| {
        ids_hold_within_a_group(database, true);
        ids_hold_within_a_group(database, false);
    });
}

/// Asks how many entries the log has, appends, and asks again.
fn asks_and_appends(log: &TestLog, text: &str, fails: bool) -> Sent<(usize, usize)> {
    let (id, new) = (log.id, log.sealed_note(new_author(log.region), text));
    let change: Change<(usize, usize)> = Box::new(move |t| {
        let before = log::entries_from(t.conn(), id, 1, 100)?.len();
        t.append(&new)?;
        let after = log::entries_from(t.conn(), id, 1, 100)?.len();
        if fails { Err(Problem::not_found()) } else { Ok((before, after)) }
    });
    Sent { logs: vec![log.clone()], entries: Vec::new(), change }
}

fn only_appends(log: &TestLog, text: &str) -> Sent<(usize, usize)> {
    let new = log.sealed_note(new_author(log.region), text);
    let change: Change<(usize, usize)> = Box::new(move |t| t.append(&new).map(|_| (0, 0)));
    Sent { logs: vec![log.clone()], entries: Vec::new(), change }
}

#[test]
fn whoever_asks_finds_what_came_before_in_the_group() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let outcomes = together(
                &store,
                vec![
                    only_appends(&log, "一"),
                    asks_and_appends(&log, "二", false),
                    only_appends(&log, "三"),
                    asks_and_appends(&log, "消える", true),
                    only_appends(&log, "四"),
                    asks_and_appends(&log, "五", false),
                ],
            )
            .await;
            assert_eq!(outcomes[1], Ok((2, 3)));
            assert_eq!(outcomes[3].as_ref().unwrap_err().code, Code::NotFound);
            assert_eq!(outcomes[5], Ok((5, 6)));
            assert_eq!(log.entries(&store).await.unwrap().len(), 6);
            assert_eq!(log.findings(&store).await.unwrap(), []);
        });
    });
}

#[test]
fn a_log_with_an_entry_beyond_its_head_is_refused_alone() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let (log, other) = two_logs(&store).await;
            for text in ["一", "二"] {
                log.append(&store, log.sealed_note(new_author(log.region), text)).await.unwrap();
            }
            let id = database.literal(&log.id.into());
            database.tamper(&format!("UPDATE logs SET sequence = 2 WHERE id = {id}"));
            let outcomes = together(
                &store,
                vec![
                    only_appends(&other, "前"),
                    only_appends(&log, "中"),
                    only_appends(&other, "後"),
                ],
            )
            .await;
            assert_eq!(outcomes[1].as_ref().unwrap_err().code, Code::Damaged);
            assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
            assert_eq!(other.entries(&store).await.unwrap().len(), 3);
            assert_eq!(log.entries(&store).await.unwrap().len(), 3);
        });
    });
}

#[test]
fn connections_that_begin_together_see_one_moment() {
    on_both(|database| {
        let store = database.open();
        let log = block_on(team_log(&store));
        let mut first = inspect::open_existing(database.engine()).unwrap();
        let others = inspect::begin_together(&mut first, database.engine(), 2).unwrap();
        assert_eq!(others.len(), 2);
        let new = log.sealed_note(new_author(log.region), "後から");
        block_on(log.append(&store, new)).unwrap();
        for mut conn in std::iter::once(first).chain(others) {
            assert_eq!(log::find(&mut conn, log.id).unwrap().unwrap().sequence, 1);
            dump::end_snapshot(&mut conn).unwrap();
            assert_eq!(log::find(&mut conn, log.id).unwrap().unwrap().sequence, 2);
        }
    });
}
