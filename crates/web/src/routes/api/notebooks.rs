//! わたしの連絡帳.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use tasuki_app::my_notebooks::Card;
use utoipa::ToSchema;

use super::refusals::Refusals;
use super::shape::{Entry, Id, Patient};
use crate::Web;
use crate::fault::Fault;
use crate::visitor::SignedIn;

/// The notebooks of the signed-in person, what is urgent and unread first.
#[derive(Serialize, ToSchema)]
pub(super) struct Notebooks {
    items: Vec<NotebookLine>,
}

/// A notebook in the list.
#[derive(Serialize, ToSchema)]
struct NotebookLine {
    notebook: Id,
    /// The room that opens first.
    room: Id,
    patient: Patient,
    /// Notes not opened yet, over all rooms of the notebook that this reader may enter.
    unread: u64,
    /// Whether something urgent is among them.
    urgent: bool,
    /// The newest note that this reader may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    newest: Option<Entry>,
}

impl NotebookLine {
    fn of(card: &Card) -> Self {
        Self {
            notebook: Id::of(card.notebook),
            room: Id::of(card.room),
            patient: Patient::of(&card.patient),
            unread: card.unread,
            urgent: card.urgent,
            newest: card.newest.as_ref().map(Entry::of),
        }
    }
}

/// My notebooks
#[utoipa::path(
    get,
    path = "/api/v1/notebooks",
    tag = "rooms",
    responses((status = 200, body = Notebooks), Refusals)
)]
pub(super) async fn list_notebooks(
    State(web): State<Web>,
    who: SignedIn,
) -> Result<Json<Notebooks>, Fault> {
    let cards = web.app.my_notebooks(&who.session).await?;
    Ok(Json(Notebooks { items: cards.iter().map(NotebookLine::of).collect() }))
}
