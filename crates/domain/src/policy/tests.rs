use proptest::prelude::*;
use tasuki_kernel::PostId;

use super::*;

pub(super) const NOW: Timestamp = Timestamp::from_micros(1_000_000);

pub(super) fn person(n: u8) -> PersonId {
    PersonId::from_bytes([n; 16])
}

fn post(n: u8) -> PostId {
    PostId::from_bytes([n; 16])
}

pub(super) fn region(n: u8) -> RegionId {
    RegionId::from_bytes([n; 16])
}

pub(super) fn staff(group: Group) -> Actor {
    Actor {
        person: person(1),
        kind: PersonKind::Staff,
        region: region(1),
        posts: vec![ActorPost {
            post: post(1),
            facility: FacilityId::from_bytes([1; 16]),
            group,
            manager: false,
        }],
    }
}

pub(super) fn team() -> RoomFacts {
    RoomFacts {
        region: region(1),
        kind: RoomKind::Team,
        consent: true,
        family_consent: true,
        agreement: false,
        membership: Some(MembershipFacts {
            post: Some(post(1)),
            from: Timestamp::from_micros(0),
            until: None,
            history_from: None,
        }),
        attending: false,
        disclosure: None,
        closed: false,
    }
}

const EVERYONE: LogFacts = LogFacts { audience: None, opened: false };

fn entry(sensitivity: Sensitivity) -> EntryFacts {
    EntryFacts {
        author: Some(person(9)),
        sensitivity,
        received: Timestamp::from_micros(500),
        undisclosed: false,
        misfiled: false,
        released: Vec::new(),
    }
}

fn read(actor: &Actor, room: &RoomFacts, log: &LogFacts, entry: &EntryFacts) -> Decision {
    decide(actor, Action::Read, Subject::Entry(room, log, entry), NOW)
}

#[test]
fn a_member_reads_and_a_stranger_does_not() {
    let nurse = staff(Group::Medical);
    assert!(read(&nurse, &team(), &EVERYONE, &entry(Sensitivity::High)).allowed());
    let stranger = RoomFacts { membership: None, ..team() };
    assert_eq!(
        read(&nurse, &stranger, &EVERYONE, &entry(Sensitivity::Low)),
        Decision::Deny(Reason::NotAMember)
    );
}

#[test]
fn leaving_and_ended_posts_take_effect_at_once() {
    let nurse = staff(Group::Medical);
    let mut left = team();
    left.membership.as_mut().unwrap().until = Some(NOW);
    assert_eq!(
        decide(&nurse, Action::Read, Subject::Room(&left), NOW),
        Decision::Deny(Reason::NotAMember)
    );
    let dismissed = Actor { posts: Vec::new(), ..nurse };
    assert_eq!(
        decide(&dismissed, Action::Read, Subject::Room(&team()), NOW),
        Decision::Deny(Reason::PostEnded)
    );
}

#[test]
fn withdrawn_consent_closes_the_room() {
    let closed = RoomFacts { consent: false, ..team() };
    assert_eq!(
        decide(&staff(Group::Medical), Action::Read, Subject::Room(&closed), NOW),
        Decision::Deny(Reason::NoConsent)
    );
}

#[test]
fn high_needs_a_medical_profession_or_a_release() {
    let care = staff(Group::Care);
    let high = entry(Sensitivity::High);
    assert_eq!(read(&care, &team(), &EVERYONE, &high), Decision::Deny(Reason::Sensitivity));
    assert!(read(&care, &team(), &EVERYONE, &entry(Sensitivity::Middle)).allowed());
    let released = EntryFacts { released: vec![ReleaseTo::Care], ..high.clone() };
    assert!(read(&care, &team(), &EVERYONE, &released).allowed());
    let mine = EntryFacts { author: Some(person(1)), ..high };
    assert!(read(&care, &team(), &EVERYONE, &mine).allowed());
}

#[test]
fn middle_is_closed_to_life_support_until_released() {
    let helper = staff(Group::LifeSupport);
    let middle = entry(Sensitivity::Middle);
    assert_eq!(read(&helper, &team(), &EVERYONE, &middle), Decision::Deny(Reason::Sensitivity));
    assert!(read(&helper, &team(), &EVERYONE, &entry(Sensitivity::Low)).allowed());
    let released = EntryFacts { released: vec![ReleaseTo::LifeSupport], ..middle };
    assert!(read(&helper, &team(), &EVERYONE, &released).allowed());
}

#[test]
fn two_posts_count_by_the_one_of_the_membership() {
    let mut both = staff(Group::Care);
    both.posts.push(ActorPost {
        post: post(2),
        facility: FacilityId::from_bytes([2; 16]),
        group: Group::Medical,
        manager: true,
    });
    assert_eq!(
        read(&both, &team(), &EVERYONE, &entry(Sensitivity::High)),
        Decision::Deny(Reason::Sensitivity)
    );
}

#[test]
fn family_stays_in_its_room_and_never_sees_the_undisclosed() {
    let daughter = Actor { kind: PersonKind::Family, posts: Vec::new(), ..staff(Group::Care) };
    assert_eq!(
        decide(&daughter, Action::Read, Subject::Room(&team()), NOW),
        Decision::Deny(Reason::NotForFamily)
    );
    let mut family = RoomFacts { kind: RoomKind::Family, ..team() };
    family.membership.as_mut().unwrap().post = None;
    assert!(read(&daughter, &family, &EVERYONE, &entry(Sensitivity::Low)).allowed());
    let untold = EntryFacts {
        undisclosed: true,
        released: vec![ReleaseTo::Family],
        ..entry(Sensitivity::Low)
    };
    assert_eq!(read(&daughter, &family, &EVERYONE, &untold), Decision::Deny(Reason::Undisclosed));
}

#[test]
fn misfiled_is_for_its_author_only() {
    let nurse = staff(Group::Medical);
    let misfiled = EntryFacts { misfiled: true, ..entry(Sensitivity::Low) };
    assert_eq!(read(&nurse, &team(), &EVERYONE, &misfiled), Decision::Deny(Reason::Misfiled));
    let mine = EntryFacts { author: Some(nurse.person), ..misfiled };
    assert!(read(&nurse, &team(), &EVERYONE, &mine).allowed());
}

#[test]
fn history_begins_where_the_membership_says() {
    let nurse = staff(Group::Medical);
    let mut selected = RoomFacts { kind: RoomKind::Selected, ..team() };
    selected.membership.as_mut().unwrap().history_from = Some(Timestamp::from_micros(501));
    assert_eq!(
        read(&nurse, &selected, &EVERYONE, &entry(Sensitivity::Low)),
        Decision::Deny(Reason::BeforeJoining)
    );
}

#[test]
fn amending_is_for_the_author_and_confirming_for_the_others() {
    let nurse = staff(Group::Medical);
    let (room, theirs) = (team(), entry(Sensitivity::Low));
    let mine = EntryFacts { author: Some(nurse.person), ..theirs.clone() };
    let ask = |action, entry| decide(&nurse, action, Subject::Entry(&room, &EVERYONE, entry), NOW);
    assert!(ask(Action::Amend, &mine).allowed());
    assert_eq!(ask(Action::Amend, &theirs), Decision::Deny(Reason::NotTheAuthor));
    assert!(ask(Action::Confirm, &theirs).allowed());
    assert_eq!(ask(Action::Confirm, &mine), Decision::Deny(Reason::OwnEntry));
    assert_eq!(ask(Action::Release, &theirs), Decision::Deny(Reason::NotAttending));
}

fn any_group() -> impl Strategy<Value = Group> {
    prop_oneof![Just(Group::Medical), Just(Group::Care), Just(Group::LifeSupport)]
}

fn any_kind() -> impl Strategy<Value = PersonKind> {
    prop::sample::select(PersonKind::ALL.to_vec())
}

prop_compose! {
    pub(super) fn any_actor()(
        who in 1_u8..5,
        kind in any_kind(),
        home in 1_u8..3,
        posts in prop::collection::vec((1_u8..4, any_group(), any::<bool>()), 0..3),
    ) -> Actor {
        Actor {
            person: person(who),
            kind,
            region: region(home),
            posts: posts
                .into_iter()
                .map(|(n, group, manager)| ActorPost {
                    post: post(n),
                    facility: FacilityId::from_bytes([n; 16]),
                    group,
                    manager,
                })
                .collect(),
        }
    }
}

prop_compose! {
    fn any_membership()(
        at in prop::option::of(1_u8..4),
        from in 0_i64..2_000_000,
        until in prop::option::of(0_i64..2_000_000),
        history in prop::option::of(0_i64..1_000),
    ) -> MembershipFacts {
        MembershipFacts {
            post: at.map(post),
            from: Timestamp::from_micros(from),
            until: until.map(Timestamp::from_micros),
            history_from: history.map(Timestamp::from_micros),
        }
    }
}

prop_compose! {
    pub(super) fn any_room()(
        home in 1_u8..3,
        kind in prop::sample::select(RoomKind::ALL.to_vec()),
        consent: bool,
        family_consent: bool,
        agreement: bool,
        membership in prop::option::of(any_membership()),
        attending: bool,
        closed: bool,
    ) -> RoomFacts {
RoomFacts { region: region(home), kind, consent, family_consent, agreement, membership, attending, disclosure: None, closed }
    }
}

prop_compose! {
    fn any_entry()(
        author in prop::option::of(1_u8..5),
        sensitivity in prop::sample::select(Sensitivity::ALL.to_vec()),
        received in 0_i64..1_000,
        undisclosed: bool,
        misfiled: bool,
        released in prop::sample::subsequence(
            vec![ReleaseTo::Care, ReleaseTo::LifeSupport, ReleaseTo::Family], 0..3),
    ) -> EntryFacts {
        EntryFacts {
            author: author.map(person),
            sensitivity,
            received: Timestamp::from_micros(received),
            undisclosed,
            misfiled,
            released,
        }
    }
}

pub(super) fn any_log() -> impl Strategy<Value = LogFacts> {
    prop::option::of(prop::collection::vec((1_u8..5).prop_map(person), 0..4))
        .prop_map(|audience| LogFacts { audience, opened: false })
}

pub(super) fn any_action() -> impl Strategy<Value = Action> {
    prop::sample::select(vec![
        Action::Read,
        Action::Write,
        Action::Amend,
        Action::Confirm,
        Action::Export,
        Action::Release,
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Whatever else holds: without a current membership there is nothing.
    #[test]
    fn nothing_without_membership(
        actor in any_actor(), room in any_room(), log in any_log(),
        entry in any_entry(), action in any_action(),
    ) {
        let now = NOW;
        let current = room.membership.is_some_and(|m| m.from <= now && m.until.is_none_or(|u| now < u));
        let decision = decide(&actor, action, Subject::Entry(&room, &log, &entry), now);
        prop_assert!(current || !decision.allowed());
    }

    /// 特別便 opens to its audience alone, whatever role anyone has.
    #[test]
    fn deliveries_are_for_their_audience(
        actor in any_actor(), room in any_room(), log in any_log(),
        entry in any_entry(), action in any_action(),
    ) {
        let outside = log.audience.as_ref().is_some_and(|a| !a.contains(&actor.person));
        if outside {
            prop_assert!(!decide(&actor, action, Subject::Log(&room, &log), NOW).allowed());
            prop_assert!(!decide(&actor, action, Subject::Entry(&room, &log, &entry), NOW).allowed());
        }
    }

    /// Being a manager or the desk changes no answer.
    #[test]
    fn roles_open_no_notebook(
        actor in any_actor(), room in any_room(), log in any_log(),
        entry in any_entry(), action in any_action(),
    ) {
        let mut plain = actor.clone();
        for post in &mut plain.posts { post.manager = false; }
        if plain.kind == PersonKind::Desk { plain.kind = PersonKind::Staff; }
        let subject = Subject::Entry(&room, &log, &entry);
        prop_assert_eq!(decide(&actor, action, subject, NOW), decide(&plain, action, subject, NOW));
    }

    /// An entry that may be read lies in a log and a room that may be read.
    #[test]
    fn what_is_inside_is_never_wider(
        actor in any_actor(), room in any_room(), log in any_log(), entry in any_entry(),
    ) {
        if decide(&actor, Action::Read, Subject::Entry(&room, &log, &entry), NOW).allowed() {
            prop_assert!(decide(&actor, Action::Read, Subject::Log(&room, &log), NOW).allowed());
            prop_assert!(decide(&actor, Action::Read, Subject::Room(&room), NOW).allowed());
        }
    }

    /// Nothing can be done to an entry that cannot be read.
    #[test]
    fn acting_needs_reading(
        actor in any_actor(), room in any_room(), log in any_log(),
        entry in any_entry(), action in any_action(),
    ) {
        let subject = Subject::Entry(&room, &log, &entry);
        if decide(&actor, action, subject, NOW).allowed() {
            prop_assert!(decide(&actor, Action::Read, subject, NOW).allowed());
        }
    }

    /// Patient and family: only their room, never the undisclosed.
    #[test]
    fn family_is_kept_to_what_is_theirs(
        actor in any_actor(), room in any_room(), log in any_log(),
        entry in any_entry(), action in any_action(),
    ) {
        let family = matches!(actor.kind, PersonKind::Patient | PersonKind::Family);
        if family && decide(&actor, action, Subject::Entry(&room, &log, &entry), NOW).allowed() {
            prop_assert_eq!(room.kind, RoomKind::Family);
            prop_assert!(!entry.undisclosed);
        }
    }

    /// Another region needs an agreement, and a patient's room needs consent.
    #[test]
    fn regions_and_consent_bind(
        actor in any_actor(), room in any_room(), log in any_log(),
        entry in any_entry(), action in any_action(),
    ) {
        if decide(&actor, action, Subject::Entry(&room, &log, &entry), NOW).allowed() {
            prop_assert!(actor.region == room.region || room.agreement);
            prop_assert!(!room.kind.about_a_patient() || room.consent);
        }
    }

    /// Raising the sensitivity never lets more people in.
    #[test]
    fn more_sensitive_is_never_wider(
        actor in any_actor(), room in any_room(), log in any_log(), entry in any_entry(),
    ) {
        let read = |sensitivity| {
            let entry = EntryFacts { sensitivity, ..entry.clone() };
            decide(&actor, Action::Read, Subject::Entry(&room, &log, &entry), NOW).allowed()
        };
        prop_assert!(read(Sensitivity::Low) || !read(Sensitivity::Middle));
        prop_assert!(read(Sensitivity::Middle) || !read(Sensitivity::High));
    }
}
