//! Tables as backups see them, and the keys beside entries and attachments.

use tasuki_domain::room::RoomKind;
use tasuki_domain::system::System;
use tasuki_kernel::{
    ApplicationId, Code, DeviceId, FacilityId, LetterId, LogId, NodeId, PersonId, VaultId,
};
use tasuki_ledger::{Hash, KeyId};
use tasuki_store::installation::{self, Installation};
use tasuki_store::notebook::{self, Mark};
use tasuki_store::tree::{self, Tiles};
use tasuki_store::{
    Store, Transaction, Value, application, attachment, dump, letter, log, opening, passkey,
    pickup, preference, review, session,
};
use tasuki_testkit::sealed::{TestLog, new_author, new_region, note};
use tasuki_testkit::{Database, block_on, on_both};

use crate::world::World;
use crate::{bytes, team_log};

/// Every row of every table, entries by pages.
async fn everything(store: &Store) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    let question = |conn: &mut tasuki_store::Conn| {
        let mut tables = Vec::new();
        for table in dump::TABLES {
            let mut rows = Vec::new();
            if table.name == "entries" {
                let mut after: Option<(Vec<u8>, i64)> = None;
                loop {
                    let from = after.as_ref().map(|(log, sequence)| (log.as_slice(), *sequence));
                    let page = dump::entry_page(conn, from)?;
                    let Some(last) = page.last() else { break };
                    after = Some((last.bytes(0)?.to_vec(), last.int(1)?));
                    rows.extend(page);
                }
            } else {
                rows = dump::rows(conn, table)?;
            }
            tables.push((table.name, rows.iter().map(|row| row.values().to_vec()).collect()));
        }
        Ok(tables)
    };
    store.read_snapshot(question).await.unwrap()
}

fn waiting_pickup(person: PersonId) -> pickup::PickupRow {
    pickup::PickupRow {
        number: "123456789".into(),
        code: "$argon2id$".into(),
        person,
        label: "電話".into(),
        system: System::Ios,
        made: tasuki_kernel::Timestamp::from_micros(7),
        expires: tasuki_kernel::Timestamp::from_micros(9),
        failures: 0,
        used: None,
        device: None,
        replaces: None,
    }
}

/// At least one row in every table, and more entries than a page holds.
async fn fill(database: &Database, store: &Store) -> TestLog {
    let world = World::begin(store.clone()).await;
    world.fill_every_view().await;
    let log = world.team;
    let author = new_author(log.region);
    let notes: Vec<_> = (0..1_200).map(|n| log.sealed_note(author, &n.to_string())).collect();
    let photo = log.entry(author, note("写真")).with_photo(b"one").with_photo(b"two").seal();
    let (region, team, region_log) = (log.region, log.id, world.own.id);
    let change = move |t: &mut Transaction<'_>| {
        notes.iter().try_for_each(|new| t.append(new).map(drop))?;
        t.append(&photo)?;
        let vault = VaultId::from_bytes(bytes());
        installation::insert(t, &Installation { region, region_log, vault })?;
        installation::insert_node(t, NodeId::from_bytes(bytes()), region, team)?;
        let person = PersonId::from_bytes(bytes());
        let application = ApplicationId::from_bytes(bytes());
        let until = tasuki_kernel::Timestamp::from_micros(9);
        let it = application::Applicant {
            application,
            password: "$argon2id$".into(),
            door: [4; 32],
            door_until: until,
        };
        application::enter(t, &it)?;
        letter::insert(
            t,
            &letter::NewLetter {
                id: LetterId::from_bytes(bytes()),
                region,
                kind: "received".into(),
                receiver: "nao@example.jp".into(),
                sealed: vec![1, 2, 3],
                about: Some(*application.as_bytes()),
            },
        )?;
        session::set_password(t, person, "$argon2id$")?;
        pickup::insert(t, &waiting_pickup(person))?;
        passkey::count(t, DeviceId::from_bytes(bytes()), 7)?;
        review::remind(t, FacilityId::from_bytes(bytes()), 20_263)?;
        preference::keep(t, person, &preference::Preferences::default())?;
        opening::note(t, (team, person), 9, tasuki_kernel::Timestamp::from_micros(7))?;
        notebook::set_mark(t, person, team, Mark { sequence: 9, read: [1, 2, 3] })
    };
    store.write(log.region, vec![log.id], change).await.unwrap();
    let lock = database.folder().join("tree.lock");
    let tiles = Tiles { region, objects: database.objects(), lock };
    tree::grow(store, &tiles).await.unwrap();
    log
}

#[test]
fn what_was_dumped_is_restored_into_an_empty_database_of_either_engine() {
    for (from, to) in
        [(Database::embedded(), Database::postgres()), (Database::postgres(), Database::embedded())]
    {
        let (store, empty) = (from.open(), to.open());
        block_on(async {
            let log = fill(&from, &store).await;
            let rows = everything(&store).await;
            for (name, rows) in &rows {
                assert!(!rows.is_empty(), "nothing was put into {name}");
            }
            let copied = rows.clone();
            let change = move |t: &mut Transaction<'_>| {
                for (name, rows) in &copied {
                    let table = dump::table(name).unwrap();
                    rows.iter().try_for_each(|row| dump::restore_row(t, table, row))?;
                }
                Ok(())
            };
            empty.write(log.region, Vec::new(), change).await.unwrap();
            assert_eq!(everything(&empty).await, rows);
            assert_eq!(log.findings(&empty).await.unwrap(), []);
            // The restored log goes on where it was.
            let before = log.entries(&empty).await.unwrap().len() as u64;
            let next = log.sealed_note(new_author(log.region), "続き");
            assert_eq!(log.append(&empty, next).await.unwrap().sequence, before + 1);
        });
    }
}

#[test]
fn a_row_of_another_width_is_damage() {
    let database = Database::embedded();
    let store = database.open();
    let marks = dump::table("marks").unwrap();
    let change = move |t: &mut Transaction<'_>| dump::restore_row(t, marks, &[Value::Null]);
    let refused = block_on(store.write(new_region(), Vec::new(), change)).unwrap_err();
    assert_eq!(refused.code, Code::Damaged);
    assert!(dump::table("nothing").is_none());
}

async fn change(
    store: &Store,
    log: &TestLog,
    change: impl FnOnce(&mut Transaction<'_>) -> tasuki_kernel::Result<()> + Send + 'static,
) {
    store.write(log.region, vec![log.id], change).await.unwrap();
}

#[test]
fn attachments_are_found_by_name_and_lose_their_keys_with_their_entry() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let id = log.id;
            let author = new_author(log.region);
            let one = log.entry(author, note("一")).with_photo(b"1").with_photo(b"2").seal();
            let two = log.entry(author, note("二")).with_photo(b"3").seal();
            for new in [&one, &two] {
                log.append(&store, new.clone()).await.unwrap();
            }
            let name = two.attachments[0].name;
            let found = find(&store, id, name).await.unwrap();
            assert_eq!((found.sequence, found.size), (3, two.attachments[0].size));
            assert_eq!(found.wrap.as_deref(), Some(two.attachments[0].wrap.as_slice()));
            assert_eq!(find(&store, LogId::from_bytes(bytes()), name).await, None);
            assert_eq!(find(&store, id, Hash::ZERO).await, None);

            change(&store, &log, move |t| attachment::drop_wraps(t.conn(), id, 2)).await;
            let all = store.read(move |conn| attachment::of_log(conn, id)).await.unwrap();
            let kept: Vec<_> = all.iter().map(|it| (it.sequence, it.wrap.is_some())).collect();
            assert_eq!(kept, [(2, false), (2, false), (3, true)]);

            let key = KeyId::from_bytes(bytes());
            change(&store, &log, move |t| {
                attachment::rewrap(t.conn(), id, &name, b"again".to_vec(), key)
            })
            .await;
            let found = find(&store, id, name).await.unwrap();
            assert_eq!((found.wrap.as_deref(), found.wrap_key), (Some(&b"again"[..]), key));

            change(&store, &log, move |t| attachment::drop_all_wraps(t.conn(), id)).await;
            let all = store.read(move |conn| attachment::of_log(conn, id)).await.unwrap();
            assert!(all.iter().all(|it| it.wrap.is_none()));

            assert_eq!(store.read(attachment::without_entry).await.unwrap(), []);
            database.tamper("DELETE FROM entries WHERE sequence = 3");
            let left = store.read(attachment::without_entry).await.unwrap();
            assert_eq!(left, [(id, name, 3)]);
        });
    });
}

async fn find(store: &Store, log: LogId, name: Hash) -> Option<attachment::StoredAttachment> {
    store.read(move |conn| attachment::find(conn, log, &name)).await.unwrap()
}

#[test]
fn one_body_loses_its_key_and_the_others_get_a_new_log_key() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let (id, author) = (log.id, new_author(log.region));
            for text in ["残る", "消える", "残る"] {
                log.append(&store, log.sealed_note(author, text)).await.unwrap();
            }
            let key = KeyId::from_bytes(bytes());
            let otherwise =
                |limit| store.read(move |conn| log::wrapped_otherwise(conn, id, key, limit));
            change(&store, &log, move |t| log::drop_wrap(t.conn(), id, 3)).await;
            let all = otherwise(10).await.unwrap();
            assert_eq!(all.iter().map(|it| it.sequence).collect::<Vec<_>>(), [1, 2, 4]);
            assert_eq!(otherwise(2).await.unwrap(), all[..2]);
            for it in all {
                change(&store, &log, move |t| {
                    log::rewrap(t.conn(), id, it.sequence, it.wrap.clone(), key)
                })
                .await;
            }
            assert_eq!(otherwise(10).await.unwrap(), []);
            let entries = log.entries(&store).await.unwrap();
            assert!(entries[2].wrap.is_none() && log.open(&entries[2]).is_err());
            assert!(entries[3].wrap_key == key && log.open(&entries[3]).is_ok());
            // Keys stand beside the chain: it does not know that anything happened.
            assert_eq!(log.findings(&store).await.unwrap(), []);

            change(&store, &log, move |t| log::drop_all_wraps(t.conn(), id)).await;
            let entries = log.entries(&store).await.unwrap();
            assert!(entries.iter().all(|entry| entry.wrap.is_none()));
        });
    });
}

#[test]
fn logs_are_listed_by_room_and_by_vault() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let region = new_region();
            let mut logs = [(); 3].map(|()| TestLog::of_room(region, RoomKind::Group, None));
            logs[1].vault = logs[0].vault;
            for log in &logs {
                log.create(&store).await.unwrap();
            }
            let vault = logs[0].vault;
            let of_vault = store.read(move |conn| log::of_vault(conn, vault)).await.unwrap();
            let mut ids = [logs[0].id, logs[1].id];
            ids.sort_unstable();
            assert_eq!(of_vault.iter().map(|row| row.id).collect::<Vec<_>>(), ids);
            assert_eq!(store.read(log::all).await.unwrap().len(), 3);
        });
    });
}
