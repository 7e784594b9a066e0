//! 特別便: whoever is not addressed finds no trace of it, by any way out.

use std::sync::Arc;

use serde_json::json;
use tasuki_app::compose::Draft;
use tasuki_app::timeline::Matter;
use tasuki_kernel::{Code, EntryId};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{CATEGORIES, Somebody, note};

use crate::client::{Client, Load};
use crate::stage::{Route, Stage, routes_listed};
use crate::traces::{CANARY, Traces, delivery_with_canary};

/// What a third member of the team can ask for: every route that is read, at every address that
/// this person could know or guess.
fn addresses(stage: &Stage, entry: EntryId) -> Vec<String> {
    let rooms = stage.region.rooms;
    let fill = |path: &str, room: &str| {
        path.replace("{room}", room)
            .replace("{notebook}", &stage.region.notebook.to_string())
            .replace("{entry}", &entry.to_string())
            .replace("{upload}", "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10")
            .replace("/files/{number}", "/files/1")
            .replace("{number}", "0")
            .replace("{page}", "1")
            .replace("{system}", "ios")
            .replace("{person}", &stage.region.people.doctor.person.to_string())
            .replace("{prefecture}", "14")
            .replace("/assets/{*path}", &tasuki_web::assets::url("app.css"))
    };
    let mut all = Vec::new();
    for route in routes_listed().iter().filter(|it| is_read_by_somebody(it)) {
        for room in [rooms.team, rooms.selected, rooms.family] {
            all.push(fill(&route.path, &room.to_string()));
        }
    }
    for days in ["from=2026-11-21", "from=2026-11-01&to=2026-11-30&photos=1"] {
        all.push(format!("/rooms/{}/print?{days}", rooms.team));
    }
    for view in views(stage) {
        all.push(format!("/rooms/{}?{view}", rooms.team));
        all.push(format!("/api/v1/rooms/{}/entries?{view}", rooms.team));
    }
    let access = format!("/notebooks/{}/access", stage.region.notebook);
    for days in ["from=2026-11-21&until=2026-11-21", "from=2026-11-22"] {
        all.push(format!("{access}?{days}"));
        all.push(format!("{access}.csv?{days}"));
        all.push(format!("/api/v1{access}?{days}"));
    }
    let writer = stage.region.people.nurse.person;
    all.push(format!("{access}?person={writer}"));
    all.sort();
    all.dedup();
    let left = all.iter().find(|it| it.contains('{'));
    assert_eq!(left, None, "an address with a name that nobody filled in");
    all
}

/// Not behind a link that only its receiver has, of no channel of notices, and neither the desk's
/// nor a manager's.
fn is_read_by_somebody(route: &Route) -> bool {
    let of_others = ["{token}", "{door}", "{application}", "{letter}", "{post}", "{withdrawal}"];
    let of_channels =
        ["{notice}", "{channel}", "{disclosure}", "{invitation}", "{offer}", "{consent}", "{kind}"];
    let mut apart = of_others.into_iter().chain(of_channels);
    !route.changes() && !apart.any(|it| route.path.contains(it))
}

/// Every way to see less of a timeline, or another part of it.
fn views(stage: &Stage) -> Vec<String> {
    let people = &stage.region.people;
    let mut views: Vec<String> = ["notes", "vitals", "photos", "delivery", "changes"]
        .iter()
        .map(|kind| format!("kind={kind}"))
        .collect();
    for day in ["2026-11-20", "2026-11-21", "2026-11-22"] {
        views.push(format!("date={day}"));
        views.push(format!("date={day}&author={}", people.nurse.person));
    }
    for author in [&people.nurse, &people.doctor, &people.care_manager] {
        views.push(format!("author={}", author.person));
    }
    views.push(format!("category={}", tasuki_web::visitor::url_encoded(CATEGORIES[0])));
    views.push("importance=urgent".to_owned());
    views.push("importance=normal&kind=photos".to_owned());
    views
}

async fn everything(stage: &Stage, client: &Client, entry: EntryId) -> Traces {
    let mut traces = Traces::default();
    for path in addresses(stage, entry) {
        for accept in ["application/json", "text/html"] {
            let client = Client { accept: Some(accept), ..client.clone() };
            let answer = client.get(&stage.staff, &path).await;
            traces.note(&format!("{path} as {accept}"), &answer);
        }
    }
    traces
}

#[test]
fn everything_a_third_member_can_ask_for_is_the_same_before_and_after() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        stage.region.write(&people.doctor, stage.region.rooms.team, note("皆さんへ")).await;
        let third = stage.client(&people.care_manager).await;
        let unknown = EntryId::from_bytes([8; 16]);
        // Once before, so that what is shown as new is not so the second time for that reason.
        drop(everything(&stage, &third, unknown).await);
        // Who looked is another matter: that the nurse was in the room is to be seen.
        let everything = async |entry| everything(&stage, &third, entry).await.but("/access");
        let before = everything(unknown).await;
        assert!(before.count("皆さんへ") >= 3, "what this person may see is seen");
        let entry = delivery_with_canary(&stage).await;
        let after = everything(unknown).await;
        before.same_as(&after);
        // What names the delivery looks like what names nothing.
        let named = everything(entry).await;
        before.same_as(&named.with(&entry.to_string(), &unknown.to_string()));
    });
}

#[test]
fn who_looked_tells_no_more_of_a_writer_than_of_a_reader() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let nurse = stage.client(&people.nurse).await;
        let entries = format!("/api/v1/rooms/{}/entries", stage.region.rooms.team);
        assert_eq!(nurse.get(&stage.staff, &entries).await.status, 200);
        stage.region.clock.advance(7200);
        let nurse = stage.client(&people.nurse).await;
        let doctor = people.doctor.person.to_string();
        let body = json!({ "text": CANARY, "deliver_to": [doctor] });
        assert_eq!(nurse.post(&stage.staff, &entries, body).await.status, 201);
        let third = stage.client(&people.care_manager).await;
        let path = format!("/api/v1/notebooks/{}/access", stage.region.notebook);
        let found = third.get(&stage.staff, &path).await.json();
        let of_nurse = |it: &&serde_json::Value| it["who"]["name"] == people.nurse.name;
        let stays = found["items"].as_array().expect("items").iter().filter(of_nurse);
        let told: Vec<_> = stays.map(|it| (&it["touched"], &it["purpose"])).collect();
        assert_eq!(told.len(), 2, "{found}");
        assert_eq!(told[0], told[1], "she was there; that she wrote is not said");
    });
}

#[test]
fn no_answer_to_anybody_else_holds_a_word_of_it() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let entry = delivery_with_canary(&stage).await;
        let others: [&Somebody; 5] = [
            &people.care_manager,
            &people.helper,
            &people.outsider,
            &people.leaver,
            &people.relative,
        ];
        for who in others {
            let client = stage.client(who).await;
            everything(&stage, &client, entry).await.without(CANARY);
        }
        // The search would find it: the one to whom it goes reads it.
        let doctor = stage.client(&people.doctor).await;
        let found = everything(&stage, &doctor, entry).await.count(CANARY);
        assert!(found >= 8, "found in {found} answers only");
    });
}

#[test]
fn nobody_else_can_do_anything_to_it() {
    block_on(async {
        let stage = Stage::new().await;
        let entry = delivery_with_canary(&stage).await;
        let third = stage.client(&stage.region.people.care_manager).await;
        let before = stage.region.entries_in_rooms();
        let room = format!("/api/v1/rooms/{}", stage.region.rooms.team);
        for (what, body) in [
            ("corrections", json!({ "text": "x" })),
            ("withdrawal", json!({})),
            ("misfiled", json!({})),
        ] {
            let path = format!("{room}/entries/{entry}/{what}");
            let answer = third.post(&stage.staff, &path, body).await;
            assert_eq!(answer.code(), Some(Code::NotFound), "{what}");
        }
        let confirm = format!("{room}/entries/{entry}/confirmation");
        let answer = third.send(&stage.staff, ("POST", &confirm), Load::Nothing).await;
        assert_eq!(answer.code(), Some(Code::NotFound));
        // Answering it is refused in the words of answering nothing.
        let mut refused = Vec::new();
        for answers in [entry, EntryId::from_bytes([8; 16])] {
            let body = json!({ "text": "x", "answers": answers.to_string() });
            let answer = third.post(&stage.staff, &format!("{room}/entries"), body).await;
            assert_eq!(answer.code(), Some(Code::Invalid));
            refused.push(answer.text());
        }
        assert_eq!(refused[0], refused[1]);
        assert_eq!(stage.region.entries_in_rooms(), before);
    });
}

#[test]
fn its_id_is_free_for_others_who_must_not_learn_that_it_is_taken() {
    block_on(async {
        let stage = Stage::new().await;
        let entry = delivery_with_canary(&stage).await;
        let third = stage.client(&stage.region.people.care_manager).await;
        let room = format!("/api/v1/rooms/{}/entries", stage.region.rooms.team);
        let body = json!({ "text": "同じ番号", "entry": entry.to_string() });
        let answer = third.post(&stage.staff, &room, body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let own = third.get(&stage.staff, &format!("{room}/{entry}")).await.json();
        assert_eq!(own["text"], "同じ番号");
    });
}

#[test]
fn an_answer_to_all_does_not_tell_what_it_answers() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let entry = delivery_with_canary(&stage).await;
        let reply = Draft { answers: Some(entry), ..note("了解しました") };
        let reply = stage.region.write(&people.doctor, stage.region.rooms.team, reply).await;
        let path = format!("/api/v1/rooms/{}/entries/{reply}", stage.region.rooms.team);
        let third = stage.client(&people.care_manager).await.get(&stage.staff, &path).await;
        assert!(third.json().get("answers").is_none());
        assert!(!third.text().contains(&entry.to_string()));
        let nurse = stage.client(&people.nurse).await.get(&stage.staff, &path).await;
        assert_eq!(nurse.json()["answers"]["entry"], entry.to_string());
    });
}

#[test]
fn cursors_and_counts_do_not_tell_of_it() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let third = stage.client(&people.care_manager).await;
        let room = format!("/api/v1/rooms/{}", stage.region.rooms.team);
        let cursor = || async {
            let page = third.get(&stage.staff, &format!("{room}/entries")).await.json();
            page["live"].as_str().expect("a cursor").to_owned()
        };
        let unread = || async {
            let list = third.get(&stage.staff, "/api/v1/notebooks").await.json();
            list["items"][0]["unread"].clone()
        };
        let (before, count) = (cursor().await, unread().await);
        stage.region.clock.advance(1);
        delivery_with_canary(&stage).await;
        assert_eq!(unread().await, count);
        assert_eq!(cursor().await.len(), before.len());
        // Going on from before brings nothing, and the session sees one log, as before.
        let session = stage.region.session(&people.care_manager).await;
        let entered = stage.region.app.room(&session, stage.region.rooms.team).await.unwrap();
        assert!(entered.news(&before).await.unwrap().fresh.is_empty());
        let doctor = stage.region.session(&people.doctor).await;
        let ends = stage.region.app.reachable_ends(&session).await.unwrap();
        assert_eq!(ends.len(), 2, "team and family room");
        assert_eq!(entered.members().await.unwrap().len(), 4);
        let seen = stage.region.app.room(&doctor, stage.region.rooms.team).await.unwrap();
        let newest = seen.page(None).await.unwrap().items.remove(0);
        assert!(matches!(newest.matter, Matter::Note { .. }) && newest.addressees.len() == 2);
    });
}

/// The names of the files in a ZIP, from its central directory (APPNOTE 4.3.12).
fn names_in(zip: &[u8]) -> Vec<String> {
    let starts = zip.windows(4).enumerate().filter(|(_, it)| *it == b"PK\x01\x02");
    let name = |(at, _): (usize, &[u8])| {
        let length = usize::from(u16::from_le_bytes([zip[at + 28], zip[at + 29]]));
        String::from_utf8_lossy(&zip[at + 46..at + 46 + length]).into_owned()
    };
    starts.map(name).collect()
}

#[test]
fn an_export_for_somebody_else_holds_nothing_of_it() {
    block_on(async {
        let stage = Stage::new().await;
        let region = &stage.region;
        let exported = |who: Somebody| async move {
            let receiver = region.app.receiver(who.login).await.expect("somebody");
            let made = region.app.export_notebook(&Arc::new(receiver), region.notebook).await;
            made.expect("an export")
        };
        let (third, doctor) = (region.people.care_manager.clone(), region.people.doctor.clone());
        let (before, own) = (exported(third.clone()).await, exported(doctor.clone()).await);
        delivery_with_canary(&stage).await;
        let after = exported(third).await;
        assert!(!names_in(&before).is_empty());
        assert_eq!(names_in(&after), names_in(&before));
        // The proofs of what stood before grow by a few hashes with the region's tree.
        assert!(after.len().abs_diff(before.len()) < 1000, "{} {}", before.len(), after.len());
        let doctors = exported(doctor).await;
        assert!(names_in(&doctors).len() > names_in(&own).len());
        assert!(doctors.len() > own.len() + 10_000, "with the photo");
    });
}
