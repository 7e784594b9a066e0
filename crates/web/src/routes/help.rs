//! How a certificate gets onto a device, whether it is there, and what others need to judge it.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use tasuki_domain::system::System;
use tasuki_kernel::Problem;

use super::pickup::system_of;
use super::portal::rendered;
use super::sign_in::device_state;
use crate::fault::Fault;
use crate::pages::{Device, DeviceState, Help, SystemChoice};
use crate::show::moment;
use crate::visitor::Visitor;
use crate::{Web, present};

fn help(web: &Web, visitor: &Visitor, system: Option<System>) -> Result<Html<String>, Fault> {
    let frame = present::visitor_frame(web, visitor);
    rendered(&Help { frame, system, systems: SystemChoice::all(system) })
}

/// The kinds of devices.
pub async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Html<String>, Fault> {
    help(&web, &visitor, None)
}

/// The help for one kind.
pub async fn of_system(
    State(web): State<Web>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Html<String>, Fault> {
    let system = System::from_name(&name).ok_or_else(Problem::not_found)?;
    help(&web, &visitor, Some(system))
}

/// Whether this device is registered: what its certificate says, and no name.
pub async fn device(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Html<String>, Fault> {
    let (now, lang) = (web.app.clock().now(), visitor.lang);
    let state = device_state(&web, &visitor).await?;
    let valid_until = match (&state, visitor.shown.certificate) {
        (DeviceState::Recognised { .. }, Some(print)) => {
            let device = web.app.device_by_fingerprint(*print.as_bytes()).await?;
            device.map(|it| moment(it.not_after, now, lang).date)
        }
        _ => None,
    };
    let help_url = system_of(&headers).map(|it| format!("/help/{}", it.name()));
    rendered(&Device {
        frame: present::visitor_frame(&web, &visitor),
        state,
        valid_until: valid_until.unwrap_or_default(),
        help_url: help_url.unwrap_or_else(|| "/help".to_owned()),
    })
}

const PEM: &str = "application/x-pem-file";

/// The revoked certificates.
pub async fn revoked(State(web): State<Web>) -> Result<Response, Fault> {
    let list = web.app.revoked_devices().await?;
    Ok(([(header::CONTENT_TYPE, PEM)], list.to_string()).into_response())
}

/// The certificates of the authorities.
pub async fn chain(State(web): State<Web>) -> Result<Response, Fault> {
    Ok(([(header::CONTENT_TYPE, PEM)], web.app.authority_chain()?).into_response())
}
