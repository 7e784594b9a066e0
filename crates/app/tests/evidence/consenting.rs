//! Consents with their papers, and the marks by which patients are found: verified, exported,
//! made anew, and gone with the notebook.

use std::sync::Arc;

use tasuki_app::attachment::Size;
use tasuki_app::consent::Change;
use tasuki_app::destroy::Destruction;
use tasuki_app::registering::Opening;
use tasuki_domain::content::ConsentKind;
use tasuki_kernel::{Code, EntryId, NotebookId};
use tasuki_ledger::verify_export;
use tasuki_store::{Conn, dump};
use tasuki_testkit::region::{consent_typed, photo, registration};
use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{Fixture, slugs};

const BORN: &str = "昭和17年3月4日";

/// The nurse registers somebody who has agreed on paper.
async fn registered(it: &Fixture) -> NotebookId {
    let session = &it.nurse.session;
    let facility = it.app.registries(session)[0].0;
    let register = it.app.registrar(session, facility).unwrap();
    let opening = Opening {
        notebook: NotebookId::new(it.app.clock(), it.app.random()),
        checked: registration("わたなべ", BORN).check(it.app.clock().now()).unwrap(),
        another: false,
        papers: vec![photo()],
    };
    register.open(opening).await.unwrap()
}

/// Rows of a view of one notebook.
fn rows(database: &Database, view: &'static str, notebook: NotebookId) -> usize {
    let store = database.open();
    let question = move |conn: &mut Conn| {
        let rows = dump::rows(conn, dump::table(view).unwrap())?;
        let of_it = |row: &&tasuki_store::Row| row.id::<NotebookId>(0) == Ok(notebook);
        Ok(rows.iter().filter(of_it).count())
    };
    block_on(store.read(question)).unwrap()
}

#[test]
fn papers_and_marks_verify_and_are_made_anew_on_both_engines() {
    on_both(|database: &Database| {
        let (it, notebook) = block_on(async {
            let it = Fixture::new(database).await;
            let notebook = registered(&it).await;
            it.app.checkpoint().await.unwrap();
            for report in [it.verified().await, it.verified_with_keys().await] {
                assert!(report.is_clean(), "{report}");
            }
            (it, notebook)
        });
        let counted = || ["likenesses", "consent_steps"].map(|it| rows(database, it, notebook));
        assert_eq!(counted(), [4, 6]);
        block_on(it.app.rebuild()).unwrap();
        assert_eq!(counted(), [4, 6]);
        let edits = [
            ("likenesses", "DELETE FROM likenesses"),
            ("likenesses", "UPDATE likenesses SET kind = kind + 10"),
            ("consent_steps", "DELETE FROM consent_steps"),
            ("consent_steps", "UPDATE consent_steps SET sequence = sequence + 100"),
            ("consents", "UPDATE consents SET until_at = 1"),
        ];
        for (table, harm) in edits {
            let report = database.harmed(table, harm, || block_on(it.verified_with_keys()));
            let found = slugs(&report);
            assert!(
                !found.is_empty() && found.iter().all(|it| *it == "view-differs"),
                "{harm}: {report}"
            );
        }
    });
}

#[test]
fn a_paper_goes_out_with_the_notebook_and_back_from_it() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let export = || it.app.export_notebook(&it.doctor.session, it.notebook);
        let before = verify_export(&export().await.unwrap(), Some(&it.app.verifier_key()));
        let consents = it.app.consents(&it.nurse.session, it.notebook).await.unwrap();
        let change = Change {
            entry: EntryId::new(it.app.clock(), it.app.random()),
            seen: consents.history().await.unwrap().seen,
            kind: ConsentKind::Emergency,
            typed: consent_typed(),
            papers: vec![photo()],
        };
        let entry = change.entry;
        consents.give(change).await.unwrap();
        it.app.checkpoint().await.unwrap();
        let zip = export().await.unwrap();
        let report = verify_export(&zip, Some(&it.app.verifier_key()));
        assert_eq!(report.findings, []);
        assert_eq!(report.attachments, before.attachments + 2, "the paper, large and small");
        let small = consents.paper(entry, 0, Size::Thumbnail).await.unwrap();
        let full = consents.paper(entry, 0, Size::Full).await.unwrap();
        assert!(small.bytes.len() < full.bytes.len());
        assert_eq!(full.about.media_type, "image/jpeg");
        // An entry that is no consent has no paper.
        let note = consents.paper(it.photo_note.entry, 0, Size::Full).await.unwrap_err();
        assert_eq!(note.code, Code::NotFound);
    });
}

#[test]
fn whoever_is_destroyed_is_found_no_more() {
    let database = Database::embedded();
    let notebook = block_on(async {
        let it = Fixture::new(&database).await;
        let notebook = registered(&it).await;
        let session = &it.doctor.session;
        let facility = it.app.registries(session)[0].0;
        let register = it.app.registrar(session, facility).unwrap();
        let checked = registration("わたなべ", BORN).check(it.app.clock().now()).unwrap();
        assert_eq!(register.search(&checked.patient).await.unwrap().same.len(), 1);
        it.app.destroy(Destruction::Notebook(notebook), "ご本人の請求", None).await.unwrap();
        let found = register.search(&checked.patient).await.unwrap();
        assert_eq!((found.same.len(), found.namesakes), (0, 0));
        let gone = it.app.consents(&it.nurse.session, notebook).await.err().unwrap();
        assert_eq!(gone.code, Code::NotFound);
        assert!(it.verified_with_keys().await.is_clean());
        notebook
    });
    for view in ["likenesses", "consent_steps"] {
        assert_eq!(rows(&database, view, notebook), 0, "{view}");
    }
}

#[test]
fn another_process_knows_the_same_patients() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            registered(&it).await;
            let other = it.beside().await;
            let doctor = Arc::new(other.receiver("doctor").await.unwrap());
            let facility = other.registries(&doctor)[0].0;
            let register = other.registrar(&doctor, facility).unwrap();
            let checked = registration("ﾜﾀﾅﾍﾞ", BORN).check(other.clock().now()).unwrap();
            let found = register.search(&checked.patient).await.unwrap();
            assert_eq!(found.same.len(), 1, "marks are made under one secret");
        });
    });
}

#[test]
fn the_words_of_a_patient_stand_in_no_view() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        registered(&it).await;
        let store = database.open();
        let said = store
            .read(|conn| {
                let mut said = String::new();
                for table in dump::TABLES.iter().filter(|it| it.name != "entries") {
                    for row in dump::rows(conn, table)? {
                        for value in row.values() {
                            if let tasuki_store::Value::Text(text) = value {
                                said.push_str(text);
                            }
                        }
                    }
                }
                Ok(said)
            })
            .await
            .unwrap();
        for words in ["渡邉", "ワタナベ", "わたなべ", "本町", "1942"] {
            assert!(!said.contains(words), "{words}");
        }
    });
}
