//! Passkeys: signing in with one, unlocking with one, and registering one as a further device.
//!
//! Each is two requests: what to ask of the browser, and what it answered. The bytes are those of
//! Web Authentication, in base64url as browsers write them into JSON.

mod shape;

use std::convert::Infallible;

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use tasuki_app::passkey::{Permit, Presented, Registration, VALID};
use tasuki_app::pickup::Typed;
use tasuki_pki::passkey::Used;

use super::given::Given;
use super::refusals::{ChangeRefusals, Refusals};
use super::session::{Lockable, answer};
use super::shape::Id;
use super::trusted::Trusted;
use crate::Web;
use crate::fault::Fault;
use crate::visitor::{PASSKEY_COOKIE, Visitor, cookie};
use shape::{Creation, NewDevice, NewPasskey, PickedUpPasskey, PickupCode, Request, UsedPasskey};

/// The cookie that a challenge is bound to; empty when there is none.
pub(super) struct Bound(String);

impl<S: Sync> FromRequestParts<S> for Bound {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(cookie(&parts.headers, PASSKEY_COOKIE).unwrap_or_default()))
    }
}

/// What a browser shows, taken apart.
struct Shown {
    credential: Vec<u8>,
    user: Option<Vec<u8>>,
    used: Used,
}

impl Shown {
    fn of(given: UsedPasskey) -> Self {
        let response = given.response;
        let used = Used {
            client_data: response.client_data.0,
            authenticator_data: response.authenticator_data.0,
            signature: response.signature.0,
        };
        let user = response.user_handle.map(|it| it.0).filter(|it| !it.is_empty());
        Self { credential: given.id.0, user, used }
    }

    fn presented<'a>(&'a self, cookie: &'a str, visitor: &'a Visitor) -> Presented<'a> {
        Presented {
            credential: &self.credential,
            user: self.user.as_deref(),
            used: &self.used,
            cookie,
            address: &visitor.address,
        }
    }
}

/// Ask to sign in by passkey
///
/// What to ask of the browser. The answer sets a cookie that the challenge is bound to, and that
/// lasts as long: five minutes. Nothing is kept of it.
#[utoipa::path(
    post,
    path = "/api/v1/session/passkey/options",
    tag = "session",
    security(()),
    responses((status = 200, body = Request), Refusals, ChangeRefusals)
)]
pub(super) async fn ask_for_sign_in(State(web): State<Web>) -> Result<Response, Fault> {
    let (site, value) = (web.site()?, web.app.passkey_cookie());
    let body = Request::new(&site, web.app.passkey_challenge(&value), None);
    let set = format!(
        "{PASSKEY_COOKIE}={value}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={VALID}"
    );
    Ok((AppendHeaders([(header::SET_COOKIE, set)]), Json(body)).into_response())
}

/// Sign in by passkey
///
/// A passkey alone, without login name and password. The answer sets the session's cookie, the
/// same as for pages. Every failure looks the same, whatever was wrong.
#[utoipa::path(
    post,
    path = "/api/v1/session/passkey",
    tag = "session",
    security(()),
    request_body = UsedPasskey,
    responses((status = 201, body = super::session::Begun), Refusals, ChangeRefusals)
)]
pub(super) async fn begin_by_passkey(
    State(web): State<Web>,
    visitor: Visitor,
    Bound(cookie): Bound,
    Given(given): Given<UsedPasskey>,
) -> Result<Response, Fault> {
    let shown = Shown::of(given);
    let presented = shown.presented(&cookie, &visitor);
    let begun = web.app.sign_in_by_passkey(&web.site()?, presented).await?;
    answer(&web, &begun, &visitor).await
}

/// Ask to unlock by passkey
///
/// What to ask of the browser, for a locked session that a passkey began.
#[utoipa::path(
    post,
    path = "/api/v1/session/unlock/options",
    tag = "session",
    params(("X-CSRF-Token" = String, Header)),
    responses((status = 200, body = Request), Refusals, ChangeRefusals)
)]
pub(super) async fn ask_for_unlock(
    State(web): State<Web>,
    Lockable(session): Lockable,
) -> Result<Json<Request>, Fault> {
    let (challenge, credential) = web.app.offer_unlock(&session).await?;
    Ok(Json(Request::new(&web.site()?, challenge, Some(credential))))
}

/// Unlock by passkey
///
/// With the passkey that began the session, and no other.
#[utoipa::path(
    post,
    path = "/api/v1/session/unlock",
    tag = "session",
    params(("X-CSRF-Token" = String, Header)),
    request_body = UsedPasskey,
    responses((status = 204, description = "The session is open again"), Refusals, ChangeRefusals)
)]
pub(super) async fn unlock_by_passkey(
    State(web): State<Web>,
    visitor: Visitor,
    Lockable(session): Lockable,
    Given(given): Given<UsedPasskey>,
) -> Result<StatusCode, Fault> {
    let shown = Shown::of(given);
    let presented = shown.presented("", &visitor);
    web.app.unlock_by_passkey(&web.site()?, &session, presented).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask for a new passkey
///
/// What to ask of the browser, to register the device that it runs on.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys/options",
    tag = "session",
    params(("X-CSRF-Token" = String, Header)),
    responses((status = 200, body = Creation), Refusals, ChangeRefusals)
)]
pub(super) async fn ask_for_new(
    State(web): State<Web>,
    Trusted(who): Trusted,
) -> Result<Json<Creation>, Fault> {
    let offer = web.app.offer_passkey(&Permit::of(&who.session)).await?;
    Ok(Json(Creation::new(&web.site()?, offer)))
}

/// Register a passkey
///
/// As a further device of whoever is signed in.
#[utoipa::path(
    post,
    path = "/api/v1/passkeys",
    tag = "session",
    params(("X-CSRF-Token" = String, Header)),
    request_body = NewPasskey,
    responses((status = 201, body = NewDevice), Refusals, ChangeRefusals)
)]
pub(super) async fn register_passkey(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Given(given): Given<NewPasskey>,
) -> Result<Response, Fault> {
    let made = given.response.made();
    let permit = Permit::of(&who.session);
    let new = Registration { permit, label: &given.label, made: &made };
    let id = web.app.register_passkey(&web.site()?, new).await?;
    Ok((StatusCode::CREATED, Json(NewDevice { device: Id::of(id) })).into_response())
}

/// Ask for a passkey of a pick-up
///
/// What to ask of the browser, for whoever knows number and code: a passkey instead of the
/// certificate that waits.
#[utoipa::path(
    post,
    path = "/api/v1/pickup/passkey/options",
    tag = "session",
    security(()),
    request_body = PickupCode,
    responses((status = 200, body = Creation), Refusals, ChangeRefusals)
)]
pub(super) async fn ask_for_pickup(
    State(web): State<Web>,
    visitor: Visitor,
    Given(given): Given<PickupCode>,
) -> Result<Json<Creation>, Fault> {
    let typed = Typed { number: &given.number, code: &given.code, address: &visitor.address };
    let waiting = web.app.waiting_pickup(typed).await?;
    let offer = web.app.offer_passkey_for(&waiting).await?;
    Ok(Json(Creation::new(&web.site()?, offer)))
}

/// Register the passkey of a pick-up
///
/// The device of whomever the pick-up is for. The pick-up is used up with it.
#[utoipa::path(
    post,
    path = "/api/v1/pickup/passkey",
    tag = "session",
    security(()),
    request_body = PickedUpPasskey,
    responses((status = 201, body = NewDevice), Refusals, ChangeRefusals)
)]
pub(super) async fn pick_up_passkey(
    State(web): State<Web>,
    visitor: Visitor,
    Given(given): Given<PickedUpPasskey>,
) -> Result<Response, Fault> {
    let typed = Typed { number: &given.number, code: &given.code, address: &visitor.address };
    let waiting = web.app.waiting_pickup(typed).await?;
    let made = given.response.made();
    let id = web.app.pick_up_passkey(&web.site()?, waiting, &made).await?;
    Ok((StatusCode::CREATED, Json(NewDevice { device: Id::of(id) })).into_response())
}
