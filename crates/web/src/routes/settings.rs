//! 自分: what one chooses and changes about the own account.

use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::response::Redirect;
use serde::Deserialize;
use tasuki_kernel::{Code, DeviceId, Problem};

use super::compose::refused;
use crate::Web;
use crate::fault::Fault;
use crate::form::Form;
use crate::visitor::SignedIn;

/// What one chose for the screens.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    csrf: String,
    lang: String,
    text: String,
    idle: String,
}

/// The token of a form.
#[derive(Debug, Deserialize)]
pub struct Token {
    csrf: String,
}

/// Keeps language, size of text and idle time.
pub async fn choose(
    State(web): State<Web>,
    who: SignedIn,
    Form(chosen): Form<Chosen>,
) -> Result<Redirect, Fault> {
    who.check_token(&chosen.csrf)?;
    let number = |text: &str| text.parse::<u32>().ok();
    // An open choice means what the browser asks for, and what the region says.
    let change = |it: &mut tasuki_app::preference::Preferences| {
        it.lang = Some(chosen.lang.clone()).filter(|it| !it.is_empty());
        it.text_percent = number(&chosen.text).unwrap_or_default();
        it.idle_minutes = number(&chosen.idle);
    };
    web.app.choose(&who.session, change).await?;
    Ok(Redirect::to("/account?said=kept"))
}

/// Takes a photo as the own portrait.
pub async fn portrait(
    State(web): State<Web>,
    who: SignedIn,
    mut form: Multipart,
) -> Result<Redirect, Fault> {
    let (mut csrf, mut photo) = (String::new(), Vec::new());
    while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
        match field.name() {
            Some("csrf") => csrf = field.text().await.map_err(|e| refused(&e))?,
            Some("portrait") => photo = field.bytes().await.map_err(|e| refused(&e))?.to_vec(),
            _ => {}
        }
    }
    who.check_token(&csrf)?;
    if photo.is_empty() {
        return Err(Problem::new(Code::FileRefused, "no photo was chosen").into());
    }
    web.app.set_portrait(&who.session, photo).await?;
    Ok(Redirect::to("/account?said=kept"))
}

/// Removes the own portrait.
pub async fn no_portrait(
    State(web): State<Web>,
    who: SignedIn,
    Form(token): Form<Token>,
) -> Result<Redirect, Fault> {
    who.check_token(&token.csrf)?;
    web.app.remove_portrait(&who.session).await?;
    Ok(Redirect::to("/account?said=kept"))
}

/// Shuts out an own device that was lost.
pub async fn lost(
    State(web): State<Web>,
    who: SignedIn,
    Path(device): Path<String>,
    Form(token): Form<Token>,
) -> Result<Redirect, Fault> {
    who.check_token(&token.csrf)?;
    let id: DeviceId = device.parse().map_err(|_| Problem::not_found())?;
    web.app.report_lost(&who.session, id).await?;
    Ok(Redirect::to("/account?said=lost"))
}
