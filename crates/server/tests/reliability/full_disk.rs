//! The disk is full while people post.

use serde_json::json;
use tasuki_testkit::client::{Answer, Request};
use tasuki_testkit::disk::SmallDisk;

use crate::crowd::{Crowd, Sent, check_shown, new_note};
use crate::phone::{Phone, body_of, new_entry, text};
use crate::region::Region;
use crate::synced::a_photo;

/// Notes that are tried until one is refused.
const TRIES: usize = 200;

fn is_refused(answer: &Answer) {
    assert_eq!(answer.status, 507, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let problem = body_of(answer);
    assert_eq!(text(&problem, "code"), "storage-full");
    assert_eq!(text(&problem, "type"), "urn:tasuki:problem:storage-full");
}

/// Posts until one is refused, and gives all of them, the refused one last.
fn post_until_refused(phone: &mut Phone) -> Vec<Sent> {
    let mut all = Vec::new();
    for number in 0..TRIES {
        let mut sent = new_note("満杯まで", number);
        let answer = phone.post(sent.entry, &sent.text).expect("the server answers");
        if answer.status == 201 {
            Crowd::default().note(&mut sent, &answer);
            all.push(sent);
        } else {
            is_refused(&answer);
            all.push(sent);
            return all;
        }
    }
    panic!("the disk never was full");
}

/// The page that somebody without JavaScript gets.
fn page_says_so(phone: &mut Phone) {
    let field = |name: &str, value: &str| {
        format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = [&field("csrf", phone.token()), &field("text", "頁から"), "--b--\r\n"].concat();
    let path = format!("/rooms/{}/entries", phone.room());
    let request = Request::post(path, "multipart/form-data; boundary=b", body);
    let answer = phone.send(request.with("accept", "text/html")).expect("the server answers");
    let page = answer.text();
    assert_eq!(answer.status, 507, "{page}");
    assert!(page.contains("いまは書き込めません"), "{page}");
    assert!(page.contains("これまでに送信した記録は、すべて残っています"), "{page}");
}

#[test]
fn nothing_acknowledged_is_lost_on_a_full_disk_and_posting_works_again() {
    let disk = SmallDisk::new(24).expect("a small disk: mounting one needs root");
    let region = Region::embedded_at(&disk.folder().join("data"));
    let server = region.start();
    let mut phone = region.nurse(&server);
    let photographed = new_entry();
    let note = json!({ "entry": photographed.to_string(), "text": "写真" });
    assert_eq!(phone.post_photo(&note, &a_photo(1)).expect("an answer").status, 201);
    phone.timeline();

    disk.fill();
    let mut sent = post_until_refused(&mut phone);
    page_says_so(&mut phone);
    let refused = phone.post_photo(&json!({ "text": "写真" }), &a_photo(2)).expect("an answer");
    is_refused(&refused);
    // The reading of the timeline was recorded before, so it may go on.
    check_shown(&phone.timeline(), &sent);
    // That of the photo was not and cannot be: not a byte of it goes out.
    let photo = phone.in_room(&format!("entries/{photographed}/photos/0"));
    is_refused(&phone.get(&photo).expect("an answer"));

    disk.free();
    assert_eq!(phone.get(&photo).expect("an answer").status, 200);
    let last = sent.last_mut().expect("one was refused");
    let again = phone.post(last.entry, &last.text).expect("an answer");
    assert_eq!(again.status, 201, "{}", again.text());
    Crowd::default().note(last, &again);
    check_shown(&phone.timeline(), &sent);
    assert!(server.stop().success());
    region.verify();
}
