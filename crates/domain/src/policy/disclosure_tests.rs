//! Disclosures by law: two persons, some days, only what was opened, only to look; and the auditor, who
//! sees no words at all.

use proptest::prelude::*;
use tasuki_kernel::{DisclosureId, FacilityId, LogId, PersonId, RegionId, Timestamp};

use super::*;
use crate::room::RoomKind;
use crate::sensitivity::Sensitivity;

const HERE: RegionId = RegionId::from_bytes([1; 16]);
const ELSEWHERE: RegionId = RegionId::from_bytes([2; 16]);
const MIYATA: PersonId = PersonId::from_bytes([3; 16]);
const KUBO: PersonId = PersonId::from_bytes([4; 16]);
const ID: DisclosureId = DisclosureId::from_bytes([8; 16]);
const LOG: LogId = LogId::from_bytes([5; 16]);
const NOW: Timestamp = Timestamp::from_micros(1_000_000_000);
const LOOKING: [Action; 2] = [Action::Read, Action::Export];
const CHANGING: [Action; 4] = [Action::Write, Action::Amend, Action::Confirm, Action::Release];

fn of(kind: PersonKind) -> Actor {
    Actor { person: MIYATA, kind, region: HERE, posts: Vec::new() }
}

fn opened(log: Option<LogId>) -> RoomFacts {
    RoomFacts {
        region: HERE,
        kind: RoomKind::Team,
        // The law does not ask whether consent holds.
        consent: false,
        agreement: false,
        membership: None,
        attending: false,
        closed: false,
        family_consent: true,
        disclosure: Some(DisclosureFacts { id: ID, until: NOW.plus_seconds(1), log }),
    }
}

fn delivery(opened: bool) -> LogFacts {
    LogFacts { audience: Some(vec![KUBO]), opened }
}

fn sensitive() -> EntryFacts {
    EntryFacts {
        author: Some(KUBO),
        sensitivity: Sensitivity::High,
        received: NOW,
        undisclosed: true,
        misfiled: false,
        released: Vec::new(),
    }
}

#[test]
fn what_was_opened_is_looked_at_and_never_changed() {
    let (desk, room, log, entry) =
        (of(PersonKind::Desk), opened(None), delivery(true), sensitive());
    let subjects = [
        Subject::Room(&room),
        Subject::Log(&room, &log),
        Subject::Entry(&room, &log, &entry),
        Subject::Basics(&room, FacilityId::from_bytes([9; 16])),
    ];
    for subject in subjects {
        for action in LOOKING {
            assert!(decide(&desk, action, subject, NOW).allowed(), "{subject:?}");
        }
        for action in CHANGING {
            let refused = decide(&desk, action, subject, NOW);
            assert_eq!(refused, Decision::Deny(Reason::NotTheAuthor), "{subject:?}");
        }
    }
}

#[test]
fn it_ends_with_its_days() {
    let room = opened(None);
    let after =
        decide(&of(PersonKind::Desk), Action::Read, Subject::Room(&room), NOW.plus_seconds(1));
    assert_eq!(after, Decision::Deny(Reason::NotAMember));
}

#[test]
fn an_orphaned_delivery_opens_nothing_beside_itself() {
    let (desk, room) = (of(PersonKind::Desk), opened(Some(LOG)));
    let read = |subject| decide(&desk, Action::Read, subject, NOW);
    let (inside, outside, entry) = (delivery(true), delivery(false), sensitive());
    assert!(read(Subject::Log(&room, &inside)).allowed());
    let beside = Decision::Deny(Reason::NotDisclosed);
    assert_eq!(read(Subject::Log(&room, &outside)), beside);
    assert_eq!(read(Subject::Entry(&room, &outside, &entry)), beside);
    assert_eq!(read(Subject::Basics(&room, FacilityId::from_bytes([9; 16]))), beside);
    let facts = DisclosureFacts { id: ID, until: NOW, log: Some(LOG) };
    assert!(facts.covers(LOG) && !facts.covers(LogId::from_bytes([6; 16])));
}

#[test]
fn nobody_says_yes_to_the_own_request() {
    let answer = |actor: &Actor, asked_by| {
        decide(actor, Action::Write, Subject::DisclosureAnswer(HERE, asked_by), NOW)
    };
    let desk = of(PersonKind::Desk);
    assert!(answer(&desk, KUBO).allowed());
    assert_eq!(answer(&desk, MIYATA), Decision::Deny(Reason::OwnRequest));
    for other in
        [of(PersonKind::Staff), of(PersonKind::Auditor), Actor { region: ELSEWHERE, ..desk }]
    {
        assert_eq!(answer(&other, KUBO), Decision::Deny(Reason::NotDesk));
    }
}

#[test]
fn only_the_desk_of_the_region_asks_the_register_whom_a_request_names() {
    let ask = |actor: &Actor, action| decide(actor, action, Subject::RegisterByLaw(HERE), NOW);
    let desk = of(PersonKind::Desk);
    assert!(LOOKING.into_iter().all(|action| ask(&desk, action).allowed()));
    for action in CHANGING {
        assert!(!ask(&desk, action).allowed());
    }
    assert!(!ask(&Actor { region: ELSEWHERE, ..desk }, Action::Read).allowed());
    for kind in PersonKind::ALL.into_iter().filter(|it| *it != PersonKind::Desk) {
        assert_eq!(ask(&of(kind), Action::Read), Decision::Deny(Reason::NotDesk));
    }
}

#[test]
fn evidence_is_for_the_auditor_of_the_region_to_look_at() {
    let ask = |actor: &Actor, action, region| decide(actor, action, Subject::Evidence(region), NOW);
    let auditor = of(PersonKind::Auditor);
    for action in LOOKING {
        assert!(ask(&auditor, action, HERE).allowed());
        assert_eq!(ask(&auditor, action, ELSEWHERE), Decision::Deny(Reason::NotAuditor));
    }
    for action in CHANGING {
        assert!(!ask(&auditor, action, HERE).allowed());
    }
    for kind in PersonKind::ALL.into_iter().filter(|it| *it != PersonKind::Auditor) {
        assert_eq!(ask(&of(kind), Action::Read, HERE), Decision::Deny(Reason::NotAuditor));
    }
}

fn any_room() -> impl Strategy<Value = RoomFacts> {
    let kinds = prop::sample::select(RoomKind::ALL.to_vec());
    let until = 0_i64..2_000_000_000;
    (kinds, until, any::<bool>(), any::<bool>()).prop_map(|(kind, until, one, consent)| RoomFacts {
        kind,
        consent,
        disclosure: Some(DisclosureFacts {
            id: ID,
            until: Timestamp::from_micros(until),
            log: one.then_some(LOG),
        }),
        ..opened(None)
    })
}

fn any_action() -> impl Strategy<Value = Action> {
    prop::sample::select([LOOKING.as_slice(), &CHANGING].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// A disclosure opens to the desk alone, in time, what it covers, to look at.
    #[test]
    fn an_opening_opens_what_it_covers(
        kind in prop::sample::select(PersonKind::ALL.to_vec()),
        room in any_room(), inside: bool, action in any_action(),
    ) {
        let (actor, log, entry) = (of(kind), delivery(inside), sensitive());
        let lawful = kind == PersonKind::Desk
            && room.disclosure.is_some_and(|it| NOW < it.until)
            && LOOKING.contains(&action);
        let whole = decide(&actor, action, Subject::Room(&room), NOW).allowed();
        prop_assert_eq!(whole, lawful);
        for subject in [Subject::Log(&room, &log), Subject::Entry(&room, &log, &entry)] {
            prop_assert_eq!(decide(&actor, action, subject, NOW).allowed(), lawful && inside);
        }
    }

    /// The auditor has no room, whatever is opened.
    #[test]
    fn no_words_for_the_auditor(room in any_room(), inside: bool, action in any_action()) {
        let (actor, log, entry) = (of(PersonKind::Auditor), delivery(inside), sensitive());
        let subjects =
            [Subject::Room(&room), Subject::Log(&room, &log), Subject::Entry(&room, &log, &entry)];
        for subject in subjects {
            prop_assert!(!decide(&actor, action, subject, NOW).allowed());
        }
        for subject in [Subject::Desk(HERE), Subject::RegionAccess(HERE)] {
            prop_assert!(!decide(&actor, action, subject, NOW).allowed());
        }
    }
}
