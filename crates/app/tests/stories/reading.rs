//! Who sees what, what is new, pages and streams.

use tasuki_app::author::Byline;
use tasuki_app::compose::{Correction, Draft};
use tasuki_app::timeline::News;
use tasuki_domain::importance::Importance;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, START, Somebody, note};

use crate::{enter, text};

#[test]
fn high_sensitivity_is_for_medical_professions_and_the_author() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let id = region.write_high("腫瘍マーカー上昇").await;
        for (who, sees) in [
            (&people.nurse, true),
            (&people.doctor, true),
            (&people.care_manager, false),
            (&people.helper, false),
        ] {
            let room = enter(&region, who, region.rooms.team).await;
            assert_eq!(room.entry(id).await.is_ok(), sees, "{}", who.name);
        }
    });
}

#[test]
fn opening_marks_as_read_and_the_author_sees_by_whom() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, doctor, team) =
            (&region.people.nurse, &region.people.doctor, region.rooms.team);
        let id = region.write(nurse, team, note("読んでください")).await;
        let room = enter(&region, doctor, team).await;
        assert!(room.entry(id).await.unwrap().unread);
        room.mark_read().await.unwrap();
        let room = enter(&region, doctor, team).await;
        assert!(!room.entry(id).await.unwrap().unread);
        assert_eq!(room.unread_count().await.unwrap(), 0);
        let item = enter(&region, nurse, team).await.entry(id).await.unwrap();
        let readers: Vec<&str> = item.readers.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(readers, [doctor.name]);
        let theirs = enter(&region, doctor, team).await.entry(id).await.unwrap();
        assert!(theirs.readers.is_empty(), "for the author only");
    });
}

#[test]
fn the_author_sees_by_whom_and_when_it_was_opened_and_by_whom_not() {
    block_on(async {
        let region = Region::new().await;
        let (people, team) = (&region.people, region.rooms.team);
        let note = Draft { sensitivity: Sensitivity::High, ..note("検査の結果") };
        let id = region.write(&people.nurse, team, note).await;
        let read = |seconds| {
            region.clock.advance(seconds);
            async { enter(&region, &people.doctor, team).await.mark_read().await.unwrap() }
        };
        let readership = || async {
            let room = enter(&region, &people.nurse, team).await;
            room.readership(id).await.unwrap().expect("her own")
        };
        let before = readership().await;
        let names =
            |bylines: &[Byline]| bylines.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        assert!(before.opened.is_empty());
        // Care manager and helper may not see it: they have not left anything unread.
        assert_eq!(names(&before.unopened), [people.doctor.name]);
        read(60).await;
        read(60).await;
        region.write(&people.nurse, team, tasuki_testkit::region::note("続き")).await;
        read(60).await;
        let after = readership().await;
        let at = Some(START.plus_seconds(60));
        assert_eq!(after.opened.len(), 1);
        assert_eq!((after.opened[0].0.name.as_str(), after.opened[0].1), (people.doctor.name, at));
        assert!(after.unopened.is_empty());
        let other = enter(&region, &people.doctor, team).await;
        assert_eq!(other.readership(id).await.unwrap(), None, "for the author only");
        let third = enter(&region, &people.helper, team).await;
        assert_eq!(third.readership(id).await.unwrap(), None);
    });
}

#[test]
fn a_delivery_is_unread_by_its_addressees_only() {
    block_on(async {
        let region = Region::new().await;
        let id = region.deliver("二人の話").await;
        let nurse = enter(&region, &region.people.nurse, region.rooms.team).await;
        let readership = nurse.readership(id).await.unwrap().unwrap();
        let names: Vec<&str> = readership.unopened.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, [region.people.doctor.name]);
        let third = enter(&region, &region.people.care_manager, region.rooms.team).await;
        assert_eq!(third.readership(id).await.unwrap_err().code, Code::NotFound);
    });
}

#[test]
fn pages_go_back_to_the_beginning_without_gap_or_double() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        for n in 0..120 {
            region.clock.advance(1);
            if n % 10 == 0 {
                region.deliver(&format!("便{n}")).await;
            } else {
                region.write(nurse, team, note(&format!("記録{n}"))).await;
            }
        }
        let room = enter(&region, nurse, team).await;
        let (mut seen, mut before) = (Vec::new(), None::<String>);
        loop {
            let page = room.page(before.as_deref()).await.unwrap();
            seen.extend(page.items.iter().map(|item| (item.received, text(item).to_owned())));
            match page.older {
                Some(cursor) => before = Some(cursor),
                None => break,
            }
        }
        assert!(seen.windows(2).all(|pair| pair[0].0 >= pair[1].0), "newest first");
        for n in 0..120 {
            let words = if n % 10 == 0 { format!("便{n}") } else { format!("記録{n}") };
            assert_eq!(seen.iter().filter(|(_, it)| *it == words).count(), 1, "{words}");
        }
        let other = enter(&region, &region.people.doctor, team).await;
        let stolen = room.page(None).await.unwrap().older.unwrap();
        assert_eq!(other.page(Some(&stolen)).await.unwrap_err().code, Code::BadCursor);
    });
}

#[test]
fn a_live_cursor_misses_nothing_even_of_a_new_delivery() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let team = region.rooms.team;
        let live = enter(&region, &people.doctor, team).await.page(None).await.unwrap().live;
        region.clock.advance(1);
        region.write(&people.nurse, team, note("一つめ")).await;
        region.clock.advance(1);
        region.deliver("二つめ").await;
        let room = enter(&region, &people.doctor, team).await;
        let News { fresh: news, cursor: next, .. } = room.news(&live).await.unwrap();
        let words: Vec<&str> = news.iter().map(text).collect();
        assert_eq!(words, ["一つめ", "二つめ"]);
        assert_eq!(room.news(&next).await.unwrap().fresh.len(), 0);
        let first = news[0].entry;
        room.confirm(first).await.unwrap();
        let author = enter(&region, &people.nurse, team).await;
        let before = author.news(&live_of(&region, &people.nurse).await).await.unwrap().cursor;
        let correction =
            Correction { text: "一つめ（訂正）".into(), ..Correction::default() };
        author.correct(first, correction).await.unwrap();
        let touched =
            enter(&region, &people.nurse, team).await.news(&before).await.unwrap().touched;
        let words: Vec<&str> = touched.iter().map(text).collect();
        assert_eq!(words, ["一つめ（訂正）"], "an open page shows it anew");
        assert_eq!(touched[0].confirmations.len(), 1);
    });
}

async fn live_of(region: &Region, who: &Somebody) -> String {
    enter(region, who, region.rooms.team).await.live_cursor()
}

#[test]
fn an_answer_quotes_only_what_its_reader_may_see() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let team = region.rooms.team;
        let hidden = region.deliver("二人の話").await;
        let answer = Draft { answers: Some(hidden), ..note("皆さんへ") };
        let id = region.write(&people.doctor, team, answer).await;
        let mine = enter(&region, &people.nurse, team).await.entry(id).await.unwrap();
        assert_eq!(mine.answered.unwrap().text, "二人の話");
        let third = enter(&region, &people.care_manager, team).await.entry(id).await.unwrap();
        assert!(third.answered.is_none());
    });
}

#[test]
fn withdrawn_consent_and_leaving_close_the_room_at_once() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let team = region.rooms.team;
        let session = region.session(&people.helper).await;
        let post = people.helper.post.unwrap();
        region.app.set_member(team, post, true).await.unwrap();
        let left = region.app.room(&session, team).await.err().unwrap();
        assert_eq!(left.code, Code::NotFound);
        region.app.set_consent(region.notebook, false).await.unwrap();
        let nurse = region.session(&people.nurse).await;
        let closed = region.app.room(&nurse, team).await.err().unwrap();
        assert_eq!(closed.code, Code::NotFound);
        region.app.set_consent(region.notebook, true).await.unwrap();
        assert!(region.app.room(&nurse, team).await.is_ok());
    });
}

#[test]
fn my_notebooks_show_what_is_new_first_and_only_mine() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let urgent = Draft { importance: Importance::Urgent, ..note("至急の連絡") };
        region.write(&people.nurse, region.rooms.team, urgent).await;
        let doctor = region.session(&people.doctor).await;
        let cards = region.app.my_notebooks(&doctor).await.unwrap().cards;
        assert_eq!(cards.len(), 2, "the doctor is in both teams");
        assert!(cards[0].urgent && cards[0].unread >= 1);
        assert_eq!(cards[0].notebook, region.notebook);
        let outsider = region.session(&people.outsider).await;
        let cards = region.app.my_notebooks(&outsider).await.unwrap().cards;
        assert!(cards.iter().all(|card| card.notebook != region.notebook));
    });
}
