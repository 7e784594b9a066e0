//! Comments on a photo, as a form under it, in the timeline and over the API.

use serde_json::json;
use tasuki_app::compose::Draft;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{note, photo};

use crate::client::{Client, Load};
use crate::stage::Stage;

struct Album {
    stage: Stage,
    doctor: Client,
    entry: String,
    id: String,
}

impl Album {
    /// A note of the nurse with two photos, and the doctor who looks at it.
    async fn new() -> Self {
        let stage = Stage::new().await;
        let (nurse, team) = (&stage.region.people.nurse, stage.region.rooms.team);
        let draft = Draft { photos: vec![photo(), photo()], ..note("写真です") };
        let id = stage.region.write(nurse, team, draft).await.to_string();
        let doctor = stage.client(&stage.region.people.doctor).await;
        Self { doctor, entry: format!("/rooms/{team}/entries/{id}"), id, stage }
    }

    fn browser(&self) -> Client {
        Client { accept: Some("text/html"), ..self.doctor.clone() }
    }

    async fn page(&self, photo: usize) -> String {
        self.browser()
            .get(&self.stage.staff, &format!("{}/photos/{photo}", self.entry))
            .await
            .text()
    }
}

#[test]
fn a_comment_goes_through_a_plain_form_and_back_to_its_photo() {
    block_on(async {
        let album = Album::new().await;
        let path = format!("{}/photos/1", album.entry);
        let before = album.page(1).await;
        assert!(before.contains("まだコメントはありません") && before.contains("name=\"text\""));
        let form = Load::Form(vec![("text", "きれいになってきました".to_owned())]);
        let answer = album.browser().send(&album.stage.staff, ("POST", &path), form).await;
        assert_eq!(answer.status, 303);
        assert!(answer.header("location").starts_with(&format!("{path}#e-")));
        assert!(album.page(1).await.contains("きれいになってきました"));
        assert!(!album.page(0).await.contains("きれいになってきました"));
        let room = album.entry.split("/entries").next().expect("a room");
        let timeline = album.browser().get(&album.stage.staff, room).await.text();
        assert!(timeline.contains(&format!("{path}/small.jpg")), "with the photo, small");
        assert!(timeline.contains("about-photo"));
    });
}

#[test]
fn an_empty_comment_comes_back_with_what_is_wrong() {
    block_on(async {
        let album = Album::new().await;
        let path = format!("{}/photos/0", album.entry);
        let send = |text: &str| {
            let form = Load::Form(vec![("text", text.to_owned())]);
            let browser = album.browser();
            let (router, path) = (album.stage.staff.clone(), path.clone());
            async move { browser.send(&router, ("POST", &path), form).await }
        };
        let empty = send("").await;
        assert_eq!(empty.status, 422);
        assert!(empty.text().contains("comment-error"));
        let long = send(&"長".repeat(20_001)).await;
        assert_eq!(long.status, 413);
        assert!(long.text().contains("20,000文字まで") && long.text().contains("長長長"));
        let forged = Client { csrf: "wrong".into(), ..album.doctor.clone() };
        let form = Load::Form(vec![("text", "x".to_owned())]);
        let answer = forged.send(&album.stage.staff, ("POST", &path), form).await;
        assert_eq!(answer.code(), Some(Code::ForgedRequest));
    });
}

#[test]
fn the_api_names_the_photo_by_its_number() {
    block_on(async {
        let album = Album::new().await;
        let room = album.stage.region.rooms.team;
        let entries = format!("/api/v1/rooms/{room}/entries");
        let comment = |number: usize| json!({ "text": "この写真", "answers": album.id, "about_photo": number });
        let written = album.doctor.post(&album.stage.staff, &entries, comment(1)).await;
        assert_eq!(written.status, 201, "{}", written.text());
        let shown = album.doctor.get(&album.stage.staff, written.header("location")).await.json();
        assert_eq!(shown["answers"]["entry"], album.id);
        assert_eq!(shown["answers"]["about_photo"], 1);
        let beyond = album.doctor.post(&album.stage.staff, &entries, comment(2)).await;
        assert_eq!(beyond.code(), Some(Code::Invalid));
        assert_eq!(beyond.json()["errors"][0]["field"], "about_photo");
        let alone = json!({ "text": "どの写真", "about_photo": 0 });
        let refused = album.doctor.post(&album.stage.staff, &entries, alone).await;
        assert_eq!(refused.code(), Some(Code::Invalid), "about a photo of no entry");
    });
}

#[test]
fn the_viewer_leads_to_the_neighbours_and_works_as_a_plain_link() {
    block_on(async {
        let album = Album::new().await;
        let (first, last) = (album.page(0).await, album.page(1).await);
        let beside = |n: usize| format!("{}/photos/{n}\"", album.entry);
        assert!(first.contains(&beside(1)) && first.contains("rel=\"next\""));
        assert!(!first.contains("rel=\"prev\""));
        assert!(last.contains(&beside(0)) && last.contains("rel=\"prev\""));
        assert!(!last.contains("rel=\"next\""));
        for page in [&first, &last] {
            assert!(page.contains("full.jpg\"><img"), "the picture is a link to itself");
            assert!(page.contains("data-zoom-by=\"1.5\" hidden"), "keys only with a script");
            assert!(page.contains("右かかと") && page.contains("佐藤"), "caption and who");
        }
    });
}
