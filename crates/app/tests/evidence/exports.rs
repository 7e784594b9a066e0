//! An export holds what its receiver may read, and not a word, a log or an id more.

use std::io::Cursor;

use tasuki_kernel::{Code, LogId, NotebookId};
use tasuki_ledger::export::{ExportReader, Limits};
use tasuki_ledger::verify_export;
use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{CORRECTED, Fixture, HIGH, SECRET, Someone, TEAM, second_room};

/// Every file of an export, and every path.
fn contents(zip: Vec<u8>) -> (Vec<String>, Vec<u8>) {
    let mut reader = ExportReader::open(Cursor::new(zip), Limits::default()).unwrap();
    let names = reader.names().to_vec();
    let mut all = Vec::new();
    for name in &names {
        all.extend(reader.file(name).unwrap().unwrap());
    }
    (names, all)
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Whether an id stands anywhere: as text or as its bytes.
fn tells_of(names: &[String], all: &[u8], log: LogId) -> bool {
    let text = log.to_string();
    names.iter().any(|name| name.contains(&text))
        || holds(all, text.as_bytes())
        || holds(all, log.as_bytes())
}

async fn exported(it: &Fixture, who: &Someone) -> Vec<u8> {
    it.app.export_notebook(&who.session, it.notebook).await.unwrap()
}

#[test]
fn each_receiver_gets_what_the_receiver_may_read_and_no_more() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            second_room(&it).await;
            for who in [&it.doctor, &it.nurse, &it.helper] {
                let zip = exported(&it, who).await;
                let alone = verify_export(&zip, None);
                assert_eq!(alone.findings, [], "it verifies without any key of the region");
                let report = verify_export(&zip, Some(&it.app.verifier_key()));
                assert_eq!(report.findings, []);
                assert_eq!(report.attachments, 2);
                let (names, all) = contents(zip);
                let page = it.seen(who).await.unwrap();
                for words in [TEAM, HIGH, SECRET, CORRECTED] {
                    let readable = page.contains(words);
                    assert_eq!(holds(&all, words.as_bytes()), readable, "{words}");
                }
                let addressed = who.person != it.helper.person;
                assert_eq!(tells_of(&names, &all, it.delivery.log), addressed);
                let logs = names.iter().filter(|name| name.starts_with("logs/")).count();
                let rooms = names.iter().filter(|name| name.starts_with("open/rooms/")).count();
                assert_eq!((logs, rooms), if addressed { (3, 2) } else { (1, 1) });
                let pictures = names.iter().filter(|name| name.ends_with(".jpg")).count();
                assert_eq!(pictures, 1);
                assert!(names.iter().any(|name| name == "open/patient.json"));
            }
            let helped = verify_export(&exported(&it, &it.helper).await, None);
            assert!(helped.opened < helped.entries, "what is not disclosed stays sealed");
        });
    });
}

#[test]
fn a_copy_that_leaves_is_recorded_and_covered_by_a_checkpoint() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let before = it.verified().await;
        let zip = exported(&it, &it.nurse).await;
        let after = it.verified_with_keys().await;
        assert!(after.is_clean(), "{after}");
        assert_eq!(after.entries, before.entries + 1, "the access record");
        assert_eq!(after.tree_size, before.entries);
        let report = verify_export(&zip, Some(&it.app.verifier_key()));
        let checkpoint = report.checkpoint.expect("a signed checkpoint");
        assert_eq!(checkpoint.size, before.entries);
        let kept = it.folder.join("checkpoints").join(format!("{:012}.txt", checkpoint.size));
        assert!(kept.exists());
        let (_, all) = contents(zip);
        let text = String::from_utf8_lossy(&all);
        assert!(text.contains("ペニシリン") && text.contains("左かかと"));
    });
}

#[test]
fn who_is_no_member_gets_nothing() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        it.app.set_member(it.room, it.helper.post, true).await.unwrap();
        let gone = it.app.export_notebook(&it.helper.session, it.notebook).await.unwrap_err();
        assert_eq!(gone.code, Code::NotFound);
        let nowhere = NotebookId::from_bytes([9; 16]);
        let none = it.app.export_notebook(&it.nurse.session, nowhere).await.unwrap_err();
        assert_eq!(none, gone, "the two look the same");
        it.app.set_consent(it.notebook, false).await.unwrap();
        let closed = it.app.export_notebook(&it.nurse.session, it.notebook).await.unwrap_err();
        assert_eq!(closed.code, Code::NotFound);
    });
}
