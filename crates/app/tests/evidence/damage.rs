//! Whatever is changed, deleted, swapped or cut off behind the program's back is named.

use std::fs;
use std::path::PathBuf;

use tasuki_app::verify::Report;
use tasuki_store::Value;
use tasuki_store::dump::{self, Nature, Table};
use tasuki_testkit::damage::another;
use tasuki_testkit::{Database, block_on, on_both};

use crate::fixture::{Fixture, look, slugs};
use crate::passkeys::a_passkey;

/// A region whose entries are all in the tree, clean.
async fn whole(database: &Database) -> Fixture {
    let it = Fixture::new(database).await;
    a_passkey(&it.app, &it.nurse).await;
    it.app.checkpoint().await.unwrap();
    let report = it.verified_with_keys().await;
    assert!(report.is_clean(), "{report}");
    it
}

fn rows(database: &Database, table: &Table) -> Vec<Vec<Value>> {
    let rows = look(database.engine(), |conn| dump::rows(conn, table).unwrap());
    rows.iter().map(|row| row.values().to_vec()).collect()
}

#[test]
fn what_was_written_is_clean_with_and_without_keys() {
    on_both(|database: &Database| {
        block_on(async {
            let it = Fixture::new(database).await;
            let report = it.verified().await;
            assert!(report.is_clean(), "{report}");
            assert_eq!((report.tree_size, report.opened, report.rows), (0, 0, 0));
            it.app.checkpoint().await.unwrap();
            let report = it.verified_with_keys().await;
            assert!(report.is_clean(), "{report}");
            assert_eq!(report.opened, report.entries);
            assert_eq!((report.attachments, report.destroyed), (2, 0));
            assert!(report.rows > 20 && report.bytes > 50_000, "{report}");
        });
    });
}

/// Of every table that is evidence or view: every column of one row, and the row as a whole.
#[test]
fn every_column_of_every_table_is_held_against_the_entries() {
    let database = Database::embedded();
    let it = block_on(whole(&database));
    let mut tried = 0;
    for table in dump::TABLES.iter().filter(|it| it.nature != Nature::State) {
        let rows = rows(&database, table);
        let Some(row) = rows.get(rows.len() / 2) else { continue };
        let place = database.place(table, row);
        let mut harms = vec![format!("DELETE FROM {} WHERE {place}", table.name)];
        for (column, value) in table.columns.iter().zip(row) {
            let value = database.literal(&another(column, value));
            harms.push(format!("UPDATE {} SET {column} = {value} WHERE {place}", table.name));
        }
        for harm in harms {
            let report = database.harmed(table.name, &harm, || block_on(it.verified_with_keys()));
            assert!(!report.is_clean(), "{harm} was not found");
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
    let report = block_on(it.verified_with_keys());
    assert!(report.is_clean(), "all was put back: {report}");
}

/// Rights that somebody gives or takes in the database: named by table and row.
#[test]
fn edited_rights_are_named_on_both_engines() {
    on_both(|database: &Database| {
        let it = block_on(whole(database));
        let edits = [
            ("members", "UPDATE members SET until_at = 1"),
            ("members", "DELETE FROM members"),
            ("posts", "UPDATE posts SET profession = 'physician'"),
            ("posts", "UPDATE posts SET manager = 1"),
            ("persons", "UPDATE persons SET active = 0"),
            ("devices", "UPDATE devices SET revoked_at = NULL, not_after = 0"),
            ("passkeys", "UPDATE passkeys SET credential = public_key"),
            ("passkeys", "DELETE FROM passkeys"),
            ("consents", "UPDATE consents SET given = 1 - given"),
            ("audiences", "DELETE FROM audiences"),
            ("amendments", "DELETE FROM amendments"),
            ("confirmations", "DELETE FROM confirmations"),
            ("rooms", "UPDATE rooms SET kind = 8"),
            ("notebooks", "UPDATE notebooks SET destroyed_at = 1"),
            ("regions", "UPDATE regions SET idle_minutes = 9999"),
            ("facilities", "DELETE FROM facilities"),
        ];
        for (table, harm) in edits {
            let report = database.harmed(table, harm, || block_on(it.verified_with_keys()));
            assert_eq!(slugs(&report), ["view-differs"], "{harm}: {report}");
            let first = report.findings[0].to_string();
            assert!(first.starts_with(&format!("{table} is not what the entries say: row ")));
        }
        let person = database.literal(&it.helper.person.into());
        let log = database.literal(&it.delivery.log.into());
        let added = format!("INSERT INTO audiences (log, person) VALUES ({log}, {person})");
        let report = database.harmed("audiences", &added, || block_on(it.verified_with_keys()));
        assert_eq!(slugs(&report), ["view-differs"]);
        assert!(report.to_string().contains("no entry says so"), "{report}");
        // 特別便 made everybody's.
        let opened = format!("UPDATE logs SET purpose = 1 WHERE id = {log}");
        let report = database.harmed("logs", &opened, || block_on(it.verified_with_keys()));
        assert!(report.to_string().contains("column purpose"), "{report}");
    });
}

/// What needs no key to be found, by kind and by place.
#[test]
fn entries_are_evidence_without_any_key_on_both_engines() {
    on_both(|database: &Database| {
        let it = block_on(whole(database));
        let log = database.literal(&it.photo_note.log.into());
        let of = |sequence: u64| format!("log = {log} AND sequence = {sequence}");
        let (fifth, sixth, seventh) = (of(5), of(6), of(7));
        let body = format!("(SELECT body FROM entries WHERE {sixth})");
        let found = |harm: &str| {
            let report = database.harmed("entries", harm, || block_on(it.verified()));
            assert!(report.to_string().contains(&it.photo_note.log.to_string()), "{report}");
            slugs(&report)
        };
        let changed = found(&format!("UPDATE entries SET body = {body} WHERE {fifth}"));
        assert_eq!(changed, ["body-mismatch"]);
        let deleted = found(&format!("DELETE FROM entries WHERE {fifth}"));
        assert_eq!(deleted, ["sequence-gap", "leaf-without-entry"]);
        let swapped = found(&format!(
            "UPDATE entries SET sequence = 99999 WHERE {fifth}; \
             UPDATE entries SET sequence = 5 WHERE {sixth}; \
             UPDATE entries SET sequence = 6 WHERE log = {log} AND sequence = 99999"
        ));
        assert!(swapped.contains(&"sequence-gap") && swapped.contains(&"head-mismatch"));
        let cut = found(&format!("DELETE FROM entries WHERE log = {log} AND sequence >= 8"));
        assert_eq!(cut, ["truncated", "leaf-without-entry"]);
        let backdated = found(&format!("UPDATE entries SET received = 1 WHERE {seventh}"));
        assert_eq!(backdated, ["view-differs"]);
        let header = format!("(SELECT header FROM entries WHERE {sixth})");
        let copied = found(&format!("UPDATE entries SET header = {header} WHERE {seventh}"));
        assert!(copied.contains(&"sequence-gap") && copied.contains(&"head-mismatch"));
        let emptied = found(&format!("UPDATE entries SET header = body WHERE {fifth}"));
        assert!(emptied.contains(&"header-malformed") && emptied.contains(&"head-mismatch"));
        let moved = found(&format!(
            "UPDATE entries SET log = (SELECT access_log FROM nodes), sequence = 99999 \
             WHERE {seventh}"
        ));
        assert!(moved.contains(&"wrong-log") && moved.contains(&"sequence-gap"), "{moved:?}");
        let unlogged = found(&format!("DELETE FROM entries WHERE log = {log}"));
        assert_eq!(unlogged, ["truncated", "view-differs", "leaf-without-entry"]);
    });
}

/// A log, its end and its place in the tree.
#[test]
fn rows_of_logs_and_trees_are_evidence_without_any_key() {
    let database = Database::embedded();
    let it = block_on(whole(&database));
    let log = database.literal(&it.photo_note.log.into());
    let found =
        |table: &str, harm: &str| slugs(&database.harmed(table, harm, || block_on(it.verified())));
    let logs = |set: &str| found("logs", &format!("UPDATE logs SET {set} WHERE id = {log}"));
    assert_eq!(logs("sequence = sequence + 1"), ["truncated"]);
    assert_eq!(logs("sequence = sequence - 1, treed = treed - 1")[0], "beyond-end");
    assert_eq!(logs("head = zeroblob(32)"), ["head-mismatch"]);
    assert_eq!(logs("received = 0"), ["view-differs"]);
    assert_eq!(logs("high = high + 1"), ["view-differs"]);
    assert_eq!(logs("treed = treed - 1"), ["view-differs"]);
    assert_eq!(logs("region = zeroblob(16)"), ["view-differs"]);
    let gone = found("logs", &format!("DELETE FROM logs WHERE id = {log}"));
    assert_eq!(gone, ["view-differs"]);
    assert_eq!(found("trees", "UPDATE trees SET root = zeroblob(32)"), ["tree-mismatch"]);
    assert_eq!(found("trees", "UPDATE trees SET size = size - 1"), ["tile-missing"]);
    // The whole log at once, as if it had never been.
    let whole = format!("DELETE FROM entries WHERE log = {log}; DELETE FROM logs WHERE id = {log}");
    database.tamper(&whole);
    let report = block_on(it.verified());
    // Its photos are still there.
    assert_eq!(slugs(&report), ["view-differs", "leaf-without-entry"], "{report}");
}

/// Access records are entries like others, in a log like others.
#[test]
fn a_deleted_or_changed_access_record_is_named() {
    let database = Database::embedded();
    let it = block_on(whole(&database));
    let middle = "log = (SELECT access_log FROM nodes) AND sequence = 9";
    let found = |harm: &str| {
        let report = database.harmed("entries", harm, || block_on(it.verified()));
        (slugs(&report), report.to_string())
    };
    let (deleted, _) = found(&format!("DELETE FROM entries WHERE {middle}"));
    assert_eq!(deleted, ["sequence-gap", "leaf-without-entry"]);
    let (changed, line) = found(&format!("UPDATE entries SET body = zeroblob(99) WHERE {middle}"));
    assert_eq!(changed, ["body-mismatch"]);
    assert!(line.contains(", entry 9 (id "), "{line}");
}

/// Wraps and log keys, which stand outside the chain.
#[test]
fn keys_that_are_missing_or_misplaced_are_named() {
    let database = Database::embedded();
    let it = block_on(whole(&database));
    let log = database.literal(&it.photo_note.log.into());
    let found =
        |harm: &str| slugs(&database.harmed("entries", harm, || block_on(it.verified_with_keys())));
    let fifth = format!("log = {log} AND sequence = 5");
    let sixth = format!("(SELECT wrap FROM entries WHERE log = {log} AND sequence = 6)");
    assert_eq!(found(&format!("UPDATE entries SET wrap = NULL WHERE {fifth}"))[0], "key-missing");
    let swapped = found(&format!("UPDATE entries SET wrap = {sixth} WHERE {fifth}"));
    assert_eq!(swapped[0], "key-mismatch");
    let elsewhere = found(&format!("UPDATE entries SET wrap_key = zeroblob(16) WHERE {fifth}"));
    assert_eq!(elsewhere[0], "key-missing");
    let keys = it.folder.join("keys/logs").join(it.delivery.log.to_string());
    let file = fs::read_dir(&keys).unwrap().next().unwrap().unwrap().path();
    let kept = fs::read(&file).unwrap();
    fs::remove_file(&file).unwrap();
    let report = block_on(it.verified_with_keys());
    assert_eq!(slugs(&report)[0], "key-missing", "{report}");
    let lines = report.findings.iter().filter(|it| it.damage.slug() == "key-missing");
    assert_eq!(lines.count(), 1, "once for a log, not for each of its entries: {report}");
    fs::write(&file, kept).unwrap();
    assert!(block_on(it.verified_with_keys()).is_clean());
}

fn files(folder: PathBuf) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(files(path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Every file that is evidence: changed, cut, and deleted.
#[test]
fn sealed_attachments_tiles_and_checkpoints_are_evidence() {
    let database = Database::embedded();
    let it = block_on(whole(&database));
    let verified = || slugs(&block_on(it.verified()));
    let mut kinds = Vec::new();
    let needed = block_on(it.verified()).tree_size;
    let places = [it.folder.join("objects"), it.folder.join("checkpoints")];
    for file in places.into_iter().flat_map(files) {
        let kept = fs::read(&file).unwrap();
        let mut changed = kept.clone();
        let middle = changed.len() / 2;
        changed[middle] ^= 1;
        let harms = [Some(changed), Some(kept[..middle].to_vec()), None];
        for harm in harms {
            match &harm {
                Some(bytes) => fs::write(&file, bytes).unwrap(),
                None => fs::remove_file(&file).unwrap(),
            }
            let found = verified();
            // A checkpoint that is gone proves nothing any more, and contradicts nothing.
            let forgotten = harm.is_none() && file.extension().is_some_and(|it| it == "txt");
            assert_eq!(found.is_empty(), forgotten, "{}: {found:?}", file.display());
            kinds.extend(found);
            fs::write(&file, &kept).unwrap();
        }
    }
    for kind in [
        "attachment-altered",
        "attachment-missing",
        "checkpoint-malformed",
        "checkpoint-signature",
        "file-altered",
        "file-missing",
        "tile-malformed",
        "tile-missing",
        "tree-mismatch",
    ] {
        assert!(kinds.contains(&kind), "{kind} was never found");
    }
    assert!(needed > 0 && verified().is_empty());
}

#[test]
fn rows_of_attachments_belong_to_entries() {
    let database = Database::embedded();
    let it = block_on(whole(&database));
    let found = |harm: &str| {
        let look = || (block_on(it.verified()), block_on(it.verified_with_keys()));
        let (bare, keyed): (Report, Report) = database.harmed("attachments", harm, look);
        (slugs(&bare), slugs(&keyed))
    };
    let (bare, keyed) = found("UPDATE attachments SET sequence = 99999");
    assert!(bare == ["view-differs"] && keyed == ["view-differs"]);
    let (bare, keyed) = found("DELETE FROM attachments");
    assert!(bare.is_empty() && keyed == ["view-differs"]);
    let (bare, keyed) = found("UPDATE attachments SET sequence = sequence - 1");
    assert!(bare.is_empty() && keyed == ["view-differs"], "{keyed:?}");
    let (bare, keyed) = found("UPDATE attachments SET wrap = NULL");
    assert!(bare.is_empty() && keyed == ["key-missing"], "{keyed:?}");
}
