//! Leaving a team, by oneself or because the managing facility says so. With the team's room every
//! other room of the notebook ends; what was written stays as it was written.

use tasuki_domain::content::{Content, Membership};
use tasuki_domain::policy::{Action, MembershipFacts, Subject, decide};
use tasuki_kernel::{
    Code, FacilityId, LogId, NotebookId, PersonId, Problem, Result, RoomId, Timestamp,
};
use tasuki_store::{Conn, Transaction, notebook, people};

use super::why;
use crate::room::{Room, closed};

/// A room of the notebook in which somebody is a member.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Held {
    room: RoomId,
    log: LogId,
    facts: MembershipFacts,
}

/// Every room of a notebook in which somebody is a member now.
fn held(
    conn: &mut Conn,
    (notebook, person): (NotebookId, PersonId),
    now: Timestamp,
) -> Result<Vec<Held>> {
    let mut rooms = Vec::new();
    for row in notebook::rooms_of(conn, notebook)? {
        let found = notebook::member(conn, row.id, person)?.map(|it| it.facts);
        if let Some(facts) = found.filter(|it| it.until.is_none_or(|until| until > now)) {
            rooms.push(Held { room: row.id, log: row.main_log, facts });
        }
    }
    Ok(rooms)
}

/// Whether the team would have nobody of the managing facility without somebody.
fn is_last(
    conn: &mut Conn,
    (room, managing, person): (RoomId, FacilityId, PersonId),
    now: Timestamp,
) -> Result<bool> {
    let mut others = 0;
    let mut here = false;
    for row in notebook::members(conn, room)? {
        if row.facts.until.is_some_and(|until| until <= now) {
            continue;
        }
        let post = row.facts.post.map(|it| people::post(conn, it)).transpose()?.flatten();
        if post.is_some_and(|it| it.facility == managing && it.holds(now)) {
            if row.person == person { here = true } else { others += 1 }
        }
    }
    Ok(here && others == 0)
}

impl Room {
    /// Leaves the team, and every other room of the notebook.
    ///
    /// # Errors
    /// `Conflict` on `leave_team` for the last member of the managing facility.
    pub async fn leave_team(&self) -> Result<()> {
        self.of_team()?;
        self.end_membership(self.session.person.id, None).await
    }

    /// Takes somebody out of the team, and of every other room of the notebook.
    ///
    /// # Errors
    /// `NotAllowed` for who does not manage the notebook, `NotebookClosed`; `NotFound` for who is
    /// not in the team; `Invalid` on `reason`.
    pub async fn take_out(&self, person: PersonId, reason: &str) -> Result<()> {
        self.team_allows(|it| Subject::Managing(&self.facts, it))?;
        let there = self.members().await?.iter().any(|it| it.person == person);
        if !there || person == self.session.person.id {
            return Err(Problem::not_found());
        }
        let reason = why("reason", reason)?;
        self.end_membership(person, Some(reason)).await
    }

    async fn end_membership(&self, person: PersonId, reason: Option<String>) -> Result<()> {
        let (app, now) = (&self.app, self.now);
        let row = self.of_team()?;
        let (notebook, managing, team) = (row.id, row.managing_facility, self.id());
        let rooms = app.store.read(move |conn| held(conn, (notebook, person), now)).await?;
        let author = self.author(None)?;
        let (mut entries, mut records) = (Vec::new(), Vec::new());
        for it in &rooms {
            let ends = Content::Membership(Membership {
                room: it.room,
                person,
                post: it.facts.post,
                from: it.facts.from,
                until: Some(now),
                history_from: it.facts.history_from,
                reason: reason.clone(),
            });
            entries.push(app.sealed_by(app.log_key(it.log).await?, author, ends)?);
            records.push(self.wrote(it.room));
        }
        app.enter_together(entries, records, move |t| {
            as_read(t, (notebook, person), &rooms)?;
            let now = t.now();
            if is_last(t.conn(), (team, managing, person), now)? {
                let detail = "last: nobody of the managing facility would be left".into();
                return Err(Problem { code: Code::Conflict, field: Some("leave_team"), detail });
            }
            Ok(())
        })
        .await
    }

    /// Whether the reader may leave the team: not as the last of the managing facility, which hands
    /// over or closes first.
    pub async fn may_leave(&self) -> Result<bool> {
        let row = self.of_team()?;
        let of = (self.id(), row.managing_facility, self.session.person.id);
        let reads = decide(&self.actor, Action::Read, Subject::Room(&self.facts), self.now);
        let now = self.now;
        let last = self.app.store.read(move |conn| is_last(conn, of, now)).await?;
        Ok(reads.allowed() && !self.facts.closed && !last)
    }
}

/// Whether somebody is in the same rooms as was read, and the notebook is open.
fn as_read(
    t: &mut Transaction<'_>,
    (notebook, person): (NotebookId, PersonId),
    rooms: &[Held],
) -> Result<()> {
    if notebook::is_closed(t.conn(), notebook)? {
        return Err(closed());
    }
    let now = t.now();
    if held(t.conn(), (notebook, person), now)? != rooms || rooms.is_empty() {
        return Err(Problem::new(Code::Conflict, "something changed since it was read"));
    }
    Ok(())
}
