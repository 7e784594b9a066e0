//! Who may change something: signed in, and holding the session's token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::Web;
use crate::fault::Fault;
use crate::visitor::SignedIn;

/// The header that carries the session's token.
pub(super) const HEADER: &str = "x-csrf-token";

/// Somebody who is signed in and whose request carries the session's token. A handler that
/// changes something asks for this, so that none can forget the check.
#[derive(Debug)]
pub(super) struct Trusted(pub(super) SignedIn);

/// The token of a request; empty when there is none.
pub(super) fn token(parts: &Parts) -> &str {
    parts.headers.get(HEADER).and_then(|it| it.to_str().ok()).unwrap_or_default()
}

impl FromRequestParts<Web> for Trusted {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let who = SignedIn::from_request_parts(parts, web).await?;
        who.check_token(token(parts))?;
        Ok(Self(who))
    }
}
