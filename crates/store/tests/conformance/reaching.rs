//! Whom a notice reaches: readers by their posts, openers beside somebody, managers with their
//! languages, and pages of a list.

use tasuki_domain::content::{Content, Facility, Notice, NoticeOpened, NoticeWithdrawn, Post};
use tasuki_kernel::{EntryId, FacilityId, PersonId, PostId, RegionId, RoomId, Timestamp};
use tasuki_store::notice::{self, Wanted};
use tasuki_store::preference::{self, Preferences};
use tasuki_store::{Transaction, addressee};
use tasuki_testkit::block_on;

use crate::bytes;
use crate::notices::Stage;
use crate::staff as staff_of;
use crate::world::{World, on_both_worlds};

const END: Timestamp = Timestamp::from_micros(i64::MAX);

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

/// The same facility as [`staff_of::facility`] tells, which takes part no more.
async fn leaves(world: &World, id: FacilityId) {
    let (kind, name) = ("clinic".into(), "診療所".into());
    let facility = Facility { id, kind, name, active: false, municipality: None };
    world.say(&world.own, Content::Facility(facility)).await;
}

/// Another post of somebody, from a time on.
async fn begins(world: &World, person: PersonId, facility: FacilityId, from: Timestamp) {
    let post = Post {
        id: PostId::from_bytes(bytes()),
        person,
        facility,
        profession: "pharmacist".into(),
        manager: false,
        from,
        until: None,
    };
    world.say(&world.own, Content::Post(post)).await;
}

async fn opens(world: &World, stage: &Stage, facility: FacilityId, person: PersonId) {
    let opened = NoticeOpened { notice: stage.notice, facility, person, confirmed: false };
    world.say(&stage.log, Content::NoticeOpened(opened)).await;
}

/// How many notices somebody was asked to open after a time and has not.
async fn unopened(world: &World, person: PersonId, since: Timestamp) -> usize {
    let (region, now) = (world.region, END);
    world.read(move |conn| notice::unopened(conn, (region, person), [since, now])).await.len()
}

#[test]
fn a_reader_has_the_posts_that_hold_where_facilities_take_part() {
    on_both_worlds(|world| {
        block_on(async {
            let facility = staff_of::facility(world).await;
            let who = staff_of::somebody(world, "もり", true).await;
            staff_of::post(world, &who, facility, (false, Some(1_000))).await;
            let person = who.person;
            let posts = |now| world.read(move |conn| notice::reader_posts(conn, person, now));
            assert_eq!(posts(at(0)).await, [], "it has not begun");
            assert_eq!(posts(at(1_000)).await, [], "it is over");
            for now in [1, 999] {
                let held = posts(at(now)).await;
                let [it] = held.as_slice() else { panic!("one post: {held:?}") };
                assert_eq!((it.facility, it.reach.post), (facility, who.post));
                assert_eq!(it.reach.kind, "clinic");
                assert_eq!((it.reach.profession.as_str(), it.reach.member), ("nurse", false));
            }
            leaves(world, facility).await;
            assert_eq!(posts(at(1)).await, [], "the facility left");
        });
    });
}

#[test]
fn a_facility_whose_staff_cannot_sign_in_is_reached_with_nobody_in_it() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let empty = staff_of::facility(world).await;
            let former = staff_of::somebody(world, "もり", false).await;
            staff_of::post(world, &former, empty, (true, None)).await;
            let gone = staff_of::facility(world).await;
            leaves(world, gone).await;
            let region = world.region;
            let reached = |channel, now| {
                world.read(move |conn| addressee::reachable(conn, region, (channel, now)))
            };
            let all = reached(stage.channel, at(1)).await;
            assert!(all.iter().all(|it| it.facility != gone));
            let of = |id| all.iter().filter(|it| it.facility == id).collect::<Vec<_>>();
            assert_eq!((of(empty).len(), &of(empty)[0].held), (1, &None));
            assert_eq!((of(empty)[0].kind.as_str(), of(empty)[0].member), ("clinic", false));
            let held = Some(("pharmacist".to_owned(), stage.people[1]));
            let there = of(stage.facilities[1]);
            assert_eq!((there[0].member, &there[0].held), (true, &held));
            let before = reached(stage.channel, at(0)).await;
            assert_eq!(before.len(), 3);
            assert!(before.iter().all(|it| it.held.is_none()), "no post has begun");
            let other = reached(RoomId::from_bytes(bytes()), at(1)).await;
            assert!(other.iter().all(|it| !it.member), "members of another channel");
        });
    });
}

#[test]
fn managers_are_addressed_in_the_language_that_they_chose_while_their_post_holds() {
    on_both_worlds(|world| {
        block_on(async {
            let facility = staff_of::facility(world).await;
            let plain = staff_of::somebody(world, "あべ", true).await;
            let english = staff_of::somebody(world, "いとう", true).await;
            let nurse = staff_of::somebody(world, "うえだ", true).await;
            let former = staff_of::somebody(world, "えのき", false).await;
            for (who, manager, until) in [
                (&plain, true, None),
                (&english, true, Some(1_000)),
                (&nurse, false, None),
                (&former, true, None),
            ] {
                staff_of::post(world, who, facility, (manager, until)).await;
            }
            let (region, chooser) = (world.region, english.person);
            let chosen = Preferences { lang: Some("en".into()), ..Preferences::default() };
            let keep = move |t: &mut Transaction<'_>| preference::keep(t, chooser, &chosen);
            world.store.write(region, Vec::new(), keep).await.unwrap();
            let managers = |now| world.read(move |conn| addressee::managers(conn, region, now));
            let both = managers(at(999)).await;
            let told: Vec<_> = both.iter().map(|it| (it.person, it.lang.as_deref())).collect();
            assert_eq!(told, [(plain.person, None), (english.person, Some("en"))]);
            assert_eq!(both[0].name, "佐藤 恵");
            assert_eq!(both[0].facility_name, "診療所");
            let left = managers(at(1_000)).await;
            assert_eq!(left.iter().map(|it| it.person).collect::<Vec<_>>(), [plain.person]);
            leaves(world, facility).await;
            assert_eq!(managers(at(999)).await, []);
        });
    });
}

#[test]
fn who_opened_a_notice_is_told_to_those_beside_them_only() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (notice, [first, second]) = (stage.notice, stage.people);
            let beside =
                |person| world.read(move |conn| addressee::openers_beside(conn, notice, person));
            let mine = beside(first).await;
            assert_eq!((mine.len(), mine[0].person), (1, first));
            assert_eq!(mine[0].name, "薬師 kusuri");
            assert_eq!(mine[0].facility, "みなと薬局");
            assert_eq!(beside(second).await, [], "of another facility");

            let colleague = staff_of::somebody(world, "もり", true).await.person;
            begins(world, colleague, stage.facilities[0], at(1)).await;
            opens(world, &stage, stage.facilities[0], colleague).await;
            opens(world, &stage, stage.facilities[1], second).await;
            let who =
                async |person| beside(person).await.iter().map(|it| it.person).collect::<Vec<_>>();
            assert_eq!(who(first).await, [first, colleague], "the first one first");
            assert_eq!(who(second).await, [second]);
            assert_eq!(who(PersonId::from_bytes(bytes())).await, []);
            let elsewhere = EntryId::from_bytes(bytes());
            let none = world.read(move |conn| addressee::openers_beside(conn, elsewhere, first));
            assert_eq!(none.await, [], "of another notice");
        });
    });
}

#[test]
fn who_was_not_asked_may_open_and_counts_for_no_share() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (region, notice) = (world.region, stage.notice);
            let curious = staff_of::facility(world).await;
            let person = staff_of::somebody(world, "もり", true).await.person;
            opens(world, &stage, curious, person).await;
            let shares =
                |from, to| world.read(move |conn| notice::shares(conn, region, [from, to]));
            assert_eq!(shares(at(0), END).await[&notice], [2, 1]);
            let table = world.read(move |conn| addressee::addressed(conn, notice)).await;
            assert!(table.iter().all(|it| it.facility != curious));
            let by = |facility| {
                world.read(move |conn| notice::opened_by(conn, notice, (facility, person)))
            };
            assert_eq!(by(curious).await, Some(false), "opened, not confirmed");
            assert_eq!(by(stage.facilities[0]).await, None, "not there");
            // A second one of the same facility makes no second share.
            let colleague = staff_of::somebody(world, "はやし", true).await.person;
            opens(world, &stage, stage.facilities[0], colleague).await;
            assert_eq!(shares(at(0), END).await[&notice], [2, 1]);
            assert!(shares(at(0), at(1)).await.is_empty(), "shown in another time");
            world.assert_rebuilt_alike().await;
        });
    });
}

#[test]
fn a_notice_waits_for_those_who_were_there_until_they_open_it_or_it_is_taken_back() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let [first, second] = stage.people;
            let newcomer = staff_of::somebody(world, "もり", true).await.person;
            begins(world, newcomer, stage.facilities[1], END).await;
            let (region, id) = (world.region, stage.notice);
            let row = world.read(move |conn| notice::find(conn, (region, first), id)).await;
            let shown = row.unwrap().0.facts.shown;
            assert_eq!(unopened(world, second, at(0)).await, 1);
            assert_eq!(unopened(world, second, shown).await, 0, "shown before that");
            assert_eq!(unopened(world, first, at(0)).await, 0, "opened");
            assert_eq!(unopened(world, newcomer, at(0)).await, 0, "came later");
            let withdrawn = NoticeWithdrawn { notice: id, reason: "日付".into(), by: first };
            world.say(&stage.log, Content::NoticeWithdrawn(withdrawn)).await;
            assert_eq!(unopened(world, second, at(0)).await, 0, "taken back");
        });
    });
}

#[test]
fn pages_of_a_list_meet_without_a_gap_where_notices_are_shown_at_one_time() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (region, person) = (world.region, stage.people[0]);
            let same = Notice {
                title: "講習会".into(),
                text: String::new(),
                attachments: Vec::new(),
                kinds: Vec::new(),
                professions: Vec::new(),
                from: Some(at(5)),
                until: None,
                confirm: false,
                facilities: Vec::new(),
                by: person,
            };
            for _ in 0..5 {
                world.say(&stage.log, Content::Notice(Box::new(same.clone()))).await;
            }
            let page = |before, most| {
                let wanted = Wanted { region, person, before, ends: [at(0), END] };
                world.read(move |conn| notice::listed(conn, &wanted, most))
            };
            let newest = (END, EntryId::from_bytes([0xFF; 16]));
            let ids = |page: Vec<(notice::NoticeRow, _)>| {
                page.into_iter().map(|(it, _)| (it.facts.shown, it.id)).collect::<Vec<_>>()
            };
            let whole = ids(page(newest, 100).await);
            assert_eq!((whole.len(), whole[0].1), (6, stage.notice));
            let (mut seen, mut before) = (Vec::new(), newest);
            for _ in 0..3 {
                let two = ids(page(before, 2).await);
                assert_eq!(two.len(), 2);
                before = two[1];
                seen.extend(two);
            }
            assert_eq!(seen, whole);
            assert_eq!(page(before, 2).await, []);
        });
    });
}

#[test]
fn another_region_sees_nothing_of_notices_and_those_whom_they_reach() {
    on_both_worlds(|world| {
        block_on(async {
            let stage = Stage::set(world).await;
            let (other, id, person) =
                (RegionId::from_bytes(bytes()), stage.notice, stage.people[0]);
            let channel = stage.channel;
            let found = world.read(move |conn| notice::find(conn, (other, person), id)).await;
            assert_eq!(found, None);
            let channels = world.read(move |conn| notice::channels(conn, other, person)).await;
            assert_eq!(channels, []);
            let shares = world.read(move |conn| notice::shares(conn, other, [at(0), END])).await;
            assert!(shares.is_empty());
            let reach = (channel, at(1));
            let reached = world.read(move |conn| addressee::reachable(conn, other, reach)).await;
            assert_eq!(reached, []);
            let managers = world.read(move |conn| addressee::managers(conn, other, at(1))).await;
            assert_eq!(managers, []);
        });
    });
}
