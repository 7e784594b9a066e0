//! A patient with the same name: said on every page of both, and on their cards with their births.

use tasuki_app::region::NewNotebook;
use tasuki_domain::patient::{Birth, Patient};
use tasuki_kernel::PatientId;
use tasuki_testkit::block_on;

use crate::client::Client;
use crate::stage::Stage;

const WARNING: &str = "同じ名前の患者さんがいます";

#[test]
fn pages_of_both_warn_and_the_list_tells_them_apart() {
    block_on(async {
        let stage = Stage::new().await;
        let (region, people) = (&stage.region, stage.region.people.clone());
        let nurse = stage.client(&people.nurse).await;
        let nurse = Client { accept: Some("text/html"), ..nurse };
        let team = region.rooms.team;
        let pages = [
            format!("/rooms/{team}"),
            format!("/rooms/{team}/compose"),
            format!("/notebooks/{}", region.notebook),
        ];
        for path in &pages {
            let page = nurse.get(&stage.staff, path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(!page.text().contains(WARNING), "{path}");
        }
        let room = region.app.room(&region.session(&people.nurse).await, team).await.unwrap();
        let one = room.patient().await.unwrap().expect("basics");
        let id = PatientId::new(region.app.clock(), region.app.random());
        let birth = Birth { year: 1951, month: 7, day: 9 };
        let new = NewNotebook {
            patient: Patient { id, birth, ..one },
            managing_facility: room.notebook().expect("a notebook").managing_facility,
            team: vec![people.nurse.post.expect("staff")],
            consent_from: region.app.clock().now(),
        };
        let (_, other) = region.app.open_notebook(new).await.unwrap();
        for path in pages.iter().chain([&format!("/rooms/{other}")]) {
            let page = nurse.get(&stage.staff, path).await.text();
            assert!(page.contains(WARNING), "{path}: {page}");
        }
        let list = nurse.get(&stage.staff, "/notebooks").await.text();
        assert_eq!(list.matches("同姓同名").count(), 2, "{list}");
        assert!(list.contains("昭和17年3月2日生") && list.contains("昭和26年7月9日生"), "{list}");
        let helper = stage.client(&people.helper).await;
        let helper = Client { accept: Some("text/html"), ..helper };
        for path in ["/notebooks", pages[0].as_str()] {
            let page = helper.get(&stage.staff, path).await.text();
            assert!(!page.contains(WARNING) && !page.contains("同姓同名"), "{path}");
        }
    });
}
