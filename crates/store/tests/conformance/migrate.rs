//! Bringing a database to the newest version.

use std::sync::{Arc, Barrier};

use tasuki_kernel::Code;
use tasuki_store::{Engine, Store, StoreOptions, dump};
use tasuki_testkit::engines::options;
use tasuki_testkit::{Database, block_on, on_both};

use crate::team_log;

#[test]
fn opening_again_keeps_everything() {
    on_both(|database| {
        let first = database.open();
        let log = block_on(team_log(&first));
        drop(first);
        let again = database.open();
        assert_eq!(block_on(log.entries(&again)).unwrap().len(), 1);
    });
}

#[test]
fn many_programs_may_start_at_once() {
    on_both(|database| {
        let start = Arc::new(Barrier::new(6));
        let threads: Vec<_> = (0..6)
            .map(|_| {
                let (start, options) = (Arc::clone(&start), database.options());
                std::thread::spawn(move || {
                    start.wait();
                    Store::open(options).map(drop)
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap().unwrap();
        }
    });
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    on_both(|database| {
        let store = database.open();
        let log = block_on(team_log(&store));
        drop(store);
        database.tamper(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) \
             VALUES (9000, 'later', '2030-01-01T00:00:00Z', '1')",
        );
        let refused = refusal(database.options());
        assert_eq!(refused.0, Code::Unavailable);
        assert!(refused.1.contains("of version 9000"), "{}", refused.1);

        database.tamper("DELETE FROM refinery_schema_history WHERE version = 9000");
        assert_eq!(block_on(log.entries(&database.open())).unwrap().len(), 1);
    });
}

#[test]
fn a_migration_that_was_not_ours_is_refused() {
    on_both(|database| {
        drop(database.open());
        database.tamper("UPDATE refinery_schema_history SET checksum = '1' WHERE version = 1");
        assert_eq!(refusal(database.options()).0, Code::Unavailable);
    });
}

fn refusal(options: StoreOptions) -> (Code, String) {
    let problem = Store::open(options).err().expect("it is refused");
    (problem.code, problem.detail)
}

#[test]
fn what_is_no_database_is_refused() {
    let folder = Database::embedded();
    let file = folder.folder().join("other.db");
    std::fs::write(&file, "this is a letter, and longer than a header is".repeat(100)).unwrap();
    assert_eq!(refusal(options(Engine::Sqlite(file))).0, Code::Damaged);

    let nowhere = folder.folder().join("missing/tasuki.db");
    assert_eq!(refusal(options(Engine::Sqlite(nowhere))).0, Code::Unavailable);

    let silent = "postgres://nobody@127.0.0.1:1/nothing".to_owned();
    assert_eq!(refusal(options(Engine::Postgres(silent))).0, Code::Unavailable);

    let unknown = match Database::postgres().engine() {
        Engine::Postgres(url) => format!("{url}_of_somebody_else"),
        Engine::Sqlite(_) => unreachable!("it was made on PostgreSQL"),
    };
    assert_eq!(refusal(options(Engine::Postgres(unknown))).0, Code::Unavailable);
}

#[test]
fn every_table_of_the_list_exists_with_its_columns() {
    on_both(|database| {
        let store = database.open();
        for table in dump::TABLES {
            assert_eq!(block_on(store.read(move |conn| dump::rows(conn, table))).unwrap(), []);
            assert!((1..=table.columns.len()).contains(&table.key), "{}", table.name);
        }
    });
}
