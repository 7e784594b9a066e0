//! A stretch of the timeline on paper: what stands there, who may, and what is kept of it.

use scraper::{Html, Selector};
use tasuki_app::compose::Draft;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{note, photo};

use crate::client::{Answer, Client};
use crate::stage::Stage;
use crate::traces::{CANARY, delivery_with_canary};

async fn paper(stage: &Stage, who: &Client, query: &str) -> Answer {
    let path = format!("/rooms/{}/print{query}", stage.region.rooms.team);
    let who = Client { accept: Some("text/html"), ..who.clone() };
    who.get(&stage.staff, &path).await
}

fn all(answer: &Answer, selector: &str) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let page = Html::parse_document(&answer.text());
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).map(|it| it.text().collect::<String>().trim().to_owned()).collect()
}

const TEXT: &str = ".paper article.entry .text > p";

#[test]
fn the_days_asked_for_stand_on_paper_oldest_first() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        for words in ["一日め", "二日め", "三日め"] {
            let draft = Draft { photos: vec![photo()], ..note(words) };
            stage.region.write(&people.nurse, team, draft).await;
            stage.region.clock.advance(86_400);
        }
        let doctor = stage.client(&people.doctor).await;
        let sheet = paper(&stage, &doctor, "?from=2026-11-22&to=2026-11-23").await;
        assert_eq!(all(&sheet, TEXT), ["二日め", "三日め"]);
        let head = all(&sheet, ".paper-head").join("");
        for part in
            ["2026年11月22日(日)", "2026年11月23日(月)", "2026年11月24日(火)", people.doctor.name]
        {
            assert!(head.contains(part), "{part}: {head}");
        }
        assert_eq!(all(&sheet, ".paper h3.day").len(), 2);
        assert!(all(&sheet, ".paper button, .paper form").is_empty(), "nothing to press");
        assert!(all(&sheet, ".paper .photos img").is_empty());
        let with = paper(&stage, &doctor, "?from=2026-11-22&to=2026-11-23&photos=1").await;
        assert_eq!(all(&with, ".paper .photos img").len(), 2);
        let empty = paper(&stage, &doctor, "?from=2026-11-01&to=2026-11-02").await;
        assert!(all(&empty, ".paper").join("").contains("この期間の記録はありません"));
        for bad in ["?from=2026-11-23&to=2026-11-22", "?from=11/23", "?to=2026-02-30"] {
            assert_eq!(paper(&stage, &doctor, bad).await.status, 422, "{bad}");
        }
    });
}

#[test]
fn each_sheet_leaves_a_record_of_its_own_and_the_form_none() {
    block_on(async {
        let stage = Stage::new().await;
        let doctor = stage.client(&stage.region.people.doctor).await;
        // The first look at the room is recorded by itself.
        assert!(all(&paper(&stage, &doctor, "").await, ".paper").is_empty());
        let before = stage.region.access_records();
        drop(paper(&stage, &doctor, "").await);
        assert_eq!(stage.region.access_records(), before);
        for n in 1..=2 {
            drop(paper(&stage, &doctor, "?from=2026-11-21").await);
            assert_eq!(stage.region.access_records(), before + n);
        }
    });
}

#[test]
fn a_delivery_is_marked_on_its_readers_paper_and_on_no_other() {
    block_on(async {
        let stage = Stage::new().await;
        delivery_with_canary(&stage).await;
        let people = stage.region.people.clone();
        let doctor = stage.client(&people.doctor).await;
        let sheet = paper(&stage, &doctor, "?from=2026-11-21").await;
        let panel = all(&sheet, ".paper .delivery").join("");
        assert!(panel.contains("特別便") && panel.contains(CANARY), "{panel}");
        for other in [&people.care_manager, &people.helper] {
            let other = stage.client(other).await;
            let sheet = paper(&stage, &other, "?from=2026-11-21").await;
            assert!(!sheet.text().contains(CANARY));
            assert!(all(&sheet, ".paper .delivery").is_empty());
        }
        let outsider = stage.client(&people.outsider).await;
        assert_eq!(paper(&stage, &outsider, "?from=2026-11-21").await.status, 404);
    });
}
