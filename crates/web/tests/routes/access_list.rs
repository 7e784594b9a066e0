//! Who looked: what the team sees, what a manager and the desk see, and what nobody learns.

use std::sync::Arc;

use serde_json::Value;
use tasuki_app::region::NewPerson;
use tasuki_domain::content::PersonKind;
use tasuki_domain::name::Name;
use tasuki_kernel::{Code, DeviceId, FacilityId, PersonId, PostId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, Somebody, note};

use crate::client::Client;
use crate::stage::Stage;

async fn new_person(stage: &Stage, kind: PersonKind, at: Option<FacilityId>) -> Somebody {
    let app = &stage.region.app;
    let login = if kind == PersonKind::Desk { "desk" } else { "chief" };
    let name = Name::new("森", "さやか", "もり", "さやか").unwrap();
    let new = NewPerson { kind, login: login.into(), name, portrait: None };
    let person: PersonId = app.add_person(new).await.unwrap();
    let mut post: Option<PostId> = None;
    if let Some(facility) = at {
        post = Some(app.add_post(person, facility, "clerk", true).await.unwrap());
    }
    app.set_password(person, PASSWORD).await.unwrap();
    let device = DeviceId::new(app.clock(), app.random());
    let fingerprint = [if at.is_some() { 41 } else { 42 }; 32];
    let until = app.clock().now().plus_seconds(86_400);
    app.add_device(device, person, Some(fingerprint), "事務所のパソコン", until).await.unwrap();
    Somebody { person, post, login, name: "森 さやか", device, fingerprint }
}

async fn station(stage: &Stage) -> FacilityId {
    let reader = stage.region.app.receiver("misaki").await.unwrap();
    reader.posts[0].facility
}

async fn list(stage: &Stage, client: &Client, query: &str) -> Value {
    let path = format!("/api/v1/notebooks/{}/access{query}", stage.region.notebook);
    let answer = client.get(&stage.staff, &path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

fn names(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|it| it["who"]["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_team_sees_who_looked_when_and_what_was_tried() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        let doctor = stage.client(&people.doctor).await;
        let room = format!("/api/v1/rooms/{}/entries", stage.region.rooms.team);
        doctor.get(&stage.staff, &room).await;
        stage.region.clock.advance(3_600);
        let outsider = stage.client(&people.outsider).await;
        assert_eq!(outsider.get(&stage.staff, &room).await.code(), Some(Code::NotFound));
        stage.region.clock.advance(3_600);
        let nurse = stage.client(&people.nurse).await;
        let seen = list(&stage, &nurse, "").await;
        let last_three = &names(&seen)[..3];
        assert_eq!(last_three, [people.nurse.name, people.outsider.name, people.doctor.name]);
        assert_eq!(seen["items"][0]["touched"], serde_json::json!(["access-records"]));
        assert_eq!(seen["items"][1]["touched"], serde_json::json!(["refused"]));
        assert_eq!(seen["items"][2]["touched"], serde_json::json!(["entries"]));
        let only = list(&stage, &nurse, &format!("?person={}", people.doctor.person)).await;
        assert!(names(&only).iter().all(|it| it == people.doctor.name) && !names(&only).is_empty());
        assert!(names(&list(&stage, &nurse, "?until=2026-11-20").await).is_empty());
        assert!(!names(&list(&stage, &nurse, "?from=2026-11-21").await).is_empty());
        let page = Client { accept: Some("text/html"), ..nurse };
        let path = format!("/notebooks/{}/access", stage.region.notebook);
        let html = page.get(&stage.staff, &path).await.text();
        assert!(html.contains("開こうとして断られた") && html.contains(people.outsider.name));
        let csv = page.get(&stage.staff, &format!("{path}.csv")).await;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.text().contains(people.doctor.name) && !csv.text().contains("山口"));
        for bad in ["?person=x", "?from=yesterday", "?before=1.2.3"] {
            let api = format!("/api/v1{path}{bad}");
            let answer = page.get(&stage.staff, &api).await;
            assert_eq!(answer.code(), Some(Code::Invalid), "{bad}");
        }
    });
}

#[test]
fn pages_of_records_go_back_without_gap_or_double() {
    block_on(async {
        let stage = Stage::new().await;
        let doctor = Arc::new(stage.region.app.receiver("kenji").await.unwrap());
        for _ in 0..130 {
            stage.region.clock.advance(1_000);
            let again = Arc::new(stage.region.app.receiver("kenji").await.unwrap());
            let room = stage.region.app.room(&again, stage.region.rooms.team).await.unwrap();
            room.page(None).await.unwrap();
        }
        drop(doctor);
        let nurse = stage.client(&stage.region.people.nurse).await;
        let query = format!("?person={}", stage.region.people.doctor.person);
        let (mut times, mut next) = (Vec::new(), query.clone());
        loop {
            let page = list(&stage, &nurse, &next).await;
            let items = page["items"].as_array().unwrap();
            times.extend(items.iter().map(|it| it["from"].as_str().unwrap().to_owned()));
            let Some(older) = page["older"].as_str() else { break };
            next = format!("{query}&before={older}");
        }
        assert_eq!(times.len(), 130);
        let mut sorted = times.clone();
        sorted.sort();
        sorted.dedup();
        sorted.reverse();
        assert_eq!(times, sorted);
    });
}

/// 特別便: what a third member can learn from the records is the same with it and without it.
#[test]
fn a_delivery_leaves_nothing_that_a_third_member_could_tell() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        for other in [note("みなさんへ"), note("先生だけへ")] {
            let room = stage.region.rooms.team;
            stage.region.write(&people.nurse, room, other).await;
        }
        stage.region.deliver("ふたりの相談").await;
        let manager = stage.client(&people.care_manager).await;
        let seen = list(&stage, &manager, "").await;
        let touched: Vec<&Value> =
            seen["items"].as_array().unwrap().iter().map(|it| &it["touched"]).collect();
        for kinds in touched {
            for kind in kinds.as_array().unwrap() {
                let kind = kind.as_str().unwrap();
                assert!(["entries", "access-records"].contains(&kind), "{kind}");
            }
        }
    });
}

#[test]
fn a_manager_sees_staff_and_devices_and_no_patient() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        let chief = new_person(&stage, PersonKind::Staff, Some(station(&stage).await)).await;
        let nurse = stage.client(&people.nurse).await;
        nurse.get(&stage.staff, &format!("/api/v1/rooms/{}", stage.region.rooms.team)).await;
        let doctor = stage.client(&people.doctor).await;
        doctor.get(&stage.staff, &format!("/api/v1/rooms/{}", stage.region.rooms.team)).await;
        let wrong = serde_json::json!({ "login": "misaki", "password": "wrong" });
        let device = Client { cookie: None, csrf: String::new(), ..nurse.clone() };
        device.post(&stage.staff, "/api/v1/session", wrong).await;
        let client = stage.client(&chief).await;
        let answer = client.get(&stage.staff, "/api/v1/facility/access").await;
        let text = answer.text();
        assert_eq!(answer.status, 200, "{text}");
        let list = answer.json();
        assert!(names(&list).contains(&people.nurse.name.to_owned()));
        assert!(!names(&list).contains(&people.doctor.name.to_owned()), "of another facility");
        let row = list["items"].as_array().unwrap();
        let row = row.iter().find(|it| it["who"]["name"] == people.nurse.name).unwrap();
        assert_eq!((&row["notebooks"], &row["refused_sign_ins"]), (&1.into(), &1.into()));
        assert_eq!(row["device"], "電話");
        let page = Client { accept: Some("text/html"), ..client.clone() };
        let html = page.get(&stage.staff, "/facility/access").await.text();
        let csv = page.get(&stage.staff, "/facility/access.csv").await.text();
        for shown in [&text, &html, &csv] {
            assert!(!shown.contains("山口") && !shown.contains("ハナ"), "a patient's name");
            assert!(!shown.contains(&stage.region.notebook.to_string()), "a notebook");
        }
        assert!(html.contains("href=\"/facility/access\""), "the menu leads there");
        assert_eq!(page.get(&stage.staff, "/region/access").await.status, 404);
        let notebook = format!("/notebooks/{}/access", stage.region.notebook);
        assert_eq!(page.get(&stage.staff, &notebook).await.status, 404, "no notebook by the role");
        let long = "/api/v1/facility/access?from=2026-01-01&until=2026-03-01";
        assert_eq!(client.get(&stage.staff, long).await.code(), Some(Code::Invalid));
        assert_eq!(nurse.get(&stage.staff, "/facility/access").await.code(), Some(Code::NotFound));
    });
}

#[test]
fn the_desk_sees_the_region_and_no_patient() {
    block_on(async {
        let stage = Stage::new().await;
        let desk = new_person(&stage, PersonKind::Desk, None).await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        nurse.get(&stage.staff, &format!("/api/v1/rooms/{}", stage.region.rooms.team)).await;
        let client = stage.client(&desk).await;
        let answer = client.get(&stage.staff, "/api/v1/region/access").await;
        assert!(names(&answer.json()).contains(&stage.region.people.nurse.name.to_owned()));
        assert!(!answer.text().contains("山口"));
        let page = Client { accept: Some("text/html"), ..client };
        let csv = page.get(&stage.staff, "/region/access.csv").await;
        assert_eq!(csv.status, 200);
        assert_eq!(page.get(&stage.staff, "/facility/access").await.status, 404);
        let led_on = page.get(&stage.staff, "/notebooks").await;
        assert_eq!(led_on.header("location"), "/desk", "it has none");
    });
}
