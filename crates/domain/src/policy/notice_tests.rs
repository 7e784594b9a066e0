//! Who writes notices and who reads them, whatever else somebody is.

use proptest::prelude::*;
use tasuki_kernel::{FacilityId, PersonId, PostId, RegionId, Timestamp};

use super::*;
use crate::content::PersonKind;
use crate::notice::Target;

const NOW: Timestamp = Timestamp::from_micros(1_000);
const ACTIONS: [Action; 6] =
    [Action::Read, Action::Write, Action::Amend, Action::Confirm, Action::Export, Action::Release];
const KINDS: [&str; 2] = ["pharmacy", "clinic"];
const PROFESSIONS: [&str; 2] = ["pharmacist", "nurse"];

fn post(n: u8) -> PostId {
    PostId::from_bytes([n; 16])
}

fn region(n: u8) -> RegionId {
    RegionId::from_bytes([n; 16])
}

fn codes(all: [&str; 2], chosen: u8) -> Vec<String> {
    let one = |n: usize| (usize::from(chosen) >> n & 1 == 1).then(|| all[n].to_owned());
    (0..2).filter_map(one).collect()
}

prop_compose! {
    fn anybody()(kind in 0usize..4, home in 0u8..2, held in prop::collection::vec(0u8..3, 0..3)) -> Actor {
        let of = |n: u8| ActorPost {
            post: post(n),
            facility: FacilityId::from_bytes([n; 16]),
            group: Group::Care,
            manager: n == 0,
        };
        Actor {
            person: PersonId::from_bytes([1; 16]),
            kind: PersonKind::ALL[kind],
            region: region(home),
            posts: held.into_iter().map(of).collect(),
        }
    }
}

prop_compose! {
    fn a_reach()(n in 0u8..3, kind in 0usize..2, profession in 0usize..2, member: bool) -> Reach {
        Reach {
            post: post(n),
            kind: KINDS[kind].into(),
            profession: PROFESSIONS[profession].into(),
            member,
        }
    }
}

prop_compose! {
    fn a_channel()(
        home in 0u8..2, association: bool, writer: bool,
        posts in prop::collection::vec(a_reach(), 0..3),
    ) -> ChannelFacts {
        ChannelFacts { region: region(home), association, writer, posts }
    }
}

prop_compose! {
    fn a_notice()(
        kinds in 0u8..4, professions in 0u8..4, shown in 990i64..1010,
        withdrawn in prop::option::of(985i64..1000),
    ) -> NoticeFacts {
        NoticeFacts {
            target: Target { kinds: codes(KINDS, kinds), professions: codes(PROFESSIONS, professions) },
            shown: Timestamp::from_micros(shown),
            withdrawn: withdrawn.map(Timestamp::from_micros),
        }
    }
}

/// The rule once more, in other words.
fn is_writer(actor: &Actor, channel: &ChannelFacts) -> bool {
    let desk = actor.kind == PersonKind::Desk;
    let named =
        channel.writer && (desk || actor.kind == PersonKind::Staff && !actor.posts.is_empty());
    actor.region == channel.region && if channel.association { named } else { desk }
}

proptest! {
    #[test]
    fn the_desk_writes_for_the_region_and_named_writers_for_their_association(
        actor in anybody(), channel in a_channel(), it in a_notice(), action in 0usize..6,
    ) {
        let writer = is_writer(&actor, &channel);
        let keeps = [Action::Read, Action::Write, Action::Export].contains(&ACTIONS[action]);
        let answer = decide(&actor, ACTIONS[action], Subject::Channel(&channel), NOW);
        prop_assert_eq!(answer.allowed(), writer && keeps);
        for action in [Action::Write, Action::Amend] {
            let answer = decide(&actor, action, Subject::Notice(&channel, &it), NOW);
            prop_assert_eq!(answer.allowed(), writer);
        }
        prop_assert!(!decide(&actor, Action::Release, Subject::Notice(&channel, &it), NOW).allowed());
    }

    #[test]
    fn staff_reads_by_a_post_that_holds_where_it_is_addressed(
        actor in anybody(), channel in a_channel(), it in a_notice(),
    ) {
        let out = it.shown <= NOW && it.withdrawn.is_none_or(|at| it.shown <= at);
        let addressed = |reach: &Reach| {
            let kinds = &it.target.kinds;
            let professions = &it.target.professions;
            actor.posts.iter().any(|held| held.post == reach.post)
                && (reach.member || !channel.association)
                && (kinds.is_empty() || kinds.contains(&reach.kind))
                && (professions.is_empty() || professions.contains(&reach.profession))
        };
        let reads = actor.kind == PersonKind::Staff && actor.region == channel.region && out
            && channel.posts.iter().any(addressed);
        let subject = Subject::Notice(&channel, &it);
        prop_assert_eq!(decide(&actor, Action::Confirm, subject, NOW).allowed(), reads);
        let sees = reads || is_writer(&actor, &channel);
        for action in [Action::Read, Action::Export] {
            prop_assert_eq!(decide(&actor, action, subject, NOW).allowed(), sees);
        }
        let by = reached(&actor, (&channel, &it), NOW);
        prop_assert_eq!(!by.is_empty(), reads);
        prop_assert!(by.iter().all(|post| actor.posts.iter().any(|held| held.post == *post)));
    }

    /// Whatever the facts say, patient and family read no notice.
    #[test]
    fn patient_and_family_never_read_one(
        mut actor in anybody(), channel in a_channel(), it in a_notice(), family: bool, action in 0usize..6,
    ) {
        actor.kind = if family { PersonKind::Family } else { PersonKind::Patient };
        let subject = Subject::Notice(&channel, &it);
        prop_assert!(!decide(&actor, ACTIONS[action], subject, NOW).allowed());
        prop_assert!(!decide(&actor, ACTIONS[action], Subject::Channel(&channel), NOW).allowed());
    }
}

#[test]
fn why_not_is_said() {
    let channel =
        ChannelFacts { region: region(1), association: false, writer: false, posts: Vec::new() };
    let it = NoticeFacts { target: Target::default(), shown: NOW, withdrawn: None };
    let actor = Actor {
        person: PersonId::from_bytes([1; 16]),
        kind: PersonKind::Staff,
        region: region(1),
        posts: Vec::new(),
    };
    let read = |actor: &Actor, it| decide(actor, Action::Read, Subject::Notice(&channel, it), NOW);
    let later = NoticeFacts { shown: NOW.plus_seconds(1), ..it.clone() };
    assert_eq!(read(&actor, &it), Decision::Deny(Reason::NotAddressed));
    assert_eq!(read(&actor, &later), Decision::Deny(Reason::NotOut));
    let relative = Actor { kind: PersonKind::Family, ..actor.clone() };
    assert_eq!(read(&relative, &it), Decision::Deny(Reason::NotForFamily));
    let elsewhere = Actor { region: region(2), ..actor };
    assert_eq!(read(&elsewhere, &it), Decision::Deny(Reason::OtherRegion));
}
