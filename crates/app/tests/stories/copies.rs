//! A stretch of a timeline, to be taken away on paper.

use tasuki_app::timeline::Stretch;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, START, note};

use crate::{enter, text};

const DAY: i64 = 86_400;

const fn stretch(from: i64, to: i64) -> Stretch {
    Stretch { begin: START.plus_seconds(from * DAY), end: START.plus_seconds(to * DAY) }
}

#[test]
fn a_stretch_is_whole_and_in_the_order_of_time() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        for day in 0..5 {
            region.clock.set(START.plus_seconds(day * DAY));
            region.write(&people.nurse, team, note(&format!("{day}日め"))).await;
            region.clock.advance(60);
            region.deliver(&format!("{day}日めの便")).await;
        }
        let doctor = enter(&region, &people.doctor, team).await;
        let range = doctor.copy(stretch(1, 3)).await.unwrap();
        let words: Vec<&str> = range.items.iter().map(text).collect();
        assert_eq!(words, ["1日め", "1日めの便", "2日め", "2日めの便"]);
        assert!(!range.cut);
        // Whoever is not addressed takes home what everybody may read.
        let third = enter(&region, &people.care_manager, team).await;
        let range = third.copy(stretch(1, 3)).await.unwrap();
        let words: Vec<&str> = range.items.iter().map(text).collect();
        assert_eq!(words, ["1日め", "2日め"]);
        assert!(third.copy(stretch(9, 10)).await.unwrap().items.is_empty());
    });
}

#[test]
fn each_copy_is_recorded_even_within_five_minutes() {
    block_on(async {
        let region = Region::new().await;
        let doctor = enter(&region, &region.people.doctor, region.rooms.team).await;
        let before = region.access_records();
        for n in 1..=3 {
            doctor.copy(stretch(0, 1)).await.unwrap();
            assert_eq!(region.access_records(), before + n);
        }
    });
}

#[test]
fn what_policy_hides_is_on_no_paper_and_outside_nobody_has_any() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        region.write_high("腫瘍マーカー上昇").await;
        for (who, copies) in [(&people.doctor, 1), (&people.helper, 0)] {
            let room = enter(&region, who, team).await;
            let range = room.copy(stretch(0, 1)).await.unwrap();
            let notes = range.items.iter().filter(|it| !text(it).is_empty()).count();
            assert_eq!(notes, copies, "{}", who.name);
        }
        let outsider = region.session(&people.outsider).await;
        let refused = region.app.room(&outsider, team).await.err().unwrap();
        assert_eq!(refused.code, Code::NotFound);
    });
}

#[test]
fn the_course_holds_notes_with_measured_values_alone() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        region.write(&people.nurse, team, note("測っていません")).await;
        let room = enter(&region, &people.doctor, team).await;
        assert!(room.course(stretch(0, 1)).await.unwrap().items.is_empty());
    });
}
