//! Who keeps up the staff of a facility: its managers, and nobody else by whatever role.

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

fn region(n: u8) -> RegionId {
    RegionId::from_bytes([n; 16])
}

prop_compose! {
    fn a_post()(at in 0u8..3, manager: bool, group in 0u8..3) -> ActorPost {
        let groups = [Group::Medical, Group::Care, Group::LifeSupport];
        ActorPost {
            post: PostId::from_bytes([at; 16]),
            facility: facility(at),
            group: groups[usize::from(group)],
            manager,
        }
    }
}

prop_compose! {
    fn anybody()(
        kind in 0usize..4,
        home in 0u8..2,
        posts in prop::collection::vec(a_post(), 0..4),
    ) -> Actor {
        Actor {
            person: PersonId::from_bytes([1; 16]),
            kind: PersonKind::ALL[kind],
            region: region(home),
            posts,
        }
    }
}

proptest! {
    #[test]
    fn only_a_manager_of_the_very_facility_keeps_up_its_staff(
        actor in anybody(), of in 0u8..3, inside in 0u8..2, action in 0usize..6,
    ) {
        let subject = Subject::Staff(region(inside), facility(of));
        let answer = decide(&actor, ACTIONS[action], subject, NOW);
        let manages = actor.posts.iter().any(|it| it.manager && it.facility == facility(of));
        let keeps = [Action::Read, Action::Write, Action::Export].contains(&ACTIONS[action]);
        prop_assert_eq!(answer.allowed(), manages && keeps && actor.region == region(inside));
        if !manages || actor.region != region(inside) {
            prop_assert_eq!(answer, Decision::Deny(Reason::NotManager));
        }
    }

    /// What the role gives is the register of the staff: no room opens by it.
    #[test]
    fn managing_opens_no_room(actor in anybody(), action in 0usize..6) {
        let room = RoomFacts {
            region: actor.region,
            kind: RoomKind::Team,
            consent: true,
            family_consent: true,
            agreement: false,
            membership: None,
            attending: false,
            disclosure: None,
            closed: false,
        };
        let answer = decide(&actor, ACTIONS[action], Subject::Room(&room), NOW);
        prop_assert_eq!(answer, Decision::Deny(Reason::NotAMember));
    }
}
