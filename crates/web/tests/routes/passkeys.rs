//! Passkeys: registered, used to sign in and to unlock; and everything that is refused.

mod refused;
mod registering;

use axum::http::StatusCode;
use serde_json::{Value, json};
use tasuki_domain::content::DeviceKind;
use tasuki_kernel::{Code, DeviceId};
use tasuki_testkit::authenticator::Authenticator;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, Somebody};
use tasuki_web::visitor::PASSKEY_COOKIE;

use crate::client::{Answer, Client, Load, Part};
use crate::stage::Stage;

/// Where the pages are, as the browser sees it.
const ORIGIN: &str = "https://tasuki.example";

/// Registers what an authenticator makes, as a further device of whoever `client` is.
async fn register(stage: &Stage, client: &Client, phone: &mut Authenticator) -> Answer {
    let asked = client.post(&stage.staff, "/api/v1/passkeys/options", json!({})).await;
    if asked.status != StatusCode::OK {
        return asked;
    }
    let made = phone.create(ORIGIN, &asked.json());
    let given = json!({ "label": "自分の電話", "response": made["response"] });
    client.post(&stage.staff, "/api/v1/passkeys", given).await
}

/// An authenticator with a passkey of somebody, and its device.
pub async fn phone_of(stage: &Stage, who: &Somebody) -> (Authenticator, DeviceId) {
    let mut phone = Authenticator::default();
    let client = stage.client(who).await;
    let answer = register(stage, &client, &mut phone).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let device = answer.json()["device"].as_str().unwrap_or_default().parse();
    (phone, device.expect("a device"))
}

fn cookie_of(answer: &Answer, name: &str) -> String {
    let set = answer.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok());
    let mut named = set.filter_map(|it| it.strip_prefix(name)?.strip_prefix('='));
    named.find_map(|it| it.split(';').next()).unwrap_or_default().to_owned()
}

/// The two halves of signing in: what the browser is asked, with its cookie.
async fn ask(stage: &Stage) -> (Value, String) {
    let path = "/api/v1/session/passkey/options";
    let asked = Client::default().post(&stage.staff, path, json!({})).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text());
    (asked.json(), cookie_of(&asked, PASSKEY_COOKIE))
}

async fn answer(stage: &Stage, cookie: &str, shown: &Value) -> Answer {
    let cookie = format!("{PASSKEY_COOKIE}={cookie}");
    let load = Load::Json(shown.clone());
    let what = ("POST", "/api/v1/session/passkey");
    Client::default().send_with(&stage.staff, what, load, &[("cookie", &cookie)]).await
}

async fn sign_in(stage: &Stage, phone: &mut Authenticator) -> Answer {
    let (asked, cookie) = ask(stage).await;
    let shown = phone.get(ORIGIN, &asked);
    answer(stage, &cookie, &shown).await
}

/// A browser with a session that a passkey began: no certificate, no password.
pub async fn browser(stage: &Stage, phone: &mut Authenticator) -> Client {
    let begun = sign_in(stage, phone).await;
    assert_eq!(begun.status, StatusCode::CREATED, "{}", begun.text());
    Client {
        cookie: Some(cookie_of(&begun, "__Host-tasuki")),
        csrf: begun.json()["csrf"].as_str().unwrap_or_default().to_owned(),
        ..Client::default()
    }
}

#[test]
fn a_passkey_alone_opens_the_region() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let (mut phone, device) = phone_of(&stage, nurse).await;
        for _ in 0..2 {
            let client = browser(&stage, &mut phone).await;
            let session = client.get(&stage.staff, "/api/v1/session").await.json();
            assert_eq!(session["person"]["name"]["full"], nurse.name);
            assert_eq!(session["device"], device.to_string());
            let room = format!("/api/v1/rooms/{}", stage.region.rooms.team);
            assert_eq!(client.get(&stage.staff, &room).await.status, StatusCode::OK);
            let written = write(&stage, &client).await;
            assert_eq!(written.status, StatusCode::CREATED, "{}", written.text());
        }
        let devices = stage.region.app.devices_of(nurse.person).await.unwrap();
        let row = devices.iter().find(|it| it.id == device).expect("registered");
        assert_eq!((row.kind, row.label.as_str()), (DeviceKind::Passkey, "自分の電話"));
    });
}

async fn write(stage: &Stage, client: &Client) -> Answer {
    let page = Client { accept: Some("application/json"), ..client.clone() };
    let parts = vec![Part::text("text", "電話から"), Part::text("category", "")];
    let path = format!("/rooms/{}/entries", stage.region.rooms.team);
    page.send(&stage.staff, ("POST", &path), Load::Parts(parts)).await
}

#[test]
fn what_is_asked_of_the_browser_comes_from_the_configuration() {
    block_on(async {
        let stage = Stage::new().await;
        let load = Load::Json(json!({}));
        let what = ("POST", "/api/v1/session/passkey/options");
        let evil = [("host", "evil.example")];
        let asked = Client::default().send_with(&stage.staff, what, load, &evil).await;
        let options = asked.json();
        assert_eq!(options["rpId"], "tasuki.example");
        assert_eq!(options["userVerification"], "required");
        assert_eq!(options["allowCredentials"], json!([]));
        let set = asked.header("set-cookie");
        for part in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=300"] {
            assert!(set.contains(part), "{set}");
        }
        let nurse = &stage.region.people.nurse;
        let (phone, _) = phone_of(&stage, nurse).await;
        let client = stage.client(nurse).await;
        let asked = client.post(&stage.staff, "/api/v1/passkeys/options", json!({})).await.json();
        assert_eq!(asked["rp"]["id"], "tasuki.example");
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        let held = tasuki_testkit::authenticator::decoded(&asked["excludeCredentials"][0]["id"]);
        assert_eq!(held, phone.held[0].id);
        // Asking leaves nothing behind that a stranger could fill the disk with.
        assert_eq!(stage.region.count("SELECT count(*) FROM answered_challenges"), 1);
    });
}

async fn unlock(stage: &Stage, client: &Client, phone: &mut Authenticator) -> Answer {
    let path = "/api/v1/session/unlock/options";
    let asked = client.post(&stage.staff, path, json!({})).await;
    if asked.status != StatusCode::OK {
        return asked;
    }
    let shown = phone.get(ORIGIN, &asked.json());
    client.post(&stage.staff, "/api/v1/session/unlock", shown).await
}

#[test]
fn an_idle_session_is_unlocked_by_its_own_passkey_or_by_the_password() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let (mut phone, _) = phone_of(&stage, nurse).await;
        let client = browser(&stage, &mut phone).await;
        let page = Client { accept: Some("text/html"), ..client.clone() };
        let locks = || async {
            stage.region.clock.advance(15 * 60);
            let locked = client.get(&stage.staff, "/api/v1/notebooks").await;
            assert_eq!(locked.code(), Some(Code::SessionLocked));
            let html = page.get(&stage.staff, "/unlock?next=/account").await.text();
            assert!(html.contains("data-passkey=\"unlock\"") && html.contains("name=\"password\""));
            assert!(html.contains("data-next=\"/account\""));
        };
        locks().await;
        let opened = unlock(&stage, &client, &mut phone).await;
        assert_eq!(opened.status, StatusCode::NO_CONTENT, "{}", opened.text());
        assert_eq!(client.get(&stage.staff, "/api/v1/notebooks").await.status, StatusCode::OK);
        locks().await;
        // A second passkey of hers, and a challenge that was for signing in.
        let (mut other, _) = phone_of(&stage, nurse).await;
        let refused = unlock(&stage, &client, &mut other).await;
        assert_eq!(refused.code(), Some(Code::PasskeyRefused));
        let (asked, _) = ask(&stage).await;
        let shown = phone.get(ORIGIN, &asked);
        let refused = client.post(&stage.staff, "/api/v1/session/unlock", shown).await;
        assert_eq!(refused.code(), Some(Code::PasskeyRefused));
        let locked = client.get(&stage.staff, "/api/v1/notebooks").await;
        assert_eq!(locked.code(), Some(Code::SessionLocked));
        let password = Load::Form(vec![("password", PASSWORD.to_owned())]);
        let opened = page.send(&stage.staff, ("POST", "/unlock"), password).await;
        assert_eq!(opened.header("location"), "/notebooks");
        // Whoever has no password is asked for none.
        stage.region.tamper("DELETE FROM passwords");
        stage.region.clock.advance(15 * 60);
        let html = page.get(&stage.staff, "/unlock").await.text();
        assert!(html.contains("data-passkey=\"unlock\"") && !html.contains("name=\"password\""));
        assert_eq!(unlock(&stage, &client, &mut phone).await.status, StatusCode::NO_CONTENT);
    });
}

#[test]
fn a_session_of_a_passkey_lasts_half_a_day_and_one_of_a_certificate_longer() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let (mut phone, _) = phone_of(&stage, nurse).await;
        let by_passkey = browser(&stage, &mut phone).await;
        let by_certificate = stage.client(nurse).await;
        for _ in 0..(12 * 6 - 1) {
            stage.region.clock.advance(600);
            for client in [&by_passkey, &by_certificate] {
                assert_eq!(client.get(&stage.staff, "/api/v1/session").await.status, 200);
            }
        }
        stage.region.clock.advance(600);
        let ended = by_passkey.get(&stage.staff, "/api/v1/session").await;
        assert_eq!(ended.code(), Some(Code::SignInRequired));
        assert_eq!(by_certificate.get(&stage.staff, "/api/v1/session").await.status, 200);
    });
}

#[test]
fn a_revoked_passkey_is_out_on_the_next_request() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let (mut phone, device) = phone_of(&stage, nurse).await;
        let client = browser(&stage, &mut phone).await;
        // By herself, from the device that she still has.
        let own = stage.client(nurse).await;
        let path = format!("/account/devices/{device}/lost");
        let lost = own.send(&stage.staff, ("POST", &path), Load::Form(Vec::new())).await;
        assert_eq!(lost.header("location"), "/account?said=lost");
        let refused = client.get(&stage.staff, "/api/v1/session").await;
        assert_eq!(refused.code(), Some(Code::DeviceRevoked));
        assert_eq!(sign_in(&stage, &mut phone).await.code(), Some(Code::PasskeyRefused));
        // And it may not be asked to unlock either.
        let refused = unlock(&stage, &client, &mut phone).await;
        assert_eq!(refused.code(), Some(Code::DeviceRevoked));
    });
}

#[test]
fn pages_offer_what_the_region_allows() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let page = Client { accept: Some("text/html"), ..client };
        let offered = || async {
            let door = page.get(&stage.staff, "/sign-in?next=//evil.example").await.text();
            let account = page.get(&stage.staff, "/account").await.text();
            assert!(!door.contains("data-next=\"//evil"), "only paths of this site");
            let door = door.contains("data-passkey=\"sign-in\"");
            (door, account.contains("data-passkey=\"register\""))
        };
        assert_eq!(offered().await, (true, true));
        let certificates = vec!["certificate".to_owned()];
        stage.region.app.allow_second_factors(certificates).await.unwrap();
        assert_eq!(offered().await, (false, false));
    });
}
