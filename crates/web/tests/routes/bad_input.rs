//! Words that cannot be accepted: the right answer, a Japanese page for browsers, nothing written.

use serde_json::{Value, json};
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::note;
use tasuki_web::texts::{self, Lang};

use crate::client::{Client, Load, Part};
use crate::stage::Stage;

/// A stage on which the nurse tries, and what must stay as it is.
pub struct Try {
    pub stage: Stage,
    pub nurse: Client,
    pub api: String,
    pub page: String,
}

impl Try {
    pub async fn new() -> Self {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let room = stage.region.rooms.team;
        let (api, page) = (format!("/api/v1/rooms/{room}/entries"), format!("/rooms/{room}"));
        Self { stage, nurse, api, page }
    }

    /// The API refuses it with this code, and nothing is written.
    pub async fn api_refuses(&self, path: &str, load: Load, code: Code) {
        let before = self.stage.region.entries_in_rooms();
        let answer = self.nurse.send(&self.stage.staff, ("POST", path), load).await;
        assert_eq!(answer.code(), Some(code), "{}", answer.text());
        assert_eq!(self.stage.region.entries_in_rooms(), before);
    }

    /// A browser is shown a page in Japanese that says so, and nothing is written.
    pub async fn page_refuses(&self, path: &str, load: Load, code: Code) {
        let before = self.stage.region.entries_in_rooms();
        let browser = Client { accept: Some("text/html"), ..self.nurse.clone() };
        let answer = browser.send(&self.stage.staff, ("POST", path), load).await;
        let text = answer.text();
        assert_eq!(answer.status.as_u16(), code.status(), "{text}");
        assert!(answer.header("content-type").starts_with("text/html"), "{text}");
        assert!(text.contains("lang=\"ja\""), "{text}");
        // A page of its own, or the form again with what is wrong.
        let words = texts::problem(Lang::Ja, code);
        let said = text.contains(words.title) || text.contains("role=\"alert\"");
        assert!(said, "{} is not in {text}", words.title);
        assert_eq!(self.stage.region.entries_in_rooms(), before);
    }
}

fn json_bytes(bytes: &[u8]) -> Load {
    Load::Bytes("application/json", bytes.to_vec())
}

#[test]
fn json_that_cannot_be_read_is_malformed() {
    block_on(async {
        let it = Try::new().await;
        let deep = format!("{{\"text\":\"a\",\"x\":{}", "[".repeat(100_000));
        for broken in [
            &b""[..],
            b"{",
            b"{\"text\":\"a\"",
            b"{\"text\":'a'}",
            b"text=a",
            b"{\"text\":\"\xff\xfe\"}",
            b"\xef\xbb\xbf{\"text\":\"a\"}",
        ] {
            it.api_refuses(&it.api, json_bytes(broken), Code::Malformed).await;
        }
        it.api_refuses(&it.api, json_bytes(deep.as_bytes()), Code::Invalid).await;
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml"] {
            let load = Load::Bytes(kind, b"{\"text\":\"a\"}".to_vec());
            it.api_refuses(&it.api, load, Code::Malformed).await;
        }
        it.api_refuses(&it.api, Load::Nothing, Code::Malformed).await;
    });
}

#[test]
fn json_that_does_not_fit_is_invalid_and_names_its_field() {
    block_on(async {
        let it = Try::new().await;
        let stranger = it.stage.region.people.outsider.person.to_string();
        let leaver = it.stage.region.people.leaver.person.to_string();
        let own = it.stage.region.people.nurse.person.to_string();
        for (body, field) in [
            (json!({ "text": "" }), "text"),
            (json!({ "text": " \n " }), "text"),
            (json!({ "text": "a\u{0}b" }), "text"),
            (json!({ "text": "a", "category": "料理" }), "category"),
            (json!({ "text": "a", "importance": "very" }), "importance"),
            (json!({ "text": "a", "sensitivity": "none" }), "sensitivity"),
            (json!({ "text": "a", "tags": vec!["t"; 11] }), "tags"),
            (json!({ "text": "a", "tags": ["t".repeat(31)] }), "tags"),
            (json!({ "text": "a", "claimed": "yesterday" }), "claimed"),
            (json!({ "text": "a", "entry": "1" }), "entry"),
            (json!({ "text": "a", "answers": own }), "answers"),
            (json!({ "text": "a", "deliver_to": [stranger] }), "deliver_to"),
            (json!({ "text": "a", "deliver_to": [leaver] }), "deliver_to"),
            (json!({ "text": "a", "deliver_to": [own] }), "deliver_to"),
        ] {
            let answer = it.nurse.post(&it.stage.staff, &it.api, body.clone()).await;
            assert_eq!(answer.code(), Some(Code::Invalid), "{body}: {}", answer.text());
            assert_eq!(answer.json()["errors"][0]["field"], field, "{body}");
        }
        for body in [json!([]), json!(1), json!({ "text": 1 }), json!({ "text": "a", "x": 1 })] {
            it.api_refuses(&it.api, Load::Json(body), Code::Invalid).await;
        }
    });
}

#[test]
fn too_many_words_are_too_large() {
    block_on(async {
        let it = Try::new().await;
        // Over the characters of an entry, and over the bytes of a request.
        for length in [20_001, 1_000_000, 1_100_000] {
            let words = "a".repeat(length);
            let body = json!({ "text": words });
            it.api_refuses(&it.api, Load::Json(body), Code::TooLarge).await;
            let parts = Load::Parts(vec![Part::text("text", &words)]);
            it.page_refuses(&format!("{}/entries", it.page), parts, Code::TooLarge).await;
        }
        let long = Load::Form(vec![("reason", "a".repeat(1_100_000))]);
        let entry = it.stage.region.write(
            &it.stage.region.people.nurse,
            it.stage.region.rooms.team,
            note("はじめ"),
        );
        let path = format!("{}/entries/{}/withdraw", it.page, entry.await);
        it.page_refuses(&path, long, Code::TooLarge).await;
        let just = json!({ "text": "薬".repeat(20_000) });
        assert_eq!(it.nurse.post(&it.stage.staff, &it.api, just).await.status, 201);
    });
}

#[test]
fn a_form_that_cannot_be_read_is_malformed() {
    block_on(async {
        let it = Try::new().await;
        let entries = format!("{}/entries", it.page);
        let not_utf8 = Part { name: "text", file_name: None, bytes: b"\xe3\x81".to_vec() };
        it.page_refuses(&entries, Load::Parts(vec![not_utf8.clone()]), Code::Malformed).await;
        let cut = b"--tasuki-test-boundary\r\nContent-Disposition: form-data; name=\"te".to_vec();
        let load = Load::Bytes("multipart/form-data", cut);
        it.page_refuses(&entries, load.clone(), Code::Malformed).await;
        it.api_refuses(&it.api, load, Code::Malformed).await;
        it.page_refuses(&entries, json_bytes(b"{}"), Code::Malformed).await;
        it.page_refuses("/sign-in", json_bytes(b"{}"), Code::Malformed).await;
        // A missing field of an ordinary form.
        let no_password = Load::Form(vec![("login", "misaki".to_owned())]);
        it.page_refuses("/sign-in", no_password, Code::Invalid).await;
        let form = "application/x-www-form-urlencoded";
        let broken = format!("login=mi%FFsaki&password=x&csrf={}", it.nurse.csrf);
        it.page_refuses("/sign-in", Load::Bytes(form, broken.into()), Code::Malformed).await;
        let entry = |bytes: &[u8]| Part { name: "entry", file_name: None, bytes: bytes.to_vec() };
        for (parts, code) in [
            (vec![entry(b"{\"text\":\"\xff\"}")], Code::Malformed),
            (vec![entry(b"{")], Code::Malformed),
            (vec![entry(b"{\"words\":\"a\"}")], Code::Invalid),
            (vec![entry(b"{}")], Code::Invalid),
            (vec![], Code::Malformed),
            (vec![entry(b"{\"text\":\"a\"}"), entry(b"{\"text\":\"b\"}")], Code::Malformed),
            (vec![entry(b"{\"text\":\"a\"}"), Part::text("sensitivity", "high")], Code::Malformed),
            (vec![not_utf8], Code::Malformed),
        ] {
            it.api_refuses(&it.api, Load::ApiParts(parts), code).await;
        }
    });
}

#[test]
fn what_a_browser_sent_comes_back_with_what_is_wrong() {
    block_on(async {
        let it = Try::new().await;
        let browser = Client { accept: Some("text/html"), ..it.nurse.clone() };
        let parts =
            vec![Part::text("text", "夜中に二度起きました"), Part::text("category", "料理")];
        let path = format!("{}/entries", it.page);
        let answer = browser.send(&it.stage.staff, ("POST", &path), Load::Parts(parts)).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("夜中に二度起きました"), "the words are kept");
    });
}

#[test]
fn a_cursor_holds_for_its_reader_room_and_use() {
    block_on(async {
        let it = Try::new().await;
        let people = it.stage.region.people.clone();
        for number in 0..60 {
            let draft = note(&format!("記録 {number}"));
            it.stage.region.write(&people.doctor, it.stage.region.rooms.team, draft).await;
        }
        let doctor = it.stage.client(&people.doctor).await;
        let page: Value = it.nurse.get(&it.stage.staff, &it.api).await.json();
        let (older, live) = (page["older"].as_str().unwrap(), page["live"].as_str().unwrap());
        let next = it.nurse.get(&it.stage.staff, &format!("{}?before={older}", it.api)).await;
        assert_eq!(
            next.json()["items"].as_array().map(Vec::len),
            Some(16),
            "60 notes, 5 who joined, 1 who left"
        );
        let selected = it.stage.region.rooms.selected;
        let room = format!("/api/v1{}", it.page);
        for (client, path) in [
            (&doctor, format!("{}?before={older}", it.api)),
            (&doctor, format!("{}?before={older}", it.page)),
            (&doctor, format!("{room}/live?after={live}")),
            (&doctor, format!("{}/live?after={live}", it.page)),
            (&it.nurse, format!("{}?before={live}", it.api)),
            (&it.nurse, format!("{room}/live?after={older}")),
            (&it.nurse, format!("/api/v1/rooms/{selected}/entries?before={older}")),
            (&it.nurse, format!("{}?before=", it.api)),
            (&it.nurse, format!("{}?before={}", it.api, &older[1..])),
            (&it.nurse, format!("{}?before={}", it.api, "A".repeat(20_000))),
            (&it.nurse, format!("{room}/live?after=x")),
        ] {
            let answer = client.get(&it.stage.staff, &path).await;
            assert_eq!(answer.code(), Some(Code::BadCursor), "{path}: {}", answer.text());
        }
        let again = [("last-event-id", live)];
        let path = format!("{room}/live");
        let what = ("GET", path.as_str());
        let answer = doctor.send_with(&it.stage.staff, what, Load::Nothing, &again).await;
        assert_eq!(answer.code(), Some(Code::BadCursor));
    });
}
