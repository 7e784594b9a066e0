//! Signing in and out, and who is signed in.

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tasuki_app::session::Session;
use tasuki_app::sign_in::{self, Attempt};
use tasuki_kernel::{Code, Problem};
use utoipa::ToSchema;

use super::given::Given;
use super::refusals::{ChangeRefusals, Refusals};
use super::shape::{Id, Instant, Person, Post};
use super::trusted;
use crate::Web;
use crate::fault::Fault;
use crate::routes::sign_in::{cookie, no_cookie};
use crate::visitor::{SignedIn, Visitor};

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "login": "misaki", "password": "kumo-to-tanuki-39" }))]
pub(super) struct Credentials {
    login: String,
    password: String,
}

/// A session that has begun.
#[derive(Serialize, ToSchema)]
pub(super) struct Begun {
    person: Person,
    /// For the header `X-CSRF-Token` of every change.
    csrf: String,
}

/// Who is signed in, and as what.
#[derive(Serialize, ToSchema)]
pub(super) struct SessionView {
    person: Person,
    /// Posts that hold now.
    posts: Vec<Post>,
    device: Id,
    started: Instant,
    /// Minutes without a request after which the session locks.
    idle_minutes: u32,
    /// For the header `X-CSRF-Token` of every change.
    csrf: String,
}

/// Sign in
///
/// Device certificate and password together. The answer sets the session's cookie, the same as
/// for pages. Every failure looks the same, whatever was wrong.
#[utoipa::path(
    post,
    path = "/api/v1/session",
    tag = "session",
    security(("device" = [])),
    request_body = Credentials,
    responses((status = 201, body = Begun), Refusals, ChangeRefusals)
)]
pub(super) async fn begin(
    State(web): State<Web>,
    visitor: Visitor,
    Given(given): Given<Credentials>,
) -> Result<Response, Fault> {
    let attempt = Attempt {
        login: given.login.trim(),
        password: &given.password,
        shown: visitor.shown,
        address: &visitor.address,
    };
    let begun = web.app.sign_in(attempt).await?;
    answer(&web, &begun, &visitor).await
}

/// A session that has begun, as its answer.
pub(super) async fn answer(
    web: &Web,
    begun: &sign_in::Begun,
    visitor: &Visitor,
) -> Result<Response, Fault> {
    let session = web.app.session(&begun.token, visitor.shown).await?;
    let body = Begun { person: Person::of(&session), csrf: session.csrf };
    Ok((StatusCode::CREATED, cookie(&begun.token), Json(body)).into_response())
}

/// Who is signed in
#[utoipa::path(
    get,
    path = "/api/v1/session",
    tag = "session",
    responses((status = 200, body = SessionView), Refusals)
)]
pub(super) async fn show(who: SignedIn) -> Result<Json<SessionView>, Fault> {
    let session = &who.session;
    Ok(Json(SessionView {
        person: Person::of(session),
        posts: Post::all_of(session),
        device: Id::of(session.device),
        started: Instant::of(session.started),
        idle_minutes: session.idle_minutes,
        csrf: session.csrf.clone(),
    }))
}

/// A session that may be locked: one can always leave, or unlock it.
pub(super) struct Lockable(pub(super) Arc<Session>);

impl FromRequestParts<Web> for Lockable {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let Ok(visitor) = Visitor::from_request_parts(parts, web).await;
        let none = || Problem::new(Code::SignInRequired, "no session cookie");
        let cookie = visitor.token.clone().ok_or_else(none)?;
        let session = web.app.locked_session(&cookie, visitor.shown).await?;
        let who = SignedIn { session: session.into(), visitor };
        who.check_token(trusted::token(parts))?;
        Ok(Self(who.session))
    }
}

/// Sign out
///
/// Works for a locked session too.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    tag = "session",
    params(("X-CSRF-Token" = String, Header)),
    responses((status = 204, description = "The session has ended"), Refusals, ChangeRefusals)
)]
pub(super) async fn end(
    State(web): State<Web>,
    Lockable(session): Lockable,
) -> Result<Response, Fault> {
    web.app.end_session(&session).await?;
    Ok((StatusCode::NO_CONTENT, no_cookie()).into_response())
}
