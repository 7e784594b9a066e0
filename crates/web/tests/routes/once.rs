//! Writing twice is harmless: same id and same content, the same answer; anything else is refused.

use axum::http::StatusCode;
use serde_json::{Value, json};
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::photo;

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

const ID: &str = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10";

struct Writer {
    stage: Stage,
    nurse: Client,
    path: String,
}

impl Writer {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let path = format!("/api/v1/rooms/{}/entries", stage.region.rooms.team);
        Self { stage, nurse, path }
    }

    async fn send(&self, body: Value) -> Answer {
        self.nurse.post(&self.stage.staff, &self.path, body).await
    }

    async fn refused(&self, body: Value, code: Code) {
        let before = self.stage.region.count("SELECT count(*) FROM entries");
        let answer = self.send(body.clone()).await;
        assert_eq!(answer.code(), Some(code), "{body}: {}", answer.text());
        let after = self.stage.region.count("SELECT count(*) FROM entries");
        assert_eq!(after, before, "{body} wrote something");
    }
}

/// A form with the entry as JSON and these photos.
fn form(entry: &Value, photos: &[&[u8]]) -> Load {
    let mut parts = vec![Part::text("entry", &entry.to_string())];
    parts.extend(photos.iter().map(|it| Part::file("photo", "a.jpg", it.to_vec())));
    Load::ApiParts(parts)
}

#[test]
fn the_same_again_is_answered_with_the_same_place() {
    block_on(async {
        let it = Writer::new().await;
        let body = json!({ "entry": ID, "text": "  同じ\r\nことば ", "tags": ["#発熱"] });
        let first = it.send(body.clone()).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        assert_eq!(first.header("location"), format!("{}/{ID}", it.path));
        let before = it.stage.region.count("SELECT count(*) FROM entries");
        let again = it.send(body).await;
        assert_eq!((again.status, again.json()), (StatusCode::OK, first.json()));
        // The same after it was cleaned is the same.
        let cleaned = json!({ "entry": ID, "text": "同じ\nことば", "tags": ["発熱"] });
        assert_eq!(it.send(cleaned).await.json(), first.json());
        assert_eq!(it.stage.region.count("SELECT count(*) FROM entries"), before);
        let place = first.json();
        assert_eq!(place["entry"], ID);
        assert_eq!(place["head"].as_str().map(str::len), Some(64));
        assert!(place["sequence"].as_u64() > Some(1));
    });
}

#[test]
fn a_photo_sent_again_is_the_same_photo() {
    block_on(async {
        let it = Writer::new().await;
        let entry = json!({ "entry": ID, "text": "傷", "captions": ["右かかと"] });
        let send = |load: Load| it.nurse.send(&it.stage.staff, ("POST", &it.path), load);
        let first = send(form(&entry, &[&photo().bytes])).await;
        assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
        let again = send(form(&entry, &[&photo().bytes])).await;
        assert_eq!((again.status, again.json()), (StatusCode::OK, first.json()));
        assert_eq!(it.stage.region.count("SELECT count(*) FROM attachments"), 2, "full and small");
        let without = it.send(json!({ "entry": ID, "text": "傷" })).await;
        assert_eq!(without.code(), Some(Code::EntryIdTaken));
        let read = it.nurse.get(&it.stage.staff, &format!("{}/{ID}", it.path)).await.json();
        assert_eq!(read["photos"][0]["caption"], "右かかと");
        let mut lengths = Vec::new();
        for size in ["?size=small", "?size=full", ""] {
            let path = format!("{}/{ID}/photos/0{size}", it.path);
            let picture = it.nurse.get(&it.stage.staff, &path).await;
            assert_eq!(picture.header("content-type"), "image/jpeg");
            assert!(picture.bytes.starts_with(&[0xff, 0xd8, 0xff]));
            lengths.push(picture.bytes.len());
        }
        assert!(lengths[0] < lengths[1] && lengths[1] == lengths[2], "{lengths:?}");
    });
}

#[test]
fn an_id_with_other_content_is_taken() {
    block_on(async {
        let it = Writer::new().await;
        let first = it.send(json!({ "entry": ID, "text": "はじめ" })).await;
        assert_eq!(first.status, StatusCode::CREATED);
        for other in [
            json!({ "entry": ID, "text": "べつ" }),
            json!({ "entry": ID, "text": "はじめ", "importance": "urgent" }),
            json!({ "entry": ID, "text": "はじめ", "sensitivity": "high" }),
            json!({ "entry": ID, "text": "はじめ", "category": "指示" }),
            json!({ "entry": ID, "text": "はじめ", "undisclosed": true }),
        ] {
            it.refused(other, Code::EntryIdTaken).await;
        }
    });
}

#[test]
fn the_same_content_to_fewer_people_is_not_the_same() {
    block_on(async {
        let it = Writer::new().await;
        let doctor = it.stage.region.people.doctor.person.to_string();
        let first = it.send(json!({ "entry": ID, "text": "はじめ" })).await;
        assert_eq!(first.status, StatusCode::CREATED);
        let delivered = json!({ "entry": ID, "text": "はじめ", "deliver_to": [&doctor] });
        it.refused(delivered, Code::EntryIdTaken).await;
        let id = "019aa4b9-2d10-7f4a-8b62-91c3d5e7f806";
        let delivered = json!({ "entry": id, "text": "医師へ", "deliver_to": [&doctor] });
        let first = it.send(delivered.clone()).await;
        assert_eq!(
            (first.status, it.send(delivered).await.status.as_u16()),
            (StatusCode::CREATED, 200)
        );
        let manager = it.stage.region.people.care_manager.person.to_string();
        let more = json!({ "entry": id, "text": "医師へ", "deliver_to": [&doctor, &manager] });
        it.refused(more, Code::EntryIdTaken).await;
        it.refused(json!({ "entry": id, "text": "医師へ" }), Code::EntryIdTaken).await;
    });
}

#[test]
fn an_id_of_another_author_or_room_is_taken() {
    block_on(async {
        let it = Writer::new().await;
        let people = it.stage.region.people.clone();
        let doctor = it.stage.client(&people.doctor).await;
        let body = json!({ "entry": ID, "text": "医師から" });
        assert_eq!(doctor.post(&it.stage.staff, &it.path, body.clone()).await.status, 201);
        it.refused(body, Code::EntryIdTaken).await;
        // The author's own id in another room of theirs.
        let selected = format!("/api/v1/rooms/{}/entries", it.stage.region.rooms.selected);
        let before = it.stage.region.entries_in_rooms();
        let body = json!({ "entry": ID, "text": "医師から" });
        let answer = doctor.post(&it.stage.staff, &selected, body).await;
        assert_eq!(answer.code(), Some(Code::EntryIdTaken));
        assert_eq!(it.stage.region.entries_in_rooms(), before);
    });
}

#[test]
fn nobody_writes_in_a_post_that_is_not_theirs() {
    block_on(async {
        let it = Writer::new().await;
        let people = it.stage.region.people.clone();
        let post = |who: &tasuki_testkit::region::Somebody| who.post.expect("staff").to_string();
        for not_hers in [post(&people.doctor), post(&people.outsider), ID.to_owned()] {
            it.refused(json!({ "text": "x", "post": not_hers }), Code::NotYourPost).await;
        }
        let own = json!({ "text": "x", "post": post(&people.nurse) });
        assert_eq!(it.send(own).await.status, StatusCode::CREATED);
        let relative = it.stage.client(&people.relative).await;
        let family = format!("/api/v1/rooms/{}/entries", it.stage.region.rooms.family);
        let body = json!({ "text": "x", "post": post(&people.nurse) });
        let answer = relative.post(&it.stage.staff, &family, body).await;
        assert_eq!(answer.code(), Some(Code::NotYourPost));
        let answer = relative.post(&it.stage.staff, &family, json!({ "text": "父です" })).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    });
}

#[test]
fn a_correction_sent_again_is_the_same_correction() {
    block_on(async {
        let it = Writer::new().await;
        assert_eq!(it.send(json!({ "entry": ID, "text": "はじめ" })).await.status, 201);
        let path = format!("{}/{ID}/corrections", it.path);
        let id = "019aa4b9-2d10-7f4a-8b62-91c3d5e7f806";
        let body = json!({ "entry": id, "text": "なおした", "reason": "誤字" });
        let first = it.nurse.post(&it.stage.staff, &path, body.clone()).await;
        let again = it.nurse.post(&it.stage.staff, &path, body).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(first.json(), again.json());
        let other = json!({ "entry": id, "text": "べつ", "reason": "誤字" });
        let other = it.nurse.post(&it.stage.staff, &path, other).await;
        assert_eq!(other.code(), Some(Code::EntryIdTaken));
        let same_id = json!({ "entry": ID, "text": "はじめ" });
        assert_eq!(it.nurse.post(&it.stage.staff, &path, same_id).await.status, 409);
    });
}

#[test]
fn a_page_s_form_sent_twice_writes_once() {
    block_on(async {
        let it = Writer::new().await;
        let path = format!("/rooms/{}/entries", it.stage.region.rooms.team);
        let browser = Client { accept: Some("text/html"), ..it.nurse.clone() };
        let send = || {
            let parts = vec![Part::text("entry", ID), Part::text("text", "二度押し")];
            browser.send(&it.stage.staff, ("POST", &path), Load::Parts(parts))
        };
        let first = send().await;
        let before = it.stage.region.entries_in_rooms();
        let again = send().await;
        assert_eq!((first.status, again.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
        assert_eq!(it.stage.region.entries_in_rooms(), before);
    });
}
