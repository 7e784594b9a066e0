//! Who has opened a notice: on the screen, as a file, on paper; reminding and taking back.

use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::notice::{Channel, One};
use tasuki_kernel::{Code, EntryId, Problem};

use super::Done;
use crate::fault::{Fault, field_message};
use crate::form::Form;
use crate::pages::{FieldError, NoticePaper, NoticeReach, ReachLine};
use crate::routes::desk::letter_view;
use crate::routes::notices::notice_id;
use crate::routes::portal::rendered;
use crate::show::moment;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// Why it is taken back.
#[derive(Debug, Deserialize)]
pub struct Withdrawing {
    csrf: String,
    #[serde(default)]
    reason: String,
}

/// The token of a form.
#[derive(Debug, Deserialize)]
pub struct Token {
    csrf: String,
}

/// A notice for somebody who writes in its channel.
async fn found(web: &Web, who: &SignedIn, id: &str) -> Result<(Channel, One), Fault> {
    let id = notice_id(id)?;
    let channel = web.app.channel_of(&who.session, id).await?;
    Ok((channel, web.app.open_notice(&who.session, id).await?))
}

async fn lines(
    web: &Web,
    who: &SignedIn,
    (channel, id): (&Channel, EntryId),
) -> Result<Vec<ReachLine>, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let lines = channel.reach(id).await?;
    Ok(lines.iter().map(|it| present::reach(lang, it, now)).collect())
}

async fn shown(
    web: &Web,
    who: &SignedIn,
    (channel, one): (&Channel, &One),
) -> Result<NoticeReach, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (id, row) = (one.shown.row.id, &one.shown.row);
    let all = lines(web, who, (channel, id)).await?;
    let count = all.len().max(1);
    let (done, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.opened.is_some());
    let percent = u32::try_from(done.len() * 100 / count).unwrap_or_default();
    let it = present::notice_view(lang, (&one.shown, &one.reason), now);
    let out = !it.line.scheduled && !it.line.ended && it.withdrawn.is_none();
    let letters = channel.letters_about(id).await?;
    let times = u32::try_from(row.reminders).unwrap_or(u32::MAX);
    Ok(NoticeReach {
        frame: present::frame(web, who).await?,
        url: format!("/desk/notices/{id}"),
        may_remind: out && !open.is_empty(),
        reminded: row.reminded.map(|at| (times, moment(at, now, lang))),
        letters: letters.iter().map(|it| letter_view(lang, it, (now, false))).collect(),
        it,
        open,
        done,
        percent,
        ..NoticeReach::default()
    })
}

/// A notice with who has opened it.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let (channel, one) = found(&web, &who, &id).await?;
    rendered(&NoticeReach {
        said: done.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it)),
        ..shown(&web, &who, (&channel, &one)).await?
    })
}

/// The page again, with what is wrong beside its field.
async fn come_back(
    web: &Web,
    who: &SignedIn,
    id: &str,
    (problem, reason): (Problem, String),
) -> Result<Response, Fault> {
    let Some(field) = problem.field.filter(|_| !who.visitor.wants_json) else {
        return Err(problem.into());
    };
    let (channel, one) = found(web, who, id).await?;
    let message = field_message(&who.visitor, &problem);
    let mut page = shown(web, who, (&channel, &one)).await?;
    page.errors = vec![FieldError { field: field.into(), message }];
    page.reason = reason;
    let status = StatusCode::from_u16(problem.code.status());
    let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok((status, rendered(&page)?).into_response())
}

fn back(id: EntryId, said: &str) -> Response {
    Redirect::to(&format!("/desk/notices/{id}?said={said}")).into_response()
}

/// Reminds those who have not opened it.
pub async fn remind(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(token): Form<Token>,
) -> Result<Response, Fault> {
    who.check_token(&token.csrf)?;
    let notice = notice_id(&id)?;
    let channel = web.app.channel_of(&who.session, notice).await?;
    match channel.remind(notice).await {
        Ok(_) => Ok(back(notice, "notice-reminded")),
        Err(problem) => come_back(&web, &who, &id, (problem, String::new())).await,
    }
}

/// Takes it back.
pub async fn withdraw(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Withdrawing>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let notice = notice_id(&id)?;
    let channel = web.app.channel_of(&who.session, notice).await?;
    match channel.withdraw(notice, &given.reason).await {
        // Pressed twice, or by two: it is taken back, and the page says so.
        Ok(()) => Ok(back(notice, "notice-withdrawn")),
        Err(problem) if problem.code == Code::Conflict && !who.visitor.wants_json => {
            Ok(back(notice, "notice-withdrawn-before"))
        }
        Err(problem) => come_back(&web, &who, &id, (problem, given.reason)).await,
    }
}

/// Who has opened it, as a file.
pub async fn csv(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Fault> {
    let notice = notice_id(&id)?;
    let channel = web.app.channel_of(&who.session, notice).await?;
    let lines = lines(&web, &who, (&channel, notice)).await?;
    let about = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"notice.csv\""),
    ];
    Ok((about, present::reach_csv(who.visitor.lang, &lines)).into_response())
}

/// For those without: whom it has not reached, and the notice in large type.
pub async fn paper(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Result<Html<String>, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (channel, one) = found(&web, &who, &id).await?;
    let mut lines = lines(&web, &who, (&channel, one.shown.row.id)).await?;
    lines.retain(|it| it.opened.is_none());
    let (settings, portal) = (web.app.settings().await?, web.app.portal_texts().await?);
    let sender = if channel.row().association { String::new() } else { portal.desk };
    let from = [channel.row().name.clone(), settings.name, sender, portal.phone];
    rendered(&NoticePaper {
        frame: present::frame(&web, &who).await?,
        it: present::notice_view(lang, (&one.shown, &one.reason), now),
        back: format!("/desk/notices/{}", one.shown.row.id),
        lines,
        printed: moment(now, now, lang).long,
        from: from.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n"),
    })
}
