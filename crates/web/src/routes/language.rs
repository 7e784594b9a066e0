//! The language of the screens, kept in a cookie.

use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect};
use serde::Deserialize;
use tasuki_kernel::Problem;

use crate::fault::Fault;
use crate::form::Form;
use crate::texts::Lang;
use crate::visitor::{LANG_COOKIE, local_path};

/// A choice.
#[derive(Debug, Deserialize)]
pub struct Choice {
    lang: String,
    #[serde(default)]
    next: String,
}

/// Keeps the choice and goes back to the page. It changes nothing but the words.
pub async fn choose(Form(choice): Form<Choice>) -> Result<impl IntoResponse, Fault> {
    let lang = Lang::from_tag(&choice.lang).ok_or_else(|| Problem::invalid("lang", "ja or en"))?;
    let tag = if lang == Lang::Ja { "ja" } else { "en" };
    let cookie =
        format!("{LANG_COOKIE}={tag}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000");
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Redirect::to(local_path(&choice.next))))
}
