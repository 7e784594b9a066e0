//! Problems on their way out: a page in the reader's language, or problem details (RFC 9457).
//!
//! A route answers with a [`Fault`]; the layer [`render`], which knows the request, makes of it
//! what the client can read. So no route needs to know who is asking in order to fail.

use askama::Template;
use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Serialize;
use tasuki_kernel::{Code, Problem};
use utoipa::ToSchema;

use crate::Web;
use crate::pages::{self, Frame};
use crate::texts;
use crate::visitor::{Visitor, url_encoded};

/// A problem as a route's answer.
#[derive(Debug, Clone)]
pub struct Fault(pub Problem);

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

/// The status that the problem's code has everywhere.
fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = status(&self.0).into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

/// Problem details (RFC 9457 section 3.1), with our own members for people.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetails {
    /// `urn:tasuki:problem:` and the slug of `docs/errors.md`.
    #[serde(rename = "type")]
    kind: String,
    /// What sort of problem, in the reader's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// For developers, in English; never patient words.
    detail: String,
    /// The slug alone.
    code: &'static str,
    /// The fields that are wrong.
    errors: Vec<FieldProblem>,
    /// What happened, in the reader's language.
    what_happened: String,
    /// What was kept.
    what_was_kept: String,
    /// What to do now.
    what_to_do: String,
    /// Where to go on in a browser, when signing in or unlocking helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
struct FieldProblem {
    field: &'static str,
    message: String,
}

/// What of a field is wrong, in the reader's language; the detail where there are no words for it.
pub fn field_message(visitor: &Visitor, problem: &Problem) -> String {
    texts::field(visitor.lang, problem.field.unwrap_or_default(), &problem.detail)
}

/// Fields with what is wrong with each, in the reader's language.
pub fn told(visitor: &Visitor, problems: &[Problem]) -> Vec<(String, String)> {
    let field = |it: &Problem| it.field.unwrap_or_default().to_owned();
    problems.iter().map(|it| (field(it), field_message(visitor, it))).collect()
}

fn details(visitor: &Visitor, problem: &Problem) -> Response {
    let text = texts::problem(visitor.lang, problem.code);
    let to = match problem.code {
        Code::SignInRequired => Some(sign_in_url(visitor)),
        Code::SessionLocked => Some(unlock_url(visitor)),
        _ => None,
    };
    let errors =
        problem.field.map(|field| FieldProblem { field, message: field_message(visitor, problem) });
    let body = ProblemDetails {
        kind: format!("urn:tasuki:problem:{}", problem.code.slug()),
        title: text.title.into(),
        status: problem.code.status(),
        detail: problem.detail.clone(),
        code: problem.code.slug(),
        errors: errors.into_iter().collect(),
        what_happened: text.what_happened.into(),
        what_was_kept: text.what_was_kept.into(),
        what_to_do: text.what_to_do.into(),
        to,
    };
    let mut response = Json(body).into_response();
    let kind = HeaderValue::from_static("application/problem+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn sign_in_url(visitor: &Visitor) -> String {
    format!("/sign-in?next={}", url_encoded(visitor.page_to_return_to()))
}

fn unlock_url(visitor: &Visitor) -> String {
    format!("/unlock?next={}", url_encoded(visitor.page_to_return_to()))
}

fn page(web: &Web, visitor: &Visitor, problem: &Problem) -> Response {
    match problem.code {
        Code::SignInRequired => return Redirect::to(&sign_in_url(visitor)).into_response(),
        Code::SessionLocked => return Redirect::to(&unlock_url(visitor)).into_response(),
        _ => {}
    }
    let mut frame = Frame::new(visitor.lang);
    frame.demo = web.demo;
    frame.here.clone_from(&visitor.here);
    let page = pages::Problem::new(frame, problem.code);
    page.render().map_or_else(
        |_| StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        |html| Html(html).into_response(),
    )
}

/// Layer: makes of a [`Fault`] what the client can read.
pub async fn render(
    State(web): State<Web>,
    visitor: Visitor,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    let plain = response.status().is_client_error() || response.status().is_server_error();
    let Some(problem) = response.extensions_mut().remove::<Problem>().or_else(|| {
        // What axum refuses by itself: no such route, a body that cannot be read.
        let known = response.headers().contains_key(header::CONTENT_DISPOSITION);
        (plain && !known && !has_our_body(&response)).then(|| of_status(response.status()))
    }) else {
        return response;
    };
    if problem.code.status() >= 500 {
        tracing::error!(code = problem.code.slug(), detail = %problem.detail, "request failed");
    } else {
        tracing::debug!(code = problem.code.slug(), "request refused");
    }
    metrics::counter!("tasuki_problems_total", "code" => problem.code.slug()).increment(1);
    let mut rendered = if visitor.wants_json {
        details(&visitor, &problem)
    } else {
        page(&web, &visitor, &problem)
    };
    if !rendered.status().is_redirection() {
        *rendered.status_mut() = status(&problem);
    }
    rendered
}

/// Pages that show a problem beside a form say so themselves.
fn has_our_body(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.is_some_and(|it| it.starts_with("text/html") || it.starts_with("application/"))
}

fn of_status(status: StatusCode) -> Problem {
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => (Code::NotFound, "no such page"),
        StatusCode::METHOD_NOT_ALLOWED => (Code::NotFound, "no such method here"),
        StatusCode::PAYLOAD_TOO_LARGE => (Code::TooLarge, "the request is over the limit"),
        StatusCode::UNPROCESSABLE_ENTITY => {
            (Code::Invalid, "a field is missing or not of its form")
        }
        StatusCode::SERVICE_UNAVAILABLE => (Code::Unavailable, "the database does not answer"),
        it if it.is_client_error() => (Code::Malformed, "the request cannot be read"),
        _ => (Code::Internal, "a fault of the program"),
    };
    Problem::new(code, detail)
}
