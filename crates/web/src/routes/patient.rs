//! The patient as the team knows them: the page and its form.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::compose::Basics;
use tasuki_app::room::Room;
use tasuki_kernel::{Code, NotebookId, Problem};

use super::portal::rendered;
use super::room::{banner, sight};
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{self, FieldError, Link};
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What was just done.
#[derive(Debug, Deserialize, Default)]
pub struct Done {
    said: Option<String>,
}

/// The team's room of a notebook in an address.
pub(crate) async fn team(web: &Web, who: &SignedIn, notebook: &str) -> Result<Room, Fault> {
    let id: NotebookId = notebook.parse().map_err(|_| Problem::not_found())?;
    Ok(web.app.team_room(&who.session, id).await?)
}

/// The basics.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let room = team(&web, &who, &notebook).await?;
    let sight = sight(&web, &who, &room);
    let basics = room.basics().await?;
    let members = room.members().await?;
    let patient = &basics.versions[0].patient;
    let (lang, now) = (sight.lang, sight.now);
    let link = |path: &str, label: &str| Link {
        url: format!("/notebooks/{notebook}/{path}"),
        label: label.to_owned(),
    };
    let words = lang.texts();
    let page = pages::Patient {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, &room, Some(patient), &format!("/rooms/{}", room.id())).await?,
        facts: present::facts(lang, patient, &members),
        contacts: present::contacts(patient),
        identifiers: present::numbers(patient),
        history: present::history(lang, now, &basics, &members),
        edit: room.may_edit_basics().then(|| format!("/notebooks/{notebook}/edit")),
        links: vec![
            link("team", words.team.title),
            link("consent", words.consent.title),
            link("access", words.access.title),
        ],
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
    };
    rendered(&page)
}

async fn form(
    web: &Web,
    who: &SignedIn,
    (room, basics): (&Room, &Basics),
    given: &BTreeMap<String, String>,
    errors: Vec<FieldError>,
) -> Result<Html<String>, Fault> {
    let sight = sight(web, who, room);
    let members = room.members().await?;
    let patient = &basics.versions[0].patient;
    let path = room.notebook().map(|it| format!("/notebooks/{}", it.id)).unwrap_or_default();
    let page = pages::PatientEdit {
        frame: present::frame(web, who).await?,
        banner: banner(&sight, room, Some(patient), &path).await?,
        action: format!("{path}/edit"),
        seen: basics.seen,
        fields: present::fields(sight.lang, given),
        picks: present::picks(sight.lang, given, &members),
        errors,
    };
    rendered(&page)
}

/// The form, for whom policy lets change the basics.
pub async fn edit(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
) -> Result<Html<String>, Fault> {
    let room = team(&web, &who, &notebook).await?;
    if !room.may_edit_basics() {
        return Err(Problem::new(Code::NotAllowed, "not by this person").into());
    }
    let basics = room.basics().await?;
    let given = present::filled(&basics.versions[0].patient);
    form(&web, &who, (&room, &basics), &given, Vec::new()).await
}

/// Keeps what the form says; what is wrong with it comes back beside the field.
pub async fn submit(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Form(given): Form<BTreeMap<String, String>>,
) -> Result<Response, Fault> {
    who.check_token(given.get("csrf").map_or("", String::as_str))?;
    let room = team(&web, &who, &notebook).await?;
    if !room.may_edit_basics() {
        return Err(Problem::new(Code::NotAllowed, "not by this person").into());
    }
    let basics = room.basics().await?;
    let seen = given.get("seen").and_then(|it| it.parse().ok()).unwrap_or_default();
    let kept = match present::given(&basics.versions[0].patient, &given) {
        Ok(patient) => room.edit_basics(patient, seen).await,
        Err(problem) => Err(problem),
    };
    match kept {
        Ok(_) => Ok(Redirect::to(&format!("/notebooks/{notebook}?said=kept")).into_response()),
        Err(problem) if problem.code == Code::Invalid && !who.visitor.wants_json => {
            let lang = who.visitor.lang;
            let field = problem.field.unwrap_or("family").to_owned();
            let message = lang.texts().patient.bad_line.to_owned();
            let errors = vec![FieldError { field, message }];
            let page = form(&web, &who, (&room, &basics), &given, errors).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
