//! A signed-in device that posts and reads through the API.

use std::io;

use serde_json::{Value, json};
use tasuki_kernel::{EntryId, SystemClock, SystemRandom};
use tasuki_testkit::client::{Answer, Client, Events, Request};

use crate::region::PASSWORD;

/// A new entry id, as a device makes it.
pub fn new_entry() -> EntryId {
    EntryId::new(&SystemClock, &SystemRandom)
}

/// A device on which somebody is signed in.
pub struct Phone {
    client: Client,
    cookie: String,
    csrf: String,
    room: String,
}

/// A photo as a device uploads it.
#[derive(Clone)]
pub struct Photo {
    pub file_name: String,
    pub bytes: Vec<u8>,
}

impl Phone {
    /// Signs in with a device and everybody's password.
    pub fn sign_in(mut client: Client, login: &str, room: &str) -> Self {
        let body = json!({ "login": login, "password": PASSWORD }).to_string();
        let request = Request::post("/api/v1/session", "application/json", body);
        let answer = client.send(&request).expect("the server answers");
        assert_eq!(answer.status, 201, "{}", answer.text());
        let cookie = answer.header("set-cookie").and_then(|it| it.split(';').next());
        let cookie = cookie.expect("a cookie").to_owned();
        let csrf = text(&body_of(&answer), "csrf");
        Self { client, cookie, csrf, room: room.to_owned() }
    }

    /// The same session on a connection of its own.
    pub fn another(&self) -> Self {
        self.on(self.client.another())
    }

    /// The same session at the server on another port.
    pub fn at(&self, port: u16) -> Self {
        self.on(self.client.at(port))
    }

    /// The same session on another device's connection.
    pub fn on(&self, client: Client) -> Self {
        let (cookie, csrf) = (self.cookie.clone(), self.csrf.clone());
        Self { client, cookie, csrf, room: self.room.clone() }
    }

    /// A connection is made, and something was answered on it already. Gives its own port.
    pub fn connect(&mut self) -> u16 {
        let port = self.client.local_port().expect("a connection");
        assert_eq!(self.get("/healthz").expect("the server answers").status, 200);
        assert_eq!(self.client.local_port().expect("a connection"), port);
        port
    }

    /// The request with what shows who is signed in.
    pub fn signed(&self, request: Request) -> Request {
        request.with("cookie", &self.cookie).with("x-csrf-token", &self.csrf)
    }

    /// Sends a request as who is signed in.
    pub fn send(&mut self, request: Request) -> io::Result<Answer> {
        let request = self.signed(request);
        self.client.send(&request)
    }

    /// Reads an address as who is signed in.
    pub fn get(&mut self, path: &str) -> io::Result<Answer> {
        self.send(Request::get(path))
    }

    /// The room.
    pub fn room(&self) -> &str {
        &self.room
    }

    /// The token that a form carries.
    pub fn token(&self) -> &str {
        &self.csrf
    }

    /// The address of something in the room, in the API.
    pub fn in_room(&self, path: &str) -> String {
        format!("/api/v1/rooms/{}/{path}", self.room)
    }

    /// The request that posts a note.
    pub fn note(&self, entry: EntryId, text: &str) -> Request {
        let body = json!({ "entry": entry.to_string(), "text": text }).to_string();
        Request::post(self.in_room("entries"), "application/json", body)
    }

    /// Posts a note.
    pub fn post(&mut self, entry: EntryId, text: &str) -> io::Result<Answer> {
        self.send(self.note(entry, text))
    }

    /// Posts a note with a photo; `note` is what the API takes as JSON.
    pub fn post_photo(&mut self, note: &Value, photo: &Photo) -> io::Result<Answer> {
        let mut body = Vec::new();
        let head = "content-disposition: form-data; name=";
        let entry = format!(
            "--b\r\n{head}\"entry\"\r\ncontent-type: application/json\r\n\r\n{note}\r\n\
             --b\r\n{head}\"photo\"; filename=\"{}\"\r\ncontent-type: image/jpeg\r\n\r\n",
            photo.file_name
        );
        body.extend_from_slice(entry.as_bytes());
        body.extend_from_slice(&photo.bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let kind = "multipart/form-data; boundary=b";
        self.send(Request::post(self.in_room("entries"), kind, body))
    }

    /// Every item of the timeline, newest first.
    pub fn timeline(&mut self) -> Vec<Value> {
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let answer = self.get(&self.in_room(&format!("entries{cursor}")));
            let answer = answer.expect("the server answers");
            assert_eq!(answer.status, 200, "{}", answer.text());
            let page = body_of(&answer);
            items.extend(page["items"].as_array().expect("items").iter().cloned());
            let Some(older) = page["older"].as_str() else { return items };
            cursor = format!("?before={older}");
        }
    }

    /// Opens the room's live stream.
    pub fn follow(&self) -> Events {
        let request = self.signed(Request::get(self.in_room("live")));
        self.client.follow(&request).expect("a live stream")
    }
}

/// An answer's JSON.
pub fn body_of(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{e}: {}", answer.text()))
}

/// A member of a JSON object that is text.
pub fn text(object: &Value, name: &str) -> String {
    let found = object[name].as_str();
    found.unwrap_or_else(|| panic!("no {name} in {object}")).to_owned()
}
