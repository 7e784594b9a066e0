//! Changes that are committed together do not touch each other.

use std::sync::mpsc;

use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Code, Problem, Result};
use tasuki_ledger::KeyId;
use tasuki_store::{Store, Transaction, attachment, dump, log};
use tasuki_testkit::sealed::{TestLog, new_author, new_region};
use tasuki_testkit::{block_on, on_both};
use tokio::task::JoinHandle;

use crate::team_log;

/// Keeps the writer busy until it is dropped, so that what is sent meanwhile meets in one group.
pub(crate) struct Held {
    release: Option<mpsc::Sender<()>>,
    held: Option<JoinHandle<Result<()>>>,
}

impl Held {
    pub(crate) async fn new(store: &Store) -> Self {
        let (release, released) = mpsc::channel::<()>();
        let (begin, begun) = tokio::sync::oneshot::channel();
        let store = store.clone();
        let held = tokio::spawn(async move {
            let change = move |_: &mut Transaction<'_>| {
                let _ = begin.send(());
                let _ = released.recv();
                Ok(())
            };
            store.write(new_region(), Vec::new(), change).await
        });
        begun.await.unwrap();
        Self { release: Some(release), held: Some(held) }
    }

    pub(crate) async fn release(mut self) {
        drop(self.release.take());
        self.held.take().unwrap().await.unwrap().unwrap();
    }
}

type Change = Box<dyn FnOnce(&mut Transaction<'_>) -> Result<()> + Send>;

/// Sends the changes so that they are committed in one group, and gives each one's outcome.
async fn together(store: &Store, log: &TestLog, changes: Vec<Change>) -> Vec<Result<()>> {
    let held = Held::new(store).await;
    let mut requests = Vec::new();
    for change in changes {
        let store = store.clone();
        let (region, logs) = (log.region, vec![log.id]);
        // Polled once here, each is in the queue before the next is sent.
        let mut request = Box::pin(async move { store.write(region, logs, change).await });
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

pub(crate) async fn futures_poll<T>(future: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
    tokio::select! { biased; it = future => Some(it), () = std::future::ready(()) => None }
}

fn posts(log: &TestLog, text: &str) -> Change {
    let new = log.sealed_note(new_author(log.region), text);
    Box::new(move |t| t.append(&new).map(drop))
}

fn posts_and_then(log: &TestLog, then: impl FnOnce() -> Result<()> + Send + 'static) -> Change {
    let new = log.entry(new_author(log.region), tasuki_testkit::sealed::note("消える"));
    let new = new.with_photo(b"photo").seal();
    Box::new(move |t| {
        t.append(&new)?;
        then()
    })
}

/// After a group in which only the first and the last change succeeded.
async fn assert_only_two_stand(store: &Store, log: &TestLog) {
    let entries = log.entries(store).await.unwrap();
    let bodies: Vec<_> = entries[1..].iter().map(|it| log.open(it).unwrap().content).collect();
    let notes = ["前", "後"].map(|text| tasuki_testkit::sealed::note(text).encode());
    assert_eq!(bodies, notes);
    assert_eq!(log.findings(store).await.unwrap(), []);
    let id = log.id;
    let row = store.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
    assert_eq!((row.sequence, row.read), (3, [2, 0, 0]));
    let photos = store.read(move |conn| attachment::of_log(conn, id)).await.unwrap();
    assert_eq!(photos, []);
    let amendments = dump::table("amendments").unwrap();
    assert_eq!(store.read(move |conn| dump::rows(conn, amendments)).await.unwrap(), []);
}

#[test]
fn one_that_fails_leaves_the_others_and_no_trace() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let failing = posts_and_then(&log, || Err(Problem::invalid("text", "no")));
            let changes = vec![posts(&log, "前"), failing, posts(&log, "後")];
            let outcomes = together(&store, &log, changes).await;
            assert_eq!(outcomes[1].as_ref().unwrap_err().field, Some("text"));
            assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
            assert_only_two_stand(&store, &log).await;
        });
    });
}

#[test]
fn one_that_panics_leaves_the_others_and_the_writer() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let panicking = posts_and_then(&log, || panic!("a fault of the program, as meant"));
            let changes = vec![posts(&log, "前"), panicking, posts(&log, "後")];
            let outcomes = together(&store, &log, changes).await;
            assert_eq!(outcomes[1].as_ref().unwrap_err().code, Code::Internal);
            assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
            assert_only_two_stand(&store, &log).await;
        });
    });
}

#[test]
fn one_whose_statement_is_refused_leaves_the_others() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let row = log.row();
            // The log is there already, and the change takes no notice of being told so.
            let deaf: Change = Box::new(move |t| {
                drop(t.open_log(&row));
                drop(t.conn().query("SELECT nonsense", &[]));
                Err(Problem::not_found())
            });
            let changes = vec![posts(&log, "前"), deaf, posts(&log, "後")];
            let outcomes = together(&store, &log, changes).await;
            assert_eq!(outcomes[1].as_ref().unwrap_err().code, Code::NotFound);
            assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
            assert_only_two_stand(&store, &log).await;
        });
    });
}

#[test]
fn one_that_takes_no_notice_of_half_an_entry_does_not_stand() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let mut new = log.sealed_note(new_author(log.region), "半分");
            let photo = log.entry(new.author, new.content.clone()).with_photo(b"photo").seal();
            // The same attachment twice: the entry is in, its second attachment is refused.
            new.attachments = [photo.attachments.clone(), photo.attachments].concat();
            let deaf: Change = Box::new(move |t| {
                drop(t.append(&new));
                Ok(())
            });
            let changes = vec![posts(&log, "前"), deaf, posts(&log, "後")];
            let outcomes = together(&store, &log, changes).await;
            assert_eq!(outcomes[1].as_ref().unwrap_err().code, Code::Conflict);
            assert!(outcomes[0].is_ok() && outcomes[2].is_ok());
            assert_only_two_stand(&store, &log).await;
        });
    });
}

#[test]
fn one_replaces_the_log_key_and_the_next_must_wrap_again() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let (id, key) = (log.id, KeyId::from_bytes(crate::bytes()));
            let fails: Change = Box::new(move |t| {
                t.replace_wrap_key(id, KeyId::from_bytes([0; 16]))?;
                Err(Problem::not_found())
            });
            let replaces: Change = Box::new(move |t| t.replace_wrap_key(id, key));
            let changes = vec![fails, posts(&log, "前"), replaces, posts(&log, "後")];
            let outcomes = together(&store, &log, changes).await;
            assert!(outcomes[1].is_ok() && outcomes[2].is_ok());
            assert_eq!(outcomes[3].as_ref().unwrap_err().code, Code::Conflict);
            let row = store.read(move |conn| log::find(conn, id)).await.unwrap().unwrap();
            assert_eq!((row.sequence, row.wrap_key), (2, key));
        });
    });
}

#[test]
fn one_opens_a_log_and_the_next_writes_to_it() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = TestLog::of_room(new_region(), RoomKind::Group, None);
            let (row, first) = (log.row(), log.first_entry());
            let opens: Change = Box::new(move |t| {
                t.open_log(&row)?;
                t.append(&first).map(drop)
            });
            let outcomes = together(&store, &log, vec![opens, posts(&log, "開いてすぐ")]).await;
            assert_eq!(outcomes, [Ok(()), Ok(())]);
            assert_eq!(log.findings(&store).await.unwrap(), []);
            assert_eq!(log.entries(&store).await.unwrap().len(), 2);
        });
    });
}

#[test]
fn sixty_four_at_once_on_four_logs_keep_the_chains_whole() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let region = new_region();
            let logs = [(); 4].map(|()| TestLog::of_room(region, RoomKind::Selected, None));
            for log in &logs {
                log.create(&store).await.unwrap();
            }
            let requests: Vec<_> = (0..64)
                .map(|n| {
                    let (store, log) = (store.clone(), logs[n % 4].clone());
                    tokio::spawn(async move {
                        let new = log.sealed_note(new_author(region), "同時");
                        let placed = log.append(&store, new).await.unwrap();
                        (placed.log, placed.sequence)
                    })
                })
                .collect();
            let mut places = Vec::new();
            for request in requests {
                places.push(request.await.unwrap());
            }
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), 64);
            for log in &logs {
                assert_eq!(log.entries(&store).await.unwrap().len(), 17);
                assert_eq!(log.findings(&store).await.unwrap(), []);
            }
        });
    });
}

#[test]
fn what_was_accepted_is_made_even_when_nobody_waits_for_it() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let held = Held::new(&store).await;
            let new = log.sealed_note(new_author(log.region), "切れた電話");
            let mut request = Box::pin(log.append(&store, new));
            assert!(futures_poll(&mut request).await.is_none());
            drop(request);
            held.release().await;
            // The writer works in order: when this is placed, the other was before it.
            let next = log.sealed_note(new_author(log.region), "次");
            assert_eq!(log.append(&store, next).await.unwrap().sequence, 3);
        });
    });
}
