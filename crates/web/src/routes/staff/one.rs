//! One of the staff: what they are, their devices, and leaving.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::house::House;
use tasuki_app::second_factor::allows;
use tasuki_domain::content::DeviceKind;
use tasuki_kernel::{PostId, Problem};

use super::{Asked, professions, rendered, role, systems, to_one, view};
use crate::fault::{Fault, field_message, told};
use crate::form::Form;
use crate::pages::form::tell;
use crate::pages::{Input, StaffOne, choices};
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What of a colleague is to be another.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Change {
    csrf: String,
    profession: String,
    role: String,
}

/// Who leaves, and who takes over: a post, or `none`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Leaving {
    csrf: String,
    successor: String,
}

/// The facility of the post in an address.
pub(super) async fn found(web: &Web, who: &SignedIn, post: &str) -> Result<(House, PostId), Fault> {
    let id: PostId = post.parse().map_err(|_| Problem::not_found())?;
    Ok((web.app.house_of(&who.session, id).await?, id))
}

/// One of the staff, as the page shows them.
pub(super) async fn shown(
    web: &Web,
    who: &SignedIn,
    (house, post): (&House, PostId),
) -> Result<StaffOne, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (t, staff) = (lang.texts().staff, house.staff().await?);
    let it = staff.iter().find(|it| it.row.post.id == post).ok_or_else(Problem::not_found)?;
    let heirs = staff.iter().filter(|other| other.row.post.person != it.row.post.person);
    let heirs = heirs.map(|it| {
        let profession = present::profession_name(lang, &it.row.post.profession);
        (it.row.post.id.to_string(), format!("{}（{profession}）", it.row.post.name.full()))
    });
    let heirs = choices(heirs.chain([("none".to_owned(), t.nobody.to_owned())]));
    let (profession, words) = (&it.row.post.profession, lang.texts().apply.profession);
    let allowed = web.app.settings().await?.second_factors;
    Ok(StaffOne {
        frame: present::frame(web, who).await?,
        it: view(who, it, now),
        back: format!("/facility/staff?at={}", house.facility()),
        change: vec![
            vec![Input::pick("profession", words, profession, professions(lang))],
            vec![role(lang, it.row.post.manager)],
        ],
        system: vec![vec![systems(lang, "")]],
        substitutes: allows(&allowed, DeviceKind::Substitute),
        rooms: u32::try_from(house.rooms_of(post).await?).unwrap_or(u32::MAX),
        attends: u32::try_from(house.attends(post).await?).unwrap_or(u32::MAX),
        asked: u32::try_from(house.asked_of(post).await?).unwrap_or(u32::MAX),
        successor: vec![vec![Input::pick("successor", t.successor, "", heirs)]],
        leave_error: None,
        reset_error: None,
        said: None,
    })
}

/// One of the staff.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(post): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let (house, id) = found(&web, &who, &post).await?;
    let said = asked.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    rendered(&StaffOne { said, ..shown(&web, &who, (&house, id)).await? })
}

/// Changes profession and role.
pub async fn change(
    State(web): State<Web>,
    who: SignedIn,
    Path(post): Path<String>,
    Form(given): Form<Change>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, id) = found(&web, &who, &post).await?;
    let manager = !given.role.is_empty();
    let mut problem = match house.change(id, &given.profession, manager).await {
        // Who gave up the own role has nothing more to see here.
        Ok(()) if web.app.house_of(&renewed(&web, &who).await?, id).await.is_err() => {
            return Ok(Redirect::to("/notebooks").into_response());
        }
        Ok(()) => return Ok(to_one(id, "kept")),
        Err(problem) if problem.field.is_none() => return Err(problem.into()),
        Err(problem) => problem,
    };
    let mut page = shown(&web, &who, (&house, id)).await?;
    let message = field_message(&who.visitor, &problem);
    if problem.field == Some("manager") {
        problem.field = Some("role");
    }
    tell(&mut page.change, [(problem.field.unwrap_or_default().to_owned(), message)]);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}

/// The session as it stands after a change.
async fn renewed(
    web: &Web,
    who: &SignedIn,
) -> Result<std::sync::Arc<tasuki_app::session::Session>, Problem> {
    web.app.session_again(&who.session, who.visitor.shown).await
}

/// Lets somebody leave.
pub async fn leave(
    State(web): State<Web>,
    who: SignedIn,
    Path(post): Path<String>,
    Form(given): Form<Leaving>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, id) = found(&web, &who, &post).await?;
    let successor = match given.successor.as_str() {
        "none" => Ok(None),
        it => it.parse().map(Some).map_err(|_| Problem::invalid("successor", "choose")),
    };
    let outcome = match successor {
        Ok(successor) => house.leave(id, successor).await.map(drop),
        Err(problem) => Err(problem),
    };
    let problem = match outcome {
        Ok(()) => {
            let back = format!("/facility/staff?at={}&said=left", house.facility());
            return Ok(Redirect::to(&back).into_response());
        }
        Err(problem) if problem.field.is_none() => return Err(problem.into()),
        Err(problem) => problem,
    };
    let mut page = shown(&web, &who, (&house, id)).await?;
    if problem.field == Some("leave") {
        page.leave_error = Some(field_message(&who.visitor, &problem));
    }
    tell(&mut page.successor, told(&who.visitor, &[problem]));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}
