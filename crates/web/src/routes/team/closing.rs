//! Closing a notebook, and opening it again.

use axum::extract::{Path, State};
use axum::response::{Html, Response};
use tasuki_app::room::Room;
use tasuki_domain::content::ClosedFor;
use tasuki_domain::day::Day;
use tasuki_kernel::{Code, Problem};

use super::{Given, again, blank, done, field, path, team_of};
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{Deed, Input, TeamForm, Widget, choices};
use crate::routes::portal::rendered;
use crate::visitor::SignedIn;
use crate::{Web, present};

/// How a closed notebook stands, and for who may the way to open it again.
async fn closed_page(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    given: &Given,
) -> Result<TeamForm, Fault> {
    let (lang, may) = (who.visitor.lang, room.may_close());
    let t = lang.texts().team;
    let closing = room.closing().await?.ok_or_else(Problem::not_found)?;
    let deed = Deed { value: "open", label: t.reopen_do, class: "first" };
    Ok(TeamForm {
        title: t.closed.to_owned(),
        lead: vec![t.closed_ask.to_owned()],
        facts: present::closing(lang, &closing),
        action: format!("{}/closing", path(room)),
        fields: if may {
            vec![vec![Input::area("reason", t.reopen_reason, field(given, "reason"), 3)]]
        } else {
            Vec::new()
        },
        deeds: if may { vec![deed] } else { Vec::new() },
        ..blank(web, who, room).await?
    })
}

async fn close_page(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    given: &Given,
) -> Result<TeamForm, Fault> {
    if !room.may_close() {
        return Err(Problem::new(Code::NotAllowed, "not by this person").into());
    }
    let t = who.visitor.lang.texts().team;
    let whys =
        choices(ClosedFor::ALL.map(|it| (it.name().to_owned(), t.why_closed(it).to_owned())));
    let why = Input {
        widget: Widget::Radio(whys),
        ..Input::line("closed_for", t.why, field(given, "closed_for"))
    };
    let on = Input::typed("on", t.on, field(given, "on"), ("date", "")).with_hint(t.on_hint);
    Ok(TeamForm {
        title: t.close.to_owned(),
        lead: vec![t.close_text.to_owned()],
        action: format!("{}/closing", path(room)),
        fields: vec![
            vec![why],
            vec![on.or_nothing()],
            vec![Input::area("remark", t.remark, field(given, "remark"), 3).or_nothing()],
        ],
        deeds: vec![Deed { value: "close", label: t.close_do, class: "second danger" }],
        ..blank(web, who, room).await?
    })
}

async fn shown(web: &Web, who: &SignedIn, room: &Room, given: &Given) -> Result<TeamForm, Fault> {
    match room.closed() {
        Some(_) => closed_page(web, who, room, given).await,
        None => close_page(web, who, room, given).await,
    }
}

/// The form that fits how the notebook stands.
pub async fn closing(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
) -> Result<Html<String>, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    rendered(&shown(&web, &who, &room, &Given::new()).await?)
}

/// Closes the notebook, or opens it again.
pub async fn close(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(field(&given, "csrf"))?;
    let room = team_of(&web, &who, &notebook).await?;
    let opens = field(&given, "answer") == "open";
    let outcome = match (opens, asked(&given)) {
        (true, _) => room.reopen(field(&given, "reason")).await,
        (false, Ok((why, on))) => room.close(why, on, field(&given, "remark")).await,
        (false, Err(problem)) => Err(problem),
    };
    match outcome {
        Ok(()) => Ok(done(&room, if opens { "opened" } else { "closed" })),
        Err(problem) => again(&who, shown(&web, &who, &room, &given).await?, problem),
    }
}

/// Why, and on which day.
fn asked(given: &Given) -> Result<(ClosedFor, Option<Day>), Problem> {
    let why = ClosedFor::find(field(given, "closed_for"));
    let why = why.ok_or_else(|| Problem::invalid("closed_for", "choose"))?;
    let on = match field(given, "on") {
        "" => None,
        day => Some(Day::parse(day).ok_or_else(|| Problem::invalid("on", "not a day"))?),
    };
    Ok((why, on))
}
