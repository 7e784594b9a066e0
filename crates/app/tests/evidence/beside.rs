//! Verification and rebuilding beside people who go on writing.

use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{Fixture, slugs};

#[test]
fn verification_sees_one_moment_while_others_write_and_checkpoints_grow() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let write = async |who| {
                for n in 0..12 {
                    it.write(who, it.words(&format!("記録 {n}"))).await;
                }
            };
            let sign = async || {
                for _ in 0..12 {
                    it.app.checkpoint().await.unwrap();
                }
            };
            let look = async || {
                let mut seen = Vec::new();
                for _ in 0..8 {
                    let report = it.verified_with_keys().await;
                    assert!(report.is_clean(), "{report}");
                    seen.push(report.entries);
                }
                seen
            };
            let ((), (), (), seen) =
                tokio::join!(write(&it.nurse), write(&it.helper), sign(), look());
            assert!(seen.is_sorted());
            it.app.checkpoint().await.unwrap();
            let last = it.verified_with_keys().await;
            assert!(last.is_clean() && last.tree_size == last.entries, "{last}");
            assert!(last.entries >= *seen.last().unwrap());
        });
    });
}

#[test]
fn a_rebuilding_heals_views_and_touches_nothing_else() {
    on_both(|database: &Database| {
        let it = block_on(Fixture::new(database));
        let entries = block_on(it.verified()).entries;
        for table in ["members", "posts", "persons", "confirmations", "audiences", "amendments"] {
            database.tamper(&format!("DELETE FROM {table}"));
        }
        database.tamper("UPDATE rooms SET kind = 7");
        database.tamper("UPDATE devices SET revoked_at = 1");
        assert_eq!(slugs(&block_on(it.verified_with_keys())), ["view-differs"]);
        block_on(async {
            assert_eq!(it.app.rebuild().await.unwrap(), entries);
            let report = it.verified_with_keys().await;
            assert!(report.is_clean(), "{report}");
            assert_eq!(report.entries, entries, "no entry came or went");
            // Sessions are ordinary state and go on.
            assert!(it.seen(&it.doctor).await.is_ok());
        });
    });
}

#[test]
fn a_rebuilding_stops_at_damage_and_leaves_the_views_as_they_were() {
    let database = Database::embedded();
    let it = block_on(Fixture::new(&database));
    let log = database.literal(&it.photo_note.log.into());
    let harm = format!("UPDATE entries SET body = zeroblob(99) WHERE log = {log} AND sequence = 5");
    let problem = database
        .harmed("entries", &harm, || block_on(async { it.app.rebuild().await.unwrap_err() }));
    assert_eq!(problem.code, tasuki_kernel::Code::Damaged);
    assert!(block_on(it.verified_with_keys()).is_clean());
}
