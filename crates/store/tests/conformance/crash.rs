//! PostgreSQL stops and comes back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tasuki_kernel::{Code, EntryId};
use tasuki_store::{Change, Engine, Store, log};
use tasuki_testkit::engines::options;
use tasuki_testkit::postgres::Cluster;
use tasuki_testkit::sealed::{TestLog, new_author};
use tasuki_testkit::{block_on, heard};

use crate::team_log;

/// Posts until told to stop, and gives the ids that were acknowledged. What was not
/// acknowledged is sent again until it is, as phones do.
async fn post_on(store: Store, log: TestLog, stop: Arc<AtomicBool>) -> Vec<EntryId> {
    let mut acknowledged = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        let new = log.sealed_note(new_author(log.region), "止まるまで");
        loop {
            match log.append(&store, new.clone()).await {
                Ok(_) => break,
                Err(problem) => assert_eq!(problem.code, Code::Unavailable, "{problem}"),
            }
            tokio::task::yield_now().await;
        }
        acknowledged.push(new.entry);
    }
    acknowledged
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_postgresql_crashes() {
    let cluster = Cluster::new();
    let engine = Engine::Postgres(cluster.fresh_database());
    let nodes = [(); 2].map(|()| Store::open(options(engine.clone())).unwrap());
    block_on(async {
        let log = team_log(&nodes[0]).await;
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..16)
            .map(|n| tokio::spawn(post_on(nodes[n % 2].clone(), log.clone(), Arc::clone(&stop))))
            .collect();
        for _ in 0..3 {
            wait_for_more(&nodes[0], &log).await;
            tokio::task::block_in_place(|| {
                cluster.stop_immediate();
                cluster.start();
            });
        }
        wait_for_more(&nodes[1], &log).await;
        stop.store(true, Ordering::SeqCst);
        let mut acknowledged = Vec::new();
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }

        assert_eq!(log.findings(&nodes[0]).await.unwrap(), []);
        let entries = log.entries(&nodes[0]).await.unwrap();
        let mut stored: Vec<_> = entries[1..].iter().map(|entry| entry.entry).collect();
        stored.sort_unstable();
        acknowledged.sort_unstable();
        assert_eq!(stored, acknowledged);
    });
    drop(nodes);
}

/// Until the log has grown by 20 entries.
async fn wait_for_more(store: &Store, log: &TestLog) {
    let (id, mut goal) = (log.id, None);
    loop {
        if let Ok(Some(row)) = store.read(move |conn| log::find(conn, id)).await {
            let goal = *goal.get_or_insert(row.sequence + 20);
            if row.sequence >= goal {
                return;
            }
        }
        tokio::task::yield_now().await;
    }
}

#[test]
fn while_postgresql_is_away_everybody_is_told_and_afterwards_all_works() {
    let cluster = Cluster::new();
    let engine = Engine::Postgres(cluster.fresh_database());
    let (store, other) =
        (Store::open(options(engine.clone())).unwrap(), Store::open(options(engine)).unwrap());
    block_on(async {
        let log = team_log(&store).await;
        let id = log.id;
        let before = log.sealed_note(new_author(log.region), "前");
        log.append(&store, before.clone()).await.unwrap();
        store.read(move |conn| log::find(conn, id)).await.unwrap();
        let mut listener = other.listen();

        tokio::task::block_in_place(|| cluster.stop_immediate());
        let during = log.sealed_note(new_author(log.region), "間");
        for _ in 0..2 {
            let refused = log.append(&store, during.clone()).await.unwrap_err();
            assert_eq!(refused.code, Code::Unavailable);
            let refused = store.read(move |conn| log::find(conn, id)).await.unwrap_err();
            assert_eq!(refused.code, Code::Unavailable);
        }
        tokio::task::block_in_place(|| cluster.start());

        // Nobody has to be told twice: the first question and the first change are answered.
        let row = store.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
        assert_eq!(row.sequence, 2);
        assert_eq!(log.append(&store, during).await.unwrap().sequence, 3);
        assert!(!log.append(&store, before).await.unwrap().fresh);
        assert_eq!(log.findings(&store).await.unwrap(), []);

        // The other node missed words, so that its pages look at everything; then it hears again.
        heard(&mut listener, |it| *it == Change::Everything).await;
        let new = log.sealed_note(new_author(log.region), "後");
        log.append(&store, new).await.unwrap();
        let told = heard(&mut listener, |it| *it != Change::Everything).await;
        assert_eq!(told, Change::Logs(vec![id]));
    });
}

#[test]
fn an_idle_store_does_not_notice_a_restart() {
    let cluster = Cluster::new();
    let store = Store::open(options(Engine::Postgres(cluster.fresh_database()))).unwrap();
    block_on(async {
        let log = team_log(&store).await;
        let id = log.id;
        store.read_snapshot(move |conn| log::find(conn, id)).await.unwrap();
        tokio::task::block_in_place(|| {
            cluster.stop_immediate();
            cluster.start();
        });
        let row = store.read_snapshot(move |conn| log::find(conn, id)).await.unwrap().unwrap();
        assert_eq!(row.sequence, 1);
        let new = log.sealed_note(new_author(log.region), "気づかない");
        assert_eq!(log.append(&store, new).await.unwrap().sequence, 2);
    });
}
