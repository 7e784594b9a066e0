//! Devices of the staff, and what is handed over once.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use tasuki_app::house::House;
use tasuki_domain::staff::system_of;
use tasuki_kernel::{DeviceId, PostId, Problem, Timestamp};

use super::one::{found, shown};
use super::{rendered, to_one};
use crate::fault::{Fault, field_message, told};
use crate::form::Form;
use crate::pages::form::tell;
use crate::pages::{SlipLine, StaffSlip};
use crate::show::moment;
use crate::visitor::SignedIn;
use crate::{Web, present};

/// The token of a form, and what a new device runs on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    csrf: String,
    system: String,
}

fn line(label: &str, value: impl Into<String>, large: bool) -> SlipLine {
    SlipLine { label: label.to_owned(), value: value.into(), large }
}

/// What is shown once: no browser keeps it.
async fn slip(
    web: &Web,
    who: &SignedIn,
    (house, post): (&House, PostId),
    page: StaffSlip,
) -> Result<Response, Fault> {
    let page = StaffSlip {
        frame: present::frame(web, who).await?,
        person: house.colleague(post).await?.row.post.name.full(),
        back: format!("/facility/staff/{post}"),
        ..page
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], rendered(&page)?).into_response())
}

/// Revokes a device that was lost.
pub async fn revoke(
    State(web): State<Web>,
    who: SignedIn,
    Path((post, device)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, id) = found(&web, &who, &post).await?;
    let device: DeviceId = device.parse().map_err(|_| Problem::not_found())?;
    house.revoke(id, device).await?;
    Ok(to_one(id, "lost"))
}

/// A number and a code for a device.
pub async fn new_pickup(
    State(web): State<Web>,
    who: SignedIn,
    Path(post): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (house, id) = found(&web, &who, &post).await?;
    let system = match system_of(&given.system) {
        Ok(system) => system,
        Err(problem) => {
            let mut page = shown(&web, &who, (&house, id)).await?;
            tell(&mut page.system, told(&who.visitor, &[problem]));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response());
        }
    };
    let offer = house.new_pickup(id, system, lang.tag()).await?;
    let mailed = house.colleague(id).await?.row.mail.is_some();
    let t = lang.texts().staff;
    let page = StaffSlip {
        title: t.slip_pickup.into(),
        lines: vec![
            line(t.slip_number, &offer.number, true),
            line(t.slip_code, offer.code.as_str(), true),
            line(t.slip_until, day(offer.expires, now, lang), false),
        ],
        how: t.slip_pickup_how.of(format!("{}/pickup", web.app.addresses().portal)),
        more: if mailed { t.slip_mailed.into() } else { String::new() },
        ..StaffSlip::default()
    };
    slip(&web, &who, (&house, id), page).await
}

fn day(at: Timestamp, now: Timestamp, lang: crate::texts::Lang) -> String {
    moment(at, now, lang).long
}

/// A code for somebody whose device broke.
pub async fn substitute(
    State(web): State<Web>,
    who: SignedIn,
    Path(post): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (house, id) = found(&web, &who, &post).await?;
    let code = house.substitute(id).await?;
    let t = lang.texts().staff;
    let page = StaffSlip {
        title: t.slip_substitute.into(),
        lines: vec![
            line(t.door_code, code.code.as_str(), true),
            line(t.slip_until, day(code.until, now, lang), false),
            line(t.slip_open_until, day(code.open_until, now, lang), false),
        ],
        how: t.slip_substitute_how.of(format!("{}/sign-in/substitute", web.staff_url)),
        ..StaffSlip::default()
    };
    slip(&web, &who, (&house, id), page).await
}

/// Sends a link by which a forgotten password is chosen anew.
pub async fn reset_password(
    State(web): State<Web>,
    who: SignedIn,
    Path(post): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, id) = found(&web, &who, &post).await?;
    match house.reset_password(id, who.visitor.lang.tag()).await {
        Ok(()) => Ok(to_one(id, "reset")),
        Err(problem) if problem.field.is_some() => {
            let mut page = shown(&web, &who, (&house, id)).await?;
            page.reset_error = Some(field_message(&who.visitor, &problem));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
