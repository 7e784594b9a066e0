//! Reading a room's timeline.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use tasuki_app::timeline;
use utoipa::ToSchema;

use super::refusals::Refusals;
use super::shape::{Entry, Id, Instant};
use crate::Web;
use crate::fault::Fault;
use crate::routes::entry::entry_id;
use crate::routes::look::Look;
use crate::routes::room::entered;
use crate::visitor::SignedIn;

/// A page of a timeline.
#[derive(Serialize, ToSchema)]
pub(super) struct Entries {
    /// Newest first, 50 at most.
    items: Vec<Entry>,
    /// The cursor of the page before this one; none at the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    older: Option<String>,
    /// The cursor of the page after this one; none at the newest.
    #[serde(skip_serializing_if = "Option::is_none")]
    newer: Option<String>,
    /// The cursor from which a live stream goes on after this page.
    live: String,
    /// With a filter: how far was looked. A page may then be short, or empty, and not the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    searched: Option<Searched>,
    /// With `date`: the nearest days that have entries.
    #[serde(skip_serializing_if = "Option::is_none")]
    nearest: Option<Nearest>,
}

/// How far was looked for a page of a filter.
#[derive(Serialize, ToSchema)]
struct Searched {
    /// When the oldest entry that was looked at was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest: Option<Instant>,
    /// When the newest one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<Instant>,
    /// Whether that was all there is.
    to_the_end: bool,
}

/// Entries nearest to a day.
#[derive(Serialize, ToSchema)]
struct Nearest {
    /// When the last one before it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<Instant>,
    /// When the first one after it was received.
    #[serde(skip_serializing_if = "Option::is_none")]
    later: Option<Instant>,
}

impl Searched {
    fn of(it: timeline::Searched) -> Self {
        Self {
            oldest: it.oldest.map(Instant::of),
            newest: it.newest.map(Instant::of),
            to_the_end: it.to_the_end,
        }
    }
}

/// A page of a room's timeline
///
/// Reading does not mark as read. With a filter, up to 500 entries are looked at for one page.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/entries",
    tag = "entries",
    params(("room" = Id, Path), Look),
    responses((status = 200, body = Entries), Refusals)
)]
pub(super) async fn list_entries(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    Query(look): Query<Look>,
) -> Result<Json<Entries>, Fault> {
    let (start, filter) = (look.start()?, look.filter()?);
    let of_a_day = matches!(start, timeline::Start::Day { .. });
    let page = entered(&web, &who, &room).await?.look(start, filter).await?;
    let nearest = Nearest {
        earlier: page.nearest.earlier.map(Instant::of),
        later: page.nearest.later.map(Instant::of),
    };
    Ok(Json(Entries {
        items: page.items.iter().map(Entry::of).collect(),
        older: page.older,
        newer: page.newer,
        live: page.live,
        searched: page.searched.map(Searched::of),
        nearest: of_a_day.then_some(nearest),
    }))
}

/// An entry
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/entries/{entry}",
    tag = "entries",
    params(("room" = Id, Path), ("entry" = Id, Path)),
    responses((status = 200, body = Entry), Refusals)
)]
pub(super) async fn show_entry(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Path<(String, String)>,
) -> Result<Json<Entry>, Fault> {
    let item = entered(&web, &who, &room).await?.entry(entry_id(&entry)?).await?;
    Ok(Json(Entry::of(&item)))
}
