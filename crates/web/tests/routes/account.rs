//! 自分: choices that are kept, the portrait, a lost device.

use serde_json::json;
use tasuki_kernel::{Code, DeviceId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{IDLE_MINUTES, photo};

use crate::client::{Client, Load, Part};
use crate::stage::Stage;

fn form(fields: [(&'static str, &str); 3]) -> Load {
    Load::Form(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
}

async fn nurse(stage: &Stage) -> Client {
    Client { accept: Some("text/html"), ..stage.client(&stage.region.people.nurse).await }
}

#[test]
fn choices_are_kept_for_the_person_wherever_they_sign_in() {
    block_on(async {
        let stage = Stage::new().await;
        let client = nurse(&stage).await;
        let chosen = form([("lang", "en"), ("text", "130"), ("idle", "5")]);
        let answer = client.send(&stage.staff, ("POST", "/account/preferences"), chosen).await;
        assert_eq!(answer.header("location"), "/account?said=kept");
        let html = nurse(&stage).await.get(&stage.staff, "/account").await.text();
        assert!(html.contains("<html lang=\"en\" class=\"text-130\">"), "{}", &html[..200]);
        assert!(html.contains("data-idle=\"5\""));
        // The server locks after that time too.
        stage.region.clock.advance(5 * 60);
        let locked = client.get(&stage.staff, "/api/v1/session").await;
        assert_eq!(locked.code(), Some(Code::SessionLocked));
    });
}

#[test]
fn nothing_longer_or_larger_than_is_offered() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let longer = (IDLE_MINUTES + 15).to_string();
        for (text, idle) in [("115", longer.as_str()), ("115", "7"), ("500", "5"), ("", "")] {
            let chosen = form([("lang", "ja"), ("text", text), ("idle", idle)]);
            let answer = client.send(&stage.staff, ("POST", "/account/preferences"), chosen).await;
            assert_eq!(answer.code(), Some(Code::Invalid), "{text} {idle}");
        }
        let put = json!({ "lang": "en", "text_percent": 115, "notebook_order": "recent" });
        let answer =
            client.send(&stage.staff, ("PUT", "/api/v1/preferences"), Load::Json(put)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let kept = client.get(&stage.staff, "/api/v1/preferences").await.json();
        assert_eq!((&kept["text_percent"], &kept["lang"]), (&json!(115), &json!("en")));
    });
}

#[test]
fn the_language_button_is_kept_on_the_account_too() {
    block_on(async {
        let stage = Stage::new().await;
        let client = nurse(&stage).await;
        let load = Load::Form(vec![("lang", "en".to_owned()), ("next", "/account".to_owned())]);
        let answer = client.send(&stage.staff, ("POST", "/language"), load).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/account"));
        let html = nurse(&stage).await.get(&stage.staff, "/notebooks").await.text();
        assert!(html.contains("<html lang=\"en\""));
    });
}

#[test]
fn a_photo_becomes_a_square_portrait_and_can_be_removed() {
    block_on(async {
        let stage = Stage::new().await;
        let client = nurse(&stage).await;
        let face = format!("/people/{}/portrait", stage.region.people.nurse.person);
        let drawn = client.get(&stage.staff, &face).await;
        assert_eq!(drawn.header("content-type"), "image/svg+xml");
        let load = Load::Parts(vec![Part::file("portrait", "me.jpg", photo().bytes)]);
        let answer = client.send(&stage.staff, ("POST", "/account/portrait"), load).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let shown = client.get(&stage.staff, &face).await;
        assert_eq!(shown.header("content-type"), "image/jpeg");
        assert!(shown.bytes.starts_with(&[0xff, 0xd8, 0xff]) && shown.bytes.len() < 40_000);
        let bad = Load::Parts(vec![Part::file("portrait", "me.jpg", b"<svg/>".to_vec())]);
        let api = Client { accept: None, ..client.clone() };
        let answer = api.send(&stage.staff, ("POST", "/account/portrait"), bad).await;
        assert_eq!(answer.code(), Some(Code::FileRefused));
        let gone = Load::Form(Vec::new());
        client.send(&stage.staff, ("POST", "/account/portrait/remove"), gone).await;
        let nobody = client.get(&stage.staff, &face).await;
        assert_eq!(nobody.header("content-type"), "image/svg+xml");
        assert_ne!(nobody.bytes, drawn.bytes);
    });
}

#[test]
fn a_lost_device_is_shut_out_and_nobody_elses() {
    block_on(async {
        let stage = Stage::new().await;
        let (app, people) = (&stage.region.app, &stage.region.people);
        let second = DeviceId::new(app.clock(), app.random());
        let until = app.clock().now().plus_seconds(3_600);
        app.add_device(second, people.nurse.person, Some([77; 32]), "古い電話", until)
            .await
            .unwrap();
        let client = stage.client(&people.nurse).await;
        let report = |device: DeviceId| {
            let path = format!("/account/devices/{device}/lost");
            let (client, router) = (client.clone(), stage.staff.clone());
            async move { client.send(&router, ("POST", &path), Load::Form(Vec::new())).await }
        };
        assert_eq!(report(people.doctor.device).await.code(), Some(Code::NotFound));
        assert_eq!(report(people.nurse.device).await.code(), Some(Code::Conflict));
        assert_eq!(report(second).await.status, 303);
        let devices = app.devices_of(people.nurse.person).await.unwrap();
        let revoked = |id| devices.iter().any(|it| it.id == id && it.revoked.is_some());
        assert!(revoked(second) && !revoked(people.nurse.device));
        let theirs = app.devices_of(people.doctor.person).await.unwrap();
        assert!(theirs.iter().all(|it| it.revoked.is_none()));
    });
}
