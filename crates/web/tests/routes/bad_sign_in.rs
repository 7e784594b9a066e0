//! Signing in wrongly: one answer whatever was wrong, and waiting after five failures.

use axum::http::StatusCode;
use serde_json::json;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::PASSWORD;
use tasuki_web::texts::{self, Lang};

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

async fn by_api(stage: &Stage, client: &Client, login: &str, password: &str) -> Answer {
    let body = json!({ "login": login, "password": password });
    client.post(&stage.staff, "/api/v1/session", body).await
}

async fn by_page(stage: &Stage, client: &Client, login: &str, password: &str) -> Answer {
    let browser = Client { accept: Some("text/html"), ..client.clone() };
    let fields = vec![("login", login.to_owned()), ("password", password.to_owned())];
    browser.send(&stage.staff, ("POST", "/sign-in"), Load::Form(fields)).await
}

/// A browser on the nurse's device.
fn device(stage: &Stage) -> Client {
    let certificate = Some(stage.region.people.nurse.fingerprint);
    Client { certificate, ..Client::default() }
}

#[test]
fn a_right_password_gives_the_cookie_and_the_token() {
    block_on(async {
        let stage = Stage::new().await;
        let answer = by_api(&stage, &device(&stage), "misaki", PASSWORD).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let set = answer.header("set-cookie").to_owned();
        let cookie = set.strip_prefix("__Host-tasuki=").and_then(|it| it.split(';').next());
        let body = answer.json();
        assert_eq!(body["person"]["name"]["full"], "佐藤 美咲");
        let csrf = body["csrf"].as_str().unwrap_or_default().to_owned();
        let client = Client { cookie: cookie.map(str::to_owned), csrf, ..device(&stage) };
        let session = client.get(&stage.staff, "/api/v1/session").await.json();
        assert_eq!(session["posts"][0]["profession"], "nurse");
        assert_eq!(session["csrf"], client.csrf);
        let out = client.send(&stage.staff, ("DELETE", "/api/v1/session"), Load::Nothing).await;
        assert_eq!(out.status, StatusCode::NO_CONTENT);
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        let after = client.get(&stage.staff, "/api/v1/session").await;
        assert_eq!(after.code(), Some(Code::SignInRequired));
    });
}

#[test]
fn whatever_is_wrong_is_answered_alike() {
    block_on(async {
        let stage = Stage::new().await;
        let mut answers = Vec::new();
        let mut pages = Vec::new();
        // A wrong password, nobody's name, and a right password on another person's device.
        for (login, password) in
            [("misaki", "wrong"), ("nobody-at-all", "wrong"), ("kenji", PASSWORD), ("", "")]
        {
            let answer = by_api(&stage, &device(&stage), login, password).await;
            assert_eq!(answer.code(), Some(Code::SignInRefused), "{login}");
            answers.push(answer.text());
            let page = by_page(&stage, &device(&stage), login, password).await;
            assert_eq!(page.status, StatusCode::UNAUTHORIZED);
            let title = texts::problem(Lang::Ja, Code::SignInRefused).title;
            assert!(page.text().contains(title), "{}", page.text());
            assert!(page.text().contains("lang=\"ja\""));
            let echoed = format!("value=\"{login}\"");
            pages.push(page.text().replace(&echoed, "value=\"\""));
            assert!(page.header("set-cookie").is_empty());
        }
        assert!(answers.iter().all(|it| *it == answers[0]));
        assert!(pages.iter().all(|it| *it == pages[0]), "{pages:#?}");
        assert_eq!(stage.region.count("SELECT count(*) FROM sessions"), 0);
    });
}

#[test]
fn after_five_failures_one_waits_even_with_the_right_password() {
    block_on(async {
        let stage = Stage::new().await;
        for name in ["misaki", "nobody-at-all"] {
            for _ in 0..5 {
                let answer = by_api(&stage, &device(&stage), name, "wrong").await;
                assert_eq!(answer.code(), Some(Code::SignInRefused));
            }
            let answer = by_api(&stage, &device(&stage), name, PASSWORD).await;
            assert_eq!(answer.code(), Some(Code::Throttled), "{name}");
            let page = by_page(&stage, &device(&stage), name, PASSWORD).await;
            assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
            let title = texts::problem(Lang::Ja, Code::Throttled).title;
            assert!(page.text().contains(title));
        }
        let doctor = &stage.region.people.doctor;
        let elsewhere = Client { certificate: Some(doctor.fingerprint), ..Client::default() };
        let other = by_api(&stage, &elsewhere, doctor.login, PASSWORD).await;
        assert_eq!(other.status, StatusCode::CREATED, "other accounts do not wait");
        stage.region.clock.advance(31);
        let later = by_api(&stage, &device(&stage), "misaki", PASSWORD).await;
        assert_eq!(later.status, StatusCode::CREATED, "{}", later.text());
    });
}

#[test]
fn an_idle_session_locks_and_the_password_opens_it() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let browser = Client { accept: Some("text/html"), ..client.clone() };
        stage.region.clock.advance(15 * 60);
        let locked = client.get(&stage.staff, "/api/v1/notebooks").await;
        assert_eq!(locked.code(), Some(Code::SessionLocked));
        let page = browser.get(&stage.staff, "/notebooks").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(page.header("location"), "/unlock?next=/notebooks");
        let unlock = |password: &str| {
            let fields = vec![("password", password.to_owned()), ("next", "/notebooks".into())];
            let (browser, router) = (browser.clone(), stage.staff.clone());
            async move { browser.send(&router, ("POST", "/unlock"), Load::Form(fields)).await }
        };
        assert_eq!(unlock("wrong").await.status, StatusCode::UNAUTHORIZED);
        let still = client.get(&stage.staff, "/api/v1/notebooks").await;
        assert_eq!(still.code(), Some(Code::SessionLocked));
        assert_eq!(unlock(PASSWORD).await.header("location"), "/notebooks");
        assert_eq!(client.get(&stage.staff, "/api/v1/notebooks").await.status, 200);
    });
}

#[test]
fn whoever_is_not_signed_in_is_led_to_the_door_and_back() {
    block_on(async {
        let stage = Stage::new().await;
        let browser = Client { accept: Some("text/html"), ..Client::default() };
        let room = format!("/rooms/{}", stage.region.rooms.team);
        let answer = browser.get(&stage.staff, &room).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header("location"), format!("/sign-in?next={room}"));
        // An address outside is not gone on to.
        let device = device(&stage);
        let fields = vec![
            ("login", "misaki".to_owned()),
            ("password", PASSWORD.to_owned()),
            ("next", "https://evil.example/".to_owned()),
        ];
        let answer = device.send(&stage.staff, ("POST", "/sign-in"), Load::Form(fields)).await;
        assert_eq!(answer.header("location"), "/notebooks");
    });
}
