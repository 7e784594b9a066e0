//! The authorisation walk: every route as everybody, against one table; and the list of routes
//! against the OpenAPI document.

mod cast;
mod consenting;
mod facility;
pub mod samples;

use std::collections::BTreeSet;

use tasuki_testkit::block_on;

use crate::client::Answer;
use crate::stage::{Audience, Kind, Route, Stage, routes_listed};
use cast::Actor;
use samples::{Names, delivery, sample, uses_up};

/// Routes after which the session that called them is another.
fn ends_something(route: &Route) -> bool {
    matches!(
        route.name().as_str(),
        "POST /sign-out" | "POST /lock" | "POST /unlock" | "DELETE /api/v1/session"
    )
}

async fn names(stage: &Stage, route: &Route) -> Names {
    let (region, people) = (&stage.region, &stage.region.people);
    let names = Names::of(region, &route.path).await;
    // Everybody may confirm what somebody else wrote, and amend what they wrote themselves.
    if route.path.contains("{entry}/confirm") {
        return Names { entry: delivery(region, &people.doctor, &people.nurse).await, ..names };
    }
    names
}

fn check(answer: &Answer, expected: Result<u16, tasuki_kernel::Code>, at: &str) {
    match expected {
        Ok(good) => assert_eq!(answer.status.as_u16(), good, "{at}: {}", answer.text()),
        Err(code) => {
            assert_eq!(answer.code(), Some(code), "{at}: {}: {}", answer.status, answer.text());
        }
    }
}

/// Every route as one of them.
async fn walk(actor: Actor) {
    let stage = Stage::new().await;
    let mut client = actor.client(&stage).await;
    let mut fresh: Option<Names> = None;
    for route in routes_listed() {
        let at = format!("{actor:?} at {}", route.name());
        let refusal = actor.refusal(&route);
        let stale = fresh.as_ref().is_none_or(|it| it.lacks(&route))
            || route.path.contains("{entry}/confirm");
        if stale || (refusal.is_none() && uses_up(&route)) {
            fresh = Some(names(&stage, &route).await);
        }
        let sample = sample(&route, fresh.as_ref().expect("made above"));
        let before = stage.region.entries_in_rooms();
        let what = (route.method.as_str(), sample.path.as_str());
        let answer =
            client.send_with(stage.router(&route), what, sample.load, &[sample.more]).await;
        // Desk and auditor have no notebooks, and are led to their own pages.
        let led_on =
            matches!(actor, Actor::Desk | Actor::Auditor) && route.name() == "GET /notebooks";
        let good = if led_on { 303 } else { sample.good };
        check(&answer, refusal.map_or(Ok(good), Err), &at);
        if refusal.is_some() {
            assert_eq!(stage.region.entries_in_rooms(), before, "{at} wrote something");
        }
        if ends_something(&route) && client.cookie.is_some() {
            client = actor.client(&stage).await;
        }
    }
}

/// A test each: all of them after one another would take minutes on one core.
macro_rules! every_route_answers {
    ($($test:ident, $actor:ident;)*) => {
        $(#[test]
        fn $test() {
            block_on(walk(Actor::$actor));
        })*
    };
}

every_route_answers! {
    a_stranger_as_the_list_says, Stranger;
    a_device_without_anybody_as_the_list_says, DeviceOnly;
    an_ended_session_as_the_list_says, Ended;
    a_locked_session_as_the_list_says, Locked;
    a_revoked_device_as_the_list_says, Revoked;
    a_foreign_certificate_as_the_list_says, Foreign;
    somebody_of_another_region_as_the_list_says, OtherRegion;
    another_persons_device_as_the_list_says, OtherDevice;
    no_certificate_as_the_list_says, NoCertificate;
    an_outsider_as_the_list_says, Outsider;
    a_leaver_as_the_list_says, Leaver;
    who_is_not_addressed_as_the_list_says, NonAddressee;
    a_relative_as_the_list_says, Relative;
    a_member_as_the_list_says, Member;
    the_desk_as_the_list_says, Desk;
    the_auditor_as_the_list_says, Auditor;
    a_manager_as_the_list_says, Manager;
    who_came_by_passkey_as_the_list_says, ByPasskey;
    a_revoked_passkey_as_the_list_says, RevokedPasskey;
}

#[test]
fn a_route_is_listed_once() {
    let names: BTreeSet<String> = routes_listed().iter().map(Route::name).collect();
    assert_eq!(names.len(), routes_listed().len());
}

#[test]
fn openapi_and_the_list_tell_of_the_same_routes() {
    let listed: BTreeSet<String> = routes_listed()
        .iter()
        .filter(|it| it.kind == Kind::Api || it.path.starts_with("/api/"))
        .map(Route::name)
        .collect();
    let document = serde_json::to_value(tasuki_web::routes::api::openapi()).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let described: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("an object").keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    assert_eq!(listed, described);
}

#[test]
fn the_portal_leads_to_nothing_of_a_patient() {
    block_on(async {
        let stage = Stage::new().await;
        let client = Actor::Member.client(&stage).await;
        let open = [
            "GET /",
            "POST /language",
            "GET /assets/{*path}",
            "GET /healthz",
            "GET /pickup",
            "GET /help",
            "GET /help/{system}",
            "GET /authority/devices.crl",
            "GET /authority/chain.pem",
        ];
        let asks = ["POST /pickup", "POST /pickup/file", "POST /pickup/hand-over"];
        let ways_in = ["/portal", "/facilities", "/terms", "/privacy", "/places", "/apply"];
        let names = names(&stage, &routes_listed()[0]).await;
        for route in routes_listed() {
            let sample = sample(&route, &names);
            let what = (route.method.as_str(), sample.path.as_str());
            let answer = client.send(&stage.portal, what, sample.load).await;
            let way_in = ways_in.iter().any(|it| route.path.starts_with(it));
            if open.contains(&route.name().as_str()) || way_in {
                assert!(answer.code().is_none(), "{}", route.name());
            } else if asks.contains(&route.name().as_str()) {
                assert_eq!(answer.code(), Some(tasuki_kernel::Code::PickUpRefused));
            } else {
                assert_eq!(answer.code(), Some(tasuki_kernel::Code::NotFound), "{}", route.name());
            }
        }
    });
}

#[test]
fn the_operators_door_is_a_listener_of_its_own() {
    block_on(async {
        let stage = Stage::new().await;
        let client = Actor::Member.client(&stage).await;
        for router in [&stage.staff, &stage.portal] {
            let answer = client.get(router, "/metrics").await;
            assert_eq!(answer.code(), Some(tasuki_kernel::Code::NotFound));
        }
        assert_eq!(client.get(&stage.ops, "/metrics").await.text(), "figures\n");
        assert_eq!(client.get(&stage.ops, "/readyz").await.status, 200);
        assert_eq!(client.get(&stage.ops, "/notebooks").await.status, 404);
    });
}

#[test]
fn the_demo_door_opens_from_this_machine_only() {
    block_on(async {
        let stage = Stage::with_demo(true).await;
        let (app, nurse) = (&stage.region.app, &stage.region.people.nurse);
        let device = tasuki_kernel::DeviceId::new(app.clock(), app.random());
        let until = app.clock().now().plus_seconds(3600);
        app.add_device(device, nurse.person, None, "デモ", until).await.expect("a demo device");
        let ask = |client: crate::client::Client, more: Vec<(&'static str, &'static str)>| {
            let person = nurse.person.to_string();
            let load = crate::client::Load::Form(vec![("person", person)]);
            let router = stage.staff.clone();
            async move { client.send_with(&router, ("POST", "/demo/sign-in"), load, &more).await }
        };
        let here = crate::client::Client {
            address: Some("127.0.0.1:40000".parse().expect("an address")),
            ..Default::default()
        };
        let answer = ask(here.clone(), Vec::new()).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/notebooks"));
        assert!(answer.header("set-cookie").starts_with("__Host-tasuki="));
        let elsewhere = crate::client::Client::default();
        let refused = Some(tasuki_kernel::Code::NotFound);
        assert_eq!(ask(elsewhere, Vec::new()).await.code(), refused);
        // The door shows whom one may be, with faces, and only here.
        let face = format!("/demo/portraits/{}", nurse.person);
        let look = |client: crate::client::Client, path: String| {
            let router = stage.staff.clone();
            let nothing = crate::client::Load::Nothing;
            async move { client.send_with(&router, ("GET", &path), nothing, &[]).await }
        };
        let door = look(here.clone(), "/sign-in".into()).await.text();
        assert!(door.contains(&nurse.person.to_string()), "{door}");
        assert!(
            !look(crate::client::Client::default(), "/sign-in".into())
                .await
                .text()
                .contains("/demo/sign-in")
        );
        let shown = look(here.clone(), face.clone()).await;
        assert!([200, 404].contains(&shown.status.as_u16()), "a face, where there is one");
        assert_eq!(look(crate::client::Client::default(), face).await.code(), refused);
        // Behind a proxy of this machine everybody would look local.
        assert_eq!(ask(here, vec![("x-forwarded-for", "203.0.113.9")]).await.code(), refused);
        assert!(routes_listed().iter().any(|it| it.audience == Audience::Loopback));
    });
}
