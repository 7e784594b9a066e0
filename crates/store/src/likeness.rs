//! The register of patients by what they have in common, and where each consent of one stands.

use tasuki_domain::likeness::{Likeness, LikenessKind};
use tasuki_kernel::{Code, FacilityId, LogId, NotebookId, Problem, RegionId, Result, RoomId};

use crate::driver::Conn;

/// Somebody who is registered and has something in common with who is searched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The notebook.
    pub notebook: NotebookId,
    /// Its team's room.
    pub team_room: RoomId,
    /// The facility that manages it, with its name.
    pub managing: (FacilityId, String),
    /// What the two have in common.
    pub kind: LikenessKind,
}

const ALIKE: &str = "SELECT likenesses.notebook, notebooks.team_room, \
     notebooks.managing_facility, facilities.name, likenesses.kind FROM likenesses \
     JOIN notebooks ON notebooks.id = likenesses.notebook \
     JOIN facilities ON facilities.id = notebooks.managing_facility \
     WHERE likenesses.region = $1 AND likenesses.kind = $2 AND likenesses.mark = $3 \
     AND notebooks.destroyed_at IS NULL ORDER BY likenesses.notebook LIMIT 50";
const STEPS: &str =
    "SELECT log, sequence FROM consent_steps WHERE notebook = $1 ORDER BY log, sequence";

/// Everybody who has one of these marks, in the order of the marks; whoever has two stands twice.
pub fn alike(conn: &mut Conn, region: RegionId, marks: &[Likeness]) -> Result<Vec<Alike>> {
    let mut found = Vec::new();
    for it in marks {
        let values = [region.into(), i64::from(it.kind.code()).into(), it.mark.into()];
        for row in conn.query(ALIKE, &values)? {
            let kind = LikenessKind::from_code(row.int(4)?)
                .ok_or_else(|| Problem::new(Code::Damaged, "a likeness of an unknown kind"))?;
            found.push(Alike {
                notebook: row.id(0)?,
                team_room: row.id(1)?,
                managing: (row.id(2)?, row.text(3)?.to_owned()),
                kind,
            });
        }
    }
    Ok(found)
}

/// Where the consents of a notebook stand, oldest first.
pub fn consents(conn: &mut Conn, notebook: NotebookId) -> Result<Vec<(LogId, u64)>> {
    conn.query(STEPS, &[notebook.into()])?
        .iter()
        .map(|row| Ok((row.id(0)?, row.count(1)?)))
        .collect()
}
