//! Photos: the page around one, and the pictures themselves.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use tasuki_app::attachment::{Picture, Size};
use tasuki_app::timeline::Matter;
use tasuki_kernel::Problem;

use super::entry::entry_id;
use super::portal::rendered;
use super::room::{banner, entered, sight};
use crate::Web;
use crate::fault::Fault;
use crate::pages;
use crate::present;
use crate::visitor::SignedIn;

type Address = Path<(String, String, String)>;

/// The number of a photo in its entry, from 0.
pub(crate) fn number_of(text: &str) -> Result<usize, Fault> {
    text.parse().map_err(|_| Fault(Problem::not_found()))
}

async fn picture(
    web: &Web,
    who: &SignedIn,
    Path((room, entry, number)): Address,
    size: Size,
) -> Result<Response, Fault> {
    let room = entered(web, who, &room).await?;
    Ok(jpeg(room.picture(entry_id(&entry)?, number_of(&number)?, size).await?))
}

/// A picture as an answer that can run nothing.
pub(crate) fn jpeg(picture: Picture) -> Response {
    let about = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    (about, picture.bytes).into_response()
}

/// As large as it is kept.
pub async fn full(
    State(web): State<Web>,
    who: SignedIn,
    address: Address,
) -> Result<Response, Fault> {
    picture(&web, &who, address, Size::Full).await
}

/// For the timeline.
pub async fn small(
    State(web): State<Web>,
    who: SignedIn,
    address: Address,
) -> Result<Response, Fault> {
    picture(&web, &who, address, Size::Thumbnail).await
}

/// One photo with its caption and the way to its neighbours.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number)): Address,
) -> Result<Html<String>, Fault> {
    let room = entered(&web, &who, &room).await?;
    let sight = sight(&web, &who, &room);
    let (id, number) = (entry_id(&entry)?, number_of(&number)?);
    let item = room.entry(id).await?;
    let (Matter::Note { note, .. }
    | Matter::Withdrawn { note, .. }
    | Matter::Misfiled { note, .. }) = &item.matter
    else {
        return Err(Problem::not_found().into());
    };
    let photo = note.attachments.get(number).ok_or_else(Problem::not_found)?;
    let of = note.attachments.len();
    let url = format!("/rooms/{}/entries/{id}", room.id());
    let beside = |n: usize| format!("{url}/photos/{n}");
    let patient = room.patient().await?;
    let view = present::entry_view(&sight, &item);
    let page = pages::Photo {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, patient.as_ref(), &url),
        back: url.clone(),
        src: format!("{url}/photos/{number}/full.jpg"),
        caption: photo.caption.clone(),
        author: view.author,
        at: view.at,
        number: u32::try_from(number + 1).unwrap_or(1),
        of: u32::try_from(of).unwrap_or(1),
        previous: number.checked_sub(1).map(beside),
        next: (number + 1 < of).then(|| beside(number + 1)),
    };
    rendered(&page)
}
