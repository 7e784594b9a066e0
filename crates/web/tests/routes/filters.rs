//! Filters and days by links and forms that need no script, and by the same names in the API.

use scraper::{Html, Selector};
use tasuki_app::compose::Draft;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{CATEGORIES, note, photo};
use tasuki_web::visitor::url_encoded;

use crate::client::Client;
use crate::stage::Stage;

async fn page(stage: &Stage, who: &Client, query: &str) -> Html {
    let path = format!("/rooms/{}{query}", stage.region.rooms.team);
    let who = Client { accept: Some("text/html"), ..who.clone() };
    let answer = who.get(&stage.staff, &path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    Html::parse_document(&answer.text())
}

fn all(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let words = |it: scraper::ElementRef<'_>| it.text().collect::<String>().trim().to_owned();
    page.select(&selector).map(words).collect()
}

fn addresses(page: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector).filter_map(|it| it.attr("href")).map(str::to_owned).collect()
}

const TEXT: &str = "article.entry .text > p";

#[test]
fn a_form_narrows_and_chips_take_away() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        stage.region.write(&people.nurse, team, note("看護の記録")).await;
        let advice = Draft { category: CATEGORIES[1].into(), ..note("朝の薬を休む") };
        stage.region.write(&people.doctor, team, advice).await;
        let doctor = stage.client(&people.doctor).await;
        let category = url_encoded(CATEGORIES[1]);

        let whole = page(&stage, &doctor, "").await;
        assert_eq!(all(&whole, TEXT), ["朝の薬を休む", "看護の記録"]);
        assert!(all(&whole, ".chosen").is_empty());
        assert_eq!(all(&whole, "details.narrow form select").len(), 4);
        assert_eq!(addresses(&whole, "form").len(), 0);

        // As a form sends it: what was left open comes along empty.
        let query = format!("?category={category}&importance=&author=&kind=notes&date=");
        let narrowed = page(&stage, &doctor, &query).await;
        assert_eq!(all(&narrowed, TEXT), ["朝の薬を休む"]);
        let room = format!("/rooms/{team}");
        let chips = addresses(&narrowed, ".chosen li a");
        assert_eq!(chips, [format!("{room}?kind=notes"), format!("{room}?category={category}")]);
        assert_eq!(addresses(&narrowed, ".chosen > a"), [room]);
        let searched = all(&narrowed, ".chosen [role=status]").join("");
        assert!(searched.contains("最初の記録まで"), "{searched}");
        let live = Selector::parse("[data-live]").expect("a selector");
        assert_eq!(narrowed.select(&live).count(), 0, "nothing else arrives in between");
        let chosen = all(&narrowed, "option[selected]").join(" ");
        assert!(chosen.contains(CATEGORIES[1]), "{chosen}");

        let none = page(&stage, &doctor, "?importance=urgent").await;
        assert!(all(&none, ".empty").join("").contains("この条件の記録はありません"));
    });
}

#[test]
fn looking_through_a_filter_or_at_a_day_marks_nothing_as_read() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        stage.region.write(&people.nurse, team, note("読んでください")).await;
        let doctor = stage.client(&people.doctor).await;
        for query in ["?kind=notes", "?date=2026-11-21", "?kind=photos"] {
            drop(page(&stage, &doctor, query).await);
        }
        let unread = all(&page(&stage, &doctor, "").await, "article.unread");
        assert_eq!(unread.len(), 1);
        let unread = all(&page(&stage, &doctor, "").await, "article.unread");
        assert!(unread.is_empty());
    });
}

#[test]
fn a_day_leads_to_its_neighbours() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        for (days, words) in [(0, "はじめ"), (2, "二日あと"), (3, "五日あと")] {
            stage.region.clock.advance(days * 86_400);
            stage.region.write(&people.nurse, team, note(words)).await;
        }
        stage.region.clock.advance(600);
        let doctor = stage.client(&people.doctor).await;
        let day = page(&stage, &doctor, "?date=2026-11-23").await;
        assert_eq!(all(&day, TEXT), ["二日あと", "はじめ"]);
        let room = format!("/rooms/{team}");
        let ways = addresses(&day, ".day-jump a");
        assert_eq!(ways, [format!("{room}?date=2026-11-21"), format!("{room}?date=2026-11-26")]);
        let newer = addresses(&day, ".pager a[rel=prev]").remove(0);
        let newer = page(&stage, &doctor, &newer[room.len()..]).await;
        assert_eq!(all(&newer, TEXT), ["五日あと"]);
        let between = page(&stage, &doctor, "?date=2026-11-24").await;
        let said = all(&between, ".day-jump p").join("");
        assert!(said.starts_with("2026年11月24日(火)の記録はありません"), "{said}");
        assert_eq!(all(&between, TEXT), ["二日あと", "はじめ"]);
    });
}

#[test]
fn the_api_takes_the_same_names() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        let with_photo = Draft { photos: vec![photo()], ..note("創部") };
        stage.region.write(&people.nurse, team, with_photo).await;
        stage.region.write(&people.doctor, team, note("了解")).await;
        let doctor = stage.client(&people.doctor).await;
        let entries = format!("/api/v1/rooms/{team}/entries");
        let get = |query: String| {
            let (doctor, stage, path) = (&doctor, &stage, format!("{entries}?{query}"));
            async move { doctor.get(&stage.staff, &path).await }
        };
        let found = get("kind=photos".into()).await.json();
        assert_eq!(found["items"][0]["text"], "創部");
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(found["searched"]["to_the_end"], true);
        let found = get(format!("kind=photos&author={}", people.doctor.person)).await.json();
        assert_eq!(found["items"].as_array().map(Vec::len), Some(0));
        let day = get("date=2026-11-21".into()).await.json();
        assert_eq!(day["items"][0]["text"], "了解");
        assert!(day["nearest"].is_object() && day.get("newer").is_none());
        assert!(get(String::new()).await.json().get("nearest").is_none());
        for bad in ["kind=all", "author=x", "importance=high", "date=2026-13-01"] {
            assert_eq!(get(bad.into()).await.code(), Some(Code::Invalid), "{bad}");
        }
        assert_eq!(get("after=abc".into()).await.code(), Some(Code::BadCursor));
    });
}
