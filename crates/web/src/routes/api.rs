//! The same as JSON, under `/api/v1`.

use axum::Router;

use crate::Web;

/// All routes of the API.
pub fn router() -> Router<Web> {
    Router::new()
}
