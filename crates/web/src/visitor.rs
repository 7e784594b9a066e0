//! Who is asking: address, device, cookie, language, and the session these amount to.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use tasuki_app::session::{Session, Shown};
use tasuki_kernel::{Code, Problem};
use tasuki_pki::Presented;

use crate::Web;
use crate::fault::Fault;
use crate::texts::Lang;

/// The session's cookie. The prefix binds it to this host, this path and TLS (RFC 6265bis 4.1.3).
pub const COOKIE: &str = "__Host-tasuki";
/// The cookie that a passkey's challenge is bound to, between the two halves of signing in.
pub const PASSKEY_COOKIE: &str = "__Host-passkey";
/// The cookie of the chosen language.
pub const LANG_COOKIE: &str = "__Host-lang";

/// Who is asking, before it is known whether that is somebody.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// What the request shows of its device.
    pub shown: Shown,
    /// The address, for throttling.
    pub address: String,
    /// The session cookie.
    pub token: Option<String>,
    /// The language to answer in.
    pub lang: Lang,
    /// Whether the client reads JSON rather than pages.
    pub wants_json: bool,
    /// Path and query.
    pub here: String,
    /// Our other cookies: name and value.
    cookies: Vec<(String, String)>,
    reading: bool,
}

impl Visitor {
    /// Another cookie of ours.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The page to come back to after signing in: only pages that are read, never an action.
    pub fn page_to_return_to(&self) -> &str {
        if self.reading { &self.here } else { "/notebooks" }
    }
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
}

pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    cookies(headers).find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
}

fn lang(headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    cookie(headers, LANG_COOKIE)
        .and_then(|tag| Lang::from_tag(&tag))
        .unwrap_or_else(|| accepted.map_or(Lang::Ja, Lang::from_accept_language))
}

fn wants_json(headers: &HeaderMap, path: &str) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    path.starts_with("/api/") || (accepted.contains("json") && !accepted.contains("text/html"))
}

/// Whether an address is this very machine's.
fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|it| it.0.ip());
        let presented = parts.extensions.get::<Presented>().and_then(|it| it.0.clone());
        let path = parts.uri.path();
        Ok(Self {
            shown: Shown {
                certificate: presented.map(|it| it.fingerprint),
                // A proxy on this machine would make everybody look local: then it says so.
                loopback: peer.is_some_and(is_loopback)
                    && !parts.headers.contains_key("x-forwarded-for")
                    && !parts.headers.contains_key(header::FORWARDED),
            },
            address: peer.map(|it| it.to_string()).unwrap_or_default(),
            token: cookie(&parts.headers, COOKIE),
            lang: lang(&parts.headers),
            wants_json: wants_json(&parts.headers, path),
            here: parts.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned(),
            cookies: cookies(&parts.headers)
                .filter(|(name, _)| *name != COOKIE && name.starts_with("__Host-"))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            reading: parts.method == Method::GET
                && !path.ends_with("/live")
                && !path.starts_with("/api/"),
        })
    }
}

/// Somebody who is signed in, with everything that follows from it holding now.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The session.
    pub session: Arc<Session>,
    /// The rest of the request's facts.
    pub visitor: Visitor,
}

impl SignedIn {
    /// Checks the token that a form or a header brought.
    pub fn check_token(&self, given: &str) -> Result<(), Fault> {
        if same(given.as_bytes(), self.session.csrf.as_bytes()) {
            return Ok(());
        }
        Err(Problem::new(Code::ForgedRequest, "the form's token is missing or wrong").into())
    }
}

/// Compares without telling by the time where the difference lies.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (x, y)| differs | (x ^ y)) == 0
}

impl FromRequestParts<Web> for SignedIn {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let Ok(mut visitor) = Visitor::from_request_parts(parts, web).await;
        let token = visitor
            .token
            .clone()
            .ok_or_else(|| Problem::new(Code::SignInRequired, "no session cookie"))?;
        let session = web.app.session(&token, visitor.shown).await?;
        // What was chosen on the account goes wherever the person signs in.
        if let Some(chosen) = session.preferences.lang.as_deref().and_then(Lang::from_tag) {
            visitor.lang = chosen;
        }
        Ok(Self { session: Arc::new(session), visitor })
    }
}

/// Percent-encodes for a query value (RFC 3986 section 2.3).
pub fn url_encoded(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(byte as char);
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A path of this site to go on to; anything else becomes the first page.
pub fn local_path(next: &str) -> &str {
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if inside && !next.chars().any(char::is_control) { next } else { "/notebooks" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_on_to() {
        assert_eq!(local_path("/rooms/1?before=x"), "/rooms/1?before=x");
        for elsewhere in ["https://evil.example", "//evil.example", "/\\evil", "", "/a\nb"] {
            assert_eq!(local_path(elsewhere), "/notebooks");
        }
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "a=1; __Host-tasuki=abc; b=2".parse().unwrap());
        assert_eq!(cookie(&headers, COOKIE).as_deref(), Some("abc"));
        assert_eq!(cookie(&headers, "tasuki"), None);
    }

    #[test]
    fn query_values_are_encoded() {
        assert_eq!(url_encoded("/rooms/1?a=あ&b"), "/rooms/1%3Fa%3D%E3%81%82%26b");
    }

    #[test]
    fn json_is_for_the_api_and_for_those_who_ask() {
        let mut headers = HeaderMap::new();
        assert!(wants_json(&headers, "/api/v1/notebooks"));
        assert!(!wants_json(&headers, "/notebooks"));
        headers.insert(header::ACCEPT, "application/json".parse().unwrap());
        assert!(wants_json(&headers, "/rooms/1/entries"));
        headers.insert(header::ACCEPT, "text/html, application/json".parse().unwrap());
        assert!(!wants_json(&headers, "/rooms/1/entries"));
    }
}
