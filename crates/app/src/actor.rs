//! Facts for policy: who asks, and how that person stands to a room, for one request.

use tasuki_domain::content::{PersonKind, ReleaseTo};
use tasuki_domain::policy::{Actor, ActorPost, DisclosureFacts, EntryFacts, LogFacts, RoomFacts};
use tasuki_domain::profession;
use tasuki_kernel::{PersonId, PostId, Result, Timestamp};
use tasuki_ledger::{Author, AuthorKind};
use tasuki_store::people::{PersonRow, PostRow};
use tasuki_store::shelf::ShelvedRoom;
use tasuki_store::{Conn, disclosure, log};

use crate::known::{Known, Place};
use crate::opened::Opened;

/// The actor that a person with these posts is at `now`.
pub fn actor(person: &PersonRow, posts: &[PostRow], now: Timestamp) -> Actor {
    Actor {
        person: person.id,
        kind: person.kind,
        region: person.region,
        posts: posts
            .iter()
            .filter(|post| post.holds(now))
            .map(|post| ActorPost {
                post: post.id,
                facility: post.facility,
                group: profession::group(&post.profession),
                manager: post.manager,
            })
            .collect(),
    }
}

/// How `actor` stands to a room at `now`.
pub(crate) fn room_facts(
    conn: &mut Conn,
    known: &Known,
    actor: &Actor,
    place: &Place,
    now: Timestamp,
) -> Result<RoomFacts> {
    let (consent, attending) = match &place.notebook {
        Some(row) => {
            let consent = place.consent.is_some_and(|it| it.holds(now));
            let holds = |post| actor.posts.iter().any(|held| Some(held.post) == post);
            (row.destroyed.is_none() && consent, holds(row.attending) || holds(row.deputy))
        }
        None => (true, false),
    };
    Ok(RoomFacts {
        region: place.row.region,
        kind: place.row.kind,
        consent,
        family_consent: place.family_consent.is_none_or(|it| it.holds(now)),
        // Agreements between regions come with the wide area; until then there is none.
        agreement: false,
        membership: known.membership(conn, place.row.id, actor.person)?,
        attending,
        disclosure: disclosed(conn, actor, place, now)?,
        closed: place.notebook.as_ref().is_some_and(|it| it.closed.is_some()),
    })
}

/// The disclosure by which somebody of the desk may look at a notebook.
fn disclosed(
    conn: &mut Conn,
    actor: &Actor,
    place: &Place,
    now: Timestamp,
) -> Result<Option<DisclosureFacts>> {
    let notebook = place.notebook.as_ref().filter(|it| it.destroyed.is_none());
    let Some(notebook) = notebook.filter(|_| actor.kind == PersonKind::Desk) else {
        return Ok(None);
    };
    let held = disclosure::holding(conn, notebook.id, actor.person, now)?;
    // One 特別便 opens its own room, and none beside it.
    if let Some(only) = held.as_ref().and_then(|it| it.log)
        && log::find(conn, only)?.and_then(|it| it.room) != Some(place.row.id)
    {
        return Ok(None);
    }
    Ok(held.and_then(|it| Some(DisclosureFacts { id: it.id, until: it.until?, log: it.log })))
}

/// The same of a room that came with everything about it.
///
/// Lists hold what somebody is a member of: nothing is in them by a disclosure.
pub fn shelved_facts(actor: &Actor, shelved: &ShelvedRoom, now: Timestamp) -> RoomFacts {
    let holds = |post: Option<PostId>| {
        post.is_some() && actor.posts.iter().any(|held| Some(held.post) == post)
    };
    let attending = shelved.notebook.as_ref();
    RoomFacts {
        region: shelved.room.region,
        kind: shelved.room.kind,
        consent: shelved.notebook.as_ref().is_none_or(|it| {
            it.destroyed.is_none() && shelved.consent.is_some_and(|it| it.holds(now))
        }),
        family_consent: shelved.family_consent.is_none_or(|it| it.holds(now)),
        agreement: false,
        membership: Some(shelved.membership),
        attending: attending.is_some_and(|it| holds(it.attending) || holds(it.deputy)),
        disclosure: None,
        closed: attending.is_some_and(|it| it.closed.is_some()),
    }
}

/// For whom a log of a room is.
pub(crate) fn log_facts(
    conn: &mut Conn,
    known: &Known,
    room: &RoomFacts,
    row: &log::LogRow,
) -> Result<LogFacts> {
    let audience = match row.purpose {
        log::LogPurpose::Delivery => Some(known.audience(conn, row.id)?.to_vec()),
        _ => None,
    };
    Ok(LogFacts { audience, opened: room.disclosure.is_some_and(|it| it.covers(row.id)) })
}

/// What policy asks about an entry. `author` is the person behind the author's post, `misfiled`
/// whether its record was marked so, `released` to whom it was released.
pub fn entry_facts(
    opened: &Opened,
    author: Option<PersonId>,
    misfiled: bool,
    released: Vec<ReleaseTo>,
) -> EntryFacts {
    let undisclosed = match &opened.content {
        Some(tasuki_domain::content::Content::Note(note)) => note.undisclosed,
        _ => false,
    };
    EntryFacts {
        author,
        sensitivity: opened.sensitivity,
        received: opened.received,
        undisclosed,
        misfiled,
        released,
    }
}

/// The person behind an entry's author, if one is known here.
pub fn author_person(conn: &mut Conn, opened: &Opened) -> Result<Option<PersonId>> {
    person_behind(conn, &opened.author)
}

/// The person behind an author, if one is known here.
pub fn person_behind(conn: &mut Conn, author: &Author) -> Result<Option<PersonId>> {
    match author.kind {
        AuthorKind::Post => {
            let post = tasuki_store::people::post(conn, PostId::from_bytes(author.id))?;
            Ok(post.map(|row| row.person))
        }
        AuthorKind::Patient | AuthorKind::Family => Ok(Some(PersonId::from_bytes(author.id))),
        AuthorKind::System => Ok(None),
    }
}

/// Whether a person is patient or family.
pub const fn is_family(kind: PersonKind) -> bool {
    matches!(kind, PersonKind::Patient | PersonKind::Family)
}
