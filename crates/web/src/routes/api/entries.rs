//! Reading a room's timeline.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::refusals::Refusals;
use super::shape::{Entry, Id};
use crate::Web;
use crate::fault::Fault;
use crate::routes::entry::entry_id;
use crate::routes::room::entered;
use crate::visitor::SignedIn;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Place {
    /// The cursor `older` of the page after; the newest page when not said.
    before: Option<String>,
}

/// A page of a timeline.
#[derive(Serialize, ToSchema)]
pub(super) struct Entries {
    /// Newest first, 50 at most.
    items: Vec<Entry>,
    /// The cursor of the page before this one; none at the beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    older: Option<String>,
    /// The cursor from which a live stream goes on after this page.
    live: String,
}

/// A page of a room's timeline
///
/// Reading does not mark as read.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/entries",
    tag = "entries",
    params(("room" = Id, Path), Place),
    responses((status = 200, body = Entries), Refusals)
)]
pub(super) async fn list_entries(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    Query(place): Query<Place>,
) -> Result<Json<Entries>, Fault> {
    let page = entered(&web, &who, &room).await?.page(place.before.as_deref()).await?;
    Ok(Json(Entries {
        items: page.items.iter().map(Entry::of).collect(),
        older: page.older,
        live: page.live,
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
