//! The number that says how often the rights of a region have changed.

use tasuki_domain::content::{Content, Withdrawal};
use tasuki_kernel::{PersonId, Problem, RegionId, SessionId};
use tasuki_store::{Store, Transaction, preference, rights, session};
use tasuki_testkit::sealed::new_author;
use tasuki_testkit::{block_on, on_both};

use crate::{bytes, team_log};

async fn version(store: &Store, region: RegionId) -> u64 {
    store.read(move |conn| rights::version(conn, region)).await.unwrap()
}

#[test]
fn it_moves_with_what_changes_rights_and_with_nothing_else() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let before = version(&store, log.region).await;
            assert!(before > 0, "a log was opened");

            let new = log.sealed_note(new_author(log.region), "変わりなし");
            log.append(&store, new).await.unwrap();
            let person = PersonId::from_bytes(bytes());
            let keep = move |t: &mut Transaction<'_>| {
                preference::keep(t, person, &preference::Preferences::default())
            };
            store.write(log.region, Vec::new(), keep).await.unwrap();
            assert_eq!(version(&store, log.region).await, before);

            let withdrawal = Content::Withdrawal(Withdrawal::default());
            let new = log.entry(new_author(log.region), withdrawal).seal();
            log.append(&store, new).await.unwrap();
            assert_eq!(version(&store, log.region).await, before + 1);

            let id = SessionId::from_bytes(bytes());
            let end = move |t: &mut Transaction<'_>| session::end(t, id);
            store.write(log.region, Vec::new(), end).await.unwrap();
            assert_eq!(version(&store, log.region).await, before + 2);
        });
    });
}

#[test]
fn it_stays_when_the_change_fails_and_in_every_other_region() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let (log, other) = (team_log(&store).await, team_log(&store).await);
            assert_ne!(log.region, other.region);
            let before = version(&store, log.region).await;
            let elsewhere = version(&store, other.region).await;
            let failing = |t: &mut Transaction<'_>| {
                t.rights_change();
                Err::<(), _>(Problem::not_found())
            };
            store.write(log.region, Vec::new(), failing).await.unwrap_err();
            assert_eq!(version(&store, log.region).await, before);
            let change = |t: &mut Transaction<'_>| {
                t.rights_change();
                Ok(())
            };
            store.write(log.region, Vec::new(), change).await.unwrap();
            assert_eq!(version(&store, log.region).await, before + 1);
            assert_eq!(version(&store, other.region).await, elsewhere);
        });
    });
}
