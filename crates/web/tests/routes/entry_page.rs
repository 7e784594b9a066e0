//! The page of one entry: whole, with what an outsider needs to name it.

use tasuki_testkit::block_on;
use tasuki_testkit::region::note;

use crate::client::Client;
use crate::stage::Stage;

const FOLDS: &str = "class=\"text fold";

#[test]
fn a_long_text_folds_on_the_timeline_and_stands_whole_on_its_own_page() {
    block_on(async {
        let stage = Stage::new().await;
        let (people, team) = (stage.region.people.clone(), stage.region.rooms.team);
        let words = "夜間に二度、痰の吸引をしました。".repeat(1_200);
        let id = stage.region.write(&people.nurse, team, note(&words)).await;
        let doctor = stage.client(&people.doctor).await;
        let browser = Client { accept: Some("text/html"), ..doctor.clone() };
        let room = browser.get(&stage.staff, &format!("/rooms/{team}")).await.text();
        assert!(room.contains(&words) && room.contains(FOLDS));
        let alone = format!("/rooms/{team}/entries/{id}");
        let page = browser.get(&stage.staff, &alone).await.text();
        assert!(page.contains(&words) && !page.contains(FOLDS));
        // The ids by which an export and `tasuki verify` name it, and when it was received.
        let told = doctor.get(&stage.staff, &format!("/api/v1{alone}")).await.json();
        for value in [id.to_string(), told["received"].as_str().expect("a time").to_owned()] {
            assert!(page.contains(&format!("<dd>{value}</dd>")), "{value}: {page}");
        }
    });
}
