//! 閲覧記録.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use tasuki_app::access_list::{StaffUse, Stay, Whose};
use tasuki_domain::content::Purpose;
use tasuki_kernel::{NotebookId, Problem};
use utoipa::ToSchema;

use super::refusals::Refusals;
use super::shape::{Author, Id, Instant};
use crate::Web;
use crate::fault::Fault;
use crate::routes::access_list::{Wanted, used};
use crate::visitor::SignedIn;

/// Why something was looked at.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum PurposeName {
    Care,
    Operation,
    Emergency,
    Disclosure,
    Audit,
}

/// Somebody's stay in a notebook.
#[derive(Serialize, ToSchema)]
struct AccessStay {
    who: Author,
    from: Instant,
    until: Instant,
    /// `entries` (read or written, with photos and files), `basics`, `copy`, `destroyed`,
    /// `access-records`, `refused`.
    touched: Vec<&'static str>,
    purpose: PurposeName,
}

impl AccessStay {
    fn of(it: &Stay) -> Self {
        Self {
            who: Author::of(&it.byline),
            from: Instant::of(it.from),
            until: Instant::of(it.until),
            touched: it.seen.iter().map(|it| it.name()).collect(),
            purpose: match it.purpose {
                Purpose::Care => PurposeName::Care,
                Purpose::Operation => PurposeName::Operation,
                Purpose::Emergency => PurposeName::Emergency,
                Purpose::Disclosure => PurposeName::Disclosure,
                Purpose::Audit => PurposeName::Audit,
            },
        }
    }
}

/// Who looked, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct AccessStays {
    items: Vec<AccessStay>,
    /// The cursor of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    older: Option<String>,
}

/// What somebody did on one device on one day: no patient, nothing written.
#[derive(Serialize, ToSchema)]
struct StaffUseLine {
    who: Author,
    device: String,
    from: Instant,
    until: Instant,
    notebooks: usize,
    refused_sign_ins: usize,
    touched: Vec<&'static str>,
}

/// What staff did, newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct StaffUses {
    items: Vec<StaffUseLine>,
}

impl StaffUses {
    fn of(uses: &[StaffUse]) -> Self {
        let line = |it: &StaffUse| StaffUseLine {
            who: Author::of(&it.byline),
            device: it.device.clone(),
            from: Instant::of(it.from),
            until: Instant::of(it.until),
            notebooks: it.notebooks,
            refused_sign_ins: it.refused_sign_ins,
            touched: it.seen.iter().map(|it| it.name()).collect(),
        };
        Self { items: uses.iter().map(line).collect() }
    }
}

/// Who looked at a notebook
///
/// For its team. That the records are looked at is recorded too.
#[utoipa::path(
    get,
    path = "/api/v1/notebooks/{notebook}/access",
    tag = "access records",
    params(("notebook" = Id, Path), Wanted),
    responses((status = 200, body = AccessStays), Refusals)
)]
pub(super) async fn who_looked(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<AccessStays>, Fault> {
    let id: NotebookId = notebook.parse().map_err(|_| Problem::not_found())?;
    let (_, found) = web.app.who_looked(&who.session, id, wanted.asked()?).await?;
    let items = found.stays.iter().map(AccessStay::of).collect();
    Ok(Json(AccessStays { items, older: found.older }))
}

/// What the staff of my facility did
///
/// For its manager: persons, times, devices and numbers, no patient.
#[utoipa::path(
    get,
    path = "/api/v1/facility/access",
    tag = "access records",
    params(Wanted),
    responses((status = 200, body = StaffUses), Refusals)
)]
pub(super) async fn staff_of_facility(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Json<StaffUses>, Fault> {
    Ok(Json(StaffUses::of(&used(&web, &who, Whose::Facility, &wanted).await?.0)))
}

/// What everybody in the region did
///
/// For its desk: persons, times, devices and numbers, no patient.
#[utoipa::path(
    get,
    path = "/api/v1/region/access",
    tag = "access records",
    params(Wanted),
    responses((status = 200, body = StaffUses), Refusals)
)]
pub(super) async fn staff_of_region(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Json<StaffUses>, Fault> {
    Ok(Json(StaffUses::of(&used(&web, &who, Whose::Region, &wanted).await?.0)))
}
