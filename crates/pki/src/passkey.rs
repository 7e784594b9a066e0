//! Passkeys (W3C Web Authentication, Level 3): what a browser sends when one is made and when one
//! is used, held against what was asked.
//!
//! Pure: no clock, no chance, no storage. Whether a challenge is ours, in time and unused, is the
//! business of the caller; so is the counter, which has to be compared where it is kept. Why this
//! is our own and no library's: `docs/decisions/0016-passkeys.md`.

mod authenticator_data;
mod client_data;
mod public_key;
mod refusal;
mod site;

use sha2::{Digest, Sha256};

pub use refusal::Refusal;
pub use site::Site;

use authenticator_data::AuthenticatorData;
use client_data::ClientData;
use public_key::PublicKey;

/// The algorithms that are accepted, as COSE numbers them, the one that is liked best first:
/// ES256 is what phones have, EdDSA some keys, RS256 older Windows Hello.
pub const ALGORITHMS: [i64; 3] = [-7, -8, -257];

/// Bytes of a credential's id, at least and at most.
const ID: std::ops::RangeInclusive<usize> = 16..=1023;

/// What a browser sends after a passkey was made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Made {
    /// JSON, as the browser signed for it.
    pub client_data: Vec<u8>,
    /// CBOR, with what the authenticator says.
    pub attestation: Vec<u8>,
}

/// What a browser sends after a passkey was used.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Used {
    /// JSON, as the browser signed for it.
    pub client_data: Vec<u8>,
    /// What the authenticator says.
    pub authenticator_data: Vec<u8>,
    /// Its signature of both.
    pub signature: Vec<u8>,
}

/// A passkey that was just made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPasskey {
    /// The name under which its authenticator knows it.
    pub id: Vec<u8>,
    /// Its public key, as COSE (RFC 9053) and as it came.
    pub public_key: Vec<u8>,
    /// Whether it may be copied to other devices of its owner: kept by the account with the maker
    /// of the telephone, and no longer bound to this one.
    pub synced: bool,
    /// How often it was used, as its authenticator counts; zero where it does not count.
    pub counter: u32,
}

/// The challenge that a browser says it answers: to look for before anything is verified.
pub fn challenge(client_data: &[u8]) -> Result<Vec<u8>, Refusal> {
    Ok(ClientData::read(client_data)?.challenge)
}

impl Site {
    /// Holds a new passkey against the challenge (Level 3, section 7.1). Who made the
    /// authenticator is not asked, and what it says of that is not read.
    pub fn accept_new(&self, challenge: &[u8], made: &Made) -> Result<NewPasskey, Refusal> {
        self.check(&ClientData::read(&made.client_data)?, "webauthn.create", challenge)?;
        let said = authenticator_data::of_attestation(&made.attestation)?;
        let data = AuthenticatorData::read(said)?;
        self.check_presence(&data)?;
        let new =
            data.credential.as_ref().ok_or(Refusal::Malformed("no credential came with it"))?;
        if !ID.contains(&new.id.len()) {
            return Err(Refusal::Malformed("the credential's id is too short or too long"));
        }
        PublicKey::read(new.public_key)?;
        let synced = data.is_synced();
        Ok(NewPasskey {
            id: new.id.to_vec(),
            public_key: new.public_key.to_vec(),
            synced,
            counter: data.counter,
        })
    }

    /// Holds the use of a known passkey against the challenge (Level 3, section 7.2). Answers with
    /// the authenticator's counter, which the caller compares.
    pub fn accept_used(
        &self,
        challenge: &[u8],
        (public_key, synced): (&[u8], bool),
        used: &Used,
    ) -> Result<u32, Refusal> {
        self.check(&ClientData::read(&used.client_data)?, "webauthn.get", challenge)?;
        let data = AuthenticatorData::read(&used.authenticator_data)?;
        self.check_presence(&data)?;
        if data.is_synced() != synced {
            return Err(Refusal::SyncedChanged);
        }
        let signed = [used.authenticator_data.as_slice(), &Sha256::digest(&used.client_data)];
        PublicKey::read(public_key)?.verify(&signed.concat(), &used.signature)?;
        Ok(data.counter)
    }

    fn check(&self, said: &ClientData, kind: &str, challenge: &[u8]) -> Result<(), Refusal> {
        if said.kind != kind {
            return Err(Refusal::OtherCeremony);
        }
        if said.challenge != challenge {
            return Err(Refusal::OtherChallenge);
        }
        if said.origin != self.origin() || said.cross_origin {
            return Err(Refusal::OtherOrigin);
        }
        Ok(())
    }

    /// Without somebody who was recognised a passkey is one factor and not two.
    fn check_presence(&self, data: &AuthenticatorData<'_>) -> Result<(), Refusal> {
        if *data.site_hash != self.hash() {
            return Err(Refusal::OtherSite);
        }
        if !data.is_verified() {
            return Err(Refusal::NotVerified);
        }
        if data.contradicts_itself() {
            return Err(Refusal::Malformed("backed up, and says that it never can be"));
        }
        Ok(())
    }
}
