//! Who hears of a change: open pages of this process, and other processes.

use tasuki_domain::content::{Content, Withdrawal};
use tasuki_kernel::{DeviceId, PersonId, SessionId};
use tasuki_store::{Change, Store, StoreOptions, Transaction, session};
use tasuki_testkit::sealed::{new_author, new_region};
use tasuki_testkit::{Database, block_on, heard, on_both};
use tokio::sync::broadcast::error::TryRecvError;

use crate::{bytes, team_log};

#[test]
fn a_note_wakes_who_listens_here_with_its_log_only() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let mut listener = store.listen();
            let new = log.sealed_note(new_author(log.region), "新着");
            log.append(&store, new.clone()).await.unwrap();
            let told = heard(&mut listener, |_| true).await;
            assert_eq!(told, Change::Logs(vec![log.id]));

            // The same again changes nothing, so that nobody is woken.
            log.append(&store, new).await.unwrap();
            assert_eq!(listener.try_recv(), Err(TryRecvError::Empty));
        });
    });
}

#[test]
fn what_failed_wakes_nobody() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let mut listener = store.listen();
            let new = log.sealed_note(new_author(log.region), "なかったこと");
            let failing = move |t: &mut Transaction<'_>| {
                t.append(&new)?;
                t.rights_change();
                Err::<(), _>(tasuki_kernel::Problem::not_found())
            };
            store.write(log.region, vec![log.id], failing).await.unwrap_err();
            assert_eq!(listener.try_recv(), Err(TryRecvError::Empty));
        });
    });
}

#[test]
fn what_changes_rights_makes_everybody_ask_again() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let mut listener = store.listen();
            let withdrawal = Content::Withdrawal(Withdrawal::default());
            let new = log.entry(new_author(log.region), withdrawal).seal();
            log.append(&store, new).await.unwrap();
            assert_eq!(heard(&mut listener, |_| true).await, Change::Everything);

            let (id, person) = (SessionId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            let device = DeviceId::from_bytes(bytes());
            let start =
                move |t: &mut Transaction<'_>| session::begin(t, id, [1; 32], person, device);
            store.write(log.region, Vec::new(), start).await.unwrap();
            assert_eq!(listener.try_recv(), Err(TryRecvError::Empty));
            let end = move |t: &mut Transaction<'_>| session::end(t, id);
            store.write(log.region, Vec::new(), end).await.unwrap();
            assert_eq!(heard(&mut listener, |_| true).await, Change::Everything);
        });
    });
}

#[test]
fn another_node_on_postgresql_hears_which_logs_grew() {
    let database = Database::postgres();
    let (writes, listens) = (database.open(), database.open());
    block_on(async {
        let log = team_log(&writes).await;
        let mut listener = listens.listen();
        // From the first one on: a node listens when it is open.
        for text in ["一", "二"] {
            let new = log.sealed_note(new_author(log.region), text);
            log.append(&writes, new).await.unwrap();
            let told = heard(&mut listener, |it| *it != Change::Everything).await;
            assert_eq!(told, Change::Logs(vec![log.id]));
        }
    });
}

#[test]
fn a_node_hears_its_own_words_once() {
    let database = Database::postgres();
    let (store, other) = (database.open(), database.open());
    block_on(async {
        let (log, others) = (team_log(&store).await, team_log(&other).await);
        let mut listener = store.listen();
        let new = log.sealed_note(new_author(log.region), "一度");
        log.append(&store, new).await.unwrap();
        // PostgreSQL carries words in order, so that an echo would come before the other's word.
        let new = others.sealed_note(new_author(others.region), "合図");
        others.append(&other, new).await.unwrap();
        let mut told = Vec::new();
        while told.last() != Some(&Change::Logs(vec![others.id])) {
            told.push(heard(&mut listener, |it| *it != Change::Everything).await);
        }
        assert_eq!(told, [Change::Logs(vec![log.id]), Change::Logs(vec![others.id])]);
    });
}

fn command_line(database: &Database, serving: &StoreOptions) -> Store {
    let options = StoreOptions { serving: false, node: serving.node, ..database.options() };
    Store::open(options).unwrap()
}

/// The command line works on the same folder, as the same node, while the server runs.
#[test]
fn a_server_hears_the_command_line_beside_it() {
    on_both(|database| {
        let options = database.options();
        let server = Store::open(options.clone()).unwrap();
        let quiet = [(); 2].map(|()| command_line(database, &options));
        block_on(async {
            let log = team_log(&server).await;
            for quiet in &quiet {
                let mut listener = server.listen();
                let new = log.sealed_note(new_author(log.region), "横から");
                log.append(quiet, new).await.unwrap();
                let told = heard(&mut listener, |it| match it {
                    Change::Everything => true,
                    Change::Logs(logs) => logs.contains(&log.id),
                });
                told.await;
            }
        });
    });
}

/// Two writings between two looks of the server: the word about the first is gone by then.
#[test]
fn a_server_on_the_same_file_never_hears_less_than_there_is() {
    let database = Database::embedded();
    let options = database.options();
    let server = Store::open(options.clone()).unwrap();
    let quiet = command_line(&database, &options);
    block_on(async {
        let (one, two) = (team_log(&server).await, team_log(&server).await);
        let mut listener = server.listen();
        for log in [&one, &two] {
            let new = log.sealed_note(new_author(log.region), "続けて");
            log.append(&quiet, new).await.unwrap();
        }
        assert_eq!(heard(&mut listener, |_| true).await, Change::Everything);
    });
}

#[test]
fn a_slow_listener_is_told_that_it_missed_something() {
    let database = Database::embedded();
    let store = database.open();
    block_on(async {
        let mut listener = store.listen();
        for _ in 0..1100 {
            let change = |t: &mut Transaction<'_>| {
                t.rights_change();
                Ok(())
            };
            store.write(new_region(), Vec::new(), change).await.unwrap();
        }
        assert!(matches!(listener.try_recv(), Err(TryRecvError::Lagged(_))));
    });
}
