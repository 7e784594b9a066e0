//! 閲覧記録: what leaves a record, and that nothing is shown or written when none can be.

use serde_json::json;
use tasuki_kernel::Code;
use tasuki_testkit::block_on;
use tasuki_testkit::region::{PASSWORD, note};

use crate::client::{Client, Load};
use crate::stage::{Audience, Stage, routes_listed};
use crate::traces::CANARY;
use crate::walk::samples::{Names, sample};

/// Records that were added by what is done in between.
struct Counted<'a> {
    stage: &'a Stage,
    last: u64,
}

impl<'a> Counted<'a> {
    fn new(stage: &'a Stage) -> Self {
        Self { stage, last: stage.region.access_records() }
    }

    fn added(&mut self) -> u64 {
        let now = self.stage.region.access_records();
        now - std::mem::replace(&mut self.last, now)
    }
}

#[test]
fn one_record_stands_for_a_session_a_notebook_and_five_minutes() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let again = stage.client(&stage.region.people.nurse).await;
        let api = format!("/api/v1/rooms/{}", stage.region.rooms.team);
        let page = format!("/rooms/{}", stage.region.rooms.team);
        let mut records = Counted::new(&stage);
        assert_eq!(nurse.get(&stage.staff, &page).await.status, 200);
        assert_eq!(records.added(), 1, "the first reading");
        for path in [&page, &api, &format!("{api}/entries"), &format!("{page}/live")] {
            assert_eq!(nurse.get(&stage.staff, path).await.status, 200);
            assert_eq!(records.added(), 0, "{path}");
        }
        let other = format!("/api/v1/rooms/{}/entries", stage.region.rooms.selected);
        assert_eq!(nurse.get(&stage.staff, &other).await.status, 200);
        assert_eq!(records.added(), 0, "another room of the same notebook");
        assert_eq!(again.get(&stage.staff, &page).await.status, 200);
        assert_eq!(records.added(), 1, "another session");
        stage.region.clock.advance(299);
        assert_eq!(nurse.get(&stage.staff, &page).await.status, 200);
        assert_eq!(records.added(), 0, "within five minutes");
        stage.region.clock.advance(1);
        assert_eq!(nurse.get(&stage.staff, &page).await.status, 200);
        assert_eq!(records.added(), 1, "after five minutes");
    });
}

#[test]
fn every_change_and_every_sign_in_leaves_its_own_record() {
    block_on(async {
        let stage = Stage::new().await;
        let nurse = stage.client(&stage.region.people.nurse).await;
        let doctor = stage.client(&stage.region.people.doctor).await;
        let room = format!("/api/v1/rooms/{}/entries", stage.region.rooms.team);
        let mut records = Counted::new(&stage);
        let id = "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10";
        let body = json!({ "entry": id, "text": "a" });
        assert_eq!(nurse.post(&stage.staff, &room, body.clone()).await.status, 201);
        assert_eq!(records.added(), 1, "a note");
        assert_eq!(nurse.post(&stage.staff, &room, body).await.status, 200);
        assert_eq!(records.added(), 0, "the same again writes nothing");
        let confirm = format!("{room}/{id}/confirmation");
        assert_eq!(doctor.send(&stage.staff, ("POST", &confirm), Load::Nothing).await.status, 201);
        assert_eq!(records.added(), 1, "a confirmation");
        let body = json!({ "text": "b" });
        assert_eq!(
            nurse.post(&stage.staff, &format!("{room}/{id}/corrections"), body).await.status,
            201
        );
        assert_eq!(records.added(), 1, "a correction");
        let body = json!({ "login": "misaki", "password": "wrong" });
        let device = Client { cookie: None, csrf: String::new(), ..nurse.clone() };
        device.post(&stage.staff, "/api/v1/session", body).await;
        assert_eq!(records.added(), 1, "a refused sign-in");
        let body = json!({ "login": "misaki", "password": PASSWORD });
        device.post(&stage.staff, "/api/v1/session", body).await;
        assert_eq!(records.added(), 1, "a sign-in");
        nurse.send(&stage.staff, ("DELETE", "/api/v1/session"), Load::Nothing).await;
        assert_eq!(records.added(), 1, "a sign-out");
        doctor.get(&stage.staff, "/api/v1/rooms/019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10").await;
        assert_eq!(records.added(), 1, "an attempt on what is not there for this person");
        doctor.get(&stage.staff, "/api/v1/rooms/019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10").await;
        assert_eq!(records.added(), 0, "the same attempt again");
    });
}

/// Makes the access log unwritable by `sql`, then asks for everything as a member.
async fn nothing_is_shown_after(sql: &str) {
    let stage = Stage::new().await;
    let people = stage.region.people.clone();
    let nurse = stage.client(&people.nurse).await;
    let room = stage.region.rooms.team;
    let draft = tasuki_app::compose::Draft {
        photos: vec![tasuki_testkit::region::photo()],
        ..note(CANARY)
    };
    let entry = stage.region.write(&people.nurse, room, draft).await;
    let names = Names { entry, ..Names::all(&stage.region).await };
    stage.region.tamper(sql);
    let before = stage.region.entries_in_rooms();
    let listed = routes_listed();
    let of_notebooks = |it: &&crate::stage::Route| {
        it.audience == Audience::Member || it.path.ends_with("/notebooks")
    };
    for route in listed.iter().filter(of_notebooks) {
        // How far somebody has read is no reading, nor how far an own file has come, of which the
        // beginning was recorded; and one does not confirm one's own words.
        let no_reading = ["/read", "/confirm", "/confirmation", "/uploads/{upload}"];
        if no_reading.iter().any(|end| route.path.ends_with(end)) {
            continue;
        }
        let sample = sample(route, &names);
        let what = (route.method.as_str(), sample.path.as_str());
        let good = sample.good;
        let answer = nurse.send(&stage.staff, what, sample.load).await;
        let at = format!("{}: {}", route.name(), answer.text());
        // A form without what it needs is sent back, and shows nothing of a notebook; so is who
        // asks for paper where there is no font.
        let may_be = route.path.contains("/team/") || route.path.ends_with("consent-form.pdf");
        if may_be && matches!(good, 303 | 422) && answer.status == good {
            assert_ne!(answer.status, 200, "{at}");
        } else if route.changes() {
            assert!(answer.status.is_server_error(), "{at}");
        } else {
            assert_eq!(answer.code(), Some(Code::Unavailable), "{at}");
        }
        assert!(!answer.text().contains(CANARY), "{}", route.name());
    }
    assert_eq!(stage.region.entries_in_rooms(), before, "something was written");
    let body = json!({ "login": "misaki", "password": PASSWORD });
    let device = Client { cookie: None, csrf: String::new(), ..nurse.clone() };
    let sign_in = device.post(&stage.staff, "/api/v1/session", body).await;
    assert!(sign_in.status.is_server_error(), "{}", sign_in.text());
    let browser = Client { accept: Some("text/html"), ..nurse };
    let page = browser.get(&stage.staff, &format!("/rooms/{room}")).await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("lang=\"ja\"") && !page.text().contains(CANARY));
}

#[test]
fn nothing_is_shown_or_written_when_the_access_log_is_gone() {
    block_on(nothing_is_shown_after("DELETE FROM logs WHERE purpose = 4"));
}

#[test]
fn nothing_is_shown_or_written_when_the_access_log_takes_nothing() {
    block_on(nothing_is_shown_after(
        "CREATE TRIGGER full BEFORE INSERT ON entries \
         WHEN NEW.log IN (SELECT id FROM logs WHERE purpose = 4) \
         BEGIN SELECT RAISE(ABORT, 'no access record can be written'); END",
    ));
}
