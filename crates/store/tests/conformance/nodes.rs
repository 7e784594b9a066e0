//! Two servers on one database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tasuki_domain::room::RoomKind;
use tasuki_kernel::{
    Code, EntryId, LogId, PersonId, RegionId, SystemClock, SystemRandom, Timestamp,
};
use tasuki_store::notebook::{self, Mark};
use tasuki_store::{Store, Transaction, alone, log, session};
use tasuki_testkit::sealed::{TestLog, new_author, new_region, note};
use tasuki_testkit::{block_on, on_both};

use crate::bytes;

/// Each of two nodes sends `posts` notes to every log, all at once.
async fn post_from_both(nodes: &[Store; 2], logs: &[TestLog], posts: usize) {
    let mut requests = Vec::new();
    for n in 0..posts {
        for (node, log) in nodes.iter().flat_map(|node| logs.iter().map(move |log| (node, log))) {
            let (node, log) = (node.clone(), log.clone());
            requests.push(tokio::spawn(async move {
                let new = log.sealed_note(new_author(log.region), &n.to_string());
                log.append(&node, new).await
            }));
        }
    }
    for request in requests {
        assert!(request.await.unwrap().unwrap().fresh);
    }
}

#[test]
fn two_nodes_on_the_same_logs_keep_every_chain_whole() {
    on_both(|database| {
        let nodes = [database.open(), database.open()];
        block_on(async {
            let region = new_region();
            let logs = [(); 5].map(|()| TestLog::of_room(region, RoomKind::Selected, None));
            for log in &logs {
                log.create(&nodes[0]).await.unwrap();
            }
            post_from_both(&nodes, &logs, 20).await;
            for log in &logs {
                assert_eq!(log.entries(&nodes[1]).await.unwrap().len(), 41);
                assert_eq!(log.findings(&nodes[1]).await.unwrap(), []);
            }
        });
    });
}

/// Changes that name several logs, each node in the opposite order.
#[test]
fn changes_over_several_logs_never_wait_for_each_other_in_a_ring() {
    on_both(|database| {
        let nodes = [database.open(), database.open()];
        block_on(async {
            let region = new_region();
            let logs = [(); 6].map(|()| TestLog::of_room(region, RoomKind::Selected, None));
            for log in &logs {
                log.create(&nodes[0]).await.unwrap();
            }
            let mut requests = Vec::new();
            for n in 0..40 {
                let mut chosen: Vec<_> = (0..3).map(|k| logs[(n + k * 2) % 6].clone()).collect();
                if n % 2 == 1 {
                    chosen.reverse();
                }
                let node = nodes[n % 2].clone();
                requests.push(tokio::spawn(async move {
                    let author = new_author(region);
                    let new: Vec<_> =
                        chosen.iter().map(|log| log.sealed_note(author, "三つ")).collect();
                    let named = chosen.iter().map(|log| log.id).collect();
                    let change = move |t: &mut Transaction<'_>| {
                        new.iter().try_for_each(|new| t.append(new).map(drop))
                    };
                    node.write(region, named, change).await
                }));
            }
            for request in requests {
                request.await.unwrap().unwrap();
            }
            let mut entries = 0;
            for log in &logs {
                assert_eq!(log.findings(&nodes[0]).await.unwrap(), []);
                entries += log.entries(&nodes[0]).await.unwrap().len();
            }
            assert_eq!(entries, 6 + 40 * 3);
        });
    });
}

/// A phone whose connection breaks sends again, and meets the other node.
#[test]
fn the_same_entry_through_two_nodes_has_one_place() {
    on_both(|database| {
        let nodes = [database.open(), database.open()];
        block_on(async {
            let log = TestLog::of_room(new_region(), RoomKind::Team, None);
            log.create(&nodes[0]).await.unwrap();
            for n in 0..20 {
                let new = log.sealed_note(new_author(log.region), &n.to_string());
                let (one, two) = tokio::join!(
                    log.append(&nodes[0], new.clone()),
                    log.append(&nodes[1], new.clone()),
                );
                let (one, two) = (one.unwrap(), two.unwrap());
                assert_eq!((one.sequence, one.head), (two.sequence, two.head));
                assert!(one.fresh != two.fresh);
            }
            assert_eq!(log.entries(&nodes[0]).await.unwrap().len(), 21);
            assert_eq!(log.findings(&nodes[1]).await.unwrap(), []);
        });
    });
}

#[test]
fn one_id_for_two_logs_through_two_nodes_is_accepted_once() {
    on_both(|database| {
        let nodes = [database.open(), database.open()];
        block_on(async {
            let region = new_region();
            let logs = [(); 2].map(|()| TestLog::of_room(region, RoomKind::Selected, None));
            for log in &logs {
                log.create(&nodes[0]).await.unwrap();
            }
            for _ in 0..20 {
                let (author, id) = (new_author(region), new_entry_id());
                let [a, b] = [0, 1].map(|n| logs[n].entry(author, note("一つ")).id(id).seal());
                let (a, b) =
                    tokio::join!(logs[0].append(&nodes[0], a), logs[1].append(&nodes[1], b));
                let refused = match (a, b) {
                    (Ok(_), Err(problem)) | (Err(problem), Ok(_)) => problem,
                    both => panic!("one of them must be refused: {both:?}"),
                };
                assert_eq!(refused.code, Code::EntryIdTaken);
            }
            for log in &logs {
                assert_eq!(log.findings(&nodes[0]).await.unwrap(), []);
            }
        });
    });
}

fn new_entry_id() -> EntryId {
    EntryId::new(&SystemClock, &SystemRandom)
}

#[test]
fn keys_are_worked_on_by_one_node_at_a_time() {
    on_both(|database| {
        let nodes = [database.open(), database.open()];
        let file = database.folder().join("keys.lock");
        let busy = Arc::new(AtomicBool::new(false));
        block_on(async {
            let works: Vec<_> = (0..16)
                .map(|n| {
                    let (node, file) = (nodes[n % 2].clone(), file.clone());
                    let busy = Arc::clone(&busy);
                    tokio::spawn(async move {
                        let alone = alone::on_keys(&node, file).await.unwrap();
                        assert!(!busy.swap(true, Ordering::SeqCst), "two at once");
                        // More wait than there are connections: reading goes on all the same.
                        node.read(log::all).await.unwrap();
                        busy.store(false, Ordering::SeqCst);
                        drop(alone);
                    })
                })
                .collect();
            for work in works {
                work.await.unwrap();
            }
            let nowhere = database.folder().join("nowhere/keys.lock");
            let locked = alone::on_keys(&nodes[0], nowhere).await;
            let embedded = matches!(database.engine(), tasuki_store::Engine::Sqlite(_));
            assert_eq!(locked.is_err(), embedded, "its file cannot be made; PostgreSQL needs none");
        });
    });
}

/// Rows that no log's head guards: marks and failures, in another order on each node.
#[test]
fn ordinary_state_is_kept_by_two_nodes_at_once() {
    on_both(|database| {
        let nodes = [database.open(), database.open()];
        block_on(async {
            let region = new_region();
            let log = TestLog::of_room(region, RoomKind::Team, None);
            log.create(&nodes[0]).await.unwrap();
            let persons = [(); 8].map(|()| PersonId::from_bytes(bytes()));
            let mut requests = Vec::new();
            for n in 0..160_u64 {
                let node = nodes[(n % 2) as usize].clone();
                let turn = (n / 2 % 8) as usize;
                let person = persons[if n % 2 == 0 { turn } else { 7 - turn }];
                requests.push(tokio::spawn(touch(node, region, log.id, person, n)));
            }
            for request in requests {
                request.await.unwrap();
            }
            for person in persons {
                let log = log.id;
                let (mark, failures) = nodes[0]
                    .read(move |conn| {
                        let mark = notebook::mark(conn, person, log)?;
                        Ok((mark, session::failures(conn, failure_key(person))?))
                    })
                    .await
                    .unwrap();
                assert!(mark.sequence >= 144);
                assert_eq!(failures.0, 20);
            }
        });
    });
}

/// Moves a mark and counts a failure.
async fn touch(node: Store, region: RegionId, log: LogId, person: PersonId, sequence: u64) {
    let change = move |t: &mut Transaction<'_>| {
        notebook::set_mark(t, person, log, Mark { sequence, read: [sequence, 0, 0] })?;
        session::add_failure(t, failure_key(person), Timestamp::default())
    };
    node.write(region, Vec::new(), change).await.unwrap();
}

fn failure_key(person: PersonId) -> [u8; 32] {
    *tasuki_ledger::Hash::of(person.as_bytes()).as_bytes()
}
