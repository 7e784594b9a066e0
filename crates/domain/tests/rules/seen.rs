//! What holds for whatever is asked: rooms, teams, consents, disclosures, notices and registers
//! together.

use proptest::prelude::*;
use tasuki_domain::content::{PersonKind, ReleaseTo};
use tasuki_domain::notice::Target;
use tasuki_domain::policy::{
    Action, Actor, ActorPost, ChannelFacts, Decision, DisclosureFacts, EntryFacts, InvitationFacts,
    LogFacts, MembershipFacts, NoticeFacts, Reach, RoomFacts, Subject, decide,
};
use tasuki_domain::profession::Group;
use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{DisclosureId, FacilityId, PersonId, PostId, RegionId, Timestamp};

const NOW: Timestamp = Timestamp::from_micros(1_000);
const ACTIONS: [Action; 6] =
    [Action::Read, Action::Write, Action::Amend, Action::Confirm, Action::Export, Action::Release];

fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

fn post(n: u8) -> PostId {
    PostId::from_bytes([n; 16])
}

fn region(n: u8) -> RegionId {
    RegionId::from_bytes([n; 16])
}

fn facility(n: u8) -> FacilityId {
    FacilityId::from_bytes([n; 16])
}

/// All that somebody may ask about.
#[derive(Debug, Clone)]
struct World {
    room: RoomFacts,
    log: LogFacts,
    entry: EntryFacts,
    invitation: InvitationFacts,
    channel: ChannelFacts,
    notice: NoticeFacts,
    managing: FacilityId,
    home: RegionId,
}

impl World {
    fn of_the_notebook(&self) -> Vec<Subject<'_>> {
        let (room, managing) = (&self.room, self.managing);
        vec![
            Subject::Room(room),
            Subject::Log(room, &self.log),
            Subject::Entry(room, &self.log, &self.entry),
            Subject::Basics(room, managing),
            Subject::Consents(room, managing),
            Subject::Team(room, managing),
            Subject::Managing(room, managing),
            Subject::Closing(room, managing),
            Subject::Offer(room, managing),
        ]
    }

    fn of_the_region(&self) -> Vec<Subject<'_>> {
        vec![
            Subject::Register(self.home, self.managing),
            Subject::RegisterByLaw(self.home),
            Subject::StaffAccess(self.home, self.managing),
            Subject::RegionAccess(self.home),
            Subject::Staff(self.home, self.managing),
            Subject::Invitation(&self.invitation),
            Subject::Desk(self.home),
            Subject::DisclosureAnswer(self.home, person(2)),
            Subject::Evidence(self.home),
            Subject::Channel(&self.channel),
            Subject::Notice(&self.channel, &self.notice),
        ]
    }

    fn all(&self) -> Vec<Subject<'_>> {
        [self.of_the_notebook(), self.of_the_region()].concat()
    }
}

fn may(actor: &Actor, action: Action, subject: Subject<'_>) -> bool {
    decide(actor, action, subject, NOW).allowed()
}

fn answers(actor: &Actor, world: &World) -> Vec<Decision> {
    let each = |subject| ACTIONS.map(|action| decide(actor, action, subject, NOW));
    world.all().into_iter().flat_map(each).collect()
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    prop::sample::select(all.to_vec())
}

fn a_post() -> impl Strategy<Value = ActorPost> {
    let group = one_of(&[Group::Medical, Group::Care, Group::LifeSupport]);
    (1_u8..3, group, any::<bool>()).prop_map(|(n, group, manager)| ActorPost {
        post: post(n),
        facility: facility(n),
        group,
        manager,
    })
}

prop_compose! {
    fn anybody()(
        who in 1_u8..3,
        kind in one_of(&PersonKind::ALL),
        home in 1_u8..3,
        posts in prop::collection::vec(a_post(), 0..3),
    ) -> Actor {
        Actor { person: person(who), kind, region: region(home), posts }
    }
}

prop_compose! {
    fn a_membership()(
        at in prop::option::of(1_u8..3),
        from in 900_i64..1_050,
        until in prop::option::of(950_i64..1_100),
    ) -> MembershipFacts {
        MembershipFacts {
            post: at.map(post),
            from: Timestamp::from_micros(from),
            until: until.map(Timestamp::from_micros),
            history_from: None,
        }
    }
}

prop_compose! {
    fn a_room()(
        kind in one_of(&RoomKind::ALL),
        (consent, family_consent) in any::<(bool, bool)>(),
        (agreement, attending, closed) in any::<(bool, bool, bool)>(),
        membership in prop::option::of(a_membership()),
        opened in prop::option::of(950_i64..1_050),
    ) -> RoomFacts {
        let disclosure = opened.map(|until| DisclosureFacts {
            id: DisclosureId::from_bytes([8; 16]),
            until: Timestamp::from_micros(until),
            log: None,
        });
        RoomFacts {
            region: region(1),
            kind,
            consent,
            family_consent,
            agreement,
            membership,
            attending,
            disclosure,
            closed,
        }
    }
}

prop_compose! {
    fn an_entry()(
        author in prop::option::of(1_u8..3),
        sensitivity in one_of(&Sensitivity::ALL),
        (undisclosed, misfiled) in any::<(bool, bool)>(),
        released in prop::option::of(one_of(&[ReleaseTo::Care, ReleaseTo::Family])),
    ) -> EntryFacts {
        EntryFacts {
            author: author.map(person),
            sensitivity,
            received: Timestamp::from_micros(500),
            undisclosed,
            misfiled,
            released: released.into_iter().collect(),
        }
    }
}

prop_compose! {
    fn a_channel()(association: bool, writer: bool, member: bool, at in 1_u8..3) -> ChannelFacts {
        let reach = Reach {
            post: post(at),
            kind: "pharmacy".into(),
            profession: "pharmacist".into(),
            member,
        };
        ChannelFacts { region: region(1), association, writer, posts: vec![reach] }
    }
}

prop_compose! {
    fn a_notice()(shown in 990_i64..1_010, all: bool) -> NoticeFacts {
        let kinds = if all { Vec::new() } else { vec!["clinic".to_owned()] };
        let target = Target { kinds, professions: Vec::new() };
        NoticeFacts { target, shown: Timestamp::from_micros(shown), withdrawn: None }
    }
}

prop_compose! {
    fn a_world()(
        room in a_room(),
        (audience, opened) in (prop::option::of(1_u8..3), any::<bool>()),
        entry in an_entry(),
        (named, open) in (prop::option::of((1_u8..3, 1_u8..3)), any::<bool>()),
        channel in a_channel(),
        notice in a_notice(),
        managing in 1_u8..3,
    ) -> World {
        let invitation = InvitationFacts {
            region: region(1),
            facility: facility(managing),
            named: named.map(|(who, at)| (person(who), post(at))),
            open,
            consent: room.consent,
            closed: room.closed,
        };
        let log = LogFacts { audience: audience.map(|who| vec![person(who)]), opened };
        let (managing, home) = (facility(managing), region(1));
        World { room, log, entry, invitation, channel, notice, managing, home }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Registering alone is done without looking: it asks, and is shown nothing.
    #[test]
    fn whoever_may_do_anything_may_look(actor in anybody(), world in a_world()) {
        for subject in world.all() {
            let registers = matches!(subject, Subject::Register(..));
            let does = ACTIONS.into_iter().any(|action| may(&actor, action, subject));
            prop_assert!(!does || registers || may(&actor, Action::Read, subject), "{:?}", subject);
        }
    }

    /// What is seen can be copied by hand: a copy is recorded, not refused. An invitation is no
    /// record of anybody.
    #[test]
    fn looking_and_taking_along_are_one_right(actor in anybody(), world in a_world()) {
        for subject in world.all() {
            let copied = may(&actor, Action::Export, subject);
            if matches!(subject, Subject::Invitation(_)) {
                prop_assert!(!copied);
            } else {
                prop_assert_eq!(may(&actor, Action::Read, subject), copied, "{:?}", subject);
            }
        }
    }

    #[test]
    fn another_region_has_nothing_where_there_is_no_agreement(
        mut actor in anybody(), mut world in a_world(),
    ) {
        actor.region = region(2);
        world.room.agreement = false;
        prop_assert!(answers(&actor, &world).iter().all(|it| !it.allowed()));
    }

    #[test]
    fn staff_whose_posts_have_ended_has_nothing_left(
        mut actor in anybody(), mut world in a_world(),
        kind in one_of(&[RoomKind::Team, RoomKind::Selected, RoomKind::Family]),
    ) {
        actor.kind = PersonKind::Staff;
        actor.posts.clear();
        world.room.kind = kind;
        prop_assert!(answers(&actor, &world).iter().all(|it| !it.allowed()));
    }

    #[test]
    fn patient_and_family_have_their_room_and_nothing_beside_it(
        mut actor in anybody(), world in a_world(), patient: bool,
    ) {
        actor.kind = if patient { PersonKind::Patient } else { PersonKind::Family };
        actor.posts.clear();
        for subject in world.all() {
            let words = matches!(subject, Subject::Room(_) | Subject::Log(..) | Subject::Entry(..));
            let theirs = words && world.room.kind == RoomKind::Family;
            for action in ACTIONS {
                prop_assert!(theirs || !may(&actor, action, subject), "{:?}", subject);
            }
        }
    }

    /// Only the consents themselves stay with those who keep them.
    #[test]
    fn without_consent_a_patients_notebook_is_shut(
        actor in anybody(), mut world in a_world(),
        kind in one_of(&[RoomKind::Team, RoomKind::Selected, RoomKind::Family]),
    ) {
        let room = world.room;
        world.room = RoomFacts { kind, consent: false, disclosure: None, ..room };
        world.invitation.consent = false;
        let mut shut = world.of_the_notebook();
        shut.push(Subject::Invitation(&world.invitation));
        for subject in shut.into_iter().filter(|it| !matches!(it, Subject::Consents(..))) {
            for action in ACTIONS {
                prop_assert!(!may(&actor, action, subject), "{:?}", subject);
            }
        }
    }

    #[test]
    fn a_closed_notebook_takes_nothing_but_consents_and_its_opening(
        actor in anybody(), mut world in a_world(),
    ) {
        world.room.closed = true;
        let stays = |it: &Subject<'_>| matches!(it, Subject::Consents(..) | Subject::Closing(..));
        for subject in world.of_the_notebook().into_iter().filter(|it| !stays(it)) {
            for action in [Action::Write, Action::Amend, Action::Confirm, Action::Release] {
                prop_assert!(!may(&actor, action, subject), "{:?}", subject);
            }
        }
    }

    #[test]
    fn a_disclosure_is_nothing_after_its_end_and_nothing_to_others_than_the_desk(
        actor in anybody(), world in a_world(),
    ) {
        let ends = world.room.disclosure.map_or(NOW, |it| it.until);
        if ends <= NOW || actor.kind != PersonKind::Desk {
            let mut without = world.clone();
            without.room.disclosure = None;
            without.log.opened = false;
            prop_assert_eq!(answers(&actor, &world), answers(&actor, &without));
        }
    }

    /// A disclosure lets the desk look; whatever it could write it can write no more.
    #[test]
    fn a_disclosure_lets_nobody_change_a_word(mut actor in anybody(), mut world in a_world()) {
        actor.kind = PersonKind::Desk;
        actor.region = world.room.region;
        let (id, until) = (DisclosureId::from_bytes([8; 16]), NOW.plus_seconds(1));
        world.room.disclosure = Some(DisclosureFacts { id, until, log: None });
        let (room, log) = (&world.room, &world.log);
        let words = [
            Subject::Room(room),
            Subject::Log(room, log),
            Subject::Entry(room, log, &world.entry),
            Subject::Basics(room, world.managing),
        ];
        for subject in words {
            for action in [Action::Write, Action::Amend, Action::Confirm, Action::Release] {
                prop_assert!(!may(&actor, action, subject), "{:?}", subject);
            }
        }
        prop_assert!(may(&actor, Action::Read, Subject::Room(room)));
    }
}
