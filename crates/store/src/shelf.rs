//! What a person's list of notebooks is made of, each part in one question however many
//! notebooks there are: rooms with everything that policy asks about them, and logs with how far
//! they were read.

use tasuki_domain::policy::MembershipFacts;
use tasuki_kernel::{NotebookId, PersonId, Result};

use crate::driver::Conn;
use crate::log::{LogRow, log_row};
use crate::notebook::{Consent, Mark, NotebookRow, RoomRow, notebook_row, room_row};
use crate::value::Row;

/// A room that a person is or was a member of.
#[derive(Debug, Clone)]
pub struct ShelvedRoom {
    /// The room.
    pub room: RoomRow,
    /// The membership.
    pub membership: MembershipFacts,
    /// The notebook; none when the room is not about a patient.
    pub notebook: Option<NotebookRow>,
    /// Consent to team sharing, as it was last said.
    pub consent: Option<Consent>,
    /// Consent to showing family something, as it was last said.
    pub family_consent: Option<Consent>,
}

const ROOMS: &str = "SELECT rooms.id, rooms.region, rooms.notebook, rooms.kind, rooms.main_log, \
     members.post, members.from_at, members.until_at, members.history_from, consents.given, \
     consents.from_at, consents.until_at, notebooks.id, notebooks.region, notebooks.patient, \
     notebooks.team_room, notebooks.managing_facility, notebooks.vault, notebooks.basics_log, \
     notebooks.basics_sequence, notebooks.attending, notebooks.deputy, notebooks.destroyed_at, \
     notebooks.closed_at, notebooks.closed_for, notebooks.closed_sequence, \
     families.given, families.from_at, families.until_at \
     FROM members JOIN rooms ON rooms.id = members.room \
     LEFT JOIN notebooks ON notebooks.id = rooms.notebook \
     LEFT JOIN consents ON consents.notebook = rooms.notebook AND consents.kind = 1 \
     LEFT JOIN consents AS families ON families.notebook = rooms.notebook AND families.kind = 2 \
     WHERE members.person = $1 ORDER BY rooms.notebook, rooms.kind, rooms.id";
const LOGS: &str = "SELECT logs.id, logs.region, logs.purpose, logs.room, logs.vault, \
     logs.wrap_key, logs.sequence, logs.head, logs.low, logs.middle, logs.high, logs.treed, \
     marks.sequence, marks.low, marks.middle, marks.high FROM members \
     JOIN logs ON logs.room = members.room \
     LEFT JOIN marks ON marks.log = logs.id AND marks.person = members.person \
     WHERE members.person = $1 ORDER BY logs.room, logs.purpose, logs.id";

fn shelved_room(row: &Row) -> Result<ShelvedRoom> {
    let said = |first: usize| -> Result<Option<Consent>> {
        let Some(from) = row.opt_at(first + 1)? else { return Ok(None) };
        let given = row.opt_int(first)? == Some(1);
        Ok(Some(Consent { given, from, until: row.opt_at(first + 2)? }))
    };
    let notebook = match row.opt_id::<NotebookId>(12)? {
        None => None,
        Some(_) => Some(notebook_row(row, 12)?),
    };
    Ok(ShelvedRoom {
        room: room_row(row)?,
        membership: MembershipFacts {
            post: row.opt_id(5)?,
            from: row.at(6)?,
            until: row.opt_at(7)?,
            history_from: row.opt_at(8)?,
        },
        consent: said(9)?,
        family_consent: said(26)?,
        notebook,
    })
}

/// Every room that a person is or was a member of, in the order of notebooks and kinds.
pub fn rooms(conn: &mut Conn, person: PersonId) -> Result<Vec<ShelvedRoom>> {
    conn.query(ROOMS, &[person.into()])?.iter().map(shelved_room).collect()
}

/// The logs of those rooms, and how far the person has read each.
pub fn logs(conn: &mut Conn, person: PersonId) -> Result<Vec<(LogRow, Mark)>> {
    conn.query(LOGS, &[person.into()])?
        .iter()
        .map(|row| {
            let mark = match row.opt_int(12)? {
                None => Mark::default(),
                Some(_) => Mark {
                    sequence: row.count(12)?,
                    read: [row.count(13)?, row.count(14)?, row.count(15)?],
                },
            };
            Ok((log_row(row)?, mark))
        })
        .collect()
}
