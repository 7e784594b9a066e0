//! 招待: what somebody is asked into, and the answer. Before the answer the notebook stays shut.

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::team::Asked;
use tasuki_kernel::{InvitationId, PostId, Problem};

use super::portal::rendered;
use super::team::again;
use crate::fault::Fault;
use crate::form::Many;
use crate::pages::{Check, Deed, Input, Invitations, Link, TeamForm, Widget};
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What was just done.
#[derive(Debug, Deserialize, Default)]
pub struct Done {
    said: Option<String>,
}

/// An answer as it was given.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    csrf: Vec<String>,
    answer: Vec<String>,
    reason: Vec<String>,
    posts: Vec<String>,
}

fn first(of: &[String]) -> &str {
    of.first().map_or("", String::as_str)
}

/// All that wait for an answer.
pub async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let all = web.app.inbox(&who.session).all().await?;
    rendered(&Invitations {
        frame: present::frame(&web, &who).await?,
        all: all.iter().map(|it| present::asked_row(lang, now, it)).collect(),
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
    })
}

async fn shown(web: &Web, who: &SignedIn, it: &Asked, given: &Given) -> Result<TeamForm, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let t = lang.texts().team;
    let why = Input::area("reason", t.reason, first(&given.reason), 3).with_hint(t.decline_hint);
    let mut fields = vec![vec![why.or_nothing()]];
    let mut lead = vec![t.asked_text.to_owned()];
    let mut deeds = vec![
        Deed { value: "accept", label: t.accept, class: "first" },
        Deed { value: "decline", label: t.decline, class: "second" },
    ];
    if !it.named {
        let check = |post: &tasuki_app::team::Candidate| {
            let value = post.id.to_string();
            let on = given.posts.contains(&value) || it.candidates.len() == 1;
            Check { on, value, label: post.name.full() }
        };
        let checks: Vec<Check> = it.candidates.iter().map(check).collect();
        if checks.is_empty() {
            lead.push(t.nobody_left.to_owned());
            deeds.remove(0);
        } else {
            let posts = Input::line("posts", t.posts, "");
            fields.insert(0, vec![Input { widget: Widget::Checks(checks), ..posts }]);
        }
    }
    Ok(TeamForm {
        frame: present::frame(web, who).await?,
        back: Link { url: "/invitations".into(), label: t.inbox.to_owned() },
        title: t.asked_title.to_owned(),
        lead,
        facts: present::asked(lang, now, it),
        action: format!("/invitations/{}", it.id),
        fields,
        deeds,
        ..TeamForm::default()
    })
}

fn id(text: &str) -> Result<InvitationId, Fault> {
    Ok(text.parse().map_err(|_| Problem::not_found())?)
}

/// One of them.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(invitation): Path<String>,
) -> Result<Html<String>, Fault> {
    let it = web.app.inbox(&who.session).one(id(&invitation)?).await?;
    rendered(&shown(&web, &who, &it, &Given::default()).await?)
}

/// Accepts or declines it.
pub async fn answer(
    State(web): State<Web>,
    who: SignedIn,
    Path(invitation): Path<String>,
    Many(given): Many<Given>,
) -> Result<Response, Fault> {
    who.check_token(first(&given.csrf))?;
    let (inbox, id) = (web.app.inbox(&who.session), id(&invitation)?);
    let posts: Result<Vec<PostId>, Problem> = given
        .posts
        .iter()
        .map(|it| it.parse().map_err(|_| Problem::invalid("posts", "choose")))
        .collect();
    let (outcome, then) = match (first(&given.answer), posts) {
        // Who was asked by name finds the notebook in the list.
        ("accept", Ok(posts)) if posts.is_empty() => {
            (inbox.accept(id, posts).await, "/notebooks?said=joined")
        }
        ("accept", Ok(posts)) => (inbox.accept(id, posts).await, "/invitations?said=joined"),
        ("accept", Err(problem)) => (Err(problem), ""),
        _ => (inbox.decline(id, first(&given.reason)).await, "/invitations?said=declined"),
    };
    match outcome {
        Ok(()) => Ok(Redirect::to(then).into_response()),
        Err(problem) if problem.field.is_none() => Err(problem.into()),
        Err(problem) => {
            let it = inbox.one(id).await?;
            again(&who, shown(&web, &who, &it, &given).await?, problem)
        }
    }
}
