//! Live streams (server-sent events): one stream a page. Events in the hub carry ids only; every
//! stream asks for its rights anew and renders for its own reader.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tasuki_app::Change;
use tasuki_app::room::Room;
use tasuki_app::session::Session;
use tasuki_app::timeline::Item;
use tasuki_kernel::{Code, Problem};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::IntoParams;

use super::entry::fragment;
use super::room::{entered, sight};
use crate::Web;
use crate::fault::Fault;
use crate::present;
use crate::visitor::{SignedIn, url_encoded};

/// Where to go on from.
#[derive(Debug, Deserialize, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// A cursor of an earlier answer; the present end when not said.
    after: Option<String>,
}

impl After {
    /// The cursor to go on from: a browser that connects again says it in a header.
    pub(crate) fn cursor(self, headers: &HeaderMap) -> Option<String> {
        let last = headers.get("last-event-id").and_then(|it| it.to_str().ok());
        last.map(str::to_owned).or(self.after)
    }
}

/// How often a quiet stream asks whether it may go on: for the idle lock, which nobody tells of.
const ASK_AGAIN: Duration = Duration::from_secs(15);

type Sender = mpsc::Sender<Result<Event, Infallible>>;

fn stream(receiver: mpsc::Receiver<Result<Event, Infallible>>) -> Response {
    let events = Sse::new(ReceiverStream::new(receiver))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(10)));
    // `no-cache`, which comes with events, would still let them be stored.
    ([(header::CACHE_CONTROL, "no-store")], events).into_response()
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

/// What was told while a stream was reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meanwhile {
    Nothing,
    /// Something was written, perhaps here.
    Written,
    /// Rights may have changed.
    Rights,
}

impl Meanwhile {
    /// Takes everything that waits.
    fn of(changes: &mut Receiver<Change>) -> Self {
        let mut meanwhile = Self::Nothing;
        loop {
            match changes.try_recv() {
                Ok(Change::Everything) | Err(TryRecvError::Lagged(_)) => meanwhile = Self::Rights,
                Ok(Change::Logs(_)) if meanwhile == Self::Nothing => meanwhile = Self::Written,
                Ok(Change::Logs(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => return meanwhile,
            }
        }
    }
}

/// The last word of a page's stream: the right to it has ended, and where to go.
fn where_to(problem: &Problem, page: &str) -> String {
    let to = match problem.code {
        Code::SessionLocked => format!("/unlock?next={}", url_encoded(page)),
        Code::NotFound => "/notebooks".to_owned(),
        _ => format!("/sign-in?next={}", url_encoded(page)),
    };
    json!({ "to": to, "why": problem.code.slug() }).to_string()
}

/// What a stream of a room is rendered on.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'a> {
    web: &'a Web,
    who: &'a SignedIn,
    room: &'a Room,
}

/// How a stream tells what it has to tell: the page in HTML, the API in JSON.
pub(crate) trait Render: Send + Sync + 'static {
    /// The data of an `entry` event for each of the items.
    fn entries(
        &self,
        sight: Sight<'_>,
        items: &[Item],
    ) -> impl Future<Output = Result<Vec<String>, Problem>> + Send;

    /// The data of the last event, when the right to the stream has ended.
    fn end(&self, sight: Sight<'_>, problem: &Problem) -> String;
}

/// Entries as pieces of the page.
struct AsHtml;

impl Render for AsHtml {
    async fn entries(&self, it: Sight<'_>, items: &[Item]) -> Result<Vec<String>, Problem> {
        let frame = present::frame(it.web, it.who).await?;
        let sight = sight(it.web, it.who, it.room);
        let data = |item: &Item| {
            let html = fragment(frame.clone(), &sight, item).map_err(|fault| fault.0)?;
            Ok(json!({ "html": html, "key": item.entry.to_string() }).to_string())
        };
        items.iter().map(data).collect()
    }

    fn end(&self, it: Sight<'_>, problem: &Problem) -> String {
        where_to(problem, &format!("/rooms/{}", it.room.id()))
    }
}

/// The stream of a room, for its page.
pub async fn room(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    Query(from): Query<After>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    open(web, who, &room, from.cursor(&headers), AsHtml).await
}

/// Opens the stream of a room after a cursor, or at its present end.
pub(crate) async fn open(
    web: Web,
    who: SignedIn,
    room: &str,
    after: Option<String>,
    render: impl Render,
) -> Result<Response, Fault> {
    // Listening begins before the first reading, so that nothing falls between the two.
    let changes = web.app.listen();
    let room = entered(&web, &who, room).await?;
    let cursor = after.unwrap_or_else(|| room.live_cursor());
    // A cursor that is not ours is refused now, while there still is a status to say so.
    room.since(&cursor).await?;
    let (sender, receiver) = mpsc::channel(64);
    let follower = Follower { web, who, room, cursor, sender, render };
    tokio::spawn(follower.follow(changes));
    Ok(stream(receiver))
}

struct Follower<R> {
    web: Web,
    who: SignedIn,
    room: Room,
    cursor: String,
    sender: Sender,
    render: R,
}

impl<R: Render> Follower<R> {
    async fn follow(mut self, mut changes: Receiver<Change>) {
        let mut outcome = self.bring(&mut changes).await;
        while outcome.is_ok() && !self.sender.is_closed() {
            outcome = match wait(&mut changes).await {
                Woken::Closed => return,
                Woken::Change(Change::Logs(logs)) if !self.room.concerns(&logs) => continue,
                Woken::Change(_) => self.again_and_bring(&mut changes).await,
                Woken::Quiet => self.again().await,
            };
        }
        if let Err(problem) = outcome {
            let data = self.render.end(self.sight(), &problem);
            drop(self.sender.send(Ok(Event::default().event("end").data(data))).await);
        }
    }

    const fn sight(&self) -> Sight<'_> {
        Sight { web: &self.web, who: &self.who, room: &self.room }
    }

    /// Enters the room anew: whoever has left, was revoked or is locked out stops here.
    async fn again(&mut self) -> Result<(), Problem> {
        let shown = self.who.visitor.shown;
        let room = self.web.app.room_again(&self.who.session, shown, self.room.id()).await?;
        self.who.session = room.shared_session();
        self.room = room;
        Ok(())
    }

    async fn again_and_bring(&mut self, changes: &mut Receiver<Change>) -> Result<(), Problem> {
        self.again().await?;
        self.bring(changes).await
    }

    /// Sends what is new, until nothing is.
    async fn bring(&mut self, changes: &mut Receiver<Change>) -> Result<(), Problem> {
        loop {
            let news = self.room.news(&self.cursor).await?;
            let meanwhile = Meanwhile::of(changes);
            // Whatever was written after a right ended was told after that: nothing of it may go
            // out under the rights of before.
            if meanwhile == Meanwhile::Rights {
                self.again().await?;
                continue;
            }
            self.cursor = news.cursor;
            self.send(&news.touched, &news.fresh).await?;
            if meanwhile == Meanwhile::Nothing || self.sender.is_closed() {
                return Ok(());
            }
        }
    }

    /// Sends changed and new entries. A reader who has gone is noticed by the caller.
    async fn send(&self, touched: &[Item], items: &[Item]) -> Result<(), Problem> {
        for data in self.render.entries(self.sight(), touched).await? {
            let event = Event::default().event("update").data(data);
            if self.sender.send(Ok(event)).await.is_err() {
                return Ok(());
            }
        }
        let mut rendered = self.render.entries(self.sight(), items).await?.into_iter().peekable();
        while let Some(data) = rendered.next() {
            let mut event = Event::default().event("entry").data(data);
            // A reconnect in the middle brings all of them again: an entry replaces itself.
            if rendered.peek().is_none() {
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
                let last = Event::default().event("end").data(where_to(&problem, "/notebooks"));
                drop(sender.send(Ok(last)).await);
                return;
            }
        };
        if sender.send(Ok(event)).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::LogId;
    use tokio::sync::broadcast::channel;

    use super::*;

    #[test]
    fn rights_that_changed_while_reading_outweigh_what_was_written() {
        let (teller, mut changes) = channel(4);
        let written = || Change::Logs(vec![LogId::from_bytes([1; 16])]);
        assert_eq!(Meanwhile::of(&mut changes), Meanwhile::Nothing);
        teller.send(written()).unwrap();
        assert_eq!(Meanwhile::of(&mut changes), Meanwhile::Written);
        assert_eq!(Meanwhile::of(&mut changes), Meanwhile::Nothing, "taken once");
        for change in [written(), Change::Everything, written()] {
            teller.send(change).unwrap();
        }
        assert_eq!(Meanwhile::of(&mut changes), Meanwhile::Rights);
    }

    #[test]
    fn who_is_too_far_behind_asks_for_the_rights() {
        let (teller, mut changes) = channel(2);
        for _ in 0..3 {
            teller.send(Change::Logs(Vec::new())).unwrap();
        }
        assert_eq!(Meanwhile::of(&mut changes), Meanwhile::Rights);
        drop(teller);
        assert_eq!(Meanwhile::of(&mut changes), Meanwhile::Nothing);
    }
}
