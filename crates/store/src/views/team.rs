//! Views of how a team comes together and apart. What was answered first counts.

use tasuki_domain::content::{
    Invitation, InvitationAnswered, ManagingAnswered, ManagingMoved, ManagingOffered,
    NotebookClosed,
};
use tasuki_kernel::Result;

use super::Event;
use super::notebook::notebook_of;
use crate::driver::Conn;

/// Said again, an invitation has another addressee; its words and its end stay.
const INVITATION: &str = "INSERT INTO invitations (id, notebook, log, sequence, facility, person, \
     post, profession, author, invited_at, until_at, answer, answered_by, answered_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL, NULL) \
     ON CONFLICT (id) DO UPDATE SET person = excluded.person, post = excluded.post, \
     profession = excluded.profession WHERE invitations.notebook = excluded.notebook";
const ANSWERED: &str = "UPDATE invitations SET answer = $3, answered_by = $4, answered_at = $5 \
     WHERE id = $1 AND notebook = $2 AND answer IS NULL";
const OFFERED: &str = "INSERT INTO managing_offers (id, notebook, log, sequence, facility, \
     author, offered_at, answer, answered_by, answered_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL, NULL) ON CONFLICT (id) DO NOTHING";
const OFFER_ANSWERED: &str = "UPDATE managing_offers SET answer = $3, answered_by = $4, \
     answered_at = $5 WHERE id = $1 AND notebook = $2 AND answer IS NULL";
const CLOSED: &str = "UPDATE notebooks SET closed_at = $2, closed_for = $3, closed_sequence = $4 \
     WHERE id = $1";
const MOVED: &str = "UPDATE notebooks SET managing_facility = $2 WHERE id = $1";

pub(super) fn invitation(conn: &mut Conn, event: &Event<'_>, it: &Invitation) -> Result<()> {
    let Some(notebook) = notebook_of(conn, event)? else { return Ok(()) };
    conn.execute(
        INVITATION,
        &[
            it.id.into(),
            notebook.into(),
            event.log.into(),
            event.sequence.into(),
            it.facility.into(),
            it.person.into(),
            it.post.into(),
            it.profession.as_str().into(),
            event.author.encode().into(),
            event.received.into(),
            it.until.into(),
        ],
    )
    .map(drop)
}

pub(super) fn answered(conn: &mut Conn, event: &Event<'_>, it: &InvitationAnswered) -> Result<()> {
    let Some(notebook) = notebook_of(conn, event)? else { return Ok(()) };
    conn.execute(
        ANSWERED,
        &[
            it.invitation.into(),
            notebook.into(),
            it.answer.code().into(),
            event.author.encode().into(),
            event.received.into(),
        ],
    )
    .map(drop)
}

pub(super) fn offered(conn: &mut Conn, event: &Event<'_>, it: &ManagingOffered) -> Result<()> {
    let Some(notebook) = notebook_of(conn, event)? else { return Ok(()) };
    conn.execute(
        OFFERED,
        &[
            it.offer.into(),
            notebook.into(),
            event.log.into(),
            event.sequence.into(),
            it.to.into(),
            event.author.encode().into(),
            event.received.into(),
        ],
    )
    .map(drop)
}

pub(super) fn offer_answered(
    conn: &mut Conn,
    event: &Event<'_>,
    it: &ManagingAnswered,
) -> Result<()> {
    let Some(notebook) = notebook_of(conn, event)? else { return Ok(()) };
    conn.execute(
        OFFER_ANSWERED,
        &[
            it.offer.into(),
            notebook.into(),
            it.answer.code().into(),
            event.author.encode().into(),
            event.received.into(),
        ],
    )
    .map(drop)
}

pub(super) fn closed(conn: &mut Conn, event: &Event<'_>, it: &NotebookClosed) -> Result<()> {
    let Some(notebook) = notebook_of(conn, event)? else { return Ok(()) };
    let closed = it.closed.map(|why| (event.received, why.code(), event.sequence));
    conn.execute(
        CLOSED,
        &[
            notebook.into(),
            closed.map(|it| it.0).into(),
            closed.map(|it| it.1).into(),
            closed.map(|it| it.2).into(),
        ],
    )
    .map(drop)
}

pub(super) fn managing_moved(conn: &mut Conn, it: &ManagingMoved) -> Result<()> {
    conn.execute(MOVED, &[it.notebook.into(), it.to.into()]).map(drop)
}
