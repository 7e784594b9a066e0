//! The operator stops the server and starts it again.

use std::time::Duration;

use tasuki_testkit::server::Program;

use crate::phone::{new_entry, text};
use crate::region::{Region, TASUKI, succeeded};

/// What systemd and people are promised.
const LIMIT: Duration = Duration::from_secs(10);

#[test]
fn an_open_page_does_not_keep_the_server_from_stopping() {
    let region = Region::embedded();
    let server = region.start();
    let mut phone = region.nurse(&server);
    let mut stream = phone.follow();
    let entry = new_entry();
    assert_eq!(phone.post(entry, "前").expect("an answer").status, 201);
    assert!(stream.wait().expect("an event").data.contains(&entry.to_string()));
    assert!(server.stop_within(LIMIT).success());
    assert!(stream.wait().is_err(), "the stream ends with the server");

    let server = region.start();
    let mut phone = region.signed_in_before(&server, &phone);
    assert_eq!(text(&phone.timeline()[0], "entry"), entry.to_string());
    assert_eq!(phone.post(entry, "前").expect("an answer").status, 200);
    assert_eq!(phone.post(new_entry(), "後").expect("an answer").status, 201);
    assert!(server.stop_within(LIMIT).success());
    region.verify();
}

#[test]
fn the_demo_region_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, log) = (folder.path().join("demo"), folder.path().join("log"));
    let program = Program::new(TASUKI).with(["--data".as_ref(), data.as_os_str()]);
    let list = || succeeded(&program.clone().with(["admin", "list"]).run(""));
    let demo = program.clone().with(["demo", "--port", "0", "--patients", "2"]);
    assert!(demo.start(&log).stop_within(LIMIT).success());
    let made = list();
    assert_eq!(made.lines().filter(|it| it.starts_with("notebook ")).count(), 2, "{made}");
    let again = demo.start(&log);
    let logged = again.logged();
    assert_eq!(logged.matches("making the demo region").count(), 1, "{logged}");
    assert!(again.stop_within(LIMIT).success());
    assert_eq!(list(), made);
}
