//! The OpenAPI document (OpenAPI 3.1), made from the routes themselves.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};

use crate::fault::ProblemDetails;
use crate::visitor::COOKIE;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tasuki",
        description = "The electronic contact notebook as JSON. Times are RFC 3339 in UTC, \
            identifiers are UUIDs in text, problems are `application/problem+json` (RFC 9457) \
            with the codes of `docs/errors.md`. Changes carry the session's token in the header \
            `X-CSRF-Token`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    // Named by every refusal; only what answers name is found by itself.
    components(schemas(ProblemDetails)),
    modifiers(&SignIn),
    security(("device" = [], "session" = []))
)]
struct Base;

/// How a client shows who it is: the device's certificate and the session's cookie, both.
struct SignIn;

impl utoipa::Modify for SignIn {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description(
            COOKIE,
            "What `POST /api/v1/session` sets; it holds for the device that signed in.",
        ));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
        let device = SecurityScheme::MutualTls {
            description: Some("The device's certificate, presented in the TLS handshake.".into()),
            deprecated: None,
            extensions: None,
        };
        components.add_security_scheme("device", device);
    }
}

pub(super) fn base() -> utoipa::openapi::OpenApi {
    Base::openapi()
}

/// This document
///
/// Open to everybody: it tells of the program, not of anybody in it.
#[utoipa::path(
    get,
    path = "/api/v1/openapi.json",
    tag = "about",
    security(()),
    responses(
        (status = 200, description = "OpenAPI 3.1", content_type = "application/json"),
        super::refusals::Refusals,
    )
)]
pub(super) async fn openapi() -> Response {
    static TEXT: LazyLock<String> = LazyLock::new(|| {
        // Of strings, numbers and maps with text as keys: it cannot fail.
        super::openapi().to_json().unwrap_or_default()
    });
    let about = [(header::CONTENT_TYPE, "application/json")];
    (about, TEXT.as_str()).into_response()
}
