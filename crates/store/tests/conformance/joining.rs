//! How facilities come in: applications and their views, what applicants typed, the portal, the
//! outbox.

use std::sync::Arc;

use tasuki_domain::content::{
    Application, ApplicationDecided, Content, Outcome, Person, PersonKind, Portal, Terms,
    TermsAccepted,
};
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{
    ApplicationId, DeviceId, FacilityId, FixedClock, LetterId, PersonId, RegionId, Timestamp,
};
use tasuki_store::application::{self, Applicant, State, Taken};
use tasuki_store::letter::{self, NewLetter};
use tasuki_store::pickup::{self, PickupRow};
use tasuki_store::{Store, StoreOptions, portal};
use tasuki_testkit::sealed::new_region;
use tasuki_testkit::{block_on, on_both};

use crate::bytes;
use crate::world::{World, on_both_worlds};

const START: Timestamp = Timestamp::from_micros(1_790_000_000_000_000);

/// An application whose login name and address are made of one word.
pub(crate) fn applies(id: ApplicationId, login: &str) -> Content {
    Content::Application(Box::new(Application {
        id,
        facility: "みどり訪問看護".into(),
        municipality: "141097".into(),
        kind: "home_nursing".into(),
        contact: Name::new("高橋", "奈緒", "タカハシ", "ナオ").unwrap(),
        profession: "nurse".into(),
        mail: format!("{login}@example.jp"),
        login: login.into(),
        system: System::Mac,
        remark: "12月から".into(),
        not_yet: vec!["leavers".into(), "updates".into()],
        terms: 2,
        lang: "ja".into(),
    }))
}

fn decides(id: ApplicationId, outcome: Outcome, by: PersonId) -> Content {
    let facility = (outcome == Outcome::Approved).then(|| FacilityId::from_bytes([9; 16]));
    let reason = if facility.is_none() { "施設名".to_owned() } else { String::new() };
    Content::ApplicationDecided(ApplicationDecided { id, outcome, reason, by, facility })
}

async fn row(world: &World, id: ApplicationId) -> application::ApplicationRow {
    let region = world.region;
    world.read(move |conn| application::find(conn, region, id)).await.unwrap()
}

async fn taken(world: &World, id: ApplicationId, word: &'static str) -> Taken {
    let region = world.region;
    let mail = format!("{word}@example.jp");
    world.read(move |conn| application::taken(conn, region, (id, word, &mail))).await
}

#[test]
fn an_application_waits_is_returned_corrected_and_approved() {
    on_both_worlds(|world| {
        block_on(async {
            let id = ApplicationId::from_bytes(bytes());
            let by = PersonId::from_bytes(bytes());
            world.say(&world.own, applies(id, "midori")).await;
            let first = row(world, id).await;
            assert_eq!((first.state, first.number), (State::Waiting, first.revision));
            assert_eq!((first.system, first.not_yet.len(), first.terms), (System::Mac, 2, 2));
            assert_eq!(first.typed().mail_again, "midori@example.jp");

            world.say(&world.own, decides(id, Outcome::Returned, by)).await;
            let returned = row(world, id).await;
            assert_eq!(returned.state, State::Returned);
            assert!(returned.revision > first.revision);
            assert_eq!((returned.reason.as_str(), returned.decided_by), ("施設名", Some(by)));

            world.say(&world.own, applies(id, "midori-2")).await;
            let again = row(world, id).await;
            assert_eq!((again.state, again.number), (State::Waiting, first.number));
            assert_eq!((again.login.as_str(), again.applied), ("midori-2", first.applied));
            assert!(again.sent >= first.sent);

            world.say(&world.own, decides(id, Outcome::Approved, by)).await;
            let approved = row(world, id).await;
            assert_eq!(approved.became, Some(FacilityId::from_bytes([9; 16])));
            let region = world.region;
            let waits = world.read(move |conn| application::waits(conn, region)).await;
            assert_eq!(waits, [(first.applied, approved.decided.unwrap())]);
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn the_queue_is_oldest_first_and_counted() {
    on_both_worlds(|world| {
        block_on(async {
            let ids: Vec<_> = (0..3).map(|_| ApplicationId::from_bytes(bytes())).collect();
            for (at, id) in ids.iter().enumerate() {
                world.say(&world.own, applies(*id, &format!("a{at}"))).await;
            }
            world
                .say(&world.own, decides(ids[1], Outcome::Returned, PersonId::from_bytes([1; 16])))
                .await;
            let region = world.region;
            let listed = |state, most| {
                world.read(move |conn| application::of_state(conn, region, state, most))
            };
            let waiting: Vec<_> =
                listed(State::Waiting, 9).await.into_iter().map(|it| it.id).collect();
            assert_eq!(waiting, [ids[0], ids[2]]);
            assert_eq!(listed(State::Waiting, 1).await.len(), 1);
            assert_eq!(listed(State::Approved, 9).await, []);
            assert_eq!(world.read(move |conn| application::counts(conn, region)).await, [2, 1, 0]);
            let near = world.read(move |conn| application::open_in(conn, region, "141097")).await;
            assert_eq!(near.len(), 3);
            let far = world.read(move |conn| application::open_in(conn, region, "131016")).await;
            assert_eq!(far, []);
        });
    });
}

#[test]
fn names_and_addresses_are_taken_by_others_only_and_leavers_give_addresses_back() {
    on_both_worlds(|world| {
        block_on(async {
            let (own, other) =
                (ApplicationId::from_bytes(bytes()), ApplicationId::from_bytes(bytes()));
            world.say(&world.own, applies(own, "midori")).await;
            assert_eq!(taken(world, own, "midori").await, Taken::default());
            assert_eq!(taken(world, other, "midori").await, Taken { login: true, mail: true });
            assert_eq!(taken(world, other, "free").await, Taken::default());

            let id = PersonId::from_bytes(bytes());
            for (active, mail) in [(true, true), (false, false)] {
                let person = Person {
                    id,
                    kind: PersonKind::Staff,
                    login: "sato".into(),
                    name: Name::new("佐藤", "恵", "さとう", "めぐみ").unwrap(),
                    active,
                    portrait: None,
                    mail: Some("sato@example.jp".into()),
                };
                world.say(&world.own, Content::Person(person)).await;
                assert_eq!(taken(world, other, "sato").await, Taken { login: true, mail });
            }
        });
    });
}

#[test]
fn the_portal_says_what_was_said_last_and_terms_are_kept_by_version() {
    on_both_worlds(|world| {
        block_on(async {
            let region = world.region;
            let said = move |conn: &mut _| portal::portal(conn, region);
            assert_eq!(world.read(said).await, Portal::default());
            for palette in ["green", "cyan"] {
                let it = Portal { palette: palette.into(), ..Portal::default() };
                world.say(&world.own, Content::Portal(it.clone())).await;
                assert_eq!(world.read(said).await, it);
            }
            let person = PersonId::from_bytes(bytes());
            for version in [1, 2] {
                let terms =
                    Terms { region, version, text: format!("第{version}版"), from: START };
                world.say(&world.own, Content::Terms(terms)).await;
                let accepted = TermsAccepted { person, version };
                world.say(&world.own, Content::TermsAccepted(accepted)).await;
            }
            let versions = world.read(move |conn| portal::terms(conn, region)).await;
            assert_eq!(versions.iter().map(|it| it.version).collect::<Vec<_>>(), [2, 1]);
            let newest = world.read(move |conn| portal::accepted(conn, person)).await;
            assert_eq!(newest.map(|it| it.0), Some(2));
            world.assert_rebuilt_alike().await;
        });
    });
}

/// A store on a clock of its own.
struct Bench {
    store: Store,
    clock: Arc<FixedClock>,
    region: RegionId,
}

fn at_a_bench(test: impl Fn(&Bench)) {
    on_both(|database| {
        let clock = Arc::new(FixedClock::new(START));
        let options = StoreOptions { clock: Arc::clone(&clock) as _, ..database.options() };
        test(&Bench { store: Store::open(options).unwrap(), clock, region: new_region() });
    });
}

#[test]
fn what_was_typed_is_kept_for_its_time_under_its_cookie() {
    at_a_bench(|bench| {
        let (store, region) = (&bench.store, bench.region);
        let until = START.plus_seconds(60);
        for sealed in [b"one".as_slice(), b"two"] {
            block_on(store.write(region, Vec::new(), move |t| {
                application::keep_draft(t, region, [1; 32], (sealed, until))
            }))
            .unwrap();
        }
        let kept = |token, now| {
            block_on(store.read(move |conn| application::draft(conn, token, now))).unwrap()
        };
        assert_eq!(kept([1; 32], START).as_deref(), Some(b"two".as_slice()));
        assert_eq!(kept([2; 32], START), None);
        assert_eq!(kept([1; 32], until), None);
        // The next one that is kept sweeps what is over.
        bench.clock.set(until);
        block_on(store.write(region, Vec::new(), move |t| {
            application::keep_draft(t, region, [3; 32], (b"three", until.plus_seconds(60)))
        }))
        .unwrap();
        assert_eq!(kept([1; 32], START), None);
    });
}

#[test]
fn a_door_opens_until_another_takes_its_place() {
    at_a_bench(|bench| {
        let (store, region) = (&bench.store, bench.region);
        let application = ApplicationId::from_bytes(bytes());
        let until = START.plus_seconds(60);
        let it = Applicant {
            application,
            password: "$argon2id$".into(),
            door: [1; 32],
            door_until: until,
        };
        block_on(store.write(region, Vec::new(), move |t| application::enter(t, &it))).unwrap();
        let behind = |door, now| {
            block_on(store.read(move |conn| application::behind_door(conn, door, now))).unwrap()
        };
        assert_eq!(behind([1; 32], START), Some(application));
        assert_eq!(behind([1; 32], until), None);
        let seen = || block_on(store.read(move |conn| application::seen_at(conn, application)));
        assert_eq!(seen().unwrap(), None);
        for later in [10, 20] {
            bench.clock.set(START.plus_seconds(later));
            block_on(store.write(region, Vec::new(), move |t| application::seen(t, application)))
                .unwrap();
            assert_eq!(seen().unwrap(), Some(START.plus_seconds(10)), "the first time counts");
        }
        block_on(store.write(region, Vec::new(), move |t| {
            application::new_door(t, application, [2; 32], until)
        }))
        .unwrap();
        assert_eq!(behind([1; 32], START), None);
        assert_eq!(behind([2; 32], START), Some(application));
        let password =
            || block_on(store.read(move |conn| application::password(conn, application))).unwrap();
        assert_eq!(password().as_deref(), Some("$argon2id$"));
        block_on(store.write(region, Vec::new(), move |t| application::admit(t, application)))
            .unwrap();
        assert_eq!(password(), None);
    });
}

fn a_letter(region: RegionId, about: [u8; 16]) -> NewLetter {
    NewLetter {
        id: LetterId::from_bytes(bytes()),
        region,
        kind: "received".into(),
        receiver: "nao@example.jp".into(),
        sealed: b"sealed".to_vec(),
        about: Some(about),
    }
}

#[test]
fn a_letter_is_taken_by_one_process_and_comes_again_when_that_dies() {
    at_a_bench(|bench| {
        let (store, region) = (&bench.store, bench.region);
        let new = a_letter(region, [5; 16]);
        let id = new.id;
        block_on(store.write(region, Vec::new(), move |t| letter::insert(t, &new))).unwrap();
        let take = || {
            block_on(store.write(region, Vec::new(), move |t| {
                let lease = t.now().plus_seconds(300);
                letter::take_due(t, region, lease)
            }))
            .unwrap()
        };
        let taken = take();
        assert_eq!((taken.len(), taken[0].id, taken[0].attempts), (1, id, 0));
        assert_eq!(taken[0].sealed, b"sealed");
        assert_eq!(take(), [], "nobody else has it");
        bench.clock.advance(300);
        assert_eq!(take()[0].attempts, 1);
        block_on(store.write(region, Vec::new(), move |t| {
            let next = t.now().plus_seconds(60);
            letter::later(t, id, next, "421 busy")
        }))
        .unwrap();
        let next = block_on(store.read(move |conn| letter::next_due(conn, region))).unwrap();
        assert_eq!(next, Some(START.plus_seconds(360)));
        bench.clock.advance(60);
        assert_eq!(take().len(), 1);
        block_on(store.write(region, Vec::new(), move |t| letter::delivered(t, id))).unwrap();
        bench.clock.advance(86_400);
        assert_eq!(take(), []);
        let words = block_on(store.read(move |conn| letter::words(conn, region, id))).unwrap();
        assert_eq!(words, None, "what was delivered is kept no longer");
    });
}

#[test]
fn what_was_given_up_can_be_tried_again_until_it_is_swept() {
    at_a_bench(|bench| {
        let (store, region) = (&bench.store, bench.region);
        let about = [6; 16];
        let (one, other) = (a_letter(region, about), a_letter(region, [7; 16]));
        let (id, elsewhere) = (one.id, new_region());
        block_on(store.write(region, Vec::new(), move |t| {
            letter::insert(t, &one)?;
            letter::insert(t, &other)?;
            letter::given_up(t, id, "550 no such user")
        }))
        .unwrap();
        let of = |state| {
            block_on(store.read(move |conn| letter::of_state(conn, region, state, 9))).unwrap()
        };
        let given_up = of(letter::State::GivenUp);
        assert_eq!((given_up.len(), given_up[0].trouble.as_str()), (1, "550 no such user"));
        let counts = || block_on(store.read(move |conn| letter::counts(conn, region))).unwrap();
        assert_eq!(counts(), [1, 0, 1]);
        let again = |region| {
            block_on(store.write(region, Vec::new(), move |t| letter::again(t, region, id)))
        };
        assert!(!again(elsewhere).unwrap(), "another region's desk has no letter of this one");
        assert!(again(region).unwrap());
        assert_eq!(counts(), [2, 0, 0]);
        block_on(store.write(region, Vec::new(), move |t| letter::delivered(t, id))).unwrap();
        assert!(!again(region).unwrap());
        let told = block_on(store.read(move |conn| letter::about(conn, region, about))).unwrap();
        assert_eq!((told.len(), told[0].about), (1, Some(about)));
        block_on(store.write(region, Vec::new(), move |t| {
            let now = t.now();
            letter::sweep(t, region, now.plus_seconds(1))
        }))
        .unwrap();
        assert_eq!(counts(), [1, 0, 0], "what waits is not swept");
    });
}

fn a_pickup(number: &str, person: PersonId) -> PickupRow {
    PickupRow {
        number: number.into(),
        code: "$argon2id$".into(),
        person,
        label: "電話".into(),
        system: System::Ios,
        made: START,
        expires: START.plus_seconds(60),
        failures: 0,
        used: None,
        device: None,
        replaces: None,
    }
}

#[test]
fn what_waits_for_a_leaver_is_void_and_what_was_picked_up_is_remembered() {
    at_a_bench(|bench| {
        let (store, region) = (&bench.store, bench.region);
        let (leaver, other) = (PersonId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
        let rows = [a_pickup("1", leaver), a_pickup("2", leaver), a_pickup("3", other)];
        let device = DeviceId::from_bytes(bytes());
        block_on(store.write(region, Vec::new(), move |t| {
            rows.iter().try_for_each(|it| pickup::insert(t, it))?;
            pickup::use_it(t, "2", device)?;
            pickup::void_of(t, leaver)
        }))
        .unwrap();
        let there = |number: &'static str| {
            block_on(store.read(move |conn| pickup::find(conn, number))).unwrap()
        };
        assert_eq!(there("1"), None);
        assert_eq!(there("2").and_then(|it| it.device), Some(device));
        assert_eq!(there("3").map(|it| it.person), Some(other));
    });
}
