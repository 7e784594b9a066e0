//! Certificates that wait to be picked up: ordinary state, not evidence.

use tasuki_domain::system::System;
use tasuki_kernel::{Code, DeviceId, PersonId, Problem, Result, Timestamp};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::value::{Row, Value};

/// A pick-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickupRow {
    /// Its number, digits only.
    pub number: String,
    /// The Argon2id hash of its code (PHC string).
    pub code: String,
    /// Whose device it becomes.
    pub person: PersonId,
    /// The device's name.
    pub label: String,
    /// What the device runs on, as far as it was known beforehand.
    pub system: System,
    /// When it was made.
    pub made: Timestamp,
    /// Until when it can be used.
    pub expires: Timestamp,
    /// How many wrong codes were tried.
    pub failures: u64,
    /// When it was first used.
    pub used: Option<Timestamp>,
    /// The device that was picked up last.
    pub device: Option<DeviceId>,
    /// The device that ends when the new one is first used.
    pub replaces: Option<DeviceId>,
}

const INSERT: &str = "INSERT INTO pickups (number, code, person, label, system, made_at, \
     expires_at, failures, used_at, device, replaces) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, NULL, NULL, $8)";
const FIND: &str = "SELECT number, code, person, label, system, made_at, expires_at, failures, \
     used_at, device, replaces FROM pickups WHERE number = $1";
const REPLACING: &str = "SELECT replaces FROM pickups WHERE device = $1 AND replaces IS NOT NULL";
const ADD_FAILURE: &str = "UPDATE pickups SET failures = failures + 1 WHERE number = $1";
const USE: &str =
    "UPDATE pickups SET used_at = COALESCE(used_at, $2), device = $3 WHERE number = $1";
const REPLACED: &str = "UPDATE pickups SET replaces = NULL WHERE device = $1";
const VOID: &str = "DELETE FROM pickups WHERE person = $1 AND device IS NULL";
const FORGET: &str = "DELETE FROM pickups WHERE expires_at < $1";

fn pickup_row(row: &Row) -> Result<PickupRow> {
    Ok(PickupRow {
        number: row.text(0)?.to_owned(),
        code: row.text(1)?.to_owned(),
        person: row.id(2)?,
        label: row.text(3)?.to_owned(),
        system: System::from_code(row.int(4)?)
            .ok_or_else(|| Problem::new(Code::Damaged, "the system of a pick-up"))?,
        made: row.at(5)?,
        expires: row.at(6)?,
        failures: row.count(7)?,
        used: row.opt_at(8)?,
        device: row.opt_id(9)?,
        replaces: row.opt_id(10)?,
    })
}

/// Keeps a new pick-up: unused, without failures.
///
/// # Errors
/// `Conflict` when there is one of this number.
pub fn insert(t: &mut Transaction<'_>, new: &PickupRow) -> Result<()> {
    let values: [Value; 8] = [
        new.number.as_str().into(),
        new.code.as_str().into(),
        new.person.into(),
        new.label.as_str().into(),
        new.system.code().into(),
        new.made.into(),
        new.expires.into(),
        new.replaces.into(),
    ];
    t.execute(INSERT, &values).map(drop)
}

/// The pick-up of a number.
pub fn find(conn: &mut Conn, number: &str) -> Result<Option<PickupRow>> {
    conn.first(FIND, &[number.into()])?.as_ref().map(pickup_row).transpose()
}

/// The device that ends when `device` is used for the first time.
pub fn replaced_by(conn: &mut Conn, device: DeviceId) -> Result<Option<DeviceId>> {
    conn.first(REPLACING, &[device.into()])?.map(|row| row.id(0)).transpose()
}

/// Counts a wrong code.
pub fn add_failure(t: &mut Transaction<'_>, number: &str) -> Result<()> {
    t.execute(ADD_FAILURE, &[number.into()]).map(drop)
}

/// Says that `device` was picked up now. The time of the first use stays.
pub fn use_it(t: &mut Transaction<'_>, number: &str, device: DeviceId) -> Result<()> {
    let now = t.now();
    t.execute(USE, &[number.into(), now.into(), device.into()]).map(drop)
}

/// Says that what `device` replaces has ended.
pub fn replacement_done(t: &mut Transaction<'_>, device: DeviceId) -> Result<()> {
    t.execute(REPLACED, &[device.into()]).map(drop)
}

/// Somebody has left: nothing can be picked up in their name any more.
pub fn void_of(t: &mut Transaction<'_>, person: PersonId) -> Result<()> {
    t.execute(VOID, &[person.into()]).map(drop)
}

/// Forgets what expired before a time.
pub fn forget(t: &mut Transaction<'_>, before: Timestamp) -> Result<()> {
    t.execute(FORGET, &[before.into()]).map(drop)
}
