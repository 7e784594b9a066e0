//! What a person chose for the screens.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tasuki_app::preference;
use utoipa::ToSchema;

use super::given::Given;
use super::refusals::{ChangeRefusals, Refusals};
use super::trusted::Trusted;
use crate::Web;
use crate::fault::Fault;
use crate::visitor::SignedIn;

/// Choices for the screens.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "lang": "ja", "text_percent": 115, "idle_minutes": 5, "notebook_order": "urgent"
}))]
pub(super) struct Preferences {
    /// `ja` or `en`; none means what the browser asks for.
    #[serde(default)]
    lang: Option<String>,
    /// 100, 115 or 130.
    text_percent: u32,
    /// 5, 10, 15 or 30, never longer than the region's; none means the region's.
    #[serde(default)]
    idle_minutes: Option<u32>,
    /// `urgent`, `kana` or `recent`.
    notebook_order: String,
}

impl Preferences {
    fn of(it: preference::Preferences) -> Self {
        Self {
            lang: it.lang,
            text_percent: it.text_percent,
            idle_minutes: it.idle_minutes,
            notebook_order: it.notebook_order,
        }
    }
}

/// My choices
#[utoipa::path(
    get,
    path = "/api/v1/preferences",
    tag = "session",
    responses((status = 200, body = Preferences), Refusals)
)]
pub(super) async fn show_preferences(who: SignedIn) -> Json<Preferences> {
    Json(Preferences::of(who.session.preferences.clone()))
}

/// Change my choices
#[utoipa::path(
    put,
    path = "/api/v1/preferences",
    tag = "session",
    params(("X-CSRF-Token" = String, Header)),
    request_body = Preferences,
    responses((status = 200, body = Preferences), Refusals, ChangeRefusals)
)]
pub(super) async fn change_preferences(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Given(chosen): Given<Preferences>,
) -> Result<Json<Preferences>, Fault> {
    let change = |it: &mut preference::Preferences| {
        it.lang = chosen.lang;
        it.text_percent = chosen.text_percent;
        it.idle_minutes = chosen.idle_minutes;
        it.notebook_order = chosen.notebook_order;
    };
    Ok(Json(Preferences::of(web.app.choose(&who.session, change).await?)))
}
