//! わたしの連絡帳.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use tasuki_app::my_notebooks::{self, Card, WaitsFor};
use utoipa::ToSchema;

use super::refusals::Refusals;
use super::shape::{Author, Id, ImportanceName, Instant, Patient};
use crate::Web;
use crate::fault::Fault;
use crate::visitor::SignedIn;

/// The notebooks of the signed-in person, what is urgent and unread first.
#[derive(Serialize, ToSchema)]
pub(super) struct Notebooks {
    items: Vec<NotebookLine>,
    /// What waits for this person: urgent first, then what has waited longest.
    waiting: Vec<WaitingItem>,
}

/// A note in one line.
#[derive(Serialize, ToSchema)]
struct Line {
    room: Id,
    entry: Id,
    /// The words in their newest version; empty where the note is photos or values alone.
    text: String,
    importance: ImportanceName,
    received: Instant,
    /// Not opened yet.
    unread: bool,
}

impl Line {
    fn of(it: &my_notebooks::Line) -> Self {
        Self {
            room: Id::of(it.room),
            entry: Id::of(it.entry),
            text: it.note.text.clone(),
            importance: ImportanceName::of(it.importance),
            received: Instant::of(it.received),
            unread: it.unread,
        }
    }
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
    /// The most important note that was not opened, else the newest that this reader may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<Line>,
}

impl NotebookLine {
    fn of(card: &Card) -> Self {
        Self {
            notebook: Id::of(card.notebook),
            room: Id::of(card.room),
            patient: Patient::of(&card.patient),
            unread: card.unread,
            urgent: card.urgent,
            line: card.line.as_ref().map(Line::of),
        }
    }
}

/// What something waits for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum WaitsForName {
    /// 確認: it is urgent, or addressed to this person by 特別便.
    Confirmation,
    /// It answers this person's own note.
    Opening,
}

/// Something that waits for this person.
#[derive(Serialize, ToSchema)]
struct WaitingItem {
    waits_for: WaitsForName,
    patient: Patient,
    line: Line,
    /// Whether it is 特別便.
    delivery: bool,
    author: Author,
}

impl WaitingItem {
    fn of(it: &my_notebooks::Waiting) -> Self {
        Self {
            waits_for: match it.waits_for {
                WaitsFor::Confirmation => WaitsForName::Confirmation,
                WaitsFor::Opening => WaitsForName::Opening,
            },
            patient: Patient::of(&it.patient),
            line: Line::of(&it.line),
            delivery: it.delivery,
            author: Author::of(&it.byline),
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
    let shelf = web.app.my_notebooks(&who.session).await?;
    Ok(Json(Notebooks {
        items: shelf.cards.iter().map(NotebookLine::of).collect(),
        waiting: shelf.waiting.iter().map(WaitingItem::of).collect(),
    }))
}
