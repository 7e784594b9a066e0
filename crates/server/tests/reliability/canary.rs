//! No word of a patient lies readable on any disk: a canary goes in through every input, and then
//! every file is searched for it.

use std::path::Path;

use serde_json::{Value, json};
use tasuki_testkit::canary::{Canary, Sighting};
use tasuki_testkit::client::{Answer, Client, Request};
use tasuki_testkit::postgres::Cluster;
use tasuki_testkit::server::Server;

use crate::phone::{Phone, Photo, body_of, new_entry, text};
use crate::region::{NURSE, Region, open_notebook, succeeded, word};
use crate::synced::a_photo;

/// No file holds it by chance, in no alphabet.
const WORD: &str = "青い秘密の鳥kanariaQ7x";
/// Everything that our own crates say, and what libraries say in the ordinary way.
const LOG: &str = "debug,tasuki=trace,tasuki_app=trace,tasuki_store=trace,tasuki_web=trace";

/// A region whose only patient is the canary, and that says all that it can into its log.
fn region_of_the_canary(region: Region) -> Region {
    let mut region = region.configured(&format!("log = \"{LOG}\"\n"));
    let list = succeeded(&region.program().with(["admin", "list"]).run(""));
    let facility = word(&list, "facility ").split(' ').next().expect("an id").to_owned();
    let post = word(&list, "  post ").split(' ').next().expect("an id").to_owned();
    let description = format!(
        "family = \"{WORD}\"\ngiven = \"{WORD}\"\nfamily_kana = \"{WORD}\"\n\
         birth = \"1942-03-02\"\nsex = \"female\"\ncare_level = \"{WORD}\"\n\
         allergies = [\"{WORD}\"]\ndrug_risks = [\"{WORD}\"]\nliving = \"{WORD}\"\n\
         place = \"{WORD}\"\nphase = \"{WORD}\"\nconditions = [\"{WORD}\"]\n\
         contacts = [{{ name = \"{WORD}\", relation = \"{WORD}\", phone = \"{WORD}\" }}]\n\
         managing_facility = \"{facility}\"\nteam = [\"{post}\"]\n"
    );
    let run = |line: &[&str], input: &str| succeeded(&region.program().with(line).run(input));
    let said = open_notebook(&run, region.folder(), &description);
    assert!(!said.contains(WORD));
    region.room = word(&said, "team room ");
    region
}

/// A photo with the canary in its Exif comment (a TIFF directory with one entry, UserComment) and
/// in a comment of its own.
fn photo_of_the_canary() -> Photo {
    let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x86\x92\x07\0".to_vec();
    let comment = [b"UNICODE\0", WORD.as_bytes()].concat();
    exif.extend_from_slice(&u32::try_from(comment.len()).expect("short").to_le_bytes());
    exif.extend_from_slice(&26_u32.to_le_bytes());
    exif.extend_from_slice(&[0; 4]);
    exif.extend_from_slice(&comment);
    let plain = a_photo(3).bytes;
    let mut bytes = plain[..2].to_vec();
    for (marker, segment) in [(0xe1, exif.as_slice()), (0xfe, WORD.as_bytes())] {
        let length = u16::try_from(segment.len() + 2).expect("short").to_be_bytes();
        bytes.extend_from_slice(&[0xff, marker, length[0], length[1]]);
        bytes.extend_from_slice(segment);
    }
    bytes.extend_from_slice(&plain[2..]);
    Photo { file_name: format!("{WORD}.jpg"), bytes }
}

/// The request with the canary in headers, those that servers like to log first.
fn with_headers(request: Request) -> Request {
    let names = ["user-agent", "referer", "x-anything", "x-forwarded-for", "x-request-id"];
    let accept = request.with("accept-language", format!("{WORD}, ja"));
    names.into_iter().fold(accept, |request, name| request.with(name, WORD))
}

fn percent(text: &str) -> String {
    let bytes = text.bytes().map(|it| format!("%{it:02X}"));
    bytes.collect::<Vec<_>>().concat()
}

fn form(fields: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", percent(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

#[track_caller]
fn is(answer: std::io::Result<Answer>, status: u16) -> Answer {
    let answer = answer.expect("the server answers");
    assert_eq!(answer.status, status, "{}", answer.text());
    answer
}

/// What goes in and stays: every place where a member can write.
fn write_it(phone: &mut Phone) {
    let entry = new_entry().to_string();
    let note = json!({
        "entry": entry, "text": WORD, "tags": [WORD, format!("#{WORD}")], "captions": [WORD],
    });
    is(phone.post_photo(&note, &photo_of_the_canary()), 201);
    let change = |path: &str, body: Value| {
        let path = phone.in_room(&format!("entries/{entry}/{path}"));
        with_headers(Request::post(path, JSON, body.to_string()))
    };
    let correction = change("corrections", json!({ "text": format!("{WORD}。"), "reason": WORD }));
    is(phone.send(correction), 201);
    let withdrawn = new_entry();
    is(phone.post(withdrawn, WORD), 201);
    let path = phone.in_room(&format!("entries/{withdrawn}/withdrawal"));
    is(phone.send(Request::post(path, JSON, json!({ "reason": WORD }).to_string())), 201);
    let shown = phone.timeline();
    let note = shown.iter().find(|it| text(it, "entry") == entry).expect("it is shown");
    for place in [&note["text"], &note["tags"][0], &note["photos"][0]["caption"]] {
        assert!(place.as_str().is_some_and(|it| it.contains(WORD)), "{note}");
    }
    assert_eq!(note["photos"][0]["file_name"], format!("{WORD}.jpg"));
    assert_eq!(note["corrected"]["reason"], WORD);
    let photo = phone.in_room(&format!("entries/{entry}/photos/0"));
    is(phone.get(&photo), 200);
}

/// A photo of which half has arrived, and its entry never comes.
fn leave_half(phone: &mut Phone) {
    let mut bytes = photo_of_the_canary().bytes;
    while bytes.len() < 40_000 {
        bytes.extend(WORD.as_bytes());
    }
    let uploads = phone.in_room("uploads");
    let new = json!({ "upload": new_entry().to_string(), "length": bytes.len() });
    is(phone.send(Request::post(uploads.clone(), JSON, new.to_string())), 201);
    let path = format!("{uploads}/{}", text(&new, "upload"));
    let half = bytes[..20_000].to_vec();
    let piece = Request::post(path.clone(), "application/partial-upload", half).by("PATCH");
    is(phone.send(with_headers(piece.with("upload-offset", "0"))), 204);
    let told = is(phone.get(&path), 200);
    assert_eq!(told.header("upload-offset"), Some("20000"));
}

/// What goes in and is refused: it may be told back, but is kept nowhere.
fn be_refused(phone: &mut Phone) {
    let entries = phone.in_room("entries");
    let post = |body: String| Request::post(entries.clone(), JSON, body);
    let (text, other) = (json!({ "text": WORD, "category": WORD }), new_entry());
    is(phone.send(post(text.to_string())), 422);
    for name in ["entry", "importance", "sensitivity", "answers", "claimed", WORD] {
        is(phone.send(post(json!({ "text": WORD, name: WORD }).to_string())), 422);
    }
    is(phone.send(post(format!("{{\"text\": \"{WORD}\", "))), 400);
    is(phone.send(post(format!("{{\"text\": {WORD}}}"))), 400);
    let too_long = json!({ "text": WORD.repeat(2_000) }).to_string();
    is(phone.send(post(too_long)), 413);
    is(phone.post(other, WORD), 201);
    is(phone.post(other, &format!("{WORD}は違う")), 409);
    let no_photo = Photo { file_name: format!("{WORD}.svg"), bytes: WORD.as_bytes().to_vec() };
    is(phone.post_photo(&json!({ "text": WORD, "captions": [WORD] }), &no_photo), 415);
    let (wrong, page) = (percent(WORD), format!("/rooms/{}", phone.room()));
    is(phone.get(&format!("{entries}?before={wrong}")), 400);
    is(phone.get(&format!("{page}?before={wrong}")), 400);
    is(phone.get(&format!("{page}?said={wrong}&{wrong}={wrong}")), 200);
    is(phone.get(&format!("/rooms/{wrong}")), 404);
    is(phone.get(&format!("/{wrong}?{wrong}={wrong}")), 404);
    is(phone.send(with_headers(Request::get(page))), 200);
    let forged =
        Request::post(entries.clone(), JSON, WORD).with("origin", format!("https://{WORD}"));
    is(phone.send(forged), 403);
}

/// What somebody types at the door, who has the nurse's device and not her password.
fn knock(mut device: Client) {
    let login = format!("{WORD}@example");
    for (status, login, password) in [(401, login.as_str(), WORD), (401, NURSE, WORD)] {
        let typed = json!({ "login": login, "password": password }).to_string();
        let request = Request::post("/api/v1/session", JSON, typed);
        is(device.send(&with_headers(request)), status);
        let typed = form(&[("login", login), ("password", password), ("next", WORD)]);
        is(device.send(&with_headers(Request::post("/sign-in", FORM, typed))), status);
    }
    let next = format!("/sign-in?next={}", percent(WORD));
    is(device.send(&with_headers(Request::get(next))), 200);
    is(device.send(&with_headers(Request::get(format!("/activate/{}", percent(WORD))))), 404);
    let cookie = Request::get("/notebooks").with("cookie", format!("__Host-tasuki={WORD}"));
    is(device.send(&cookie), 303);
}

fn put_it_in(region: &Region, server: &Server) {
    let mut phone = region.nurse(server);
    write_it(&mut phone);
    leave_half(&mut phone);
    be_refused(&mut phone);
    knock(region.device(server));
    let typed = form(&[("password", WORD), ("csrf", phone.token()), ("next", WORD)]);
    is(phone.send(Request::post("/lock", FORM, form(&[("csrf", phone.token())]))), 204);
    is(phone.send(with_headers(Request::post("/unlock", FORM, typed))), 401);
}

/// It is in none of the files, and there are files.
fn is_nowhere(canary: &Canary, place: &Path) {
    let (found, files) = canary.search(place);
    assert_eq!(found, [], "in {}", place.display());
    assert!(files > 0, "{} holds no file", place.display());
}

/// The same search finds it where it is.
fn would_be_found(canary: &Canary, folder: &Path) {
    for (form, bytes) in canary.forms() {
        let file = folder.join("planted");
        std::fs::write(&file, [b"...", bytes.as_slice(), b"..."].concat()).expect("a file");
        let sighting = Sighting { file: file.clone(), form };
        assert!(canary.search(folder).0.contains(&sighting), "{form}");
        std::fs::remove_file(file).expect("it goes");
    }
}

fn search_all(region: Region, more: &dyn Fn(&Canary)) {
    let (canary, region) = (Canary::new(WORD), region_of_the_canary(region));
    let server = region.start();
    put_it_in(&region, &server);
    is_nowhere(&canary, region.data());
    assert!(server.logged().contains("DEBUG"), "the log says much");
    assert!(server.stop().success());
    is_nowhere(&canary, region.data());
    is_nowhere(&canary, &region.log());
    more(&canary);
    region.verify();
    would_be_found(&canary, region.data());
}

#[test]
fn no_patient_word_lies_readable_in_a_file_or_log() {
    search_all(Region::embedded(), &|_| {});
}

#[test]
fn no_patient_word_lies_readable_in_postgresql() {
    let cluster = Cluster::new();
    let region = Region::on_postgres(&cluster.fresh_database());
    search_all(region, &|canary| {
        cluster.run_sql("postgres", "CHECKPOINT");
        is_nowhere(canary, &cluster.data_folder());
        is_nowhere(canary, &cluster.log_file());
    });
}

#[test]
fn the_photo_holds_the_canary_until_it_is_made_anew() {
    let photo = photo_of_the_canary();
    assert_eq!(Canary::new(WORD).forms_in(&photo.bytes), ["UTF-8"]);
    let region = Region::embedded();
    let server = region.start();
    let mut phone = region.nurse(&server);
    let entry = new_entry().to_string();
    let posted = is(phone.post_photo(&json!({ "entry": entry }), &photo), 201);
    assert_eq!(text(&body_of(&posted), "entry"), entry);
    let kept = is(phone.get(&phone.in_room(&format!("entries/{entry}/photos/0"))), 200);
    assert_eq!(Canary::new(WORD).forms_in(&kept.body), [""; 0]);
}
