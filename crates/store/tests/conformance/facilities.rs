//! How a facility ends, and the review of its rights, on both engines.

use tasuki_domain::content::{
    Content, Facility, FacilityWithdrawal, FacilityWithdrawalDecided, Membership, Person,
    PersonKind, Post, RightsReviewed, WithdrawalOutcome, WithdrawalReason,
};
use tasuki_domain::name::Name;
use tasuki_kernel::{FacilityId, PersonId, PostId, Timestamp, WithdrawalId};
use tasuki_store::withdrawal::{self, State};
use tasuki_store::{Transaction, review};
use tasuki_testkit::block_on;

use crate::bytes;
use crate::world::{World, on_both_worlds};

const NOW: Timestamp = Timestamp::from_micros(1_000);

async fn tell(world: &World, content: Content) {
    world.say(&world.own, content).await;
}

async fn facility(world: &World, name: &str, active: bool) -> FacilityId {
    let id = FacilityId::from_bytes(bytes());
    let (kind, name) = ("clinic".into(), name.into());
    let municipality = Some("141097".into());
    tell(world, Content::Facility(Facility { id, kind, name, active, municipality })).await;
    id
}

async fn person(world: &World) -> PersonId {
    let id = PersonId::from_bytes(bytes());
    let content = Person {
        id,
        kind: PersonKind::Staff,
        login: id.to_string(),
        name: Name::new("佐藤", "恵", "さとう", "めぐみ").unwrap(),
        active: true,
        portrait: None,
        mail: None,
    };
    tell(world, Content::Person(content)).await;
    id
}

async fn post(world: &World, person: PersonId, at: FacilityId, until: Option<i64>) -> PostId {
    let id = PostId::from_bytes(bytes());
    let content = Post {
        id,
        person,
        facility: at,
        profession: "nurse".into(),
        manager: true,
        from: Timestamp::from_micros(5),
        until: until.map(Timestamp::from_micros),
    };
    tell(world, Content::Post(content)).await;
    id
}

/// A facility asks to go.
pub(crate) fn asks(id: WithdrawalId, facility: FacilityId, by: PersonId) -> Content {
    let (reason, lang) = (WithdrawalReason::Closing, "ja".into());
    Content::FacilityWithdrawal(FacilityWithdrawal { id, facility, by, reason, lang })
}

/// Its rights were confirmed.
pub(crate) fn confirmed(facility: FacilityId, quarter: u32, by: PersonId) -> Content {
    let (people, devices, list) = (3, 4, [7; 32]);
    Content::RightsReviewed(RightsReviewed { facility, quarter, by, people, devices, list })
}

async fn decided(world: &World, id: WithdrawalId, outcome: WithdrawalOutcome) {
    let (answer, by) = ("まだ早い".into(), PersonId::from_bytes(bytes()));
    let content = FacilityWithdrawalDecided { id, outcome, answer, by };
    tell(world, Content::FacilityWithdrawalDecided(content)).await;
}

#[test]
fn a_withdrawal_is_decided_once() {
    on_both_worlds(|world| {
        block_on(async {
            let (region, at) = (world.region, facility(world, "診療所", true).await);
            let by = person(world).await;
            let ids = [0, 1].map(|_| WithdrawalId::from_bytes(bytes()));
            for (id, outcome) in
                ids.into_iter().zip([WithdrawalOutcome::Returned, WithdrawalOutcome::Approved])
            {
                tell(world, asks(id, at, by)).await;
                let waiting = world.read(move |conn| withdrawal::newest(conn, at)).await.unwrap();
                assert_eq!((waiting.id, waiting.state), (id, State::Waiting));
                assert_eq!((waiting.reason, waiting.sent_by), (WithdrawalReason::Closing, by));
                decided(world, id, outcome).await;
                // What is decided stays so.
                decided(world, id, WithdrawalOutcome::TakenBack).await;
            }
            let found = world.read(move |conn| withdrawal::find(conn, region, ids[0])).await;
            let found = found.unwrap();
            assert_eq!((found.state, found.answer.as_str()), (State::Returned, "まだ早い"));
            assert_eq!(found.name, "診療所");
            let counts = world.read(move |conn| withdrawal::counts(conn, region)).await;
            assert_eq!(counts, [0, 1, 1, 0]);
            let of = move |state| world.read(move |conn| withdrawal::of_state(conn, region, state));
            assert_eq!(of(State::Approved).await[0].id, ids[1]);
            assert_eq!(of(State::Waiting).await, []);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn what_ends_with_a_facility_is_found() {
    on_both_worlds(|world| {
        block_on(async {
            let (region, at) = (world.region, facility(world, "診療所", true).await);
            let who = person(world).await;
            let own = post(world, who, at, None).await;
            post(world, who, at, Some(900)).await;
            let found = world.read(move |conn| withdrawal::posts(conn, at, NOW)).await;
            assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [own]);
            let as_said = world.read(move |conn| withdrawal::facility(conn, region, at)).await;
            assert_eq!(as_said.unwrap().municipality.as_deref(), Some("141097"));
            let room = world.team.room.unwrap();
            let (post, from) = (Some(own), Timestamp::from_micros(6));
            let member = Membership {
                room,
                person: who,
                post,
                from,
                until: None,
                history_from: None,
                reason: None,
            };
            world.say(&world.team, Content::Membership(member)).await;
            let places = world.read(move |conn| withdrawal::places(conn, at, NOW)).await;
            let rooms = world.read(move |conn| review::rooms(conn, at, NOW)).await;
            assert_eq!((places, rooms.get(&own)), (1, Some(&1)));
            let left = world.read(move |conn| withdrawal::left_over(conn, at, (NOW, 9))).await;
            assert_eq!(left, [], "the post holds");

            let ended = Post {
                id: own,
                person: who,
                facility: at,
                profession: "nurse".into(),
                manager: true,
                from,
                until: Some(NOW),
            };
            tell(world, Content::Post(ended)).await;
            let left = world.read(move |conn| withdrawal::left_over(conn, at, (NOW, 9))).await;
            assert_eq!((left.len(), left[0].person, left[0].room.id), (1, who, room));
            let open = world.read(move |conn| withdrawal::unfinished(conn, region, NOW)).await;
            assert_eq!(open, [], "it did not withdraw");
            let id = WithdrawalId::from_bytes(bytes());
            tell(world, asks(id, at, who)).await;
            decided(world, id, WithdrawalOutcome::Approved).await;
            let open = world.read(move |conn| withdrawal::unfinished(conn, region, NOW)).await;
            assert_eq!(open, [at]);
            let managed = world.read(move |conn| withdrawal::managed(conn, at)).await;
            assert_eq!(managed, 0);
        });
    });
}

#[test]
fn the_last_review_of_each_facility_is_found_and_one_quarter_has_one() {
    on_both_worlds(|world| {
        block_on(async {
            let region = world.region;
            let (one, other) =
                (facility(world, "一", true).await, facility(world, "二", true).await);
            facility(world, "去った施設", false).await;
            let by = person(world).await;
            post(world, by, one, None).await;
            let former = person(world).await;
            post(world, former, one, Some(900)).await;
            for quarter in [20_261, 20_262, 20_262] {
                tell(world, confirmed(one, quarter, by)).await;
            }
            let kept = world.read(move |conn| review::of_facility(conn, one)).await;
            assert_eq!(kept.iter().map(|it| it.quarter).collect::<Vec<_>>(), [20_262, 20_261]);
            assert_eq!((kept[0].people, kept[0].devices, kept[0].by.as_str()), (3, 4, "佐藤 恵"));
            let all = world.read(move |conn| review::facilities(conn, region, NOW)).await;
            let of = |id| all.iter().find(|it| it.id == id).unwrap();
            assert_eq!((of(one).people, of(one).last.as_ref()), (1, Some(&kept[0])));
            assert_eq!(of(one).since, Some(Timestamp::from_micros(5)));
            assert_eq!((of(other).people, of(other).since, &of(other).last), (0, None, &None));
            assert!(all.iter().all(|it| it.name != "去った施設"));
            let since = world.read(move |conn| review::since(conn, one)).await;
            assert_eq!(since, Some(Timestamp::from_micros(5)));
            let managers = world.read(move |conn| review::managers(conn, one, NOW)).await;
            assert_eq!(managers, [by]);
            assert_eq!(world.read(move |conn| review::reminded(conn, one)).await, None);
            for quarter in [20_262, 20_263] {
                let remind = move |t: &mut Transaction<'_>| review::remind(t, one, quarter);
                world.store.write(region, Vec::new(), remind).await.unwrap();
                let told = world.read(move |conn| review::reminded(conn, one)).await;
                assert_eq!(told, Some(quarter));
            }
            world.assert_rebuilt_alike().await;
        });
    });
}
