//! The live stream of a room, as JSON.

use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use tasuki_app::timeline::Item;
use tasuki_kernel::{Code, Problem, RoomId};

use super::refusals::Refusals;
use super::shape::{Entry, Id};
use crate::Web;
use crate::fault::Fault;
use crate::routes::live::{After, Render, Sight, open};
use crate::visitor::SignedIn;

/// Entries as the API lists them.
struct AsJson;

impl Render for AsJson {
    fn entries(&self, _: Sight<'_>, items: &[Item]) -> Result<Vec<String>, Problem> {
        let failed = |_| Problem::new(Code::Internal, "an entry cannot be written as JSON");
        items.iter().map(|it| serde_json::to_string(&Entry::of(it)).map_err(failed)).collect()
    }

    fn end(&self, _: RoomId, problem: &Problem) -> String {
        let kind = format!("urn:tasuki:problem:{}", problem.code.slug());
        json!({ "type": kind, "status": problem.code.status(), "code": problem.code.slug() })
            .to_string()
    }
}

/// Follow a room
///
/// Server-sent events. `entry` carries a new entry; its id is the cursor to go on from, as `after`
/// or in `Last-Event-ID`, and misses nothing. `update` carries an earlier entry that looks
/// different now. `end` says that the right to read has ended, with the problem's code, and is
/// the last one.
#[utoipa::path(
    get,
    path = "/api/v1/rooms/{room}/live",
    tag = "rooms",
    params(("room" = Id, Path), After, ("Last-Event-ID" = Option<String>, Header)),
    responses(
        (status = 200, description = "A stream", content_type = "text/event-stream",
            body = String),
        Refusals,
    )
)]
pub(super) async fn follow_room(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    Query(from): Query<After>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    open(web, who, &room, from.cursor(&headers), AsJson).await
}
