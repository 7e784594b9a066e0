//! Samples of consents and of what makes a patient findable.

use tasuki_kernel::Timestamp;

use super::patient;
use crate::content::{Attachment, Consent, ConsentKind, ConsentWay, Content};
use crate::likeness::{Likeness, LikenessKind};
use crate::patient::Patient;

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

/// One that fills every field.
pub fn consent() -> Consent {
    Consent {
        kind: ConsentKind::TeamSharing,
        given: true,
        from: at(1),
        until: Some(at(9)),
        proxy: "山口 一郎".into(),
        relation: "長男".into(),
        reason: "認知症のため".into(),
        way: Some(ConsentWay::Paper),
        witness: "佐藤 美咲".into(),
        said: Some(at(1)),
        papers: vec![Attachment {
            name: [6; 32],
            digest: [7; 32],
            thumbnail: [8; 32],
            media_type: "image/jpeg".into(),
            file_name: "同意書.jpg".into(),
            caption: String::new(),
            size: 1234,
            width: 640,
            height: 480,
            pages: None,
        }],
    }
}

/// Golden bytes: a consent as it was written before way, witness and paper were kept.
#[test]
fn a_consent_without_what_came_later_keeps_its_first_bytes() {
    let plain = Consent::plain(ConsentKind::Family, false, at(9));
    let first = [0xa4, 0x00, 0x02, 0x01, 0xf4, 0x02, 0x09, 0x04, 0x60];
    assert_eq!(Content::Consent(plain.clone()).encode(), first);
    assert_eq!(Content::decode(14, &first), Ok(Content::Consent(plain)));
    let mut whole = Content::Consent(Consent { papers: Vec::new(), ..consent() }).encode();
    assert_eq!(whole[0], 0xaa, "every field but the papers has a key of its own");
    assert!(Content::decode(14, &whole).is_ok());
    whole[0] = 0xab;
    whole.extend([0x0a, 0x80]);
    assert!(Content::decode(14, &whole).is_err(), "an empty list is another spelling");
}

#[test]
fn the_same_paper_sealed_again_is_the_same_consent() {
    let mut again = consent();
    again.papers[0].name = [0xaa; 32];
    assert!(consent().same_as(&again));
    again.papers[0].digest = [0xbb; 32];
    assert!(!consent().same_as(&again));
    assert_eq!(Content::Consent(consent()).attachments().len(), 1);
}

#[test]
fn basics_with_address_phone_and_marks_come_back() {
    let mark = Likeness { kind: LikenessKind::NameBirth, mark: [5; 16] };
    let known = Patient {
        address: "みなと市本町1-2".into(),
        phone: "0000-00-0000".into(),
        likenesses: vec![mark],
        ..patient()
    };
    let bytes = Content::Patient(Box::new(known.clone())).encode();
    let mut tail = vec![0x14, 0x81, 0xa2, 0x00, 0x01, 0x01, 0x50];
    tail.extend([5; 16]);
    assert!(bytes.ends_with(&tail), "key 20, one mark of kind 1");
    assert_eq!(Content::decode(11, &bytes), Ok(Content::Patient(Box::new(known))));
}

#[test]
fn every_kind_of_consent_has_a_name_and_a_number() {
    for (kind, code) in ConsentKind::ALL.into_iter().zip(1..) {
        assert_eq!((kind.code(), ConsentKind::from_name(kind.name())), (code, Some(kind)));
    }
    assert_eq!(ConsentKind::from_name("Team"), None);
}
