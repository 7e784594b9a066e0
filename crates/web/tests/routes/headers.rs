//! What every answer carries, and what no page holds.

use scraper::{Html, Selector};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, note};

use crate::client::{Answer, Client, Load};
use crate::stage::{Audience, Route, Stage, routes_listed};
use crate::walk::samples::{Names, sample};

async fn names(stage: &Stage) -> Names {
    Names::all(&stage.region).await
}

fn carries_what_it_must(answer: &Answer, at: &str) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{at}: {policy}");
    for bad in ["unsafe-", "*", "data:", "http:", "https:"] {
        assert!(!policy.contains(bad), "{at}: {policy}");
    }
    let hsts = answer.header("strict-transport-security");
    assert!(hsts.starts_with("max-age=63072000"), "{at}: {hsts}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", "DENY"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{at}: {name}");
    }
    for cookie in answer.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().expect("text");
        assert!(cookie.starts_with("__Host-"), "{at}: {cookie}");
        for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite="] {
            assert!(cookie.contains(part), "{at}: {cookie}");
        }
        assert!(!cookie.contains("Domain") && !cookie.contains("SameSite=None"), "{at}: {cookie}");
    }
}

/// What may be kept by a browser: our own files, and the faces of colleagues.
fn may_be_kept(route: &Route) -> bool {
    ["GET /assets/{*path}", "GET /people/{person}/portrait"].contains(&route.name().as_str())
}

#[test]
fn every_answer_carries_the_headers_and_keeps_nothing_of_a_patient() {
    block_on(async {
        let stage = Stage::new().await;
        let names = names(&stage).await;
        let mut seen = 0;
        for route in routes_listed().iter().filter(|it| it.name() != "GET /metrics") {
            for accept in ["text/html", "application/json"] {
                let member = stage.client(&stage.region.people.nurse).await;
                for client in [Client::default(), member] {
                    let client = Client { accept: Some(accept), ..client };
                    let sample = sample(route, &names);
                    let what = (route.method.as_str(), sample.path.as_str());
                    let answer = client.send(&stage.staff, what, sample.load).await;
                    let at = format!("{} {accept} {}", route.name(), answer.status);
                    carries_what_it_must(&answer, &at);
                    if !may_be_kept(route) {
                        assert_eq!(answer.header("cache-control"), "no-store", "{at}");
                    }
                    seen += 1;
                }
            }
        }
        assert!(seen > 200);
    });
}

#[test]
fn the_portal_carries_them_too() {
    block_on(async {
        let stage = Stage::new().await;
        let browser = Client { accept: Some("text/html"), ..Client::default() };
        for path in ["/", "/healthz", "/notebooks", "/nothing"] {
            carries_what_it_must(&browser.get(&stage.portal, path).await, path);
        }
    });
}

fn select(css: &str) -> Selector {
    Selector::parse(css).expect("a selector")
}

fn runs_nothing_inline(html: &str, at: &str) {
    let page = Html::parse_document(html);
    for script in page.select(&select("script")) {
        assert!(script.attr("src").is_some_and(|it| it.starts_with("/assets/")), "{at}");
        assert_eq!(script.text().collect::<String>().trim(), "", "{at}");
    }
    assert_eq!(page.select(&select("style")).count(), 0, "{at}");
    for element in page.select(&select("*")) {
        for (name, value) in element.value().attrs() {
            assert!(name != "style" && !name.starts_with("on"), "{at}: {name}={value}");
            assert!(!value.trim_start().starts_with("javascript:"), "{at}: {name}={value}");
        }
    }
    let title: String = page.select(&select("title")).flat_map(|it| it.text()).collect();
    for word in ["山口", "ハナ", "やまぐち"] {
        assert!(!title.contains(word), "{at}: {title}");
    }
    for link in page.select(&select("[href], [src], [action]")) {
        for name in ["href", "src", "action"] {
            let address = link.attr(name).unwrap_or_default();
            // The portal leads to the staff's listener, which may have another address.
            let elsewhere = address.contains("//") && address != "https://tasuki.example";
            assert!(!elsewhere, "{at}: {address} leads elsewhere");
        }
    }
}

#[test]
fn pages_run_nothing_inline_and_name_no_patient_in_their_title() {
    block_on(async {
        let stage = Stage::new().await;
        let names = names(&stage).await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let browser = Client { accept: Some("text/html"), ..nurse };
        let mut pages = 0;
        for route in routes_listed().iter().filter(|it| !it.changes()) {
            let path = sample(route, &names).path;
            let answer = browser.get(&stage.staff, &path).await;
            if answer.header("content-type").starts_with("text/html") {
                runs_nothing_inline(&answer.text(), &path);
                pages += 1;
            }
        }
        assert!(pages >= 10, "{pages} pages");
    });
}

#[test]
fn words_that_look_like_markup_are_words() {
    block_on(async {
        let stage = Stage::new().await;
        let evil = "<script>alert(1)</script><img src=x onerror=alert(2)>'\"&amp;</p>";
        let draft =
            tasuki_app::compose::Draft { tags: vec!["<b>".into(), "\"x".into()], ..note(evil) };
        let nurse = stage.region.people.nurse.clone();
        let room = stage.region.rooms.team;
        let entry = stage.region.write(&nurse, room, draft).await;
        let doctor = stage.client(&stage.region.people.doctor).await;
        let browser = Client { accept: Some("text/html"), ..doctor };
        for path in [
            format!("/rooms/{room}"),
            format!("/rooms/{room}/entries/{entry}"),
            format!("/rooms/{room}/entries/{entry}/reply"),
            "/notebooks".to_owned(),
        ] {
            let text = browser.get(&stage.staff, &path).await.text();
            assert!(text.contains("alert(1)"), "{path} shows the words");
            runs_nothing_inline(&text, &path);
            assert!(!text.contains("<img src=x"), "{path}");
        }
        // What comes back in a field or an address is words, too.
        let fields = vec![
            ("login", evil.to_owned()),
            ("password", PASSWORD.to_owned()),
            ("next", format!("/{evil}")),
        ];
        let device = Client { cookie: None, csrf: String::new(), ..browser.clone() };
        let answer = device.send(&stage.staff, ("POST", "/sign-in"), Load::Form(fields)).await;
        assert_eq!(answer.status, 401);
        runs_nothing_inline(&answer.text(), "/sign-in");
        let path = "/rooms/%3Cscript%3Ealert(1)%3C%2Fscript%3E";
        let answer = browser.get(&stage.staff, path).await;
        runs_nothing_inline(&answer.text(), path);
        assert!(routes_listed().iter().any(|it| it.audience == Audience::Member));
    });
}
