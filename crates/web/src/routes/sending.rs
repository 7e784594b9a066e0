//! Sending notices: what was sent, writing one in two steps, and who has opened it.
//!
//! The desk comes here for the region's channels, and whoever an association named for its own;
//! which channels that are is decided by policy each time.

mod filled;
mod follow;

use axum::extract::multipart::Multipart;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::notice::{Channel, ChannelRow, NoticeDraft};
use tasuki_domain::content::PersonKind;
use tasuki_kernel::{Problem, RoomId, Timestamp};

use super::compose::refused;
use super::portal::rendered;
use crate::fault::{Fault, field_message, told};
use crate::form::Many;
use crate::pages::form::tell;
use crate::pages::{ACCEPTED, NoticeLine, NoticeNew, NoticeSend, NoticeView, NoticesSent};
use crate::show::moment;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};
use filled::{Filled, importance};

pub use follow::{csv, page, paper, remind, withdraw};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    pub(super) said: Option<String>,
}

/// The channels in which somebody writes. The desk may have none yet; anybody else who has none
/// has nothing to do here.
async fn channels(web: &Web, who: &SignedIn) -> Result<Vec<ChannelRow>, Fault> {
    let all = web.app.writable_channels(&who.session).await?;
    if all.is_empty() && who.session.person.kind != PersonKind::Desk {
        return Err(Problem::not_found().into());
    }
    Ok(all)
}

/// What was sent.
pub async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let may_write = !channels(&web, &who).await?.is_empty();
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let sent = web.app.sent_notices(&who.session).await?;
    let lines = sent.iter().map(|(it, [all, opened])| NoticeLine {
        url: format!("/desk/notices/{}", it.row.id),
        unread: false,
        to_confirm: false,
        share: Some((small(*opened), small(*all))),
        ..present::notice_line(lang, it, now)
    });
    rendered(&NoticesSent {
        frame: present::frame(&web, &who).await?,
        lines: lines.collect(),
        may_write,
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
    })
}

async fn form(web: &Web, who: &SignedIn, it: &Filled) -> Result<NoticeNew, Fault> {
    let all = channels(web, who).await?;
    if all.is_empty() {
        return Err(Problem::not_found().into());
    }
    let rows = it.rows(who.visitor.lang, &all);
    Ok(NoticeNew { frame: present::frame(web, who).await?, rows })
}

/// The first step: an empty form.
pub async fn new(State(web): State<Web>, who: SignedIn) -> Result<Response, Fault> {
    if channels(&web, &who).await?.is_empty() {
        return Ok(Redirect::to("/desk/channels").into_response());
    }
    Ok(rendered(&form(&web, &who, &Filled::default()).await?)?.into_response())
}

async fn writable(web: &Web, who: &SignedIn, it: &Filled) -> Result<Channel, Problem> {
    let missing = || Problem::invalid("channel", "none was chosen");
    let id: RoomId = it.channel.parse().map_err(|_| missing())?;
    web.app.channel(&who.session, id).await.map_err(|_| missing())
}

/// The form again, with all that is wrong beside its fields.
async fn come_back(
    web: &Web,
    who: &SignedIn,
    it: &Filled,
    problems: &[Problem],
) -> Result<Response, Fault> {
    let json = who.visitor.wants_json;
    if let Some(other) = problems.iter().find(|it| json || it.field.is_none()) {
        return Err(other.clone().into());
    }
    let mut page = form(web, who, it).await?;
    tell(&mut page.rows, told(&who.visitor, problems));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}

/// The second step: whom it reaches; or back to the first with what was typed.
pub async fn review(
    State(web): State<Web>,
    who: SignedIn,
    Many(mut it): Many<Filled>,
) -> Result<Response, Fault> {
    who.check_token(&it.csrf)?;
    channels(&web, &who).await?;
    if !it.back.is_empty() {
        return Ok(rendered(&form(&web, &who, &it).await?)?.into_response());
    }
    if it.entry.is_empty() {
        it.entry = web.app.new_entry_id().to_string();
    }
    look(&web, &who, &it, None).await
}

async fn look(
    web: &Web,
    who: &SignedIn,
    it: &Filled,
    error: Option<String>,
) -> Result<Response, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let channel = writable(web, who, it).await;
    let (typed, mut wrong) = it.typed();
    let previewed = match &channel {
        Ok(channel) => channel.preview(&typed).await.map(|seen| (channel, seen)),
        Err(problem) => Err(vec![problem.clone()]
            .into_iter()
            .chain(typed.check(now).err().unwrap_or_default())
            .collect()),
    };
    let (channel, (checked, reached)) = match previewed {
        Ok(seen) if wrong.is_empty() => seen,
        Ok(_) => return come_back(web, who, it, &wrong).await,
        Err(more) => {
            wrong.extend(more);
            return come_back(web, who, it, &wrong).await;
        }
    };
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let at = |at: Timestamp| moment(at, now, lang);
    let line = NoticeLine {
        title: checked.title,
        scheduled: checked.from.is_some(),
        shown: at(checked.from.unwrap_or(now)),
        until: checked.until.map(at),
        ..NoticeLine::default()
    };
    let t = &lang.texts().notices;
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = NoticeSend {
        frame: present::frame(web, who).await?,
        it: NoticeView {
            line,
            text: checked.text,
            target: present::target(lang, &checked.target.kinds, &checked.target.professions),
            confirm: checked.confirm,
            ..NoticeView::default()
        },
        channel: channel.row().name.clone(),
        importance: importance(lang, checked.importance),
        reaches: t.reaches.of(small(reached.facilities.len()), small(reached.people)),
        fields: it.fields(),
        accepted: ACCEPTED,
        error,
    };
    Ok((status, rendered(&page)?).into_response())
}

/// Sends it.
pub async fn send(
    State(web): State<Web>,
    who: SignedIn,
    parts: Multipart,
) -> Result<Response, Fault> {
    let (it, files) = filled::read(parts, refused).await?;
    who.check_token(&it.csrf)?;
    channels(&web, &who).await?;
    let (typed, wrong) = it.typed();
    let channel = match writable(&web, &who, &it).await {
        Ok(channel) if wrong.is_empty() => channel,
        Ok(_) => return come_back(&web, &who, &it, &wrong).await,
        Err(problem) => return come_back(&web, &who, &it, &[problem]).await,
    };
    let entry = it.entry()?;
    match channel.send(NoticeDraft { entry, typed, files }).await {
        Ok(id) => Ok(Redirect::to(&format!("/desk/notices/{id}?said=notice-sent")).into_response()),
        Err(problems) => match problems.iter().find(|it| it.field == Some("photos")) {
            Some(of_files) => {
                look(&web, &who, &it, Some(field_message(&who.visitor, of_files))).await
            }
            None => come_back(&web, &who, &it, &problems).await,
        },
    }
}
