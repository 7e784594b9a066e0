//! A request's body as JSON, read strictly: what is not understood is refused, not passed over,
//! so that a misspelt `sensitivity` does not widen who sees a note.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use tasuki_kernel::{Code, Problem};

use crate::fault::Fault;

/// A body of JSON.
#[derive(Debug)]
pub(super) struct Given<T>(pub(super) T);

/// Whether a request says that it brings this media type (parameters such as `charset` apart).
pub(super) fn is_of_type(headers: &HeaderMap, wanted: &str) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = kind.and_then(|it| it.split(';').next()).unwrap_or_default();
    kind.trim().eq_ignore_ascii_case(wanted)
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Given<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        if !is_of_type(request.headers(), "application/json") {
            return Err(Problem::new(Code::Malformed, "the body must be application/json").into());
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|refused| {
            if refused.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                Problem::new(Code::TooLarge, "the body is over 1 MB")
            } else {
                Problem::new(Code::Malformed, "the body ended early")
            }
        })?;
        Ok(Self(parse(&bytes)?))
    }
}

/// Reads JSON. The detail of a problem names the place and never repeats a value: it might be
/// words about a patient.
pub(super) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // A struct would be read from a list of its fields, too, and misread when one is added.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(Problem::new(Code::Invalid, "a list where an object belongs"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        match error.classify() {
            Category::Data => Problem::new(Code::Invalid, wrong_field(&error.to_string(), &place)),
            _ => Problem::new(Code::Malformed, format!("not JSON in UTF-8: {place}")),
        }
    })
}

fn wrong_field(said: &str, place: &str) -> String {
    // These two name fields of ours or of the sender, no values.
    let names_a_field = ["missing field", "unknown field", "duplicate field"];
    if names_a_field.iter().any(|it| said.starts_with(it)) {
        return said.to_owned();
    }
    format!("a field is not of its form: {place}")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Words {
        text: String,
    }

    fn refused(bytes: &[u8]) -> Problem {
        parse::<Words>(bytes).unwrap_err()
    }

    #[test]
    fn what_cannot_be_read_is_malformed_and_what_does_not_fit_is_invalid() {
        assert_eq!(parse::<Words>(br#"{"text":"a"}"#), Ok(Words { text: "a".into() }));
        for broken in [&b"{"[..], b"", b"{\"text\":", b"{\"text\":\"\xff\"}", b"\xff"] {
            assert_eq!(refused(broken).code, Code::Malformed, "{broken:?}");
        }
        for unfit in
            [&b"{}"[..], b" [\"a\"]", b"1", b"{\"text\":1}", b"{\"text\":\"a\",\"more\":1}"]
        {
            assert_eq!(refused(unfit).code, Code::Invalid, "{unfit:?}");
        }
    }

    #[test]
    fn a_problem_does_not_repeat_what_was_sent() {
        assert!(refused(b"{\"text\":\"a\",\"more\":1}").detail.contains("more"));
        let problem = refused("{\"text\":[\"\u{5c71}\u{7530}\"]}".as_bytes());
        assert!(!problem.detail.contains('\u{5c71}'), "{problem}");
        let problem = refused("\"\u{5c71}\u{7530}\"".as_bytes());
        assert!(!problem.detail.contains('\u{5c71}'), "{problem}");
    }

    #[test]
    fn deep_nesting_ends_early() {
        let deep = format!("{{\"text\":{}", "[".repeat(100_000));
        let problem = parse::<serde_json::Value>(deep.as_bytes()).unwrap_err();
        assert_eq!(problem.code, Code::Malformed);
    }

    #[test]
    fn a_media_type_may_have_parameters() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, text.parse().unwrap());
            is_of_type(&headers, "application/json")
        };
        assert!(of("application/json"));
        assert!(of("Application/JSON; charset=utf-8"));
        assert!(!of("text/plain"));
        assert!(!of("application/jsonp"));
        assert!(!is_of_type(&HeaderMap::new(), "application/json"));
    }
}
