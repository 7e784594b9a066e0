//! Reading: beside the writer, at one moment, on a bounded number of connections.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use tasuki_kernel::{Code, Problem};
use tasuki_store::{Conn, Store, StoreOptions, Transaction, dump, inspect, log};
use tasuki_testkit::sealed::new_author;
use tasuki_testkit::{Database, PATIENCE, block_on, on_both};
use tokio::sync::oneshot;

use crate::team_log;

/// The change has appended and does not end before the reading has: order, not time, shows it.
#[test]
fn reading_does_not_wait_for_the_writer() {
    on_both(|database| {
        let (store, other) = (database.open(), database.open());
        block_on(async {
            let log = team_log(&store).await;
            let new = log.sealed_note(new_author(log.region), "長い書き込み");
            let (region, id) = (log.region, log.id);
            let (appended, has_appended) = oneshot::channel();
            let (release, released) = mpsc::channel::<()>();
            let writer = store.clone();
            let writing = tokio::spawn(async move {
                let change = move |t: &mut Transaction<'_>| {
                    let placed = t.append(&new)?;
                    let _ = appended.send(());
                    released.recv().map_err(|_| Problem::not_found())?;
                    Ok(placed)
                };
                writer.write(region, vec![id], change).await
            });
            has_appended.await.unwrap();
            for reader in [&store, &other] {
                let row = reader.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
                assert_eq!(row.sequence, 1);
                let all = reader.read_snapshot(log::all).await.unwrap();
                assert_eq!(all.len(), 1);
            }
            assert!(!writing.is_finished());
            release.send(()).unwrap();
            assert_eq!(writing.await.unwrap().unwrap().sequence, 2);
            // Who was told reads what was written.
            let row = other.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
            assert_eq!(row.sequence, 2);
        });
    });
}

#[test]
fn a_snapshot_does_not_move() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let id = log.id;
            let (begun, has_begun) = oneshot::channel();
            let (release, released) = mpsc::channel::<()>();
            let reader = store.clone();
            let reading = tokio::spawn(async move {
                let question = move |conn: &mut Conn| {
                    let before = log::find(conn, id)?.unwrap().sequence;
                    let _ = begun.send(());
                    released.recv().map_err(|_| Problem::not_found())?;
                    Ok((before, log::find(conn, id)?.unwrap().sequence))
                };
                reader.read_snapshot(question).await
            });
            has_begun.await.unwrap();
            let new = log.sealed_note(new_author(log.region), "その間に");
            log.append(&store, new).await.unwrap();
            release.send(()).unwrap();
            assert_eq!(reading.await.unwrap().unwrap(), (1, 1));
            let now = store.read_snapshot(move |conn| log::find(conn, id)).await.unwrap();
            assert_eq!(now.unwrap().sequence, 2);
        });
    });
}

fn one_reader(database: &Database) -> Store {
    Store::open(StoreOptions { readers: 1, ..database.options() }).unwrap()
}

/// Who forgets to end a snapshot must not leave the next reader in the past.
#[test]
fn a_snapshot_that_was_left_open_is_not_read_again() {
    on_both(|database| {
        let store = one_reader(database);
        block_on(async {
            let log = team_log(&store).await;
            let id = log.id;
            let left = store.read(move |conn| {
                // On SQLite each question is in a transaction already.
                dump::end_snapshot(conn)?;
                dump::begin_snapshot(conn)?;
                log::find(conn, id).map(drop)
            });
            left.await.unwrap();
            let new = log.sealed_note(new_author(log.region), "その後");
            log.append(&store, new).await.unwrap();
            let row = store.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
            assert_eq!(row.sequence, 2);
        });
    });
}

#[test]
fn a_question_that_fails_or_panics_costs_no_connection() {
    on_both(|database| {
        let store = one_reader(database);
        block_on(async {
            for _ in 0..3 {
                let failed = store.read(|conn| conn.query("SELECT nonsense", &[])).await;
                assert_eq!(failed.unwrap_err().code, Code::Internal);
                let failed = store.read_snapshot(|conn| conn.query("SELECT nonsense", &[])).await;
                assert_eq!(failed.unwrap_err().code, Code::Internal);
                let fault = store.read(|_| -> tasuki_kernel::Result<()> { panic!("as meant") });
                assert_eq!(fault.await.unwrap_err().code, Code::Internal);
                store.read_snapshot(log::all).await.unwrap();
            }
        });
    });
}

/// Counts how many questions are asked at once.
async fn count(store: Store, now: Arc<AtomicUsize>, most: Arc<AtomicUsize>) {
    let question = move |conn: &mut Conn| {
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        for _ in 0..20 {
            log::all(conn)?;
        }
        now.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    };
    store.read(question).await.unwrap();
}

#[test]
fn connections_stay_bounded_when_those_who_asked_go_away() {
    on_both(|database| {
        let store = Store::open(StoreOptions { readers: 2, ..database.options() }).unwrap();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        block_on(async {
            let asked: Vec<_> = (0..60)
                .map(|_| tokio::spawn(count(store.clone(), Arc::clone(&now), Arc::clone(&most))))
                .collect();
            for (n, question) in asked.into_iter().enumerate() {
                if n % 2 == 0 {
                    tokio::task::yield_now().await;
                    question.abort();
                } else {
                    question.await.unwrap();
                }
            }
        });
        assert!((1..=2).contains(&most.load(Ordering::SeqCst)));
    });
}

/// Connections of the writer, of readers and of the listener are closed: another program may
/// replace the database.
#[test]
fn a_store_that_was_dropped_lets_go_of_its_connections() {
    const OTHERS: &str = "SELECT COUNT(*) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let database = Database::postgres();
    let store = database.open();
    let mut conn = inspect::open_existing(database.engine()).unwrap();
    let mut others = || conn.first(OTHERS, &[]).unwrap().unwrap().int(0).unwrap();
    block_on(store.read(log::all)).unwrap();
    assert!(others() >= 3);
    drop(store);
    let closed = (0..2_000).any(|_| {
        std::thread::sleep(PATIENCE / 2_000);
        others() == 0
    });
    assert!(closed);
}

/// A server that is stopped drops its store where waiting is not allowed.
#[test]
fn a_store_may_be_dropped_where_people_are_served() {
    on_both(|database| {
        let store = database.open();
        block_on(async move {
            store.read(log::all).await.unwrap();
            let log = team_log(&store).await;
            drop(log);
            drop(store);
        });
    });
}
