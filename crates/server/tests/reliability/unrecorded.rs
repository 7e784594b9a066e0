//! A reading that cannot be recorded does not happen.

use tasuki_testkit::client::{Answer, Request};
use tasuki_testkit::embedded::Held;

use crate::phone::{body_of, new_entry, text};
use crate::region::{PATIENT, Region};

const WORDS: &str = "夜間に二回、痰の吸引をしました";

fn shows_nothing(answer: &Answer) {
    let page = answer.text();
    assert_eq!(answer.status, 503, "{page}");
    assert!(!page.contains(WORDS) && !page.contains(PATIENT), "{page}");
}

#[test]
fn without_an_access_record_no_patient_word_goes_out() {
    let region = Region::embedded();
    let server = region.start();
    let mut phone = region.nurse(&server);
    assert_eq!(phone.post(new_entry(), WORDS).expect("an answer").status, 201);
    let database = region.data().join("tasuki.db");

    let held = Held::new(&database);
    let (page, entries) = (format!("/rooms/{}", phone.room()), phone.in_room("entries"));
    let answers = std::thread::scope(|scope| {
        let paths = [page.as_str(), entries.as_str(), "/notebooks", "/api/v1/notebooks"];
        let asked = paths.map(|path| {
            let mut phone = phone.another();
            scope.spawn(move || phone.send(Request::get(path)).expect("an answer"))
        });
        asked.map(|it| it.join().expect("a reader"))
    });
    answers.iter().for_each(shows_nothing);
    assert!(answers[0].text().contains("いまはつながりません"), "{}", answers[0].text());
    assert_eq!(text(&body_of(&answers[1]), "code"), "unavailable");

    drop(held);
    let shown = phone.get(&page).expect("an answer");
    assert_eq!(shown.status, 200);
    assert!(shown.text().contains(WORDS) && shown.text().contains(PATIENT));
    assert!(server.stop().success());
    region.verify();
}
