//! Passkeys: the view of who has which, how often each was used, and which challenges were
//! answered.

use tasuki_domain::content::Credential;
use tasuki_kernel::{Code, DeviceId, PersonId, Problem, Result, Timestamp};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::people::{DeviceRow, device_row};

const BY_CREDENTIAL: &str = "SELECT id, person, kind, fingerprint, label, not_after, issued_at, \
     revoked_at, serial, system, public_key FROM passkeys JOIN devices ON devices.id = passkeys.device \
     WHERE credential = $1";
const OF_PERSON: &str = "SELECT devices.id, credential FROM passkeys \
     JOIN devices ON devices.id = passkeys.device \
     WHERE person = $1 AND revoked_at IS NULL ORDER BY issued_at, devices.id";
const INSERT: &str = "INSERT INTO passkeys (device, credential, public_key) VALUES ($1, $2, $3) \
     ON CONFLICT (device) DO NOTHING";
const COUNT: &str = "INSERT INTO passkey_counters (device, count) VALUES ($1, $2) \
     ON CONFLICT (device) DO UPDATE SET count = excluded.count \
     WHERE passkey_counters.count < excluded.count \
     OR (passkey_counters.count = 0 AND excluded.count = 0)";
const ANSWER: &str = "INSERT INTO answered_challenges (challenge, answered_at) VALUES ($1, $2) \
     ON CONFLICT (challenge) DO NOTHING";
const FORGET: &str = "DELETE FROM answered_challenges WHERE answered_at < $1";

/// A passkey with its device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRow {
    /// The device that it stands for.
    pub device: DeviceRow,
    /// Its public key, as COSE.
    pub public_key: Vec<u8>,
}

/// The passkey that its authenticator knows under a name, of a revoked device too.
pub fn find(conn: &mut Conn, credential: &[u8]) -> Result<Option<PasskeyRow>> {
    let Some(row) = conn.first(BY_CREDENTIAL, &[credential.into()])? else { return Ok(None) };
    Ok(Some(PasskeyRow { device: device_row(&row)?, public_key: row.bytes(10)?.to_vec() }))
}

/// The passkeys of a person that were not revoked: device and name.
pub fn of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<(DeviceId, Vec<u8>)>> {
    let rows = conn.query(OF_PERSON, &[person.into()])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.bytes(1)?.to_vec()))).collect()
}

/// The view of a passkey: what it is known by never changes.
pub(crate) fn apply(conn: &mut Conn, device: DeviceId, it: &Credential) -> Result<()> {
    let values = [device.into(), it.id.as_slice().into(), it.public_key.as_slice().into()];
    conn.execute(INSERT, &values).map(drop)
}

/// Notes how often a passkey was used. False when its authenticator counted no further than
/// before: then there may be two of it. One that does not count says zero each time.
pub fn count(t: &mut Transaction<'_>, device: DeviceId, counter: u32) -> Result<bool> {
    Ok(t.execute(COUNT, &[device.into(), i64::from(counter).into()])? > 0)
}

/// Takes the answer to a challenge, of which the SHA-256 is given, and forgets those answered
/// before `forget`.
///
/// # Errors
/// `Conflict` when it was answered before.
pub fn answer(t: &mut Transaction<'_>, challenge: [u8; 32], forget: Timestamp) -> Result<()> {
    t.execute(FORGET, &[forget.into()])?;
    let now = t.now();
    if t.execute(ANSWER, &[challenge.into(), now.into()])? == 0 {
        return Err(Problem::new(Code::Conflict, "this challenge was answered before"));
    }
    Ok(())
}
