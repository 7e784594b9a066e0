//! Live streams (server-sent events): one stream a page. Events in the hub carry ids only; every
//! stream asks for its rights anew and renders for its own reader.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tasuki_app::Change;
use tasuki_app::room::Room;
use tasuki_app::session::Session;
use tasuki_kernel::{Code, Problem};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::entry::fragment;
use super::room::{entered, sight};
use crate::Web;
use crate::fault::Fault;
use crate::present;
use crate::visitor::{SignedIn, url_encoded};

/// Where to go on from.
#[derive(Debug, Deserialize, Default)]
pub struct After {
    after: Option<String>,
}

/// How often a quiet stream asks whether it may go on: for the idle lock, which nobody tells of.
const ASK_AGAIN: Duration = Duration::from_secs(15);

type Sender = mpsc::Sender<Result<Event, Infallible>>;

fn stream(receiver: mpsc::Receiver<Result<Event, Infallible>>) -> Response {
    Sse::new(ReceiverStream::new(receiver))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(10)))
        .into_response()
}

/// What woke a stream.
enum Woken {
    /// Something was committed.
    Change(Change),
    /// Nothing for a while.
    Quiet,
    /// The server stops.
    Closed,
}

async fn wait(changes: &mut Receiver<Change>) -> Woken {
    match tokio::time::timeout(ASK_AGAIN, changes.recv()).await {
        Ok(Ok(change)) => Woken::Change(change),
        // Too far behind to know what was missed.
        Ok(Err(RecvError::Lagged(_))) => Woken::Change(Change::Everything),
        Ok(Err(RecvError::Closed)) => Woken::Closed,
        Err(_) => Woken::Quiet,
    }
}

/// The last word of a stream: the right to it has ended, and where to go.
fn end(problem: &Problem, page: &str) -> Event {
    let to = match problem.code {
        Code::SessionLocked => format!("/unlock?next={}", url_encoded(page)),
        Code::NotFound => "/notebooks".to_owned(),
        _ => format!("/sign-in?next={}", url_encoded(page)),
    };
    Event::default().event("end").data(json!({ "to": to, "why": problem.code.slug() }).to_string())
}

/// The stream of a room.
pub async fn room(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    Query(from): Query<After>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    // Listening begins before the first reading, so that nothing falls between the two.
    let changes = web.app.listen();
    let room = entered(&web, &who, &room).await?;
    let last = headers.get("last-event-id").and_then(|it| it.to_str().ok()).map(str::to_owned);
    let cursor = last.or(from.after).unwrap_or_else(|| room.live_cursor());
    // A cursor that is not ours is refused now, while there still is a status to say so.
    room.since(&cursor).await?;
    let (sender, receiver) = mpsc::channel(64);
    let follower = Follower { web, who, room, cursor, sender };
    tokio::spawn(follower.follow(changes));
    Ok(stream(receiver))
}

struct Follower {
    web: Web,
    who: SignedIn,
    room: Room,
    cursor: String,
    sender: Sender,
}

impl Follower {
    async fn follow(mut self, mut changes: Receiver<Change>) {
        if self.bring().await.is_err() {
            return;
        }
        loop {
            let outcome = match wait(&mut changes).await {
                Woken::Closed => return,
                Woken::Change(Change::Logs(logs)) if !self.room.concerns(&logs) => continue,
                Woken::Change(_) => self.again_and_bring().await,
                Woken::Quiet => self.again().await,
            };
            if let Err(problem) = outcome {
                let page = format!("/rooms/{}", self.room.id());
                drop(self.sender.send(Ok(end(&problem, &page))).await);
                return;
            }
            if self.sender.is_closed() {
                return;
            }
        }
    }

    /// Enters the room anew: whoever has left, was revoked or is locked out stops here.
    async fn again(&mut self) -> Result<(), Problem> {
        let shown = self.who.visitor.shown;
        let session = self.web.app.session_again(&self.who.session, shown).await?;
        self.who.session = Arc::new(session);
        self.room = self.web.app.room(&self.who.session, self.room.id()).await?;
        Ok(())
    }

    async fn again_and_bring(&mut self) -> Result<(), Problem> {
        self.again().await?;
        self.bring().await
    }

    /// Sends what is new.
    async fn bring(&mut self) -> Result<(), Problem> {
        let (items, cursor) = self.room.since(&self.cursor).await?;
        self.cursor = cursor;
        if items.is_empty() {
            return Ok(());
        }
        let sight = sight(&self.web, &self.who, &self.room);
        let frame = present::frame(&self.web, &self.who).await?;
        let last = items.len() - 1;
        for (at, item) in items.iter().enumerate() {
            let html = fragment(frame.clone(), &sight, item).map_err(|fault| fault.0)?;
            let data = json!({ "html": html, "key": item.entry.to_string() }).to_string();
            let mut event = Event::default().event("entry").data(data);
            // A reconnect in the middle brings all of them again: an entry replaces itself.
            if at == last {
                event = event.id(&self.cursor);
            }
            if self.sender.send(Ok(event)).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }
}

/// The stream of the list of notebooks: says only that it would look different now.
pub async fn notebooks(State(web): State<Web>, who: SignedIn) -> Result<Response, Fault> {
    let changes = web.app.listen();
    let ends = web.app.reachable_ends(&who.session).await?;
    let (sender, receiver) = mpsc::channel(8);
    tokio::spawn(watch(web, who, ends, changes, sender));
    Ok(stream(receiver))
}

async fn watch(
    web: Web,
    who: SignedIn,
    mut ends: Vec<(tasuki_kernel::LogId, u64)>,
    mut changes: Receiver<Change>,
    sender: Sender,
) {
    let mut session: Arc<Session> = who.session;
    loop {
        match wait(&mut changes).await {
            Woken::Closed => return,
            Woken::Change(Change::Logs(logs))
                if !ends.iter().any(|(log, _)| logs.contains(log)) =>
            {
                continue;
            }
            Woken::Change(_) | Woken::Quiet => {}
        }
        let fresh = match web.app.session_again(&session, who.visitor.shown).await {
            Ok(again) => {
                session = Arc::new(again);
                web.app.reachable_ends(&session).await
            }
            Err(problem) => Err(problem),
        };
        let event = match fresh {
            Ok(now) if now == ends => continue,
            Ok(now) => {
                ends = now;
                Event::default().event("changed").data("{}")
            }
            Err(problem) => {
                drop(sender.send(Ok(end(&problem, "/notebooks"))).await);
                return;
            }
        };
        if sender.send(Ok(event)).await.is_err() {
            return;
        }
    }
}
