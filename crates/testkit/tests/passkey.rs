//! Passkeys, as the authenticator of the testkit makes them, as the standard's own vectors say,
//! and as `openssl` signs.

use std::process::Command;

use sha2::{Digest, Sha256};
use tasuki_pki::passkey::{self, Made, NewPasskey, Refusal, Site, Used};
use tasuki_testkit::authenticator::{Authenticator, Page};
use tempfile::TempDir;

const NAME: &str = "tasuki.example";
const CHALLENGE: &[u8] = b"a challenge of no fewer than 16 bytes";

fn site() -> Site {
    Site::at(&format!("https://{NAME}")).unwrap()
}

fn page() -> Page {
    Page::of(NAME, CHALLENGE)
}

fn make(authenticator: &mut Authenticator, page: &Page) -> Made {
    let (client_data, attestation) = authenticator.make(page, b"somebody");
    Made { client_data, attestation }
}

fn used(authenticator: &mut Authenticator, page: &Page) -> Used {
    let [client_data, authenticator_data, signature] = authenticator.use_newest(page);
    Used { client_data, authenticator_data, signature }
}

/// An authenticator with a passkey that was accepted.
fn with_passkey() -> (Authenticator, NewPasskey) {
    let mut authenticator = Authenticator::default();
    let made = make(&mut authenticator, &page());
    let new = site().accept_new(CHALLENGE, &made).expect("it is as the standard says");
    (authenticator, new)
}

#[test]
fn a_passkey_is_made_and_then_used() {
    let (mut authenticator, new) = with_passkey();
    assert_eq!(new.id, authenticator.held[0].id);
    assert!(!new.synced);
    for count in [1, 2] {
        let used = used(&mut authenticator, &page());
        assert_eq!(passkey::challenge(&used.client_data), Ok(CHALLENGE.to_vec()));
        let key = (new.public_key.as_slice(), new.synced);
        assert_eq!(site().accept_used(CHALLENGE, key, &used), Ok(count));
    }
}

#[test]
fn a_new_passkey_for_another_page_challenge_or_site_is_refused() {
    let refusal = |page: &Page| {
        let made = make(&mut Authenticator::default(), page);
        site().accept_new(CHALLENGE, &made).unwrap_err()
    };
    let (mut origin, mut port, mut name, mut challenge) = (page(), page(), page(), page());
    origin.origin = "https://tasuki.example.evil.example".into();
    port.origin = "https://tasuki.example:8443".into();
    name.site = "example".into();
    challenge.challenge[0] ^= 1;
    assert_eq!(refusal(&origin), Refusal::OtherOrigin);
    assert_eq!(refusal(&port), Refusal::OtherOrigin);
    assert_eq!(refusal(&name), Refusal::OtherSite);
    assert_eq!(refusal(&challenge), Refusal::OtherChallenge);
    let mut nobody = Authenticator { verifies: false, ..Authenticator::default() };
    let made = make(&mut nobody, &page());
    assert_eq!(site().accept_new(CHALLENGE, &made), Err(Refusal::NotVerified));
}

#[test]
fn the_use_of_another_key_page_or_ceremony_is_refused() {
    let (mut phone, new) = with_passkey();
    let key = (new.public_key.as_slice(), false);
    let check = |used: &Used| site().accept_used(CHALLENGE, key, used).unwrap_err();
    let (mut other, _) = with_passkey();
    assert_eq!(check(&used(&mut other, &page())), Refusal::BadSignature);
    let evil = Page { origin: "https://evil.example".into(), ..page() };
    assert_eq!(check(&used(&mut phone, &evil)), Refusal::OtherOrigin);
    let made = make(&mut phone, &page());
    let data = used(&mut phone, &page()).authenticator_data;
    let mixed = Used { client_data: made.client_data, authenticator_data: data, ..Used::default() };
    assert_eq!(check(&mixed), Refusal::OtherCeremony);
    phone.held.truncate(1);
    phone.verifies = false;
    assert_eq!(check(&used(&mut phone, &page())), Refusal::NotVerified);
    (phone.verifies, phone.synced) = (true, true);
    assert_eq!(check(&used(&mut phone, &page())), Refusal::SyncedChanged);
}

#[test]
fn every_bit_counts() {
    let (mut phone, new) = with_passkey();
    let good = used(&mut phone, &page());
    let key = (new.public_key.as_slice(), false);
    for at in 0..good.authenticator_data.len() {
        let mut bad = good.clone();
        bad.authenticator_data[at] ^= 0x20;
        assert!(site().accept_used(CHALLENGE, key, &bad).is_err(), "byte {at}");
    }
    for at in 0..good.client_data.len() {
        let mut bad = good.clone();
        bad.client_data[at] ^= 1;
        assert!(site().accept_used(CHALLENGE, key, &bad).is_err(), "byte {at}");
    }
    let signature = good.signature[..good.signature.len() - 1].to_vec();
    let short = Used { signature, ..good };
    assert_eq!(site().accept_used(CHALLENGE, key, &short), Err(Refusal::BadSignature));
}

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text).unwrap()
}

/// Level 3, section 16.2: ES256 without attestation. Its authenticator verifies nobody, so that
/// the whole ceremony must be refused for that and for nothing else.
#[test]
fn the_vector_of_the_standard_is_read() {
    let site = Site::at("https://example.org").unwrap();
    let made = Made {
        client_data: bytes(
            "7b2274797065223a22776562617574686e2e637265617465222c226368616c6c656e6765223a22414d4d\
             507434557878475453746e63647134313759447742466938767049612d7077386f4f755657345441222c2\
             26f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e\
             223a66616c73652c22657874726144617461223a22636c69656e74446174614a534f4e206d61792062652\
             0657874656e6465642077697468206164646974696f6e616c206669656c647320696e2074686520667574\
             7572652c207375636820617320746869733a20426b5165446a646354427258426941774a544c453551227\
             d",
        ),
        attestation: bytes(
            "a363666d74646e6f6e656761747453746d74a068617574684461746158a4bfabc37432958b063360d3ad\
             6461c9c4735ae7f8edd46592a5e0f01452b2e4b559000000008446ccb9ab1db374750b2367ff6f3a1f002\
             0f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4a5010203262001215820\
             afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca6\
             6334b03458abf879717c12cc68ed73290af2e2664796b9220",
        ),
    };
    let challenge = bytes("00c30fb78531c464d2b6771dab8d7b603c01162f2fa486bea70f283ae556e130");
    assert_eq!(site.accept_new(&challenge, &made), Err(Refusal::NotVerified));
    // Had it verified somebody, nothing else would stand in the way: flags are not signed here.
    let mut verified = made;
    let flags = verified.attestation.iter().position(|it| *it == 0x59).unwrap();
    verified.attestation[flags] |= 0x04;
    let new = site.accept_new(&challenge, &verified).unwrap();
    let id = "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4";
    assert_eq!((hex::encode(new.id).as_str(), new.synced, new.counter), (id, true, 0));
    let used = Used {
        client_data: bytes(
            "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a224f63446e5568\
             5158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167222c226f726\
             967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66\
             616c73657d",
        ),
        authenticator_data: bytes(
            "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b51900000000",
        ),
        signature: bytes(
            "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480\
             ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
        ),
    };
    let challenge = bytes("39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408");
    let key = (new.public_key.as_slice(), true);
    assert_eq!(site.accept_used(&challenge, key, &used), Err(Refusal::NotVerified));
}

/// A file of `folder` with what `openssl` is asked for.
fn openssl(folder: &TempDir, line: &str) -> Vec<u8> {
    let mut command = Command::new("openssl");
    let done = command.current_dir(folder.path()).args(line.split(' ')).output();
    let done = done.expect("the openssl command is installed");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// `{1: 3, 3: -257, -1: modulus, -2: 65537}`
fn rsa_key(modulus: &[u8]) -> Vec<u8> {
    let length = u16::try_from(modulus.len()).unwrap().to_be_bytes();
    let begin = [0xa4, 1, 3, 3, 0x39, 1, 0, 0x20, 0x59];
    [&begin[..], &length, modulus, &[0x21, 0x43, 1, 0, 1]].concat()
}

/// `{1: 1, 3: -8, -1: 6, -2: x}`
fn ed25519_key(x: &[u8]) -> Vec<u8> {
    [&[0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32][..], x].concat()
}

/// What somebody who was verified signs, before it is signed.
fn unsigned(folder: &TempDir) -> Used {
    let (mut phone, _) = with_passkey();
    let used = used(&mut phone, &page());
    let hash = Sha256::digest(&used.client_data);
    std::fs::write(folder.path().join("said"), [&used.authenticator_data[..], &hash].concat())
        .unwrap();
    used
}

#[test]
fn what_openssl_signs_with_rsa_is_verified_from_2048_bits_on() {
    let folder = TempDir::new().unwrap();
    let used = unsigned(&folder);
    for (bits, expected) in [("2048", Ok(1)), ("1024", Err(Refusal::BadSignature))] {
        openssl(&folder, &format!("genrsa -out key.pem {bits}"));
        let said = openssl(&folder, "rsa -in key.pem -noout -modulus");
        let said = String::from_utf8(said).unwrap();
        let modulus = bytes(said.trim().strip_prefix("Modulus=").unwrap());
        let signature = openssl(&folder, "dgst -sha256 -sign key.pem said");
        let used = Used { signature, ..used.clone() };
        let key = rsa_key(&modulus);
        assert_eq!(site().accept_used(CHALLENGE, (&key, false), &used), expected, "{bits}");
    }
}

#[test]
fn what_openssl_signs_with_ed25519_is_verified() {
    let folder = TempDir::new().unwrap();
    let used = unsigned(&folder);
    openssl(&folder, "genpkey -algorithm ed25519 -out key.pem");
    let public = openssl(&folder, "pkey -in key.pem -pubout -outform DER");
    let key = ed25519_key(&public[public.len() - 32..]);
    let signature = openssl(&folder, "pkeyutl -sign -inkey key.pem -rawin -in said");
    let used = Used { signature, ..used };
    assert_eq!(site().accept_used(CHALLENGE, (&key, false), &used), Ok(1));
    let other = ed25519_key(&[9; 32]);
    let refused = site().accept_used(CHALLENGE, (&other, false), &used);
    assert_eq!(refused, Err(Refusal::BadSignature));
}

/// The part at the beginning of a seed, after its length in two bytes, and the rest.
fn part(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (length, rest) = bytes.split_first_chunk::<2>().unwrap();
    rest.split_at(usize::from(u16::from_be_bytes(*length)))
}

/// Fuzzing begins behind the first refusals: all that its seeds lack is a signature.
#[test]
fn the_seeds_for_fuzzing_are_read() {
    let (client_data, rest) = part(include_bytes!("../../../fuzz/seeds/passkey/made"));
    let (attestation, key) = part(rest);
    let made = Made { client_data: client_data.into(), attestation: attestation.into() };
    assert_eq!(site().accept_new(CHALLENGE, &made).unwrap().public_key, key);
    let (client_data, rest) = part(include_bytes!("../../../fuzz/seeds/passkey/used"));
    let (said, key) = part(rest);
    let used = Used {
        client_data: client_data.into(),
        authenticator_data: said.into(),
        signature: vec![0x30, 0],
    };
    let refused = site().accept_used(CHALLENGE, (key, false), &used);
    assert_eq!(refused, Err(Refusal::BadSignature));
}
