//! The staff of a facility: who holds a post, with which devices, in which rooms.

use tasuki_domain::content::{
    Content, Device, DeviceKind, Facility, Membership, Person, PersonKind, Post,
};
use tasuki_domain::name::Name;
use tasuki_kernel::{DeviceId, FacilityId, PersonId, PostId, SessionId, Timestamp};
use tasuki_store::{session, staff};
use tasuki_testkit::block_on;

use crate::bytes;
use crate::world::{World, on_both_worlds};

const NOW: Timestamp = Timestamp::from_micros(1_000);

/// Somebody with a post at a facility.
pub(crate) struct Of {
    pub(crate) person: PersonId,
    pub(crate) post: PostId,
}

pub(crate) async fn facility(world: &World) -> FacilityId {
    let id = FacilityId::from_bytes(bytes());
    let (kind, name) = ("clinic".into(), "診療所".into());
    let facility = Facility { id, kind, name, active: true, municipality: None };
    world.say(&world.own, Content::Facility(facility)).await;
    id
}

pub(crate) async fn post(
    world: &World,
    of: &Of,
    at: FacilityId,
    (manager, until): (bool, Option<i64>),
) {
    let content = Content::Post(Post {
        id: of.post,
        person: of.person,
        facility: at,
        profession: "nurse".into(),
        manager,
        from: Timestamp::from_micros(1),
        until: until.map(Timestamp::from_micros),
    });
    world.say(&world.own, content).await;
}

pub(crate) async fn somebody(world: &World, kana: &str, active: bool) -> Of {
    let person = PersonId::from_bytes(bytes());
    let content = Content::Person(Person {
        id: person,
        kind: PersonKind::Staff,
        login: person.to_string(),
        name: Name::new("佐藤", "恵", kana, "めぐみ").unwrap(),
        active,
        portrait: None,
        mail: Some("megumi@example.jp".into()),
    });
    world.say(&world.own, content).await;
    Of { person, post: PostId::from_bytes(bytes()) }
}

async fn device(world: &World, person: PersonId) -> DeviceId {
    let id = DeviceId::from_bytes(bytes());
    let content = Content::Device(Device {
        id,
        person,
        kind: DeviceKind::Certificate,
        fingerprint: [3; 32],
        label: "電話".into(),
        not_after: NOW,
        serial: None,
        system: None,
        credential: None,
    });
    world.say(&world.own, content).await;
    id
}

#[test]
fn posts_that_hold_are_listed_in_kana_order_with_devices_and_last_use() {
    on_both_worlds(|world| {
        block_on(async {
            let (here, there) = (facility(world).await, facility(world).await);
            let (late, early) =
                (somebody(world, "わたなべ", true).await, somebody(world, "あべ", true).await);
            let gone = somebody(world, "うえだ", true).await;
            post(world, &late, here, (true, None)).await;
            post(world, &early, here, (false, Some(1_001))).await;
            post(world, &gone, here, (false, Some(1_000))).await;
            let second = Of { post: PostId::from_bytes(bytes()), ..late };
            post(world, &second, there, (false, None)).await;
            let phone = device(world, late.person).await;
            device(world, gone.person).await;

            let all = world.read(move |conn| staff::all(conn, here, NOW)).await;
            let shown: Vec<_> = all.iter().map(|it| (it.post.id, it.others)).collect();
            assert_eq!(shown, [(early.post, 0), (late.post, 1)]);
            assert_eq!(all[0].mail.as_deref(), Some("megumi@example.jp"));
            let devices = world.read(move |conn| staff::devices(conn, here, NOW)).await;
            assert_eq!(devices.iter().map(|it| it.id).collect::<Vec<_>>(), [phone]);

            let person = late.person;
            for n in [1, 2] {
                let begun = move |t: &mut tasuki_store::Transaction<'_>| {
                    let id = SessionId::from_bytes(bytes());
                    session::begin(t, id, [n; 32], person, phone)
                };
                world.store.write(world.region, Vec::new(), begun).await.unwrap();
            }
            let seen = world.read(move |conn| staff::seen(conn, here, NOW)).await;
            assert_eq!(seen.keys().collect::<Vec<_>>(), [&phone]);
            assert_eq!(world.read(move |conn| session::count_on(conn, phone)).await, 2);
            let unused = DeviceId::from_bytes(bytes());
            assert_eq!(world.read(move |conn| session::count_on(conn, unused)).await, 0);
        });
    });
}

#[test]
fn other_managers_are_those_who_can_sign_in_and_whose_post_holds() {
    on_both_worlds(|world| {
        block_on(async {
            let (here, there) = (facility(world).await, facility(world).await);
            let one = somebody(world, "あべ", true).await;
            post(world, &one, here, (true, None)).await;
            let others = async || {
                let of = (here, one.post);
                world.read(move |conn| staff::other_managers(conn, of, NOW)).await
            };
            for (active, at, manager, until) in [
                (false, here, true, None),
                (true, there, true, None),
                (true, here, false, None),
                (true, here, true, Some(1_000)),
            ] {
                let it = somebody(world, "べつ", active).await;
                post(world, &it, at, (manager, until)).await;
                assert_eq!(others().await, 0);
            }
            let two = somebody(world, "ふたり", true).await;
            post(world, &two, here, (true, Some(1_001))).await;
            assert_eq!(others().await, 1);
        });
    });
}

#[test]
fn the_rooms_of_a_post_are_those_in_which_the_membership_holds() {
    on_both_worlds(|world| {
        block_on(async {
            let who = somebody(world, "あべ", true).await;
            let (team, family) = (world.team.room.unwrap(), world.family.room.unwrap());
            let joins = |room, post, until: Option<i64>| {
                let person = who.person;
                let until = until.map(Timestamp::from_micros);
                let from = Timestamp::from_micros(5);
                let history_from = Some(from);
                let reason = None;
                Content::Membership(Membership {
                    room,
                    person,
                    post,
                    from,
                    until,
                    history_from,
                    reason,
                })
            };
            world.say(&world.team, joins(team, Some(who.post), None)).await;
            world.say(&world.family, joins(family, Some(who.post), Some(1_000))).await;
            let of = (who.person, who.post);
            let held = world.read(move |conn| staff::rooms(conn, of, NOW)).await;
            let [held] = held.as_slice() else { panic!("one room: {held:?}") };
            assert_eq!(held.place(), (world.team.id, Some(world.notebook), team));
            assert_eq!(held.facts.history_from, Some(Timestamp::from_micros(5)));
            let other = (who.person, PostId::from_bytes(bytes()));
            assert!(world.read(move |conn| staff::rooms(conn, other, NOW)).await.is_empty());
        });
    });
}
