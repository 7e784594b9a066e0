//! 温度板: what stands in it, for whom, and that it leaves a record.

use scraper::{Html, Selector};
use tasuki_app::compose::Draft;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::vital::{Vital, VitalKind};
use tasuki_testkit::block_on;
use tasuki_testkit::region::note;

use crate::client::{Answer, Client};
use crate::stage::Stage;

fn measured(values: &[(VitalKind, &str)]) -> Draft {
    let vital = |(kind, value): &(VitalKind, &str)| {
        Vital::accept(*kind, value, None).expect("a value that is kept")
    };
    Draft { vitals: values.iter().map(vital).collect(), ..note("測定") }
}

fn warm(degrees: &str) -> Draft {
    measured(&[(VitalKind::BodyTemperature, degrees)])
}

async fn course(stage: &Stage, who: &Client) -> Answer {
    let path = format!("/rooms/{}/course", stage.region.rooms.team);
    let who = Client { accept: Some("text/html"), ..who.clone() };
    who.get(&stage.staff, &path).await
}

async fn numbers(stage: &Stage, who: &Client) -> Vec<String> {
    let path = format!("/api/v1/rooms/{}/course", stage.region.rooms.team);
    let answer = who.get(&stage.staff, &path).await.json();
    let items = answer["items"].as_array().expect("items").iter();
    items.map(|it| it["vitals"][0]["value"].as_str().expect("a value").to_owned()).collect()
}

fn all(answer: &Answer, selector: &str) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let page = Html::parse_document(&answer.text());
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).map(|it| it.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn values_stand_in_the_chart_and_in_the_table_newest_first() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        let doctor = stage.client(&people.doctor).await;
        let empty = course(&stage, &doctor).await;
        assert!(all(&empty, ".course").join("").contains("この14日間の測定値はありません"));
        stage.region.write(&people.nurse, team, warm("36.5")).await;
        stage.region.clock.advance(86_400);
        let many = measured(&[
            (VitalKind::BodyTemperature, "38.2"),
            (VitalKind::Pulse, "88"),
            (VitalKind::SystolicPressure, "128"),
            (VitalKind::DiastolicPressure, "74"),
            (VitalKind::OxygenSaturation, "89"),
        ]);
        stage.region.write(&people.nurse, team, many).await;
        let doctor = stage.client(&people.doctor).await;
        let seen = course(&stage, &doctor).await;
        assert_eq!(all(&seen, "circle.temp-mark").len(), 2);
        assert_eq!(all(&seen, "path.pulse-mark").len(), 1);
        assert_eq!(all(&seen, "path.pressure").len(), 1);
        assert_eq!(all(&seen, "svg text.out"), ["▼89", "▲"], "by shape, not by colour alone");
        let rows = all(&seen, "#course-table tbody tr");
        assert_eq!(rows.len(), 2);
        assert!(rows[0].contains("▲高い 38.2℃") && rows[0].contains("128/74"), "{}", rows[0]);
        assert!(rows[1].contains("36.5") && rows[1].contains(people.nurse.name), "{}", rows[1]);
        assert!(!seen.text().contains("style="), "the rules of content forbid it");
        assert_eq!(numbers(&stage, &doctor).await, ["36.5", "38.2"]);
    });
}

#[test]
fn what_is_older_taken_back_or_another_patient_s_is_left_out() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        stage.region.write(&people.nurse, team, warm("35.1")).await;
        stage.region.clock.advance(14 * 86_400);
        let nurse = stage.client(&people.nurse).await;
        for (degrees, what) in [("39.9", "withdrawal"), ("35.2", "misfiled")] {
            let entry = stage.region.write(&people.nurse, team, warm(degrees)).await;
            let path = format!("/api/v1/rooms/{team}/entries/{entry}/{what}");
            let body = serde_json::json!({ "reason": "まちがい" });
            assert_eq!(nurse.post(&stage.staff, &path, body).await.status, 201);
        }
        stage.region.write(&people.nurse, team, warm("36.6")).await;
        assert_eq!(numbers(&stage, &nurse).await, ["36.6"]);
    });
}

#[test]
fn values_of_a_note_that_one_may_not_see_are_not_in_it() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        let third = stage.client(&people.care_manager).await;
        stage.region.write(&people.nurse, team, warm("36.4")).await;
        drop(course(&stage, &third).await);
        let before = course(&stage, &third).await;
        let to_one = Draft { deliver_to: vec![people.doctor.person], ..warm("38.7") };
        let high = Draft { sensitivity: Sensitivity::High, ..warm("38.8") };
        for draft in [to_one, high] {
            stage.region.clock.advance(1);
            stage.region.write(&people.nurse, team, draft).await;
        }
        let after = course(&stage, &third).await;
        assert_eq!(after.text(), before.text());
        assert_eq!(numbers(&stage, &third).await, ["36.4"]);
        let doctor = stage.client(&people.doctor).await;
        assert_eq!(numbers(&stage, &doctor).await, ["36.4", "38.7", "38.8"]);
        assert_eq!(all(&course(&stage, &doctor).await, "circle.temp-mark").len(), 3);
        let outsider = stage.client(&people.outsider).await;
        assert_eq!(course(&stage, &outsider).await.status, 404);
    });
}

#[test]
fn looking_at_it_is_recorded_and_marks_nothing_as_read() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        stage.region.write(&people.nurse, team, warm("36.4")).await;
        let doctor = stage.client(&people.doctor).await;
        let before = stage.region.access_records();
        drop(course(&stage, &doctor).await);
        assert_eq!(stage.region.access_records(), before + 1);
        let cards = doctor.get(&stage.staff, "/api/v1/notebooks").await.json();
        assert_eq!(cards["items"][0]["unread"], 1);
    });
}
