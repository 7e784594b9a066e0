//! Asking others into a team: finding them, the form, taking it back.

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::room::Room;
use tasuki_app::team::{Asking, Found, SHOWN, Whom};
use tasuki_domain::facility;
use tasuki_kernel::{FacilityId, InvitationId, Problem};

use super::{Given, again, blank, done, field, path, team_of};
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{Choice, Deed, Input, Link, TeamFind, TeamForm, choices};
use crate::routes::portal::rendered;
use crate::routes::room::{banner, sight};
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present};

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    q: Option<String>,
    kind: String,
}

/// Whom the form is to ask.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    facility: String,
    whom: String,
}

fn kinds(lang: Lang) -> Vec<Choice> {
    let all = facility::TABLE.iter();
    choices(all.map(|it| (it.code.to_owned(), present::facility_kind(lang, it.code))))
}

/// Facilities and people to be asked.
pub async fn find(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(search): Query<Search>,
) -> Result<Html<String>, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    let words = search.q.clone().unwrap_or_default();
    let searched = search.q.is_some() || !search.kind.is_empty();
    let mut found = room.whom_to_ask(&words, &search.kind).await?;
    let more = found.len() > SHOWN;
    found.truncate(if searched { SHOWN } else { 0 });
    let (lang, path) = (who.visitor.lang, path(&room));
    let sight = sight(&web, &who, &room);
    let patient = room.patient().await?;
    rendered(&TeamFind {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, &room, patient.as_ref(), &path).await?,
        back: Link { url: path.clone(), label: lang.texts().team.back.to_owned() },
        action: format!("{path}/find"),
        words,
        kinds: kinds(lang),
        kind: search.kind,
        found: present::found(lang, &path, &found),
        searched,
        more,
    })
}

/// Those of a facility who can be asked: each profession there, then everybody by name.
fn whoms(lang: Lang, found: &Found) -> Vec<Choice> {
    let t = lang.texts().team;
    let mut professions: Vec<&str> = Vec::new();
    for it in &found.people {
        if !professions.contains(&it.profession.as_str()) {
            professions.push(&it.profession);
        }
    }
    let name = |code: &str| present::profession_name(lang, code);
    let some = professions.iter().map(|it| ((*it).to_owned(), t.facility_decides.of(name(it))));
    let people = found
        .people
        .iter()
        .map(|it| (it.id.to_string(), format!("{}（{}）", it.name.full(), name(&it.profession))));
    choices(some.chain(people))
}

/// The form for a facility, with what the invited will see and what consent covers.
async fn filled(
    web: &Web,
    who: &SignedIn,
    (room, found): (&Room, &Found),
    (whom, message): (&str, &str),
) -> Result<TeamForm, Fault> {
    let (lang, blank) = (who.visitor.lang, blank(web, who, room).await?);
    let t = lang.texts().team;
    let notes = u32::try_from(room.notes_so_far()).unwrap_or(u32::MAX);
    let mut lead = vec![t.sees_all.of(notes)];
    lead.extend(present::consent(lang, &room.team().await?));
    let message = Input::area("message", t.message, message, 4).with_hint(t.message_hint);
    Ok(TeamForm {
        back: Link { url: format!("{}/find", path(room)), label: t.to_find.to_owned() },
        title: format!("{}: {}", t.invite, found.name),
        lead,
        action: format!("{}/invite", path(room)),
        hidden: vec![("facility", found.facility.to_string())],
        fields: vec![
            vec![Input::pick("whom", t.whom, whom, whoms(lang, found))],
            vec![message.or_nothing()],
        ],
        deeds: vec![Deed { value: "invite", label: t.invite_do, class: "first" }],
        ..blank
    })
}

/// The form; without a facility the way to find one.
pub async fn form(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Fault> {
    let room = team_of(&web, &who, &notebook).await?;
    let Ok(facility) = chosen.facility.parse::<FacilityId>() else { return Ok(to_find(&room)) };
    let found = room.facility_to_ask(facility).await?;
    let page = filled(&web, &who, (&room, &found), (&chosen.whom, "")).await?;
    Ok(rendered(&page)?.into_response())
}

fn to_find(room: &Room) -> Response {
    Redirect::to(&format!("{}/find", path(room))).into_response()
}

/// Sends an invitation.
pub async fn invite(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(field(&given, "csrf"))?;
    let room = team_of(&web, &who, &notebook).await?;
    let Ok(facility) = field(&given, "facility").parse() else { return Ok(to_find(&room)) };
    let (whom, message) = (field(&given, "whom"), field(&given, "message"));
    let sent = match Whom::parse(whom) {
        Some(whom) => {
            let asking = Asking { facility, whom, message: message.to_owned() };
            room.invite(asking, who.visitor.lang.tag()).await.map(drop)
        }
        None => Err(Problem::invalid("whom", "choose")),
    };
    let Err(problem) = sent else { return Ok(done(&room, "invited")) };
    let found = room.facility_to_ask(facility).await?;
    again(&who, filled(&web, &who, (&room, &found), (whom, message)).await?, problem)
}

/// Takes an invitation back.
pub async fn withdraw(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, invitation)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(field(&given, "csrf"))?;
    let room = team_of(&web, &who, &notebook).await?;
    let id: InvitationId = invitation.parse().map_err(|_| Problem::not_found())?;
    room.withdraw_invitation(id).await?;
    Ok(done(&room, "called-back"))
}
