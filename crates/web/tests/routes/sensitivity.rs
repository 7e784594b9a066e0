//! 取り扱い区分: what a profession may not see is nowhere, by any way out.

use tasuki_app::compose::Draft;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{note, photo};

use crate::client::Client;
use crate::stage::{Stage, routes_listed};
use crate::traces::CANARY;

/// Every answer to somebody about the team's room and an entry in it.
async fn answers(stage: &Stage, client: &Client, entry: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for route in routes_listed().iter().filter(|it| !it.changes() && !it.path.contains("{token}")) {
        let path = route
            .path
            .replace("{room}", &stage.region.rooms.team.to_string())
            .replace("{entry}", entry)
            .replace("{number}", "0")
            .replace("{person}", &stage.region.people.nurse.person.to_string())
            .replace("/assets/{*path}", &tasuki_web::assets::url("app.css"));
        let answer = client.get(&stage.staff, &path).await;
        all.push((path, format!("{} {}", answer.status, answer.text())));
    }
    all
}

#[test]
fn a_high_note_is_for_medical_professions_and_its_author() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let draft = Draft {
            sensitivity: Sensitivity::High,
            photos: vec![photo()],
            tags: vec![CANARY.into()],
            ..note(CANARY)
        };
        let entry = stage.region.write(&people.nurse, stage.region.rooms.team, draft).await;
        for who in [&people.care_manager, &people.helper] {
            let client = stage.client(who).await;
            for (path, answer) in answers(&stage, &client, &entry.to_string()).await {
                assert!(!answer.contains(CANARY), "{path} to {}", who.login);
                let of_entry = path.contains(&entry.to_string());
                assert!(!of_entry || answer.starts_with("404"), "{path}: {answer}");
            }
            let cards = client.get(&stage.staff, "/api/v1/notebooks").await.json();
            assert_eq!(cards["items"][0]["unread"], 0, "{}", who.login);
        }
        let doctor = stage.client(&people.doctor).await;
        let cards = doctor.get(&stage.staff, "/api/v1/notebooks").await.json();
        assert_eq!(cards["items"][0]["unread"], 1);
        let found = answers(&stage, &doctor, &entry.to_string()).await;
        assert!(found.iter().filter(|(_, it)| it.contains(CANARY)).count() >= 6);
    });
}

#[test]
fn what_becomes_of_a_high_note_is_as_hidden_as_the_note() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let entry = stage.region.write_high("検査の結果").await;
        let manager = stage.client(&people.care_manager).await;
        let list = format!("/api/v1/rooms/{}/entries", stage.region.rooms.team);
        let shown = || async {
            let items = manager.get(&stage.staff, &list).await.json()["items"].clone();
            items.as_array().map_or(0, Vec::len)
        };
        let before = shown().await;
        let nurse = stage.client(&people.nurse).await;
        let doctor = stage.client(&people.doctor).await;
        let of = |what: &str| format!("{list}/{entry}/{what}");
        let body = serde_json::json!({ "text": CANARY, "reason": CANARY });
        assert_eq!(nurse.post(&stage.staff, &of("corrections"), body).await.status, 201);
        let confirm = of("confirmation");
        let nothing = crate::client::Load::Nothing;
        assert_eq!(doctor.send(&stage.staff, ("POST", &confirm), nothing).await.status, 201);
        assert_eq!(shown().await, before);
        // An answer to it that all may see does not quote it.
        let draft = Draft { answers: Some(entry), ..note("結果を見ました") };
        let reply = stage.region.write(&people.doctor, stage.region.rooms.team, draft).await;
        let read = manager.get(&stage.staff, &format!("{list}/{reply}")).await;
        assert_eq!(read.status, 200);
        assert!(read.json().get("answers").is_none() && !read.text().contains("検査"));
        for (path, answer) in answers(&stage, &manager, &entry.to_string()).await {
            assert!(!answer.contains(CANARY) && !answer.contains("検査の結果"), "{path}");
        }
    });
}

#[test]
fn one_s_own_note_is_seen_however_sensitive() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let draft = Draft { sensitivity: Sensitivity::High, ..note(CANARY) };
        let entry = stage.region.write(&people.care_manager, stage.region.rooms.team, draft).await;
        let path = format!("/api/v1/rooms/{}/entries/{entry}", stage.region.rooms.team);
        for (who, sees) in [
            (&people.care_manager, true),
            (&people.nurse, true),
            (&people.doctor, true),
            (&people.helper, false),
        ] {
            let answer = stage.client(who).await.get(&stage.staff, &path).await;
            let refused = answer.code() == Some(Code::NotFound);
            assert_ne!(refused, sees, "{}: {}", who.login, answer.text());
        }
    });
}

#[test]
fn the_family_sees_what_is_low_and_told() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let family = stage.region.rooms.family;
        let relative = stage.client(&people.relative).await;
        for (draft, sees) in [
            (note("お変わりありません"), true),
            (Draft { sensitivity: Sensitivity::Middle, ..note("専門職へ") }, false),
            (Draft { sensitivity: Sensitivity::High, ..note("医療職へ") }, false),
            (Draft { undisclosed: true, ..note("未告知のこと") }, false),
        ] {
            let words = draft.text.clone();
            let entry = stage.region.write(&people.nurse, family, draft).await;
            let one = format!("/api/v1/rooms/{family}/entries/{entry}");
            let answer = relative.get(&stage.staff, &one).await;
            assert_eq!(answer.status == 200, sees, "{words}");
            for path in [format!("/rooms/{family}"), "/api/v1/notebooks".to_owned()] {
                let answer = relative.get(&stage.staff, &path).await;
                assert_eq!(answer.status, 200);
                assert!(sees || !answer.text().contains(&words), "{words} in {path}");
            }
            let manager = stage.client(&people.care_manager).await;
            let high = words == "医療職へ";
            assert_eq!(manager.get(&stage.staff, &one).await.status == 200, !high, "{words}");
        }
    });
}

#[test]
fn who_joins_a_selected_room_sees_what_is_written_from_then_on() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let room = stage.region.rooms.selected;
        let before = stage.region.write(&people.nurse, room, note(CANARY)).await;
        stage.region.clock.advance(60);
        let post = people.care_manager.post.expect("staff");
        stage.region.app.set_member(room, post, false).await.expect("she joins");
        let manager = stage.client(&people.care_manager).await;
        let list = format!("/api/v1/rooms/{room}");
        let seen = manager.get(&stage.staff, &format!("{list}/entries")).await;
        assert!(!seen.text().contains(CANARY));
        let old = manager.get(&stage.staff, &format!("{list}/entries/{before}")).await;
        assert_eq!(old.code(), Some(Code::NotFound));
        let own = manager.get(&stage.staff, &list).await.json();
        let unread = own["rooms"].as_array().expect("rooms").iter();
        let unread = unread.filter(|it| it["room"] == room.to_string()).map(|it| &it["unread"]);
        assert_eq!(unread.collect::<Vec<_>>(), [0], "what she may not see is not counted");
        let after = stage.region.write(&people.doctor, room, note("これから")).await;
        let new = manager.get(&stage.staff, &format!("{list}/entries/{after}")).await;
        assert_eq!(new.status, 200);
    });
}
