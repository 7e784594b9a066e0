//! Writing: the composer as a page, and what it sends.

mod filled;
mod resume;
mod sent;

use std::ops::ControlFlow;

use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use tasuki_app::compose::{Correction, Posted};
use tasuki_app::room::Room;
use tasuki_app::timeline::{Item, Matter};
use tasuki_domain::content::Note;
use tasuki_kernel::{Code, Problem};

use super::POST;
use super::entry::{entry_id, fragment};
use super::portal::rendered;
use super::room::{entered, sight};
use crate::fault::Fault;
use crate::pages::Purpose;
use crate::visitor::{SignedIn, Visitor};
use crate::{Web, present};
use filled::{Filled, show};
use resume::resume;
use sent::{Sent, optional_id, unreadable};

pub(crate) use sent::refused;

async fn writable(web: &Web, who: &SignedIn, room: &str) -> Result<Room, Fault> {
    let room = entered(web, who, room).await?;
    room.writable()?;
    Ok(room)
}

fn entries(room: &Room) -> String {
    format!("/rooms/{}/entries", room.id())
}

/// The composer.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
) -> Result<Html<String>, Fault> {
    let room = writable(&web, &who, &room).await?;
    let action = entries(&room);
    let filled = Filled::new(Sent::default(), Purpose::New, action);
    rendered(&show(&web, &who, &room, filled).await?)
}

/// A form of a session that holds, with its writer and room; or the page that keeps what was typed
/// where the session has ended, or is another than the one in which the form was opened.
async fn opened(
    web: &Web,
    who: Result<SignedIn, Fault>,
    visitor: Visitor,
    room: &str,
    request: Request,
) -> Result<ControlFlow<Response, (SignedIn, Room, Sent)>, Fault> {
    let who = match who {
        Ok(who) => who,
        Err(Fault(problem)) => {
            return resume(web, visitor, room, request, problem).await.map(ControlFlow::Break);
        }
    };
    let room = writable(web, &who, room).await?;
    let sent = received(request).await?;
    if let Err(Fault(problem)) = known_form(&who, &sent) {
        let page = another_session(web, &who, &room, sent, problem).await?;
        return Ok(ControlFlow::Break(page));
    }
    Ok(ControlFlow::Continue((who, room, sent)))
}

/// What was begun at the foot of the timeline goes on in the composer; nothing is sent yet.
pub async fn carry_over(
    State(web): State<Web>,
    who: Result<SignedIn, Fault>,
    visitor: Visitor,
    Path(room): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let (who, room, sent) = match opened(&web, who, visitor, &room, request).await? {
        ControlFlow::Continue(form) => form,
        ControlFlow::Break(page) => return Ok(page),
    };
    let purpose = purpose_of(&room, &sent).await?;
    let filled = Filled::new(sent, purpose, entries(&room));
    Ok(rendered(&show(&web, &who, &room, filled).await?)?.into_response())
}

/// The form's token is this session's, and its writer is who sends it.
fn known_form(who: &SignedIn, sent: &Sent) -> Result<(), Fault> {
    who.check_token(&sent.csrf)?;
    if sent.writer.is_empty() || sent.writer == who.session.person.id.to_string() {
        return Ok(());
    }
    Err(Problem::new(Code::NotAllowed, "somebody else wrote this").into())
}

/// A form of another session: of the same person, who has signed in again meanwhile, it comes
/// back filled and with a token that holds; of anybody else nothing of it is shown.
async fn another_session(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    sent: Sent,
    problem: Problem,
) -> Result<Response, Fault> {
    let same = sent.writer == who.session.person.id.to_string();
    if who.visitor.wants_json || !same || problem.code != Code::ForgedRequest {
        return Err(problem.into());
    }
    come_back(web, who, room, sent, Some(problem)).await
}

/// The composer with what was typed in it, and what was wrong with it; without a problem it came
/// over the door of a session that had ended.
async fn come_back(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    mut sent: Sent,
    problem: Option<Problem>,
) -> Result<Response, Fault> {
    let mut newer = None;
    if problem.as_ref().is_some_and(|it| it.code == Code::Conflict)
        && let Some(of) = optional_id(&sent.corrects, "corrects")?
    {
        // Both texts stand side by side; who sends again has seen the newer one.
        let item = room.entry(of).await?;
        sent.version = corrections(&item).to_string();
        newer = present::newer(&sight(web, who, room), &item);
    }
    let status = problem.as_ref().map_or(200, |it| it.code.status());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let purpose = purpose_of(room, &sent).await?;
    let resumed = problem.is_none();
    let filled = Filled { problem, resumed, newer, ..Filled::new(sent, purpose, entries(room)) };
    Ok((status, rendered(&show(web, who, room, filled).await?)?).into_response())
}

fn note_of(item: &Item) -> Option<&Note> {
    match &item.matter {
        Matter::Note { note, .. } => Some(note),
        _ => None,
    }
}

/// How an answer begins.
#[derive(Debug, Deserialize, Default)]
pub struct Wanted {
    /// `all`: with the whole text in the field for a quotation.
    #[serde(default)]
    quote: String,
}

/// The composer for an answer.
pub async fn reply(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Path<(String, String)>,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Fault> {
    let room = writable(&web, &who, &room).await?;
    let item = room.entry(entry_id(&entry)?).await?;
    let quoted = present::quoted(room.id(), &item);
    let whole = note_of(&item).filter(|_| wanted.quote == "all").map(|it| it.text.clone());
    let me = who.session.person.id;
    // An answer to 特別便 begins with the same people: it must not go to all by an oversight.
    let others = item.addressees.iter().filter_map(|it| it.person).filter(|it| *it != me);
    let sent = Sent {
        reply_to: item.entry.to_string(),
        quote: whole.unwrap_or_default(),
        sensitivity: item.sensitivity.name().to_owned(),
        addressees: others.map(|it| it.to_string()).collect(),
        ..Sent::default()
    };
    let purpose = Purpose::Reply { to: item.entry.to_string(), quoted };
    let action = entries(&room);
    rendered(&show(&web, &who, &room, Filled::new(sent, purpose, action)).await?)
}

/// How many corrections a note has.
fn corrections(item: &Item) -> usize {
    match &item.matter {
        Matter::Note { before, .. } => before.len(),
        _ => 0,
    }
}

/// The composer for a correction of one's own note.
pub async fn correction(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let room = writable(&web, &who, &room).await?;
    let item = room.entry(entry_id(&entry)?).await?;
    let note = note_of(&item).filter(|_| item.may.amend).ok_or_else(Problem::not_found)?;
    let vitals = note.vitals.iter().filter_map(|it| Some((it.kind()?, it.value.clone())));
    let sent = Sent {
        text: note.text.clone(),
        vitals: vitals.collect(),
        version: corrections(&item).to_string(),
        ..Sent::default()
    };
    let quoted = present::quoted(room.id(), &item);
    let purpose = Purpose::Correction { of: item.entry.to_string(), quoted };
    let action = entries(&room);
    rendered(&show(&web, &who, &room, Filled::new(sent, purpose, action)).await?)
}

async fn received(request: Request) -> Result<Sent, Fault> {
    Ok(Sent::read(multipart(request).await?, true).await?)
}

/// For who is not let in: no photo is kept in memory.
async fn received_without_photos(request: Request) -> Result<Sent, Fault> {
    Ok(Sent::read(multipart(request).await?, false).await?)
}

async fn multipart(mut request: Request) -> Result<Multipart, Fault> {
    DefaultBodyLimit::apply(DefaultBodyLimit::max(POST), &mut request);
    let form = Multipart::from_request(request, &()).await;
    Ok(form.map_err(|e| unreadable(e.body_text()))?)
}

/// Sends: a note, an answer, or a correction.
pub async fn submit(
    State(web): State<Web>,
    who: Result<SignedIn, Fault>,
    visitor: Visitor,
    Path(room): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let (who, room, sent) = match opened(&web, who, visitor, &room, request).await? {
        ControlFlow::Continue(form) => form,
        ControlFlow::Break(page) => return Ok(page),
    };
    match write(&web, &room, &sent).await {
        Ok(posted) => answer(&web, &who, &room, &sent, &posted).await,
        Err(problem) if who.visitor.wants_json || problem.code.status() >= 500 => {
            Err(problem.into())
        }
        Err(problem) => come_back(&web, &who, &room, sent, Some(problem)).await,
    }
}

async fn write(web: &Web, room: &Room, sent: &Sent) -> Result<Posted, Problem> {
    if sent.corrects.is_empty() {
        let draft = sent.draft(web.app.clock().now())?;
        return room.write_arrived(draft, &sent.arrived.files()?).await;
    }
    let of = optional_id(&sent.corrects, "corrects")?.ok_or_else(Problem::not_found)?;
    let correction = Correction {
        entry: optional_id(&sent.entry, "entry")?,
        text: sent.text.clone(),
        vitals: Some(sent.vitals()?),
        based_on: sent.version.parse().ok(),
        reason: sent.reason.clone(),
    };
    room.correct(of, correction).await
}

/// What the form was for, so that it comes back the same with its errors.
async fn purpose_of(room: &Room, sent: &Sent) -> Result<Purpose, Fault> {
    if let Some(of) = optional_id(&sent.corrects, "corrects")? {
        let quoted = present::quoted(room.id(), &room.entry(of).await?);
        return Ok(Purpose::Correction { of: of.to_string(), quoted });
    }
    if let Ok(Some(to)) = optional_id(&sent.reply_to, "answers")
        && let Ok(item) = room.entry(to).await
    {
        let quoted = present::quoted(room.id(), &item);
        return Ok(Purpose::Reply { to: to.to_string(), quoted });
    }
    Ok(Purpose::New)
}

/// Back to the timeline, or the entry for a script that puts it there.
async fn answer(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    sent: &Sent,
    posted: &Posted,
) -> Result<Response, Fault> {
    let path = format!("/rooms/{}", room.id());
    if !who.visitor.wants_json {
        let said = if sent.corrects.is_empty() { "sent" } else { "corrected" };
        return Ok(Redirect::to(&format!("{path}?said={said}")).into_response());
    }
    let again = entered(web, who, &room.id().to_string()).await?;
    let shown = optional_id(&sent.corrects, "corrects")?.unwrap_or(posted.entry);
    let item = again.entry(shown).await?;
    let html = fragment(present::frame(web, who).await?, &sight(web, who, &again), &item)?;
    let body = json!({
        "html": html,
        "key": shown.to_string(),
        "entry": web.app.new_entry_id().to_string(),
        "head": posted.head.to_string(),
    });
    let status = if posted.fresh { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(body)).into_response())
}
