//! A telephone's authenticator, in software, with the browser before it: it makes passkeys and
//! uses them as the standard says, or wrongly where a test asks for that.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use minicbor::Encoder;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The page on which a passkey is asked for, as the browser knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where the page is from.
    pub origin: String,
    /// The site that it asks for.
    pub site: String,
    /// The challenge that it was given.
    pub challenge: Vec<u8>,
}

impl Page {
    /// A page of a site's own.
    pub fn of(site: &str, challenge: &[u8]) -> Self {
        let origin = format!("https://{site}");
        Self { origin, site: site.into(), challenge: challenge.into() }
    }

    fn client_data(&self, kind: &str) -> Vec<u8> {
        let challenge = URL_SAFE_NO_PAD.encode(&self.challenge);
        let said = json!({
            "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false,
        });
        said.to_string().into_bytes()
    }
}

/// A passkey, as it lies in the authenticator.
pub struct Held {
    /// Its name.
    pub id: Vec<u8>,
    /// For whom it was made.
    pub user: Vec<u8>,
    /// How often it was used.
    pub counter: u32,
    site: String,
    key: EcdsaKeyPair,
}

/// An authenticator with what it holds.
pub struct Authenticator {
    /// The passkeys, oldest first.
    pub held: Vec<Held>,
    /// Whether it recognises its owner.
    pub verifies: bool,
    /// Whether its passkeys are copied to the owner's other devices.
    pub synced: bool,
    /// Whether it counts.
    pub counts: bool,
}

impl Default for Authenticator {
    fn default() -> Self {
        Self { held: Vec::new(), verifies: true, synced: false, counts: true }
    }
}

/// The bytes behind a text of base64url.
///
/// # Panics
/// When it is none.
pub fn decoded(text: &Value) -> Vec<u8> {
    let text = text.as_str().expect("a text");
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

fn encoded(bytes: &[u8]) -> Value {
    URL_SAFE_NO_PAD.encode(bytes).into()
}

fn cose(point: &[u8]) -> Vec<u8> {
    let (x, y) = (&point[1..33], &point[33..65]);
    let mut encoder = Encoder::new(Vec::new());
    let written = encoder
        .map(5)
        .and_then(|it| it.i8(1)?.i8(2)?.i8(3)?.i8(-7)?.i8(-1)?.i8(1)?.i8(-2)?.bytes(x))
        .and_then(|it| it.i8(-3)?.bytes(y))
        .map(drop);
    written.expect("memory takes it");
    encoder.into_writer()
}

impl Authenticator {
    /// The flags of authenticator data; 0x40 where a new credential comes with it.
    fn flags(&self, new: bool) -> u8 {
        let owner = if self.verifies { 0x05 } else { 0x01 };
        owner | if self.synced { 0x18 } else { 0 } | if new { 0x40 } else { 0 }
    }

    fn said(&self, site: &str, counter: u32, new: &[u8]) -> Vec<u8> {
        let hash = Sha256::digest(site.as_bytes());
        [&hash[..], &[self.flags(!new.is_empty())], &counter.to_be_bytes(), new].concat()
    }

    /// Makes a passkey for somebody; answers with client data and attestation object.
    ///
    /// # Panics
    /// When the machine gives no random bytes.
    pub fn make(&mut self, page: &Page, user: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let random = SystemRandom::new();
        let signing = &ECDSA_P256_SHA256_ASN1_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(signing, &random).expect("random bytes");
        let key = EcdsaKeyPair::from_pkcs8(signing, pkcs8.as_ref(), &random).expect("a key");
        let id = Sha256::digest(key.public_key()).to_vec();
        let length = u16::try_from(id.len()).expect("32").to_be_bytes();
        let new = [&[0; 16][..], &length, &id, &cose(key.public_key().as_ref())].concat();
        let said = self.said(&page.site, 0, &new);
        let mut encoder = Encoder::new(Vec::new());
        let written = encoder
            .map(3)
            .and_then(|it| it.str("fmt")?.str("none")?.str("attStmt")?.map(0))
            .and_then(|it| it.str("authData")?.bytes(&said))
            .map(drop);
        written.expect("memory takes it");
        let (user, site) = (user.to_vec(), page.site.clone());
        self.held.push(Held { id, user, counter: 0, site, key });
        (page.client_data("webauthn.create"), encoder.into_writer())
    }

    /// Uses the newest passkey of the page's site: client data, authenticator data, signature.
    ///
    /// # Panics
    /// When it holds none of this site.
    pub fn use_newest(&mut self, page: &Page) -> [Vec<u8>; 3] {
        let counts = self.counts;
        let newest = self.held.iter_mut().rfind(|it| it.site == page.site);
        let newest = newest.expect("a passkey of this site");
        newest.counter += u32::from(counts);
        let counter = newest.counter;
        let said = self.said(&page.site, counter, &[]);
        let client_data = page.client_data("webauthn.get");
        let signed = [said.as_slice(), &Sha256::digest(&client_data)].concat();
        let held = self.held.iter().rfind(|it| it.site == page.site).expect("found above");
        let signature = held.key.sign(&SystemRandom::new(), &signed).expect("it signs");
        [client_data, said, signature.as_ref().to_vec()]
    }

    /// What the browser at `origin` sends, given these options of the API, after a passkey was made.
    ///
    /// # Panics
    /// When the options are not of their form.
    pub fn create(&mut self, origin: &str, options: &Value) -> Value {
        let site = options["rp"]["id"].as_str().expect("a site").to_owned();
        let challenge = decoded(&options["challenge"]);
        let page = Page { origin: origin.into(), site, challenge };
        let (client_data, attestation) = self.make(&page, &decoded(&options["user"]["id"]));
        let id = encoded(&self.held.last().expect("just made").id);
        json!({
            "id": id,
            "response": {
                "clientDataJSON": encoded(&client_data),
                "attestationObject": encoded(&attestation),
            },
        })
    }

    /// What the browser at `origin` sends, given these options of the API, after one was used.
    ///
    /// # Panics
    /// When the options are not of their form, or it holds no passkey of their site.
    pub fn get(&mut self, origin: &str, options: &Value) -> Value {
        let site = options["rpId"].as_str().expect("a site").to_owned();
        let challenge = decoded(&options["challenge"]);
        let page = Page { origin: origin.into(), site, challenge };
        let [client_data, said, signature] = self.use_newest(&page);
        let held = self.held.iter().rfind(|it| it.site == page.site).expect("just used");
        json!({
            "id": encoded(&held.id),
            "response": {
                "clientDataJSON": encoded(&client_data),
                "authenticatorData": encoded(&said),
                "signature": encoded(&signature),
                "userHandle": encoded(&held.user),
            },
        })
    }
}
