//! Channels of notices: opening one, and who belongs to that of an association.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::desk::Members;
use tasuki_kernel::{Code, FacilityId, Problem, RoomId};

use super::portal::rendered;
use super::sending::Done;
use crate::fault::{Fault, field_message, told};
use crate::form::{Form, Many};
use crate::pages::form::tell;
use crate::pages::{ChannelMembers, ChannelView, Channels, Check, Input, Widget, choices};
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// A channel to be opened.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Opening {
    csrf: String,
    channel: String,
    name: String,
    whose: String,
}

/// Who belongs to a channel.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Belonging {
    csrf: String,
    facilities: Vec<String>,
    writers: String,
}

fn rows(lang: Lang, it: &Opening) -> Vec<Vec<Input>> {
    let t = &lang.texts().notices;
    let whose = [("region", t.of_region), ("association", t.of_association)];
    let whose = choices(whose.map(|(code, word)| (code.to_owned(), word.to_owned())));
    let chosen = if it.whose.is_empty() { "region" } else { &it.whose };
    vec![
        vec![Input::line("name", t.channel_name, &it.name).with_hint(t.channel_hint)],
        vec![Input {
            widget: Widget::Radio(whose),
            ..Input::line("whose", t.channel_whose, chosen)
        }],
    ]
}

async fn shown(web: &Web, who: &SignedIn, it: &Opening) -> Result<Channels, Fault> {
    let desk = web.app.desk(&who.session)?;
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let all = desk.channels().await?;
    let channels = all.into_iter().map(|row| ChannelView {
        url: row.association.then(|| format!("/desk/channels/{}", row.id)),
        name: row.name,
        association: row.association,
        facilities: small(row.counts[0]),
        writers: small(row.counts[1]),
    });
    Ok(Channels {
        frame: present::frame(web, who).await?,
        channels: channels.collect(),
        rows: rows(who.visitor.lang, it),
        next: RoomId::new(web.app.clock(), web.app.random()).to_string(),
        said: None,
    })
}

/// The channels.
pub async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let page = shown(&web, &who, &Opening::default()).await?;
    let said = done.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    rendered(&Channels { said, ..page })
}

/// Opens one.
pub async fn open(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Opening>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let association = match given.whose.as_str() {
        "region" => Ok(false),
        "association" => Ok(true),
        _ => Err(Problem::invalid("whose", "neither region nor association")),
    };
    let opened = match association {
        Ok(it) => desk.open_channel(given.channel.parse().ok(), &given.name, it).await,
        Err(problem) => Err(problem),
    };
    match opened {
        Ok(id) if given.whose == "association" => {
            Ok(Redirect::to(&format!("/desk/channels/{id}?said=channel-opened")).into_response())
        }
        Ok(_) => Ok(Redirect::to("/desk/channels?said=channel-opened").into_response()),
        Err(problem) if problem.field.is_some() && !who.visitor.wants_json => {
            let mut page = shown(&web, &who, &given).await?;
            let field = problem.field.unwrap_or_default().to_owned();
            tell(&mut page.rows, [(field, field_message(&who.visitor, &problem))]);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

fn channel_id(text: &str) -> Result<RoomId, Fault> {
    text.parse().map_err(|_| Fault(Problem::not_found()))
}

/// The page of an association's channel, with what was typed if anything was.
async fn members(
    web: &Web,
    who: &SignedIn,
    (of, typed): (&Members, Option<&Belonging>),
) -> Result<ChannelMembers, Fault> {
    let lang = who.visitor.lang;
    let t = &lang.texts().notices;
    let checks = of.facilities.iter().map(|((id, name, kind), member)| {
        let value = id.to_string();
        let on = typed.map_or(*member, |it| it.facilities.contains(&value));
        let label = format!("{name}（{}）", present::facility_kind(lang, kind));
        Check { value, label, on }
    });
    let writers = typed.map_or_else(|| of.writers.join("\n"), |it| it.writers.clone());
    let facilities = Input {
        widget: Widget::Checks(checks.collect()),
        ..Input::line("facilities", t.members_field, "")
    };
    let writers = Input::area("writers", t.writers, &writers, 4).with_hint(t.writers_hint);
    Ok(ChannelMembers {
        frame: present::frame(web, who).await?,
        name: of.row.name.clone(),
        url: format!("/desk/channels/{}", of.row.id),
        rows: vec![vec![writers.or_nothing()], vec![facilities]],
        said: None,
    })
}

/// Who belongs to an association's channel.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let found = web.app.desk(&who.session)?.channel_members(channel_id(&id)?).await?;
    let page = members(&web, &who, (&found, None)).await?;
    let said = done.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    rendered(&ChannelMembers { said, ..page })
}

/// Keeps who belongs to it.
pub async fn keep(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Many(given): Many<Belonging>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (desk, id) = (web.app.desk(&who.session)?, channel_id(&id)?);
    let wrong = |_| Problem::new(Code::Malformed, "a facility's id is none");
    let facilities: Result<Vec<FacilityId>, _> =
        given.facilities.iter().map(|it| it.parse()).collect();
    let facilities = facilities.map_err(wrong)?;
    let logins: Vec<String> = given.writers.split_whitespace().map(str::to_owned).collect();
    let Err(problems) = desk.set_channel_members(id, &facilities, &logins).await else {
        return Ok(Redirect::to(&format!("/desk/channels/{id}?said=kept")).into_response());
    };
    if let Some(other) = problems.iter().find(|it| it.field.is_none()) {
        return Err(other.clone().into());
    }
    let found = desk.channel_members(id).await?;
    let mut page = members(&web, &who, (&found, Some(&given))).await?;
    tell(&mut page.rows, told(&who.visitor, &problems));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}
