//! Two corrections of one entry at once, and a clock that is a day off.

use serde_json::json;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::note;

use crate::client::{Client, Load, Part};
use crate::stage::Stage;

#[test]
fn the_second_of_two_corrections_comes_back_with_both_texts() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.region.people.nurse.clone();
        let team = stage.region.rooms.team;
        let id = stage.region.write(&nurse, team, note("水分 250mL")).await.to_string();
        let browser = Client { accept: Some("text/html"), ..stage.client(&nurse).await };
        let entries = format!("/rooms/{team}/entries");
        let form = browser.get(&stage.staff, &format!("{entries}/{id}/correct")).await;
        assert!(form.text().contains("name=\"version\" value=\"0\""));
        let send = |text: &'static str, version: &'static str| {
            let fields =
                [("corrects", id.as_str()), ("version", version), ("text", text), ("reason", "量")];
            let parts = fields.map(|(name, value)| Part::text(name, value)).to_vec();
            browser.send(&stage.staff, ("POST", &entries), Load::Parts(parts))
        };
        assert_eq!(send("水分 200mL", "0").await.status, 303);
        let back = send("水分 180mL", "0").await;
        assert_eq!(back.status, 409);
        let page = back.text();
        for there in ["水分 200mL", "水分 180mL", "name=\"version\" value=\"1\"", "先に訂正した"]
        {
            assert!(page.contains(there), "{there}");
        }
        assert_eq!(send("水分 180mL", "1").await.status, 303);
        let api = format!("/api/v1/rooms/{team}/entries/{id}");
        let script = Client { accept: None, ..browser.clone() };
        let read = script.get(&stage.staff, &api).await.json();
        assert_eq!(
            (&read["text"], read["before"].as_array().unwrap().len()),
            (&json!("水分 180mL"), 2)
        );
        let late = json!({ "text": "水分 1L", "based_on": 1 });
        let answer = script.post(&stage.staff, &format!("{api}/corrections"), late).await;
        assert_eq!(answer.code(), Some(Code::Conflict));
    });
}

#[test]
fn a_clock_that_is_a_day_off_is_shown_with_both_times_and_its_writer_warned() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let team = stage.region.rooms.team;
        let nurse = stage.client(&people.nurse).await;
        let api = format!("/api/v1/rooms/{team}/entries");
        let yesterday = json!({ "text": "昨日の時計", "claimed": "2026-11-20T05:32:00Z" });
        assert_eq!(nurse.post(&stage.staff, &api, yesterday).await.status, 201);
        let near = json!({ "text": "ほぼ合う時計", "claimed": "2026-11-21T05:25:00Z" });
        assert_eq!(nurse.post(&stage.staff, &api, near).await.status, 201);
        let page = |client: &Client| {
            let browser = Client { accept: Some("text/html"), ..client.clone() };
            let (staff, path) = (stage.staff.clone(), format!("/rooms/{team}"));
            async move { browser.get(&staff, &path).await.text() }
        };
        let own = page(&nurse).await;
        assert_eq!(own.matches("昨日 14:32 に記入").count(), 1, "{own}");
        assert_eq!(own.matches("時計がずれています").count(), 1);
        let theirs = page(&stage.client(&people.doctor).await).await;
        assert!(theirs.contains("昨日 14:32 に記入") && !theirs.contains("時計がずれています"));
        // A form whose clock says nothing that is a time is a form all the same.
        let parts = vec![Part::text("text", "時計なし"), Part::text("claimed", "いつか")];
        let browser = Client { accept: Some("text/html"), ..nurse };
        let entries = format!("/rooms/{team}/entries");
        let sent = browser.send(&stage.staff, ("POST", &entries), Load::Parts(parts)).await;
        assert_eq!(sent.status, 303);
    });
}
