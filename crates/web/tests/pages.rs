//! Every page, filled with invented people, in both languages: is it whole, safe and usable?

use std::collections::HashSet;

use scraper::{ElementRef, Html, Selector};
use tasuki_web::texts::Lang;

#[path = "../examples/sample/data/mod.rs"]
mod data;

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

fn each_page(check: impl Fn(&str, &str, &Html)) {
    for lang in Lang::ALL {
        for (name, html) in data::pages(lang) {
            let name = format!("{}/{name}", lang.tag());
            check(&name, &html, &Html::parse_document(&html));
        }
    }
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

/// What a screen reader would call the element: its own label, or words inside.
fn named(element: ElementRef<'_>) -> bool {
    let own = element.attr("aria-label").is_some_and(|label| !label.trim().is_empty());
    let picture = select("img[alt]:not([alt=''])");
    own || !text_of(element).is_empty() || element.select(&picture).next().is_some()
}

#[test]
fn a_page_is_one_whole_document() {
    each_page(|name, html, page| {
        assert!(html.trim_start().starts_with("<!doctype html>"), "{name}");
        assert!(html.trim_end().ends_with("</html>"), "{name}");
        let tag = name.split('/').next();
        assert_eq!(page.root_element().attr("lang"), tag, "{name}");
        for one in ["h1", "main", "title"] {
            let count = page.select(&select(one)).filter(|e| !in_sprite(*e)).count();
            assert_eq!(count, 1, "{name}: {one}");
        }
    });
}

fn in_sprite(element: ElementRef<'_>) -> bool {
    element.ancestors().filter_map(ElementRef::wrap).any(|e| e.value().name() == "svg")
}

#[test]
fn markup_is_balanced() {
    let void = ["meta", "link", "input", "img", "br"];
    each_page(|name, html, _| {
        let mut open: Vec<&str> = Vec::new();
        for piece in html.split('<').skip(1) {
            let Some((tag, _)) = piece.split_once('>') else { panic!("{name}: <{piece}") };
            let word = tag.split([' ', '\n']).next().unwrap_or_default().trim_end_matches('/');
            if let Some(closed) = word.strip_prefix('/') {
                assert_eq!(open.pop(), Some(closed), "{name}: </{closed}>");
            } else if !word.starts_with('!') && !void.contains(&word) && !tag.ends_with('/') {
                open.push(word);
            }
        }
        assert!(open.is_empty(), "{name}: {open:?}");
    });
}

#[test]
fn nothing_inline_that_the_policy_would_refuse() {
    each_page(|name, _, page| {
        for element in page.select(&select("*")) {
            for (attribute, _) in element.value().attrs() {
                assert!(attribute != "style", "{name}: style on {}", element.value().name());
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
            }
        }
        assert_eq!(page.select(&select("style")).count(), 0, "{name}");
        for script in page.select(&select("script")) {
            assert!(script.attr("src").is_some_and(|src| src.starts_with("/assets/")), "{name}");
            assert!(text_of(script).is_empty(), "{name}");
        }
    });
}

#[test]
fn nothing_comes_from_elsewhere() {
    each_page(|name, _, page| {
        for (css, attribute) in [("[src]", "src"), ("link[href]", "href"), ("use", "href")] {
            for element in page.select(&select(css)) {
                let url = element.attr(attribute).unwrap_or_default();
                assert!(url.starts_with('/') || url.starts_with('#'), "{name}: {url}");
            }
        }
    });
}

#[test]
fn every_icon_is_in_the_sprite() {
    each_page(|name, _, page| {
        for icon in page.select(&select("use")) {
            let id = icon.attr("href").unwrap_or_default().trim_start_matches('#');
            let symbol = select(&format!("symbol[id='{id}']"));
            assert_eq!(page.select(&symbol).count(), 1, "{name}: {id}");
        }
    });
}

#[test]
fn every_form_that_changes_something_carries_the_token() {
    each_page(|name, _, page| {
        for form in page.select(&select("form")) {
            // Asking for something changes nothing, and its address may be kept.
            if form.attr("method") == Some("get") {
                assert_eq!(form.select(&select("[name=csrf]")).count(), 0, "{name}");
                continue;
            }
            assert_eq!(form.attr("method"), Some("post"), "{name}");
            assert!(form.attr("action").is_some_and(|a| a.starts_with('/')), "{name}");
            let token = select("input[type=hidden][name=csrf]");
            let value = form.select(&token).next().and_then(|input| input.attr("value"));
            assert_eq!(value, Some("tok-0123456789"), "{name}");
            if form.select(&select("input[type=file]")).next().is_some() {
                assert_eq!(form.attr("enctype"), Some("multipart/form-data"), "{name}");
            }
        }
    });
}

#[test]
fn every_field_has_a_label() {
    each_page(|name, _, page| {
        for field in page.select(&select("input:not([type=hidden]), select, textarea")) {
            let wrapped = field
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|e| e.value().name() == "label" && !text_of(e).is_empty());
            let pointed = field.attr("id").is_some_and(|id| {
                page.select(&select(&format!("label[for='{id}']"))).any(|l| !text_of(l).is_empty())
            });
            assert!(wrapped || pointed, "{name}: {}", field.html());
        }
    });
}

#[test]
fn everything_that_can_be_pressed_has_a_name() {
    each_page(|name, _, page| {
        for element in page.select(&select("a, button:not([hidden]), summary")) {
            assert!(named(element), "{name}: {}", element.html());
        }
        for link in page.select(&select("a")) {
            assert!(link.attr("href").is_some_and(|h| !h.is_empty()), "{name}: {}", link.html());
        }
        for picture in page.select(&select("img")) {
            assert!(picture.attr("alt").is_some(), "{name}: {}", picture.html());
        }
    });
}

#[test]
fn identifiers_are_unique_and_references_lead_somewhere() {
    each_page(|name, _, page| {
        let mut ids = HashSet::new();
        for element in page.select(&select("[id]")) {
            let id = element.attr("id").unwrap_or_default();
            assert!(ids.insert(id), "{name}: {id} twice");
        }
        for attribute in ["aria-describedby", "aria-labelledby", "for"] {
            for element in page.select(&select(&format!("[{attribute}]"))) {
                for id in element.attr(attribute).unwrap_or_default().split_whitespace() {
                    assert!(ids.contains(id), "{name}: {attribute}={id}");
                }
            }
        }
        for link in page.select(&select("a[href^='#']")) {
            let id = link.attr("href").unwrap_or_default().trim_start_matches('#');
            assert!(ids.contains(id), "{name}: #{id}");
        }
    });
}

#[test]
fn headings_step_down_one_at_a_time() {
    each_page(|name, _, page| {
        let mut before = 0;
        for heading in page.select(&select("main h1, main h2, main h3")) {
            let level = heading.value().name()[1..].parse::<u32>().unwrap_or_default();
            assert!(level <= before + 1 || before == 0, "{name}: {}", heading.html());
            before = level;
        }
    });
}

#[test]
fn titles_hold_no_patient_words() {
    let patient = ["山口", "ハナ", "やまぐち", "ペニシリン", "肺炎", "尿"];
    each_page(|name, _, page| {
        let title = page.select(&select("title")).next().map(text_of).unwrap_or_default();
        let product = if name.starts_with("ja") { "たすき" } else { "Tasuki" };
        assert!(title.ends_with(product), "{name}: {title}");
        assert!(patient.iter().all(|word| !title.contains(word)), "{name}: {title}");
    });
}

#[test]
fn addresses_hold_no_patient_words() {
    each_page(|name, _, page| {
        for (css, attribute) in [("[href]", "href"), ("[src]", "src"), ("[action]", "action")] {
            for element in page.select(&select(css)) {
                let url = element.attr(attribute).unwrap_or_default();
                assert!(url.is_ascii(), "{name}: {url}");
            }
        }
    });
}

#[test]
fn the_first_view_is_light() {
    let size = |name: &str| {
        let url = tasuki_web::assets::url(name);
        let found = url.strip_prefix(tasuki_web::assets::MOUNT).and_then(tasuki_web::assets::find);
        found.map_or(0, |asset| asset.bytes.len())
    };
    each_page(|name, html, _| {
        // Sheets are asked for by name, scripts by each other.
        let named = |it: &&str| !it.ends_with(".css") || html.contains(it);
        let assets: usize = tasuki_web::assets::names().filter(named).map(size).sum();
        let total = html.len() + assets;
        assert!(total <= 150_000, "{name}: {total} bytes");
    });
}

#[test]
fn fragments_are_single_elements_named_by_their_key() {
    for lang in Lang::ALL {
        for (name, html) in data::fragments(lang) {
            let fragment = Html::parse_fragment(&html);
            let top: Vec<_> = fragment.root_element().child_elements().collect();
            assert_eq!(top.len(), 1, "{name}");
            let key = top[0].attr("id").and_then(|id| id.strip_prefix("e-"));
            assert!(key.is_some_and(|key| !key.is_empty()), "{name}");
            assert!(top[0].attr("data-day").is_some_and(|day| day.len() == 10), "{name}");
        }
    }
}

/// The page called `name` in Japanese.
fn page(name: &str) -> Html {
    let html = data::pages(Lang::Ja).into_iter().find(|(n, _)| n == name).map(|(_, html)| html);
    Html::parse_document(&html.expect("a page of that name"))
}

fn words(page: &Html, css: &str) -> Vec<String> {
    page.select(&select(css)).map(|e| text_of(e).split_whitespace().collect()).collect()
}

#[test]
fn the_room_says_what_the_design_says() {
    let room = page("room");
    assert_eq!(words(&room, ".banner h1"), ["山口ハナ"]);
    assert_eq!(words(&room, ".chips .chip"), ["アレルギーペニシリン", "抗凝固薬", "独居", "自宅"]);
    assert_eq!(words(&room, ".rule"), ["ここから下は前回までに読んだ記録"]);
    assert_eq!(words(&room, ".delivery .seen"), ["特別便田中さんとあなたの2人だけに見えます"]);
    assert_eq!(words(&room, ".correction del"), ["250mL"]);
    assert_eq!(words(&room, ".correction ins"), ["200mL"]);
    assert_eq!(words(&room, ".day")[0], "今日11月21日(土)最新14:32");
    let gone = words(&room, ".gone b");
    assert_eq!(gone, ["取り消されました", "別の患者さんの記録", "内容は消去されました"]);
}

#[test]
fn keys_come_past_a_long_timeline_to_the_composer() {
    let room = page("room");
    assert_eq!(words(&room, "a.skip[href='#bar-text']"), ["記録を書く"]);
    assert_eq!(room.select(&select("form#composer textarea#bar-text")).count(), 1);
}

#[test]
fn what_was_destroyed_shows_no_content() {
    let room = page("room");
    let destroyed = room.select(&select("#e-e8")).next().expect("the entry");
    assert_eq!(destroyed.select(&select(".text, .photos, .acts")).count(), 0);
}

#[test]
fn errors_stand_on_top_and_at_the_field() {
    let form = page("compose-errors");
    assert_eq!(words(&form, ".notice li a"), ["本文が空です。", "訂正の理由を書いてください。"]);
    assert_eq!(words(&form, "#text-error"), ["本文が空です。"]);
    let field = form.select(&select("#text")).next().expect("the field");
    assert_eq!(field.attr("aria-invalid"), Some("true"));
    assert_eq!(field.attr("aria-describedby"), Some("text-hint text-error"));
}

#[test]
fn typed_text_is_escaped() {
    use askama::Template as _;
    use tasuki_web::pages::{EntryFragment, EntryView};
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    let entry = EntryView {
        key: "k".into(),
        text: evil.into(),
        category: evil.into(),
        tags: vec![evil.into()],
        ..EntryView::default()
    };
    let html = EntryFragment { frame: data::frame(Lang::Ja, "/"), entry }.render().unwrap();
    let fragment = Html::parse_fragment(&html);
    assert_eq!(fragment.select(&select("script, img")).count(), 0);
    assert_eq!(words(&fragment, ".text p"), [evil.replace(' ', "")]);
}

#[test]
fn the_demo_is_only_there_when_given_people() {
    assert!(words(&page("sign-in"), ".demo").is_empty());
    let door = page("sign-in-demo");
    assert_eq!(door.select(&select(".demo > ul form")).count(), 4, "suggested walks");
    assert_eq!(door.select(&select(".demo details form")).count(), 4, "everybody by facility");
}
