//! What one page is put together on: a connection, with what was already looked up on it. It ends
//! with the page; nothing of it is kept.

use std::collections::HashMap;
use std::sync::Arc;

use tasuki_kernel::{PersonId, Result, RoomId};
use tasuki_ledger::{Author, AuthorKind};
use tasuki_store::Conn;
use tasuki_store::log::StoredEntry;

use super::beside::Beside;
use crate::author::Byline;
use crate::known::Known;
use crate::opened::Opened;
use crate::standing::Standing;
use crate::vital::Recall;

/// A connection with what was already looked up on it.
pub(crate) struct Desk<'a> {
    pub(crate) conn: &'a mut Conn,
    pub(super) recall: Recall,
    pub(super) beside: Beside,
    pub(crate) known: Arc<Known>,
    members: HashMap<PersonId, Byline>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(conn: &'a mut Conn, known: &Arc<Known>) -> Self {
        Self {
            conn,
            recall: Recall::default(),
            beside: Beside::default(),
            known: Arc::clone(known),
            members: HashMap::new(),
        }
    }

    /// The same desk for another reader of the same room: what one may see is nothing to the next.
    pub(crate) fn turn_to_another(&mut self) {
        self.recall = Recall::default();
    }

    pub(crate) fn byline(&mut self, author: &Author) -> Result<Byline> {
        Ok((*self.known.byline(self.conn, author)?).clone())
    }

    /// Asks at once for what stands beside entries of one log that are to be shown.
    pub(crate) fn prepare(&mut self, entries: &[StoredEntry]) -> Result<()> {
        self.beside.prepare(self.conn, entries)
    }

    /// What is known of an entry beside its own words.
    pub(super) fn standing(&mut self, opened: &Opened) -> Result<Standing> {
        let changes = self.beside.amendments(self.conn, opened.log, opened.record)?;
        let released = self.beside.released(self.conn, opened.log, opened.record)?;
        Ok(Standing::new(opened, self.person(&opened.author)?, released, changes))
    }

    /// The person behind an author, if one is known here.
    fn person(&mut self, author: &Author) -> Result<Option<PersonId>> {
        match author.kind {
            AuthorKind::Post => Ok(self.known.byline(self.conn, author)?.person),
            AuthorKind::Patient | AuthorKind::Family => Ok(Some(PersonId::from_bytes(author.id))),
            AuthorKind::System => Ok(None),
        }
    }

    /// A member of a room as shown; a desk serves one room.
    pub(super) fn member(&mut self, room: RoomId, person: PersonId) -> Result<Byline> {
        if let Some(known) = self.members.get(&person) {
            return Ok(known.clone());
        }
        let post = self.known.membership(self.conn, room, person)?.and_then(|it| it.post);
        let byline = self.known.member(self.conn, person, post)?;
        self.members.insert(person, byline.clone());
        Ok(byline)
    }
}
