//! One answer for every passkey that opens nothing.

use serde_json::{Value, json};
use tasuki_kernel::Code;
use tasuki_testkit::authenticator::Authenticator;
use tasuki_testkit::block_on;

use super::{ORIGIN, answer, ask, browser, phone_of, register, sign_in};
use crate::client::Answer;
use crate::stage::Stage;

/// Signs in at an origin, with a change of what the browser sends.
async fn tried(
    stage: &Stage,
    phone: &mut Authenticator,
    origin: &str,
    change: impl Fn(&mut Value),
) -> Answer {
    let (asked, cookie) = ask(stage).await;
    let mut shown = phone.get(origin, &asked);
    change(&mut shown);
    answer(stage, &cookie, &shown).await
}

#[test]
fn whatever_is_wrong_is_answered_alike() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let (mut phone, _) = phone_of(&stage, &people.nurse).await;
        let (mut other, _) = phone_of(&stage, &people.doctor).await;
        let mut told = Vec::new();
        let mut add = |what: &'static str, it: &Answer| {
            assert_eq!(it.code(), Some(Code::PasskeyRefused), "{what}: {}", it.text());
            assert!(it.header("set-cookie").is_empty(), "{what}");
            told.push(it.text());
        };
        let nothing = |_: &mut Value| ();
        let evil = "https://tasuki.example.evil.example";
        add("another origin", &tried(&stage, &mut phone, evil, nothing).await);
        // The name of the doctor's passkey before the nurse's signature.
        let doctors = other.get(ORIGIN, &ask(&stage).await.0)["id"].clone();
        let swapped = |it: &mut Value| it["id"] = doctors.clone();
        add("another's name", &tried(&stage, &mut phone, ORIGIN, swapped).await);
        let nobody = |it: &mut Value| it["id"] = json!("AAECAwQFBgcICQoLDA0ODw");
        add("nobody's name", &tried(&stage, &mut phone, ORIGIN, nobody).await);
        let silent = |it: &mut Value| it["response"]["userHandle"] = Value::Null;
        add("for nobody", &tried(&stage, &mut phone, ORIGIN, silent).await);
        let doctor = people.doctor.person;
        let strange = |it: &mut Value| {
            it["response"]["userHandle"] = json!(base64_of(doctor.as_bytes()));
        };
        add("for another", &tried(&stage, &mut phone, ORIGIN, strange).await);
        stage.region.clock.advance(1000);
        phone.verifies = false;
        add("nobody verified", &tried(&stage, &mut phone, ORIGIN, nothing).await);
        (phone.verifies, phone.synced) = (true, true);
        add("no longer bound", &tried(&stage, &mut phone, ORIGIN, nothing).await);
        phone.synced = false;
        let (asked, cookie) = ask(&stage).await;
        let (_, another) = ask(&stage).await;
        let shown = phone.get(ORIGIN, &asked);
        add("another cookie", &answer(&stage, &another, &shown).await);
        add("no cookie", &answer(&stage, "", &shown).await);
        stage.region.clock.advance(300);
        add("too late", &answer(&stage, &cookie, &shown).await);
        assert!(told.iter().all(|it| *it == told[0]), "{told:#?}");
        stage.region.clock.advance(1000);
        assert_eq!(sign_in(&stage, &mut phone).await.status, 201, "nothing of it was used up");
    });
}

fn base64_of(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[test]
fn an_answer_counts_once() {
    block_on(async {
        let stage = Stage::new().await;
        let (mut phone, _) = phone_of(&stage, &stage.region.people.nurse).await;
        // One that does not count, so that nothing but the challenge is in the way.
        phone.counts = false;
        let (asked, cookie) = ask(&stage).await;
        let shown = phone.get(ORIGIN, &asked);
        assert_eq!(answer(&stage, &cookie, &shown).await.status, 201);
        let again = answer(&stage, &cookie, &shown).await;
        assert_eq!(again.code(), Some(Code::PasskeyRefused));
        // The same challenge signed anew is the same answer.
        let anew = phone.get(ORIGIN, &asked);
        let again = answer(&stage, &cookie, &anew).await;
        assert_eq!(again.code(), Some(Code::PasskeyRefused));
        assert_eq!(sign_in(&stage, &mut phone).await.status, 201);
    });
}

#[test]
fn a_counter_that_went_back_is_refused_and_recorded_and_nothing_is_revoked() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let (mut phone, device) = phone_of(&stage, nurse).await;
        for _ in 0..3 {
            browser(&stage, &mut phone).await;
        }
        let before = stage.region.access_records();
        phone.held[0].counter = 1;
        let refused = sign_in(&stage, &mut phone).await;
        assert_eq!(refused.code(), Some(Code::PasskeyRefused));
        assert_eq!(stage.region.access_records(), before + 1, "the refusal is recorded");
        let devices = stage.region.app.devices_of(nurse.person).await.unwrap();
        let row = devices.iter().find(|it| it.id == device).expect("registered");
        assert_eq!(row.revoked, None);
        phone.held[0].counter = 9;
        assert_eq!(sign_in(&stage, &mut phone).await.status, 201);
    });
}

#[test]
fn a_leaver_and_a_passkey_of_another_region_are_refused() {
    block_on(async {
        let (stage, elsewhere) = (Stage::new().await, Stage::new().await);
        let (mut foreign, _) = phone_of(&elsewhere, &elsewhere.region.people.nurse).await;
        let refused = sign_in(&stage, &mut foreign).await;
        assert_eq!(refused.code(), Some(Code::PasskeyRefused));
        let (mut phone, _) = phone_of(&stage, &stage.region.people.leaver).await;
        assert_eq!(sign_in(&stage, &mut phone).await.status, 201, "the account is open still");
        stage.region.tamper("UPDATE persons SET active = 0 WHERE login = 'moto'");
        let refused = sign_in(&stage, &mut phone).await;
        assert_eq!(refused.code(), Some(Code::PasskeyRefused));
    });
}

#[test]
fn after_five_failures_one_waits_even_with_the_right_answer() {
    block_on(async {
        let stage = Stage::new().await;
        let (mut phone, _) = phone_of(&stage, &stage.region.people.nurse).await;
        let (mut other, _) = phone_of(&stage, &stage.region.people.doctor).await;
        for _ in 0..5 {
            let evil = tried(&stage, &mut phone, "https://evil.example", |_| ()).await;
            assert_eq!(evil.code(), Some(Code::PasskeyRefused));
        }
        assert_eq!(sign_in(&stage, &mut phone).await.code(), Some(Code::Throttled));
        assert_eq!(sign_in(&stage, &mut other).await.status, 201, "others do not wait");
        stage.region.clock.advance(31);
        assert_eq!(sign_in(&stage, &mut phone).await.status, 201);
    });
}

#[test]
fn a_region_that_wants_passkeys_of_one_device_refuses_the_others() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = &stage.region.people.nurse;
        let client = stage.client(nurse).await;
        let mut synced = Authenticator { synced: true, ..Authenticator::default() };
        assert_eq!(register(&stage, &client, &mut synced).await.status, 201);
        let (mut bound, _) = phone_of(&stage, nurse).await;
        let session = browser(&stage, &mut synced).await;
        let allow = |names: &[&str]| {
            let names = names.iter().map(|it| (*it).to_owned()).collect();
            let app = stage.region.app.clone();
            async move { app.allow_second_factors(names).await.expect("known names") }
        };
        allow(&["certificate", "passkey"]).await;
        let out = session.get(&stage.staff, "/api/v1/session").await;
        assert_eq!(out.code(), Some(Code::DeviceRevoked), "at once");
        assert_eq!(sign_in(&stage, &mut synced).await.code(), Some(Code::PasskeyRefused));
        assert_eq!(sign_in(&stage, &mut bound).await.status, 201);
        let refused = register(&stage, &client, &mut synced).await;
        assert_eq!(refused.code(), Some(Code::PasskeySynced));
        allow(&["certificate"]).await;
        let refused = register(&stage, &client, &mut bound).await;
        assert_eq!(refused.code(), Some(Code::NotAllowed));
        assert_eq!(sign_in(&stage, &mut bound).await.code(), Some(Code::PasskeyRefused));
    });
}
