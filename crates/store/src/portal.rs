//! What the region says about itself to everybody, its terms, and who accepted them.

use tasuki_domain::content::{Portal, Terms};
use tasuki_kernel::{PersonId, RegionId, Result, Timestamp};

use crate::driver::Conn;
use crate::value::Row;

const PORTAL: &str = "SELECT palette, municipality, about, joining, privacy, desk, phone, mail, \
     hours FROM portals WHERE region = $1";
const TERMS: &str = "SELECT region, version, text, from_at FROM terms \
     WHERE region = $1 ORDER BY version DESC";
const ACCEPTED: &str = "SELECT version, accepted_at FROM acceptances \
     WHERE person = $1 ORDER BY version DESC LIMIT 1";
const TAKING_PART: &str = "SELECT name, kind, municipality FROM facilities \
     WHERE region = $1 AND active = 1 ORDER BY COALESCE(municipality, ''), \
     kind, name, id";

/// A facility as the portal lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakingPart {
    /// Its name.
    pub name: String,
    /// 施設分類, its code.
    pub kind: String,
    /// 所在地市区町村, its code, when it is known.
    pub municipality: Option<String>,
}

/// What the portal says; nothing of its own when nobody has said anything yet.
pub fn portal(conn: &mut Conn, region: RegionId) -> Result<Portal> {
    let Some(row) = conn.first(PORTAL, &[region.into()])? else { return Ok(Portal::default()) };
    let text = |column| Ok::<_, tasuki_kernel::Problem>(row.text(column)?.to_owned());
    Ok(Portal {
        palette: text(0)?,
        municipality: text(1)?,
        about: text(2)?,
        joining: text(3)?,
        privacy: text(4)?,
        desk: text(5)?,
        phone: text(6)?,
        mail: text(7)?,
        hours: text(8)?,
    })
}

fn terms_row(row: &Row) -> Result<Terms> {
    Ok(Terms {
        region: row.id(0)?,
        version: u32::try_from(row.int(1)?).unwrap_or_default(),
        text: row.text(2)?.to_owned(),
        from: row.at(3)?,
    })
}

/// Every version of the terms, newest first.
pub fn terms(conn: &mut Conn, region: RegionId) -> Result<Vec<Terms>> {
    conn.query(TERMS, &[region.into()])?.iter().map(terms_row).collect()
}

/// The newest version that a person accepted, and when.
pub fn accepted(conn: &mut Conn, person: PersonId) -> Result<Option<(u32, Timestamp)>> {
    let Some(row) = conn.first(ACCEPTED, &[person.into()])? else { return Ok(None) };
    Ok(Some((u32::try_from(row.int(0)?).unwrap_or_default(), row.at(1)?)))
}

/// The facilities that take part.
pub fn taking_part(conn: &mut Conn, region: RegionId) -> Result<Vec<TakingPart>> {
    let of = |row: &Row| {
        Ok(TakingPart {
            name: row.text(0)?.to_owned(),
            kind: row.text(1)?.to_owned(),
            municipality: row.opt_text(2)?.map(str::to_owned),
        })
    };
    conn.query(TAKING_PART, &[region.into()])?.iter().map(of).collect()
}
