//! 利用申請: a facility applies, page by page, without an account.

mod fields;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::application::{Filled, FilledIn, Rest, shown_number};
use tasuki_domain::application::Typed;
use tasuki_domain::system::System;
use tasuki_kernel::{Code, Problem};

use super::portal::{palette, rendered};
use crate::fault::{Fault, field_message};
use crate::form::{Form, Many};
use crate::pages::form::tell;
use crate::pages::{Applied, Apply, ApplyConfirm, ApplyDevice, ApplyDone, Fact, Stands};
use crate::show::moment;
use crate::texts::Lang;
use crate::visitor::Visitor;
use crate::{Web, present};
use fields::Typing;
pub(super) use fields::professions;

/// What was filled in on the first page, without the password.
pub fn facts(lang: Lang, typed: &Typed) -> Vec<Fact> {
    fields::facts(lang, typed, None)
}

/// The cookie under which the form is kept, for a day.
const COOKIE: &str = "__Host-application";

type SetCookie = AppendHeaders<[(header::HeaderName, String); 1]>;

fn keep(token: &str) -> SetCookie {
    let value = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=86400");
    AppendHeaders([(header::SET_COOKIE, value)])
}

/// What was wrong, beside the fields.
fn told(visitor: &Visitor, problems: Vec<Problem>) -> Vec<(String, String)> {
    let line = |it: Problem| (it.field.unwrap_or_default().to_owned(), field_message(visitor, &it));
    problems.into_iter().map(line).collect()
}

/// The form, as far as it was filled in before.
pub async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let draft = match visitor.cookie(COOKIE) {
        Some(token) => web.app.draft(token).await.ok().filter(|it| it.sent.is_none()),
        None => None,
    };
    let given = match &draft {
        Some(draft) => Typing::of(&draft.typed),
        None => Typing::at(&web.app.portal_texts().await?.municipality),
    };
    let page = form(&web, &visitor, &given, draft.is_some()).await?;
    Ok(rendered(&page)?.into_response())
}

async fn form(
    web: &Web,
    visitor: &Visitor,
    given: &Typing,
    has_password: bool,
) -> Result<Apply, Fault> {
    Ok(Apply {
        frame: present::visitor_frame(web, visitor),
        palette: palette(web).await?,
        rows: fields::first_page(visitor.lang, given, has_password),
    })
}

/// Checks and keeps the form.
pub async fn submit(
    State(web): State<Web>,
    visitor: Visitor,
    Form(given): Form<Typing>,
) -> Result<Response, Fault> {
    let token = visitor.cookie(COOKIE);
    if given.asks_for_places() {
        let page = form(&web, &visitor, &given, false).await?;
        return Ok(rendered(&page)?.into_response());
    }
    let typed = given.typed();
    let filled = Filled {
        typed: &typed,
        password: &given.password,
        lang: visitor.lang.tag(),
        address: &visitor.address,
    };
    match web.app.fill_in(token, filled).await? {
        FilledIn::Good(token) => Ok((keep(&token), Redirect::to("/apply/confirm")).into_response()),
        FilledIn::Wrong(problems) => {
            let mut page = form(&web, &visitor, &given, token.is_some()).await?;
            tell(&mut page.rows, told(&visitor, problems));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
    }
}

/// What was filled in, to be looked over.
pub async fn confirm(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let Some(draft) = open_draft(&web, &visitor).await? else {
        return Ok(Redirect::to("/apply").into_response());
    };
    let t = visitor.lang.texts().apply;
    let same = web.app.lookalikes(&draft).await?.into_iter().map(|it| {
        if it.takes_part {
            t.same_takes_part.of(it.facility)
        } else {
            t.same_applied.of(it.facility)
        }
    });
    let page = ApplyConfirm {
        frame: present::visitor_frame(&web, &visitor),
        palette: palette(&web).await?,
        facts: fields::facts(visitor.lang, &draft.typed, Some(t.password_shown)),
        same: same.collect(),
    };
    Ok(rendered(&page)?.into_response())
}

async fn open_draft(
    web: &Web,
    visitor: &Visitor,
) -> Result<Option<tasuki_app::application::Draft>, Fault> {
    let Some(token) = visitor.cookie(COOKIE) else { return Ok(None) };
    match web.app.draft(token).await {
        Ok(draft) => Ok(Some(draft).filter(|it| it.sent.is_none())),
        Err(problem) if problem.code == Code::NotFound => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

/// The third page as it was filled in.
#[derive(Debug, Default, Deserialize)]
pub struct Last {
    #[serde(default)]
    way: Vec<String>,
    #[serde(default)]
    system: Vec<String>,
    #[serde(default)]
    remark: Vec<String>,
    #[serde(default)]
    check: Vec<String>,
    #[serde(default)]
    terms: Vec<u32>,
}

/// Device, remark, self-check and terms.
pub async fn device(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let Some(draft) = open_draft(&web, &visitor).await? else {
        return Ok(Redirect::to("/apply").into_response());
    };
    let system = draft.system.map(System::name).unwrap_or_default();
    let page = last_page(&web, &visitor, (system, &draft.remark), &[]).await?;
    Ok(rendered(&page)?.into_response())
}

async fn last_page(
    web: &Web,
    visitor: &Visitor,
    (system, remark): (&str, &str),
    in_place: &[String],
) -> Result<ApplyDevice, Fault> {
    Ok(ApplyDevice {
        frame: present::visitor_frame(web, visitor),
        palette: palette(web).await?,
        rows: fields::last_page(visitor.lang, (system, remark), in_place),
        terms: web.app.terms_now().await?.map(|it| it.version),
        terms_error: None,
    })
}

/// Sends the application.
pub async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    Many(last): Many<Last>,
) -> Result<Response, Fault> {
    let Some(token) = visitor.cookie(COOKIE) else {
        return Ok(Redirect::to("/apply").into_response());
    };
    let first = |all: &[String]| all.first().cloned().unwrap_or_default();
    let (system, remark) = (first(&last.system), first(&last.remark));
    let rest = Rest {
        system: System::from_name(&system),
        remark: &remark,
        in_place: &last.check,
        terms: last.terms.first().copied(),
    };
    if first(&last.way) == "back" {
        web.app.keep_rest(token, rest).await?;
        return Ok(Redirect::to("/apply/confirm").into_response());
    }
    match web.app.send(token, rest).await {
        Ok(_) => Ok(Redirect::to("/apply/done").into_response()),
        // What was free on the first page is taken now.
        Err(problem) if matches!(problem.field, Some("login" | "mail")) => {
            let draft = web.app.draft(token).await?;
            let mut page = form(&web, &visitor, &Typing::of(&draft.typed), true).await?;
            tell(&mut page.rows, told(&visitor, vec![problem]));
            Ok((StatusCode::CONFLICT, rendered(&page)?).into_response())
        }
        Err(problem) if problem.field.is_some() => {
            let mut page = last_page(&web, &visitor, (&system, &remark), &last.check).await?;
            if problem.field == Some("terms") {
                page.terms_error = Some(field_message(&visitor, &problem));
            }
            tell(&mut page.rows, told(&visitor, vec![problem]));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

/// It was sent.
pub async fn done(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let sent = match visitor.cookie(COOKIE) {
        Some(token) => web.app.draft(token).await.ok(),
        None => None,
    };
    let Some((draft, number)) = sent.and_then(|it| it.sent.map(|number| (it, number))) else {
        return Ok(Redirect::to("/apply").into_response());
    };
    let page = ApplyDone {
        frame: present::visitor_frame(&web, &visitor),
        palette: palette(&web).await?,
        number: shown_number(number),
        mail: draft.typed.mail,
    };
    Ok(rendered(&page)?.into_response())
}

/// Where the application stands, behind the link in the applicant's mail.
pub async fn applied(
    State(web): State<Web>,
    visitor: Visitor,
    Path(door): Path<String>,
) -> Result<Response, Fault> {
    use tasuki_app::application::State as Stand;
    let row = web.app.behind_door(&door).await?;
    let mut frame = present::visitor_frame(&web, &visitor);
    // The address is the secret: it is not written into links of the page.
    frame.here = "/portal".into();
    let stands = match row.state {
        Stand::Waiting => Stands::Waiting,
        Stand::Returned => Stands::Returned,
        Stand::Approved => Stands::Approved,
    };
    let page = Applied {
        frame,
        palette: palette(&web).await?,
        number: shown_number(row.number),
        sent: moment(row.sent, web.app.clock().now(), visitor.lang),
        stands,
        correct: (stands == Stands::Returned).then(|| format!("/application/{door}/correct")),
        facts: fields::facts(visitor.lang, &row.typed(), None),
        reason: row.reason,
    };
    Ok(rendered(&page)?.into_response())
}

/// Begins to correct what was returned.
pub async fn correct(State(web): State<Web>, Path(door): Path<String>) -> Result<Response, Fault> {
    let token = web.app.correct_application(&door).await?;
    Ok((keep(&token), Redirect::to("/apply")).into_response())
}
