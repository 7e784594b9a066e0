//! Somebody with the whole server in hand takes an entry out of a log, chains the rest anew,
//! makes the tree and its checkpoints anew and signs them with the real key. Nothing on this
//! machine tells of it any more; any older checkpoint does.

use std::fs;
use std::path::Path;

use tasuki_app::verify::verify_folder;
use tasuki_kernel::{Clock, LogId, Timestamp};
use tasuki_ledger::{Chain, Draft, Header};
use tasuki_store::dump::{self, Table};
use tasuki_store::{Value, log};
use tasuki_testkit::{Database, block_on};

use crate::fixture::{Fixture, look, slugs};

/// Columns of the table of entries.
const SEQUENCE: usize = 1;
const HEADER: usize = 5;
const HIGH: usize = 13;

/// The rows of one log, oldest first.
fn rows_of(database: &Database, id: LogId) -> Vec<Vec<Value>> {
    let rows = look(database.engine(), |conn| dump::entry_page(conn, None).unwrap());
    let rows = rows.iter().map(|row| row.values().to_vec());
    rows.filter(|row| row[0] == Value::from(id)).collect()
}

/// Chains `rows` anew, as they would have been without the one that is missing.
fn chained_anew(id: LogId, rows: &mut [Vec<Value>]) -> Chain {
    let mut chain = Chain::new(id);
    for row in rows {
        let Value::Bytes(header) = &row[HEADER] else { panic!("headers are bytes") };
        let header = Header::decode(header).unwrap();
        let draft = Draft {
            origin: header.origin,
            entry: header.entry,
            author: header.author,
            key: header.key,
            body: header.body,
        };
        let (header, bytes) = chain.append(&draft, header.received);
        row[SEQUENCE] = Value::from(header.sequence);
        row[HEADER] = Value::from(bytes);
    }
    chain
}

fn inserted(database: &Database, table: &Table, row: &[Value]) -> String {
    let values: Vec<String> = row.iter().map(|value| database.literal(value)).collect();
    format!("INSERT INTO {} VALUES ({});", table.name, values.join(", "))
}

/// Takes the doctor's note of high sensitivity out of the log, as if it had never been there.
fn take_out(database: &Database, id: LogId, sequence: u64) {
    let table = dump::table("entries").unwrap();
    let mut rows = rows_of(database, id);
    let taken = rows.iter().position(|row| row[SEQUENCE] == Value::from(sequence)).unwrap();
    rows.remove(taken);
    for row in &mut rows[taken..] {
        let Value::Int(high) = row[HIGH] else { panic!("counts are numbers") };
        row[HIGH] = Value::Int(high - 1);
    }
    let chain = chained_anew(id, &mut rows);
    let log = database.literal(&id.into());
    let mut sql = format!("DELETE FROM entries WHERE log = {log};");
    for row in &rows {
        sql += &inserted(database, table, row);
    }
    sql += &format!(
        "UPDATE attachments SET sequence = sequence - 1 \
         WHERE log = {log} AND sequence > {sequence};"
    );
    let head = database.literal(&Value::from(*chain.head.as_bytes()));
    sql += &format!(
        "UPDATE logs SET sequence = {}, head = {head}, high = high - 1 WHERE id = {log};",
        chain.sequence
    );
    database.tamper(&sql);
}

/// The tree and every checkpoint, made anew with the real key.
async fn sign_anew(it: &Fixture, database: &Database) {
    database.tamper("DELETE FROM trees; UPDATE logs SET treed = 0");
    fs::remove_dir_all(it.folder.join("objects/trees")).unwrap();
    for item in fs::read_dir(it.folder.join("checkpoints")).unwrap() {
        let path = item.unwrap().path();
        if path.extension().is_some_and(|it| it == "txt") {
            fs::remove_file(path).unwrap();
        }
    }
    it.app.rebuild().await.unwrap();
    it.app.checkpoint().await.unwrap();
}

fn sequence_of(database: &Database, it: &Fixture) -> u64 {
    let doctor = tasuki_ledger::Author::post(it.app.region(), it.doctor.post);
    let log = it.photo_note.log;
    let entries = look(database.engine(), |conn| log::entries_from(conn, log, 1, 100).unwrap());
    let note = entries.iter().find(|entry| entry.author == doctor && entry.kind == 1);
    note.expect("the doctor wrote a note").sequence
}

#[test]
fn a_history_written_anew_and_signed_with_the_real_key_is_exposed_by_an_older_checkpoint() {
    let database = Database::embedded();
    block_on(async {
        let it = Fixture::new(&database).await;
        let outside = it.app.checkpoint().await.unwrap();
        it.write(&it.nurse, it.words("そのあとの記録")).await;
        it.app.checkpoint().await.unwrap();
        let kept = it.verification().with_keys(it.identity()).against(&outside);
        assert!(verify_folder(kept.clone()).await.unwrap().is_clean());

        take_out(&database, it.photo_note.log, sequence_of(&database, &it));
        let report = it.verified().await;
        assert!(slugs(&report).contains(&"head-mismatch"), "the tree tells of it: {report}");
        sign_anew(&it, &database).await;

        let report = it.verified_with_keys().await;
        assert!(report.is_clean(), "nothing here tells of it any more: {report}");
        let report = verify_folder(kept).await.unwrap();
        assert_eq!(slugs(&report), ["checkpoint-contradicted"], "{report}");
    });
}

#[test]
fn what_was_lost_and_what_is_of_another_region_is_told_apart() {
    let (database, other) = (Database::embedded(), Database::embedded());
    block_on(async {
        let it = Fixture::new(&database).await;
        let early = it.app.checkpoint().await.unwrap();
        let against = |text: &str| verify_folder(it.verification().against(text));
        let foreign = Fixture::new(&other).await.app.checkpoint().await.unwrap();
        assert_eq!(slugs(&against(&foreign).await.unwrap()), ["checkpoint-signature"]);
        let cut = against(&early[..20]).await.unwrap();
        assert_eq!(slugs(&cut), ["checkpoint-malformed"]);
        assert!(against(&early).await.unwrap().is_clean());
        // The machine is put back to a copy that was made earlier, with key and all.
        copy(&it.folder, &other.folder().join("copy"));
        it.write(&it.nurse, it.words("失われる記録")).await;
        let late = it.app.checkpoint().await.unwrap();
        let mut earlier = it.verification().against(&late);
        earlier.folder = tasuki_app::DataFolder::new(other.folder().join("copy"));
        earlier.engine = tasuki_app::Engine::Sqlite(other.folder().join("copy/tasuki.db"));
        let report = verify_folder(earlier).await.unwrap();
        assert_eq!(slugs(&report), ["checkpoint-ahead"], "{report}");
        assert!(it.clock.now() > Timestamp::default());
    });
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for item in fs::read_dir(from).unwrap() {
        let (path, name) = {
            let it = item.unwrap();
            (it.path(), it.file_name())
        };
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            fs::copy(&path, to.join(name)).unwrap();
        }
    }
}
