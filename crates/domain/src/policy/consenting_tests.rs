use proptest::prelude::*;

use super::tests::{NOW, any_action, any_actor, any_log, any_room, region, staff, team};
use super::*;

fn facility(n: u8) -> FacilityId {
    FacilityId::from_bytes([n; 16])
}

#[test]
fn consents_stay_with_those_who_keep_them() {
    let (withdrawn, nurse) = (RoomFacts { consent: false, ..team() }, staff(Group::Medical));
    let ask = |room: &RoomFacts, managing, action| {
        decide(&nurse, action, Subject::Consents(room, facility(managing)), NOW)
    };
    // Of the managing facility, and of another one.
    assert!(ask(&withdrawn, 1, Action::Read).allowed());
    assert!(ask(&withdrawn, 1, Action::Write).allowed());
    assert_eq!(ask(&withdrawn, 2, Action::Read), Decision::Deny(Reason::NoConsent));
    assert!(ask(&team(), 2, Action::Read).allowed());
    assert_eq!(ask(&team(), 2, Action::Write), Decision::Deny(Reason::NotManaging));
    let attended = RoomFacts { attending: true, ..withdrawn.clone() };
    assert!(ask(&attended, 2, Action::Write).allowed());
    for action in [Action::Amend, Action::Confirm, Action::Release] {
        assert!(!ask(&team(), 1, action).allowed());
    }
    // Nothing else of the notebook is open to them.
    let room = decide(&nurse, Action::Read, Subject::Room(&withdrawn), NOW);
    assert_eq!(room, Decision::Deny(Reason::NoConsent));
}

#[test]
fn family_is_out_when_the_patient_says_so_and_the_patient_is_not() {
    let membership = team().membership.map(|it| MembershipFacts { post: None, ..it });
    let said_no = RoomFacts { kind: RoomKind::Family, family_consent: false, membership, ..team() };
    let son = Actor { kind: PersonKind::Family, posts: Vec::new(), ..staff(Group::Care) };
    let patient = Actor { kind: PersonKind::Patient, ..son.clone() };
    let may = |who: &Actor, room: &RoomFacts| decide(who, Action::Read, Subject::Room(room), NOW);
    assert_eq!(may(&son, &said_no), Decision::Deny(Reason::NoConsent));
    assert!(may(&patient, &said_no).allowed());
    assert!(may(&son, &RoomFacts { family_consent: true, ..said_no }).allowed());
}

#[test]
fn professionals_register_for_their_own_facility() {
    let ask = |who: &Actor, action, home, at| {
        decide(who, action, Subject::Register(region(home), facility(at)), NOW).allowed()
    };
    for (group, may) in [(Group::Medical, true), (Group::Care, true), (Group::LifeSupport, false)] {
        assert_eq!(ask(&staff(group), Action::Write, 1, 1), may, "{group:?}");
    }
    let nurse = staff(Group::Medical);
    assert!(!ask(&nurse, Action::Write, 2, 1) && !ask(&nurse, Action::Write, 1, 2));
    assert!(!ask(&nurse, Action::Read, 1, 1), "there is nothing to read");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Who may write a consent may read it, and everybody is a current member of the team.
    #[test]
    fn keeping_consents_needs_membership(
        actor in any_actor(), room in any_room(), managing in 1_u8..4, action in any_action(),
    ) {
        let subject = Subject::Consents(&room, facility(managing));
        if decide(&actor, action, subject, NOW).allowed() {
            prop_assert!(decide(&actor, Action::Read, subject, NOW).allowed());
            let member = room.membership
                .is_some_and(|it| it.from <= NOW && it.until.is_none_or(|until| NOW < until));
            prop_assert!(member && room.kind == RoomKind::Team);
            let family = matches!(actor.kind, PersonKind::Patient | PersonKind::Family);
            prop_assert!(!family);
        }
    }

    /// Without consent only the managing facility and the attending doctor see what was agreed.
    #[test]
    fn withdrawn_consent_is_seen_by_its_keepers(
        actor in any_actor(), room in any_room(), managing in 1_u8..4, action in any_action(),
    ) {
        let room = RoomFacts { consent: false, ..room };
        let subject = Subject::Consents(&room, facility(managing));
        if decide(&actor, action, subject, NOW).allowed() {
            let there = actor.posts.iter().any(|it| it.facility == facility(managing));
            prop_assert!(there || room.attending);
        }
    }

    /// Withdrawing family consent changes nothing for anybody but family, and opens nothing.
    #[test]
    fn family_consent_is_about_family(
        actor in any_actor(), room in any_room(), log in any_log(), action in any_action(),
    ) {
        let asked = |family_consent| {
            let room = RoomFacts { family_consent, ..room.clone() };
            decide(&actor, action, Subject::Log(&room, &log), NOW).allowed()
        };
        if actor.kind == PersonKind::Family {
            prop_assert!(!asked(false));
        } else {
            prop_assert_eq!(asked(true), asked(false));
        }
    }

    /// Managing a facility or being the desk gives nobody the register.
    #[test]
    fn no_role_gives_the_register(
        actor in any_actor(), home in 1_u8..3, at in 1_u8..4, action in any_action(),
    ) {
        let mut plain = actor.clone();
        for post in &mut plain.posts { post.manager = false; }
        let subject = Subject::Register(region(home), facility(at));
        let allowed = decide(&actor, action, subject, NOW).allowed();
        prop_assert_eq!(allowed, decide(&plain, action, subject, NOW).allowed());
        prop_assert!(!allowed || actor.kind == PersonKind::Staff);
    }
}
