//! Live streams (server-sent events): one stream a page. Events in the hub carry ids only; every
//! stream asks for its rights anew and renders for its own reader.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use tasuki_app::Watch;
use tasuki_app::live::Turn;
use tasuki_app::room::Room;
use tasuki_app::timeline::{Item, News};
use tasuki_kernel::{Code, LogId, Problem, RoomId};
use tokio::sync::mpsc;
use tokio_stream::Stream;
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
    /// Whether the page is one on which something is written.
    open: Option<bool>,
}

impl After {
    /// The cursor to go on from: a browser that connects again says it in a header.
    pub(crate) fn cursor(self, headers: &HeaderMap) -> Option<String> {
        let last = headers.get("last-event-id").and_then(|it| it.to_str().ok());
        last.map(str::to_owned).or(self.after)
    }
}

/// How often the list asks whether it may go on: for the idle lock, which nobody tells of.
const ASK_AGAIN: Duration = Duration::from_secs(15);

fn events(stream: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    let events = Sse::new(stream).keep_alive(KeepAlive::new().interval(Duration::from_secs(10)));
    // `no-cache`, which comes with events, would still let them be stored.
    ([(header::CACHE_CONTROL, "no-store")], events).into_response()
}

/// The last word of a page's stream: the right to it has ended, and where to go.
fn where_to(problem: &Problem, page: &str) -> String {
    let to = match problem.code {
        Code::SessionLocked => format!("/unlock?next={}", url_encoded(page)),
        Code::NotFound => "/notebooks".to_owned(),
        // It can be read as before, and not written in: or the other way round.
        Code::NotebookClosed => page.to_owned(),
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
pub(crate) trait Render: Send + Unpin + 'static {
    /// The data of an `entry` event for each of the items.
    fn entries(&self, sight: Sight<'_>, items: &[Item]) -> Result<Vec<String>, Problem>;

    /// The data of the last event, when the right to the stream of a room has ended.
    fn end(&self, room: RoomId, problem: &Problem) -> String;
}

/// Entries as pieces of the page.
struct AsHtml;

impl Render for AsHtml {
    fn entries(&self, it: Sight<'_>, items: &[Item]) -> Result<Vec<String>, Problem> {
        let frame = present::fragment_frame(it.web, it.who);
        let sight = sight(it.web, it.who, it.room);
        let data = |item: &Item| {
            let html = fragment(frame.clone(), &sight, item).map_err(|fault| fault.0)?;
            Ok(json!({ "html": html, "key": item.entry.to_string() }).to_string())
        };
        items.iter().map(data).collect()
    }

    fn end(&self, room: RoomId, problem: &Problem) -> String {
        where_to(problem, &format!("/rooms/{room}"))
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
    let written = from.open == Some(true);
    let room = entered(&web, &who, &room).await?;
    // Closed since the page was made, or while it had no connection.
    if written && room.closed().is_some() {
        let problem = Problem::new(Code::NotebookClosed, "closed since the page was made");
        let data = AsHtml.end(room.id(), &problem);
        let end = Ok::<_, Infallible>(Event::default().event("end").data(data));
        return Ok(events(tokio_stream::once(end)));
    }
    follow(web, who, room, from.cursor(&headers), AsHtml).await
}

/// Opens the stream of a room after a cursor, or at its present end.
pub(crate) async fn open(
    web: Web,
    who: SignedIn,
    room: &str,
    after: Option<String>,
    render: impl Render,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, room).await?;
    follow(web, who, room, after, render).await
}

async fn follow(
    web: Web,
    who: SignedIn,
    room: Room,
    after: Option<String>,
    render: impl Render,
) -> Result<Response, Fault> {
    let id = room.id();
    // A cursor that is not ours is refused now, while there still is a status to say so.
    let turns = room.look_on(who.visitor.shown, after.as_deref()).await?;
    Ok(events(Events { web, who, room: id, turns, render, waiting: VecDeque::new() }))
}

/// The events of one stream: each turn is rendered when the one before has gone out.
struct Events<R> {
    web: Web,
    who: SignedIn,
    room: RoomId,
    turns: mpsc::Receiver<Turn>,
    render: R,
    waiting: VecDeque<Event>,
}

impl<R: Render> Events<R> {
    fn take(&mut self, turn: Turn) {
        let told = match turn {
            Turn::News(room, news) => self.news(&room, &news),
            Turn::End(problem) => Err(problem),
        };
        if let Err(problem) = told {
            let data = self.render.end(self.room, &problem);
            self.waiting.push_back(Event::default().event("end").data(data));
            self.turns.close();
        }
    }

    /// Changed entries, then new ones.
    fn news(&mut self, room: &Room, news: &News) -> Result<(), Problem> {
        self.who.session = room.shared_session();
        let sight = Sight { web: &self.web, who: &self.who, room };
        for data in self.render.entries(sight, &news.touched)? {
            self.waiting.push_back(Event::default().event("update").data(data));
        }
        let mut rendered = self.render.entries(sight, &news.fresh)?.into_iter().peekable();
        while let Some(data) = rendered.next() {
            let mut event = Event::default().event("entry").data(data);
            // A reconnect in the middle brings all of them again: an entry replaces itself.
            if rendered.peek().is_none() {
                event = event.id(&news.cursor);
            }
            self.waiting.push_back(event);
        }
        Ok(())
    }
}

impl<R: Render> Stream for Events<R> {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Poll::Ready(Some(Ok(event)));
            }
            match ready!(self.turns.poll_recv(context)) {
                Some(turn) => self.take(turn),
                None => return Poll::Ready(None),
            }
        }
    }
}

/// The stream of the list of notebooks: says only that it would look different now.
pub async fn notebooks(State(web): State<Web>, who: SignedIn) -> Result<Response, Fault> {
    let mut watch = web.app.watch();
    let ends = web.app.reachable_ends(&who.session).await?;
    watch.follow(ends.iter().map(|(log, _)| *log).collect());
    let (sender, receiver) = mpsc::channel(8);
    tokio::spawn(List { web, who, ends, watch, sender }.follow());
    Ok(events(ReceiverStream::new(receiver)))
}

/// The list of notebooks on an open page.
struct List {
    web: Web,
    who: SignedIn,
    ends: Vec<(LogId, u64)>,
    watch: Watch,
    sender: mpsc::Sender<Result<Event, Infallible>>,
}

impl List {
    async fn follow(mut self) {
        loop {
            // What was written before the logs were followed is found now.
            let event = match self.look().await {
                Ok(false) => None,
                Ok(true) => Some(Event::default().event("changed").data("{}")),
                Err(problem) => {
                    let data = where_to(&problem, "/notebooks");
                    drop(self.sender.send(Ok(Event::default().event("end").data(data))).await);
                    return;
                }
            };
            if let Some(event) = event
                && self.sender.send(Ok(event)).await.is_err()
            {
                return;
            }
            tokio::select! {
                _ = self.watch.told() => {}
                () = tokio::time::sleep(ASK_AGAIN) => {}
                () = self.sender.closed() => return,
                () = self.web.app.streams_end() => return,
            }
        }
    }

    /// Whether the list would look different.
    async fn look(&mut self) -> Result<bool, Problem> {
        let app = &self.web.app;
        self.who.session = app.session_again(&self.who.session, self.who.visitor.shown).await?;
        let now = app.reachable_ends(&self.who.session).await?;
        let changed = now != self.ends;
        self.ends = now;
        if self.watch.follow(self.ends.iter().map(|(log, _)| *log).collect()) {
            // A log that is new here may have grown before it was followed.
            self.ends = app.reachable_ends(&self.who.session).await?;
        }
        Ok(changed)
    }
}
