//! Rows that are looked at while their statement runs say the same as rows that are copied.

use std::ops::ControlFlow;

use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Code, EntryId, LogId, Timestamp};
use tasuki_store::{Cell, Conn, Glance, Row, Store, Value, dump};
use tasuki_testkit::sealed::{TestLog, new_author};
use tasuki_testkit::{block_on, on_both};

use crate::team_log;

/// A log with four entries, and another of the same region with one.
async fn written(store: &Store) -> (TestLog, TestLog) {
    let log = team_log(store).await;
    for text in ["一", "二", "三"] {
        log.append(store, log.sealed_note(new_author(log.region), text)).await.unwrap();
    }
    let other = TestLog::of_room(log.region, RoomKind::Selected, None);
    other.create(store).await.unwrap();
    (log, other)
}

fn copied(row: Glance<'_>, columns: usize) -> Vec<Value> {
    let value = |column| match row.cell(column).unwrap() {
        Cell::Null => Value::Null,
        Cell::Int(n) => n.into(),
        Cell::Text(text) => text.into(),
        Cell::Bytes(bytes) => bytes.into(),
    };
    (0..columns).map(value).collect()
}

fn seen(conn: &mut Conn, log: LogId) -> Vec<Vec<Value>> {
    let columns = dump::table("entries").unwrap().columns.len();
    let mut rows = Vec::new();
    dump::entries_of_log(conn, log.as_bytes(), &mut |row| {
        rows.push(copied(row, columns));
        ControlFlow::Continue(())
    })
    .unwrap();
    rows
}

#[test]
fn each_log_is_seen_as_it_would_be_copied() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let (log, other) = written(&store).await;
            let (pages, looks) = store
                .read(move |conn| {
                    let pages = dump::entry_page(conn, None)?;
                    Ok((pages, [log.id, other.id].map(|id| seen(conn, id))))
                })
                .await
                .unwrap();
            assert_eq!(looks.each_ref().map(Vec::len), [4, 1]);
            for rows in &looks {
                let id = rows[0][0].clone();
                let same = |row: &&Row| row.values()[0] == id;
                let copied: Vec<_> = pages.iter().filter(same).map(Row::values).collect();
                assert_eq!(rows, &copied);
            }
        });
    });
}

#[test]
fn logs_with_entries_are_named_once_in_order() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            assert!(store.read(dump::logs_of_entries).await.unwrap().is_empty());
            let (log, other) = written(&store).await;
            let mut ids = [log.id, other.id].map(|id| id.as_bytes().to_vec());
            ids.sort();
            assert_eq!(store.read(dump::logs_of_entries).await.unwrap(), ids);
        });
    });
}

#[test]
fn whoever_has_seen_enough_stops_and_the_connection_goes_on() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let (log, _) = written(&store).await;
            let outcome = store.read(move |conn| {
                let mut first = Vec::new();
                dump::entries_of_log(conn, log.id.as_bytes(), &mut |row| {
                    first.push(row.count(1).unwrap());
                    ControlFlow::Break(())
                })?;
                Ok((first, seen(conn, log.id).len()))
            });
            assert_eq!(outcome.await.unwrap(), (vec![1], 4));
        });
    });
}

#[test]
fn a_column_of_another_type_is_damage() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let (log, _) = written(&store).await;
            let codes = store.read(move |conn| {
                let mut codes = Vec::new();
                dump::entries_of_log(conn, log.id.as_bytes(), &mut |row| {
                    assert_eq!(row.id::<LogId>(0).unwrap(), log.id);
                    assert!(row.at(4).unwrap() > Timestamp::from_micros(0));
                    assert!(row.opt_bytes(7).unwrap().is_some());
                    codes.extend([
                        row.int(0).map(drop).unwrap_err().code,
                        row.bytes(1).map(drop).unwrap_err().code,
                        row.opt_bytes(1).map(drop).unwrap_err().code,
                        row.id::<EntryId>(5).map(drop).unwrap_err().code,
                    ]);
                    ControlFlow::Break(())
                })?;
                Ok(codes)
            });
            assert_eq!(codes.await.unwrap(), [Code::Damaged; 4]);
        });
    });
}
