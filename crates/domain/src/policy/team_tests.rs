//! Who builds a team, hands it over, closes it, and answers an invitation.

use proptest::prelude::*;
use tasuki_kernel::{FacilityId, PersonId, PostId, RegionId, Timestamp};

use super::*;
use crate::content::PersonKind;

const NOW: Timestamp = Timestamp::from_micros(1_000_000);
const ACTIONS: [Action; 6] =
    [Action::Read, Action::Write, Action::Amend, Action::Confirm, Action::Export, Action::Release];

fn facility(n: u8) -> FacilityId {
    FacilityId::from_bytes([n; 16])
}

fn post(n: u8) -> PostId {
    PostId::from_bytes([n; 16])
}

fn region(n: u8) -> RegionId {
    RegionId::from_bytes([n; 16])
}

fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

prop_compose! {
    /// Post and facility bear the same number, so that each post is at a facility of its own.
    fn a_post()(at in 0u8..3, manager: bool, group in 0usize..3) -> ActorPost {
        let groups = [Group::Medical, Group::Care, Group::LifeSupport];
        ActorPost { post: post(at), facility: facility(at), group: groups[group], manager }
    }
}

prop_compose! {
    fn anybody()(
        who in 0u8..3,
        kind in 0usize..4,
        home in 0u8..2,
        posts in prop::collection::vec(a_post(), 0..4),
    ) -> Actor {
        Actor { person: person(who), kind: PersonKind::ALL[kind], region: region(home), posts }
    }
}

prop_compose! {
    fn a_room()(
        kind in prop::sample::select(RoomKind::ALL.to_vec()),
        consent: bool,
        closed: bool,
        attending: bool,
        member in prop::option::of(0u8..3),
        ended: bool,
    ) -> RoomFacts {
        let until = ended.then_some(NOW);
        let from = Timestamp::from_micros(0);
        let facts = |at| MembershipFacts { post: Some(post(at)), from, until, history_from: None };
        RoomFacts { disclosure: None, family_consent: true,
            region: region(0),
            kind,
            consent,
            agreement: false,
            membership: member.map(facts),
            attending,
            closed,
        }
    }
}

prop_compose! {
    fn an_invitation()(
        named in prop::option::of((0u8..3, 0u8..3)),
        at in 0u8..3,
        open: bool,
        consent: bool,
        closed: bool,
    ) -> InvitationFacts {
        InvitationFacts {
            region: region(0),
            facility: facility(at),
            named: named.map(|(who, at)| (person(who), post(at))),
            open,
            consent,
            closed,
        }
    }
}

fn action() -> impl Strategy<Value = Action> {
    prop::sample::select(ACTIONS.to_vec())
}

/// The four questions about a team as a whole.
fn questions(room: &RoomFacts, of: FacilityId) -> [Subject<'_>; 4] {
    [
        Subject::Team(room, of),
        Subject::Managing(room, of),
        Subject::Closing(room, of),
        Subject::Offer(room, of),
    ]
}

fn may(actor: &Actor, action: Action, subject: Subject<'_>) -> bool {
    decide(actor, action, subject, NOW).allowed()
}

/// A nurse of facility 1, in the team.
fn nurse() -> (Actor, RoomFacts) {
    let held =
        ActorPost { post: post(1), facility: facility(1), group: Group::Medical, manager: false };
    let actor =
        Actor { person: person(1), kind: PersonKind::Staff, region: region(0), posts: vec![held] };
    let from = Timestamp::from_micros(0);
    let room = RoomFacts {
        disclosure: None,
        family_consent: true,
        region: region(0),
        kind: RoomKind::Team,
        consent: true,
        agreement: false,
        membership: Some(MembershipFacts {
            post: Some(post(1)),
            from,
            until: None,
            history_from: None,
        }),
        attending: false,
        closed: false,
    };
    (actor, room)
}

#[test]
fn the_managing_facility_builds_hands_over_and_closes() {
    let (actor, room) = nurse();
    for subject in questions(&room, facility(1)) {
        assert!(may(&actor, Action::Write, subject), "{subject:?}");
    }
    for subject in questions(&room, facility(2)) {
        assert!(!may(&actor, Action::Write, subject), "{subject:?}");
        assert!(may(&actor, Action::Read, subject), "{subject:?}");
    }
    let doctor = RoomFacts { attending: true, ..room };
    assert!(may(&actor, Action::Write, Subject::Team(&doctor, facility(2))), "she invites too");
    for subject in &questions(&doctor, facility(2))[1..] {
        assert_eq!(
            decide(&actor, Action::Write, *subject, NOW),
            Decision::Deny(Reason::NotManaging)
        );
    }
}

#[test]
fn a_closed_notebook_is_read_and_only_opened_again() {
    let (actor, room) = nurse();
    let closed = RoomFacts { closed: true, ..room };
    let everyone = LogFacts { audience: None, opened: false };
    for subject in [
        Subject::Room(&closed),
        Subject::Log(&closed, &everyone),
        Subject::Basics(&closed, facility(1)),
        Subject::Team(&closed, facility(1)),
        Subject::Managing(&closed, facility(1)),
        Subject::Offer(&closed, facility(1)),
    ] {
        assert!(may(&actor, Action::Read, subject), "{subject:?}");
        let answer = decide(&actor, Action::Write, subject, NOW);
        assert_eq!(answer, Decision::Deny(Reason::Closed), "{subject:?}");
    }
    assert!(may(&actor, Action::Write, Subject::Closing(&closed, facility(1))));
}

#[test]
fn the_named_person_answers_and_for_a_facility_its_managers() {
    let (mut actor, _) = nurse();
    let mut it = InvitationFacts {
        region: region(0),
        facility: facility(1),
        named: Some((person(1), post(1))),
        open: true,
        consent: true,
        closed: false,
    };
    assert!(may(&actor, Action::Write, Subject::Invitation(&it)));
    it.named = Some((person(1), post(2)));
    assert!(!may(&actor, Action::Write, Subject::Invitation(&it)), "that post has ended");
    it.named = None;
    assert!(!may(&actor, Action::Read, Subject::Invitation(&it)), "she manages nothing");
    actor.posts[0].manager = true;
    assert!(may(&actor, Action::Write, Subject::Invitation(&it)));
    it.named = Some((person(2), post(2)));
    assert!(!may(&actor, Action::Read, Subject::Invitation(&it)), "a colleague's is not hers");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever is asked about a team: only who reads its room, and writes there but in what closes.
    #[test]
    fn a_team_is_only_for_its_members(
        actor in anybody(), room in a_room(), of in 0u8..3, action in action(),
    ) {
        for subject in questions(&room, facility(of)) {
            if may(&actor, action, subject) {
                prop_assert_eq!(room.kind, RoomKind::Team);
                prop_assert!(may(&actor, Action::Read, Subject::Room(&room)));
                let closing = matches!(subject, Subject::Closing(..));
                prop_assert!(action != Action::Write || closing || !room.closed);
            }
        }
    }

    /// Handing over, taking out, closing: by nobody but members who stand at the facility.
    #[test]
    fn managing_is_of_the_post_in_which_one_is_a_member(
        actor in anybody(), room in a_room(), of in 0u8..3,
    ) {
        let at = room.membership.and_then(|it| it.post);
        for subject in &questions(&room, facility(of))[1..] {
            if may(&actor, Action::Write, *subject) {
                prop_assert_eq!(at, Some(post(of)));
                prop_assert!(actor.posts.iter().any(|it| Some(it.post) == at));
            }
        }
        let invites = may(&actor, Action::Write, Subject::Team(&room, facility(of)));
        prop_assert!(!invites || room.attending || at == Some(post(of)));
    }

    /// Closing takes no reading away and leaves no writing.
    #[test]
    fn closing_changes_writing_alone(
        actor in anybody(), room in a_room(), action in action(), of in 0u8..3,
    ) {
        let open = RoomFacts { closed: false, ..room.clone() };
        let closed = RoomFacts { closed: true, ..room };
        let ask = |room: &RoomFacts| {
            [Subject::Room(room), Subject::Basics(room, facility(of))]
                .map(|subject| may(&actor, action, subject))
        };
        if matches!(action, Action::Read | Action::Export) {
            prop_assert_eq!(ask(&closed), ask(&open));
        } else {
            prop_assert_eq!(ask(&closed), [false; 2]);
        }
    }

    /// An invitation is for whom it names, else for managers of the facility, while it waits.
    #[test]
    fn nobody_answers_for_another(
        actor in anybody(), it in an_invitation(), action in action(),
    ) {
        if !may(&actor, action, Subject::Invitation(&it)) {
            return Ok(());
        }
        prop_assert!(it.open && it.consent && actor.region == it.region);
        prop_assert!(action == Action::Read || (action == Action::Write && !it.closed));
        match it.named {
            Some((who, at)) => {
                prop_assert_eq!(actor.person, who);
                prop_assert!(actor.posts.iter().any(|held| held.post == at));
            }
            None => prop_assert!(
                actor.posts.iter().any(|held| held.manager && held.facility == it.facility)
            ),
        }
    }

    /// Being invited opens no room.
    #[test]
    fn an_invitation_is_no_membership(actor in anybody(), room in a_room(), action in action()) {
        let outside = RoomFacts { membership: None, ..room };
        prop_assert!(!may(&actor, action, Subject::Room(&outside)));
        for subject in questions(&outside, facility(1)) {
            prop_assert!(!may(&actor, action, subject));
        }
    }
}
