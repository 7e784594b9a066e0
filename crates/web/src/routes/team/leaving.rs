//! Leaving a team, and taking somebody out of it: a page says what it means, and a button does it.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use tasuki_app::room::Room;
use tasuki_kernel::{PersonId, Problem};

use super::{Given, again, blank, done, field, no_answer, path, team_of};
use crate::Web;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{Deed, Input, TeamForm};
use crate::routes::portal::rendered;
use crate::visitor::SignedIn;

async fn leave_page(web: &Web, who: &SignedIn, room: &Room) -> Result<TeamForm, Fault> {
    let t = who.visitor.lang.texts().team;
    let mut lead = vec![t.leave_text];
    let mine = room.post();
    if room.notebook().is_some_and(|it| mine.is_some() && [it.attending, it.deputy].contains(&mine))
    {
        lead.push(t.leave_doctor);
    }
    let may = room.may_leave().await?;
    if !may {
        lead = vec![t.leave_last];
    }
    let deed = Deed { value: "leave", label: t.leave_do, class: "second danger" };
    Ok(TeamForm {
        title: t.leave.to_owned(),
        lead: lead.into_iter().map(str::to_owned).collect(),
        action: format!("{}/leave", path(room)),
        deeds: if may { vec![deed] } else { Vec::new() },
        ..blank(web, who, room).await?
    })
}

/// What leaving means.
pub async fn leaving(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
) -> Result<Html<String>, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    rendered(&leave_page(&web, &who, &room).await?)
}

/// Leaves the team.
pub async fn leave(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(field(&given, "csrf"))?;
    let room = team_of(&web, &who, &notebook).await?;
    if field(&given, "answer") != "leave" {
        return Err(no_answer().into());
    }
    match room.leave_team().await {
        Ok(()) => Ok(Redirect::to("/notebooks?said=left-team").into_response()),
        // The page says why, and what to do first.
        Err(problem) if problem.field == Some("leave_team") => {
            let page = leave_page(&web, &who, &room).await?;
            Ok((StatusCode::CONFLICT, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn out_page(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    person: PersonId,
    reason: &str,
) -> Result<TeamForm, Fault> {
    let t = who.visitor.lang.texts().team;
    let members = room.members().await?;
    let found = members.iter().find(|it| it.person == person).filter(|_| room.may_manage());
    let name = &found.ok_or_else(Problem::not_found)?.byline.name;
    Ok(TeamForm {
        title: t.take_out_title.of(name),
        lead: vec![t.take_out_text.to_owned()],
        action: format!("{}/members/{person}", path(room)),
        fields: vec![vec![Input::area("reason", t.take_out_reason, reason, 3)]],
        deeds: vec![Deed { value: "out", label: t.take_out_do, class: "second danger" }],
        ..blank(web, who, room).await?
    })
}

/// What taking somebody out means.
pub async fn taking_out(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, person)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    let person: PersonId = person.parse().map_err(|_| Problem::not_found())?;
    rendered(&out_page(&web, &who, &room, person, "").await?)
}

/// Takes somebody out of the team.
pub async fn take_out(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, person)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(field(&given, "csrf"))?;
    let room = team_of(&web, &who, &notebook).await?;
    let person: PersonId = person.parse().map_err(|_| Problem::not_found())?;
    let reason = field(&given, "reason");
    match room.take_out(person, reason).await {
        Ok(()) => Ok(done(&room, "taken-out")),
        Err(problem) if problem.field.is_none() => Err(problem.into()),
        Err(problem) => again(&who, out_page(&web, &who, &room, person, reason).await?, problem),
    }
}
