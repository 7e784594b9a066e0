//! Whom a notice reaches: facilities with the professions in them, who has opened it there, and to
//! whom letters go.

use tasuki_kernel::{EntryId, FacilityId, PersonId, RegionId, Result, RoomId, Timestamp};

use crate::driver::Conn;
use crate::value::Row;

/// A facility that takes part, with one of its staff; once without anybody when it has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reachable {
    /// The facility.
    pub facility: FacilityId,
    /// 施設分類, the code.
    pub kind: String,
    /// Whether it is a member of the channel that was asked for.
    pub member: bool,
    /// 職種 and person.
    pub held: Option<(String, PersonId)>,
}

/// A facility that a notice was addressed to, with somebody who opened it there; once without
/// anybody when nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressed {
    /// The facility.
    pub facility: FacilityId,
    /// Its name.
    pub name: String,
    /// 施設分類, the code.
    pub kind: String,
    /// 所在地市区町村, the code.
    pub municipality: Option<String>,
    /// Still takes part.
    pub active: bool,
    /// Who opened it, when, and when it was confirmed.
    pub opened: Option<(String, Timestamp, Option<Timestamp>)>,
}

/// Somebody who manages a facility, as letters address them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagerRow {
    /// The facility.
    pub facility: FacilityId,
    /// Its name.
    pub facility_name: String,
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// メールアドレス.
    pub mail: Option<String>,
    /// The language that the person chose for the screens.
    pub lang: Option<String>,
}

const REACHABLE: &str = "SELECT facilities.id, facilities.kind, held.profession, held.person, \
     member.channel FROM facilities LEFT JOIN \
     (SELECT posts.facility, posts.profession, posts.person FROM posts \
     JOIN persons ON persons.id = posts.person WHERE persons.active = 1 AND posts.from_at <= $2 \
     AND (posts.until_at IS NULL OR posts.until_at > $2)) AS held \
     ON held.facility = facilities.id LEFT JOIN channel_facilities AS member \
     ON member.facility = facilities.id AND member.channel = $3 \
     WHERE facilities.region = $1 AND facilities.active = 1 ORDER BY facilities.id";
const ADDRESSED: &str = "SELECT facilities.id, facilities.name, facilities.kind, municipality, \
     facilities.active, persons.family, persons.given, opened.opened_at, opened.confirmed_at \
     FROM notice_facilities JOIN facilities ON facilities.id = notice_facilities.facility \
     LEFT JOIN notice_openings AS opened ON opened.notice = notice_facilities.notice \
     AND opened.facility = notice_facilities.facility \
     LEFT JOIN persons ON persons.id = opened.person WHERE notice_facilities.notice = $1 \
     ORDER BY facilities.name, facilities.id, opened.opened_at, opened.person";
const MANAGERS: &str = "SELECT facilities.id, facilities.name, persons.id, family, given, mail, \
     preferences.lang FROM posts JOIN facilities ON facilities.id = posts.facility \
     JOIN persons ON persons.id = posts.person \
     LEFT JOIN preferences ON preferences.person = persons.id \
     WHERE facilities.region = $1 AND facilities.active = 1 AND posts.manager = 1 \
     AND persons.active = 1 AND posts.from_at <= $2 \
     AND (posts.until_at IS NULL OR posts.until_at > $2) \
     ORDER BY facilities.name, facilities.id, family_kana, persons.id";

/// Every facility of a region that takes part, with everybody of its staff.
pub fn reachable(
    conn: &mut Conn,
    region: RegionId,
    (channel, now): (RoomId, Timestamp),
) -> Result<Vec<Reachable>> {
    let of = |row: &Row| {
        let held = match row.opt_id(3)? {
            Some(person) => Some((row.text(2)?.to_owned(), person)),
            None => None,
        };
        let member = row.opt_id::<RoomId>(4)?.is_some();
        Ok(Reachable { facility: row.id(0)?, kind: row.text(1)?.to_owned(), member, held })
    };
    conn.query(REACHABLE, &[region.into(), now.into(), channel.into()])?.iter().map(of).collect()
}

/// The facilities that a notice was addressed to, by name, with everybody who opened it there.
pub fn addressed(conn: &mut Conn, notice: EntryId) -> Result<Vec<Addressed>> {
    let of = |row: &Row| {
        let opened = match row.opt_at(7)? {
            Some(at) => {
                let [family, given] =
                    [row.opt_text(5)?, row.opt_text(6)?].map(Option::unwrap_or_default);
                Some((format!("{family} {given}").trim().to_owned(), at, row.opt_at(8)?))
            }
            None => None,
        };
        Ok(Addressed {
            facility: row.id(0)?,
            name: row.text(1)?.to_owned(),
            kind: row.text(2)?.to_owned(),
            municipality: row.opt_text(3)?.map(str::to_owned),
            active: row.truth(4)?,
            opened,
        })
    };
    conn.query(ADDRESSED, &[notice.into()])?.iter().map(of).collect()
}

/// Everybody who manages a facility of a region now.
pub fn managers(conn: &mut Conn, region: RegionId, now: Timestamp) -> Result<Vec<ManagerRow>> {
    let of = |row: &Row| {
        Ok(ManagerRow {
            facility: row.id(0)?,
            facility_name: row.text(1)?.to_owned(),
            person: row.id(2)?,
            name: format!("{} {}", row.text(3)?, row.text(4)?),
            mail: row.opt_text(5)?.map(str::to_owned),
            lang: row.opt_text(6)?.map(str::to_owned),
        })
    };
    conn.query(MANAGERS, &[region.into(), now.into()])?.iter().map(of).collect()
}

/// Somebody who opened a notice, in a facility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opener {
    /// Who.
    pub person: PersonId,
    /// 姓名.
    pub name: String,
    /// The facility's name.
    pub facility: String,
    /// When.
    pub at: Timestamp,
}

const OPENERS_BESIDE: &str = "SELECT notice_openings.person, persons.family, persons.given, \
     facilities.name, opened_at FROM notice_openings \
     JOIN persons ON persons.id = notice_openings.person \
     JOIN facilities ON facilities.id = notice_openings.facility \
     WHERE notice_openings.notice = $1 AND notice_openings.facility IN \
     (SELECT facility FROM posts WHERE posts.person = $2) \
     ORDER BY opened_at, notice_openings.person, facilities.id";

/// Who opened a notice in the facilities of a person, the first one first.
pub fn openers_beside(conn: &mut Conn, notice: EntryId, person: PersonId) -> Result<Vec<Opener>> {
    let of = |row: &Row| {
        Ok(Opener {
            person: row.id(0)?,
            name: format!("{} {}", row.text(1)?, row.text(2)?),
            facility: row.text(3)?.to_owned(),
            at: row.at(4)?,
        })
    };
    conn.query(OPENERS_BESIDE, &[notice.into(), person.into()])?.iter().map(of).collect()
}
