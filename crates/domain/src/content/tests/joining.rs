//! Samples of how facilities come in.

use tasuki_kernel::{ApplicationId, FacilityId, PersonId, RegionId, Timestamp};

use crate::content::{
    Application, ApplicationDecided, Content, Facility, Outcome, Portal, Terms, TermsAccepted,
};
use crate::name::Name;
use crate::system::System;

/// One of each kind.
pub fn samples() -> Vec<Content> {
    let id = ApplicationId::from_bytes([1; 16]);
    let person = PersonId::from_bytes([2; 16]);
    vec![
        Content::Application(Box::new(Application {
            id,
            facility: "みどり訪問看護ステーション".into(),
            municipality: "141097".into(),
            kind: "home_nursing".into(),
            contact: Name::new("高橋", "奈緒", "タカハシ", "ナオ").unwrap(),
            profession: "nurse".into(),
            mail: "nao@midori.example.jp".into(),
            login: "midori-hk".into(),
            system: System::Ios,
            remark: "12月1日から使い始めたい。".into(),
            not_yet: vec!["leavers".into()],
            terms: 1,
            lang: "ja".into(),
        })),
        Content::ApplicationDecided(ApplicationDecided {
            id,
            outcome: Outcome::Approved,
            reason: String::new(),
            by: person,
            facility: Some(FacilityId::from_bytes([3; 16])),
        }),
        Content::Portal(Portal { palette: "green".into(), ..Portal::default() }),
        Content::Terms(Terms {
            region: RegionId::from_bytes([4; 16]),
            version: 1,
            text: "第1条".into(),
            from: Timestamp::from_micros(7),
        }),
        Content::TermsAccepted(TermsAccepted { person, version: 1 }),
    ]
}

/// Golden bytes: what was once written must decode for ever. Never edit the expectation.
#[test]
fn version_1_bytes_never_change() {
    let accepted = TermsAccepted { person: PersonId::from_bytes([2; 16]), version: 3 };
    let mut golden = vec![0xa2, 0x00, 0x50];
    golden.extend([2; 16]);
    golden.extend([0x01, 0x03]);
    assert_eq!(Content::TermsAccepted(accepted).encode(), golden);
    // A facility from before its place was kept.
    let facility = Facility {
        id: FacilityId::from_bytes([3; 16]),
        kind: "a".into(),
        name: "b".into(),
        active: true,
        municipality: None,
    };
    let mut golden = vec![0xa4, 0x00, 0x50];
    golden.extend([3; 16]);
    golden.extend([0x01, 0x61, b'a', 0x02, 0x61, b'b', 0x03, 0xf5]);
    assert_eq!(Content::Facility(facility.clone()).encode(), golden);
    assert_eq!(Content::decode(33, &golden).unwrap(), Content::Facility(facility));
}
