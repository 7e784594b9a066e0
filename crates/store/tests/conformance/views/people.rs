//! Views of the region's log.

use tasuki_domain::content::{
    Content, Credential, Device, DeviceKind, DeviceRevoked, Facility, Person, PersonKind, Post,
    Region,
};
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{DeviceId, FacilityId, PersonId, PostId, Timestamp};
use tasuki_store::{installation, passkey, people};
use tasuki_testkit::block_on;

use crate::bytes;
use crate::world::{World, on_both_worlds};

fn person(id: PersonId, login: &str, kana: &str) -> Person {
    Person {
        id,
        kind: PersonKind::Staff,
        login: login.into(),
        name: Name::new("佐藤", "恵", kana, "めぐみ").unwrap(),
        active: true,
        portrait: None,
        mail: None,
    }
}

async fn tell(world: &World, content: Content) {
    world.say(&world.own, content).await;
}

#[test]
fn the_region_decides_about_itself() {
    on_both_worlds(|world| {
        block_on(async {
            let id = world.region;
            let mut region = Region {
                id,
                name: "みなと市".into(),
                notebook_name: "みなと連絡帳".into(),
                categories: vec!["日常".into(), "服薬".into()],
                idle_minutes: 15,
                second_factors: vec!["certificate".into()],
            };
            for categories in [region.categories.clone(), Vec::new()] {
                region.categories.clone_from(&categories);
                region.idle_minutes += 5;
                tell(world, Content::Region(region.clone())).await;
                let kept = world.read(move |conn| installation::settings(conn, id)).await.unwrap();
                assert_eq!((&kept.name, kept.categories), (&region.name, categories));
                assert_eq!(kept.idle_minutes, u32::from(region.idle_minutes));
                assert_eq!(kept.notebook_name, region.notebook_name);
                assert_eq!(kept.second_factors, region.second_factors);
            }
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn persons_are_found_by_login_and_listed_by_kana() {
    on_both_worlds(|world| {
        block_on(async {
            let (one, two) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            tell(world, Content::Person(person(one, "sato", "さとう"))).await;
            tell(world, Content::Person(person(two, "ando", "あんどう"))).await;
            let gone = Person {
                active: false,
                portrait: Some("<svg/>".into()),
                ..person(one, "sato2", "さとう")
            };
            tell(world, Content::Person(gone)).await;

            let region = world.region;
            let row = world.read(move |conn| people::person(conn, one)).await.unwrap();
            assert_eq!((row.login.as_str(), row.active), ("sato2", false));
            assert_eq!((row.region, row.kind), (region, PersonKind::Staff));
            assert_eq!(row.name.full(), "佐藤 恵");
            assert!(row.has_portrait);
            let portrait = world.read(move |conn| people::portrait(conn, region, one)).await;
            assert_eq!(portrait.as_deref(), Some("<svg/>"));
            let found = world.read(move |conn| people::by_login(conn, region, "ando")).await;
            assert_eq!(found.unwrap().id, two);
            assert_eq!(world.read(move |conn| people::by_login(conn, region, "sato")).await, None);
            let all = world.read(move |conn| people::all(conn, region)).await;
            assert_eq!(all.iter().map(|row| row.id).collect::<Vec<_>>(), [two, one]);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_login_belongs_to_one_person() {
    on_both_worlds(|world| {
        block_on(async {
            tell(world, Content::Person(person(PersonId::from_bytes(bytes()), "sato", "さ"))).await;
            let second = Content::Person(person(PersonId::from_bytes(bytes()), "sato", "し"));
            let author = tasuki_testkit::sealed::new_author(world.region);
            let new = world.own.entry(author, second).seal();
            let refused = world.own.append(&world.store, new).await.unwrap_err();
            assert_eq!(refused.code, tasuki_kernel::Code::Conflict);
            assert_eq!(world.own.findings(&world.store).await.unwrap(), []);
        });
    });
}

#[test]
fn posts_stand_with_person_and_facility() {
    on_both_worlds(|world| {
        block_on(async {
            let (id, who) = (PostId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            let facility = FacilityId::from_bytes(bytes());
            tell(world, Content::Person(person(who, "sato", "さとう"))).await;
            let station = |active| {
                let (kind, name) = ("home-nursing".into(), "みなと訪問看護".into());
                Content::Facility(Facility { id: facility, kind, name, active, municipality: None })
            };
            tell(world, station(true)).await;
            let mut post = Post {
                id,
                person: who,
                facility,
                profession: "nurse".into(),
                manager: true,
                from: Timestamp::from_micros(5),
                until: None,
            };
            for until in [None, Some(Timestamp::from_micros(8))] {
                post.until = until;
                tell(world, Content::Post(post.clone())).await;
                let row = world.read(move |conn| people::post(conn, id)).await.unwrap();
                assert_eq!((row.until, row.manager, row.person), (until, true, who));
                assert_eq!(
                    (row.facility_name.as_str(), row.profession.as_str()),
                    ("みなと訪問看護", "nurse")
                );
                assert_eq!(row.holds(Timestamp::from_micros(9)), until.is_none());
                assert!(!row.holds(Timestamp::from_micros(4)));
                assert_eq!(world.read(move |conn| people::posts_of(conn, who)).await, [row]);
            }
            let region = world.region;
            let open = || world.read(move |conn| people::facilities(conn, region));
            assert_eq!(open().await.len(), 1);
            tell(world, station(false)).await;
            assert_eq!(open().await, []);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_revoked_device_stays_revoked() {
    on_both_worlds(|world| {
        block_on(async {
            let (id, who) = (DeviceId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            let device = |label: &str| Device {
                id,
                person: who,
                kind: DeviceKind::Certificate,
                fingerprint: [3; 32],
                label: label.into(),
                not_after: Timestamp::from_micros(99),
                serial: Some(vec![1, 2]),
                system: Some(System::Ios),
                credential: None,
            };
            tell(world, Content::Device(device("電話"))).await;
            let row =
                world.read(|conn| people::device_by_fingerprint(conn, [3; 32])).await.unwrap();
            assert_eq!((row.id, row.person, row.revoked), (id, who, None));
            assert_eq!((row.serial.as_deref(), row.system), (Some(&[1, 2][..]), Some(System::Ios)));
            let revoked = DeviceRevoked { id, reason: "紛失".into() };
            let at = world.say(&world.own, Content::DeviceRevoked(revoked.clone())).await.received;
            tell(world, Content::DeviceRevoked(revoked)).await;
            tell(world, Content::Device(device("見つかった電話"))).await;
            let row = world.read(move |conn| people::device(conn, id)).await.unwrap();
            assert_eq!((row.revoked, row.label.as_str()), (Some(at), "見つかった電話"));
            assert_eq!(world.read(move |conn| people::devices_of(conn, who)).await, [row]);

            let demo = Device {
                id: DeviceId::from_bytes(bytes()),
                kind: DeviceKind::Demo,
                fingerprint: [4; 32],
                ..device("戸口")
            };
            tell(world, Content::Device(demo)).await;
            let found = world.read(|conn| people::device_by_fingerprint(conn, [4; 32])).await;
            assert_eq!(found, None);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_passkey_is_known_by_its_name_and_never_by_another_key() {
    on_both_worlds(|world| {
        block_on(async {
            let (id, who) = (DeviceId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            let name = bytes().to_vec();
            let device = |kind, public_key: &[u8]| Device {
                id,
                person: who,
                kind,
                fingerprint: [5; 32],
                label: "電話".into(),
                not_after: Timestamp::from_micros(99),
                serial: None,
                system: None,
                credential: Some(Credential { id: name.clone(), public_key: public_key.into() }),
            };
            tell(world, Content::Device(device(DeviceKind::Passkey, b"first"))).await;
            tell(world, Content::Device(device(DeviceKind::SyncedPasskey, b"second"))).await;
            let find = || {
                let name = name.clone();
                world.read(move |conn| passkey::find(conn, &name))
            };
            let row = find().await.unwrap();
            assert_eq!((row.device.id, row.device.person), (id, who));
            assert_eq!(row.device.kind, DeviceKind::Passkey);
            assert_eq!(row.public_key, b"first");
            assert_eq!(world.read(|conn| passkey::find(conn, b"another name")).await, None);
            let print = world.read(|conn| people::device_by_fingerprint(conn, [5; 32])).await;
            assert_eq!(print, None, "it is no certificate");
            let held = world.read(move |conn| passkey::of_person(conn, who)).await;
            assert_eq!(held, [(id, name.clone())]);
            tell(world, Content::DeviceRevoked(DeviceRevoked { id, reason: "紛失".into() })).await;
            assert!(find().await.unwrap().device.revoked.is_some());
            assert_eq!(world.read(move |conn| passkey::of_person(conn, who)).await, []);
            world.assert_rebuilt_alike().await;
        });
    });
}
