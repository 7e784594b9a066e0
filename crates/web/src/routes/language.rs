//! The language of the screens, kept in a cookie, and for a person who is signed in.

use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use serde::Deserialize;
use tasuki_kernel::Problem;

use crate::Web;
use crate::fault::Fault;
use crate::form::Form;
use crate::texts::Lang;
use crate::visitor::{LANG_COOKIE, Visitor, local_path};

/// A choice.
#[derive(Debug, Deserialize)]
pub struct Choice {
    lang: String,
    #[serde(default)]
    next: String,
}

/// Keeps the choice and goes back to the page. It changes nothing but the words.
pub async fn choose(
    State(web): State<Web>,
    visitor: Visitor,
    Form(choice): Form<Choice>,
) -> Result<impl IntoResponse, Fault> {
    let lang = Lang::from_tag(&choice.lang).ok_or_else(|| Problem::invalid("lang", "ja or en"))?;
    let tag = lang.tag();
    if let Some(token) = &visitor.token
        && let Ok(session) = web.app.session(token, visitor.shown).await
    {
        web.app.choose(&session, |it| it.lang = Some(tag.to_owned())).await?;
    }
    let cookie =
        format!("{LANG_COOKIE}={tag}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000");
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(local_path(&choice.next))))
}
