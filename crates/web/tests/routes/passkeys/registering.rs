//! Registering: once, for this session, from this page, under a name.

use axum::http::StatusCode;
use serde_json::{Value, json};
use tasuki_app::access::Record;
use tasuki_app::passkey::{Permit, Registration};
use tasuki_domain::content::Touched;
use tasuki_domain::system::System;
use tasuki_kernel::{Code, DeviceId, Result};
use tasuki_pki::passkey::{Made, Site};
use tasuki_testkit::authenticator::{Authenticator, Page};
use tasuki_testkit::block_on;

use super::{ORIGIN, register, sign_in};
use crate::client::{Answer, Client, Load};
use crate::stage::Stage;

async fn options(stage: &Stage, client: &Client) -> Value {
    client.post(&stage.staff, "/api/v1/passkeys/options", json!({})).await.json()
}

async fn send(stage: &Stage, client: &Client, label: &str, response: &Value) -> Answer {
    let given = json!({ "label": label, "response": response });
    client.post(&stage.staff, "/api/v1/passkeys", given).await
}

fn field(answer: &Answer) -> String {
    assert_eq!(answer.code(), Some(Code::Invalid), "{}", answer.text());
    answer.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn only_what_answers_this_session_and_this_page_is_registered() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let (one, two) = (stage.client(nurse).await, stage.client(nurse).await);
        let devices = stage.region.count("SELECT count(*) FROM devices");
        let mut phone = Authenticator::default();
        let evil = phone.create("https://evil.example", &options(&stage, &one).await);
        assert_eq!(field(&send(&stage, &one, "電話", &evil["response"]).await), "passkey");
        let asked = options(&stage, &one).await;
        let made = phone.create(ORIGIN, &asked);
        assert_eq!(field(&send(&stage, &two, "電話", &made["response"]).await), "passkey");
        for label in ["", "　", &"長".repeat(61)] {
            assert_eq!(field(&send(&stage, &one, label, &made["response"]).await), "label");
        }
        phone.verifies = false;
        let unverified = phone.create(ORIGIN, &asked);
        assert_eq!(field(&send(&stage, &one, "電話", &unverified["response"]).await), "passkey");
        stage.region.clock.advance(300);
        assert_eq!(field(&send(&stage, &one, "電話", &made["response"]).await), "passkey");
        assert_eq!(stage.region.count("SELECT count(*) FROM devices"), devices);
        assert_eq!(stage.region.count("SELECT count(*) FROM answered_challenges"), 0);
    });
}

#[test]
fn the_same_twice_is_one_device() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let client = stage.client(nurse).await;
        let mut phone = Authenticator::default();
        let made = phone.create(ORIGIN, &options(&stage, &client).await);
        let before = stage.region.access_records();
        let good = send(&stage, &client, "電話", &made["response"]).await;
        assert_eq!(good.status, StatusCode::CREATED, "{}", good.text());
        assert_eq!(stage.region.access_records(), before + 1, "with its record");
        let again = send(&stage, &client, "電話", &made["response"]).await;
        assert_eq!(again.code(), Some(Code::Conflict));
        // The same key in answer to another challenge: nothing in it is signed by the key.
        let other = Authenticator::default().create(ORIGIN, &options(&stage, &client).await);
        let mut mixed = made["response"].clone();
        mixed["clientDataJSON"] = other["response"]["clientDataJSON"].clone();
        let again = send(&stage, &client, "電話", &mixed).await;
        assert_eq!(again.code(), Some(Code::Conflict));
        assert_eq!(stage.region.count("SELECT count(*) FROM passkeys"), 1);
        // The other person's session changes nothing about that.
        let doctor = stage.client(&stage.region.people.doctor).await;
        let other = Authenticator::default().create(ORIGIN, &options(&stage, &doctor).await);
        mixed["clientDataJSON"] = other["response"]["clientDataJSON"].clone();
        let stolen = send(&stage, &doctor, "電話", &mixed).await;
        assert_eq!(stolen.code(), Some(Code::Conflict));
    });
}

/// As a pick-up will do it: something that was handed out stands for the permission.
async fn by_token(
    stage: &Stage,
    asked: &[u8],
    shown: &[u8],
    phone: &mut Authenticator,
) -> Result<DeviceId> {
    let (app, person) = (&stage.region.app, stage.region.people.helper.person);
    let offer = app.offer_passkey(&Permit::by_token(person, asked)).await?;
    let page = Page::of("tasuki.example", &offer.challenge);
    let (client_data, attestation) = phone.make(&page, &offer.user);
    let site = Site::at(ORIGIN)?;
    let made = Made { client_data, attestation };
    let permit = Permit::by_token(person, shown);
    app.register_passkey(&site, Registration { permit, label: "配られた電話", made: &made }).await
}

#[test]
fn whoever_was_handed_something_registers_without_a_session() {
    block_on(async {
        let stage = Stage::new().await;
        let mut phone = Authenticator::default();
        let other = by_token(&stage, b"number and password", b"another", &mut phone).await;
        assert_eq!(other.unwrap_err().field, Some("passkey"));
        by_token(&stage, b"the same", b"the same", &mut phone).await.expect("a device");
        assert_eq!(sign_in(&stage, &mut phone).await.status, StatusCode::CREATED);
        stage.region.tamper("UPDATE persons SET active = 0 WHERE login = 'taro'");
        let left = by_token(&stage, b"the same", b"the same", &mut phone).await;
        assert_eq!(left.unwrap_err().code, Code::NotFound);
    });
}

#[test]
fn a_stranger_registers_nothing() {
    block_on(async {
        let stage = Stage::new().await;
        let mut phone = Authenticator::default();
        let refused = register(&stage, &Client::default(), &mut phone).await;
        assert_eq!(refused.code(), Some(Code::SignInRequired));
        let client = stage.client(&stage.region.people.nurse).await;
        let forged = Client { csrf: "wrong".into(), ..client };
        let refused = register(&stage, &forged, &mut phone).await;
        assert_eq!(refused.code(), Some(Code::ForgedRequest));
    });
}

/// Number and code of a pick-up for the doctor.
async fn offered(stage: &Stage) -> (String, String) {
    let app = &stage.region.app;
    let doctor = stage.region.people.doctor.person;
    let (row, offer) = app.new_pickup(doctor, "往診の電話", System::Ios).await.unwrap();
    app.keep_pickup(Record::operator(Touched::Activation), row).await.unwrap();
    (offer.number, offer.code.to_string())
}

async fn pick_up(stage: &Stage, phone: &mut Authenticator, (number, code): (&str, &str)) -> Answer {
    let known = json!({ "number": number, "code": code });
    let path = "/api/v1/pickup/passkey/options";
    let asked = Client::default().post(&stage.staff, path, known).await;
    if asked.status != StatusCode::OK {
        return asked;
    }
    let made = phone.create(super::ORIGIN, &asked.json());
    let given = json!({ "number": number, "code": code, "response": made["response"] });
    Client::default().post(&stage.staff, "/api/v1/pickup/passkey", given).await
}

#[test]
fn a_pick_up_becomes_a_passkey_once() {
    block_on(async {
        let stage = Stage::new().await;
        let (number, code) = offered(&stage).await;
        let mut phone = Authenticator::default();
        let wrong = pick_up(&stage, &mut phone, (&number, "aaaa-aaaa-aaaa")).await;
        assert_eq!(wrong.code(), Some(Code::PickUpRefused));
        let answer = pick_up(&stage, &mut phone, (&number, &code)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
        let client = super::browser(&stage, &mut phone).await;
        let session = client.get(&stage.staff, "/api/v1/session").await.json();
        assert_eq!(session["person"]["name"]["full"], stage.region.people.doctor.name);
        let again = pick_up(&stage, &mut Authenticator::default(), (&number, &code)).await;
        assert_eq!(again.code(), Some(Code::PickUpVoid), "neither a second passkey");
    });
}

#[test]
fn the_page_offers_a_passkey_at_the_staffs_listener_only() {
    block_on(async {
        let stage = Stage::new().await;
        let (number, code) = offered(&stage).await;
        let ask = |router: axum::Router, number: String, code: String| async move {
            let client = Client { accept: Some("text/html"), ..Client::default() };
            let load = Load::Form(vec![("number", number), ("code", code)]);
            client.send(&router, ("POST", "/pickup"), load).await.text()
        };
        let staff = ask(stage.staff.clone(), number.clone(), code.clone()).await;
        assert!(staff.contains("data-passkey=\"pick-up\""));
        let portal = ask(stage.portal.clone(), number.clone(), code.clone()).await;
        assert!(!portal.contains("data-passkey"));
        assert!(portal.contains(&format!("https://tasuki.example/pickup?number={number}")));
        stage.region.app.allow_second_factors(vec!["certificate".into()]).await.unwrap();
        let without = ask(stage.staff.clone(), number, code).await;
        assert!(!without.contains("data-passkey"));
    });
}
