//! A form that arrives after its session ended or locked: no word of it is lost, nobody else gets
//! one, and nothing lies on the server.

use scraper::{Html, Selector};
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{IDLE_MINUTES, PASSWORD};

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

const WORDS: &str = "夜中に二度起きました。\n\"<痰>\" が増えています";

struct Try {
    stage: Stage,
    browser: Client,
    entries: String,
}

impl Try {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let browser = stage.client(&stage.region.people.nurse).await;
        let browser = Client { accept: Some("text/html"), ..browser };
        let entries = format!("/rooms/{}/entries", stage.region.rooms.team);
        Self { stage, browser, entries }
    }

    fn typed(&self) -> Vec<Part> {
        let nurse = self.stage.region.people.nurse.person.to_string();
        let doctor = self.stage.region.people.doctor.person.to_string();
        vec![
            Part::text("writer", &nurse),
            Part::text("text", WORDS),
            Part::text("importance", "urgent"),
            Part::text("body-temperature", "37.8"),
            Part::text("addressee", &doctor),
            Part::file("photo", "a.jpg", tasuki_testkit::region::photo().bytes),
        ]
    }

    async fn send(&self, client: &Client, parts: Vec<Part>) -> Answer {
        client.send(&self.stage.staff, ("POST", &self.entries), Load::Parts(parts)).await
    }

    /// The page's own form again, as the browser would send it with a password.
    fn again(answer: &Answer, password: &str) -> Vec<Part> {
        let page = Html::parse_document(&answer.text());
        let hidden = Selector::parse("form input[type=hidden]").expect("a selector");
        let value = |it: scraper::ElementRef<'_>| {
            let of = |name| it.value().attr(name).unwrap_or_default().to_owned();
            Part {
                name: Box::leak(of("name").into_boxed_str()),
                file_name: None,
                bytes: of("value").into_bytes(),
            }
        };
        let mut parts: Vec<Part> =
            page.select(&hidden).map(value).filter(|it| it.name != "csrf").collect();
        parts.push(Part::text("password", password));
        parts
    }

    async fn is_kept(&self, answer: &Answer, locked: bool) {
        assert_eq!(answer.status, 401);
        let text = answer.text();
        assert!(
            text.contains(if locked {
                "ロックしました"
            } else {
                "終わっていました"
            }),
            "{text}"
        );
        assert!(text.contains("写真とファイルは、もう一度選んでください"));
        assert!(!text.contains("山口"), "nothing of the patient behind the door");
        let wrong = self.send(&self.browser, Self::again(answer, "これは違います")).await;
        assert!(wrong.status.is_client_error() && wrong.text().contains("37.8"));
        let back = self.send(&self.browser, Self::again(&wrong, PASSWORD)).await;
        assert_eq!(back.status, 200);
        let page = Html::parse_document(&back.text());
        let field = |selector: &str| {
            let selector = Selector::parse(selector).expect("a selector");
            page.select(&selector).next().expect("a field")
        };
        assert_eq!(field("#text").text().collect::<String>().trim_start(), WORDS);
        assert_eq!(field("#body-temperature").value().attr("value"), Some("37.8"));
        assert!(field("[name=importance][value=urgent]").value().attr("checked").is_some());
        assert!(field("[name=addressee][data-name]").value().attr("value").is_some());
        assert!(back.text().contains("写真とファイルは、もう一度選んでください"));
        assert_eq!(field("details.to-some").value().attr("open"), Some(""));
    }
}

#[test]
fn behind_the_idle_lock_every_word_waits_for_the_password() {
    block_on(async {
        let it = Try::new().await;
        it.stage.region.clock.advance(i64::from(IDLE_MINUTES) * 60 + 1);
        let before = it.stage.region.count("SELECT count(*) FROM entries");
        let answer = it.send(&it.browser, it.typed()).await;
        let after = it.stage.region.count("SELECT count(*) FROM entries");
        assert_eq!(before, after, "nothing was written, nothing was read");
        it.is_kept(&answer, true).await;
    });
}

#[test]
fn after_its_end_the_same_person_goes_on_in_a_new_session() {
    block_on(async {
        let it = Try::new().await;
        let nurse = it.stage.region.people.nurse.clone();
        let session =
            it.stage.region.app.session(it.browser.cookie.as_deref().unwrap(), nurse.shown());
        let id = session.await.unwrap().id;
        it.stage.end(&nurse, id).await;
        let answer = it.send(&it.browser, it.typed()).await;
        assert!(answer.header("set-cookie").is_empty());
        it.is_kept(&answer, false).await;
    });
}

#[test]
fn the_words_of_one_person_are_not_given_to_another() {
    block_on(async {
        let it = Try::new().await;
        // The doctor signs in on the same browser and sends the nurse's form.
        let doctor = it.stage.client(&it.stage.region.people.doctor).await;
        for accept in [Some("text/html"), None] {
            let other = Client { accept, ..doctor.clone() };
            let answer = it.send(&other, it.typed()).await;
            assert_eq!(answer.status, 403);
            assert!(!answer.text().contains("夜中"), "{}", answer.text());
        }
        // A token that is not the former session's shows nothing either.
        it.stage.region.clock.advance(i64::from(IDLE_MINUTES) * 60 + 1);
        let forged = Client { csrf: "x".into(), ..it.browser.clone() };
        let answer = it.send(&forged, it.typed()).await;
        assert!(answer.status == 403 && !answer.text().contains("夜中"));
        // Programs and scripts are told the problem, and keep their words themselves.
        let script = Client { accept: None, ..it.browser.clone() };
        assert_eq!(it.send(&script, it.typed()).await.code(), Some(Code::SessionLocked));
        let nobody = Client { cookie: None, ..it.browser.clone() };
        assert_eq!(it.send(&nobody, it.typed()).await.status, 303);
    });
}

#[test]
fn a_form_of_an_earlier_session_comes_back_with_a_token_that_holds() {
    block_on(async {
        let it = Try::new().await;
        let newer = it.stage.client(&it.stage.region.people.nurse).await;
        // The cookie is the new session's, the token in the form the old one's.
        let mixed =
            Client { csrf: it.browser.csrf.clone(), accept: Some("text/html"), ..newer.clone() };
        let answer = it.send(&mixed, it.typed()).await;
        assert_eq!(answer.status, 403);
        assert!(
            answer.text().contains("夜中に二度起きました") && answer.text().contains(&newer.csrf)
        );
    });
}
