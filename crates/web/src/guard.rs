//! Changes come from our own pages: `Sec-Fetch-Site` and `Origin` are checked on everything that
//! is not merely read. The token in each form is the second lock.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tasuki_kernel::{Code, Problem};

use crate::fault::Fault;

/// Whether a change comes from where it says it belongs.
fn is_ours(headers: &HeaderMap, uri: &Uri) -> bool {
    // One that cannot be read is there all the same, and is not ours.
    let text = |name| headers.get(name).map(|it| it.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let Some(origin) = text("origin") else {
        // Not a browser: it has no cookies that somebody else could ride on.
        return true;
    };
    let host = uri
        .authority()
        .map(ToString::to_string)
        .or_else(|| headers.get(header::HOST)?.to_str().ok().map(str::to_owned));
    host.is_some_and(|host| origin == format!("https://{host}"))
}

/// Layer: refuses changes from other sites.
pub async fn same_origin(request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reading || is_ours(request.headers(), request.uri()) {
        return next.run(request).await;
    }
    Fault(Problem::new(Code::ForgedRequest, "the change comes from another site")).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn asked(pairs: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        is_ours(&headers, &Uri::from_static("/rooms/1/entries"))
    }

    #[test]
    fn other_sites_are_refused() {
        let host = ("host", "tasuki.example:8443");
        assert!(asked(&[host, ("sec-fetch-site", "same-origin")]));
        assert!(!asked(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(!asked(&[host, ("sec-fetch-site", "same-site")]));
        assert!(asked(&[host, ("origin", "https://tasuki.example:8443")]));
        assert!(!asked(&[host, ("origin", "https://evil.example")]));
        assert!(!asked(&[host, ("origin", "null")]));
        assert!(!asked(&[host, ("origin", "http://tasuki.example:8443")]));
        assert!(!asked(&[host, ("origin", "https://襷.example")]));
        assert!(!asked(&[host, ("sec-fetch-site", "同じ")]));
        assert!(asked(&[host]));
    }
}
