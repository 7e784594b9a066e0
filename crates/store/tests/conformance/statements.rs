//! Every statement of the product prepares on both engines.

use std::path::Path;

use tasuki_store::{Engine, dump};
use tasuki_testkit::{block_on, on_both};
use xtask::sql::{Statement, statements};

/// What only one engine understands stands in `dialect.rs`, under these names.
const ONLY_POSTGRES: &[&str] = &[
    "HEADS_LOCKED",
    "NOTIFY",
    "EXPORT_SNAPSHOT",
    "INSERT_ENTRIES",
    "MOVE_HEADS",
    "STANDING_ANY",
    "ACCESSES",
];

fn ours() -> Vec<Statement> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    statements(&source).expect("the sources can be read")
}

#[test]
fn every_statement_prepares_on_both_engines() {
    let ours = ours();
    assert!(ours.len() > 80, "only {} statements found", ours.len());
    on_both(|database| {
        let store = database.open();
        let embedded = matches!(database.engine(), Engine::Sqlite(_));
        let ours = ours.clone();
        let refused = block_on(store.read(move |conn| {
            let kept = ours.iter().filter(|it| !(embedded && only_on_postgres(it)));
            let tried = kept.map(|it| (it, conn.prepare(&it.sql)));
            Ok(tried
                .filter_map(|(it, tried)| Some(format!("{}:{} {}", it.file, it.name, tried.err()?)))
                .collect::<Vec<_>>())
        }));
        assert_eq!(refused.unwrap(), Vec::<String>::new());
    });
}

fn only_on_postgres(it: &Statement) -> bool {
    it.file == "driver/dialect.rs" && ONLY_POSTGRES.contains(&it.name.as_str())
}

#[test]
fn what_only_one_engine_understands_is_still_there() {
    for name in ONLY_POSTGRES {
        assert!(ours().iter().any(|it| it.name == *name && only_on_postgres(it)), "{name}");
    }
}

#[test]
fn a_statement_that_an_engine_refuses_is_told() {
    on_both(|database| {
        let store = database.open();
        let told = block_on(store.read(|conn| conn.prepare("SELECT nothing FROM logs")));
        assert!(told.is_err());
    });
}

#[test]
fn the_statements_of_every_table_run() {
    on_both(|database| {
        let store = database.open();
        for table in dump::TABLES {
            let rows = block_on(store.read(move |conn| dump::rows(conn, table))).unwrap();
            assert_eq!(rows, [], "{}", table.name);
        }
    });
}
