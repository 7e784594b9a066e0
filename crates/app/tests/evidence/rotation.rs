//! The region's key is replaced: no body is touched, the old key opens nothing.

use std::sync::Arc;

use tasuki_app::verify::verify_folder;
use tasuki_app::{App, DataFolder};
use tasuki_kernel::{Code, LogId};
use tasuki_ledger::Identity;
use tasuki_store::{Row, dump};
use tasuki_testkit::{Database, block_on};

use crate::fixture::{Fixture, TEAM, look, options, seen, sign_in};

fn entries(it: &Fixture, of: &[LogId]) -> Vec<Row> {
    let rows = look(&it.engine, |conn| dump::entry_page(conn, None).unwrap());
    rows.into_iter().filter(|row| of.contains(&row.id(0).unwrap())).collect()
}

async fn open(it: &Fixture, identity: Identity) -> tasuki_kernel::Result<Arc<App>> {
    let options = options(&it.folder, it.engine.clone(), Arc::clone(&it.clock));
    App::open(options, identity).await.map(Arc::new)
}

#[test]
fn the_new_key_opens_everything_and_the_old_one_nothing() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let logs = [it.photo_note.log, it.delivery.log];
        let (before, new) = (entries(&it, &logs), Identity::generate());
        assert!(before.len() > 10);
        it.app.rotate_region_key(&new).await.unwrap();
        assert_eq!(entries(&it, &logs), before, "not a byte of a body or of its wrap");

        let problem = open(&it, it.identity()).await.err().unwrap();
        assert_eq!(problem.code, Code::KeyProblem);
        let refused = verify_folder(it.verification().with_keys(it.identity())).await;
        assert_eq!(refused.unwrap_err().code, Code::KeyProblem);
        let stranger = verify_folder(it.verification().with_keys(Identity::generate())).await;
        assert_eq!(stranger.unwrap_err().code, Code::KeyProblem);

        for identity in [Identity::parse(&new.to_text()).unwrap(), it.recovery()] {
            let app = open(&it, identity.clone()).await.unwrap();
            let nurse = sign_in(&app, &it.nurse).await;
            assert!(seen(&app, &nurse, it.room).await.unwrap().contains(TEAM));
            let room = app.room(&nurse.session, it.room).await.unwrap();
            room.write(it.words("新しい鍵のあとの記録")).await.unwrap();
            app.checkpoint().await.unwrap();
            let report = verify_folder(it.verification().with_keys(identity)).await.unwrap();
            assert!(report.is_clean(), "{report}");
        }
    });
}

#[test]
fn verification_needs_a_region_a_key_store_and_the_right_place() {
    let (database, empty) = (Database::embedded(), Database::embedded());
    block_on(async {
        let it = Fixture::new(&database).await;
        let mut nowhere = it.verification();
        nowhere.engine = empty.engine().clone();
        let problem = verify_folder(nowhere.clone()).await.unwrap_err();
        assert_eq!(problem.code, Code::Configuration);
        drop(empty.open());
        let problem = verify_folder(nowhere).await.unwrap_err();
        assert!(problem.detail.contains("no region"), "{problem}");
        let mut keyless = it.verification().with_keys(it.identity());
        keyless.folder = DataFolder::new(&it.folder).with_keys(Some(it.folder.join("nowhere")));
        let problem = verify_folder(keyless).await.unwrap_err();
        assert_eq!(problem.code, Code::KeyProblem);
        database
            .tamper("INSERT INTO refinery_schema_history VALUES (99, 'later', '2099-01-01', '1')");
        let problem = verify_folder(it.verification()).await.unwrap_err();
        assert_eq!(problem.code, Code::Unavailable);
        assert!(problem.detail.contains("newer program"), "{problem}");
    });
}
