//! 利用廃止: the desk's list, one of them, and the decision.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::desk::{Desk, WithdrawalRow, WithdrawalState};
use tasuki_domain::content::WithdrawalReason;
use tasuki_kernel::{Code, Problem, WithdrawalId};

use super::rendered;
use crate::fault::{Fault, field_message};
use crate::form::Form;
use crate::pages::{DeskWithdrawal, DeskWithdrawals, Fact, FieldError, QueueTab, WithdrawalLine};
use crate::show::moment;
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// Which, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    state: Option<String>,
    said: Option<String>,
}

/// A decision.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Decision {
    csrf: String,
    answer: String,
}

const NAMES: [&str; 4] = ["waiting", "returned", "approved", "taken-back"];

fn reason(lang: Lang, row: &WithdrawalRow) -> &'static str {
    let t = lang.texts().withdrawal;
    let at = WithdrawalReason::ALL.iter().position(|it| *it == row.reason);
    t.reasons[at.unwrap_or_default()]
}

/// The list.
pub async fn withdrawals(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let desk = web.app.desk(&who.session)?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let t = lang.texts().withdrawal;
    let at = NAMES.iter().position(|it| Some(*it) == asked.state.as_deref()).unwrap_or_default();
    let (rows, counts) = desk.withdrawals(WithdrawalState::ALL[at]).await?;
    let tabs = NAMES.iter().zip(t.tabs).zip(counts).map(|((name, label), count)| QueueTab {
        url: format!("/desk/withdrawals?state={name}"),
        label: label.to_owned(),
        count,
        here: *name == NAMES[at],
    });
    let rows = rows.iter().map(|it| WithdrawalLine {
        url: format!("/desk/withdrawals/{}", it.id),
        facility: it.name.clone(),
        reason: reason(lang, it),
        sent: moment(it.sent, now, lang),
    });
    rendered(&DeskWithdrawals {
        frame: present::frame(&web, &who).await?,
        tabs: tabs.collect(),
        rows: rows.collect(),
        none: t.none[at],
    })
}

async fn page(
    web: &Web,
    who: &SignedIn,
    desk: &Desk,
    id: WithdrawalId,
) -> Result<DeskWithdrawal, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (t, case) = (lang.texts().withdrawal, desk.withdrawal(id).await?);
    let row = &case.row;
    let waits = row.state == WithdrawalState::Waiting;
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    let mut facts = vec![fact(t.why, reason(lang, row).to_owned())];
    if let Some(by) = &case.sent_by {
        facts.push(fact(t.sent_by, by.name.full()));
    }
    if waits {
        let people = u32::try_from(case.people).unwrap_or(u32::MAX);
        facts.push(fact(lang.texts().staff.title, t.people.of(people)));
    }
    let decided = row.decided.map(|at| {
        let by = case.decided_by.as_ref().map(|it| it.name.full()).unwrap_or_default();
        (by, moment(at, now, lang))
    });
    let at = WithdrawalState::ALL.iter().position(|it| *it == row.state).unwrap_or_default();
    Ok(DeskWithdrawal {
        frame: present::frame(web, who).await?,
        facility: row.name.clone(),
        number: row.number,
        sent: moment(row.sent, now, lang),
        facts,
        managed: u32::try_from(case.managed).unwrap_or(u32::MAX),
        decide: waits.then(|| format!("/desk/withdrawals/{id}")),
        decided,
        answer: row.answer.clone(),
        errors: Vec::new(),
        back: format!("/desk/withdrawals?state={}", NAMES[at]),
        said: None,
    })
}

/// One of them.
pub async fn withdrawal(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let desk = web.app.desk(&who.session)?;
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let said = asked.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    rendered(&DeskWithdrawal { said, ..page(&web, &who, &desk, id).await? })
}

/// Lets the facility go.
pub async fn approve_withdrawal(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Decision>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let id: WithdrawalId = id.parse().map_err(|_| Problem::not_found())?;
    let outcome = desk.approve_withdrawal(id).await;
    decided(&web, &who, (&desk, id), (outcome, "withdrawn", "")).await
}

/// Sends it back with a reason.
pub async fn return_withdrawal(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Decision>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let id: WithdrawalId = id.parse().map_err(|_| Problem::not_found())?;
    let outcome = desk.return_withdrawal(id, &given.answer).await;
    decided(&web, &who, (&desk, id), (outcome, "returned", &given.answer)).await
}

/// On to the withdrawal as it stands now; a colleague may have been faster.
async fn decided(
    web: &Web,
    who: &SignedIn,
    (desk, id): (&Desk, WithdrawalId),
    (outcome, said, answer): (Result<(), Problem>, &str, &str),
) -> Result<Response, Fault> {
    let problem = match outcome {
        Ok(()) => {
            let to = format!("/desk/withdrawals/{id}?said={said}");
            return Ok(Redirect::to(&to).into_response());
        }
        Err(problem) => problem,
    };
    let mut page = match problem.code {
        Code::Conflict | Code::Invalid => page(web, who, desk, id).await?,
        _ => return Err(problem.into()),
    };
    if let Some(field) = problem.field {
        let message = field_message(&who.visitor, &problem);
        page.errors = vec![FieldError { field: field.into(), message }];
        answer.clone_into(&mut page.answer);
    } else {
        page.said = texts::said(who.visitor.lang, "changed-meanwhile");
    }
    let status = match problem.code {
        Code::Conflict => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, rendered(&page)?).into_response())
}
