//! Who has opened an entry and when, and who has not, for its author alone: names, not counts.

use std::collections::HashMap;

use tasuki_domain::policy::{Action, RoomFacts, Subject, decide};
use tasuki_kernel::{EntryId, PersonId, Result, Timestamp};
use tasuki_store::notebook::MemberRow;
use tasuki_store::{Conn, notebook, opening};

use crate::actor;
use crate::author::Byline;
use crate::room::{ReadableLog, Room};
use crate::standing::Standing;

/// Who has opened an entry, and who has not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Readership {
    /// By whom, and when, in the order of time. Opened before times were kept: without one.
    pub opened: Vec<(Byline, Option<Timestamp>)>,
    /// Members now who may read it and have not opened it, in the order of joining.
    pub unopened: Vec<Byline>,
}

impl Room {
    /// Who has opened an entry of the reader's own, and who has not; none for an entry of
    /// somebody else.
    ///
    /// # Errors
    /// `NotFound` when it is not in this room, or not for this reader.
    pub async fn readership(&self, id: EntryId) -> Result<Option<Readership>> {
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let (log, stored) = room.find(conn, id)?;
                let opened = room.app.open_entry(log.row.vault, &stored)?;
                let standing = Self::standing(conn, &opened)?;
                let mine = standing.facts.author == Some(room.session.person.id);
                if !mine || !room.allows(log, &standing, Action::Read) {
                    return Ok(None);
                }
                room.read_readership(conn, log, &standing, stored.sequence).map(Some)
            })
            .await
    }

    fn read_readership(
        &self,
        conn: &mut Conn,
        log: &ReadableLog,
        standing: &Standing,
        sequence: u64,
    ) -> Result<Readership> {
        let times: HashMap<PersonId, Timestamp> =
            opening::first(conn, log.row.id, sequence)?.into_iter().collect();
        let reached: HashMap<PersonId, u64> =
            notebook::readers(conn, log.row.id)?.into_iter().collect();
        let mut readership = Readership::default();
        for member in notebook::members(conn, self.place.row.id)? {
            if member.person == self.session.person.id {
                continue;
            }
            let has = reached.get(&member.person).is_some_and(|it| *it >= sequence);
            if !has && !self.may_be_read_by(conn, &member, log, standing)? {
                continue;
            }
            let byline = self.known.member(conn, member.person, member.facts.post)?;
            if has {
                readership.opened.push((byline, times.get(&member.person).copied()));
            } else {
                readership.unopened.push(byline);
            }
        }
        // Those without a time opened it before times were kept: first.
        readership.opened.sort_by_key(|(_, at)| *at);
        Ok(readership)
    }

    /// Whether policy would show the entry to another member now.
    fn may_be_read_by(
        &self,
        conn: &mut Conn,
        member: &MemberRow,
        log: &ReadableLog,
        standing: &Standing,
    ) -> Result<bool> {
        let Some(person) = self.known.person(conn, member.person)? else { return Ok(false) };
        let posts = self.known.posts_of(conn, member.person)?;
        let other = actor::actor(&person, &posts, self.now);
        let facts =
            RoomFacts { membership: Some(member.facts), disclosure: None, ..self.facts.clone() };
        let subject = Subject::Entry(&facts, &log.facts, &standing.facts);
        Ok(person.active && decide(&other, Action::Read, subject, self.now).allowed())
    }
}
