//! 権限の棚卸し: which facility's rights were confirmed for which quarter.

use std::collections::HashMap;

use tasuki_kernel::{FacilityId, PersonId, PostId, RegionId, Result, Timestamp};

use crate::driver::Conn;
use crate::group::Transaction;
use crate::value::Row;

/// A review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    /// For which quarter.
    pub quarter: u32,
    /// When.
    pub at: Timestamp,
    /// By whom: family and given name.
    pub by: String,
    /// People on the list.
    pub people: u64,
    /// Devices on the list.
    pub devices: u64,
}

/// A facility that is to be reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewedFacility {
    /// The facility.
    pub id: FacilityId,
    /// Its name.
    pub name: String,
    /// Since when somebody has a post there; none as long as nobody had.
    pub since: Option<Timestamp>,
    /// How many posts hold.
    pub people: u64,
    /// The last review.
    pub last: Option<ReviewRow>,
}

const OF_FACILITY: &str = "SELECT quarter, reviewed_at, family, given, people, devices \
     FROM reviews JOIN persons ON persons.id = reviewed_by WHERE facility = $1 \
     ORDER BY quarter DESC LIMIT 40";
const LAST_OF_EACH: &str = "SELECT quarter, reviewed_at, family, given, people, devices, facility \
     FROM reviews JOIN persons ON persons.id = reviewed_by WHERE reviews.region = $1 \
     AND quarter = (SELECT MAX(quarter) FROM reviews AS others \
     WHERE others.facility = reviews.facility)";
const FACILITIES: &str = "SELECT facilities.id, name, MIN(from_at), \
     COUNT(CASE WHEN posts.id IS NOT NULL AND (until_at IS NULL OR until_at > $2) \
     THEN 1 END) FROM facilities LEFT JOIN posts ON posts.facility = facilities.id \
     WHERE region = $1 AND active = 1 GROUP BY facilities.id, name ORDER BY name, facilities.id";
const SINCE: &str = "SELECT MIN(from_at) FROM posts WHERE facility = $1";
const ROOMS: &str = "SELECT members.post, COUNT(*) FROM posts \
     JOIN members ON members.person = posts.person AND members.post = posts.id \
     WHERE posts.facility = $1 \
     AND members.from_at <= $2 AND (members.until_at IS NULL OR members.until_at > $2) \
     GROUP BY members.post";
const MANAGERS: &str = "SELECT DISTINCT persons.id FROM posts \
     JOIN persons ON persons.id = posts.person WHERE posts.facility = $1 AND manager = 1 \
     AND active = 1 AND from_at <= $2 AND (until_at IS NULL OR until_at > $2) ORDER BY persons.id";
const REMINDED: &str = "SELECT quarter FROM reminders WHERE facility = $1";
const REMIND: &str = "INSERT INTO reminders (facility, quarter) VALUES ($1, $2) \
     ON CONFLICT (facility) DO UPDATE SET quarter = excluded.quarter";

fn row(row: &Row) -> Result<ReviewRow> {
    Ok(ReviewRow {
        quarter: u32::try_from(row.int(0)?).unwrap_or_default(),
        at: row.at(1)?,
        by: format!("{} {}", row.text(2)?, row.text(3)?),
        people: row.count(4)?,
        devices: row.count(5)?,
    })
}

/// The reviews of a facility, newest first: those of ten years.
pub fn of_facility(conn: &mut Conn, facility: FacilityId) -> Result<Vec<ReviewRow>> {
    conn.query(OF_FACILITY, &[facility.into()])?.iter().map(row).collect()
}

/// Every facility that takes part, with its last review.
pub fn facilities(
    conn: &mut Conn,
    region: RegionId,
    now: Timestamp,
) -> Result<Vec<ReviewedFacility>> {
    let mut last = HashMap::new();
    for it in conn.query(LAST_OF_EACH, &[region.into()])? {
        last.insert(it.id::<FacilityId>(6)?, row(&it)?);
    }
    conn.query(FACILITIES, &[region.into(), now.into()])?
        .iter()
        .map(|row| {
            let id = row.id(0)?;
            Ok(ReviewedFacility {
                id,
                name: row.text(1)?.to_owned(),
                since: row.opt_at(2)?,
                people: row.count(3)?,
                last: last.remove(&id),
            })
        })
        .collect()
}

/// Since when somebody has a post at a facility.
pub fn since(conn: &mut Conn, facility: FacilityId) -> Result<Option<Timestamp>> {
    conn.first(SINCE, &[facility.into()])?.map_or(Ok(None), |row| row.opt_at(0))
}

/// In how many rooms each post of a facility is a member now: numbers, never which.
pub fn rooms(
    conn: &mut Conn,
    facility: FacilityId,
    now: Timestamp,
) -> Result<HashMap<PostId, u64>> {
    let rows = conn.query(ROOMS, &[facility.into(), now.into()])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.count(1)?))).collect()
}

/// Who manages a facility now and may sign in.
pub fn managers(conn: &mut Conn, facility: FacilityId, now: Timestamp) -> Result<Vec<PersonId>> {
    let rows = conn.query(MANAGERS, &[facility.into(), now.into()])?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Of which quarter a facility's managers were told last.
pub fn reminded(conn: &mut Conn, facility: FacilityId) -> Result<Option<u32>> {
    let row = conn.first(REMINDED, &[facility.into()])?;
    row.map_or(Ok(None), |row| Ok(u32::try_from(row.int(0)?).ok()))
}

/// Notes that they were told.
pub fn remind(t: &mut Transaction<'_>, facility: FacilityId, quarter: u32) -> Result<()> {
    t.execute(REMIND, &[facility.into(), i64::from(quarter).into()]).map(drop)
}
