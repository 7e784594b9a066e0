//! Who changes basics, and who looks at how staff used them.

use tasuki_kernel::{FacilityId, PersonId, PostId, RegionId, Timestamp};

use super::*;
use crate::content::PersonKind;

const HERE: RegionId = RegionId::from_bytes([1; 16]);
const ELSEWHERE: RegionId = RegionId::from_bytes([2; 16]);
const STATION: FacilityId = FacilityId::from_bytes([3; 16]);
const CLINIC: FacilityId = FacilityId::from_bytes([4; 16]);
const POST: PostId = PostId::from_bytes([5; 16]);
const NOW: Timestamp = Timestamp::from_micros(1_000_000_000);

fn staff(facility: FacilityId, manager: bool) -> Actor {
    Actor {
        person: PersonId::from_bytes([6; 16]),
        kind: PersonKind::Staff,
        region: HERE,
        posts: vec![ActorPost { post: POST, facility, group: Group::Care, manager }],
    }
}

fn desk() -> Actor {
    Actor { kind: PersonKind::Desk, posts: Vec::new(), ..staff(STATION, false) }
}

fn room(kind: RoomKind) -> RoomFacts {
    RoomFacts {
        region: HERE,
        kind,
        consent: true,
        family_consent: true,
        agreement: false,
        membership: Some(MembershipFacts {
            post: Some(POST),
            from: Timestamp::from_micros(0),
            until: None,
            history_from: None,
        }),
        attending: false,
        disclosure: None,
        closed: false,
    }
}

fn basics(actor: &Actor, action: Action, room: &RoomFacts) -> Decision {
    decide(actor, action, Subject::Basics(room, STATION), NOW)
}

#[test]
fn the_managing_facilitys_members_change_basics() {
    let team = room(RoomKind::Team);
    assert!(basics(&staff(STATION, false), Action::Write, &team).allowed());
    assert_eq!(
        basics(&staff(CLINIC, false), Action::Write, &team),
        Decision::Deny(Reason::NotAttending)
    );
    assert!(basics(&staff(CLINIC, false), Action::Read, &team).allowed());
}

#[test]
fn the_attending_doctor_changes_basics_from_anywhere() {
    let team = RoomFacts { attending: true, ..room(RoomKind::Team) };
    assert!(basics(&staff(CLINIC, false), Action::Write, &team).allowed());
}

#[test]
fn the_role_of_a_manager_gives_no_basics() {
    let outside = RoomFacts { membership: None, ..room(RoomKind::Team) };
    for action in [Action::Read, Action::Write, Action::Export] {
        assert_eq!(
            basics(&staff(STATION, true), action, &outside),
            Decision::Deny(Reason::NotAMember)
        );
        assert_eq!(basics(&desk(), action, &outside), Decision::Deny(Reason::NotAMember));
    }
}

#[test]
fn basics_stand_in_the_teams_room_only() {
    for kind in [RoomKind::Selected, RoomKind::Family] {
        assert_eq!(
            basics(&staff(STATION, false), Action::Read, &room(kind)),
            Decision::Deny(Reason::NotAMember)
        );
    }
}

#[test]
fn without_consent_nobody_sees_or_changes_basics() {
    let closed = RoomFacts { consent: false, attending: true, ..room(RoomKind::Team) };
    for action in [Action::Read, Action::Write] {
        assert_eq!(
            basics(&staff(STATION, false), action, &closed),
            Decision::Deny(Reason::NoConsent)
        );
    }
}

#[test]
fn nothing_else_is_done_to_basics() {
    let team = RoomFacts { attending: true, ..room(RoomKind::Team) };
    for action in [Action::Amend, Action::Confirm, Action::Release] {
        assert!(!basics(&staff(STATION, false), action, &team).allowed());
    }
}

#[test]
fn a_member_who_left_changes_nothing() {
    let mut left = room(RoomKind::Team);
    if let Some(membership) = &mut left.membership {
        membership.until = Some(NOW);
    }
    assert_eq!(
        basics(&staff(STATION, false), Action::Write, &left),
        Decision::Deny(Reason::NotAMember)
    );
    let without_post = Actor { posts: Vec::new(), ..staff(STATION, false) };
    assert_eq!(
        basics(&without_post, Action::Write, &room(RoomKind::Team)),
        Decision::Deny(Reason::PostEnded)
    );
}

#[test]
fn a_manager_looks_at_the_own_facilitys_staff_only() {
    let look = |actor: &Actor, region, facility| {
        decide(actor, Action::Read, Subject::StaffAccess(region, facility), NOW)
    };
    assert!(look(&staff(STATION, true), HERE, STATION).allowed());
    for (actor, region, facility) in [
        (staff(STATION, false), HERE, STATION),
        (staff(STATION, true), HERE, CLINIC),
        (staff(STATION, true), ELSEWHERE, STATION),
        (desk(), HERE, STATION),
    ] {
        assert_eq!(look(&actor, region, facility), Decision::Deny(Reason::NotManager));
    }
}

#[test]
fn the_desk_looks_at_its_own_region_only() {
    let look =
        |actor: &Actor, region| decide(actor, Action::Read, Subject::RegionAccess(region), NOW);
    assert!(look(&desk(), HERE).allowed());
    assert_eq!(look(&desk(), ELSEWHERE), Decision::Deny(Reason::NotDesk));
    assert_eq!(look(&staff(STATION, true), HERE), Decision::Deny(Reason::NotDesk));
}

#[test]
fn records_are_never_changed() {
    for action in [Action::Write, Action::Amend, Action::Confirm, Action::Release] {
        for subject in [Subject::StaffAccess(HERE, STATION), Subject::RegionAccess(HERE)] {
            assert!(!decide(&staff(STATION, true), action, subject, NOW).allowed());
            assert!(!decide(&desk(), action, subject, NOW).allowed());
        }
    }
    let taken = Subject::StaffAccess(HERE, STATION);
    assert!(decide(&staff(STATION, true), Action::Export, taken, NOW).allowed());
}

fn of_the_desk(actor: &Actor, action: Action, region: RegionId) -> Decision {
    decide(actor, action, Subject::Desk(region), NOW)
}

#[test]
fn the_desk_keeps_its_registers_and_nobody_else_does() {
    for action in [Action::Read, Action::Write, Action::Export] {
        assert!(of_the_desk(&desk(), action, HERE).allowed());
        assert_eq!(of_the_desk(&desk(), action, ELSEWHERE), Decision::Deny(Reason::NotDesk));
        let manager = staff(STATION, true);
        assert_eq!(of_the_desk(&manager, action, HERE), Decision::Deny(Reason::NotDesk));
        let family = Actor { kind: PersonKind::Family, ..desk() };
        assert_eq!(of_the_desk(&family, action, HERE), Decision::Deny(Reason::NotDesk));
    }
    assert!(!of_the_desk(&desk(), Action::Release, HERE).allowed());
}

#[test]
fn the_desk_has_no_room_even_where_it_keeps_all_registers() {
    let outside = RoomFacts { membership: None, ..room(RoomKind::Team) };
    for action in [Action::Read, Action::Write, Action::Export] {
        let decision = decide(&desk(), action, Subject::Room(&outside), NOW);
        assert_eq!(decision, Decision::Deny(Reason::NotAMember));
    }
}
