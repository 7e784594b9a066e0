//! Who will be able to see an entry, before it is written: asked of policy for every member, never
//! worked out elsewhere.

use tasuki_domain::policy::{Action, EntryFacts, LogFacts, Subject, decide};
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{PersonId, Problem, Result};
use tasuki_store::Conn;

use crate::actor;
use crate::author::Byline;
use crate::room::{Member, Room};

/// Who would see an entry of one sensitivity, and who of the room would not.
#[derive(Debug, Clone)]
pub struct SeenBy {
    /// The sensitivity.
    pub sensitivity: Sensitivity,
    /// Members who would see it at once, the writer left out.
    pub seeing: Vec<Member>,
    /// Members who would not, unless it is released to them.
    pub not_seeing: Vec<Member>,
}

impl Room {
    /// For each sensitivity: who of the room would see a note that this reader writes now.
    pub async fn seen_by(&self) -> Result<Vec<SeenBy>> {
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let me = room.session.person.id;
                let mut all = room.members_now(conn)?;
                all.retain(|it| it.person != me);
                let mut found = Vec::new();
                for sensitivity in Sensitivity::ALL {
                    let mut of = SeenBy { sensitivity, seeing: Vec::new(), not_seeing: Vec::new() };
                    for member in &all {
                        let sees = room.would_see(conn, member.person, sensitivity)?;
                        let list = if sees { &mut of.seeing } else { &mut of.not_seeing };
                        list.push(member.clone());
                    }
                    found.push(of);
                }
                Ok(found)
            })
            .await
    }

    /// Whether a member may read what this reader writes now.
    fn would_see(&self, conn: &mut Conn, person: PersonId, it: Sensitivity) -> Result<bool> {
        let known = &self.known;
        let Some(row) = known.person(conn, person)? else { return Ok(false) };
        let posts = known.posts_of(conn, person)?;
        let reader = actor::actor(&row, &posts, self.now);
        let facts = actor::room_facts(conn, known, &reader, &self.place, self.now)?;
        let entry = EntryFacts {
            author: Some(self.session.person.id),
            sensitivity: it,
            received: self.now,
            undisclosed: false,
            misfiled: false,
            released: Vec::new(),
        };
        let subject = Subject::Entry(&facts, &LogFacts { audience: None, opened: false }, &entry);
        Ok(decide(&reader, Action::Read, subject, self.now).allowed())
    }

    /// Refuses a delivery to somebody whom it would not reach, naming who that is.
    ///
    /// # Errors
    /// `Invalid` on `deliver_to`; the detail begins with `left:` for those who were members and
    /// are not any more, with `unseen:` for those whose profession may not see the sensitivity.
    pub(crate) async fn reaches(&self, audience: &[PersonId], it: Sensitivity) -> Result<()> {
        let (room, audience) = (self.clone(), audience.to_vec());
        self.app
            .store
            .read(move |conn| {
                let now = room.members_now(conn)?;
                let (mut left, mut unseen) = (Vec::new(), Vec::new());
                for person in audience {
                    let Some(member) = now.iter().find(|it| it.person == person) else {
                        left.push(room.former(conn, person)?.name);
                        continue;
                    };
                    let me = person == room.session.person.id;
                    if !me && !room.would_see(conn, person, it)? {
                        unseen.push(member.byline.name.clone());
                    }
                }
                match (left.is_empty(), unseen.is_empty()) {
                    (false, _) => refuse("left", &left),
                    (_, false) => refuse("unseen", &unseen),
                    _ => Ok(()),
                }
            })
            .await
    }

    /// Somebody who was a member of this room; whoever never was is not named.
    fn former(&self, conn: &mut Conn, person: PersonId) -> Result<Byline> {
        let never = || Problem::invalid("deliver_to", "not a member of this room");
        let facts = self.known.membership(conn, self.place.row.id, person)?.ok_or_else(never)?;
        self.known.member(conn, person, facts.post)
    }
}

fn refuse(why: &str, names: &[String]) -> Result<()> {
    Err(Problem::invalid("deliver_to", format!("{why}: {}", names.join("、"))))
}
