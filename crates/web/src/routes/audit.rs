//! 外部監査: evidence without words.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use tasuki_app::audit::Audit;

use super::access_list::{Wanted, file};
use super::disclosure::register;
use super::portal::rendered;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{AuditPage, VerifiedView};
use crate::visitor::SignedIn;
use crate::{Web, present, show};

/// An older checkpoint, to be held against what is stored.
#[derive(Debug, Deserialize)]
pub struct Older {
    csrf: String,
    #[serde(default)]
    older: String,
}

async fn shown(web: &Web, who: &SignedIn, audit: &Audit) -> Result<AuditPage, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (checkpoint, verifier) = audit.checkpoint().await?;
    let (from, until) = Wanted::default().days(now, 6)?;
    Ok(AuditPage {
        frame: present::frame(web, who).await?,
        checkpoint,
        verifier,
        rows: register(lang, now, &audit.disclosures().await?, false),
        from: from.to_string(),
        until: until.to_string(),
        ..AuditPage::default()
    })
}

/// Where things stand.
pub async fn page(State(web): State<Web>, who: SignedIn) -> Result<Html<String>, Fault> {
    let audit = web.app.audit(&who.session)?;
    rendered(&shown(&web, &who, &audit).await?)
}

/// Verifies all that is stored.
pub async fn verify(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Older>,
) -> Result<Html<String>, Fault> {
    who.check_token(&given.csrf)?;
    let audit = web.app.audit(&who.session)?;
    let report = audit.verify(&given.older.replace("\r\n", "\n")).await?;
    let verified = VerifiedView {
        clean: report.is_clean(),
        lines: report.to_string().lines().map(str::to_owned).collect(),
    };
    let page = shown(&web, &who, &audit).await?;
    rendered(&AuditPage { verified: Some(verified), older: given.older, ..page })
}

/// Who looked, as a file.
pub async fn looks(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let audit = web.app.audit(&who.session)?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (from, until) = wanted.days(now, 6)?;
    let looks = audit.looks([show::bounds(from).0, show::bounds(until).1]).await?;
    Ok(file("looks", present::looks_csv(lang, now, &looks)).into_response())
}
