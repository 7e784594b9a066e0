//! The idle lock: the page that opens it, and what scripts tell of activity.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::session::Session;
use tasuki_kernel::{Code, Problem};

use super::portal::rendered;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::Unlock;
use crate::texts;
use crate::visitor::{SignedIn, Visitor, local_path};
use crate::{Web, present};

/// Where to go afterwards.
#[derive(Debug, Deserialize, Default)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Given {
    csrf: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// The token alone.
#[derive(Debug, Deserialize)]
pub struct Token {
    csrf: String,
}

async fn locked(web: &Web, visitor: &Visitor) -> Result<(String, Session), Fault> {
    let none = || Problem::new(Code::SignInRequired, "no session cookie");
    let token = visitor.token.clone().ok_or_else(none)?;
    let session = web.app.locked_session(&token, visitor.shown).await?;
    Ok((token, session))
}

async fn show(
    web: &Web,
    visitor: &Visitor,
    session: &Session,
    next: &str,
    problem: Option<&Problem>,
) -> Result<Response, Fault> {
    let mut frame = present::visitor_frame(web, visitor);
    frame.csrf.clone_from(&session.csrf);
    let page = Unlock {
        frame,
        who: present::viewer(visitor.lang, session),
        next: next.to_owned(),
        problem: problem.map(|it| texts::problem(visitor.lang, it.code)),
        passkey: web.site().is_ok() && web.app.offer_unlock(session).await.is_ok(),
        password: web.app.has_password(session.person.id).await?,
    };
    let status = problem.map_or(200, |it| it.code.status());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    Ok((status, rendered(&page)?).into_response())
}

/// The page.
pub async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Query(next): Query<Next>,
) -> Result<Response, Fault> {
    let (_, session) = locked(&web, &visitor).await?;
    show(&web, &visitor, &session, &next.next, None).await
}

/// The password again.
pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    let (token, session) = locked(&web, &visitor).await?;
    let who = SignedIn { session: session.into(), visitor: visitor.clone() };
    who.check_token(&given.csrf)?;
    let opened = web.app.unlock(&token, &given.password, visitor.shown, &visitor.address).await;
    match opened {
        Ok(()) => Ok(Redirect::to(local_path(&given.next)).into_response()),
        Err(problem) if problem.code.status() >= 500 => Err(problem.into()),
        Err(problem) => show(&web, &visitor, &who.session, &given.next, Some(&problem)).await,
    }
}

/// The page was left: lock now.
pub async fn lock(
    State(web): State<Web>,
    who: SignedIn,
    Form(token): Form<Token>,
) -> Result<StatusCode, Fault> {
    who.check_token(&token.csrf)?;
    web.app.lock_session(who.session.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody reads or types without asking for anything.
pub async fn touch(
    State(web): State<Web>,
    who: SignedIn,
    Form(token): Form<Token>,
) -> Result<StatusCode, Fault> {
    who.check_token(&token.csrf)?;
    web.app.touch_session(who.session.id).await?;
    Ok(StatusCode::NO_CONTENT)
}
