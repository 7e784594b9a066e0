//! The disk is full.

use tasuki_kernel::Code;
use tasuki_store::{Engine, Store, StoreOptions, Transaction};
use tasuki_testkit::disk::SmallDisk;
use tasuki_testkit::engines::options;
use tasuki_testkit::sealed::{TestLog, new_author, new_region, note};
use tasuki_testkit::{Database, block_on};

use crate::team_log;

/// Fills what is left with notes and says how many were acknowledged before the first refusal.
async fn post_until_full(store: &Store, log: &TestLog) -> usize {
    let text = "いっぱいになるまで。".repeat(400);
    for posted in 0..2_000 {
        let new = log.sealed_note(new_author(log.region), &text);
        if let Err(problem) = log.append(store, new).await {
            assert_eq!(problem.code, Code::StorageFull, "{problem}");
            return posted;
        }
    }
    panic!("it never was full");
}

/// Many at once, so that one group holds changes that fit and one that does not.
async fn post_many_while_full(store: &Store, log: &TestLog) {
    let mut requests = Vec::new();
    for n in 0..32_usize {
        let (store, log) = (store.clone(), log.clone());
        requests.push(tokio::spawn(async move {
            let text = "あ".repeat(if n % 4 == 3 { 12_000 } else { 1 });
            log.append(&store, log.sealed_note(new_author(log.region), &text)).await
        }));
    }
    for request in requests {
        if let Err(problem) = request.await.unwrap() {
            assert_eq!(problem.code, Code::StorageFull, "{problem}");
        }
    }
}

/// What must hold whatever takes the space.
async fn full_and_free_again(store: &Store, log: &TestLog, free: impl FnOnce()) {
    let posted = post_until_full(store, log).await;
    let refused = log.sealed_note(new_author(log.region), &"次".repeat(5_000));
    assert_eq!(log.append(store, refused.clone()).await.unwrap_err().code, Code::StorageFull);

    // Reading goes on, and what was acknowledged is there.
    assert_eq!(log.entries(store).await.unwrap().len(), posted + 1);
    assert_eq!(log.findings(store).await.unwrap(), []);
    post_many_while_full(store, log).await;
    assert_eq!(log.findings(store).await.unwrap(), []);

    free();
    assert!(log.append(store, refused).await.unwrap().fresh);
    assert_eq!(log.findings(store).await.unwrap(), []);
    assert!(log.entries(store).await.unwrap().len() > posted + 1);
}

fn opened_in(folder: &std::path::Path) -> (StoreOptions, Store) {
    let options = options(Engine::Sqlite(folder.join("tasuki.db")));
    (options.clone(), Store::open(options).unwrap())
}

/// Lets the writer's database grow to so many pages at most.
async fn limit_pages(store: &Store, sql: &'static str) {
    let change = move |t: &mut Transaction<'_>| t.conn().query(sql, &[]).map(drop);
    store.write(new_region(), Vec::new(), change).await.unwrap();
}

#[test]
fn a_database_that_may_not_grow_loses_nothing_and_works_again() {
    let database = Database::embedded();
    let store = database.open();
    block_on(async {
        let log = team_log(&store).await;
        limit_pages(&store, "PRAGMA max_page_count = 150").await;
        let again = store.clone();
        full_and_free_again(&store, &log, move || {
            let free = limit_pages(&again, "PRAGMA max_page_count = 1073741823");
            tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(free));
        })
        .await;
    });
}

/// A real disk where one may be mounted, and otherwise a limit of pages once more.
#[test]
fn a_full_disk_loses_nothing_and_is_used_again_when_there_is_space() {
    let Some(disk) = SmallDisk::new(8) else {
        return a_database_that_may_not_grow_loses_nothing_and_works_again();
    };
    let (options, store) = opened_in(disk.folder());
    let log = block_on(async {
        let log = team_log(&store).await;
        disk.fill();
        full_and_free_again(&store, &log, || disk.free()).await;
        log
    });
    drop(store);
    let again = Store::open(options).unwrap();
    assert_eq!(block_on(log.findings(&again)).unwrap(), []);
}

/// One change whose statement does not fit must not take its neighbours' places with it: SQLite
/// may give up the whole transaction, and then nobody in the group is told that all is well.
#[test]
fn a_group_in_which_the_space_runs_out_is_all_or_nothing_for_each() {
    let database = Database::embedded();
    let store = database.open();
    block_on(async {
        let log = team_log(&store).await;
        limit_pages(&store, "PRAGMA max_page_count = 120").await;
        let mut acknowledged = Vec::new();
        for _ in 0..6 {
            let mut requests = Vec::new();
            for n in 0..24_usize {
                let text = "い".repeat(if n % 6 == 5 { 20_000 } else { 10 });
                let new = log.entry(new_author(log.region), note(&text)).seal();
                let (store, log) = (store.clone(), log.clone());
                requests.push(tokio::spawn(async move {
                    log.append(&store, new.clone()).await.map(|placed| (placed.sequence, new.entry))
                }));
            }
            for request in requests {
                match request.await.unwrap() {
                    Ok(placed) => acknowledged.push(placed),
                    Err(problem) => assert_eq!(problem.code, Code::StorageFull, "{problem}"),
                }
            }
        }
        acknowledged.sort_unstable();
        let entries = log.entries(&store).await.unwrap();
        let stored: Vec<_> =
            entries[1..].iter().map(|entry| (entry.sequence, entry.entry)).collect();
        assert_eq!(stored, acknowledged);
        assert_eq!(log.findings(&store).await.unwrap(), []);
    });
}
