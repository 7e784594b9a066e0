//! バイタル by the page and by the API: posted, marked, corrected, and refused in words.

use serde_json::{Value, json};
use tasuki_kernel::Code;
use tasuki_testkit::block_on;

use crate::client::{Client, Load, Part};
use crate::stage::Stage;

struct Try {
    stage: Stage,
    nurse: Client,
    browser: Client,
    doctor: Client,
    page: String,
    api: String,
}

impl Try {
    async fn new() -> Self {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let nurse = stage.client(&people.nurse).await;
        let browser = Client { accept: Some("text/html"), ..nurse.clone() };
        let doctor = stage.client(&people.doctor).await;
        let doctor = Client { accept: Some("text/html"), ..doctor };
        let page = format!("/rooms/{}", stage.region.rooms.team);
        Self { nurse, browser, doctor, api: format!("/api/v1{page}/entries"), page, stage }
    }

    async fn post(&self, body: Value) -> crate::client::Answer {
        self.stage.region.clock.advance(60);
        self.nurse.post(&self.stage.staff, &self.api, body).await
    }

    async fn form(&self, fields: &[(&'static str, &str)]) -> crate::client::Answer {
        let parts = fields.iter().map(|(name, value)| Part::text(name, value)).collect();
        let path = format!("{}/entries", self.page);
        self.browser.send(&self.stage.staff, ("POST", &path), Load::Parts(parts)).await
    }

    async fn entries(&self) -> Value {
        let items = self.nurse.get(&self.stage.staff, &self.api).await.json()["items"].clone();
        let notes = items.as_array().expect("a list").iter().filter(|it| it["kind"] == "note");
        notes.cloned().collect()
    }
}

#[test]
fn values_come_back_with_their_marks_and_the_values_before() {
    block_on(async {
        let it = Try::new().await;
        let of = |temperature: &str| {
            json!({ "vitals": [
                { "code": "heart-rate", "value": "96" },
                { "code": "8310-5", "value": temperature, "unit": "Cel" },
            ], "happened": "2026-11-21T05:00:00Z" })
        };
        assert_eq!(it.post(of("36.5")).await.status, 201);
        assert_eq!(
            it.post(json!({ "vitals": [{ "code": "8310-5", "value": "３７．８" }] })).await.status,
            201
        );
        let items = it.entries().await;
        let newest = json!([{
            "kind": "body-temperature", "code": "8310-5", "value": "37.8", "unit": "Cel",
            "mark": "high", "previous": "36.5"
        }]);
        assert_eq!(items[0]["vitals"], newest);
        assert_eq!(items[1]["vitals"][0]["value"], "36.5", "in the order of the strip");
        assert_eq!(items[1]["vitals"][1]["code"], "8867-4");
        assert_eq!(items[1]["happened"], "2026-11-21T05:00:00.000000Z");
        let page = it.doctor.get(&it.stage.staff, &it.page).await.text();
        for said in ["37.8", "高い", "14:00 測定", "前回 36.5"] {
            let there = page.contains(said);
            // Out of range is said instead of the value before.
            assert_eq!(there, said != "前回 36.5", "{said}");
        }
        let list = it.doctor.get(&it.stage.staff, "/notebooks").await.text();
        assert!(list.contains("▲</span>37.8℃"), "{list}");
    });
}

#[test]
fn another_unit_and_other_slips_name_the_field() {
    block_on(async {
        let it = Try::new().await;
        for (vital, field, word) in [
            (
                json!({ "code": "8310-5", "value": "99.0", "unit": "[degF]" }),
                "body-temperature",
                "℃",
            ),
            (json!({ "code": "8310-5", "value": "99.0" }), "body-temperature", "25〜45"),
            (json!({ "code": "glucose", "value": "5.5", "unit": "mmol/L" }), "glucose", "mg/dL"),
            (json!({ "code": "heart-rate", "value": "72.5" }), "heart-rate", "整数"),
            (json!({ "code": "heart-rate", "value": "多い" }), "heart-rate", "数字"),
            (json!({ "code": "steps", "value": "3000" }), "vitals", "LOINC"),
        ] {
            let answer = it.post(json!({ "vitals": [vital] })).await;
            assert_eq!(answer.code(), Some(Code::Invalid), "{vital}: {}", answer.text());
            let error = answer.json()["errors"][0].clone();
            assert_eq!(error["field"], field);
            assert!(error["message"].as_str().unwrap().contains(word), "{error}");
        }
        let twice = json!({ "vitals": [
            { "code": "pain", "value": "3" }, { "code": "72514-3", "value": "4" }
        ] });
        assert_eq!(it.post(twice).await.json()["errors"][0]["field"], "pain");
        assert_eq!(it.entries().await, json!([]), "nothing was written");
    });
}

#[test]
fn a_form_comes_back_with_what_was_typed_and_what_is_wrong() {
    block_on(async {
        let it = Try::new().await;
        let fields = [
            ("text", "咳が増えています"),
            ("body-temperature", "378"),
            ("oxygen-saturation", "91"),
            ("glucose", "120"),
            ("measured", "14:00"),
        ];
        let answer = it.form(&fields).await;
        assert_eq!(answer.status, 422);
        let page = answer.text();
        for kept in [
            "咳が増えています",
            "value=\"378\"",
            "value=\"91\"",
            "value=\"120\"",
            "value=\"14:00\"",
        ] {
            assert!(page.contains(kept), "{kept}");
        }
        assert!(page.contains("体温は℃で25〜45の間で入れてください。"));
        assert!(page.contains("href=\"#body-temperature\""), "the summary leads to the field");
        let again = fields.map(|(name, value)| (name, if value == "378" { "37.8" } else { value }));
        assert_eq!(it.form(&again).await.status, 303);
        let written = it.entries().await;
        assert_eq!(written[0]["vitals"].as_array().unwrap().len(), 3);
        assert_eq!(written[0]["happened"], "2026-11-21T05:00:00.000000Z");
        assert_eq!(it.form(&[("measured", "25:00"), ("pain", "3")]).await.status, 422);
        // Values alone are an entry, too.
        assert_eq!(it.form(&[("pain", "3")]).await.status, 303);
        let composer =
            it.browser.get(&it.stage.staff, &format!("{}/compose", it.page)).await.text();
        for said in
            ["前回 37.8", "前回 91", "前回 3", "data-high=\"37500\"", "inputmode=\"decimal\""]
        {
            assert!(composer.contains(said), "{said}");
        }
    });
}

#[test]
fn a_correction_shows_and_keeps_the_values() {
    block_on(async {
        let it = Try::new().await;
        let body = json!({ "text": "朝の測定", "vitals": [
            { "code": "8310-5", "value": "38.7" }, { "code": "8867-4", "value": "96" }
        ] });
        let id = it.post(body).await.json()["entry"].as_str().unwrap().to_owned();
        let path = format!("{}/entries/{id}/correct", it.page);
        let form = it.browser.get(&it.stage.staff, &path).await.text();
        assert!(form.contains("value=\"38.7\"") && form.contains("value=\"96\""));
        let fields = [
            ("corrects", id.as_str()),
            ("text", "朝の測定"),
            ("body-temperature", "37.8"),
            ("heart-rate", "96"),
            ("reason", "書き間違い"),
        ];
        assert_eq!(it.form(&fields).await.status, 303);
        let page = it.doctor.get(&it.stage.staff, &it.page).await.text();
        assert!(page.contains("<del>38.7℃</del>") && page.contains("<ins>37.8℃</ins>"));
        let item = it.nurse.get(&it.stage.staff, &format!("{}/{id}", it.api)).await.json();
        assert_eq!(item["vitals"][0]["value"], "37.8");
        assert_eq!(item["before"][0]["vitals"][0]["value"], "38.7");
        // By the API the values stay where a correction says nothing of them.
        let words = json!({ "text": "昼の測定", "reason": "時刻" });
        let corrections = format!("{}/{id}/corrections", it.api);
        assert_eq!(it.nurse.post(&it.stage.staff, &corrections, words).await.status, 201);
        let none = json!({ "text": "昼の測定", "vitals": [], "reason": "別の人の値" });
        let item = it.nurse.get(&it.stage.staff, &format!("{}/{id}", it.api)).await.json();
        assert_eq!(item["vitals"].as_array().unwrap().len(), 2);
        assert_eq!(it.nurse.post(&it.stage.staff, &corrections, none).await.status, 201);
        let item = it.nurse.get(&it.stage.staff, &format!("{}/{id}", it.api)).await.json();
        assert_eq!(item["vitals"], json!([]));
    });
}
