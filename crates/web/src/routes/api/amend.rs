//! What becomes of an entry: corrected, withdrawn, marked as misfiled, confirmed. Each is an entry
//! of its own; nothing is overwritten.

use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;
use tasuki_app::compose::Correction;
use utoipa::ToSchema;

use super::given::Given;
use super::post::Written;
use super::refusals::{ChangeRefusals, Refusals};
use super::shape::{Id, NewVital};
use super::trusted::Trusted;
use crate::Web;
use crate::fault::Fault;
use crate::routes::entry::entry_id;
use crate::routes::room::entered;

type Address = Path<(String, String)>;

/// New words for one's own note.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "entry": "019aa4b9-2d10-7f4a-8b62-91c3d5e7f806",
    "text": "体温 37.8、血圧 128/74。夕食を半分召し上がりました。",
    "reason": "体温の書き間違い"
}))]
pub(super) struct NewCorrection {
    /// Made by the device, so that sending twice writes once. Made here when left out.
    entry: Option<Id>,
    /// All of the words, as they should read.
    text: String,
    /// All of the values, as they should stand; they stay as they are when left out.
    vitals: Option<Vec<NewVital>>,
    /// How many corrections it had when it was read (the length of `before`): when there are
    /// others by now, the answer is `conflict` and nothing is written.
    based_on: Option<usize>,
    /// Why; 200 characters at most.
    #[serde(default)]
    reason: String,
}

/// Why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "別の方の記録でした" }))]
pub(super) struct Why {
    /// 200 characters at most.
    #[serde(default)]
    reason: String,
}

/// Correct one's own note
///
/// The old words stay visible, struck out.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{room}/entries/{entry}/corrections",
    tag = "entries",
    params(("room" = Id, Path), ("entry" = Id, Path), ("X-CSRF-Token" = String, Header)),
    request_body = NewCorrection,
    responses(
        (status = 201, body = Written, headers(("Location" = String))),
        (status = 200, description = "It had been corrected so before", body = Written),
        Refusals,
        ChangeRefusals,
    )
)]
pub(super) async fn correct_entry(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path((room, entry)): Address,
    Given(given): Given<NewCorrection>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let correction = Correction {
        entry: given.entry.map(|it| it.read("entry")).transpose()?,
        text: given.text,
        vitals: given
            .vitals
            .map(|it| it.iter().map(NewVital::read).collect::<Result<_, _>>())
            .transpose()?,
        based_on: given.based_on,
        reason: given.reason,
    };
    let posted = room.correct(entry_id(&entry)?, correction).await?;
    Ok(Written::answer(&room, &posted))
}

/// Take one's own entry back
///
/// Its words stay visible to those who could see them, marked as withdrawn.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{room}/entries/{entry}/withdrawal",
    tag = "entries",
    params(("room" = Id, Path), ("entry" = Id, Path), ("X-CSRF-Token" = String, Header)),
    request_body = Why,
    responses(
        (status = 201, body = Written, headers(("Location" = String))),
        Refusals,
        ChangeRefusals,
    )
)]
pub(super) async fn withdraw_entry(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path((room, entry)): Address,
    Given(why): Given<Why>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let posted = room.withdraw(entry_id(&entry)?, &why.reason).await?;
    Ok(Written::answer(&room, &posted))
}

/// Mark one's own entry as standing under the wrong patient
///
/// From then on only its author sees it here.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{room}/entries/{entry}/misfiled",
    tag = "entries",
    params(("room" = Id, Path), ("entry" = Id, Path), ("X-CSRF-Token" = String, Header)),
    request_body = Why,
    responses(
        (status = 201, body = Written, headers(("Location" = String))),
        Refusals,
        ChangeRefusals,
    )
)]
pub(super) async fn misfile_entry(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path((room, entry)): Address,
    Given(why): Given<Why>,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let posted = room.misfiled(entry_id(&entry)?, &why.reason).await?;
    Ok(Written::answer(&room, &posted))
}

/// Confirm somebody else's entry
///
/// Says that it was understood. Saying it twice writes it once. It is not a signature.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{room}/entries/{entry}/confirmation",
    tag = "entries",
    params(("room" = Id, Path), ("entry" = Id, Path), ("X-CSRF-Token" = String, Header)),
    responses(
        (status = 201, body = Written, headers(("Location" = String))),
        (status = 200, description = "It had been confirmed before", body = Written),
        Refusals,
        ChangeRefusals,
    )
)]
pub(super) async fn confirm_entry(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path((room, entry)): Address,
) -> Result<Response, Fault> {
    let room = entered(&web, &who, &room).await?;
    let posted = room.confirm(entry_id(&entry)?).await?;
    Ok(Written::answer(&room, &posted))
}
