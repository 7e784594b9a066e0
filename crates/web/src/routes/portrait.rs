//! Portraits: drawings kept as SVG, shown as pictures that can run nothing.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tasuki_kernel::{PersonId, Problem, RoomId};

use crate::Web;
use crate::fault::Fault;
use crate::visitor::SignedIn;

/// A drawing that can run nothing, wherever it is shown.
pub(super) fn drawing(svg: String, keep: &'static str) -> Response {
    let about = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, keep),
    ];
    (about, svg).into_response()
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault(Problem::not_found()))
}

/// Staff of the region are known to each other by face.
pub async fn of_person(
    State(web): State<Web>,
    who: SignedIn,
    Path(person): Path<String>,
) -> Result<Response, Fault> {
    let id: PersonId = id(&person)?;
    let found = web.app.portrait(&who.session, id).await?;
    let svg = found.ok_or_else(Problem::not_found)?;
    Ok(drawing(svg, "private, max-age=3600"))
}

/// A patient's face is for the members of the room.
pub async fn of_patient(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
) -> Result<Response, Fault> {
    let id: RoomId = id(&room)?;
    let patient = web.app.room(&who.session, id).await?.patient().await?;
    let svg = patient.and_then(|it| it.portrait).ok_or_else(Problem::not_found)?;
    // What is about a patient stays in no browser's cache.
    Ok(drawing(svg, "no-store"))
}
