//! 利用廃止申請, for the facility.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::desk::WithdrawalState;
use tasuki_app::house::House;
use tasuki_domain::content::WithdrawalReason;
use tasuki_kernel::{Code, Problem, WithdrawalId};

use crate::fault::{Fault, told};
use crate::form::Form;
use crate::pages::form::tell;
use crate::pages::{Choice, FacilityWithdrawal, Input, Widget, choices};
use crate::routes::portal::rendered;
use crate::routes::staff::{Asked, house};
use crate::show::moment;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// Why, and for which facility.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    csrf: String,
    at: String,
    why: String,
}

async fn page(
    web: &Web,
    who: &SignedIn,
    (house, facility, facilities): (&House, String, Vec<Choice>),
) -> Result<FacilityWithdrawal, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (t, ending) = (lang.texts().withdrawal, house.ending().await?);
    let reasons = WithdrawalReason::ALL.iter().zip(t.reasons);
    let reasons = choices(reasons.map(|(it, words)| (it.name().to_owned(), words.to_owned())));
    let few = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let last = ending.last.as_ref();
    let waits = last.filter(|_| ending.waits()).map(|it| {
        let url = format!("/facility/withdrawal/{}/take-back", it.id);
        (it.number, moment(it.sent, now, lang), url)
    });
    let is = |state| last.is_some_and(|it| it.state == state);
    Ok(FacilityWithdrawal {
        frame: present::frame(web, who).await?,
        facility,
        at: house.facility().to_string(),
        facilities,
        people: few(ending.people as u64),
        places: few(ending.places),
        managed: few(ending.managed),
        waits,
        returned: last
            .filter(|it| it.state == WithdrawalState::Returned)
            .map(|it| it.answer.clone()),
        taken_back: is(WithdrawalState::TakenBack),
        rows: vec![vec![Input { widget: Widget::Radio(reasons), ..Input::line("why", t.why, "") }]],
        said: None,
    })
}

/// What would end, and where a withdrawal stands.
pub async fn withdrawal(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let (house, name, all) = house(&web, &who, &asked.at)?;
    let said = asked.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    rendered(&FacilityWithdrawal { said, ..page(&web, &who, (&house, name, all)).await? })
}

fn back(house: &House, said: &str) -> Response {
    let to = format!("/facility/withdrawal?at={}&said={said}", house.facility());
    Redirect::to(&to).into_response()
}

/// Asks the desk.
pub async fn apply(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, name, all) = house(&web, &who, &given.at)?;
    match house.withdraw(&given.why, who.visitor.lang.tag()).await {
        Ok(()) => Ok(back(&house, "withdrawal-sent")),
        Err(problem) if problem.field.is_some() => {
            let mut page = page(&web, &who, (&house, name, all)).await?;
            tell(&mut page.rows, told(&who.visitor, &[problem]));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Takes it back.
pub async fn take_back(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, ..) = house(&web, &who, &given.at)?;
    let id: WithdrawalId = id.parse().map_err(|_| Problem::not_found())?;
    match house.take_back(id).await {
        Ok(()) => Ok(back(&house, "taken-back")),
        // The desk was faster, or it was pressed twice.
        Err(problem) if problem.code == Code::Conflict => Ok(back(&house, "changed-meanwhile")),
        Err(problem) => Err(problem.into()),
    }
}
