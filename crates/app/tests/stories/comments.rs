//! Comments on a photo: for whom they are, and of what.

use tasuki_app::attachment::photo_name;
use tasuki_app::compose::Draft;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{Code, EntryId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, note, pdf, photo};

use crate::{enter, items, text};

/// A note of the nurse in the team's room: two photos and a document.
async fn posted(region: &Region) -> EntryId {
    let draft = Draft { photos: vec![photo(), photo(), pdf()], ..note("写真です") };
    region.write(&region.people.nurse, region.rooms.team, draft).await
}

async fn comment(region: &Region, who: &Somebody, on: EntryId, photo: usize, words: &str) {
    let room = enter(region, who, region.rooms.team).await;
    room.comment(on, photo, None, words.into()).await.expect("a member comments");
}

async fn said(region: &Region, who: &Somebody, on: EntryId, photo: usize) -> Vec<String> {
    let room = enter(region, who, region.rooms.team).await;
    let item = room.entry(on).await.expect("it is there");
    let comments = room.comments(&item, photo).await.expect("a photo");
    comments.iter().map(|it| text(it).to_owned()).collect()
}

#[test]
fn a_comment_stands_under_its_own_photo_in_the_order_of_writing() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let on = posted(&region).await;
        comment(&region, &people.doctor, on, 0, "縮小しています").await;
        region.clock.advance(60);
        comment(&region, &people.nurse, on, 1, "こちらは足です").await;
        region.clock.advance(60);
        comment(&region, &people.nurse, on, 0, "毎日見ます").await;
        for who in [&people.nurse, &people.doctor, &people.care_manager] {
            assert_eq!(said(&region, who, on, 0).await, ["縮小しています", "毎日見ます"]);
            assert_eq!(said(&region, who, on, 1).await, ["こちらは足です"]);
        }
        // In the timeline it is an answer that names the photo.
        let shown = items(&region, &people.doctor, region.rooms.team).await;
        let answer = shown.iter().find(|it| text(it) == "こちらは足です").expect("it is shown");
        let answered = answer.answered.as_ref().expect("it answers");
        assert_eq!((answered.entry, answered.photo), (on, Some(1)));
    });
}

#[test]
fn a_comment_is_seen_by_those_who_see_the_photo() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let delivery = region.deliver("医師だけに").await;
        comment(&region, &people.doctor, delivery, 0, "診ました").await;
        assert_eq!(said(&region, &people.nurse, delivery, 0).await, ["診ました"]);
        for who in [&people.care_manager, &people.helper] {
            let words: Vec<String> = items(&region, who, region.rooms.team)
                .await
                .iter()
                .map(|it| text(it).to_owned())
                .collect();
            assert!(!words.iter().any(|it| it == "診ました"), "{}", who.name);
        }
        let high =
            Draft { sensitivity: Sensitivity::High, photos: vec![photo()], ..note("検査") };
        let high = region.write(&people.nurse, region.rooms.team, high).await;
        comment(&region, &people.doctor, high, 0, "値が高い").await;
        let helper = items(&region, &people.helper, region.rooms.team).await;
        assert!(!helper.iter().any(|it| text(it) == "値が高い"));
        let shown = items(&region, &people.doctor, region.rooms.team).await;
        let comment = shown.iter().find(|it| text(it) == "値が高い").expect("the doctor sees it");
        assert_eq!(comment.sensitivity, Sensitivity::High);
    });
}

#[test]
fn a_comment_is_on_a_photo_that_is_there() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let on = posted(&region).await;
        let room = enter(&region, &people.doctor, region.rooms.team).await;
        // The third is a document, and there is no fourth.
        for number in [2, 3] {
            let problem = room.comment(on, number, None, "x".into()).await.unwrap_err();
            assert_eq!(problem.code, Code::NotFound, "{number}");
        }
        let empty = room.comment(on, 0, None, " ".into()).await.unwrap_err();
        assert_eq!((empty.code, empty.field), (Code::Invalid, Some("text")));
        let nobodys = EntryId::from_bytes([9; 16]);
        assert_eq!(
            room.comment(nobodys, 0, None, "x".into()).await.unwrap_err().code,
            Code::NotFound
        );
        let item = room.entry(on).await.unwrap();
        assert_eq!(room.comments(&item, 2).await.unwrap_err().code, Code::NotFound);
        assert!(photo_name(&item, 0) != photo_name(&item, 1) && photo_name(&item, 2).is_none());
    });
}

#[test]
fn a_note_may_not_name_a_photo_of_another_entry() {
    block_on(async {
        let region = Region::new().await;
        let people = &region.people;
        let (one, other) = (posted(&region).await, posted(&region).await);
        let room = enter(&region, &people.doctor, region.rooms.team).await;
        let about_photo = photo_name(&room.entry(one).await.unwrap(), 0);
        assert!(about_photo.is_some());
        for answers in [Some(other), None] {
            let draft = Draft { answers, about_photo, ..note("取り違え") };
            let problem = room.write(draft).await.unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some("about_photo")));
        }
        let draft = Draft { answers: Some(one), about_photo, ..note("正しい") };
        assert!(room.write(draft).await.unwrap().fresh);
        assert_eq!(said(&region, &people.nurse, one, 0).await, ["正しい"]);
        assert!(said(&region, &people.nurse, other, 0).await.is_empty());
    });
}

#[test]
fn a_comment_sent_twice_is_written_once_and_one_taken_back_is_gone() {
    block_on(async {
        let region = Region::new().await;
        let doctor = &region.people.doctor;
        let on = posted(&region).await;
        let room = enter(&region, doctor, region.rooms.team).await;
        let id = Some(region.app.new_entry_id());
        let first = room.comment(on, 0, id, "一度だけ".into()).await.unwrap();
        let again = room.comment(on, 0, id, "一度だけ".into()).await.unwrap();
        assert!(first.fresh && !again.fresh);
        let other = room.comment(on, 1, id, "一度だけ".into()).await.unwrap_err();
        assert_eq!(other.code, Code::EntryIdTaken, "the same words on another photo");
        assert_eq!(said(&region, doctor, on, 0).await.len(), 1);
        room.withdraw(first.entry, "まちがい").await.unwrap();
        assert!(said(&region, doctor, on, 0).await.is_empty());
    });
}
