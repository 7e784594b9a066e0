//! Photos.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::attachment::Size;
use utoipa::{IntoParams, ToSchema};

use super::refusals::Refusals;
use super::shape::Id;
use crate::Web;
use crate::fault::Fault;
use crate::routes::entry::entry_id;
use crate::routes::photo::{jpeg, number_of};
use crate::routes::room::entered;
use crate::visitor::SignedIn;

/// Which picture.
#[derive(Debug, Default, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum SizeName {
    /// As large as it is kept.
    #[default]
    Full,
    /// For a timeline.
    Small,
}

/// How large.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Which {
    /// `full` when not said.
    #[serde(default)]
    #[param(required = false, inline)]
    size: SizeName,
}

/// A photo of an entry
///
/// JPEG, made anew from what was uploaded, without the place where it was taken.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/entries/{entry}/photos/{number}",
    tag = "entries",
    params(
        ("room" = Id, Path),
        ("entry" = Id, Path),
        ("number" = u32, Path, description = "Its number in the entry, from 0"),
        Which
    ),
    responses(
        (status = 200, description = "The picture", content_type = "image/jpeg", body = [u8]),
        Refusals,
    )
)]
pub(super) async fn show_photo(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number)): Path<(String, String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Fault> {
    let size = match which.size {
        SizeName::Full => Size::Full,
        SizeName::Small => Size::Thumbnail,
    };
    let number = number_of(&number)?;
    let room = entered(&web, &who, &room).await?;
    let picture = room.picture(entry_id(&entry)?, number, size).await?;
    Ok(jpeg(picture))
}
