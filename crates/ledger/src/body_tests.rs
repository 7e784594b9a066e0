use proptest::prelude::*;
use tasuki_kernel::{LogId, PersonId, PostId, RegionId};

use super::*;
use crate::header::tests::{authors, sample};

fn smallest() -> Body {
    Body {
        kind: 1,
        importance: 0,
        sensitivity: 0,
        claimed: None,
        happened: None,
        on_behalf: None,
        approved_by: None,
        record: RecordId::from_bytes([0xaa; 16]),
        supersedes: None,
        content: vec![0xa0],
        signature: None,
    }
}

fn fullest() -> Body {
    let region = RegionId::from_bytes([0x11; 16]);
    Body {
        kind: 300,
        importance: 2,
        sensitivity: 24,
        claimed: Some(Timestamp::from_micros(1_795_239_120_000_000)),
        happened: Some(Timestamp::from_micros(-1)),
        on_behalf: Some(Author::family(region, PersonId::from_bytes([0x22; 16]))),
        approved_by: Some(Author::post(region, PostId::from_bytes([0x33; 16]))),
        record: RecordId::from_bytes([0xaa; 16]),
        supersedes: Some(EntryId::from_bytes([0xbb; 16])),
        content: vec![0xa1, 0x01, 0x02],
        signature: Some(vec![0xcc; 64]),
    }
}

/// These bytes are kept for ever: entries sealed today must be read in decades. When a test
/// fails here, the code is wrong, never the bytes; what has to change is a new version.
const GOLDEN_SMALLEST: &str = "a600010101020003000850aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0a41a0";
const GOLDEN_FULLEST: &str = concat!(
    "ac0001",
    "0119012c",
    "0202",
    "031818",
    "041b000660c2ae08d400",
    "0520",
    "06582103",
    "1111111111111111111111111111111122222222222222222222222222222222",
    "07582101",
    "1111111111111111111111111111111133333333333333333333333333333333",
    "0850aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "0950bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "0a43a10102",
    "0b5840cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
    "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
);

#[test]
fn golden_bytes_of_version_1() {
    for (body, golden) in [(smallest(), GOLDEN_SMALLEST), (fullest(), GOLDEN_FULLEST)] {
        assert_eq!(hex::encode(body.encode()), golden);
        let bytes = hex::decode(golden).expect("hexadecimal");
        assert_eq!(Body::decode(&bytes), Ok(body));
    }
}

#[test]
fn other_spellings_of_the_same_are_refused() {
    let refused = |hex_text: &str, why: &str| {
        let bytes = hex::decode(hex_text).expect("hexadecimal");
        assert_eq!(Body::decode(&bytes).map_err(|e| e.why), Err(why), "{hex_text}");
    };
    let record = "0850aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    let not_map = "not the CBOR map of a body";
    let not_canonical = "not in canonical form";
    let smallest = format!("a60001010102000300{record}0a41a0");
    assert_eq!(smallest, GOLDEN_SMALLEST);
    // Indefinite map, long integer, keys out of order, a key twice, bytes after the end.
    refused(&format!("bf0001010102000300{record}0a41a0ff"), not_map);
    refused(&format!("a600011801010102000300{record}0a41a0"), not_map);
    refused(&format!("a6000101180102000300{record}0a41a0"), not_canonical);
    refused(&format!("a60101000102000300{record}0a41a0"), not_canonical);
    refused(&format!("a700010101010102000300{record}0a41a0"), not_canonical);
    refused(&format!("{smallest}00"), not_canonical);
    // Indefinite byte string, an unknown key, a map that ends too early, another version.
    refused(&format!("a60001010102000300{record}0a5f41a0ff"), not_map);
    refused(&format!("a70001010102000300{record}0a41a00c00"), not_map);
    refused(&format!("a70001010102000300{record}0a41a0"), not_map);
    refused(&format!("a60002010102000300{record}0a41a0"), "unknown version");
    refused(&format!("a50101020003000a41a0{record}"), "unknown version");
    // Without content; with a record of 15 bytes.
    refused(&format!("a50001010102000300{record}"), "a required field is missing");
    let short = "084faaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    refused(&format!("a60001010102000300{short}0a41a0"), "an identifier is not 16 bytes");
}

#[test]
fn hostile_counts_and_lengths_end_at_once() {
    // A map of 2^64-1 entries; a byte string of 2^63 bytes; maps nested 10,000 deep.
    assert!(Body::decode(&hex::decode("bbffffffffffffffff").expect("hex")).is_err());
    assert!(Body::decode(&hex::decode("a10a5b8000000000000000").expect("hex")).is_err());
    assert!(Body::decode(&[0xa1; 10_000]).is_err());
    assert!(Body::decode(&[]).is_err());
}

#[test]
fn a_signature_covers_context_and_body_but_not_itself() {
    let context = sample().context();
    let body = fullest();
    let signed = body.signed_bytes(&context);
    assert_eq!(Body { signature: None, ..fullest() }.signed_bytes(&context), signed);
    assert_ne!(Body { importance: 3, ..fullest() }.signed_bytes(&context), signed);
    let elsewhere = Context { log: LogId::from_bytes([9; 16]), ..context };
    assert_ne!(body.signed_bytes(&elsewhere), signed);
}

#[test]
fn showing_a_body_shows_no_content() {
    let body = Body { content: b"SOMETHING PRIVATE".to_vec(), ..smallest() };
    let shown = format!("{body:?}");
    assert!(shown.contains("content_bytes: 17") && !shown.contains("PRIVATE"));
    assert!(!shown.contains("83, 79"));
}

fn bodies() -> impl Strategy<Value = Body> {
    let marks = (any::<u16>(), any::<u8>(), any::<u8>());
    let times = (any::<Option<i64>>(), any::<Option<i64>>());
    let people = (proptest::option::of(authors()), proptest::option::of(authors()));
    let ids = (any::<[u8; 16]>(), any::<Option<[u8; 16]>>());
    let bytes = proptest::collection::vec(any::<u8>(), 0..300);
    let signature = proptest::option::of(proptest::collection::vec(any::<u8>(), 0..80));
    (marks, times, people, ids, (bytes, signature)).prop_map(
        |(marks, times, people, ids, (content, signature))| Body {
            kind: marks.0,
            importance: marks.1,
            sensitivity: marks.2,
            claimed: times.0.map(Timestamp::from_micros),
            happened: times.1.map(Timestamp::from_micros),
            on_behalf: people.0,
            approved_by: people.1,
            record: RecordId::from_bytes(ids.0),
            supersedes: ids.1.map(EntryId::from_bytes),
            content,
            signature,
        },
    )
}

proptest! {
    #[test]
    fn decode_takes_back_what_encode_wrote(body in bodies()) {
        prop_assert_eq!(Body::decode(&body.encode()), Ok(body));
    }

    #[test]
    fn a_changed_byte_is_refused_or_means_something_else(
        body in bodies(),
        at in any::<prop::sample::Index>(),
        to in any::<u8>(),
    ) {
        let mut bytes = body.encode();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        if let Ok(other) = Body::decode(&bytes) {
            prop_assert_ne!(&other, &body);
            prop_assert_eq!(other.encode(), bytes);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(body) = Body::decode(&bytes) {
            prop_assert_eq!(body.encode(), bytes);
        }
    }
}
