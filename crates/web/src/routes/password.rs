//! Choosing one's own password: the first one by an activation link, later ones when signed in.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::password::RULE;
use tasuki_kernel::Problem;

use super::portal::rendered;
use crate::fault::{Fault, field_message};
use crate::form::Form;
use crate::pages::{FieldError, Frame, Password, PasswordOccasion};
use crate::visitor::{SignedIn, Visitor};
use crate::{Web, present};

/// The form.
#[derive(Debug, Deserialize)]
pub struct Given {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    current: String,
    new: String,
    again: String,
}

fn blank(frame: Frame, occasion: PasswordOccasion, action: String) -> Password {
    Password {
        frame,
        occasion,
        action,
        min_length: u32::try_from(RULE.min_chars()).unwrap_or(8),
        ..Password::default()
    }
}

/// The form's own name of a field that a use case refused.
fn field_error(visitor: &Visitor, problem: &Problem) -> FieldError {
    let field = match problem.field {
        Some("present") => "current",
        Some("again") => "again",
        _ => "new",
    };
    FieldError { field: field.into(), message: field_message(visitor, problem) }
}

fn refused(visitor: &Visitor, mut page: Password, problem: Problem) -> Result<Response, Fault> {
    if problem.field.is_none() {
        return Err(problem.into());
    }
    page.errors = vec![field_error(visitor, &problem)];
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}

fn same_twice(given: &Given) -> Result<(), Problem> {
    if given.new == given.again {
        Ok(())
    } else {
        Err(Problem::invalid("again", "the two entries differ"))
    }
}

/// The page behind an activation link.
pub async fn activation(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Response, Fault> {
    let page = activation_page(&web, &visitor, &token).await?;
    Ok(rendered(&page)?.into_response())
}

async fn activation_page(web: &Web, visitor: &Visitor, token: &str) -> Result<Password, Fault> {
    let person = web.app.activation(token).await?;
    let mut frame = present::visitor_frame(web, visitor);
    // The address is the secret: it is not written into links of the page.
    frame.here = "/sign-in".into();
    let mut page = blank(frame, PasswordOccasion::First, format!("/activate/{token}"));
    page.name = person.name.full();
    page.login = person.login;
    Ok(page)
}

/// Sets the first password.
pub async fn activate(
    State(web): State<Web>,
    visitor: Visitor,
    Path(token): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    let page = activation_page(&web, &visitor, &token).await?;
    let outcome = match same_twice(&given) {
        Ok(()) => web.app.activate(&token, &given.new).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to("/sign-in").into_response()),
        Err(problem) => refused(&visitor, page, problem),
    }
}

async fn change_page(web: &Web, who: &SignedIn) -> Result<Password, Fault> {
    let frame = present::frame(web, who).await?;
    let mut page = blank(frame, PasswordOccasion::Change, "/password".into());
    page.name = who.session.person.name.full();
    page.login.clone_from(&who.session.person.login);
    Ok(page)
}

/// The page for changing one's password.
pub async fn page(State(web): State<Web>, who: SignedIn) -> Result<Response, Fault> {
    Ok(rendered(&change_page(&web, &who).await?)?.into_response())
}

/// Changes one's password.
pub async fn submit(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let page = change_page(&web, &who).await?;
    let outcome = match same_twice(&given) {
        Ok(()) => web.app.change_password(&who.session, &given.current, &given.new).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to("/account?said=password").into_response()),
        Err(problem) => refused(&who.visitor, page, problem),
    }
}
