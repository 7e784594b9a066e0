//! Our own static files.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tasuki_kernel::Problem;

use crate::assets;
use crate::fault::Fault;

/// A file by its address.
pub async fn file(Path(path): Path<String>, headers: HeaderMap) -> Result<Response, Fault> {
    let asset = assets::find(&path).ok_or_else(Problem::not_found)?;
    let keep = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let about = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::ETAG, asset.etag),
        (header::CACHE_CONTROL, keep),
    ];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|it| it.to_str().ok());
    if known == Some(asset.etag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    Ok((about, asset.bytes).into_response())
}
