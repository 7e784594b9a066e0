//! A number and a code become a device: once, in one person's name, and not by guessing.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use tasuki_app::access::Record;
use tasuki_app::pickup::{Offer, PickedUp, Typed, Void, Waiting};
use tasuki_app::region::{NewPerson, NewRegion};
use tasuki_app::session::Shown;
use tasuki_app::sign_in::Attempt;
use tasuki_app::{App, AppOptions, DataFolder};
use tasuki_domain::content::{PersonKind, Touched};
use tasuki_domain::name::Name;
use tasuki_domain::system::System;
use tasuki_kernel::{Code, PersonId, Problem, Result};
use tasuki_ledger::recipient::Identity;
use tasuki_pki::passkey::{Made, Site};
use tasuki_testkit::authenticator::Authenticator;
use tasuki_testkit::region::{PASSWORD, Region, Somebody};
use tasuki_testkit::{block_on, on_both};

const DAY: i64 = 86_400;

async fn offer(app: &App, person: PersonId) -> Offer {
    let (row, offer) = app.new_pickup(person, "訪問用スマホ", System::Android).await.unwrap();
    app.keep_pickup(Record::operator(Touched::Activation), row).await.unwrap();
    offer
}

fn typed<'a>(number: &'a str, code: &'a str) -> Typed<'a> {
    Typed { number, code, address: "192.0.2.7" }
}

async fn waiting(app: &App, offer: &Offer) -> Result<Waiting> {
    app.waiting_pickup(typed(&offer.number, &offer.code)).await
}

async fn picked_up(app: &App, offer: &Offer) -> PickedUp {
    let waiting = waiting(app, offer).await.unwrap();
    app.pick_up(waiting, System::Windows).await.unwrap()
}

async fn sign_in(app: &App, login: &str, device: &PickedUp) -> Result<()> {
    let shown = Shown { certificate: Some(device.certificate.fingerprint), loopback: false };
    let attempt = Attempt { login, password: PASSWORD, shown, address: "192.0.2.7" };
    app.sign_in(attempt).await.map(drop)
}

fn void<T: std::fmt::Debug>(answer: Result<T>) -> Option<Void> {
    Void::of(&answer.unwrap_err())
}

fn nurse(region: &Region) -> &Somebody {
    &region.people.nurse
}

/// Somebody new without any device, on whatever engine.
async fn newcomer(database: &tasuki_testkit::Database) -> (Arc<App>, PersonId) {
    let folder = DataFolder::new(database.folder().join("data"));
    let engine = database.engine().clone();
    let options = AppOptions { engine, ..AppOptions::embedded(folder) };
    let region = NewRegion {
        name: "みなと市".into(),
        notebook_name: "みなと連絡帳".into(),
        categories: vec!["相談".into()],
        idle_minutes: 15,
    };
    let recovery = Identity::generate().recipient();
    let app = App::create(options, Identity::generate(), recovery, region).await.unwrap();
    let name = Name::new("森", "はるか", "もり", "はるか").unwrap();
    let (kind, login) = (PersonKind::Staff, "haruka".to_owned());
    let person = app.add_person(NewPerson { kind, login, name, portrait: None }).await.unwrap();
    app.set_password(person, PASSWORD).await.unwrap();
    (Arc::new(app), person)
}

#[test]
fn number_and_code_become_a_device_that_signs_in_on_both_engines() {
    on_both(|database| {
        block_on(async {
            let (app, person) = newcomer(database).await;
            let offer = offer(&app, person).await;
            let waiting = waiting(&app, &offer).await.unwrap();
            assert_eq!((waiting.label(), waiting.system()), ("訪問用スマホ", System::Android));
            assert_eq!((waiting.number(), waiting.until()), (offer.number, offer.expires));
            let got = app.pick_up(waiting, System::Windows).await.unwrap();
            assert_eq!(*got.code, *offer.code, "the file's password is what was typed");
            let devices = app.devices_of(person).await.unwrap();
            let [device] = devices.as_slice() else { panic!("one device: {devices:?}") };
            assert_eq!(device.fingerprint, *got.certificate.fingerprint.as_bytes());
            assert_eq!(device.serial.as_deref(), Some(&*got.certificate.serial));
            assert_eq!(device.system, Some(System::Windows), "what it turned out to be");
            sign_in(&app, "haruka", &got).await.unwrap();
        });
    });
}

#[test]
fn it_is_the_device_of_one_person_only() {
    block_on(async {
        let region = Region::new().await;
        let got = picked_up(&region.app, &offer(&region.app, nurse(&region).person).await).await;
        let other = sign_in(&region.app, region.people.doctor.login, &got).await;
        assert_eq!(other.unwrap_err().code, Code::SignInRefused);
        sign_in(&region.app, nurse(&region).login, &got).await.unwrap();
    });
}

#[test]
fn a_wrong_code_and_an_unknown_number_are_answered_alike_until_both_are_locked() {
    block_on(async {
        let region = Region::new().await;
        let offer = offer(&region.app, nurse(&region).person).await;
        let mut answers: Vec<Vec<Problem>> = Vec::new();
        for number in [offer.number.as_str(), "000-000-000", "これは番号ではない\0"] {
            let mut of_one = Vec::new();
            for _ in 0..6 {
                let guess = region.app.waiting_pickup(typed(number, "aaaa-aaaa-aaaa")).await;
                of_one.push(guess.unwrap_err());
            }
            answers.push(of_one);
        }
        assert!(answers.windows(2).all(|two| two[0] == two[1]), "{answers:#?}");
        let codes: Vec<_> = answers[0].iter().map(|it| it.code).collect();
        assert_eq!(codes[..5], [Code::PickUpRefused; 5]);
        assert_eq!(Void::of(&answers[0][5]), Some(Void::Locked));
        // The right code comes too late, and waiting does not help.
        assert_eq!(void(waiting(&region.app, &offer).await), Some(Void::Locked));
        region.clock.advance(3_600);
        assert_eq!(void(waiting(&region.app, &offer).await), Some(Void::Locked));
    });
}

#[test]
fn an_address_that_guesses_has_to_wait() {
    block_on(async {
        let region = Region::new().await;
        let offer = offer(&region.app, nurse(&region).person).await;
        for number in 0..50 {
            let number = format!("{number:09}");
            let guess = region.app.waiting_pickup(typed(&number, "aaaa-aaaa-aaaa")).await;
            assert_eq!(guess.unwrap_err().code, Code::PickUpRefused);
        }
        assert_eq!(waiting(&region.app, &offer).await.unwrap_err().code, Code::Throttled);
        let elsewhere = Typed { address: "192.0.2.8", ..typed(&offer.number, &offer.code) };
        region.app.waiting_pickup(elsewhere).await.unwrap();
        region.clock.advance(31);
        waiting(&region.app, &offer).await.unwrap();
    });
}

#[test]
fn a_lost_file_is_fetched_again_and_the_first_one_is_void() {
    block_on(async {
        let region = Region::new().await;
        let offer = offer(&region.app, nurse(&region).person).await;
        let first = picked_up(&region.app, &offer).await;
        region.clock.advance(14 * 60);
        let second = picked_up(&region.app, &offer).await;
        assert_ne!(first.certificate.fingerprint, second.certificate.fingerprint);
        let login = nurse(&region).login;
        let refused = sign_in(&region.app, login, &first).await.unwrap_err();
        assert_eq!(refused.code, Code::DeviceRevoked);
        sign_in(&region.app, login, &second).await.unwrap();
        // A quarter of an hour after the first time it is over.
        region.clock.advance(60);
        assert_eq!(void(waiting(&region.app, &offer).await), Some(Void::Used));
    });
}

#[test]
fn of_two_who_press_at_once_one_gets_it() {
    block_on(async {
        let region = Region::new().await;
        let offer = offer(&region.app, nurse(&region).person).await;
        let (one, two) = (
            waiting(&region.app, &offer).await.unwrap(),
            waiting(&region.app, &offer).await.unwrap(),
        );
        region.app.pick_up(one, System::Mac).await.unwrap();
        let late = region.app.pick_up(two, System::Mac).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
    });
}

#[test]
fn it_expires_after_a_week() {
    block_on(async {
        let region = Region::new().await;
        let offer = offer(&region.app, nurse(&region).person).await;
        region.clock.advance(7 * DAY - 1);
        waiting(&region.app, &offer).await.unwrap();
        region.clock.advance(1);
        assert_eq!(void(waiting(&region.app, &offer).await), Some(Void::Expired));
        // Only who knows the code learns that there was something.
        let guess = region.app.waiting_pickup(typed(&offer.number, "aaaa-aaaa-aaaa")).await;
        assert_eq!(guess.unwrap_err().code, Code::PickUpRefused);
    });
}

#[test]
fn what_is_typed_otherwise_is_the_same_code() {
    block_on(async {
        let region = Region::new().await;
        let offer = offer(&region.app, nurse(&region).person).await;
        let (number, code) = (offer.number.replace('-', "ー"), offer.code.to_uppercase());
        region.app.waiting_pickup(typed(&number, &code)).await.unwrap();
    });
}

#[test]
fn every_step_is_recorded() {
    block_on(async {
        let region = Region::new().await;
        let (before, person) = (region.access_records(), nurse(&region).person);
        let offer = offer(&region.app, person).await;
        let guess = region.app.waiting_pickup(typed(&offer.number, "aaaa-aaaa-aaaa")).await;
        assert_eq!(guess.unwrap_err().code, Code::PickUpRefused);
        picked_up(&region.app, &offer).await;
        assert_eq!(region.access_records() - before, 3, "made, refused, picked up");
    });
}

#[test]
fn a_link_hands_it_over_once_within_ten_minutes() {
    block_on(async {
        let region = Region::new().await;
        let (app, address) = (&region.app, "192.0.2.9");
        let offer = offer(app, nurse(&region).person).await;
        let link = app.hand_over(&waiting(app, &offer).await.unwrap()).await.unwrap();
        assert_eq!(app.handed_over(&link.token).await.unwrap(), link.expires);
        let got = app.take_over(&link.token, address).await.unwrap();
        assert_eq!((got.number(), got.code.as_str()), (offer.number.clone(), offer.code.as_str()));
        let again = app.take_over(&link.token, address).await.unwrap_err();
        assert_eq!(again.code, Code::NotFound);

        let late = app.hand_over(&waiting(app, &offer).await.unwrap()).await.unwrap();
        region.clock.advance(600);
        assert_eq!(app.handed_over(&late.token).await.unwrap_err().code, Code::NotFound);
        assert_eq!(app.take_over("made-up", address).await.unwrap_err().code, Code::NotFound);
    });
}

#[test]
fn a_renewed_certificate_takes_the_place_of_the_old_one_at_its_first_use() {
    block_on(async {
        let region = Region::new().await;
        let (app, who) = (&region.app, nurse(&region));
        let old = picked_up(app, &offer(app, who.person).await).await;
        region.clock.advance(304 * DAY);
        sign_in(app, who.login, &old).await.unwrap();
        let session = region.app.receiver(who.login).await.unwrap();
        let devices = app.devices_of(who.person).await.unwrap();
        let print = *old.certificate.fingerprint.as_bytes();
        let id = devices.iter().find(|it| it.fingerprint == print).unwrap().id;
        let early = app.renew_device(&session, id).await.unwrap_err();
        assert_eq!(early.code, Code::Conflict, "61 days are left");
        region.clock.advance(2 * DAY);
        let others = region.app.receiver(region.people.doctor.login).await.unwrap();
        assert_eq!(app.renew_device(&others, id).await.unwrap_err().code, Code::NotFound);

        let renewal = app.renew_device(&session, id).await.unwrap();
        assert_eq!((renewal.label(), renewal.system()), ("訪問用スマホ", System::Windows));
        let new = app.pick_up(renewal, System::Windows).await.unwrap();
        sign_in(app, who.login, &old).await.unwrap();
        sign_in(app, who.login, &new).await.unwrap();
        let ended = sign_in(app, who.login, &old).await.unwrap_err();
        assert_eq!(ended.code, Code::DeviceRevoked);
        sign_in(app, who.login, &new).await.unwrap();
        assert_eq!(app.renew_device(&session, id).await.unwrap_err().code, Code::Conflict);
    });
}

#[test]
fn the_list_warns_in_the_last_month() {
    block_on(async {
        let region = Region::new().await;
        region.clock.advance(334 * DAY);
        let session = region.session(nurse(&region)).await;
        assert_eq!(region.app.ends_soon(&session).await.unwrap(), None);
        region.clock.advance(2 * DAY);
        let end = region.app.ends_soon(&session).await.unwrap().unwrap();
        assert_eq!(end, tasuki_testkit::region::START.plus_seconds(365 * DAY));
    });
}

/// What a phone makes of a pick-up, as its browser would send it.
async fn made(app: &App, waiting: &Waiting, phone: &mut Authenticator) -> Made {
    let offer = app.offer_passkey_for(waiting).await.unwrap();
    let encoded = URL_SAFE_NO_PAD.encode(&offer.challenge);
    let user = json!({ "id": URL_SAFE_NO_PAD.encode(offer.user), "name": offer.login });
    let asked = json!({
        "rp": { "id": "tasuki.example" },
        "user": user,
        "challenge": encoded,
        "excludeCredentials": [],
    });
    let response = phone.create("https://tasuki.example", &asked)["response"].clone();
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(response[name].as_str().unwrap()).unwrap();
    Made { client_data: bytes("clientDataJSON"), attestation: bytes("attestationObject") }
}

#[test]
fn one_pick_up_is_one_device_whichever_sort_is_first() {
    block_on(async {
        let region = Region::new().await;
        let app = &region.app;
        let site = Site::at("https://tasuki.example").unwrap();
        let offer = offer(app, nurse(&region).person).await;
        // Two phones were shown the same number and code.
        let (mut one, mut other) = (Authenticator::default(), Authenticator::default());
        let (first, second) =
            (waiting(app, &offer).await.unwrap(), waiting(app, &offer).await.unwrap());
        let made_first = made(app, &first, &mut one).await;
        let made_second = made(app, &second, &mut other).await;
        app.pick_up_passkey(&site, first, &made_first).await.unwrap();
        let late = app.pick_up_passkey(&site, second, &made_second).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
        let devices = app.devices_of(nurse(&region).person).await.unwrap();
        let passkeys = devices.iter().filter(|it| it.kind.is_passkey()).count();
        assert_eq!(passkeys, 1);
        // A file can still be picked up within the quarter of an hour; the passkey ends then.
        let again = waiting(app, &offer).await.unwrap();
        assert!(again.is_used());
        assert_eq!(app.offer_passkey_for(&again).await.unwrap_err().code, Code::PickUpVoid);
        app.pick_up(again, System::Windows).await.unwrap();
        let devices = app.devices_of(nurse(&region).person).await.unwrap();
        assert!(devices.iter().filter(|it| it.kind.is_passkey()).all(|it| it.revoked.is_some()));
    });
}
