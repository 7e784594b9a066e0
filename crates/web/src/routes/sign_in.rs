//! Signing in and out.

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::sign_in::{Attempt, Begun};
use tasuki_domain::content::PersonKind;
use tasuki_kernel::{Code, PersonId, Problem};

use super::portal::rendered;
use super::portrait;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{DemoGroup, DemoPerson, DeviceState, SignIn};
use crate::texts;
use crate::visitor::{COOKIE, SignedIn, Visitor, local_path};
use crate::{Web, present};

/// Where to go afterwards.
#[derive(Debug, Deserialize, Default)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// The form.
#[derive(Debug, Deserialize)]
pub struct Credentials {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// "Sign in as …".
#[derive(Debug, Deserialize)]
pub struct As {
    person: String,
    #[serde(default)]
    next: String,
}

/// The cookie of a session; it ends with the browser.
pub(crate) fn cookie(token: &str) -> AppendHeaders<[(header::HeaderName, String); 1]> {
    let value = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax");
    AppendHeaders([(header::SET_COOKIE, value)])
}

/// Takes the cookie of a session away.
pub(crate) fn no_cookie() -> AppendHeaders<[(header::HeaderName, String); 1]> {
    let value = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    AppendHeaders([(header::SET_COOKIE, value)])
}

fn begun(begun: &Begun, next: &str) -> Response {
    (cookie(&begun.token), Redirect::to(local_path(next))).into_response()
}

pub(super) async fn device_state(web: &Web, visitor: &Visitor) -> Result<DeviceState, Fault> {
    match web.app.shown_device(visitor.shown).await {
        Ok(device) => Ok(DeviceState::Recognised { label: device.label }),
        Err(problem) => match problem.code {
            Code::DeviceRequired => Ok(DeviceState::Missing),
            Code::DeviceUnknown => Ok(DeviceState::Foreign),
            Code::DeviceRevoked => Ok(DeviceState::Revoked { label: String::new() }),
            _ => Err(problem.into()),
        },
    }
}

/// The suggested walks, and everybody by facility; both empty where the demo has no door.
async fn demo_door(
    web: &Web,
    visitor: &Visitor,
) -> Result<(Vec<DemoPerson>, Vec<DemoGroup>), Fault> {
    if !web.demo || !visitor.shown.loopback {
        return Ok(Default::default());
    }
    let t = visitor.lang.texts().sign_in;
    let mut groups: Vec<DemoGroup> = Vec::new();
    let mut walks: Vec<Option<DemoPerson>> = vec![None; t.demo_walks.len()];
    for row in web.app.people().await? {
        let posts = web.app.posts_of(row.id).await?;
        let post = posts.first();
        let person = DemoPerson {
            person_id: row.id.to_string(),
            name: row.name.full(),
            profession: post
                .map(|it| present::profession_name(visitor.lang, &it.profession))
                .unwrap_or_default(),
            facility: post.map(|it| it.facility_name.clone()).unwrap_or_default(),
            portrait: row.has_portrait.then(|| format!("/demo/portraits/{}", row.id)),
            hint: String::new(),
        };
        if let Some(at) = t.demo_walks.iter().position(|it| it.0 == row.login) {
            walks[at] = Some(DemoPerson { hint: t.demo_walks[at].1.into(), ..person.clone() });
        }
        let family = matches!(row.kind, PersonKind::Patient | PersonKind::Family);
        let name = match post {
            Some(_) => &person.facility,
            None if family => t.demo_family,
            None => t.demo_desk,
        };
        match groups.iter_mut().find(|it| it.name == name) {
            Some(group) => group.people.push(person),
            None => groups.push(DemoGroup { name: name.into(), people: vec![person] }),
        }
    }
    groups.sort_by_key(|it| std::cmp::Reverse(it.people.len()));
    for group in &mut groups {
        // Where they work stands above them already.
        group.people.iter_mut().for_each(|it| it.facility.clear());
    }
    Ok((walks.into_iter().flatten().collect(), groups))
}

struct Shown<'a> {
    login: &'a str,
    next: &'a str,
    problem: Option<Problem>,
}

async fn show(web: &Web, visitor: &Visitor, shown: Shown<'_>) -> Result<Response, Fault> {
    let status = match &shown.problem {
        Some(problem) => StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::OK),
        None => StatusCode::OK,
    };
    let (demo_people, demo_groups) = demo_door(web, visitor).await?;
    let page = SignIn {
        frame: present::visitor_frame(web, visitor),
        region: web.app.settings().await?.name,
        device: device_state(web, visitor).await?,
        passkeys: web.offers_passkeys().await?,
        login: shown.login.to_owned(),
        next: shown.next.to_owned(),
        problem: shown.problem.map(|it| texts::problem(visitor.lang, it.code)),
        errors: Vec::new(),
        demo_people,
        demo_groups,
    };
    Ok((status, rendered(&page)?).into_response())
}

/// The page.
pub async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Query(next): Query<Next>,
) -> Result<Response, Fault> {
    show(&web, &visitor, Shown { login: "", next: &next.next, problem: None }).await
}

/// Device and password.
pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    Form(given): Form<Credentials>,
) -> Result<Response, Fault> {
    let attempt = Attempt {
        login: given.login.trim(),
        password: &given.password,
        shown: visitor.shown,
        address: &visitor.address,
    };
    match web.app.sign_in(attempt).await {
        Ok(session) => Ok(begun(&session, &given.next)),
        Err(problem) if problem.code.status() >= 500 || visitor.wants_json => Err(problem.into()),
        Err(problem) => {
            let shown = Shown { login: &given.login, next: &given.next, problem: Some(problem) };
            show(&web, &visitor, shown).await
        }
    }
}

/// The demo region's door, from this machine only.
pub async fn demo(
    State(web): State<Web>,
    visitor: Visitor,
    Form(given): Form<As>,
) -> Result<Response, Fault> {
    if !web.demo || !visitor.shown.loopback {
        return Err(Problem::not_found().into());
    }
    let person: PersonId = given.person.parse().map_err(|_| Problem::not_found())?;
    let session = web.app.demo_sign_in(person, visitor.shown).await?;
    Ok(begun(&session, &given.next))
}

/// The face of somebody of the demo, for its door; from this machine only.
pub async fn demo_portrait(
    State(web): State<Web>,
    visitor: Visitor,
    Path(person): Path<String>,
) -> Result<Response, Fault> {
    if !web.demo || !visitor.shown.loopback {
        return Err(Problem::not_found().into());
    }
    let id: PersonId = person.parse().map_err(|_| Problem::not_found())?;
    let drawn = web.app.portrait(web.app.region(), id).await?.ok_or_else(Problem::not_found)?;
    Ok(portrait::shown(drawn, "private, max-age=3600"))
}

/// The token of a form.
#[derive(Debug, Deserialize)]
pub struct Token {
    #[serde(default)]
    csrf: String,
}

/// Signing out, locked or not.
pub async fn leave(
    State(web): State<Web>,
    visitor: Visitor,
    Form(given): Form<Token>,
) -> Result<Response, Fault> {
    if let Some(token) = &visitor.token
        && let Ok(session) = web.app.locked_session(token, visitor.shown).await
    {
        let who = SignedIn { session: session.into(), visitor: visitor.clone() };
        who.check_token(&given.csrf)?;
        web.app.end_session(&who.session).await?;
    }
    Ok((no_cookie(), Redirect::to("/sign-in")).into_response())
}
