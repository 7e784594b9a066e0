//! 自分の端末: another one, and the next certificate of one that has one.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use tasuki_domain::system::System;
use tasuki_kernel::{DeviceId, Problem};

use super::pickup::{handed_on, ready};
use crate::Web;
use crate::fault::Fault;
use crate::form::Form;
use crate::visitor::SignedIn;

/// A device to be added.
#[derive(Debug, Deserialize)]
pub struct New {
    csrf: String,
    #[serde(default)]
    label: String,
    #[serde(default)]
    system: String,
}

/// The token of a form.
#[derive(Debug, Deserialize)]
pub struct Token {
    csrf: String,
}

/// A pick-up for another device, as a QR code and in letters.
pub async fn add(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Form(new): Form<New>,
) -> Result<Response, Fault> {
    who.check_token(&new.csrf)?;
    let unknown = || Problem::invalid("system", "not a kind of device that there is");
    let system = System::from_name(&new.system).ok_or_else(unknown)?;
    let waiting = web.app.offer_device(&who.session, &new.label, system).await?;
    handed_on(&web, &who.visitor, &headers, &waiting).await
}

/// The next certificate of a device.
pub async fn renew(
    State(web): State<Web>,
    who: SignedIn,
    Path(device): Path<String>,
    Form(token): Form<Token>,
) -> Result<Response, Fault> {
    who.check_token(&token.csrf)?;
    let id: DeviceId = device.parse().map_err(|_| Problem::not_found())?;
    let waiting = web.app.renew_device(&who.session, id).await?;
    ready(&web, &who.visitor, &waiting, waiting.system()).await
}
