//! Health and figures, for the operator.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::Web;

/// Renders the figures in Prometheus' text format.
pub type Figures = Arc<dyn Fn() -> String + Send + Sync>;

/// The process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers.
pub async fn ready(State(web): State<Web>) -> Response {
    match web.app.ready().await {
        Ok(()) => "ok\n".into_response(),
        Err(problem) => {
            tracing::warn!(%problem, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// Layer: counts requests and their time by route, never by address.
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |it| it.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let begun = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    metrics::counter!("tasuki_requests_total", "route" => route.clone(), "method" => method,
        "status" => status)
    .increment(1);
    metrics::histogram!("tasuki_request_seconds", "route" => route)
        .record(begun.elapsed().as_secs_f64());
    response
}
