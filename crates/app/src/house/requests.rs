//! What was asked of somebody who leaves: open invitations by name go to the successor, and are
//! declined where there is none.

use std::sync::Arc;

use tasuki_domain::content::{Answer, Content, Invitation, InvitationAnswered};
use tasuki_kernel::{Code, PersonId, PostId, Problem, Result, Timestamp};
use tasuki_store::people::PostRow;
use tasuki_store::team::{self, InvitationRow};
use tasuki_store::{Conn, NewEntry, log, notebook};

use super::House;
use crate::App;

/// The open invitations that name somebody in a post.
pub(super) fn open(
    conn: &mut Conn,
    (person, post): (PersonId, PostId),
    now: Timestamp,
) -> Result<Vec<InvitationRow>> {
    let mut rows = team::open_to_person(conn, person, now)?;
    rows.retain(|it| it.named.is_some_and(|(_, named)| named == post));
    Ok(rows)
}

impl House {
    /// In how many notebooks somebody is the attending doctor or the deputy: a number, never which.
    pub async fn attends(&self, post: PostId) -> Result<u64> {
        let post = self.colleague(post).await?.row.post.id;
        self.app.store.read(move |conn| tasuki_store::staff::attends(conn, post)).await
    }

    /// How many open invitations name somebody.
    pub async fn asked_of(&self, post: PostId) -> Result<usize> {
        let (row, now) = (self.colleague(post).await?.row.post, self.now());
        let read = self.app.store.read(move |conn| open(conn, (row.person, row.id), now));
        Ok(read.await?.len())
    }

    /// An entry for each request: it passes to the successor, or ends; and how many pass.
    pub(super) async fn pass_on(
        &self,
        requests: &[InvitationRow],
        heir: Option<&PostRow>,
    ) -> Result<(Vec<NewEntry>, usize)> {
        let (app, now) = (&self.app, self.now());
        let (mut entries, mut passed) = (Vec::new(), 0);
        for row in requests {
            let (row, heir, with) = (row.clone(), heir.cloned(), Arc::clone(app));
            let log = row.place.0;
            let read = app.store.read(move |conn| answer(&with, conn, (&row, heir.as_ref()), now));
            let content = read.await?;
            passed += usize::from(matches!(content, Content::Invitation(_)));
            entries.push(app.sealed_by(app.log_key(log).await?, app.system(), content)?);
        }
        Ok((entries, passed))
    }
}

/// What is said of a request. It passes to no successor who is in the team already.
fn answer(
    app: &App,
    conn: &mut Conn,
    (row, heir): (&InvitationRow, Option<&PostRow>),
    now: Timestamp,
) -> Result<Content> {
    let missing = || Problem::new(Code::Damaged, "an invitation without its words");
    let (place, at) = row.place;
    let found = log::find(conn, place)?.ok_or_else(missing)?;
    let stored = log::entries_from(conn, place, at, 1)?.pop().ok_or_else(missing)?;
    let opened = app.open_entry(found.vault, &stored)?;
    let Some(Content::Invitation(said)) = &opened.content else { return Err(missing()) };
    let mut free = heir;
    if let (Some(post), Some(room)) = (heir, found.room) {
        let there = notebook::member(conn, room, post.person)?;
        if there.is_some_and(|it| it.facts.until.is_none_or(|until| until > now)) {
            free = None;
        }
    }
    Ok(match free {
        Some(post) => Content::Invitation(Invitation {
            person: Some(post.person),
            post: Some(post.id),
            profession: post.profession.clone(),
            ..said.clone()
        }),
        None => Content::InvitationAnswered(InvitationAnswered {
            invitation: row.id,
            answer: Answer::Declined,
            reason: "退職した".to_owned(),
            posts: Vec::new(),
        }),
    })
}
