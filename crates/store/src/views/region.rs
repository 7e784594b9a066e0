//! Views of the region's log: who is who, and with what they sign in.

use tasuki_domain::content::{
    Destroyed, Device, DeviceRevoked, Facility, NotebookOpened, Person, Post, Region,
};
use tasuki_domain::system::System;
use tasuki_kernel::Result;

use super::Event;
use crate::driver::Conn;
use crate::passkey;

const REGION: &str = "INSERT INTO regions \
     (id, name, notebook_name, categories, idle_minutes, second_factors) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
     notebook_name = excluded.notebook_name, categories = excluded.categories, \
     idle_minutes = excluded.idle_minutes, second_factors = excluded.second_factors";
const FACILITY: &str = "INSERT INTO facilities (id, region, kind, name, active, \
     municipality) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET \
     kind = excluded.kind, name = excluded.name, active = excluded.active, \
     municipality = excluded.municipality";
const PERSON: &str = "INSERT INTO persons \
     (id, region, kind, login, family, given, family_kana, given_kana, active, portrait, mail) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO UPDATE SET \
     kind = excluded.kind, login = excluded.login, family = excluded.family, \
     given = excluded.given, family_kana = excluded.family_kana, \
     given_kana = excluded.given_kana, active = excluded.active, portrait = excluded.portrait, mail = excluded.mail";
const POST: &str = "INSERT INTO posts \
     (id, person, facility, profession, manager, from_at, until_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET \
     profession = excluded.profession, manager = excluded.manager, \
     from_at = excluded.from_at, until_at = excluded.until_at";
const DEVICE: &str = "INSERT INTO devices \
     (id, person, kind, fingerprint, label, not_after, issued_at, revoked_at, serial, system) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, $8, $9) ON CONFLICT (id) DO UPDATE SET \
     label = excluded.label";
const DEVICE_REVOKED: &str =
    "UPDATE devices SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
const NOTEBOOK: &str = "INSERT INTO notebooks \
     (id, region, patient, team_room, managing_facility, vault) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET \
     patient = excluded.patient, team_room = excluded.team_room, \
     managing_facility = excluded.managing_facility, vault = excluded.vault";
const NOTEBOOK_DESTROYED: &str = "UPDATE notebooks SET destroyed_at = $2, basics_log = NULL, \
     basics_sequence = NULL, attending = NULL, deputy = NULL, closed_at = NULL, \
     closed_for = NULL, closed_sequence = NULL WHERE id = $1";
/// What was computed from entries that nobody can open any more; a rebuilding would not find it.
const UNREADABLE_ENTRY: &str = "DELETE FROM amendments WHERE log = $1 AND sequence IN \
     (SELECT sequence FROM entries WHERE log = $1 AND entry = $2)";
const UNREADABLE_NOTEBOOK: &[&str] = &[
    "DELETE FROM audiences WHERE log IN (SELECT logs.id FROM logs \
     JOIN rooms ON rooms.id = logs.room WHERE rooms.notebook = $1)",
    "DELETE FROM amendments WHERE log IN (SELECT logs.id FROM logs \
     JOIN rooms ON rooms.id = logs.room WHERE rooms.notebook = $1)",
    "DELETE FROM confirmations WHERE log IN (SELECT logs.id FROM logs \
     JOIN rooms ON rooms.id = logs.room WHERE rooms.notebook = $1)",
    "DELETE FROM releases WHERE log IN (SELECT logs.id FROM logs \
     JOIN rooms ON rooms.id = logs.room WHERE rooms.notebook = $1)",
    "DELETE FROM members WHERE room IN (SELECT id FROM rooms WHERE notebook = $1)",
    "DELETE FROM consents WHERE notebook = $1",
    "DELETE FROM invitations WHERE notebook = $1",
    "DELETE FROM managing_offers WHERE notebook = $1",
    "DELETE FROM consent_steps WHERE notebook = $1",
    "DELETE FROM likenesses WHERE notebook = $1",
    "DELETE FROM rooms WHERE notebook = $1",
];

pub(super) fn region(conn: &mut Conn, it: &Region) -> Result<()> {
    conn.execute(
        REGION,
        &[
            it.id.into(),
            it.name.as_str().into(),
            it.notebook_name.as_str().into(),
            it.categories.join("\n").into(),
            i64::from(it.idle_minutes).into(),
            it.second_factors.join("\n").into(),
        ],
    )
    .map(drop)
}

pub(super) fn facility(conn: &mut Conn, event: &Event<'_>, it: &Facility) -> Result<()> {
    conn.execute(
        FACILITY,
        &[
            it.id.into(),
            event.region.into(),
            it.kind.as_str().into(),
            it.name.as_str().into(),
            it.active.into(),
            it.municipality.as_deref().into(),
        ],
    )
    .map(drop)
}

pub(super) fn person(conn: &mut Conn, event: &Event<'_>, it: &Person) -> Result<()> {
    conn.execute(
        PERSON,
        &[
            it.id.into(),
            event.region.into(),
            it.kind.code().into(),
            it.login.as_str().into(),
            it.name.family.as_str().into(),
            it.name.given.as_str().into(),
            it.name.family_kana.as_str().into(),
            it.name.given_kana.as_str().into(),
            it.active.into(),
            it.portrait.clone().into(),
            it.mail.as_deref().into(),
        ],
    )
    .map(drop)
}

pub(super) fn post(conn: &mut Conn, it: &Post) -> Result<()> {
    conn.execute(
        POST,
        &[
            it.id.into(),
            it.person.into(),
            it.facility.into(),
            it.profession.as_str().into(),
            it.manager.into(),
            it.from.into(),
            it.until.into(),
        ],
    )
    .map(drop)
}

pub(super) fn device(conn: &mut Conn, event: &Event<'_>, it: &Device) -> Result<()> {
    conn.execute(
        DEVICE,
        &[
            it.id.into(),
            it.person.into(),
            it.kind.code().into(),
            it.fingerprint.into(),
            it.label.as_str().into(),
            it.not_after.into(),
            event.received.into(),
            it.serial.clone().into(),
            it.system.map(System::code).into(),
        ],
    )?;
    it.credential.as_ref().map_or(Ok(()), |known| passkey::apply(conn, it.id, known))
}

pub(super) fn device_revoked(conn: &mut Conn, event: &Event<'_>, it: &DeviceRevoked) -> Result<()> {
    conn.execute(DEVICE_REVOKED, &[it.id.into(), event.received.into()]).map(drop)
}

pub(super) fn notebook_opened(
    conn: &mut Conn,
    event: &Event<'_>,
    it: &NotebookOpened,
) -> Result<()> {
    conn.execute(
        NOTEBOOK,
        &[
            it.notebook.into(),
            event.region.into(),
            it.patient.into(),
            it.team_room.into(),
            it.managing_facility.into(),
            it.vault.into(),
        ],
    )
    .map(drop)
}

pub(super) fn destroyed(conn: &mut Conn, event: &Event<'_>, it: &Destroyed) -> Result<()> {
    if let Some(notebook) = it.notebook {
        for statement in UNREADABLE_NOTEBOOK {
            conn.execute(statement, &[notebook.into()])?;
        }
        conn.execute(NOTEBOOK_DESTROYED, &[notebook.into(), event.received.into()])?;
    }
    if let (Some(log), Some(entry)) = (it.log, it.entry) {
        conn.execute(UNREADABLE_ENTRY, &[log.into(), entry.into()])?;
    }
    Ok(())
}
