//! Documents.

use axum::extract::{Path, State};
use axum::response::Response;

use super::refusals::Refusals;
use super::shape::Id;
use crate::Web;
use crate::fault::Fault;
use crate::routes::entry::entry_id;
use crate::routes::file::{drawn, saved};
use crate::routes::photo::number_of;
use crate::routes::room::entered;
use crate::visitor::SignedIn;

/// A document of an entry
///
/// PDF, Word or Excel, byte for byte as it was uploaded.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/entries/{entry}/files/{number}",
    tag = "entries",
    params(
        ("room" = Id, Path),
        ("entry" = Id, Path),
        ("number" = u32, Path, description = "Its number in the entry, from 0, photos counted")
    ),
    responses(
        (status = 200, description = "The file", content_type = "application/octet-stream", body = [u8]),
        Refusals,
    )
)]
pub(super) async fn show_file(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    Ok(saved(room.document(entry_id(&entry)?, number_of(&number)?).await?))
}

/// A page of a PDF as a picture
///
/// JPEG, 2200 pixels on the longer side, drawn by the server.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/entries/{entry}/files/{number}/pages/{page}",
    tag = "entries",
    params(
        ("room" = Id, Path),
        ("entry" = Id, Path),
        ("number" = u32, Path, description = "Its number in the entry, from 0, photos counted"),
        ("page" = u32, Path, description = "From 0")
    ),
    responses(
        (status = 200, description = "The page", content_type = "image/jpeg", body = [u8]),
        Refusals,
    )
)]
pub(super) async fn show_file_page(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number, page)): Path<(String, String, String, String)>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let (number, page) = (number_of(&number)?, number_of(&page)?);
    Ok(drawn(room.document_page(entry_id(&entry)?, number, page).await?))
}
