//! The staff of a facility as its managers see it: posts that hold, devices, when each was last
//! used, and in which rooms somebody is a member by a post. Nothing of a patient.

use std::collections::HashMap;

use tasuki_domain::policy::MembershipFacts;
use tasuki_kernel::{
    DeviceId, FacilityId, LogId, NotebookId, PersonId, PostId, Result, RoomId, Timestamp,
};

use crate::driver::Conn;
use crate::notebook::{RoomRow, room_row};
use crate::people::{DeviceRow, PostRow, device_row, post_row};

/// Somebody with a post that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffRow {
    /// The post.
    pub post: PostRow,
    /// ログインID.
    pub login: String,
    /// メールアドレス.
    pub mail: Option<String>,
    /// How many posts of the person hold besides this one, wherever.
    pub others: u64,
}

/// A room in which somebody is a member by a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldRoom {
    /// The room.
    pub room: RoomRow,
    /// The membership.
    pub facts: MembershipFacts,
}

impl HeldRoom {
    /// The room's main log, notebook and id.
    pub const fn place(&self) -> (LogId, Option<NotebookId>, RoomId) {
        (self.room.main_log, self.room.notebook, self.room.id)
    }
}

const STAFF: &str = "SELECT posts.id, posts.person, family, given, family_kana, given_kana, \
     posts.facility, facilities.name, posts.profession, posts.manager, posts.from_at, \
     posts.until_at, login, mail, (SELECT COUNT(*) FROM posts AS others \
     WHERE others.person = posts.person AND others.id <> posts.id AND others.from_at <= $2 \
     AND (others.until_at IS NULL OR others.until_at > $2)) FROM posts \
     JOIN persons ON persons.id = posts.person \
     JOIN facilities ON facilities.id = posts.facility \
     WHERE posts.facility = $1 AND posts.from_at <= $2 \
     AND (posts.until_at IS NULL OR posts.until_at > $2) \
     ORDER BY family_kana, given_kana, posts.id";
const DEVICES: &str = "SELECT id, person, kind, fingerprint, label, not_after, issued_at, \
     revoked_at, serial, system FROM devices WHERE person IN \
     (SELECT person FROM posts WHERE facility = $1 AND from_at <= $2 \
     AND (until_at IS NULL OR until_at > $2)) ORDER BY issued_at, id";
const SEEN: &str = "SELECT device, MAX(seen_at) FROM sessions WHERE person IN \
     (SELECT person FROM posts WHERE facility = $1 AND from_at <= $2 \
     AND (until_at IS NULL OR until_at > $2)) GROUP BY device";
const OTHER_MANAGERS: &str = "SELECT COUNT(*) FROM posts JOIN persons ON persons.id = posts.person \
     WHERE posts.facility = $1 AND posts.manager = 1 AND persons.active = 1 AND posts.id <> $2 \
     AND posts.from_at <= $3 AND (posts.until_at IS NULL OR posts.until_at > $3)";
const ATTENDS: &str = "SELECT COUNT(*) FROM notebooks \
     WHERE (attending = $1 OR deputy = $1) AND destroyed_at IS NULL AND closed_at IS NULL";
const ROOMS: &str = "SELECT rooms.id, rooms.region, rooms.notebook, rooms.kind, rooms.main_log, \
     members.post, members.from_at, members.until_at, members.history_from FROM members \
     JOIN rooms ON rooms.id = members.room WHERE members.person = $1 AND members.post = $2 \
     AND (members.until_at IS NULL OR members.until_at > $3) ORDER BY rooms.id";

/// In how many open notebooks a post is that of the attending doctor or the deputy.
pub fn attends(conn: &mut Conn, post: PostId) -> Result<u64> {
    conn.first(ATTENDS, &[post.into()])?.map_or(Ok(0), |row| row.count(0))
}

/// Everybody whose post at a facility holds, in kana order.
pub fn all(conn: &mut Conn, facility: FacilityId, now: Timestamp) -> Result<Vec<StaffRow>> {
    conn.query(STAFF, &[facility.into(), now.into()])?
        .iter()
        .map(|row| {
            Ok(StaffRow {
                post: post_row(row)?,
                login: row.text(12)?.to_owned(),
                mail: row.opt_text(13)?.map(str::to_owned),
                others: row.count(14)?,
            })
        })
        .collect()
}

/// The devices of everybody whose post at a facility holds, revoked ones too.
pub fn devices(conn: &mut Conn, facility: FacilityId, now: Timestamp) -> Result<Vec<DeviceRow>> {
    conn.query(DEVICES, &[facility.into(), now.into()])?.iter().map(device_row).collect()
}

/// When each of these devices was last used.
pub fn seen(
    conn: &mut Conn,
    facility: FacilityId,
    now: Timestamp,
) -> Result<HashMap<DeviceId, Timestamp>> {
    let rows = conn.query(SEEN, &[facility.into(), now.into()])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.at(1)?))).collect()
}

/// How many manage a facility besides the holder of a post.
pub fn other_managers(
    conn: &mut Conn,
    (facility, post): (FacilityId, PostId),
    now: Timestamp,
) -> Result<u64> {
    let row = conn.first(OTHER_MANAGERS, &[facility.into(), post.into(), now.into()])?;
    row.map_or(Ok(0), |row| row.count(0))
}

/// The rooms in which somebody is a member now by a post.
pub fn rooms(
    conn: &mut Conn,
    (person, post): (PersonId, PostId),
    now: Timestamp,
) -> Result<Vec<HeldRoom>> {
    conn.query(ROOMS, &[person.into(), post.into(), now.into()])?
        .iter()
        .map(|row| {
            let facts = MembershipFacts {
                post: row.opt_id(5)?,
                from: row.at(6)?,
                until: row.opt_at(7)?,
                history_from: row.opt_at(8)?,
            };
            Ok(HeldRoom { room: room_row(row)?, facts })
        })
        .collect()
}
