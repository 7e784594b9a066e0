//! What others ask and answer around a facility that leaves: withdrawals, reviews of rights, what
//! its staff hold, and teams that are asked from elsewhere.

use tasuki_domain::content::{
    Answer, ClosedFor, Content, Destroyed, Facility, FacilityWithdrawal, Invitation,
    InvitationAnswered, ManagingAnswered, ManagingMoved, ManagingOffered, Membership,
    NotebookClosed, Person, PersonKind, Post, RightsReviewed, WithdrawalReason,
};
use tasuki_domain::likeness::{Likeness, LikenessKind};
use tasuki_domain::name::Name;
use tasuki_domain::room::RoomKind;
use tasuki_kernel::{
    FacilityId, InvitationId, NotebookId, OfferId, PersonId, PostId, Timestamp, WithdrawalId,
};
use tasuki_store::team::{self, State};
use tasuki_store::{Transaction, likeness, review, staff, withdrawal};
use tasuki_testkit::block_on;
use tasuki_testkit::sealed::{TestLog, new_region};

use crate::bytes;
use crate::staff as staff_of;
use crate::world::{World, on_both_worlds};

const NOW: Timestamp = Timestamp::from_micros(1_000);

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

async fn manages(world: &World, to: FacilityId) {
    let (notebook, offer) = (world.notebook, OfferId::from_bytes(bytes()));
    let from = FacilityId::from_bytes(bytes());
    let moved = ManagingMoved { notebook, from, to, offer };
    world.say(&world.own, Content::ManagingMoved(moved)).await;
}

async fn closes(world: &World, closed: Option<ClosedFor>) {
    let says = NotebookClosed { closed, on: None, remark: String::new() };
    world.say(&world.team, Content::NotebookClosed(says)).await;
}

async fn destroys(world: &World) {
    let notebook = Some(world.notebook);
    let reason = "保存期間".into();
    let destroyed = Destroyed { notebook, log: None, entry: None, reason };
    world.say(&world.own, Content::Destroyed(destroyed)).await;
}

async fn joins(world: &World, log: &TestLog, who: &staff_of::Of, until: Option<i64>) {
    let membership = Membership {
        room: log.room.unwrap(),
        person: who.person,
        post: Some(who.post),
        from: at(5),
        until: until.map(at),
        history_from: None,
        reason: None,
    };
    world.say(log, Content::Membership(membership)).await;
}

async fn reviewed(world: &World, facility: FacilityId, quarter: u32, by: PersonId) {
    let (people, devices, list) = (1, 2, [7; 32]);
    let reviewed = RightsReviewed { facility, quarter, by, people, devices, list };
    world.say(&world.own, Content::RightsReviewed(reviewed)).await;
}

/// The team's log of another notebook of the region.
async fn another_team(world: &World) -> TestLog {
    let notebook = NotebookId::from_bytes(bytes());
    let log = TestLog::of_room(world.region, RoomKind::Team, Some(notebook));
    world.create(&log).await;
    log
}

#[test]
fn a_facility_manages_the_notebooks_that_are_open() {
    on_both_worlds(|world| {
        block_on(async {
            let (clinic, heir) = (FacilityId::from_bytes(bytes()), FacilityId::from_bytes(bytes()));
            let managed = async |of| world.read(move |conn| withdrawal::managed(conn, of)).await;
            assert_eq!(managed(clinic).await, 0);
            manages(world, clinic).await;
            assert_eq!(managed(clinic).await, 1);
            closes(world, Some(ClosedFor::MovedAway)).await;
            assert_eq!(managed(clinic).await, 0, "closed");
            closes(world, None).await;
            assert_eq!(managed(clinic).await, 1, "open again");
            manages(world, heir).await;
            assert_eq!((managed(clinic).await, managed(heir).await), (0, 1));
            destroys(world).await;
            assert_eq!(managed(heir).await, 0);
        });
    });
}

#[test]
fn what_is_left_over_comes_in_portions_and_ends_with_the_memberships() {
    on_both_worlds(|world| {
        block_on(async {
            let (here, there) = (staff_of::facility(world).await, staff_of::facility(world).await);
            let gone = staff_of::somebody(world, "あべ", true).await;
            let stays = staff_of::somebody(world, "いとう", true).await;
            staff_of::post(world, &gone, here, (false, Some(1_000))).await;
            staff_of::post(world, &stays, there, (false, None)).await;
            for log in [&world.team, &world.family] {
                joins(world, log, &gone, None).await;
                joins(world, log, &stays, None).await;
            }
            let left = async |now: Timestamp, most: u32| {
                let found =
                    world.read(move |conn| withdrawal::left_over(conn, here, (now, most))).await;
                assert!(found.iter().all(|it| it.person == gone.person), "{found:?}");
                found.len()
            };
            assert_eq!(left(at(999), 9).await, 0, "the post holds");
            assert_eq!((left(NOW, 9).await, left(NOW, 1).await), (2, 1));
            let places = async |now: Timestamp| {
                world.read(move |conn| withdrawal::places(conn, here, now)).await
            };
            assert_eq!((places(at(999)).await, places(NOW).await), (2, 0));
            joins(world, &world.family, &gone, Some(1_000)).await;
            assert_eq!(left(NOW, 9).await, 1);
            joins(world, &world.team, &gone, Some(1_000)).await;
            assert_eq!(left(NOW, 9).await, 0);
        });
    });
}

#[test]
fn a_withdrawal_said_again_changes_nothing_and_is_not_another_regions() {
    on_both_worlds(|world| {
        block_on(async {
            let (region, elsewhere) = (world.region, new_region());
            let facility = staff_of::facility(world).await;
            let (id, by) = (WithdrawalId::from_bytes(bytes()), PersonId::from_bytes(bytes()));
            for (reason, lang) in
                [(WithdrawalReason::Merging, "en"), (WithdrawalReason::NotNeeded, "ja")]
            {
                let asks = FacilityWithdrawal { id, facility, by, reason, lang: lang.into() };
                world.say(&world.own, Content::FacilityWithdrawal(asks)).await;
            }
            let find = |region| world.read(move |conn| withdrawal::find(conn, region, id));
            let row = find(region).await.unwrap();
            assert_eq!((row.reason, row.lang.as_str()), (WithdrawalReason::Merging, "en"));
            assert_eq!((row.facility, row.decided, row.answer.as_str()), (facility, None, ""));
            assert_eq!(find(elsewhere).await, None);
            let counts = |region| world.read(move |conn| withdrawal::counts(conn, region));
            assert_eq!(counts(region).await, [1, 0, 0, 0]);
            assert_eq!(counts(elsewhere).await, [0; 4]);
            let told =
                |region| world.read(move |conn| withdrawal::facility(conn, region, facility));
            assert!(told(region).await.is_some() && told(elsewhere).await.is_none());
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn posts_that_begin_later_end_with_their_facility_too() {
    on_both_worlds(|world| {
        block_on(async {
            let here = staff_of::facility(world).await;
            let who = staff_of::somebody(world, "あべ", true).await;
            let later = Post {
                id: who.post,
                person: who.person,
                facility: here,
                profession: "nurse".into(),
                manager: true,
                from: at(5_000),
                until: None,
            };
            world.say(&world.own, Content::Post(later)).await;
            let ending = world.read(move |conn| withdrawal::posts(conn, here, NOW)).await;
            assert_eq!(ending.iter().map(|it| it.id).collect::<Vec<_>>(), [who.post]);
            assert!(!ending[0].holds(NOW) && ending[0].holds(at(5_000)));
            // Until then nobody is staff, and nobody manages.
            assert_eq!(world.read(move |conn| staff::all(conn, here, NOW)).await, []);
            assert_eq!(world.read(move |conn| review::managers(conn, here, NOW)).await, []);
            let on_the_day = world.read(move |conn| review::managers(conn, here, at(5_000))).await;
            assert_eq!(on_the_day, [who.person]);
        });
    });
}

#[test]
fn the_last_review_is_that_of_the_latest_quarter_whenever_it_was_told() {
    on_both_worlds(|world| {
        block_on(async {
            let (here, there) = (staff_of::facility(world).await, staff_of::facility(world).await);
            let by = staff_of::somebody(world, "あべ", true).await.person;
            for quarter in [20_264, 20_262, 20_263] {
                reviewed(world, here, quarter, by).await;
            }
            let (region, elsewhere) = (world.region, new_region());
            let kept = world.read(move |conn| review::of_facility(conn, here)).await;
            let quarters: Vec<_> = kept.iter().map(|it| it.quarter).collect();
            assert_eq!(quarters, [20_264, 20_263, 20_262]);
            assert_eq!(world.read(move |conn| review::of_facility(conn, there)).await, []);
            let all = world.read(move |conn| review::facilities(conn, region, NOW)).await;
            let last: Vec<_> =
                all.iter().map(|it| (it.id, it.last.as_ref().map(|of| of.quarter))).collect();
            assert_eq!(last, [(here, Some(20_264)), (there, None)]);
            let none = world.read(move |conn| review::facilities(conn, elsewhere, NOW)).await;
            assert_eq!(none, []);
            let told = move |t: &mut Transaction<'_>| review::remind(t, here, 20_264);
            world.store.write(region, Vec::new(), told).await.unwrap();
            assert_eq!(world.read(move |conn| review::reminded(conn, there)).await, None);
        });
    });
}

#[test]
fn answers_from_another_notebooks_team_count_for_nothing() {
    on_both_worlds(|world| {
        block_on(async {
            let (id, facility) =
                (InvitationId::from_bytes(bytes()), FacilityId::from_bytes(bytes()));
            let offer = OfferId::from_bytes(bytes());
            let asks = Invitation {
                id,
                facility,
                person: None,
                post: None,
                profession: "nurse".into(),
                message: "お願いします。".into(),
                until: NOW,
            };
            let offers = ManagingOffered { offer, to: facility, message: String::new() };
            world.say(&world.team, Content::Invitation(asks.clone())).await;
            world.say(&world.team, Content::ManagingOffered(offers.clone())).await;
            let other = another_team(world).await;
            let row = || async move {
                let invitation = world.read(move |conn| team::invitation(conn, id)).await.unwrap();
                (invitation, world.read(move |conn| team::offer(conn, offer)).await.unwrap())
            };
            let before = row().await;
            let (answer, heir_facility) = (Answer::Accepted, FacilityId::from_bytes(bytes()));
            let heir = PersonId::from_bytes(bytes());
            let passed =
                Invitation { person: Some(heir), post: Some(PostId::from_bytes(bytes())), ..asks };
            for content in [
                Content::Invitation(passed),
                Content::ManagingOffered(ManagingOffered { to: heir_facility, ..offers }),
                Content::InvitationAnswered(InvitationAnswered {
                    invitation: id,
                    answer,
                    reason: String::new(),
                    posts: Vec::new(),
                }),
                Content::ManagingAnswered(ManagingAnswered {
                    offer,
                    answer,
                    reason: String::new(),
                }),
            ] {
                world.say(&other, content).await;
            }
            assert_eq!(row().await, before);
            assert_eq!(before.0.state(at(999)), State::Pending);
            let named = world.read(move |conn| team::open_to_person(conn, heir, at(1))).await;
            assert_eq!(named, []);
            let of = other.notebook().unwrap();
            assert_eq!(world.read(move |conn| team::invitations_of(conn, of)).await, []);
        });
    });
}

#[test]
fn a_destroyed_notebook_is_asked_about_and_found_no_more() {
    on_both_worlds(|world| {
        block_on(async {
            let clinic = staff_of::facility(world).await;
            manages(world, clinic).await;
            world.say(&world.team, Content::Patient(Box::new(world.patient()))).await;
            for content in crate::team::asks(clinic) {
                world.say(&world.team, content).await;
            }
            let (region, id) = (world.region, world.notebook);
            let marks = [Likeness { kind: LikenessKind::Name, mark: [7; 16] }];
            let found = async || {
                let alike = world.read(move |conn| likeness::alike(conn, region, &marks)).await;
                let invited = world.read(move |conn| team::invitations_of(conn, id)).await;
                let offered = world.read(move |conn| team::offers_of(conn, id)).await;
                [alike.len(), invited.len(), offered.len()]
            };
            assert_eq!(found().await, [1, 1, 1]);
            let doctor = world.doctor;
            let attends = async || world.read(move |conn| staff::attends(conn, doctor)).await;
            assert_eq!(attends().await, 1);
            destroys(world).await;
            assert_eq!(found().await, [0, 0, 0]);
            assert_eq!(attends().await, 0);
            world.assert_rebuilt_alike_without_rooms().await;
        });
    });
}

#[test]
fn only_staff_of_facilities_that_take_part_stand_in_the_directory() {
    on_both_worlds(|world| {
        block_on(async {
            let facility = staff_of::facility(world).await;
            let nurse = staff_of::somebody(world, "もり", true).await;
            staff_of::post(world, &nurse, facility, (false, None)).await;
            for kind in [PersonKind::Patient, PersonKind::Family, PersonKind::Desk] {
                let person = PersonId::from_bytes(bytes());
                let account = Person {
                    id: person,
                    kind,
                    login: person.to_string(),
                    name: Name::new("山口", "ハナ", "やまぐち", "はな").unwrap(),
                    active: true,
                    portrait: None,
                    mail: None,
                };
                world.say(&world.own, Content::Person(account)).await;
                let other = staff_of::Of { person, post: PostId::from_bytes(bytes()) };
                staff_of::post(world, &other, facility, (false, None)).await;
            }
            let (region, elsewhere) = (world.region, new_region());
            let listed = async |region| {
                let all = world.read(move |conn| team::directory(conn, region, NOW)).await;
                all.into_iter().map(|(post, kind)| (post.person, kind)).collect::<Vec<_>>()
            };
            assert_eq!(listed(region).await, [(nurse.person, "clinic".to_owned())]);
            assert_eq!(listed(elsewhere).await, []);
            let (kind, name) = ("clinic".into(), "診療所".into());
            let leaves = Facility { id: facility, kind, name, active: false, municipality: None };
            world.say(&world.own, Content::Facility(leaves)).await;
            assert_eq!(listed(region).await, []);
        });
    });
}
