//! 利用申請 in a browser without scripts: page by page, back and forth, and what is said when a
//! field is wrong.

use tasuki_testkit::block_on;
use tasuki_testkit::region::PASSWORD;

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

/// A stranger's browser: its one cookie is the form's.
#[derive(Default)]
struct Browser {
    cookie: String,
}

impl Browser {
    async fn ask(&mut self, stage: &Stage, what: (&str, &str), load: Load) -> Answer {
        let client = Client { accept: Some("text/html"), ..Client::default() };
        let more = [("cookie", self.cookie.as_str())];
        let more = if self.cookie.is_empty() { &more[..0] } else { &more[..] };
        let answer = client.send_with(&stage.portal, what, load, more).await;
        if let Some((pair, _)) = answer.header("set-cookie").split_once(';') {
            pair.clone_into(&mut self.cookie);
        }
        answer
    }

    async fn get(&mut self, stage: &Stage, path: &str) -> Answer {
        self.ask(stage, ("GET", path), Load::Nothing).await
    }

    async fn post(&mut self, stage: &Stage, path: &str, fields: &[(&'static str, &str)]) -> Answer {
        let fields = fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.ask(stage, ("POST", path), Load::Form(fields)).await
    }
}

const GOOD: [(&str, &str); 13] = [
    ("facility", "みどり訪問看護"),
    ("prefecture", "140007"),
    ("municipality", "141097"),
    ("kind", "home_nursing"),
    ("family", "髙橋"),
    ("given", "奈緒"),
    ("family_kana", "ﾀｶﾊｼ"),
    ("given_kana", "なお"),
    ("profession", "nurse"),
    ("mail", "ＮＡＯ@midori.example.jp"),
    ("mail_again", "nao@midori.example.jp"),
    ("login", "Midori-hk"),
    ("password", PASSWORD),
];

fn with<'a>(name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    GOOD.iter().map(|(it, old)| (*it, if *it == name { value } else { old })).collect()
}

#[test]
fn a_form_goes_over_three_pages_and_back_without_losing_anything() {
    block_on(async {
        let stage = Stage::new().await;
        let mut browser = Browser::default();
        for page in ["/apply/confirm", "/apply/device", "/apply/done"] {
            assert_eq!(browser.get(&stage, page).await.header("location"), "/apply", "{page}");
        }
        let answer = browser.post(&stage, "/apply", &GOOD).await;
        assert_eq!(answer.header("location"), "/apply/confirm");
        assert!(browser.cookie.starts_with("__Host-application="), "{}", browser.cookie);
        let confirm = browser.get(&stage, "/apply/confirm").await.text();
        for shown in
            ["タカハシ ナオ", "神奈川県 横浜市港北区", "nao@midori.example.jp", "midori-hk"]
        {
            assert!(confirm.contains(shown), "{shown}");
        }
        assert!(!confirm.contains(PASSWORD));
        // Back: everything but the password stands there.
        let form = browser.get(&stage, "/apply").await.text();
        assert!(form.contains("value=\"髙橋\"") && !form.contains(PASSWORD));
        assert!(form.contains("value=\"141097\" selected"));
        let kept = browser.post(&stage, "/apply", &with("password", "")).await;
        assert_eq!(kept.header("location"), "/apply/confirm", "the password of before holds");

        let third =
            [("system", "ios"), ("remark", "12月から"), ("check", "updates"), ("way", "back")];
        let back = browser.post(&stage, "/apply/device", &third).await;
        assert_eq!(back.header("location"), "/apply/confirm");
        let device = browser.get(&stage, "/apply/device").await.text();
        assert!(device.contains("12月から") && device.contains("value=\"ios\" checked"));

        let third = [
            ("system", "ios"),
            ("remark", "12月から"),
            ("check", "updates"),
            ("check", "leavers"),
            ("way", "send"),
        ];
        let sent = browser.post(&stage, "/apply/device", &third).await;
        assert_eq!(sent.header("location"), "/apply/done");
        let done = browser.get(&stage, "/apply/done").await.text();
        assert!(done.contains("申請を受け付けました") && done.contains("nao@midori.example.jp"));
        let queue = stage.region.desk().await;
        let row =
            queue.queue(tasuki_app::application::State::Waiting).await.unwrap().rows.remove(0);
        assert_eq!(row.not_yet, ["own-account", "screen-lock", "lost-device", "confidentiality"]);
        // The form is empty for the next one.
        assert!(!browser.get(&stage, "/apply").await.text().contains("髙橋"));
    });
}

#[test]
fn each_wrong_field_is_told_in_words_beside_it() {
    block_on(async {
        let stage = Stage::new().await;
        let long = "あ".repeat(300);
        for (name, value, said) in [
            ("facility", long.as_str(), "施設名は100文字まで"),
            ("municipality", "131016", "選んだ県のものではありません"),
            ("family", long.as_str(), "姓は100文字まで"),
            ("family_kana", "高橋", "ひらがなかカタカナ"),
            ("mail", "nao", "メールアドレスの形"),
            ("mail_again", "mao@midori.example.jp", "2つのメールアドレスが違います"),
            ("login", "高橋", "半角の英小文字"),
            ("login", "misaki", "使われています"),
            ("password", "takahashi", "使えません"),
        ] {
            let mut browser = Browser::default();
            let answer = browser.post(&stage, "/apply", &with(name, value)).await;
            assert_eq!(answer.status, 422, "{name}");
            let page = answer.text();
            assert!(page.contains(said), "{name}: {said}");
            assert_eq!(page.matches("aria-invalid").count(), 1, "{name} alone");
            assert!(page.contains(&format!("href=\"#f-{name}\"")), "{name}");
            assert!(page.contains("value=\"奈緒\""), "{name}: what was typed stays");
            assert!(browser.cookie.is_empty(), "nothing is kept");
        }
    });
}

#[test]
fn the_third_page_tells_what_is_missing_and_keeps_what_was_ticked() {
    block_on(async {
        let stage = Stage::new().await;
        stage.region.desk().await.publish_terms("第1条").await.unwrap();
        let mut browser = Browser::default();
        browser.post(&stage, "/apply", &GOOD).await;
        let page = browser.get(&stage, "/apply/device").await.text();
        assert!(page.contains("利用規約に同意します"));
        let missing = [("remark", "急ぎません"), ("check", "updates")];
        let answer = browser.post(&stage, "/apply/device", &missing).await;
        assert_eq!(answer.status, 422);
        let page = answer.text();
        assert!(page.contains("端末の種類を選んでください"));
        assert!(page.contains("急ぎません") && page.contains("value=\"updates\" checked"));
        let no_terms = [("system", "mac")];
        let answer = browser.post(&stage, "/apply/device", &no_terms).await;
        assert!(answer.text().contains("同意するときは印を付けて"));
        let all = [("system", "mac"), ("terms", "1")];
        let answer = browser.post(&stage, "/apply/device", &all).await;
        assert_eq!(answer.header("location"), "/apply/done");
    });
}

#[test]
fn browsers_without_scripts_ask_for_another_prefectures_places() {
    block_on(async {
        let stage = Stage::new().await;
        let mut browser = Browser::default();
        let mut fields = with("prefecture", "010006");
        fields.push(("way", "places"));
        let page = browser.post(&stage, "/apply", &fields).await;
        assert_eq!(page.status, 200);
        let page = page.text();
        assert!(page.contains("札幌市中央区") && page.contains("みどり訪問看護"));
        let places = browser.get(&stage, "/places/010006").await.json();
        let named = |it: &serde_json::Value| it == &serde_json::json!(["011011", "札幌市中央区"]);
        assert!(places.as_array().unwrap().iter().any(named));
        assert_eq!(browser.get(&stage, "/places/x").await.json(), serde_json::json!([]));
    });
}

#[test]
fn behind_the_link_stands_how_it_is_and_a_correction_begins_there() {
    block_on(async {
        let stage = Stage::new().await;
        let applied = stage.region.apply("midori").await;
        let mut browser = Browser::default();
        let mails = stage.region.mails().await;
        let door = |words: &str| {
            let (_, link) = words.split_once("/application/").expect("a link");
            format!("/application/{}", link.split_whitespace().next().expect("a token"))
        };
        let link = door(&mails[0].words);
        let page = browser.get(&stage, &link).await.text();
        assert!(page.contains("窓口で確認しています") && !page.contains("入力を直す"));
        let early = browser.post(&stage, &format!("{link}/correct"), &[]).await;
        assert_eq!(early.status, 409);

        let desk = stage.region.desk().await;
        desk.send_back(applied.id, applied.revision, "電話番号を書いてください").await.unwrap();
        let link = door(&stage.region.mails().await[0].words);
        let page = browser.get(&stage, &link).await.text();
        assert!(page.contains("電話番号を書いてください") && page.contains("入力を直す"));
        let begun = browser.post(&stage, &format!("{link}/correct"), &[]).await;
        assert_eq!(begun.header("location"), "/apply");
        assert!(browser.get(&stage, "/apply").await.text().contains("value=\"高橋\""));
    });
}

#[test]
fn the_portal_says_what_the_desk_wrote_and_lists_who_takes_part() {
    block_on(async {
        let stage = Stage::new().await;
        let mut browser = Browser::default();
        let page = browser.get(&stage, "/").await.text();
        assert!(page.contains("みなと連絡帳") && page.contains("href=\"/apply\""));
        let portal = tasuki_domain::content::Portal {
            palette: "green".into(),
            about: "<b>市</b>の連絡帳".into(),
            desk: "高齢福祉課".into(),
            ..Default::default()
        };
        stage.region.desk().await.set_portal(portal).await.unwrap();
        let page = browser.get(&stage, "/portal").await.text();
        assert!(page.contains("palette-green") && page.contains("高齢福祉課"));
        assert!(page.contains("&#60;b&#62;市") || page.contains("&lt;b&gt;市"), "words are words");
        let list = browser.get(&stage, "/facilities").await.text();
        assert!(list.contains("訪問看護ステーションあさがお") && list.contains("港の見える診療所"));
        for empty in ["/terms", "/privacy"] {
            assert!(browser.get(&stage, empty).await.text().contains("まだ書かれていません"));
        }
    });
}
