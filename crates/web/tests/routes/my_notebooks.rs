//! わたしの連絡帳: searching, the order that is kept, what waits.

use scraper::{Html, Selector};
use tasuki_app::compose::Draft;
use tasuki_domain::importance::Importance;
use tasuki_testkit::block_on;
use tasuki_testkit::region::note;

use crate::client::{Client, Load};
use crate::stage::Stage;

fn names(html: &str) -> Vec<String> {
    let row = Selector::parse(".notebooks .who b").expect("a selector");
    let page = Html::parse_document(html);
    page.select(&row).map(|it| it.text().collect()).collect()
}

async fn search(stage: &Stage, client: &Client, words: &str) -> String {
    let load = Load::Form(vec![("q", words.to_owned())]);
    let answer = client.send(&stage.staff, ("POST", "/notebooks"), load).await;
    assert_eq!(answer.status, 200);
    answer.text()
}

#[test]
fn a_part_of_a_name_in_any_spelling_finds_the_patient() {
    block_on(async {
        let stage = Stage::new().await;
        let doctor =
            Client { accept: Some("text/html"), ..stage.client(&stage.region.people.doctor).await };
        for (words, found) in [
            ("", vec!["山口 ハナ", "鈴木 よし"]),
            ("口ハ", vec!["山口 ハナ"]),
            ("はな", vec!["山口 ハナ"]),
            ("ﾊﾅ", vec!["山口 ハナ"]),
            ("ヨシ", vec!["鈴木 よし"]),
            ("やまぐち", vec!["山口 ハナ"]),
            ("スズ", vec!["鈴木 よし"]),
            ("<script>", vec![]),
        ] {
            let html = search(&stage, &doctor, words).await;
            let mut shown = names(&html);
            shown.sort();
            let mut expected = found;
            expected.sort_unstable();
            assert_eq!(shown, expected, "{words}");
            assert!(!html.contains("<script>"), "what was typed comes back as text");
        }
        let nurse =
            Client { accept: Some("text/html"), ..stage.client(&stage.region.people.nurse).await };
        assert!(names(&search(&stage, &nurse, "よし").await).is_empty(), "not in that team");
    });
}

#[test]
fn the_order_is_kept_for_the_person() {
    block_on(async {
        let stage = Stage::new().await;
        let people = &stage.region.people;
        let html = |client: Client| Client { accept: Some("text/html"), ..client };
        let doctor = html(stage.client(&people.doctor).await);
        let choose = |order: &str| Load::Form(vec![("order", order.to_owned())]);
        let answer =
            doctor.send(&stage.staff, ("POST", "/notebooks/order"), choose("recent")).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/notebooks"));
        let again = html(stage.client(&people.doctor).await);
        let page = again.get(&stage.staff, "/notebooks").await.text();
        let chosen = Selector::parse(".order button[aria-current]").expect("a selector");
        let chosen: Vec<String> = Html::parse_document(&page)
            .select(&chosen)
            .filter_map(|it| it.attr("value").map(str::to_owned))
            .collect();
        assert_eq!(chosen, ["recent"]);
        let answer = doctor.send(&stage.staff, ("POST", "/notebooks/order"), choose("age")).await;
        assert_eq!(answer.status, 422);
    });
}

#[test]
fn what_waits_leads_to_the_entry_and_goes_when_confirmed() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (&stage.region.people, stage.region.rooms.team);
        let draft = Draft { importance: Importance::Urgent, ..note("至急のことば") };
        let id = stage.region.write(&people.nurse, team, draft).await;
        let doctor = stage.client(&people.doctor).await;
        let page = Client { accept: Some("text/html"), ..doctor.clone() };
        let url = format!("/rooms/{team}/entries/{id}");
        for path in ["/notebooks", "/waiting"] {
            let html = page.get(&stage.staff, path).await.text();
            assert!(html.contains(&url) && html.contains("確認待ち"), "{path}");
        }
        let list = doctor.get(&stage.staff, "/api/v1/notebooks").await.json();
        assert_eq!(list["waiting"][0]["line"]["entry"], id.to_string());
        assert_eq!(list["waiting"][0]["waits_for"], "confirmation");
        assert_eq!(list["items"][0]["line"]["importance"], "urgent");
        let confirm = format!("/api/v1{url}/confirmation");
        assert_eq!(doctor.send(&stage.staff, ("POST", &confirm), Load::Nothing).await.status, 201);
        let list = doctor.get(&stage.staff, "/api/v1/notebooks").await.json();
        assert_eq!(list["waiting"].as_array().map(Vec::len), Some(0));
        let html = page.get(&stage.staff, "/waiting").await.text();
        assert!(html.contains("待っている件はありません"));
    });
}
