//! What is destroyed cannot be read again, by nobody and from nowhere; all else stays.

use std::fs;

use tasuki_app::attachment::Size;
use tasuki_app::destroy::{Destruction, read_register};
use tasuki_kernel::{Code, EntryId, LogId, NotebookId};
use tasuki_store::{Value, dump, log, notebook};
use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{CORRECTED, Fixture, HIGH, SECRET, TEAM, look, seen, sign_in, slugs};

fn log_keys(it: &Fixture, log: LogId) -> Vec<String> {
    let folder = it.folder.join("keys/logs").join(log.to_string());
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn attachments(it: &Fixture) -> usize {
    let mut count = 0;
    for folder in fs::read_dir(it.folder.join("objects/attachments")).unwrap() {
        count += fs::read_dir(folder.unwrap().path()).unwrap().count();
    }
    count
}

#[test]
fn a_note_is_destroyed_with_its_photos_and_nothing_else() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            it.app.checkpoint().await.unwrap();
            let (log, note) = (it.photo_note.log, it.photo_note.entry);
            let other = it.beside().await;
            let nurse_there = sign_in(&other, &it.nurse).await;
            assert!(seen(&other, &nurse_there, it.room).await.unwrap().contains(TEAM));
            let held = it.enter(&it.doctor).await;
            let keys = log_keys(&it, log);
            assert_eq!((keys.len(), attachments(&it)), (1, 2));

            it.app.destroy(Destruction::Entry(log, note), "ご本人の請求", None).await.unwrap();

            let page = it.seen(&it.nurse).await.unwrap();
            assert!(!page.contains(TEAM) && page.contains("Destroyed"));
            assert!(page.contains(HIGH) && page.contains(SECRET) && page.contains(CORRECTED));
            let there = seen(&other, &nurse_there, it.room).await.unwrap();
            assert!(!there.contains(TEAM) && there.contains(HIGH), "not from memory either");
            let picture = it.enter(&it.nurse).await.picture(note, 0, Size::Full).await;
            assert!(picture.is_err());
            assert_eq!(attachments(&it), 0);
            let keys_now = log_keys(&it, log);
            assert!(keys_now.len() == 1 && keys_now != keys, "the old log key is gone");
            assert_eq!(it.app.destructions().unwrap(), [Destruction::Entry(log, note)]);
            // A room that was entered before writes on, under the new key.
            held.write(it.words("つづきの記録")).await.unwrap();
            for report in [it.verified().await, it.verified_with_keys().await] {
                assert!(report.is_clean(), "{report}");
                assert_eq!(report.destroyed, 1);
            }
            // Once more is harmless.
            it.app.destroy(Destruction::Entry(log, note), "もう一度", None).await.unwrap();
            it.app.finish_destructions().await.unwrap();
            assert!(it.verified_with_keys().await.is_clean());
        });
    });
}

#[test]
fn corrections_that_repeat_the_words_go_with_the_note() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let page = it.enter(&it.helper).await.page(None).await.unwrap();
        let corrected = page.items.iter().find(|item| item.mine && item.record_begins());
        let entry = corrected.expect("the helper's note").entry;
        let log = it.photo_note.log;
        assert!(it.seen(&it.doctor).await.unwrap().contains(CORRECTED));
        it.app.destroy(Destruction::Entry(log, entry), "誤記", None).await.unwrap();
        assert!(!it.seen(&it.doctor).await.unwrap().contains(CORRECTED));
        let report = it.verified_with_keys().await;
        assert!(report.is_clean(), "{report}");
        assert_eq!(report.destroyed, 2);
        it.app.rebuild().await.unwrap();
        assert!(it.verified_with_keys().await.is_clean());
    });
}

trait BeginsItsRecord {
    fn record_begins(&self) -> bool;
}

impl BeginsItsRecord for tasuki_app::timeline::Item {
    fn record_begins(&self) -> bool {
        self.record.as_bytes() == self.entry.as_bytes()
    }
}

#[test]
fn only_notes_that_are_there_and_only_with_a_reason() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let log = it.photo_note.log;
        let first = look(&it.engine, |conn| log::entries_from(conn, log, 1, 1).unwrap());
        let opened = Destruction::Entry(it.photo_note.log, first[0].entry);
        let nowhere = Destruction::Entry(it.photo_note.log, EntryId::from_bytes([9; 16]));
        let note = Destruction::Entry(it.photo_note.log, it.photo_note.entry);
        let no_notebook = Destruction::Notebook(NotebookId::from_bytes([9; 16]));
        for (what, reason, code) in [
            (opened, "x", Code::NotAllowed),
            (nowhere, "x", Code::NotFound),
            (no_notebook, "x", Code::NotFound),
            (note, "", Code::Invalid),
        ] {
            let problem = it.app.destroy(what, reason, None).await.unwrap_err();
            assert_eq!(problem.code, code, "{what:?}");
        }
        assert_eq!(it.app.destructions().unwrap(), []);
        assert!(it.seen(&it.nurse).await.unwrap().contains(TEAM));
        assert!(it.verified_with_keys().await.is_clean());
    });
}

#[test]
fn a_notebook_is_destroyed_and_the_tree_still_verifies() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let checkpoint = it.app.checkpoint().await.unwrap();
            let also = it.folder.join("elsewhere/destructions");
            let held = it.enter(&it.doctor).await;
            let before = it.verified_with_keys().await;
            let vault = vault_of(&it);
            assert!(vault.exists());

            let what = Destruction::Notebook(it.notebook);
            it.app.destroy(what, "保存期間の満了", Some(&also)).await.unwrap();

            assert_eq!(read_register(&also).unwrap(), [what]);
            assert_eq!(it.app.destructions().unwrap(), [what]);
            assert!(!vault.exists() && attachments(&it) == 0);
            for log in [it.photo_note.log, it.delivery.log] {
                assert_eq!(log_keys(&it, log), [""; 0]);
            }
            assert_eq!(it.seen(&it.doctor).await.unwrap_err().code, Code::NotFound);
            assert!(it.app.my_notebooks(&it.doctor.session).await.unwrap().cards.is_empty());
            // A room that was entered before cannot be written in any more.
            assert!(held.write(it.words("遅れた記録")).await.is_err());
            it.app.checkpoint().await.unwrap();
            let report = it.verified_with_keys().await;
            assert!(report.is_clean(), "{report}");
            assert!(report.entries > before.entries && report.opened < before.opened);
            assert!(report.destroyed > 10 && report.attachments == 0, "{report}");
            let bare = it.verification().against(checkpoint);
            let bare = tasuki_app::verify::verify_folder(bare).await.unwrap();
            assert!(bare.is_clean(), "{bare}");
            it.app.rebuild().await.unwrap();
            assert!(it.verified_with_keys().await.is_clean(), "views say nothing of it either");
            let again = it.app.destroy(what, "もう一度", None).await.unwrap_err();
            assert_eq!(again.code, Code::Destroyed);
        });
    });
}

fn vault_of(it: &Fixture) -> std::path::PathBuf {
    let row = look(&it.engine, |conn| notebook::find(conn, it.notebook).unwrap().unwrap());
    it.folder.join("keys/vaults").join(format!("{}.age", row.vault))
}

/// As if the process had died at each place: the old key still there, nothing done but the line
/// in the register, or half of the wraps moved.
#[test]
fn what_a_crash_left_undone_is_finished() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let (log, note) = (it.photo_note.log, it.photo_note.entry);
        let folder = it.folder.join("keys/logs").join(log.to_string());
        let old = folder.join(&log_keys(&it, log)[0]);
        let kept = fs::read(&old).unwrap();
        it.app.destroy(Destruction::Entry(log, note), "請求", None).await.unwrap();
        // Died before the old key was destroyed.
        fs::write(&old, &kept).unwrap();
        let report = it.verified_with_keys().await;
        assert_eq!(slugs(&report), ["key-not-destroyed"], "{report}");
        it.app.finish_destructions().await.unwrap();
        assert!(!old.exists() && it.verified_with_keys().await.is_clean());
        // Died after the register had its line.
        let line = format!("2026-11-21T05:32:00.000000Z notebook {}\n", it.notebook);
        let register = it.folder.join("destructions");
        let text = fs::read_to_string(&register).unwrap();
        fs::write(&register, format!("{text}{line}")).unwrap();
        assert!(it.seen(&it.nurse).await.is_ok());
        it.app.finish_destructions().await.unwrap();
        assert_eq!(it.seen(&it.nurse).await.unwrap_err().code, Code::NotFound);
        assert!(!vault_of(&it).exists());
        assert!(it.verified_with_keys().await.is_clean());
    });
}

/// Half of the wraps under the new key, half under the old one: both readable, then one key.
#[test]
fn wraps_under_two_keys_are_read_and_then_moved() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let (log, note) = (it.photo_note.log, it.photo_note.entry);
        let table = dump::table("entries").unwrap();
        let rows = |it: &Fixture| -> Vec<Vec<Value>> {
            let rows = look(&it.engine, |conn| dump::entry_page(conn, None).unwrap());
            rows.iter()
                .map(|row| row.values().to_vec())
                .filter(|row| row[0] == log.into())
                .collect()
        };
        let before = rows(&it);
        let folder = it.folder.join("keys/logs").join(log.to_string());
        let old = folder.join(&log_keys(&it, log)[0]);
        let kept = fs::read(&old).unwrap();
        it.app.destroy(Destruction::Entry(log, note), "請求", None).await.unwrap();
        fs::write(&old, &kept).unwrap();
        for row in before.iter().filter(|row| row[2] != Value::from(note)).skip(3) {
            let (place, wrap) = (database.place(table, row), database.literal(&row[7]));
            let key = database.literal(&row[8]);
            database.tamper(&format!(
                "UPDATE entries SET wrap = {wrap}, wrap_key = {key} WHERE {place}"
            ));
        }
        it.app.forget();
        assert!(it.seen(&it.doctor).await.unwrap().contains(HIGH));
        it.app.finish_destructions().await.unwrap();
        assert!(!old.exists());
        assert!(it.seen(&it.doctor).await.unwrap().contains(HIGH));
        assert!(it.verified_with_keys().await.is_clean());
        let keys: Vec<Value> = rows(&it).into_iter().map(|row| row[8].clone()).collect();
        let present: Vec<&Value> = keys.iter().filter(|key| **key == keys[0]).collect();
        assert_eq!(present.len(), keys.len() - 1, "all but the destroyed one moved");
    });
}
