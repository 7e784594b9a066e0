//! What both engines must do alike. Each test runs on an embedded database and on PostgreSQL,
//! unless it is about something that only one of them has.

mod append;
mod crash;
mod disclosed;
mod disclosing;
mod facilities;
mod gathered;
mod glances;
mod group;
mod joining;
mod leaving;
mod mailing;
mod migrate;
mod nodes;
mod notices;
mod passkeys;
mod reaching;
mod readers;
mod received;
mod register;
mod rights;
mod shortage;
mod staff;
mod state;
mod statements;
mod tables;
mod team;
mod tls;
mod tree;
mod uploads;
mod values;
mod views;
mod wakes;
mod world;

use std::sync::atomic::{AtomicU64, Ordering};

use tasuki_domain::room::RoomKind;
use tasuki_store::Store;
use tasuki_testkit::sealed::{TestLog, new_region};

/// The main log of a new team room in a new region, opened.
async fn team_log(store: &Store) -> TestLog {
    let log = TestLog::of_room(new_region(), RoomKind::Team, None);
    log.create(store).await.expect("a log is opened");
    log
}

/// 16 bytes that no other call of the process gave; later ones are greater.
fn bytes() -> [u8; 16] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    u128::from(NEXT.fetch_add(1, Ordering::Relaxed)).to_be_bytes()
}
