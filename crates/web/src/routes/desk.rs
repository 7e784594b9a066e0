//! 運営事務局: the queue of applications, the outbox, the portal's words.

mod case;
mod mail;
mod reviews;
mod withdrawals;
mod words;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::application::State as Stand;
use tasuki_app::desk::{Desk, Queue};
use tasuki_kernel::{ApplicationId, Code, Problem};

use super::portal::rendered;
use crate::fault::{Fault, field_message};
use crate::form::Form;
use crate::pages::{DeskQueue, FieldError, QueueTab};
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

pub(super) use mail::view as letter_view;
pub use mail::{again, letters};
pub use reviews::{reviews, reviews_csv};
pub use withdrawals::{approve_withdrawal, return_withdrawal, withdrawal, withdrawals};
pub use words::{keep_portal, portal, publish_terms};

/// Which applications, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    state: Option<String>,
    said: Option<String>,
}

const NAMES: [(&str, Stand); 3] =
    [("waiting", Stand::Waiting), ("returned", Stand::Returned), ("approved", Stand::Approved)];

fn name_of(state: Stand) -> &'static str {
    NAMES.iter().find(|it| it.1 == state).map_or("", |it| it.0)
}

/// The queue of one state, as its page shows it.
async fn queue_page(
    web: &Web,
    who: &SignedIn,
    desk: &Desk,
    (state, here): (Stand, Option<ApplicationId>),
) -> Result<DeskQueue, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let t = lang.texts().desk;
    let Queue { rows, counts, days } = desk.queue(state).await?;
    let at = Stand::ALL.iter().position(|it| *it == state).unwrap_or_default();
    let tabs = NAMES.iter().zip(counts).zip(t.tabs).map(|(((name, it), count), label)| QueueTab {
        url: format!("/desk?state={name}"),
        label: label.to_owned(),
        count,
        here: *it == state,
    });
    let days = days.filter(|_| state == Stand::Waiting);
    Ok(DeskQueue {
        frame: present::frame(web, who).await?,
        tabs: tabs.collect(),
        rows: rows.iter().map(|it| case::row(lang, it, (now, here))).collect(),
        days: days.map(|it| t.days.of(format!("{it:.1}"))).unwrap_or_default(),
        none: t.none[at].to_owned(),
        case: None,
        said: None,
    })
}

/// The queue.
pub async fn queue(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let desk = web.app.desk(&who.session)?;
    let state = asked.state.as_deref().and_then(|name| NAMES.iter().find(|it| it.0 == name));
    let state = state.map_or(Stand::Waiting, |it| it.1);
    let page = DeskQueue {
        said: asked.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it)),
        ..queue_page(&web, &who, &desk, (state, None)).await?
    };
    rendered(&page)
}

async fn application_page(
    web: &Web,
    who: &SignedIn,
    desk: &Desk,
    id: ApplicationId,
) -> Result<DeskQueue, Fault> {
    let case = desk.case(id).await?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let state = case.row.state;
    let view = case::view(lang, &case, now);
    let page = queue_page(web, who, desk, (state, Some(id))).await?;
    let back = format!("/desk?state={}", name_of(state));
    Ok(DeskQueue { case: Some(crate::pages::CaseView { back, ..view }), ..page })
}

/// One application beside the queue.
pub async fn application(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let desk = web.app.desk(&who.session)?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let said = asked.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    rendered(&DeskQueue { said, ..application_page(&web, &who, &desk, id).await? })
}

/// A decision.
#[derive(Debug, Deserialize)]
pub struct Decision {
    csrf: String,
    revision: u64,
    #[serde(default)]
    reason: String,
}

/// Approves.
pub async fn approve(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Decision>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let id: ApplicationId = id.parse().map_err(|_| Problem::not_found())?;
    let outcome = desk.approve(id, given.revision).await.map(drop);
    decided(&web, &who, (&desk, id), (outcome, "approved")).await
}

/// Returns with a reason.
pub async fn send_back(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Decision>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let id: ApplicationId = id.parse().map_err(|_| Problem::not_found())?;
    match desk.send_back(id, given.revision, &given.reason).await {
        Err(problem) if problem.field.is_some() && !who.visitor.wants_json => {
            let message = field_message(&who.visitor, &problem);
            let mut page = application_page(&web, &who, &desk, id).await?;
            if let Some(case) = &mut page.case {
                case.errors = vec![FieldError { field: "reason".into(), message }];
                case.reason = given.reason;
            }
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        outcome => decided(&web, &who, (&desk, id), (outcome, "returned")).await,
    }
}

/// On to the application as it stands now; a colleague may have been faster.
async fn decided(
    web: &Web,
    who: &SignedIn,
    (desk, id): (&Desk, ApplicationId),
    (outcome, said): (Result<(), Problem>, &str),
) -> Result<Response, Fault> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/desk/applications/{id}?said={said}")).into_response()),
        Err(problem) if problem.code == Code::Conflict && !who.visitor.wants_json => {
            let page = DeskQueue {
                said: texts::said(who.visitor.lang, "changed-meanwhile"),
                ..application_page(web, who, desk, id).await?
            };
            Ok((StatusCode::CONFLICT, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
