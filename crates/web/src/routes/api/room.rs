//! A room: whose it is, who is in it, and the rooms beside it.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use tasuki_app::around::Beside;
use tasuki_domain::policy::Action;
use utoipa::ToSchema;

use super::refusals::Refusals;
use super::shape::{Id, Member, Patient, RoomKind};
use crate::Web;
use crate::fault::Fault;
use crate::routes::room::entered;
use crate::visitor::SignedIn;

/// A room.
#[derive(Serialize, ToSchema)]
pub(super) struct RoomView {
    room: Id,
    kind: RoomKind,
    /// The theme of a selected room; empty for others.
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    notebook: Option<Id>,
    /// The patient's basics, in a room about a patient.
    #[serde(skip_serializing_if = "Option::is_none")]
    patient: Option<Patient>,
    /// Whether this reader may write here.
    may_write: bool,
    /// The post in which this reader is a member; none for patient and family.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<Id>,
    /// Everybody who may enter now, in the order of joining.
    members: Vec<Member>,
    /// The rooms of the same notebook that this reader may enter, this one included.
    rooms: Vec<RoomLine>,
    /// What the field `category` of an entry may say.
    categories: Vec<String>,
}

/// A room beside this one.
#[derive(Serialize, ToSchema)]
struct RoomLine {
    room: Id,
    kind: RoomKind,
    title: String,
    /// Notes not opened yet.
    unread: u64,
}

/// A room
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}",
    tag = "rooms",
    params(("room" = Id, Path)),
    responses((status = 200, body = RoomView), Refusals)
)]
pub(super) async fn show_room(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
) -> Result<Json<RoomView>, Fault> {
    let room = entered(&web, &who, &room).await?;
    let around = room.around().await?;
    let own_unread = room.unread_count().await?;
    let own = around.rooms.iter().find(|it| it.room == room.id());
    Ok(Json(RoomView {
        room: Id::of(room.id()),
        kind: RoomKind::of(room.kind()),
        title: own.map(|it| it.title.clone()).unwrap_or_default(),
        notebook: room.notebook().map(|it| Id::of(it.id)),
        patient: around.patient.as_ref().map(Patient::of),
        may_write: room.may(Action::Write),
        post: room.post().map(Id::of),
        members: around.members.iter().map(Member::of).collect(),
        rooms: around.rooms.iter().map(|it| RoomLine::of(it, own_unread)).collect(),
        categories: who.session.settings.categories.clone(),
    }))
}

impl RoomLine {
    /// A line of a room; `own` is the count of the one that is looked at.
    fn of(it: &Beside, own: u64) -> Self {
        Self {
            room: Id::of(it.room),
            kind: RoomKind::of(it.kind),
            title: it.title.clone(),
            unread: it.unread.unwrap_or(own),
        }
    }
}
