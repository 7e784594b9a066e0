//! The power fails: what was written and not synced is gone.
//!
//! A server is recorded while many write to it. Then the recording is played on a disk that drops
//! everything that was not synced, the power is cut at the very moment of an answer, and the
//! program is started on what is left.

use std::fs;
use std::path::Path;
use std::thread;

use serde_json::{Value, json};
use tasuki_kernel::{Random, SeededRandom};
use tasuki_testkit::shared_folder::copy;
use tasuki_testkit::trace::power_cut::Disk;
use tasuki_testkit::trace::{self, Recording};
use tempfile::TempDir;

use crate::crowd::{Crowd, Sent, WRITERS, check_shown, new_note};
use crate::phone::{Phone, text};
use crate::region::{Region, TASUKI, succeeded, write_recovery_key};
use crate::synced::a_photo;

/// Notes that each writer posts.
const NOTES: usize = 5;
/// At how many answers the power is cut.
const CUTS: usize = 10;

/// A note and the line of the recording on which its answer began to go out.
struct Acknowledged {
    sent: Sent,
    line: usize,
}

fn post(crowd: &Crowd, phone: &mut Phone, name: &str, photos: bool) -> Vec<Sent> {
    let mut all = Vec::new();
    for number in 0..NOTES {
        let mut sent = new_note(name, number);
        let answer = if photos && number == 2 {
            let note = json!({ "entry": sent.entry.to_string(), "text": sent.text });
            phone.post_photo(&note, &a_photo(number as u64))
        } else {
            phone.post(sent.entry, &sent.text)
        };
        let answer = answer.expect("the server answers");
        assert_eq!(answer.status, 201, "{}", answer.text());
        crowd.note(&mut sent, &answer);
        all.push(sent);
    }
    all
}

/// Many write to a recorded server. Gives the session too, for looking afterwards.
fn record(region: &Region) -> (Phone, Recording, Vec<Acknowledged>) {
    let file = region.folder().join("trace");
    let server = region.serve().under(trace::line(&file)).start(&region.log());
    let phone = region.nurse(&server);
    let crowd = Crowd::default();
    let sent = thread::scope(|scope| {
        let writer = |n: usize| {
            let (crowd, mut phone) = (&crowd, phone.another());
            scope.spawn(move || {
                let client = phone.connect();
                (client, post(crowd, &mut phone, &format!("{n}人目"), n.is_multiple_of(8)))
            })
        };
        let writers: Vec<_> = (0..WRITERS).map(writer).collect();
        writers.into_iter().map(|it| it.join().expect("a writer")).collect::<Vec<_>>()
    });
    let port = server.port();
    server.kill();
    let recording = Recording::read(&file);
    let mut all = Vec::new();
    for (client, sent) in sent {
        for sent in sent {
            let (at, _) = sent.acknowledged.as_ref().expect("everything was");
            let line = recording.answer_read((port, client), *at).begins;
            all.push(Acknowledged { sent, line });
        }
    }
    all.sort_by_key(|it| it.line);
    (phone, recording, all)
}

/// What is left of the disk, as a region.
fn left(region: &Region, disk: &Disk, fate: &mut dyn FnMut() -> bool) -> Region {
    let left = region.with_data_emptied();
    disk.survive(left.data(), fate);
    // The key's file was made with its mode before anything was recorded.
    let key = left.data().join("region.key");
    let mode = fs::metadata(region.data().join("region.key")).expect("a key").permissions();
    fs::set_permissions(key, mode).expect("the mode is set");
    left
}

/// The program starts on what is left, shows what was acknowledged, and everything verifies.
fn check(region: &Region, session: &Phone, sent: &[Sent], acknowledged: usize) {
    let server = region.start();
    let mut phone = region.signed_in_before(&server, session);
    let timeline = phone.timeline();
    check_shown(&timeline, sent);
    assert!(acknowledged <= timeline.len());
    photos_open(&mut phone, &timeline);
    server.kill();
    region.verify();
}

fn photos_open(phone: &mut Phone, timeline: &[Value]) {
    for item in
        timeline.iter().filter(|it| it["photos"].as_array().is_some_and(|it| !it.is_empty()))
    {
        let path = phone.in_room(&format!("entries/{}/photos/0", text(item, "entry")));
        let answer = phone.get(&path).expect("the server answers");
        assert_eq!((answer.status, &answer.body[..2]), (200, &[0xff, 0xd8][..]));
    }
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_the_power_fails() {
    let region = Region::embedded();
    let before = tempfile::tempdir().expect("a folder");
    copy(region.data(), before.path());
    let (session, recording, all) = record(&region);
    let root = region.data().canonicalize().expect("it exists");
    let mut disk = Disk::new(&root, before.path());
    for cut in 1..=CUTS {
        let last = all.len() * cut / CUTS - 1;
        let line = all[last].line;
        disk.play(&recording, line);
        // The answer on this line is just going out: it counts. Later ones do not.
        let sent: Vec<Sent> = all.iter().map(|it| known(it, line)).collect();
        check(&left(&region, &disk, &mut || false), &session, &sent, last + 1);
        // A real disk may have written any part of what was not synced.
        let chance = SeededRandom::new(cut as u64);
        check(&left(&region, &disk, &mut || toss(&chance)), &session, &sent, last + 1);
    }
}

fn known(it: &Acknowledged, line: usize) -> Sent {
    let acknowledged = it.sent.acknowledged.clone().filter(|_| it.line <= line);
    Sent { acknowledged, ..it.sent.clone() }
}

fn toss(chance: &SeededRandom) -> bool {
    let mut byte = [0];
    chance.fill(&mut byte);
    byte[0].is_multiple_of(2)
}

/// What a server has to lose, to be sure that this disk would lose it.
#[test]
fn a_server_that_does_not_sync_would_lose_what_it_acknowledged() {
    let region = Region::embedded();
    let before = tempfile::tempdir().expect("a folder");
    copy(region.data(), before.path());
    let (session, mut recording, all) = record(&region);
    recording.0.retain(|it| !it.synced());
    let root = region.data().canonicalize().expect("it exists");
    let mut disk = Disk::new(&root, before.path());
    disk.play(&recording, all.last().expect("notes").line);
    let left = left(&region, &disk, &mut || false);
    let server = left.start();
    let answer = left.signed_in_before(&server, &session).get("/api/v1/session");
    assert_eq!(answer.expect("the server answers").status, 401, "not even the session is left");
}

/// `init` said that the region is made: it is there after the power fails, with its key.
#[test]
fn a_region_that_was_made_stays_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let recovery = write_recovery_key(folder.path());
    let (file, data) = (folder.path().join("trace"), folder.path().join("data"));
    fs::create_dir(&data).expect("a data folder");
    let program =
        tasuki_testkit::server::Program::new(TASUKI).with(["--data".as_ref(), data.as_os_str()]);
    let made =
        program.clone().with(["init", "--name", "みなと市", "--recovery-key"]).with([&recovery]);
    let said = succeeded(&made.under(trace::line(&file)).run(""));
    assert!(said.starts_with("region "), "{said}");
    let recording = Recording::read(&file);
    let before = tempfile::tempdir().expect("an empty folder");
    let mut disk = Disk::new(&data.canonicalize().expect("it exists"), before.path());
    disk.play(&recording, usize::MAX / 4);
    let chances = (0..8).map(SeededRandom::new);
    let mut fates: Vec<Box<dyn FnMut() -> bool>> = vec![Box::new(|| false)];
    for chance in chances {
        fates.push(Box::new(move || toss(&chance)));
    }
    for mut fate in fates {
        let left = tempfile::tempdir().expect("a folder");
        disk.survive(left.path(), &mut fate);
        opens(&left, &left.path().join("region.key"));
    }
}

fn opens(left: &TempDir, key: &Path) {
    restrict(key);
    let program = tasuki_testkit::server::Program::new(TASUKI);
    let program = program.with(["--data".as_ref(), left.path().as_os_str()]);
    succeeded(&program.clone().with(["admin", "list"]).run(""));
    succeeded(&program.with(["verify", "--keys"]).run(""));
}

fn restrict(key: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(key, fs::Permissions::from_mode(0o600)).expect("the key is there");
}
