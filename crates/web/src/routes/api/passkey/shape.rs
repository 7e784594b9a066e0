//! What browsers are asked and what they answer, named as Web Authentication (Level 3, section
//! 5.1.8 and on) names it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, de};
use tasuki_app::passkey::{Offer, VALID};
use tasuki_pki::passkey::{ALGORITHMS, Made, Site};
use utoipa::ToSchema;

use super::super::shape::Id;

/// Bytes in base64url without padding.
#[derive(ToSchema)]
#[schema(value_type = String)]
pub(in crate::routes::api) struct Bytes(pub(super) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&URL_SAFE_NO_PAD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let bytes = URL_SAFE_NO_PAD.decode(text);
        bytes.map(Self).map_err(|_| de::Error::custom("not base64url without padding"))
    }
}

/// Milliseconds that the browser waits for its owner.
const TIMEOUT: i64 = VALID * 1000;

/// What proves who was there: fingerprint, face or PIN, always.
const REQUIRED: &str = "required";

/// A known passkey.
#[derive(Serialize, ToSchema)]
struct Descriptor {
    #[serde(rename = "type")]
    kind: &'static str,
    id: Bytes,
}

fn described(credentials: impl IntoIterator<Item = Vec<u8>>) -> Vec<Descriptor> {
    let one = |id| Descriptor { kind: "public-key", id: Bytes(id) };
    credentials.into_iter().map(one).collect()
}

/// What to ask of a browser so that a passkey is used: `publicKey` of `credentials.get`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::routes::api) struct Request {
    challenge: Bytes,
    rp_id: String,
    timeout: i64,
    user_verification: &'static str,
    /// Empty where any passkey of this site will do.
    allow_credentials: Vec<Descriptor>,
}

impl Request {
    pub(super) fn new(site: &Site, challenge: Vec<u8>, only: Option<Vec<u8>>) -> Self {
        Self {
            challenge: Bytes(challenge),
            rp_id: site.id().to_owned(),
            timeout: TIMEOUT,
            user_verification: REQUIRED,
            allow_credentials: described(only),
        }
    }
}

/// For what site a passkey is made.
#[derive(Serialize, ToSchema)]
struct ForSite {
    id: String,
    name: String,
}

/// For whom a passkey is made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ForPerson {
    id: Bytes,
    name: String,
    display_name: String,
}

/// A kind of key.
#[derive(Serialize, ToSchema)]
struct Algorithm {
    #[serde(rename = "type")]
    kind: &'static str,
    alg: i64,
}

/// What the authenticator has to be.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Selection {
    /// The device that the browser runs on.
    authenticator_attachment: &'static str,
    /// One that is found without anybody's name.
    resident_key: &'static str,
    require_resident_key: bool,
    user_verification: &'static str,
}

/// What to ask of a browser so that a passkey is made: `publicKey` of `credentials.create`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::routes::api) struct Creation {
    rp: ForSite,
    user: ForPerson,
    challenge: Bytes,
    pub_key_cred_params: Vec<Algorithm>,
    timeout: i64,
    /// The passkeys that the person has.
    exclude_credentials: Vec<Descriptor>,
    authenticator_selection: Selection,
    hints: [&'static str; 1],
    attestation: &'static str,
}

impl Creation {
    pub(super) fn new(site: &Site, offer: Offer) -> Self {
        let algorithm = |alg| Algorithm { kind: "public-key", alg };
        Self {
            rp: ForSite { id: site.id().to_owned(), name: offer.notebook_name },
            user: ForPerson {
                id: Bytes(offer.user.to_vec()),
                name: offer.login,
                display_name: offer.name,
            },
            challenge: Bytes(offer.challenge),
            pub_key_cred_params: ALGORITHMS.into_iter().map(algorithm).collect(),
            timeout: TIMEOUT,
            exclude_credentials: described(offer.held),
            authenticator_selection: Selection {
                authenticator_attachment: "platform",
                resident_key: REQUIRED,
                require_resident_key: true,
                user_verification: REQUIRED,
            },
            hints: ["client-device"],
            attestation: "none",
        }
    }
}

/// What the browser answered when a passkey was used.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "id": "AAECAwQFBgcICQoLDA0ODw",
    "response": {
        "clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"
    }
}))]
pub(in crate::routes::api) struct UsedPasskey {
    pub(super) id: Bytes,
    pub(super) response: Assertion,
}

/// The signed part.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(in crate::routes::api) struct Assertion {
    #[serde(rename = "clientDataJSON")]
    pub(super) client_data: Bytes,
    pub(super) authenticator_data: Bytes,
    pub(super) signature: Bytes,
    #[serde(default)]
    pub(super) user_handle: Option<Bytes>,
}

/// What the browser answered when a passkey was made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "label": "訪問用のスマートフォン",
    "response": { "clientDataJSON": "e30", "attestationObject": "oA" }
}))]
pub(in crate::routes::api) struct NewPasskey {
    /// What its owner calls the device: 60 characters at most.
    pub(super) label: String,
    pub(super) response: Attestation,
}

/// Number and code of a pick-up, as they were given out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "number": "123-456-789", "code": "abcd-efgh-jkmn" }))]
pub(in crate::routes::api) struct PickupCode {
    pub(super) number: String,
    pub(super) code: String,
}

/// A new passkey in place of the certificate that waits.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "number": "123-456-789",
    "code": "abcd-efgh-jkmn",
    "response": { "clientDataJSON": "e30", "attestationObject": "oA" }
}))]
pub(in crate::routes::api) struct PickedUpPasskey {
    pub(super) number: String,
    pub(super) code: String,
    pub(super) response: Attestation,
}

/// What the authenticator says of itself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(in crate::routes::api) struct Attestation {
    #[serde(rename = "clientDataJSON")]
    client_data: Bytes,
    attestation_object: Bytes,
}

impl Attestation {
    pub(super) fn made(self) -> Made {
        Made { client_data: self.client_data.0, attestation: self.attestation_object.0 }
    }
}

/// A device that was registered.
#[derive(Serialize, ToSchema)]
pub(in crate::routes::api) struct NewDevice {
    pub(super) device: Id,
}
