//! Identifiers in addresses: another room's, nobody's, and what is none.

use tasuki_kernel::Code;
use tasuki_testkit::block_on;

use crate::client::Load;
use crate::stage::{Audience, Route, Stage, routes_listed};
use crate::walk::samples::{Names, sample};

fn of_members() -> Vec<Route> {
    routes_listed().into_iter().filter(|it| it.audience == Audience::Member).collect()
}

async fn names(stage: &Stage) -> Names {
    Names { session: String::new(), person: String::new(), ..Names::all(&stage.region).await }
}

#[test]
fn an_entry_is_found_in_its_own_room_only() {
    block_on(async {
        let stage = Stage::new().await;
        // The nurse is a member of all three rooms and wrote the entry.
        let client = stage.client(&stage.region.people.nurse).await;
        let here = names(&stage).await;
        let before = stage.region.entries_in_rooms();
        for room in [stage.region.rooms.selected, stage.region.rooms.family] {
            let elsewhere = Names { room, ..here.clone() };
            for route in of_members().iter().filter(|it| it.path.contains("{entry}")) {
                let sample = sample(route, &elsewhere);
                let what = (route.method.as_str(), sample.path.as_str());
                let answer = client.send(&stage.staff, what, sample.load).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{}", route.name());
            }
        }
        assert_eq!(stage.region.entries_in_rooms(), before);
    });
}

#[test]
fn what_names_nothing_is_not_found() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let names = names(&stage).await;
        let (room, entry) = (names.room.to_string(), names.entry.to_string());
        let nobodys = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10";
        let before = stage.region.entries_in_rooms();
        for route in of_members() {
            for wrong in [nobodys, "1", "%20", &room[..35], &room.replace('-', "")] {
                let sample = sample(&route, &names);
                let path = sample.path.replace(&room, wrong).replace(&names.notebook, wrong);
                let what = (route.method.as_str(), path.as_str());
                let answer = client.send(&stage.staff, what, sample.load).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{} {path}", route.method);
            }
            if !route.path.contains("{entry}") {
                continue;
            }
            for wrong in [nobodys, "1", &entry.replace('-', "")] {
                let sample = sample(&route, &names);
                let path = sample.path.replace(&entry, wrong);
                let what = (route.method.as_str(), path.as_str());
                let answer = client.send(&stage.staff, what, sample.load).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{} {path}", route.method);
            }
        }
        assert_eq!(stage.region.entries_in_rooms(), before);
    });
}

#[test]
fn photos_that_are_not_there_are_not_found() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        let Names { room, entry, .. } = names(&stage).await;
        for number in ["2", "-1", "x", "99999999999999999999", "0x0"] {
            let of_entry = format!("rooms/{room}/entries/{entry}/photos/{number}");
            for path in [
                format!("/{of_entry}"),
                format!("/{of_entry}/full.jpg"),
                format!("/{of_entry}/small.jpg"),
                format!("/api/v1/{of_entry}"),
            ] {
                let answer = client.get(&stage.staff, &path).await;
                assert_eq!(answer.code(), Some(Code::NotFound), "{path}");
            }
        }
        let wrong = format!("/api/v1/rooms/{room}/entries/{entry}/photos/0?size=huge");
        assert_eq!(client.get(&stage.staff, &wrong).await.code(), Some(Code::Malformed));
    });
}

#[test]
fn an_address_that_is_not_utf8_is_malformed() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        for path in ["/rooms/%FF", "/api/v1/rooms/%FF", "/people/%FF/portrait"] {
            let answer = client.send(&stage.staff, ("GET", path), Load::Nothing).await;
            assert_eq!(answer.code(), Some(Code::Malformed), "{path}");
        }
    });
}

#[test]
fn addresses_and_methods_that_nobody_mounted_are_not_found() {
    block_on(async {
        let stage = Stage::new().await;
        let client = stage.client(&stage.region.people.nurse).await;
        for what in [
            ("GET", "/nothing"),
            ("GET", "/api/v1"),
            ("GET", "/api/v2/notebooks"),
            ("PUT", "/api/v1/session"),
            ("DELETE", "/notebooks"),
            ("POST", "/api/v1/openapi.json"),
        ] {
            let answer = client.send(&stage.staff, what, Load::Nothing).await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{what:?}");
        }
    });
}
