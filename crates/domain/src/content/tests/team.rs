//! Kinds by which a team comes together and apart.

use tasuki_kernel::{
    FacilityId, InvitationId, NotebookId, OfferId, PersonId, PostId, RoomId, Timestamp,
};

use crate::content::{
    Answer, ClosedFor, Content, Invitation, InvitationAnswered, ManagingAnswered, ManagingMoved,
    ManagingOffered, Membership, NotebookClosed,
};
use crate::day::Day;

/// One of each kind.
pub fn samples() -> Vec<Content> {
    let (id, offer) = (InvitationId::from_bytes([1; 16]), OfferId::from_bytes([2; 16]));
    let (one, other) = (FacilityId::from_bytes([3; 16]), FacilityId::from_bytes([4; 16]));
    vec![
        Content::Invitation(Invitation {
            id,
            facility: one,
            person: Some(PersonId::from_bytes([5; 16])),
            post: Some(PostId::from_bytes([6; 16])),
            profession: "nurse".into(),
            message: "退院後の訪問をお願いします。".into(),
            until: Timestamp::from_micros(7),
        }),
        Content::InvitationAnswered(InvitationAnswered {
            invitation: id,
            answer: Answer::Accepted,
            reason: String::new(),
            posts: vec![PostId::from_bytes([6; 16])],
        }),
        Content::ManagingOffered(ManagingOffered {
            offer,
            to: other,
            message: "担当が変わります。".into(),
        }),
        Content::ManagingAnswered(ManagingAnswered {
            offer,
            answer: Answer::Declined,
            reason: "人手が足りません。".into(),
        }),
        Content::NotebookClosed(NotebookClosed {
            closed: Some(ClosedFor::Died),
            on: Some(Day { year: 2026, month: 11, day: 20 }),
            remark: "自宅で。".into(),
        }),
        Content::ManagingMoved(ManagingMoved {
            notebook: NotebookId::from_bytes([8; 16]),
            from: one,
            to: other,
            offer,
        }),
    ]
}

/// Golden bytes: what was once written must decode for ever. Never edit the expectation.
#[test]
fn version_1_bytes_never_change() {
    let id = [0x50, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    let map = |keys: u8, parts: &[&[u8]]| [&[0xa0 + keys], parts.concat().as_slice()].concat();
    let check = |content: Content, golden: Vec<u8>| {
        assert_eq!(content.encode(), golden, "{content:?}");
        assert_eq!(Content::decode(content.kind(), &golden).unwrap(), content);
    };
    let facility = FacilityId::from_bytes([1; 16]);
    // To a facility, which decides who comes: neither person nor post.
    let invitation = Invitation {
        id: InvitationId::from_bytes([1; 16]),
        facility,
        person: None,
        post: None,
        profession: "a".into(),
        message: String::new(),
        until: Timestamp::from_micros(7),
    };
    let golden = map(5, &[&[0], &id, &[1], &id, &[4, 0x61, b'a', 5, 0x60, 6, 7]]);
    check(Content::Invitation(invitation), golden);
    let answered = InvitationAnswered {
        invitation: InvitationId::from_bytes([1; 16]),
        answer: Answer::Withdrawn,
        reason: "b".into(),
        posts: vec![PostId::from_bytes([1; 16])],
    };
    let golden = map(4, &[&[0], &id, &[1, 3, 2, 0x61, b'b', 3, 0x81], &id]);
    check(Content::InvitationAnswered(answered), golden);
    let offer = OfferId::from_bytes([1; 16]);
    let offered = ManagingOffered { offer, to: facility, message: String::new() };
    check(Content::ManagingOffered(offered), map(3, &[&[0], &id, &[1], &id, &[2, 0x60]]));
    let answered = ManagingAnswered { offer, answer: Answer::Accepted, reason: String::new() };
    check(Content::ManagingAnswered(answered), map(3, &[&[0], &id, &[1, 1, 2, 0x60]]));
    let notebook = NotebookId::from_bytes([1; 16]);
    let moved = ManagingMoved { notebook, from: facility, to: facility, offer };
    let golden = map(4, &[&[0], &id, &[1], &id, &[2], &id, &[3], &id]);
    check(Content::ManagingMoved(moved), golden);
    let on = Some(Day { year: 2026, month: 11, day: 20 });
    let closed = NotebookClosed { closed: Some(ClosedFor::MovedAway), on, remark: String::new() };
    let day = [0xa3, 0, 0x19, 0x07, 0xea, 1, 11, 2, 20];
    check(Content::NotebookClosed(closed), map(3, &[&[0, 2, 1], &day, &[2, 0x60]]));
    let opened = NotebookClosed { closed: None, on: None, remark: "c".into() };
    check(Content::NotebookClosed(opened), map(1, &[&[2, 0x61, b'c']]));
}

/// A membership from before somebody else could end it keeps its first bytes.
#[test]
fn a_membership_without_a_reason_keeps_its_first_bytes() {
    let membership = Membership {
        room: RoomId::from_bytes([1; 16]),
        person: PersonId::from_bytes([1; 16]),
        post: None,
        from: Timestamp::from_micros(1),
        until: None,
        history_from: None,
        reason: None,
    };
    let mut first = vec![0xa3, 0x00, 0x50];
    first.extend([1; 16]);
    first.extend([0x01, 0x50]);
    first.extend([1; 16]);
    first.extend([0x03, 0x01]);
    assert_eq!(Content::Membership(membership.clone()).encode(), first);
    assert_eq!(Content::decode(12, &first).unwrap(), Content::Membership(membership));
}

#[test]
fn answers_and_reasons_have_numbers_and_names_of_their_own() {
    for (it, code) in Answer::ALL.into_iter().zip(1..) {
        assert_eq!((it.code(), Answer::from_code(code)), (code, Some(it)));
    }
    for (it, code) in ClosedFor::ALL.into_iter().zip(1..) {
        assert_eq!((it.code(), ClosedFor::from_code(code)), (code, Some(it)));
        assert_eq!(ClosedFor::find(it.name()), Some(it));
    }
    assert_eq!((Answer::from_code(4), ClosedFor::from_code(0)), (None, None));
    assert_eq!(ClosedFor::find("lost"), None);
}
