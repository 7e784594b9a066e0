//! Documents: the page around one, its pages as pictures, and the file itself.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use tasuki_app::attachment::{DocumentPage, Picture, kind};
use tasuki_app::timeline::Matter;
use tasuki_kernel::Problem;

use super::entry::entry_id;
use super::photo::number_of;
use super::portal::rendered;
use super::room::{banner, entered, sight};
use crate::Web;
use crate::fault::Fault;
use crate::pages::{self, Sheet};
use crate::present;
use crate::visitor::{SignedIn, url_encoded};

type Address = Path<(String, String, String)>;

/// Pages of a PDF on one page of ours.
pub(super) const SHEETS: u32 = 20;

/// From which page on, from 0.
#[derive(Debug, Deserialize)]
pub struct From {
    #[serde(default)]
    from: u32,
}

/// One document: what it is, and the pages of a PDF.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number)): Address,
    Query(From { from }): Query<From>,
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
    let about = note.attachments.get(number).ok_or_else(Problem::not_found)?;
    let entry_url = format!("/rooms/{}/entries/{id}", room.id());
    let file = present::file(sight.lang, &entry_url, number, about);
    let file = file.ok_or_else(Problem::not_found)?;
    let of = about.pages.unwrap_or_default();
    let sheets = (from..of.min(from.saturating_add(SHEETS)))
        .map(|page| Sheet { number: page + 1, src: format!("{}/pages/{page}", file.url) });
    let at = |page: u32| format!("{}?from={page}", file.url);
    let view = present::entry_view(&sight, &item);
    rendered(&pages::File {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, &room, room.patient().await?.as_ref(), &entry_url).await?,
        download: format!("{}/original", file.url),
        sheets: sheets.collect(),
        of,
        earlier: (from > 0 && of > 0).then(|| at(from.saturating_sub(SHEETS))),
        later: (from.saturating_add(SHEETS) < of).then(|| at(from + SHEETS)),
        back: entry_url,
        author: view.author,
        at: view.at,
        file,
    })
}

/// A page of a PDF as a picture.
pub async fn sheet(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number, page)): Path<(String, String, String, String)>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let (number, page) = (number_of(&number)?, number_of(&page)?);
    Ok(drawn(room.document_page(entry_id(&entry)?, number, page).await?))
}

/// The file as it was uploaded.
pub async fn original(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number)): Address,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    Ok(saved(room.document(entry_id(&entry)?, number_of(&number)?).await?))
}

/// A page's picture as an answer that can run nothing.
pub(crate) fn drawn(page: DocumentPage) -> Response {
    let about = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"page.jpg\""),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    (about, page.jpeg).into_response()
}

/// A document as an answer that is saved and never shown by the browser itself, under its name
/// (RFC 6266, RFC 8187).
pub(crate) fn saved(file: Picture) -> Response {
    let extension = kind(&file.about).map_or("bin", |it| it.extension());
    let name = url_encoded(&file.about.file_name).replace('/', "%2F");
    let as_what = format!("attachment; filename=\"document.{extension}\"; filename*=UTF-8''{name}");
    let as_what =
        HeaderValue::from_str(&as_what).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_str(&file.about.media_type)
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let about = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, as_what),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    (about, file.bytes).into_response()
}
