//! What was measured, as numbers.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::refusals::Refusals;
use super::shape::{Author, Id, Instant, Measured};
use crate::Web;
use crate::fault::Fault;
use crate::present;
use crate::routes::course::last_days;
use crate::routes::room::entered;
use crate::visitor::SignedIn;

/// What one entry tells of measured values.
#[derive(Serialize, ToSchema)]
struct CourseEntry {
    entry: Id,
    author: Author,
    /// When it was measured, if that was said; else when the entry was received.
    measured: Instant,
    vitals: Vec<Measured>,
}

/// 温度板.
#[derive(Serialize, ToSchema)]
pub(super) struct CourseView {
    /// Oldest first, as this reader may see them; an entry that was taken back is left out.
    items: Vec<CourseEntry>,
    /// There was more than is given at once; the newest are missing.
    cut: bool,
}

/// What was measured in the last 14 days
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/course",
    tag = "rooms",
    params(("room" = Id, Path)),
    responses((status = 200, body = CourseView), Refusals)
)]
pub(super) async fn show_course(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
) -> Result<Json<CourseView>, Fault> {
    let room = entered(&web, &who, &room).await?;
    let range = room.course(last_days(web.app.clock().now())).await?;
    let entry = |it: &tasuki_app::timeline::Item| CourseEntry {
        entry: Id::of(it.entry),
        author: Author::of(&it.byline),
        measured: Instant::of(present::measured(it)),
        vitals: it.readings.iter().map(Measured::of).collect(),
    };
    let items = range.items.iter().map(entry).collect();
    Ok(Json(CourseView { items, cut: range.cut }))
}
