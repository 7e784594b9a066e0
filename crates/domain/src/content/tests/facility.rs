//! Samples of how a facility ends, and of the review of its rights.

use tasuki_kernel::{FacilityId, PersonId, WithdrawalId};

use crate::content::{
    Content, FacilityWithdrawal, FacilityWithdrawalDecided, RightsReviewed, WithdrawalOutcome,
    WithdrawalReason,
};

fn withdrawal() -> FacilityWithdrawal {
    FacilityWithdrawal {
        id: WithdrawalId::from_bytes([1; 16]),
        facility: FacilityId::from_bytes([2; 16]),
        by: PersonId::from_bytes([3; 16]),
        reason: WithdrawalReason::Merging,
        lang: "ja".into(),
    }
}

fn decided(outcome: WithdrawalOutcome) -> FacilityWithdrawalDecided {
    let (id, by) = (WithdrawalId::from_bytes([1; 16]), PersonId::from_bytes([3; 16]));
    FacilityWithdrawalDecided {
        id, outcome, answer: "先に引き継いでください".into(), by
    }
}

fn reviewed() -> RightsReviewed {
    RightsReviewed {
        facility: FacilityId::from_bytes([2; 16]),
        quarter: 20_263,
        by: PersonId::from_bytes([3; 16]),
        people: 4,
        devices: 6,
        list: [9; 32],
    }
}

/// One of each kind.
pub fn samples() -> Vec<Content> {
    vec![
        Content::FacilityWithdrawal(withdrawal()),
        Content::FacilityWithdrawalDecided(decided(WithdrawalOutcome::Returned)),
        Content::RightsReviewed(reviewed()),
    ]
}

/// Golden bytes: what was once written must decode for ever. Never edit the expectation.
#[test]
fn version_1_bytes_never_change() {
    let id = |byte: u8| [&[0x50][..], &[byte; 16]].concat();
    let golden = [
        &[0xa5, 0x00][..],
        &id(1),
        &[0x01],
        &id(2),
        &[0x02],
        &id(3),
        &[0x03, 0x02, 0x04, 0x62, b'j', b'a'],
    ];
    assert_eq!(Content::FacilityWithdrawal(withdrawal()).encode(), golden.concat());
    let taken_back = FacilityWithdrawalDecided {
        answer: String::new(),
        ..decided(WithdrawalOutcome::TakenBack)
    };
    let golden = [&[0xa4, 0x00][..], &id(1), &[0x01, 0x03, 0x02, 0x60, 0x03], &id(3)].concat();
    assert_eq!(Content::FacilityWithdrawalDecided(taken_back).encode(), golden);
    let golden = [
        &[0xa6, 0x00][..],
        &id(2),
        &[0x01, 0x19, 0x4f, 0x27, 0x02],
        &id(3),
        &[0x03, 0x04, 0x04, 0x06, 0x05, 0x58, 0x20],
        &[9; 32],
    ];
    assert_eq!(Content::RightsReviewed(reviewed()).encode(), golden.concat());
}

#[test]
fn reasons_have_a_number_and_a_name_each() {
    for reason in WithdrawalReason::ALL {
        assert_eq!(WithdrawalReason::from_code(reason.code()), Some(reason));
        assert_eq!(WithdrawalReason::from_name(reason.name()), Some(reason));
    }
    assert_eq!(WithdrawalReason::from_code(6), None);
    assert_eq!(WithdrawalReason::from_name(""), None);
}
