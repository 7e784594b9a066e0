//! Portraits: drawings kept as SVG, shown as pictures that can run nothing, and photos.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tasuki_app::portrait::Portrait;
use tasuki_kernel::{PersonId, Problem, RoomId};

use crate::Web;
use crate::fault::Fault;
use crate::visitor::SignedIn;

/// A picture that can run nothing, wherever it is shown.
pub(super) fn shown(portrait: Portrait, keep: &'static str) -> Response {
    let (kind, bytes) = match portrait {
        Portrait::Svg(text) => ("image/svg+xml", text.into_bytes()),
        Portrait::Jpeg(bytes) => ("image/jpeg", bytes),
    };
    let about = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::CACHE_CONTROL, keep),
    ];
    (about, bytes).into_response()
}

/// A silhouette, for staff without a picture.
const NOBODY: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 40\">\
    <path fill=\"#c4cad1\" d=\"M0 0h40v40H0z\"/><path fill=\"#7a838d\" d=\"M20 9a7 7 0 100 14 7 7 0 \
    000-14zM6.5 40c.5-8.5 5.5-13.5 13.5-13.5S33 31.5 33.5 40z\"/></svg>";

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
    let found = web.app.portrait(who.session.person.region, id).await?;
    // Whoever has none is shown as anybody: the page need not know beforehand.
    let portrait = found.unwrap_or_else(|| Portrait::Svg(NOBODY.to_owned()));
    Ok(shown(portrait, "private, max-age=3600"))
}

/// A patient's face is for the members of the room.
pub async fn of_patient(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
) -> Result<Response, Fault> {
    let id: RoomId = id(&room)?;
    let patient = web.app.room(&who.session, id).await?.patient().await?;
    let kept = patient.and_then(|it| it.portrait).ok_or_else(Problem::not_found)?;
    // What is about a patient stays in no browser's cache.
    Ok(shown(Portrait::of(kept)?, "no-store"))
}
