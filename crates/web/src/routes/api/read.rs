//! How far a person has read.

use axum::extract::{Path, State};
use axum::http::StatusCode;

use super::refusals::{ChangeRefusals, Refusals};
use super::shape::Id;
use super::trusted::Trusted;
use crate::Web;
use crate::fault::Fault;
use crate::routes::room::entered;

/// Mark a room as read
///
/// Up to its present end. Their authors see who has opened their notes.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{room}/read",
    tag = "rooms",
    params(("room" = Id, Path), ("X-CSRF-Token" = String, Header)),
    responses((status = 204, description = "Noted"), Refusals, ChangeRefusals)
)]
pub(super) async fn mark_read(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path(room): Path<String>,
) -> Result<StatusCode, Fault> {
    entered(&web, &who, &room).await?.mark_read().await?;
    Ok(StatusCode::NO_CONTENT)
}
