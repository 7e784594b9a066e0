//! 引用 by page and API.

use serde_json::json;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::note;

use crate::client::{Client, Load, Part};
use crate::stage::Stage;

#[test]
fn an_answer_shows_the_words_that_it_is_about() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let team = stage.region.rooms.team;
        let words = "右の肺の音が弱い。痰が増えています";
        let of = stage.region.write(&people.nurse, team, note(words)).await.to_string();
        let doctor = stage.client(&people.doctor).await;
        let api = format!("/api/v1/rooms/{team}/entries");
        let body = |quote: &str| json!({ "text": "採血を", "answers": of, "quote": quote });
        let written = doctor.post(&stage.staff, &api, body("痰が増えて")).await;
        assert_eq!(written.status, 201, "{}", written.text());
        let id = written.json()["entry"].as_str().unwrap().to_owned();
        let read = doctor.get(&stage.staff, &format!("{api}/{id}")).await.json();
        assert_eq!(read["quote"], "痰が増えて");
        let refused = doctor.post(&stage.staff, &api, body("熱がある")).await;
        assert_eq!(refused.code(), Some(Code::Invalid));
        assert_eq!(refused.json()["errors"][0]["field"], "quote");

        let browser = Client { accept: Some("text/html"), ..doctor };
        let page = browser.get(&stage.staff, &format!("/rooms/{team}")).await.text();
        assert!(page.contains("<blockquote class=\"quote\"") && page.contains("痰が増えて"));
        // Without scripts: the field of the reply form, filled with everything when asked.
        let reply = format!("/rooms/{team}/entries/{of}/reply");
        let form = browser.get(&stage.staff, &format!("{reply}?quote=all")).await.text();
        assert!(form.contains(&format!("{words}</textarea>")), "{form}");
        // With scripts: what was selected comes along in a form, never in an address.
        let parts = vec![Part::text("reply_to", &of), Part::text("quote", "痰が")];
        let compose = format!("/rooms/{team}/compose");
        let form = browser.send(&stage.staff, ("POST", &compose), Load::Parts(parts)).await;
        assert!(
            form.text().contains("痰が</textarea>") && form.text().contains("name=\"reply_to\"")
        );
        let parts = vec![
            Part::text("reply_to", &of),
            Part::text("quote", "どこにもない文"),
            Part::text("text", "承知しました"),
        ];
        let entries = format!("/rooms/{team}/entries");
        let back = browser.send(&stage.staff, ("POST", &entries), Load::Parts(parts)).await;
        assert_eq!(back.status, 422);
        assert!(back.text().contains("返信先の記録に見当たりません"));
        assert!(back.text().contains("どこにもない文</textarea>"), "what was typed is kept");
    });
}

/// Text that runs from right to left, combining characters and 外字 come out as they went in,
/// each in a box of its own.
#[test]
fn any_script_is_kept_and_cannot_turn_round_the_page() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let team = stage.region.rooms.team;
        let words = "שלום \u{202e}逆\u{202c} が\u{3099} \u{e000}\u{f0000} 葛\u{e0100}城 e\u{301}\u{302}\u{303}";
        let id = stage.region.write(&people.nurse, team, note(words)).await;
        let nurse = stage.client(&people.nurse).await;
        let api = format!("/api/v1/rooms/{team}/entries/{id}");
        assert_eq!(nurse.get(&stage.staff, &api).await.json()["text"], words);
        let browser = Client { accept: Some("text/html"), ..nurse };
        let page = browser.get(&stage.staff, &format!("/rooms/{team}")).await.text();
        assert!(page.contains(&format!("<p dir=\"auto\">{words}</p>")), "{page}");
    });
}
