//! The patient's basics: who may change them, what is refused, what stays visible.

use scraper::{Html, Selector};
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::Somebody;

use crate::client::{Client, Load};
use crate::stage::Stage;

async fn page(stage: &Stage, who: &Somebody) -> Client {
    Client { accept: Some("text/html"), ..stage.client(who).await }
}

/// The form's fields as the page offers them.
async fn form(stage: &Stage, client: &Client) -> Vec<(&'static str, String)> {
    let path = format!("/notebooks/{}/edit", stage.region.notebook);
    let answer = client.get(&stage.staff, &path).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let html = Html::parse_document(&answer.text());
    let field = Selector::parse(".basics-form [name]").expect("a selector");
    let chosen = Selector::parse("option[selected]").expect("a selector");
    html.select(&field)
        .filter(|it| it.attr("name") != Some("csrf"))
        .map(|it| {
            let name = it.attr("name").unwrap_or_default().to_owned();
            let value = match it.value().name() {
                "textarea" => it.text().collect(),
                "select" => it
                    .select(&chosen)
                    .next()
                    .and_then(|it| it.attr("value"))
                    .unwrap_or_default()
                    .to_owned(),
                _ => it.attr("value").unwrap_or_default().to_owned(),
            };
            (&*name.leak(), value)
        })
        .collect()
}

fn with(
    fields: &[(&'static str, String)],
    changes: &[(&'static str, &str)],
) -> Vec<(&'static str, String)> {
    let mut fields = fields.to_vec();
    for (name, value) in changes {
        let field = fields.iter_mut().find(|it| it.0 == *name).expect("a field of the form");
        (*value).clone_into(&mut field.1);
    }
    fields
}

#[test]
fn a_change_stands_at_once_and_what_was_before_stays_visible() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = page(&stage, &stage.region.people.nurse).await;
        let path = format!("/notebooks/{}", stage.region.notebook);
        let fields = form(&stage, &nurse).await;
        let changed = with(
            &fields,
            &[
                ("place", "入院中"),
                ("allergies", "ペニシリン\n卵"),
                ("contacts", "＊山口 一郎、長男、090-1234-5678"),
                ("identifier", "介護保険、0000123456"),
                ("limits", "59408-5、88、"),
            ],
        );
        let edit = format!("{path}/edit");
        let answer = nurse.send(&stage.staff, ("POST", &edit), Load::Form(changed)).await;
        assert_eq!(answer.header("location"), format!("{path}?said=kept"), "{}", answer.text());
        let manager = page(&stage, &stage.region.people.care_manager).await;
        let html = manager.get(&stage.staff, &path).await.text();
        for shown in ["入院中", "卵", "長男", "0000123456", "佐藤 美咲", "<del>自宅</del>"]
        {
            assert!(html.contains(shown), "{shown}");
        }
        let list = manager.get(&stage.staff, "/notebooks").await.text();
        assert!(list.contains("入院中"));
        // Made from a version that is no longer the newest.
        let late = Load::Form(with(&fields, &[("place", "自宅")]));
        let api = Client { accept: None, ..nurse };
        let answer = api.send(&stage.staff, ("POST", &edit), late).await;
        assert_eq!(answer.code(), Some(Code::Conflict));
    });
}

#[test]
fn only_the_managing_facility_and_the_attending_doctor_change_basics() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        let edit = format!("/notebooks/{}/edit", stage.region.notebook);
        for who in [&people.nurse, &people.doctor, &people.helper] {
            let client = stage.client(who).await;
            assert_eq!(client.get(&stage.staff, &edit).await.status, 200, "{}", who.login);
        }
        // In a team of the other patient, of another facility than the one that manages it.
        let session = stage.region.app.receiver(people.outsider.login).await.unwrap();
        let room = stage.region.app.room(&session.into(), stage.region.rooms.other).await.unwrap();
        let other = room.notebook().unwrap().id;
        let outsider = stage.client(&people.outsider).await;
        let path = format!("/notebooks/{other}");
        assert_eq!(outsider.get(&stage.staff, &path).await.status, 200);
        let refused = outsider.get(&stage.staff, &format!("{path}/edit")).await;
        assert_eq!(refused.code(), Some(Code::NotAllowed));
        let html = Client { accept: Some("text/html"), ..outsider };
        assert!(!html.get(&stage.staff, &path).await.text().contains("/edit\""));
        let relative = stage.client(&people.relative).await;
        assert_eq!(relative.get(&stage.staff, &edit).await.code(), Some(Code::NotFound));
    });
}

#[test]
fn what_is_not_of_its_form_comes_back_with_what_was_typed() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = page(&stage, &stage.region.people.nurse).await;
        let edit = format!("/notebooks/{}/edit", stage.region.notebook);
        let fields = form(&stage, &nurse).await;
        for (field, value) in [
            ("birth", "1942-02-30"),
            ("family", ""),
            ("identifier", "医療保険、123456789018"),
            ("limits", "59408-5、低い、"),
            ("living", &"あ".repeat(41)),
        ] {
            let load = Load::Form(with(&fields, &[(field, value), ("place", "いまは病院")]));
            let answer = nurse.send(&stage.staff, ("POST", &edit), load).await;
            assert_eq!(answer.status, 422, "{field}");
            let html = answer.text();
            assert!(html.contains(&format!("#f-{field}")), "{field} is named");
            assert!(html.contains("いまは病院"), "what was typed is kept");
        }
        let path = format!("/notebooks/{}", stage.region.notebook);
        assert!(!nurse.get(&stage.staff, &path).await.text().contains("いまは病院"));
    });
}
