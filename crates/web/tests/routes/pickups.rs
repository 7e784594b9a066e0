//! From number and code to a file, on the listener where nobody has a certificate yet.

use tasuki_app::access::Record;
use tasuki_app::pickup::Offer;
use tasuki_domain::content::Touched;
use tasuki_domain::system::System;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody};
use tasuki_web::texts::Lang;

use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

const IPHONE: (&str, &str) =
    ("user-agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)");
const WINDOWS: (&str, &str) = ("user-agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/140");

async fn offer(region: &Region) -> Offer {
    let person = region.people.nurse.person;
    let (row, offer) =
        region.app.new_pickup(person, "訪問用スマホ", System::Android).await.unwrap();
    region.app.keep_pickup(Record::operator(Touched::Activation), row).await.unwrap();
    offer
}

fn stranger() -> Client {
    Client { accept: Some("text/html"), ..Client::default() }
}

fn form(offer: &Offer, more: &[(&'static str, &str)]) -> Load {
    let mut fields = vec![("number", offer.number.clone()), ("code", offer.code.to_string())];
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    Load::Form(fields)
}

async fn post(stage: &Stage, path: &str, load: Load, from: (&str, &str)) -> Answer {
    stranger().send_with(&stage.portal, ("POST", path), load, &[from]).await
}

#[test]
fn the_page_knows_what_it_is_opened_on_and_can_be_told_otherwise() {
    block_on(async {
        let stage = Stage::new().await;
        let offer = offer(&stage.region).await;
        let t = Lang::Ja.texts().pickup;
        let phone = post(&stage, "/pickup", form(&offer, &[]), IPHONE).await;
        assert_eq!(phone.status, 200, "{}", phone.text());
        assert!(phone.text().contains(t.get_profile) && !phone.text().contains(t.get_file));
        let told = form(&offer, &[("system", "windows")]);
        let told = post(&stage, "/pickup", told, IPHONE).await.text();
        assert!(told.contains(t.get_file) && told.contains(&*offer.code));
        // Whoever says nothing gets what the pick-up was made for.
        let silent = post(&stage, "/pickup", form(&offer, &[]), ("user-agent", "")).await;
        assert!(silent.text().contains("value=\"android\" aria-current"));
    });
}

#[test]
fn each_system_gets_its_file_as_an_attachment() {
    block_on(async {
        let stage = Stage::new().await;
        for (system, what, kind, name) in [
            ("windows", "file", "application/x-pkcs12", "tasuki.p12"),
            ("android", "file", "application/x-pkcs12", "tasuki.p12"),
            ("mac", "profile", "application/x-apple-aspen-config", "tasuki.mobileconfig"),
            ("ios", "profile", "application/x-apple-aspen-config", "tasuki.mobileconfig"),
        ] {
            // The newest is the last in the list.
            stage.region.clock.advance(1);
            let offer = offer(&stage.region).await;
            let load = form(&offer, &[("system", system), ("form", what)]);
            let answer = post(&stage, "/pickup/file", load, WINDOWS).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert_eq!(answer.header("content-type"), kind);
            let attached = format!("attachment; filename=\"{name}\"");
            assert_eq!(answer.header("content-disposition"), attached);
            assert_eq!(answer.header("cache-control"), "no-store");
            assert_eq!(answer.bytes[0], 0x30, "DER begins with a sequence");
            let devices = stage.region.app.devices_of(stage.region.people.nurse.person).await;
            let newest = devices.unwrap().pop().unwrap();
            assert_eq!(newest.system, System::from_name(system), "as it turned out");
        }
    });
}

#[test]
fn refusals_come_back_to_the_form_and_say_why() {
    block_on(async {
        let stage = Stage::new().await;
        let offer = offer(&stage.region).await;
        let t = Lang::Ja.texts().pickup;
        let wrong = || {
            Load::Form(vec![("number", offer.number.clone()), ("code", "aaaa-aaaa-aaaa".into())])
        };
        for path in ["/pickup", "/pickup/file", "/pickup/hand-over", "/pickup"] {
            let answer = post(&stage, path, wrong(), WINDOWS).await;
            assert_eq!(answer.status, 401, "{path}");
            assert!(answer.text().contains(&format!("value=\"{}\"", offer.number)));
            assert!(!answer.text().contains("aaaa-aaaa"), "a code is never shown again");
        }
        assert_eq!(post(&stage, "/pickup", wrong(), WINDOWS).await.status, 401);
        let locked = post(&stage, "/pickup", form(&offer, &[]), WINDOWS).await;
        assert_eq!(locked.status, 410);
        assert!(locked.text().contains(t.locked), "{}", locked.text());
        assert!(locked.text().contains("窓口"), "whom to ask");
    });
}

#[test]
fn what_was_picked_up_and_what_expired_say_so() {
    block_on(async {
        let stage = Stage::new().await;
        let t = Lang::Ja.texts().pickup;
        let (used, old) = (offer(&stage.region).await, offer(&stage.region).await);
        let load = form(&used, &[("system", "windows"), ("form", "file")]);
        assert_eq!(post(&stage, "/pickup/file", load, WINDOWS).await.status, 200);
        stage.region.clock.advance(15 * 60);
        let again = post(&stage, "/pickup", form(&used, &[]), WINDOWS).await;
        assert!(again.status == 410 && again.text().contains(t.used));
        stage.region.clock.advance(7 * 86_400);
        let late = post(&stage, "/pickup", form(&old, &[]), WINDOWS).await;
        assert!(late.status == 410 && late.text().contains(t.expired));
    });
}

/// The text of the first attribute of this name after `from`.
fn after<'a>(html: &'a str, from: &str) -> &'a str {
    html.split_once(from).unwrap().1.split('"').next().unwrap()
}

#[test]
fn a_phone_takes_over_what_the_pc_shows() {
    block_on(async {
        let stage = Stage::new().await;
        let offer = offer(&stage.region).await;
        let shown = post(&stage, "/pickup/hand-over", form(&offer, &[]), WINDOWS).await;
        assert_eq!(shown.status, 200, "{}", shown.text());
        assert!(shown.text().contains("https://tasuki.example/pickup"));
        assert!(shown.text().contains("class=\"qr\""));
        // The link itself stands in the picture only; the one who made it knows it.
        let typed = tasuki_app::pickup::Typed {
            number: &offer.number,
            code: &offer.code,
            address: "192.0.2.1",
        };
        let waiting = stage.region.app.waiting_pickup(typed).await.unwrap();
        let link = stage.region.app.hand_over(&waiting).await.unwrap();
        let path = format!("/pickup/from/{}", link.token);
        for _ in 0..2 {
            let seen = stranger().get(&stage.portal, &path).await;
            assert_eq!(seen.status, 200, "looking uses nothing up");
            assert_eq!(after(&seen.text(), "method=\"post\" action=\""), path);
        }
        let taken = post(&stage, &path, Load::Form(Vec::new()), IPHONE).await;
        assert!(taken.text().contains(Lang::Ja.texts().pickup.get_profile));
        assert_eq!(after(&taken.text(), "name=\"code\" value=\""), &*offer.code);
        let again =
            Client::default().send(&stage.portal, ("POST", &path), Load::Form(vec![])).await;
        assert_eq!(again.code(), Some(Code::NotFound));
    });
}

#[test]
fn the_check_page_tells_each_device_where_it_stands() {
    block_on(async {
        let stage = Stage::new().await;
        let t = &Lang::Ja.texts().help;
        let nurse = &stage.region.people.nurse;
        let ask = |certificate: Option<[u8; 32]>| {
            let client = Client { certificate, ..stranger() };
            let router = stage.staff.clone();
            async move {
                let load = Load::Nothing;
                client.send_with(&router, ("GET", "/device"), load, &[IPHONE]).await.text()
            }
        };
        let known = ask(Some(nurse.fingerprint)).await;
        assert!(known.contains(t.recognised) && known.contains("href=\"/sign-in\""));
        assert!(known.contains("2027") && !known.contains(nurse.name), "a date, and no name");
        let none = ask(None).await;
        assert!(none.contains(t.missing) && none.contains("href=\"/help/ios\""));
        assert!(ask(Some([99; 32])).await.contains(t.foreign));
        stage.region.app.revoke_device(nurse.device, "紛失").await.unwrap();
        assert!(ask(Some(nurse.fingerprint)).await.contains(t.revoked));
    });
}

#[test]
fn every_kind_of_device_has_its_help() {
    block_on(async {
        let stage = Stage::new().await;
        for system in System::ALL {
            let path = format!("/help/{}", system.name());
            let html = stranger().get(&stage.portal, &path).await.text();
            let steps = Lang::Ja.texts().help.steps(system);
            assert!(steps.iter().all(|it| html.contains(it.title)), "{path}");
            assert_eq!(html.matches("class=\"drawing\"").count(), steps.len());
        }
        let unknown = Client::default().get(&stage.portal, "/help/beos").await;
        assert_eq!(unknown.code(), Some(Code::NotFound));
    });
}

async fn signed_in(stage: &Stage, who: &Somebody) -> Client {
    Client { accept: Some("text/html"), ..stage.client(who).await }
}

#[test]
fn a_second_device_comes_from_the_first() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let client = signed_in(&stage, nurse).await;
        let new = Load::Form(vec![("label", "二台目".into()), ("system", "ios".into())]);
        let shown = client.send(&stage.staff, ("POST", "/account/devices"), new).await.text();
        assert!(shown.contains("class=\"qr\"") && shown.contains("二台目"));
        let (number, code) =
            (after(&shown, "name=\"number\" value=\""), after(&shown, "name=\"code\" value=\""));
        let load = Load::Form(vec![
            ("number", number.into()),
            ("code", code.into()),
            ("system", "ios".into()),
            ("form", "profile".into()),
        ]);
        assert_eq!(post(&stage, "/pickup/file", load, IPHONE).await.status, 200);
        let devices = stage.region.app.devices_of(nurse.person).await.unwrap();
        assert!(devices.iter().any(|it| it.label == "二台目" && it.system == Some(System::Ios)));
        let odd = Load::Form(vec![("label", "x".into()), ("system", "beos".into())]);
        let client = Client { accept: None, ..client };
        let refused = client.send(&stage.staff, ("POST", "/account/devices"), odd).await;
        assert_eq!(refused.code(), Some(Code::Invalid));
    });
}

#[test]
fn renewal_is_one_press_in_the_last_sixty_days() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let renew = format!("/account/devices/{}/renew", nurse.device);
        let account = signed_in(&stage, nurse).await.get(&stage.staff, "/account").await.text();
        assert!(!account.contains(&renew), "a year is left");
        stage.region.clock.advance(310 * 86_400);
        let client = signed_in(&stage, nurse).await;
        assert!(client.get(&stage.staff, "/account").await.text().contains(&renew));
        let list = client.get(&stage.staff, "/notebooks").await.text();
        assert!(!list.contains("class=\"status ends\""), "55 days are left");
        stage.region.clock.advance(30 * 86_400);
        let client = signed_in(&stage, nurse).await;
        let list = client.get(&stage.staff, "/notebooks").await.text();
        assert!(list.contains("class=\"status ends\""), "25 days are left");
        let page = client.send(&stage.staff, ("POST", &renew), Load::Form(Vec::new())).await;
        assert!(page.text().contains("action=\"/pickup/file\""), "{}", page.text());
    });
}

#[test]
fn lists_and_certificates_of_the_authority_are_for_everybody() {
    block_on(async {
        let stage = Stage::new().await;
        for router in [&stage.staff, &stage.portal] {
            let list = Client::default().get(router, "/authority/devices.crl").await;
            assert!(list.text().starts_with("-----BEGIN X509 CRL-----"), "{}", list.text());
            let chain = Client::default().get(router, "/authority/chain.pem").await;
            assert_eq!(chain.text().matches("BEGIN CERTIFICATE").count(), 2);
            assert!(!chain.text().contains("PRIVATE"));
        }
    });
}
