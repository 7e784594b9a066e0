//! Seeing less of a timeline, and jumping to a day.

use tasuki_app::compose::{Correction, Draft};
use tasuki_app::room::Room;
use tasuki_app::timeline::{Filter, Item, Kind, LOOKED_AT, PAGE, Page, Start};
use tasuki_domain::importance::Importance;
use tasuki_kernel::{Code, Timestamp};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{CATEGORIES, Region, START, note, photo};

use crate::{enter, text};

const DAY: i64 = 86_400;

fn words(items: &[Item]) -> Vec<&str> {
    items.iter().map(text).filter(|it| !it.is_empty()).collect()
}

async fn found(room: &Room, filter: Filter) -> Page {
    room.look(Start::Newest, filter).await.unwrap()
}

fn of_kind(kind: Kind) -> Filter {
    Filter { kind: Some(kind), ..Filter::default() }
}

/// The day that begins at midnight in Japan, so many days after the region's first.
fn day(after: i64) -> Start {
    let first = START.plus_seconds(-(14 * 3600 + 32 * 60));
    Start::Day {
        begin: first.plus_seconds(after * DAY),
        end: first.plus_seconds((after + 1) * DAY),
    }
}

#[test]
fn everything_in_a_filter_must_hold() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let advice = || Draft { category: CATEGORIES[1].into(), ..note("朝の薬を休む") };
        region.write(&people.nurse, team, note("看護の記録")).await;
        region.write(&people.nurse, team, Draft { photos: vec![photo()], ..note("創部") }).await;
        let urgent = Draft { importance: Importance::Urgent, ..advice() };
        region.write(&people.doctor, team, urgent).await;
        let corrected = region.write(&people.doctor, team, advice()).await;
        let doctor = enter(&region, &people.doctor, team).await;
        let correction = Correction { text: "夕の薬を休む".into(), ..Correction::default() };
        doctor.correct(corrected, correction).await.unwrap();
        region.clock.advance(60);
        region.deliver("二人の話").await;

        let doctor = enter(&region, &people.doctor, team).await;
        let category = Filter { category: Some(CATEGORIES[1].into()), ..Filter::default() };
        let page = found(&doctor, category.clone()).await;
        assert_eq!(words(&page.items), ["夕の薬を休む", "朝の薬を休む"]);
        let both = Filter { importance: Some(Importance::Urgent), ..category };
        assert_eq!(words(&found(&doctor, both.clone()).await.items), ["朝の薬を休む"]);
        let nobody = Filter { author: Some(people.nurse.person), ..both };
        let page = found(&doctor, nobody).await;
        assert!(page.items.is_empty() && page.older.is_none());
        assert!(page.searched.unwrap().to_the_end);
        let author = Filter { author: Some(people.nurse.person), ..Filter::default() };
        let page = found(&doctor, author).await;
        assert_eq!(words(&page.items), ["二人の話", "創部", "看護の記録"]);
        let page = found(&doctor, of_kind(Kind::Photos)).await;
        assert_eq!(words(&page.items), ["二人の話", "創部"]);
        let page = found(&doctor, of_kind(Kind::Delivery)).await;
        assert_eq!(words(&page.items), ["二人の話"]);
        assert_eq!(found(&doctor, of_kind(Kind::Notes)).await.items.len(), 5);
        assert!(found(&doctor, of_kind(Kind::Vitals)).await.items.is_empty());
        let changes = found(&doctor, of_kind(Kind::Changes)).await.items;
        assert_eq!(changes.len(), 7, "who joined and left, and a correction");
        assert!(found(&doctor, Filter::default()).await.searched.is_none());

        // A third member's filters find nothing of the delivery.
        let third = enter(&region, &people.care_manager, team).await;
        assert!(found(&third, of_kind(Kind::Delivery)).await.items.is_empty());
        assert_eq!(words(&found(&third, of_kind(Kind::Photos)).await.items), ["創部"]);
    });
}

#[test]
fn a_filter_shows_nothing_that_policy_hides() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        region.write_high("腫瘍マーカー上昇").await;
        let filter = || Filter { author: Some(people.nurse.person), ..Filter::default() };
        let helper = enter(&region, &people.helper, team).await;
        assert!(found(&helper, filter()).await.items.is_empty());
        let doctor = enter(&region, &people.doctor, team).await;
        assert_eq!(words(&found(&doctor, filter()).await.items), ["腫瘍マーカー上昇"]);
    });
}

#[test]
fn what_is_looked_at_for_a_page_is_bounded_and_can_be_gone_on_with() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        region.write(&people.doctor, team, note("探しもの")).await;
        let nurse = region.session(&people.nurse).await;
        for n in 0..LOOKED_AT {
            region.clock.advance(1);
            let room = region.app.room(&nurse, team).await.unwrap();
            room.write(note(&format!("記録{n}"))).await.unwrap();
        }
        let filter = || Filter { author: Some(people.doctor.person), ..Filter::default() };
        let room = enter(&region, &people.nurse, team).await;
        let page = found(&room, filter()).await;
        assert!(page.items.is_empty());
        let searched = page.searched.unwrap();
        assert!(!searched.to_the_end);
        assert!(searched.newest.unwrap() > searched.oldest.unwrap());
        let on = Start::Before(page.older.expect("there is more to look at"));
        let page = room.look(on, filter()).await.unwrap();
        assert_eq!(words(&page.items), ["探しもの"]);
        assert!(page.older.is_none() && page.searched.unwrap().to_the_end);
    });
}

#[test]
fn newer_pages_lead_back_to_where_one_came_from() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        for n in 0..(PAGE * 2 + 10) {
            region.clock.advance(1);
            match n % 10 {
                0 => region.deliver(&format!("便{n}")).await,
                _ => region.write(&people.nurse, team, note(&format!("記録{n}"))).await,
            };
        }
        let room = enter(&region, &people.doctor, team).await;
        let all = |page: &Page| page.items.iter().map(|it| it.entry).collect::<Vec<_>>();
        let first = room.page(None).await.unwrap();
        assert!(first.newer.is_none());
        let second = room.page(first.older.as_deref()).await.unwrap();
        let again = room.look(Start::After(second.newer.clone().unwrap()), Filter::default());
        let again = again.await.unwrap();
        assert_eq!(all(&again), all(&first));
        assert!(again.newer.is_none());
        let back = room.page(again.older.as_deref()).await.unwrap();
        assert_eq!(all(&back), all(&second));
        // A cursor of one way is none of another.
        for start in [
            Start::After(first.older.clone().unwrap()),
            Start::Before(second.newer.clone().unwrap()),
            Start::After(first.live.clone()),
        ] {
            let refused = room.look(start, Filter::default()).await.unwrap_err();
            assert_eq!(refused.code, Code::BadCursor);
        }
        // What is written into a new log later does not come up on an older page.
        let draft = Draft { deliver_to: vec![people.care_manager.person], ..note("後から") };
        region.write(&people.doctor, team, draft).await;
        let room = enter(&region, &people.doctor, team).await;
        let later = room.page(first.older.as_deref()).await.unwrap();
        assert_eq!(all(&later), all(&second));
    });
}

#[test]
fn a_day_is_shown_with_its_neighbours() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        for n in [0, 3, 4, 9] {
            let now = START.plus_seconds(n * DAY);
            region.clock.set(now);
            region.write(&people.nurse, team, note(&format!("{n}日め"))).await;
        }
        region.clock.set(START.plus_seconds(10 * DAY));
        let room = enter(&region, &people.doctor, team).await;
        let on = |at| room.look(day(at), Filter::default());
        let fourth = on(4).await.unwrap();
        assert_eq!(words(&fourth.items), ["4日め", "3日め", "0日め"]);
        let at = |n: i64| Some(START.plus_seconds(n * DAY));
        assert_eq!((fourth.nearest.earlier, fourth.nearest.later), (at(3), at(9)));
        let newer = Start::After(fourth.newer.unwrap());
        let newer = room.look(newer, Filter::default()).await.unwrap();
        assert_eq!(words(&newer.items), ["9日め"]);
        // A day without entries shows those before.
        let seventh = on(7).await.unwrap();
        assert_eq!(words(&seventh.items), ["4日め", "3日め", "0日め"]);
        assert_eq!((seventh.nearest.earlier, seventh.nearest.later), (at(4), at(9)));
        let last = on(9).await.unwrap();
        assert_eq!((last.newer, last.nearest.later), (None, None));
        let before = on(-5).await.unwrap();
        assert!(before.items.is_empty() && before.older.is_none());
        assert_eq!(before.nearest.earlier, None::<Timestamp>);
    });
}

#[test]
fn a_delivery_to_others_makes_no_day() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        region.clock.set(START.plus_seconds(2 * DAY));
        region.deliver("二人の話").await;
        region.clock.set(START.plus_seconds(4 * DAY));
        let third = enter(&region, &people.care_manager, team).await;
        let page = third.look(day(0), Filter::default()).await.unwrap();
        assert_eq!((page.nearest.later, page.newer), (None, None));
        let doctor = enter(&region, &people.doctor, team).await;
        let page = doctor.look(day(0), Filter::default()).await.unwrap();
        assert_eq!(page.nearest.later, Some(START.plus_seconds(2 * DAY)));
    });
}

#[test]
fn nothing_from_before_joining_is_looked_at() {
    block_on(async {
        let region = Region::new().await;
        let (people, selected) = (&region.people, region.rooms.selected);
        for n in 0..3 {
            region.clock.set(START.plus_seconds(n * DAY));
            region.write(&people.nurse, selected, note(&format!("{n}日め"))).await;
        }
        region.clock.set(START.plus_seconds(3 * DAY));
        let post = people.helper.post.unwrap();
        region.app.set_member(selected, post, false).await.unwrap();
        region.write(&people.nurse, selected, note("ようこそ")).await;
        let helper = enter(&region, &people.helper, selected).await;
        let filter = Filter { author: Some(people.doctor.person), ..Filter::default() };
        let searched = found(&helper, filter).await.searched.unwrap();
        assert!(searched.oldest.is_none_or(|it| it >= START.plus_seconds(3 * DAY)));
        let page = helper.look(day(1), Filter::default()).await.unwrap();
        assert!(page.items.is_empty() && page.older.is_none());
        assert_eq!(page.nearest.later, Some(START.plus_seconds(3 * DAY)));
    });
}
