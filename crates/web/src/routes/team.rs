//! 支援チーム: the team's page. What is decided about it stands in a file each.

mod closing;
mod inviting;
mod leaving;
mod managing;

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::room::Room;
use tasuki_kernel::Problem;

pub(crate) use super::patient::team as team_of;
use super::portal::rendered;
use super::room::{banner, sight};
use crate::fault::{Fault, field_message};
use crate::pages::form::tell;
use crate::pages::{self, Link, TeamForm};
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

pub use closing::{close, closing};
pub use inviting::{find, form as invite_form, invite, withdraw};
pub use leaving::{leave, leaving, take_out, taking_out};
pub use managing::{answer, answering, offer, offering};

/// What a form says, field by field.
pub(crate) type Given = BTreeMap<String, String>;

/// A field of a form; empty when it was not sent.
pub(crate) fn field<'a>(given: &'a Given, name: &str) -> &'a str {
    given.get(name).map_or("", String::as_str)
}

/// What was just done.
#[derive(Debug, Deserialize, Default)]
pub struct Done {
    said: Option<String>,
}

/// The address of the team's page of the notebook of a room.
fn path(room: &Room) -> String {
    room.notebook().map(|it| format!("/notebooks/{}/team", it.id)).unwrap_or_default()
}

/// Back to the team, with what was done.
fn done(room: &Room, said: &str) -> Response {
    Redirect::to(&format!("{}?said={said}", path(room))).into_response()
}

/// A form about a team, still without title and fields.
async fn blank(web: &Web, who: &SignedIn, room: &Room) -> Result<TeamForm, Fault> {
    let (sight, t) = (sight(web, who, room), who.visitor.lang.texts().team);
    let patient = room.patient().await?;
    Ok(TeamForm {
        frame: present::frame(web, who).await?,
        banner: banner(&sight, room, patient.as_ref(), &path(room)).await?,
        back: Link { url: path(room), label: t.back.to_owned() },
        ..TeamForm::default()
    })
}

/// The form again, with what is wrong beside its field; what is wrong with no field of it is told
/// on a page of its own.
pub(crate) fn again(who: &SignedIn, page: TeamForm, problem: Problem) -> Result<Response, Fault> {
    let mut page = page;
    let name = problem.field.unwrap_or_default();
    let known = page.fields.iter().flatten().any(|it| it.name == name);
    if !known {
        return Err(problem.into());
    }
    tell(&mut page.fields, [(name.to_owned(), field_message(&who.visitor, &problem))]);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}

/// None of the buttons was pressed.
fn no_answer() -> Problem {
    Problem::invalid("answer", "press a button")
}

/// The team.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(asked): Query<Done>,
) -> Result<Html<String>, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    let team = room.team().await?;
    let patient = room.patient().await?;
    let (sight, lang) = (sight(&web, &who, &room), who.visitor.lang);
    let (t, path) = (lang.texts().team, path(&room));
    let id = room.notebook().map(|it| it.id).ok_or_else(Problem::not_found)?;
    let [attending, deputy] = team.vacant;
    let vacant = [(attending, t.attending_vacant), (deputy, t.deputy_vacant)];
    let back = format!("/notebooks/{id}");
    rendered(&pages::Team {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, &room, patient.as_ref(), &format!("/rooms/{}", room.id())).await?,
        managing: team.managing.1.clone(),
        vacant: vacant.iter().filter(|it| it.0).map(|it| it.1.to_owned()).collect(),
        mates: present::mates(&sight, &team, &room),
        invitations: present::invitations(&sight, &team, (id, room.may_invite())),
        offers: present::offers(&sight, &team, (id, room.may_manage())),
        find: room.may_invite().then(|| format!("{path}/find")),
        ways: ways(&who, &room, &path),
        said: asked.said.as_deref().and_then(|it| texts::said(lang, it)),
        back,
    })
}

/// What else the reader can decide.
fn ways(who: &SignedIn, room: &Room, path: &str) -> Vec<Link> {
    let t = who.visitor.lang.texts().team;
    let closed = room.closed().is_some();
    let way = |end: &str, label: &str| Link { url: format!("{path}/{end}"), label: label.into() };
    let mut ways = Vec::new();
    if room.may_manage() {
        ways.push(way("managing", t.offer));
    }
    match (closed, room.may_close()) {
        (true, _) => ways.push(way("closing", t.closed)),
        (false, true) => ways.push(way("closing", t.close)),
        (false, false) => {}
    }
    if !closed {
        ways.push(way("leave", t.leave));
    }
    ways
}
