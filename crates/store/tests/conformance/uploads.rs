//! Files on their way: their pieces in order, one at a time, and nothing of them afterwards.

use std::sync::Arc;

use tasuki_kernel::{Code, FixedClock, PersonId, RoomId, Timestamp, UploadId, VaultId};
use tasuki_ledger::{Hash, KeyId};
use tasuki_store::upload::{self, UploadRow};
use tasuki_store::{NewAttachment, Store, StoreOptions, Transaction};
use tasuki_testkit::sealed::{TestLog, new_author, note};
use tasuki_testkit::{block_on, on_both};

use crate::{bytes, team_log};

const START: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

fn row(log: &TestLog, person: PersonId) -> UploadRow {
    UploadRow {
        person,
        id: UploadId::from_bytes(bytes()),
        room: RoomId::from_bytes(bytes()),
        log: log.id,
        vault: VaultId::from_bytes(bytes()),
        length: 100,
        received: 0,
        begun: START,
    }
}

fn piece(of: &[u8]) -> NewAttachment {
    NewAttachment { name: Hash::of(of), size: of.len() as u64 + 16, wrap: of.to_vec() }
}

const KEY: KeyId = KeyId::from_bytes([7; 16]);

async fn write<T: Send + 'static>(
    store: &Store,
    log: &TestLog,
    change: impl FnOnce(&mut Transaction<'_>) -> tasuki_kernel::Result<T> + Send + 'static,
) -> tasuki_kernel::Result<T> {
    store.write(log.region, vec![log.id], change).await
}

async fn begin(store: &Store, log: &TestLog, row: &UploadRow) -> tasuki_kernel::Result<()> {
    let new = row.clone();
    write(store, log, move |t| upload::begin(t, &new)).await
}

async fn add(store: &Store, log: &TestLog, row: &UploadRow, sealed: &[u8]) -> bool {
    let (row, new) = (row.clone(), piece(sealed));
    write(store, log, move |t| upload::add_piece(t, &row, 40, &new, KEY)).await.unwrap()
}

async fn found(store: &Store, row: &UploadRow) -> Option<UploadRow> {
    let (person, id) = (row.person, row.id);
    store.read(move |conn| upload::find(conn, person, id)).await.unwrap()
}

async fn named(store: &Store, name: Hash) -> bool {
    store.read(move |conn| upload::is_named(conn, &name)).await.unwrap()
}

#[test]
fn pieces_follow_each_other_and_only_one_is_the_next() {
    on_both(|database| {
        let clock = Arc::new(FixedClock::new(START));
        let options = StoreOptions { clock: Arc::clone(&clock) as _, ..database.options() };
        let store = Store::open(options).unwrap();
        block_on(async {
            let log = team_log(&store).await;
            let person = PersonId::from_bytes(bytes());
            let upload = row(&log, person);
            assert_eq!(found(&store, &upload).await, None);
            begin(&store, &log, &upload).await.unwrap();
            assert_eq!(found(&store, &upload).await, Some(upload.clone()));
            let twice = begin(&store, &log, &upload).await.unwrap_err();
            assert_eq!(twice.code, Code::Conflict);
            assert!(add(&store, &log, &upload, b"one").await);
            assert!(!add(&store, &log, &upload, b"other").await, "another was first");
            let now = found(&store, &upload).await.unwrap();
            assert_eq!(now.received, 40);
            assert!(add(&store, &log, &now, b"two").await);
            let id = upload.id;
            let pieces = store.read(move |conn| upload::pieces(conn, person, id)).await.unwrap();
            let places: Vec<(u64, u64)> = pieces.iter().map(|it| (it.at, it.length)).collect();
            assert_eq!(places, [(0, 40), (40, 40)]);
            assert_eq!(pieces[1].sealed.name, Hash::of(b"two"));
            assert_eq!(pieces[1].sealed.wrap.as_deref(), Some(&b"two"[..]));
            assert_eq!((pieces[1].sealed.wrap_key, pieces[1].sealed.size), (KEY, 19));
        });
    });
}

#[test]
fn uploads_are_counted_by_person_and_forgotten_whole() {
    on_both(|database| {
        let store = database.open();
        block_on(async {
            let log = team_log(&store).await;
            let (one, other) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            let uploads = [row(&log, one), row(&log, one), row(&log, other)];
            for upload in &uploads {
                begin(&store, &log, upload).await.unwrap();
            }
            let count = |person| store.read(move |conn| upload::of_person(conn, person));
            assert_eq!(count(one).await.unwrap(), (2, 200));
            assert_eq!(count(other).await.unwrap(), (1, 100));
            assert_eq!(count(PersonId::from_bytes(bytes())).await.unwrap(), (0, 0));
            assert!(add(&store, &log, &uploads[0], b"piece").await);
            assert!(named(&store, Hash::of(b"piece")).await);
            let id = uploads[0].id;
            // Another person's upload of the same id is another upload.
            write(&store, &log, move |t| upload::forget(t, other, id)).await.unwrap();
            assert!(found(&store, &uploads[0]).await.is_some());
            write(&store, &log, move |t| upload::forget(t, one, id)).await.unwrap();
            assert_eq!(found(&store, &uploads[0]).await, None);
            assert!(!named(&store, Hash::of(b"piece")).await);
            assert_eq!(count(one).await.unwrap(), (1, 100));
        });
    });
}

#[test]
fn old_uploads_are_found_and_attachments_of_entries_are_named() {
    on_both(|database| {
        let clock = Arc::new(FixedClock::new(START));
        let options = StoreOptions { clock: Arc::clone(&clock) as _, ..database.options() };
        let store = Store::open(options).unwrap();
        block_on(async {
            let log = team_log(&store).await;
            let person = PersonId::from_bytes(bytes());
            let (early, late) = (row(&log, person), row(&log, person));
            begin(&store, &log, &early).await.unwrap();
            clock.advance(60);
            begin(&store, &log, &late).await.unwrap();
            let before = |at| store.read(move |conn| upload::before(conn, at));
            assert_eq!(before(START).await.unwrap(), []);
            assert_eq!(before(START.plus_seconds(1)).await.unwrap(), [early]);
            assert_eq!(before(START.plus_seconds(61)).await.unwrap().len(), 2);
            let photo = log.entry(new_author(log.region), note("写真")).with_photo(b"1").seal();
            let name = photo.attachments[0].name;
            assert!(!named(&store, name).await);
            log.append(&store, photo).await.unwrap();
            assert!(named(&store, name).await);
        });
    });
}
