//! Views of the logs of rooms.
//!
//! A notebook's row is made by the region's log, and the patient's basics come from the room's:
//! so that the order in which logs are read again does not matter, each side only fills in its
//! own columns.

use tasuki_domain::content::{Confirmation, Consent, Membership, Opened, Release, ReleaseTo};
use tasuki_domain::patient::Patient;
use tasuki_kernel::{NotebookId, Result};

use super::Event;
use crate::driver::Conn;

const ROOM: &str = "INSERT INTO rooms (id, region, notebook, kind, main_log) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET main_log = excluded.main_log";
const AUDIENCE: &str =
    "INSERT INTO audiences (log, person) VALUES ($1, $2) ON CONFLICT (log, person) DO NOTHING";
const NOTEBOOK_OF_LOG: &str = "SELECT notebook FROM rooms WHERE main_log = $1";
const BASICS: &str = "UPDATE notebooks SET basics_log = $2, basics_sequence = $3, \
     attending = $4, deputy = $5 WHERE id = $1";
const MEMBER: &str = "INSERT INTO members \
     (room, person, post, from_at, until_at, history_from) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (room, person) DO UPDATE SET \
     post = excluded.post, from_at = excluded.from_at, until_at = excluded.until_at, \
     history_from = excluded.history_from";
const AMENDMENT: &str = "INSERT INTO amendments (log, record, sequence, kind) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (log, record, sequence) DO NOTHING";
const CONFIRMATION: &str = "INSERT INTO confirmations \
     (log, entry, author, sequence, confirmed_at) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (log, entry, author) DO NOTHING";
const RELEASE: &str = "INSERT INTO releases (log, record, care, life_support, family) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (log, record) DO UPDATE SET \
     care = excluded.care, life_support = excluded.life_support, family = excluded.family";
const CONSENT: &str = "INSERT INTO consents (notebook, kind, given, from_at, until_at) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (notebook, kind) DO UPDATE SET \
     given = excluded.given, from_at = excluded.from_at, until_at = excluded.until_at";
const CONSENT_STEP: &str = "INSERT INTO consent_steps (notebook, log, sequence) \
     VALUES ($1, $2, $3) ON CONFLICT (notebook, log, sequence) DO NOTHING";
const NO_LIKENESSES: &str = "DELETE FROM likenesses WHERE notebook = $1";
const LIKENESS: &str = "INSERT INTO likenesses (notebook, kind, region, mark) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (notebook, kind) DO UPDATE SET \
     region = excluded.region, mark = excluded.mark";

pub(super) fn opened(conn: &mut Conn, event: &Event<'_>, it: &Opened) -> Result<()> {
    if let (Some(room), Some(kind)) = (it.room, it.kind) {
        conn.execute(
            ROOM,
            &[
                room.into(),
                event.region.into(),
                it.notebook.into(),
                kind.code().into(),
                event.log.into(),
            ],
        )?;
    }
    for person in &it.audience {
        conn.execute(AUDIENCE, &[event.log.into(), (*person).into()])?;
    }
    Ok(())
}

/// The notebook that the log's room belongs to.
pub(super) fn notebook_of(conn: &mut Conn, event: &Event<'_>) -> Result<Option<NotebookId>> {
    match conn.first(NOTEBOOK_OF_LOG, &[event.log.into()])? {
        Some(row) => row.opt_id(0),
        None => Ok(None),
    }
}

pub(super) fn patient(conn: &mut Conn, event: &Event<'_>, it: &Patient) -> Result<()> {
    let Some(notebook) = notebook_of(conn, event)? else { return Ok(()) };
    conn.execute(
        BASICS,
        &[
            notebook.into(),
            event.log.into(),
            event.sequence.into(),
            it.attending_doctor.into(),
            it.deputy_doctor.into(),
        ],
    )?;
    conn.execute(NO_LIKENESSES, &[notebook.into()])?;
    for likeness in &it.likenesses {
        let kind = i64::from(likeness.kind.code());
        let values = [notebook.into(), kind.into(), event.region.into(), likeness.mark.into()];
        conn.execute(LIKENESS, &values)?;
    }
    Ok(())
}

pub(super) fn membership(conn: &mut Conn, it: &Membership) -> Result<()> {
    conn.execute(
        MEMBER,
        &[
            it.room.into(),
            it.person.into(),
            it.post.into(),
            it.from.into(),
            it.until.into(),
            it.history_from.into(),
        ],
    )
    .map(drop)
}

pub(super) fn amendment(conn: &mut Conn, event: &Event<'_>) -> Result<()> {
    conn.execute(
        AMENDMENT,
        &[
            event.log.into(),
            event.record.into(),
            event.sequence.into(),
            i64::from(event.content.kind()).into(),
        ],
    )
    .map(drop)
}

pub(super) fn confirmation(conn: &mut Conn, event: &Event<'_>, it: &Confirmation) -> Result<()> {
    conn.execute(
        CONFIRMATION,
        &[
            event.log.into(),
            it.of.into(),
            event.author.encode().into(),
            event.sequence.into(),
            event.received.into(),
        ],
    )
    .map(drop)
}

pub(super) fn release(conn: &mut Conn, event: &Event<'_>, it: &Release) -> Result<()> {
    conn.execute(
        RELEASE,
        &[
            event.log.into(),
            it.record.into(),
            it.to.contains(&ReleaseTo::Care).into(),
            it.to.contains(&ReleaseTo::LifeSupport).into(),
            it.to.contains(&ReleaseTo::Family).into(),
        ],
    )
    .map(drop)
}

pub(super) fn consent(conn: &mut Conn, event: &Event<'_>, it: &Consent) -> Result<()> {
    let Some(notebook) = notebook_of(conn, event)? else { return Ok(()) };
    conn.execute(CONSENT_STEP, &[notebook.into(), event.log.into(), event.sequence.into()])?;
    conn.execute(
        CONSENT,
        &[notebook.into(), it.kind.code().into(), it.given.into(), it.from.into(), it.until.into()],
    )
    .map(drop)
}
