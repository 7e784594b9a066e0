//! Live streams: what is written arrives once, to whom it is for; the right to a stream ends with
//! the right to read.

use axum::body::{Body, BodyDataStream};
use serde_json::Value;
use tasuki_testkit::region::{Somebody, note};
use tasuki_testkit::{PATIENCE, block_on};
use tokio_stream::StreamExt as _;
use tower::ServiceExt as _;

use crate::client::{Client, Load};
use crate::stage::Stage;
use crate::traces::{CANARY, delivery_with_canary};

/// An event of a stream.
#[derive(Debug, Clone, Default)]
struct Event {
    name: String,
    data: String,
    id: String,
}

impl Event {
    fn json(&self) -> Value {
        serde_json::from_str(&self.data).unwrap_or_else(|_| panic!("not JSON: {self:?}"))
    }
}

/// An open stream.
struct Stream {
    body: BodyDataStream,
    read: String,
}

impl Stream {
    async fn open(stage: &Stage, client: &Client, path: &str, last: Option<&str>) -> Self {
        let more: Vec<(&str, &str)> = last.iter().map(|it| ("last-event-id", *it)).collect();
        let request = client.request(("GET", path), Load::Nothing, &more);
        let answer = stage.staff.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let body: Body = answer.into_body();
        Self { body: body.into_data_stream(), read: String::new() }
    }

    /// The next event; comments that keep the connection open are passed over.
    async fn next(&mut self) -> Event {
        loop {
            if let Some((block, rest)) = self.read.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.read = rest;
                let event = parsed(&block);
                if !event.name.is_empty() {
                    return event;
                }
                continue;
            }
            let waited = tokio::time::timeout(PATIENCE, self.body.next()).await;
            let bytes = waited.expect("nothing came").expect("it ended").expect("it broke");
            self.read.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Whether the stream has ended.
    async fn has_ended(&mut self) -> bool {
        let waited = tokio::time::timeout(PATIENCE, self.body.next()).await;
        waited.expect("it stays open").is_none()
    }
}

fn parsed(block: &str) -> Event {
    let mut event = Event::default();
    for line in block.lines() {
        match line.split_once(": ") {
            Some(("event", it)) => it.clone_into(&mut event.name),
            Some(("data", it)) => event.data.push_str(it),
            Some(("id", it)) => it.clone_into(&mut event.id),
            _ => {}
        }
    }
    event
}

fn api(stage: &Stage) -> String {
    format!("/api/v1/rooms/{}/live", stage.region.rooms.team)
}

async fn follow(stage: &Stage, who: &Somebody) -> Stream {
    let client = stage.client(who).await;
    Stream::open(stage, &client, &api(stage), None).await
}

#[test]
fn what_is_written_arrives_as_json_and_as_html() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let room = stage.region.rooms.team;
        let doctor = stage.client(&people.doctor).await;
        let mut json = Stream::open(&stage, &doctor, &api(&stage), None).await;
        let page = format!("/rooms/{room}/live");
        let mut html = Stream::open(&stage, &doctor, &page, None).await;
        let entry = stage.region.write(&people.nurse, room, note("熱が出ました")).await;
        let event = json.next().await;
        assert_eq!((event.name.as_str(), event.id.is_empty()), ("entry", false));
        assert_eq!(event.json()["entry"], entry.to_string());
        assert_eq!(event.json()["text"], "熱が出ました");
        let event = html.next().await;
        assert_eq!(event.json()["key"], entry.to_string());
        let piece = event.json()["html"].as_str().unwrap_or_default().to_owned();
        assert!(piece.contains("熱が出ました") && !piece.contains("<html"));
    });
}

#[test]
fn a_delivery_arrives_at_its_addressee_and_at_nobody_else() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let mut third = follow(&stage, &people.care_manager).await;
        let mut doctor = follow(&stage, &people.doctor).await;
        delivery_with_canary(&stage).await;
        assert!(doctor.next().await.data.contains(CANARY));
        stage.region.write(&people.nurse, stage.region.rooms.team, note("皆さんへ")).await;
        // Whatever else had come to the third member would have come before this.
        let first = third.next().await;
        assert_eq!(first.json()["text"], "皆さんへ");
        assert!(!third.read.contains(CANARY));
    });
}

#[test]
fn a_reconnect_misses_nothing_and_brings_nothing_twice() {
    block_on(async {
        let stage = Stage::new().await;
        let people = stage.region.people.clone();
        let room = stage.region.rooms.team;
        let doctor = stage.client(&people.doctor).await;
        let mut stream = Stream::open(&stage, &doctor, &api(&stage), None).await;
        stage.region.write(&people.nurse, room, note("一")).await;
        let cursor = stream.next().await.id;
        drop(stream);
        stage.region.write(&people.nurse, room, note("二")).await;
        stage.region.clock.advance(1);
        stage.region.deliver("三").await;
        let mut again = Stream::open(&stage, &doctor, &api(&stage), Some(&cursor)).await;
        let (second, third) = (again.next().await, again.next().await);
        assert_eq!((&second.json()["text"], &third.json()["text"]), (&"二".into(), &"三".into()));
        assert!(second.id.is_empty() && !third.id.is_empty(), "the last one carries the cursor");
        // The cursor of a page goes on from that page.
        let list = format!("/api/v1/rooms/{room}/entries");
        let live = doctor.get(&stage.staff, &list).await.json()["live"].clone();
        let path = format!("{}?after={}", api(&stage), live.as_str().expect("a cursor"));
        let mut after = Stream::open(&stage, &doctor, &path, None).await;
        stage.region.write(&people.nurse, room, note("四")).await;
        assert_eq!(after.next().await.json()["text"], "四");
    });
}

async fn ends_when(change: impl AsyncFnOnce(&Stage), code: &str) {
    let stage = Stage::new().await;
    let doctor = stage.client(&stage.region.people.doctor).await;
    let mut json = Stream::open(&stage, &doctor, &api(&stage), None).await;
    let page = format!("/rooms/{}/live", stage.region.rooms.team);
    let mut html = Stream::open(&stage, &doctor, &page, None).await;
    let mut list = Stream::open(&stage, &doctor, "/notebooks/live", None).await;
    change(&stage).await;
    let room = stage.region.rooms.team;
    let nurse = stage.region.people.nurse.clone();
    drop(stage.region.try_write(&nurse, room, note(CANARY)).await);
    let event = json.next().await;
    assert_eq!((event.name.as_str(), &event.json()["code"]), ("end", &code.into()), "{event:?}");
    assert_eq!(event.json()["type"], format!("urn:tasuki:problem:{code}"));
    assert!(json.has_ended().await && !json.read.contains(CANARY));
    let event = html.next().await;
    assert_eq!((event.name.as_str(), &event.json()["why"]), ("end", &code.into()), "{event:?}");
    assert!(event.json()["to"].as_str().is_some_and(|it| it.starts_with('/')));
    assert!(html.has_ended().await);
    // The list goes on when only one room has closed.
    let event = list.next().await;
    let goes_on = code == "not-found";
    assert_eq!(event.name, if goes_on { "changed" } else { "end" });
}

#[test]
fn it_ends_when_the_device_is_revoked() {
    block_on(ends_when(
        async |stage: &Stage| {
            let device = stage.region.people.doctor.device;
            stage.region.app.revoke_device(device, "なくした").await.expect("it is revoked");
        },
        "device-revoked",
    ));
}

#[test]
fn it_ends_when_the_member_leaves() {
    block_on(ends_when(
        async |stage: &Stage| {
            let post = stage.region.people.doctor.post.expect("staff");
            let left = stage.region.app.set_member(stage.region.rooms.team, post, true).await;
            left.expect("he leaves");
        },
        "not-found",
    ));
}

#[test]
fn it_ends_when_consent_is_withdrawn() {
    block_on(ends_when(
        async |stage: &Stage| {
            let withdrawn = stage.region.app.set_consent(stage.region.notebook, false).await;
            withdrawn.expect("it is withdrawn");
        },
        "not-found",
    ));
}

#[test]
fn it_ends_when_the_session_ends_or_locks() {
    for (lock, code) in [(false, "sign-in-required"), (true, "session-locked")] {
        block_on(ends_when(
            async |stage: &Stage| {
                let doctor = stage.region.people.doctor.person;
                for session in stage.region.app.sessions_of(doctor).await.expect("sessions") {
                    if lock {
                        stage.region.app.lock_session(session.id).await.expect("it locks");
                    } else {
                        stage.end(&stage.region.people.doctor, session.id).await;
                    }
                }
            },
            code,
        ));
    }
}
