//! Signing in without the own device, by a code that the facility's manager gave.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::substitute::Attempt;

use super::portal::rendered;
use super::sign_in::cookie;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::Substitute;
use crate::visitor::Visitor;
use crate::{Web, present, texts};

/// What was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    login: String,
    password: String,
    code: String,
}

/// The page.
pub async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Html<String>, Fault> {
    rendered(&Substitute { frame: present::visitor_frame(&web, &visitor), ..Substitute::default() })
}

/// Signs in.
pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    let attempt = Attempt {
        login: given.login.trim(),
        password: &given.password,
        code: &given.code,
        address: &visitor.address,
    };
    match web.app.sign_in_by_substitute(attempt).await {
        Ok(begun) => Ok((cookie(&begun.token), Redirect::to("/notebooks")).into_response()),
        Err(problem) if problem.code.status() < 500 && !visitor.wants_json => {
            let page = Substitute {
                frame: present::visitor_frame(&web, &visitor),
                login: given.login,
                problem: Some(texts::problem(visitor.lang, problem.code)),
            };
            let status = StatusCode::from_u16(problem.code.status());
            let status = status.unwrap_or(StatusCode::UNAUTHORIZED);
            Ok((status, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
