//! What the browser says: of which page, in answer to what.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::Refusal;

/// Bytes of it at most; a browser writes about two hundred.
const MOST: usize = 16 * 1024;

/// The collected client data (Level 3, section 5.8.1). What it may hold besides is not asked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ClientData {
    pub(super) kind: String,
    pub(super) challenge: Vec<u8>,
    pub(super) origin: String,
    /// Whether the page lay in a frame of another origin's.
    pub(super) cross_origin: bool,
}

#[derive(Deserialize)]
struct Written {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

impl ClientData {
    pub(super) fn read(json: &[u8]) -> Result<Self, Refusal> {
        if json.len() > MOST {
            return Err(Refusal::Malformed("the client data is too long"));
        }
        let written: Written = serde_json::from_slice(json)
            .map_err(|_| Refusal::Malformed("the client data is not JSON of its form"))?;
        let challenge = URL_SAFE_NO_PAD
            .decode(&written.challenge)
            .map_err(|_| Refusal::Malformed("the challenge is not base64url"))?;
        Ok(Self {
            kind: written.kind,
            challenge,
            origin: written.origin,
            cross_origin: written.cross_origin,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_and_the_rest_is_let_be() {
        let json = br#"{"type":"webauthn.get","challenge":"AAEC","origin":"https://a.example",
            "crossOrigin":true,"extraData":{"to":"come"}}"#;
        let read = ClientData::read(json).unwrap();
        assert_eq!(
            (read.kind.as_str(), read.challenge.as_slice()),
            ("webauthn.get", &[0, 1, 2][..])
        );
        assert_eq!((read.origin.as_str(), read.cross_origin), ("https://a.example", true));
    }

    #[test]
    fn anything_else_is_refused() {
        let long = format!(r#"{{"type":"{}","challenge":"","origin":""}}"#, "x".repeat(MOST));
        for json in [
            "",
            "[]",
            r#"{"type":"webauthn.get","origin":"https://a.example"}"#,
            r#"{"type":"webauthn.get","challenge":"AA==","origin":"https://a.example"}"#,
            r#"{"type":"webauthn.get","challenge":"A+/A","origin":"https://a.example"}"#,
            r#"{"type":7,"challenge":"","origin":""}"#,
            // Said twice is said in two ways.
            r#"{"type":"a","challenge":"","origin":"https://a.example","origin":"https://b.example"}"#,
            &long,
        ] {
            let refused = ClientData::read(json.as_bytes());
            assert!(matches!(refused, Err(Refusal::Malformed(_))), "{json}");
        }
    }
}
