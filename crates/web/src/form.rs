//! Forms as browsers send them, in UTF-8 or not at all.

use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::extract::{self, FromRequest, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use tasuki_kernel::{Code, Problem};

use crate::fault::Fault;

/// A form of the type `application/x-www-form-urlencoded`. axum's own would put a substitute
/// where bytes are not UTF-8, and somebody's words would be kept as something else.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// A form whose fields may be there more than once, such as ticked boxes: each is a list.
#[derive(Debug)]
pub struct Many<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Many<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let (_, bytes) = read(request, state).await?;
        let refused = |_| of(StatusCode::UNPROCESSABLE_ENTITY);
        serde_html_form::from_bytes(&bytes).map(Self).map_err(refused)
    }
}

/// The parts of a request and its form's bytes, which are UTF-8 when unescaped.
async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<(Parts, Bytes), Fault> {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts.clone(), body);
    let bytes = Bytes::from_request(request, state).await.map_err(|it| of(it.status()))?;
    if std::str::from_utf8(&unescaped(&bytes)).is_err() {
        return Err(Problem::new(Code::Malformed, "the form is not in UTF-8").into());
    }
    Ok((parts, bytes))
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let (parts, bytes) = read(request, state).await?;
        let request = Request::from_parts(parts, Body::from(bytes));
        let read: Result<extract::Form<T>, FormRejection> =
            extract::Form::from_request(request, state).await;
        read.map(|form| Self(form.0)).map_err(|it| of(it.status()))
    }
}

/// What axum's refusal amounts to.
fn of(status: StatusCode) -> Fault {
    let problem = match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge, "the form is over 1 MB"),
        StatusCode::UNPROCESSABLE_ENTITY => {
            Problem::new(Code::Invalid, "a field is missing or not of its form")
        }
        _ => Problem::new(Code::Malformed, "the form cannot be read"),
    };
    problem.into()
}

/// The bytes that a percent-encoded text stands for (RFC 3986 section 2.1). What looks like an
/// escape and is none stands for itself, as everywhere on the web.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let digit = |at: usize| text.get(at).and_then(|it| char::from(*it).to_digit(16));
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let escape = digit(at + 1).zip(digit(at + 2)).filter(|_| byte == b'%');
        if let Some((high, low)) = escape {
            bytes.push((high * 16 + low) as u8);
            at += 3;
        } else {
            bytes.push(byte);
            at += 1;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_bytes_and_the_rest_stands_for_itself() {
        assert_eq!(unescaped(b"a=%E8%96%AC&b=+%"), "a=薬&b=+%".as_bytes());
        assert_eq!(unescaped(b"%ff%F"), b"\xff%F");
        assert_eq!(unescaped(b"%%41%4"), b"%A%4");
        assert_eq!(unescaped(b""), b"");
    }

    #[test]
    fn refusals_keep_their_meaning() {
        for (status, code) in [
            (StatusCode::PAYLOAD_TOO_LARGE, Code::TooLarge),
            (StatusCode::UNPROCESSABLE_ENTITY, Code::Invalid),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::Malformed),
            (StatusCode::BAD_REQUEST, Code::Malformed),
        ] {
            assert_eq!(of(status).0.code, code);
        }
    }
}
