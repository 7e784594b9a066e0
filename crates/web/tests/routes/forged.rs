//! Changes that do not come from our own pages, on every route that changes something.

use tasuki_kernel::Code;
use tasuki_testkit::block_on;

use crate::client::{Client, Load};
use crate::stage::{Route, Stage, routes_listed};
use crate::walk::samples::{Names, sample};

/// Changes that need no token: nobody is signed in yet, or nothing but words change.
const WITHOUT_TOKEN: [&str; 17] = [
    "POST /sign-in",
    "POST /sign-in/substitute",
    "POST /demo/sign-in",
    "POST /activate/{token}",
    "POST /language",
    "POST /api/v1/session",
    "POST /apply",
    "POST /apply/device",
    "POST /application/{door}/correct",
    "POST /api/v1/session/passkey",
    "POST /api/v1/session/passkey/options",
    "POST /api/v1/pickup/passkey",
    "POST /api/v1/pickup/passkey/options",
    // Nobody is signed in there: whoever posts knows number and code.
    "POST /pickup",
    "POST /pickup/file",
    "POST /pickup/hand-over",
    "POST /pickup/from/{token}",
];

async fn names(stage: &Stage) -> Names {
    Names::all(&stage.region).await
}

struct Try<'a> {
    stage: &'a Stage,
    client: &'a Client,
    names: &'a Names,
}

impl Try<'_> {
    /// Sends the sample of a route; it must be refused as forged and change nothing.
    async fn refused(&self, route: &Route, load: Option<Load>, more: &[(&str, &str)]) {
        let sample = sample(route, self.names);
        let what = (route.method.as_str(), sample.path.as_str());
        let load = load.unwrap_or(sample.load);
        let before = self.stage.region.count("SELECT count(*) FROM entries");
        let answer = self.client.send_with(&self.stage.staff, what, load, more).await;
        let at = format!("{} with {more:?}", route.name());
        assert_eq!(answer.code(), Some(Code::ForgedRequest), "{at}: {}", answer.text());
        let after = self.stage.region.count("SELECT count(*) FROM entries");
        assert_eq!(after, before, "{at} wrote something");
        assert!(answer.header("set-cookie").is_empty(), "{at}");
    }
}

#[test]
fn a_change_from_another_site_is_refused_everywhere() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let names = names(&stage).await;
        let walk = Try { stage: &stage, client: &client, names: &names };
        for route in routes_listed().iter().filter(|it| it.changes()) {
            for forged in [
                [("sec-fetch-site", "cross-site"), ("origin", "https://tasuki.example")],
                [("sec-fetch-site", "same-site"), ("origin", "https://tasuki.example")],
                [("x-nothing", "-"), ("origin", "https://evil.example")],
                [("x-nothing", "-"), ("origin", "http://tasuki.example")],
                [("x-nothing", "-"), ("origin", "null")],
            ] {
                walk.refused(route, None, &forged).await;
            }
        }
        let still = client.get(&stage.staff, "/api/v1/session").await;
        assert_eq!(still.status, 200, "the session was ended by a forged request");
    });
}

#[test]
fn a_change_without_the_sessions_token_is_refused_everywhere() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let other = stage.client(&stage.region.people.nurse).await;
        let names = names(&stage).await;
        for csrf in [String::new(), other.csrf.clone(), format!("{}A", client.csrf)] {
            let client = Client { csrf, ..client.clone() };
            let walk = Try { stage: &stage, client: &client, names: &names };
            for route in routes_listed().iter().filter(|it| it.changes()) {
                if !WITHOUT_TOKEN.contains(&route.name().as_str()) {
                    walk.refused(route, None, &[]).await;
                }
            }
        }
        let still = client.get(&stage.staff, "/api/v1/session").await;
        assert_eq!(still.status, 200, "the session was ended without its token");
    });
}

#[test]
fn our_own_pages_and_programs_without_a_browser_are_let_through() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        for ours in [
            [("sec-fetch-site", "same-origin"), ("origin", "https://tasuki.example")],
            [("sec-fetch-site", "none"), ("x-nothing", "-")],
            [("x-nothing", "-"), ("origin", "https://tasuki.example")],
            [("x-nothing", "-"), ("x-other", "-")],
        ] {
            let what = ("POST", "/touch");
            let load = Load::Form(Vec::new());
            let answer = client.send_with(&stage.staff, what, load, &ours).await;
            assert_eq!(answer.status, 204, "{ours:?}: {}", answer.text());
        }
    });
}
