//! Files that arrive piece by piece, before the entry that they are for. In the spirit of
//! "Resumable Uploads for HTTP" (draft-ietf-httpbis-resumable-upload): the device makes the id,
//! asks how far it got, and goes on from there.

use axum::Json;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tasuki_app::upload::{LARGEST_PIECE, Progress};
use tasuki_kernel::{Code, Problem, UploadId};
use utoipa::ToSchema;

use super::given::{Given, is_of_type};
use super::refusals::{ChangeRefusals, Refusals};
use super::shape::Id;
use super::trusted::Trusted;
use crate::Web;
use crate::fault::Fault;
use crate::routes::room::entered;
use crate::visitor::SignedIn;

/// Where the next piece begins.
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
/// How long the whole file is.
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
/// A piece (draft-ietf-httpbis-resumable-upload, section 6).
const PIECE: &str = "application/partial-upload";

/// A file to be uploaded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "upload": "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a11", "length": 73_400 }))]
pub(super) struct NewUpload {
    /// Made by the device.
    upload: Id,
    /// Bytes, 20 MiB at most.
    length: u64,
}

/// How much of a file has arrived.
#[derive(Serialize, ToSchema)]
pub(super) struct UploadProgress {
    /// Where the next piece begins, in bytes.
    offset: u64,
    /// Of the whole file, in bytes.
    length: u64,
}

fn answer(status: StatusCode, progress: Progress) -> Response {
    let Progress { offset, length } = progress;
    let headers = [(OFFSET, offset.to_string()), (LENGTH, length.to_string())];
    if status == StatusCode::NO_CONTENT {
        return (status, headers).into_response();
    }
    (status, headers, Json(UploadProgress { offset, length })).into_response()
}

fn upload_id(text: &str) -> Result<UploadId, Fault> {
    text.parse().map_err(|_| Fault(Problem::not_found()))
}

/// Begin an upload
///
/// For a file of an entry to be written in this room. Beginning the same twice is harmless and
/// tells how much has arrived. Uploads are forgotten when their entry is written, and after a day.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{room}/uploads",
    tag = "uploads",
    params(("room" = Id, Path), ("X-CSRF-Token" = String, Header)),
    request_body = NewUpload,
    responses(
        (status = 201, body = UploadProgress, headers(("Upload-Offset" = u64))),
        Refusals,
        ChangeRefusals,
    )
)]
pub(super) async fn begin_upload(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path(room): Path<String>,
    Given(new): Given<NewUpload>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let progress = room.begin_upload(new.upload.read("upload")?, new.length).await?;
    Ok(answer(StatusCode::CREATED, progress))
}

/// How much of an upload has arrived
///
/// `HEAD` tells the same in the header `Upload-Offset`.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/uploads/{upload}",
    tag = "uploads",
    params(("room" = Id, Path), ("upload" = Id, Path)),
    responses(
        (status = 200, body = UploadProgress, headers(("Upload-Offset" = u64), ("Upload-Length" = u64))),
        Refusals,
    )
)]
pub(super) async fn show_upload(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, upload)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let progress = room.upload_progress(upload_id(&upload)?).await?;
    Ok(answer(StatusCode::OK, progress))
}

/// Send the next piece
///
/// 16 KiB to 1 MiB, the last as short as it is. When the answer is 204 the piece is on disk,
/// sealed. The same piece twice is harmless; a piece that is not the next one is refused with
/// 409: ask how much has arrived, and go on from there.
#[utoipa::path(
    patch,
    path = "/api/v1/rooms/{room}/uploads/{upload}",
    tag = "uploads",
    params(
        ("room" = Id, Path),
        ("upload" = Id, Path),
        ("Upload-Offset" = u64, Header, description = "Where the piece begins, in bytes"),
        ("X-CSRF-Token" = String, Header)
    ),
    request_body(content = [u8], content_type = "application/partial-upload"),
    responses(
        (status = 204, description = "It has arrived", headers(("Upload-Offset" = u64))),
        Refusals,
        ChangeRefusals,
    )
)]
pub(super) async fn add_piece(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path((room, upload)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let offset = offset(request.headers())?;
    let bytes = piece(request).await?;
    let progress = room.add_piece(upload_id(&upload)?, offset, &bytes).await?;
    Ok(answer(StatusCode::NO_CONTENT, progress))
}

fn offset(headers: &HeaderMap) -> Result<u64, Problem> {
    if !is_of_type(headers, PIECE) {
        return Err(Problem::new(Code::Malformed, format!("the body must be {PIECE}")));
    }
    let said = headers.get(OFFSET).and_then(|it| it.to_str().ok());
    said.and_then(|it| it.parse().ok())
        .ok_or_else(|| Problem::new(Code::Malformed, "no Upload-Offset"))
}

async fn piece(mut request: Request) -> Result<Bytes, Problem> {
    DefaultBodyLimit::apply(DefaultBodyLimit::max(LARGEST_PIECE), &mut request);
    Bytes::from_request(request, &()).await.map_err(|refused| {
        if refused.status() == StatusCode::PAYLOAD_TOO_LARGE {
            Problem::new(Code::TooLarge, "the piece is over 1 MiB")
        } else {
            Problem::new(Code::Malformed, "the piece ended early")
        }
    })
}

/// Give up an upload
#[utoipa::path(
    delete,
    path = "/api/v1/rooms/{room}/uploads/{upload}",
    tag = "uploads",
    params(("room" = Id, Path), ("upload" = Id, Path), ("X-CSRF-Token" = String, Header)),
    responses((status = 204, description = "It is gone"), Refusals, ChangeRefusals)
)]
pub(super) async fn drop_upload(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path((room, upload)): Path<(String, String)>,
) -> Result<StatusCode, Fault> {
    let room = entered(&web, &who, &room).await?;
    room.drop_upload(upload_id(&upload)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
