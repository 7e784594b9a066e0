//! What stands in logs for ever: golden bytes, and what is refused when it is read back.

use proptest::prelude::*;
use tasuki_domain::content::{
    Access, Answer, ApplicationDecided, Consent, ConsentKind, ConsentWay, Content,
    DisclosureAnswered, DisclosureAsked, DisclosureKind, ManagingAnswered, Notice, NoticeWithdrawn,
    Outcome, Portal, Purpose, Terms, Touched,
};
use tasuki_kernel::{
    ApplicationId, Code, DisclosureId, EntryId, FacilityId, LogId, NotebookId, OfferId, PersonId,
    RegionId, Timestamp,
};

/// A key with an identifier.
fn id(key: u8, n: u8) -> Vec<u8> {
    [vec![key, 0x50], vec![n; 16]].concat()
}

fn asked(log: Option<LogId>) -> DisclosureAsked {
    DisclosureAsked {
        id: DisclosureId::from_bytes([1; 16]),
        kind: DisclosureKind::Court,
        notebook: NotebookId::from_bytes([3; 16]),
        log,
        reason: "a".into(),
        basis: "b".into(),
        receiver: "c".into(),
        untold: String::new(),
        days: 7,
        by: PersonId::from_bytes([2; 16]),
    }
}

fn disclosures() -> Vec<(Content, Vec<u8>)> {
    let words = vec![4, 0x61, b'a', 5, 0x61, b'b', 6, 0x61, b'c', 7, 0x60, 8, 7];
    let whole = [vec![0xa9], id(0, 1), vec![1, 2], id(2, 3), words.clone(), id(9, 2)].concat();
    let one = [vec![0xaa], id(0, 1), vec![1, 2], id(2, 3), id(3, 4), words, id(9, 2)].concat();
    let answered = DisclosureAnswered {
        id: DisclosureId::from_bytes([1; 16]),
        approved: true,
        reason: "a".into(),
        by: PersonId::from_bytes([2; 16]),
    };
    let yes = [vec![0xa4], id(0, 1), vec![1, 0xf5, 2, 0x61, b'a'], id(3, 2)].concat();
    let log = LogId::from_bytes([4; 16]);
    vec![
        (Content::DisclosureAsked(Box::new(asked(None))), whole),
        (Content::DisclosureAsked(Box::new(asked(Some(log)))), one),
        (Content::DisclosureAnswered(answered), yes),
    ]
}

fn notice() -> Notice {
    Notice {
        title: "a".into(),
        text: "b".into(),
        attachments: Vec::new(),
        kinds: vec!["c".into()],
        professions: vec!["d".into(), "e".into()],
        from: Some(Timestamp::from_micros(8)),
        until: Some(Timestamp::from_micros(24)),
        confirm: true,
        facilities: Vec::new(),
        by: PersonId::from_bytes([4; 16]),
    }
}

fn consent() -> Consent {
    let at = Timestamp::from_micros;
    Consent {
        until: Some(at(9)),
        proxy: "a".into(),
        relation: "b".into(),
        reason: "c".into(),
        way: Some(ConsentWay::Oral),
        witness: "d".into(),
        said: Some(at(1)),
        ..Consent::plain(ConsentKind::TeamSharing, true, at(1))
    }
}

fn of_the_desk() -> Vec<(Content, Vec<u8>)> {
    let decided = |outcome, facility| ApplicationDecided {
        id: ApplicationId::from_bytes([1; 16]),
        outcome,
        reason: "a".into(),
        by: PersonId::from_bytes([2; 16]),
        facility,
    };
    let approved = decided(Outcome::Approved, Some(FacilityId::from_bytes([3; 16])));
    let returned = decided(Outcome::Returned, None);
    let said = |outcome| vec![1, outcome, 2, 0x61, b'a'];
    let terms = Terms {
        region: RegionId::from_bytes([1; 16]),
        version: 3,
        text: "a".into(),
        from: Timestamp::from_micros(9),
    };
    let silent: Vec<u8> = (0..9).flat_map(|key| [key, 0x60]).collect();
    vec![
        (
            Content::ApplicationDecided(approved),
            [vec![0xa5], id(0, 1), said(1), id(3, 2), id(4, 3)].concat(),
        ),
        (Content::ApplicationDecided(returned), [vec![0xa4], id(0, 1), said(2), id(3, 2)].concat()),
        (Content::Terms(terms), [vec![0xa4], id(0, 1), vec![1, 3, 2, 0x61, b'a', 3, 9]].concat()),
        (Content::Portal(Portal::default()), [vec![0xa9], silent].concat()),
    ]
}

fn others() -> Vec<(Content, Vec<u8>)> {
    let lists = vec![3, 0x81, 0x61, b'c', 4, 0x82, 0x61, b'd', 0x61, b'e'];
    let times = vec![5, 8, 6, 0x18, 24, 7, 0xf5, 8, 0x80];
    let sent = [vec![0xaa, 0, 0x61, b'a', 1, 0x61, b'b', 2, 0x80], lists, times, id(9, 4)].concat();
    let whole = vec![
        0xaa, 0, 1, 1, 0xf5, 2, 1, 3, 9, 4, 0x61, b'a', 5, 0x61, b'b', 6, 0x61, b'c', 7, 2, 8,
        0x61, b'd', 9, 1,
    ];
    let looked = Access {
        person: None,
        session: None,
        device: None,
        notebook: None,
        room: None,
        touched: vec![Touched::Timeline, Touched::Disclosed],
        purpose: Purpose::Disclosure,
        disclosure: Some(DisclosureId::from_bytes([1; 16])),
    };
    let record = [vec![0xa3, 5, 0x82, 1, 0x18, 40, 6, 4], id(7, 1)].concat();
    vec![
        (Content::Notice(Box::new(notice())), sent),
        (Content::Consent(consent()), whole),
        (Content::Access(looked), record),
    ]
}

fn golden() -> Vec<(Content, Vec<u8>)> {
    [disclosures(), of_the_desk(), others()].concat()
}

/// Golden bytes: what was once written must decode for ever. Never edit the expectations.
#[test]
fn version_1_bytes_never_change() {
    for (content, bytes) in golden() {
        assert_eq!(content.encode(), bytes, "{content:?}");
        assert_eq!(Content::decode(content.kind(), &bytes), Ok(content));
    }
}

#[test]
fn what_was_cut_short_or_has_something_behind_it_is_damaged() {
    for (content, bytes) in golden() {
        for length in 0..bytes.len() {
            let read = Content::decode(content.kind(), &bytes[..length]);
            assert_eq!(read.unwrap_err().code, Code::Damaged, "{length} of {content:?}");
        }
        let longer = [bytes, vec![0]].concat();
        assert!(Content::decode(content.kind(), &longer).is_err(), "{content:?}");
    }
}

/// A number that a later version may give a meaning is not taken for one of today's.
#[test]
fn a_choice_that_nobody_knows_is_refused() {
    let offer = OfferId::from_bytes([1; 16]);
    let answered = ManagingAnswered { offer, answer: Answer::Accepted, reason: String::new() };
    let mut bytes = Content::ManagingAnswered(answered).encode();
    let at = 1 + 18 + 1;
    assert_eq!(bytes[at], 1, "the answer");
    for unknown in [0, 4, 23] {
        bytes[at] = unknown;
        assert_eq!(Content::decode(19, &bytes).unwrap_err().code, Code::Damaged, "{unknown}");
    }
    let mut bytes = Content::DisclosureAsked(Box::new(asked(None))).encode();
    bytes[at] = 4;
    assert_eq!(Content::decode(51, &bytes).unwrap_err().code, Code::Damaged);
}

proptest! {
    #[test]
    fn whatever_words_a_notice_has_come_back(
        title in "\\PC{0,30}", text in ".*", codes in prop::collection::vec("[a-z_]{1,20}", 0..4),
        from in prop::option::of(any::<i64>()), confirm: bool,
    ) {
        let from = from.map(Timestamp::from_micros);
        let it = Notice { title, text, kinds: codes, from, confirm, ..notice() };
        let content = Content::Notice(Box::new(it));
        prop_assert_eq!(Content::decode(21, &content.encode()), Ok(content));
    }

    #[test]
    fn whatever_was_said_of_a_consent_comes_back(
        proxy in "\\PC{0,30}", relation in "\\PC{0,10}", reason in "\\PC{0,40}",
        until in prop::option::of(any::<i64>()), given: bool,
    ) {
        let until = until.map(Timestamp::from_micros);
        let content = Content::Consent(Consent { proxy, relation, reason, until, given, ..consent() });
        prop_assert_eq!(Content::decode(14, &content.encode()), Ok(content));
    }

    #[test]
    fn whatever_reason_is_given_for_the_law_or_for_taking_back_comes_back(
        reason in "\\PC{0,60}", days in any::<u8>(),
    ) {
        let content = Content::DisclosureAsked(Box::new(DisclosureAsked {
            reason: reason.clone(),
            days,
            ..asked(None)
        }));
        prop_assert_eq!(Content::decode(51, &content.encode()), Ok(content));
        let (notice, by) = (EntryId::from_bytes([2; 16]), PersonId::from_bytes([4; 16]));
        let content = Content::NoticeWithdrawn(NoticeWithdrawn { notice, reason, by });
        prop_assert_eq!(Content::decode(24, &content.encode()), Ok(content));
    }
}
