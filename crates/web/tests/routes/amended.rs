//! What becomes of an entry: nothing is overwritten, and only its author takes it back.

use serde_json::{Value, json};
use tasuki_kernel::{Code, EntryId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Somebody, note, photo};

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

const WORDS: &str = "体温 38.6 でした";

struct Written {
    stage: Stage,
    entry: EntryId,
    nurse: Client,
    doctor: Client,
}

impl Written {
    /// A note of the nurse for the team, with a photo.
    async fn new() -> Self {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let draft = tasuki_app::compose::Draft { photos: vec![photo()], ..note(WORDS) };
        let entry = stage.region.write(&people.nurse, stage.region.rooms.team, draft).await;
        let (nurse, doctor) =
            (stage.client(&people.nurse).await, stage.client(&people.doctor).await);
        Self { stage, entry, nurse, doctor }
    }

    fn of_entry(&self, more: &str) -> String {
        format!("/api/v1/rooms/{}/entries/{}{more}", self.stage.region.rooms.team, self.entry)
    }

    async fn act(&self, who: &Client, what: &str, body: Value) -> Answer {
        who.post(&self.stage.staff, &self.of_entry(&format!("/{what}")), body).await
    }

    async fn read(&self, who: &Client) -> Answer {
        who.get(&self.stage.staff, &self.of_entry("")).await
    }

    async fn page(&self, who: &Client) -> String {
        let path = format!("/rooms/{}", self.stage.region.rooms.team);
        who.get(&self.stage.staff, &path).await.text()
    }
}

#[test]
fn a_correction_keeps_the_old_words() {
    block_on(async {
        let it = Written::new().await;
        let body = json!({ "text": "体温 36.8 でした", "reason": "書き間違い" });
        let answer = it.act(&it.nurse, "corrections", body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let entry = it.read(&it.doctor).await.json();
        assert_eq!(entry["text"], "体温 36.8 でした");
        assert_eq!(entry["before"][0]["text"], WORDS);
        assert_eq!(entry["corrected"]["reason"], "書き間違い");
        assert_eq!(entry["photos"].as_array().map(Vec::len), Some(1));
        let at = answer.header("location").to_owned();
        assert_eq!(it.doctor.get(&it.stage.staff, &at).await.json()["kind"], "amendment");
        let page = it.page(&it.doctor).await;
        assert!(page.contains("38.6") && page.contains("36.8") && page.contains("書き間違い"));
    });
}

#[test]
fn what_is_withdrawn_stays_legible() {
    block_on(async {
        let it = Written::new().await;
        let answer = it.act(&it.nurse, "withdrawal", json!({ "reason": "取り違え" })).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let entry = it.read(&it.doctor).await.json();
        assert_eq!((&entry["kind"], &entry["text"]), (&json!("withdrawn"), &json!(WORDS)));
        assert_eq!(entry["taken_back"]["reason"], "取り違え");
        for what in ["withdrawal", "misfiled", "corrections"] {
            let body = if what == "corrections" { json!({ "text": "x" }) } else { json!({}) };
            let again = it.act(&it.nurse, what, body).await;
            assert_eq!(again.code(), Some(Code::Conflict), "{what}");
        }
    });
}

#[test]
fn what_was_misfiled_is_seen_by_its_author_only() {
    block_on(async {
        let it = Written::new().await;
        let photo = it.of_entry("/photos/0");
        assert_eq!(it.doctor.get(&it.stage.staff, &photo).await.status, 200);
        let answer = it.act(&it.nurse, "misfiled", json!({ "reason": "別の方" })).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let mark = answer.header("location").to_owned();
        for path in [it.of_entry(""), photo.clone(), mark] {
            let answer = it.doctor.get(&it.stage.staff, &path).await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{path}");
        }
        let room = format!("/api/v1/rooms/{}/entries", it.stage.region.rooms.team);
        for path in [room.as_str(), "/api/v1/notebooks", "/notebooks"] {
            let answer = it.doctor.get(&it.stage.staff, path).await;
            assert_eq!(answer.status, 200);
            assert!(!answer.text().contains("38.6"), "{path}");
            assert!(!answer.text().contains(&it.entry.to_string()), "{path}");
        }
        assert!(!it.page(&it.doctor).await.contains("38.6"));
        assert_eq!(it.read(&it.nurse).await.json()["kind"], "misfiled");
        assert_eq!(it.nurse.get(&it.stage.staff, &photo).await.status, 200);
    });
}

#[test]
fn nobody_amends_what_somebody_else_wrote() {
    block_on(async {
        let it = Written::new().await;
        let before = it.stage.region.entries_in_rooms();
        for what in ["withdrawal", "misfiled", "corrections"] {
            let body = if what == "corrections" { json!({ "text": "x" }) } else { json!({}) };
            let answer = it.act(&it.doctor, what, body).await;
            assert_eq!(answer.code(), Some(Code::NotAllowed), "{what}");
        }
        let path = format!("/rooms/{}/entries/{}/correct", it.stage.region.rooms.team, it.entry);
        assert_eq!(it.doctor.get(&it.stage.staff, &path).await.code(), Some(Code::NotFound));
        assert_eq!(it.stage.region.entries_in_rooms(), before);
    });
}

#[test]
fn one_confirms_what_others_wrote_and_once() {
    block_on(async {
        let it = Written::new().await;
        let confirm = it.of_entry("/confirmation");
        let send = |who: Client| {
            let (router, path) = (it.stage.staff.clone(), confirm.clone());
            async move { who.send(&router, ("POST", &path), Load::Nothing).await }
        };
        let own = send(it.nurse.clone()).await;
        assert_eq!(own.code(), Some(Code::NotAllowed));
        let first = send(it.doctor.clone()).await;
        let again = send(it.doctor.clone()).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(first.json(), again.json());
        let entry = it.read(&it.nurse).await.json();
        assert_eq!(entry["confirmations"].as_array().map(Vec::len), Some(1));
        let name = it.stage.region.people.doctor.name;
        assert_eq!(entry["confirmations"][0]["by"]["name"], name);
        assert_eq!(it.read(&it.doctor).await.json()["may_confirm"], false);
    });
}

#[test]
fn who_has_opened_a_note_is_told_to_its_author_only() {
    block_on(async {
        let it = Written::new().await;
        let third: Somebody = it.stage.region.people.care_manager.clone();
        let third = it.stage.client(&third).await;
        let read = format!("/api/v1/rooms/{}/read", it.stage.region.rooms.team);
        assert_eq!(it.read(&it.doctor).await.json()["unread"], true);
        let marked = it.doctor.send(&it.stage.staff, ("POST", &read), Load::Nothing).await;
        assert_eq!(marked.status, 204);
        assert_eq!(it.read(&it.doctor).await.json()["unread"], false);
        let seen = it.read(&it.nurse).await.json();
        assert_eq!(seen["readers"][0]["name"], it.stage.region.people.doctor.name);
        assert_eq!(it.read(&third).await.json()["readers"], json!([]));
    });
}
