//! A client: a device, a cookie, a token; and what it is answered.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use tasuki_kernel::{Code, Timestamp};
use tasuki_pki::{Fingerprint, PeerCertificate, Presented};
use tower::ServiceExt as _;

/// Where requests come from unless they say something else.
pub const ELSEWHERE: &str = "192.0.2.7:40000";

/// Somebody's browser or program.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The SHA-256 of the certificate that its connection showed.
    pub certificate: Option<[u8; 32]>,
    /// The session's cookie.
    pub cookie: Option<String>,
    /// The token for changes.
    pub csrf: String,
    /// Where it comes from.
    pub address: Option<SocketAddr>,
    /// What it wants to read; JSON when not said.
    pub accept: Option<&'static str>,
}

/// What a request carries.
#[derive(Debug, Clone, Default)]
pub enum Load {
    /// Nothing.
    #[default]
    Nothing,
    /// A form; the token is added as the field `csrf`.
    Form(Vec<(&'static str, String)>),
    /// A form with files; the token is added likewise.
    Parts(Vec<Part>),
    /// A form with files, as the API takes it: without the field `csrf`.
    ApiParts(Vec<Part>),
    /// JSON; the token goes into the header.
    Json(serde_json::Value),
    /// Bytes of a type, without any token but in the header.
    Bytes(&'static str, Vec<u8>),
}

/// A part of a form.
#[derive(Debug, Clone)]
pub struct Part {
    pub name: &'static str,
    pub file_name: Option<&'static str>,
    pub bytes: Vec<u8>,
}

impl Part {
    pub fn text(name: &'static str, text: &str) -> Self {
        Self { name, file_name: None, bytes: text.into() }
    }

    pub fn file(name: &'static str, file_name: &'static str, bytes: Vec<u8>) -> Self {
        Self { name, file_name: Some(file_name), bytes }
    }
}

/// The answer, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        let broken = |e| panic!("not JSON ({e}): {} {}", self.status, self.text());
        serde_json::from_slice(&self.bytes).unwrap_or_else(broken)
    }

    /// The code of problem details; none when it is no problem.
    pub fn code(&self) -> Option<Code> {
        if self.header("content-type") != "application/problem+json" {
            return None;
        }
        let body = self.json();
        let code = Code::ALL.iter().find(|it| body["code"] == it.slug()).copied();
        let code = code.expect("a code of the list");
        assert_eq!(body["type"], format!("urn:tasuki:problem:{}", code.slug()));
        assert_eq!(body["status"], code.status(), "{body}");
        assert_eq!(self.status.as_u16(), code.status(), "{body}");
        Some(code)
    }
}

const BOUNDARY: &str = "tasuki-test-boundary";

fn form_data() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

fn multipart(parts: &[Part]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        let file = part.file_name.map(|it| format!("; filename=\"{it}\"")).unwrap_or_default();
        let about = format!("Content-Disposition: form-data; name=\"{}\"{file}", part.name);
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{about}\r\n\r\n").as_bytes());
        body.extend_from_slice(&part.bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn urlencoded(fields: &[(&'static str, String)]) -> Vec<u8> {
    let pairs = fields.iter().map(|(name, value)| {
        let value = tasuki_web::visitor::url_encoded(value).replace('/', "%2F");
        format!("{name}={value}")
    });
    pairs.collect::<Vec<_>>().join("&").into_bytes()
}

impl Client {
    /// The request as a listener would hand it on, with these headers besides its own.
    pub fn request(
        &self,
        (method, path): (&str, &str),
        load: Load,
        more: &[(&str, &str)],
    ) -> Request<Body> {
        let token = self.csrf.clone();
        let (kind, body) = match load {
            Load::Nothing => (None, Vec::new()),
            Load::Form(mut fields) => {
                fields.push(("csrf", token));
                (Some("application/x-www-form-urlencoded".to_owned()), urlencoded(&fields))
            }
            Load::ApiParts(parts) => (Some(form_data()), multipart(&parts)),
            Load::Parts(mut parts) => {
                parts.push(Part::text("csrf", &token));
                (Some(form_data()), multipart(&parts))
            }
            Load::Json(value) => (Some("application/json".into()), value.to_string().into_bytes()),
            Load::Bytes("multipart/form-data", bytes) => (Some(form_data()), bytes),
            Load::Bytes(kind, bytes) => (Some(kind.to_owned()), bytes),
        };
        let mut request = Request::new(Body::from(body));
        *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
        *request.uri_mut() = path.parse().expect("an address");
        let mut put = |name: &str, value: &str| {
            let name: header::HeaderName = name.parse().expect("a name");
            request.headers_mut().insert(name, value.parse().expect("a value"));
        };
        put("host", "tasuki.example");
        put("accept", self.accept.unwrap_or("application/json"));
        if let Some(kind) = kind {
            put("content-type", &kind);
        }
        if let Some(cookie) = &self.cookie {
            put("cookie", &format!("{}={cookie}", tasuki_web::visitor::COOKIE));
        }
        if !self.csrf.is_empty() {
            put("x-csrf-token", &self.csrf);
        }
        for (name, value) in more {
            put(name, value);
        }
        let address = self.address.unwrap_or_else(|| ELSEWHERE.parse().expect("an address"));
        request.extensions_mut().insert(ConnectInfo(address));
        request.extensions_mut().insert(Presented(self.certificate.map(presented)));
        request
    }

    /// Sends it and reads the whole answer, but of a stream only its head.
    pub async fn send(&self, router: &Router, what: (&str, &str), load: Load) -> Answer {
        self.send_with(router, what, load, &[]).await
    }

    /// The same with headers besides its own.
    pub async fn send_with(
        &self,
        router: &Router,
        what: (&str, &str),
        load: Load,
        more: &[(&str, &str)],
    ) -> Answer {
        let answered = router.clone().oneshot(self.request(what, load, more)).await;
        let (head, body) = answered.expect("a router always answers").into_parts();
        let kind = head.headers.get(header::CONTENT_TYPE);
        let bytes = if kind.is_some_and(|it| it == "text/event-stream") {
            Vec::new()
        } else {
            to_bytes(body, usize::MAX).await.expect("a body that ends").to_vec()
        };
        Answer { status: head.status, headers: head.headers, bytes }
    }

    /// Asks for something to read.
    pub async fn get(&self, router: &Router, path: &str) -> Answer {
        self.send(router, ("GET", path), Load::Nothing).await
    }

    /// Sends JSON.
    pub async fn post(&self, router: &Router, path: &str, json: serde_json::Value) -> Answer {
        self.send(router, ("POST", path), Load::Json(json)).await
    }
}

/// A certificate whose key the connection has shown to hold.
fn presented(print: [u8; 32]) -> Arc<PeerCertificate> {
    Arc::new(PeerCertificate {
        fingerprint: Fingerprint::from_bytes(print),
        ours: true,
        not_after: Timestamp::from_micros(i64::MAX),
        device: None,
    })
}
