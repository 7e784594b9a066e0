//! Persons, posts, facilities and devices, read from their views.

use tasuki_domain::content::{DeviceKind, PersonKind};
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{
    Code, DeviceId, FacilityId, PersonId, PostId, Problem, RegionId, Result, Timestamp,
};

use crate::driver::Conn;
use crate::value::Row;

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// The person.
    pub id: PersonId,
    /// The region of the account.
    pub region: RegionId,
    /// Staff, patient, family or desk.
    pub kind: PersonKind,
    /// Login name.
    pub login: String,
    /// Name and kana.
    pub name: Name,
    /// May sign in.
    pub active: bool,
    /// Whether there is a picture.
    pub has_portrait: bool,
    /// メールアドレス.
    pub mail: Option<String>,
}

/// A post with its person and facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostRow {
    /// The post.
    pub id: PostId,
    /// Whose.
    pub person: PersonId,
    /// The person's name.
    pub name: Name,
    /// Where.
    pub facility: FacilityId,
    /// The facility's name.
    pub facility_name: String,
    /// Code of the profession.
    pub profession: String,
    /// 施設管理者.
    pub manager: bool,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
}

impl PostRow {
    /// Whether the post is held at `now`.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

/// A device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRow {
    /// The device.
    pub id: DeviceId,
    /// Whose.
    pub person: PersonId,
    /// Certificate, passkey or demo door.
    pub kind: DeviceKind,
    /// SHA-256 of the certificate.
    pub fingerprint: [u8; 32],
    /// Its name.
    pub label: String,
    /// Valid until.
    pub not_after: Timestamp,
    /// When it was issued.
    pub issued: Timestamp,
    /// When it was revoked.
    pub revoked: Option<Timestamp>,
    /// The serial number of its certificate, when it was kept.
    pub serial: Option<Vec<u8>>,
    /// What it runs on, when that was said.
    pub system: Option<System>,
}

const PERSON: &str = "SELECT id, region, kind, login, family, given, family_kana, given_kana, \
     active, CASE WHEN portrait IS NULL THEN 0 ELSE 1 END, mail FROM persons WHERE id = $1";
const BY_LOGIN: &str = "SELECT id, region, kind, login, family, given, family_kana, given_kana, \
     active, CASE WHEN portrait IS NULL THEN 0 ELSE 1 END, mail FROM persons WHERE region = $1 AND login = $2";
const PERSONS: &str = "SELECT id, region, kind, login, family, given, family_kana, given_kana, \
     active, CASE WHEN portrait IS NULL THEN 0 ELSE 1 END, mail FROM persons WHERE region = $1 ORDER BY family_kana, given_kana, id";
const BY_MAIL: &str = "SELECT id, region, kind, login, family, given, family_kana, given_kana, \
     active, CASE WHEN portrait IS NULL THEN 0 ELSE 1 END, mail FROM persons \
     WHERE region = $1 AND mail = $2 ORDER BY id";
const NAMED: &str = "SELECT id, region, kind, login, family, given, family_kana, given_kana, \
     active, CASE WHEN portrait IS NULL THEN 0 ELSE 1 END, mail FROM persons \
     WHERE region = $1 AND family = $2 AND given = $3 ORDER BY id";
const PORTRAIT: &str = "SELECT portrait FROM persons WHERE region = $1 AND id = $2";
const POST: &str = "SELECT posts.id, person, family, given, family_kana, given_kana, facility, \
     facilities.name, profession, manager, from_at, until_at FROM posts \
     JOIN persons ON persons.id = posts.person \
     JOIN facilities ON facilities.id = posts.facility WHERE posts.id = $1";
const POSTS_OF: &str = "SELECT posts.id, person, family, given, family_kana, given_kana, \
     facility, facilities.name, profession, manager, from_at, until_at FROM posts \
     JOIN persons ON persons.id = posts.person \
     JOIN facilities ON facilities.id = posts.facility WHERE person = $1 ORDER BY posts.id";
const STAFF_OF: &str = "SELECT DISTINCT person FROM posts WHERE facility = $1 ORDER BY person";
const DEVICE_BY_PRINT: &str = "SELECT id, person, kind, fingerprint, label, not_after, \
     issued_at, revoked_at, serial, system FROM devices WHERE fingerprint = $1 AND kind = 1";
const DEVICE: &str = "SELECT id, person, kind, fingerprint, label, not_after, issued_at, \
     revoked_at, serial, system FROM devices WHERE id = $1";
const DEVICES_OF: &str = "SELECT id, person, kind, fingerprint, label, not_after, issued_at, \
     revoked_at, serial, system FROM devices WHERE person = $1 ORDER BY issued_at, id";
const REVOKED: &str = "SELECT serial, revoked_at FROM devices \
     WHERE revoked_at IS NOT NULL AND serial IS NOT NULL AND not_after > $1 ORDER BY revoked_at, id";
const FACILITY_NAME: &str = "SELECT name FROM facilities WHERE id = $1";
const FACILITIES: &str =
    "SELECT id, name, kind FROM facilities WHERE region = $1 AND active = 1 ORDER BY name, id";

fn person_row(row: &Row) -> Result<PersonRow> {
    Ok(PersonRow {
        id: row.id(0)?,
        region: row.id(1)?,
        kind: PersonKind::from_code(row.int(2)?)
            .ok_or_else(|| Problem::new(Code::Damaged, "a person's kind"))?,
        login: row.text(3)?.to_owned(),
        name: name(row, 4)?,
        active: row.truth(8)?,
        has_portrait: row.truth(9)?,
        mail: row.opt_text(10)?.map(str::to_owned),
    })
}

fn name(row: &Row, first: usize) -> Result<Name> {
    Ok(Name {
        family: row.text(first)?.to_owned(),
        given: row.text(first + 1)?.to_owned(),
        family_kana: row.text(first + 2)?.to_owned(),
        given_kana: row.text(first + 3)?.to_owned(),
    })
}

pub(crate) fn post_row(row: &Row) -> Result<PostRow> {
    Ok(PostRow {
        id: row.id(0)?,
        person: row.id(1)?,
        name: name(row, 2)?,
        facility: row.id(6)?,
        facility_name: row.text(7)?.to_owned(),
        profession: row.text(8)?.to_owned(),
        manager: row.truth(9)?,
        from: row.at(10)?,
        until: row.opt_at(11)?,
    })
}

pub(crate) fn device_row(row: &Row) -> Result<DeviceRow> {
    Ok(DeviceRow {
        id: row.id(0)?,
        person: row.id(1)?,
        kind: DeviceKind::from_code(row.int(2)?)
            .ok_or_else(|| Problem::new(Code::Damaged, "a device's kind"))?,
        fingerprint: row.array(3)?,
        label: row.text(4)?.to_owned(),
        not_after: row.at(5)?,
        issued: row.at(6)?,
        revoked: row.opt_at(7)?,
        serial: row.opt_bytes(8)?.map(<[u8]>::to_vec),
        system: row.opt_int(9)?.and_then(System::from_code),
    })
}

/// A person.
pub fn person(conn: &mut Conn, id: PersonId) -> Result<Option<PersonRow>> {
    conn.first(PERSON, &[id.into()])?.as_ref().map(person_row).transpose()
}

/// Those who have or had a mail address.
pub fn by_mail(conn: &mut Conn, region: RegionId, mail: &str) -> Result<Vec<PersonRow>> {
    conn.query(BY_MAIL, &[region.into(), mail.into()])?.iter().map(person_row).collect()
}

/// Those of a name, as it is written.
pub fn named(conn: &mut Conn, region: RegionId, name: &Name) -> Result<Vec<PersonRow>> {
    let values = [region.into(), name.family.as_str().into(), name.given.as_str().into()];
    conn.query(NAMED, &values)?.iter().map(person_row).collect()
}

/// The picture of a person of a region, as it is kept.
pub fn portrait(conn: &mut Conn, region: RegionId, id: PersonId) -> Result<Option<String>> {
    let Some(row) = conn.first(PORTRAIT, &[region.into(), id.into()])? else { return Ok(None) };
    Ok(row.opt_text(0)?.map(str::to_owned))
}

/// The person of a login name.
pub fn by_login(conn: &mut Conn, region: RegionId, login: &str) -> Result<Option<PersonRow>> {
    conn.first(BY_LOGIN, &[region.into(), login.into()])?.as_ref().map(person_row).transpose()
}

/// Everybody of a region, in kana order.
pub fn all(conn: &mut Conn, region: RegionId) -> Result<Vec<PersonRow>> {
    conn.query(PERSONS, &[region.into()])?.iter().map(person_row).collect()
}

/// A post.
pub fn post(conn: &mut Conn, id: PostId) -> Result<Option<PostRow>> {
    conn.first(POST, &[id.into()])?.as_ref().map(post_row).transpose()
}

/// All posts of a person, past ones too.
pub fn posts_of(conn: &mut Conn, person: PersonId) -> Result<Vec<PostRow>> {
    conn.query(POSTS_OF, &[person.into()])?.iter().map(post_row).collect()
}

/// Everybody who has or had a post in a facility.
pub fn staff_of(conn: &mut Conn, facility: FacilityId) -> Result<Vec<PersonId>> {
    conn.query(STAFF_OF, &[facility.into()])?.iter().map(|row| row.id(0)).collect()
}

/// The device whose certificate has this SHA-256.
pub fn device_by_fingerprint(conn: &mut Conn, print: [u8; 32]) -> Result<Option<DeviceRow>> {
    conn.first(DEVICE_BY_PRINT, &[print.into()])?.as_ref().map(device_row).transpose()
}

/// A device.
pub fn device(conn: &mut Conn, id: DeviceId) -> Result<Option<DeviceRow>> {
    conn.first(DEVICE, &[id.into()])?.as_ref().map(device_row).transpose()
}

/// All devices of a person, revoked ones too.
pub fn devices_of(conn: &mut Conn, person: PersonId) -> Result<Vec<DeviceRow>> {
    conn.query(DEVICES_OF, &[person.into()])?.iter().map(device_row).collect()
}

/// Serial number and time of every device that was revoked and whose certificate ends after `time`.
pub fn revoked(conn: &mut Conn, time: Timestamp) -> Result<Vec<(Vec<u8>, Timestamp)>> {
    let rows = conn.query(REVOKED, &[time.into()])?;
    rows.iter().map(|row| Ok((row.bytes(0)?.to_vec(), row.at(1)?))).collect()
}

/// The name of a facility, of one that has left too.
/// The name of a facility, open or not.
pub fn facility_name(conn: &mut Conn, id: FacilityId) -> Result<Option<String>> {
    let row = conn.first(FACILITY_NAME, &[id.into()])?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// The open facilities of a region: id, name, code of kind.
pub fn facilities(conn: &mut Conn, region: RegionId) -> Result<Vec<(FacilityId, String, String)>> {
    conn.query(FACILITIES, &[region.into()])?
        .iter()
        .map(|row| Ok((row.id(0)?, row.text(1)?.to_owned(), row.text(2)?.to_owned())))
        .collect()
}
