//! What stands around a room's timeline: the patient, the members, the rooms beside it. Read at
//! one moment.

use std::sync::Arc;

use tasuki_domain::content::{Content, Touched};
use tasuki_domain::patient::Patient;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{Code, Result, RoomId};
use tasuki_store::{Conn, log, notebook};

use crate::room::{Member, Room, enter};

/// What stands around a timeline.
#[derive(Debug, Clone)]
pub struct Around {
    /// Whose notebook it is.
    pub patient: Option<Patient>,
    /// Whether another patient of this reader has the same name.
    pub same_name: bool,
    /// Everybody who is a member now, in the order of joining.
    pub members: Vec<Member>,
    /// The rooms of the notebook that this reader may enter, this one included.
    pub rooms: Vec<Beside>,
}

/// A room beside another.
#[derive(Debug, Clone)]
pub struct Beside {
    /// The room.
    pub room: RoomId,
    /// Its kind.
    pub kind: RoomKind,
    /// The theme of a selected room; empty for others.
    pub title: String,
    /// Notes that the reader has not opened; not counted for the room that is being looked at.
    pub unread: Option<u64>,
}

impl Room {
    /// What stands around the timeline; the reading is recorded first.
    pub async fn around(&self) -> Result<Around> {
        self.record(Touched::Timeline).await?;
        let room = self.clone();
        self.app.store.read(move |conn| room.read_around(conn)).await
    }

    fn read_around(&self, conn: &mut Conn) -> Result<Around> {
        let patient = match &self.place.notebook {
            Some(row) if self.shows_patient() => self.app.basics(conn, row)?,
            _ => None,
        };
        let same_name = match &patient {
            Some(patient) => self.has_namesake(conn, &patient.name)?,
            None => false,
        };
        Ok(Around {
            patient,
            same_name,
            members: self.members_now(conn)?,
            rooms: self.rooms_beside(conn)?,
        })
    }

    fn rooms_beside(&self, conn: &mut Conn) -> Result<Vec<Beside>> {
        let Some(notebook) = self.place.row.notebook else {
            return Ok(vec![self.as_beside(conn, None)?]);
        };
        let mut beside = Vec::new();
        for row in notebook::rooms_of(conn, notebook)? {
            if row.id == self.id() {
                beside.push(self.as_beside(conn, None)?);
                continue;
            }
            let (app, session) = (Arc::clone(&self.app), Arc::clone(&self.session));
            match enter(conn, app, session, row.id, self.now) {
                Ok(room) => {
                    let unread = room.count_unread(conn)?;
                    beside.push(room.as_beside(conn, Some(unread))?);
                }
                Err(problem) if problem.code == Code::NotFound => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(beside)
    }

    fn as_beside(&self, conn: &mut Conn, unread: Option<u64>) -> Result<Beside> {
        Ok(Beside { room: self.id(), kind: self.kind(), title: self.read_title(conn)?, unread })
    }

    /// The theme of a selected room; empty for others.
    pub async fn title(&self) -> Result<String> {
        let room = self.clone();
        self.app.store.read(move |conn| room.read_title(conn)).await
    }

    fn read_title(&self, conn: &mut Conn) -> Result<String> {
        if self.kind() != RoomKind::Selected {
            return Ok(String::new());
        }
        // One 特別便 that was opened by law tells nothing of the log beside it.
        let Ok(main) = self.main_log() else { return Ok(String::new()) };
        let Some(first) = log::entries_from(conn, main.log, 1, 1)?.pop() else {
            return Ok(String::new());
        };
        let opened = self.app.open_entry(main.vault, &first)?;
        Ok(match &opened.content {
            Some(Content::Opened(it)) => it.title.clone(),
            _ => String::new(),
        })
    }
}
