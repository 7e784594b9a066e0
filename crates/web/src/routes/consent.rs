//! 同意: where it stands, giving and withdrawing, the record and the form for paper.

use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::attachment::Size;
use tasuki_app::consent::{Change, Consents, FormWords, holds};
use tasuki_domain::consent::Typed;
use tasuki_domain::content::ConsentKind;
use tasuki_kernel::{Code, EntryId, NotebookId, Problem};

use super::filled::Filled;
use super::photo::{jpeg, number_of};
use super::portal::rendered;
use super::register::{pdf, printed};
use crate::fault::{Fault, field_message};
use crate::form::Many;
use crate::pages::form::tell;
use crate::pages::{self, ConsentChange, ConsentProof, Fact, Link, Withdraw};
use crate::visitor::SignedIn;
use crate::{Web, present, show, texts};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    said: Option<String>,
}

async fn consents(web: &Web, who: &SignedIn, notebook: &str) -> Result<Consents, Fault> {
    let id: NotebookId = notebook.parse().map_err(|_| Problem::not_found())?;
    Ok(web.app.consents(&who.session, id).await?)
}

/// Where consents stand.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let consents = consents(&web, &who, &notebook).await?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (patient, history) = (consents.patient().await?, consents.history().await?);
    let t = &lang.texts().consent;
    let link = |url: String, label: &str| Link { url, label: label.to_owned() };
    let mut links = vec![
        link(format!("/notebooks/{notebook}/consent-form.pdf"), t.form),
        link(format!("/notebooks/{notebook}/consent-proof"), t.proof),
    ];
    if consents.may_enter() {
        links.insert(0, link(format!("/rooms/{}", consents.notebook().team_room), t.enter));
    }
    let of = (consents.notebook().id, consents.may_change());
    rendered(&pages::Consent {
        frame: present::frame(&web, &who).await?,
        patient: present::consent_patient(lang, &patient),
        lines: present::consent_lines(lang, &history, of, now),
        steps: present::consent_steps(lang, &history, now),
        closed: !consents.may_enter(),
        links,
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
    })
}

/// The consents and the kind of an address, for who may change them.
async fn changing(
    web: &Web,
    who: &SignedIn,
    (notebook, kind): (&str, &str),
) -> Result<(Consents, ConsentKind), Fault> {
    let consents = consents(web, who, notebook).await?;
    let kind = ConsentKind::from_name(kind).ok_or_else(Problem::not_found)?;
    if !consents.may_change() {
        return Err(Problem::new(Code::NotAllowed, "not by this person").into());
    }
    Ok((consents, kind))
}

/// What a page of the form shows besides the kind.
#[derive(Default)]
struct Tried {
    given: Typed,
    withdrawn: Typed,
    /// Whether withdrawing was tried, and is to stand open.
    withdrawing: bool,
}

async fn form(
    web: &Web,
    who: &SignedIn,
    (consents, kind): (&Consents, ConsentKind),
    tried: &Tried,
) -> Result<ConsentChange, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (patient, history) = (consents.patient().await?, consents.history().await?);
    let t = &lang.texts().consent;
    let stands = history.newest(kind).is_some_and(|it| holds(&it.consent, now));
    let path = format!("/notebooks/{}/consent", consents.notebook().id);
    let [who_says, proxy, reason] = present::withdrawing(lang, &tried.withdrawn);
    let withdraw = Withdraw {
        text: match kind {
            ConsentKind::TeamSharing => t.withdraw_team,
            ConsentKind::Family => t.withdraw_family,
            _ => t.withdraw_other,
        },
        entry: web.app.new_entry_id().to_string(),
        who: who_says,
        proxy,
        reason,
        open: tried.withdrawing,
    };
    Ok(ConsentChange {
        frame: present::frame(web, who).await?,
        patient: present::consent_patient(lang, &patient),
        title: t.kind(kind).title,
        meaning: t.kind(kind).meaning,
        action: format!("{path}/{}", kind.name()),
        back: path,
        seen: history.seen,
        entry: web.app.new_entry_id().to_string(),
        saying: present::saying(lang, &tried.given),
        withdraw: (stands || tried.withdrawing || history.newest(kind).is_none())
            .then_some(withdraw),
        ..ConsentChange::default()
    })
}

/// The form.
pub async fn change(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, kind)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let (consents, kind) = changing(&web, &who, (&notebook, &kind)).await?;
    rendered(&form(&web, &who, (&consents, kind), &Tried::default()).await?)
}

fn change_of(kind: ConsentKind, filled: &Filled, typed: Typed) -> Result<Change, Problem> {
    let entry: EntryId = filled
        .one("entry")
        .parse()
        .map_err(|_| Problem::new(Code::Malformed, "the form has no id"))?;
    let seen = filled.one("seen").parse().unwrap_or_default();
    Ok(Change { entry, seen, kind, typed, papers: Vec::new() })
}

/// The form again with what is wrong; what is wrong with no field is said on top of it.
async fn wrong(
    web: &Web,
    who: &SignedIn,
    at: (&Consents, ConsentKind),
    (tried, problems): (Tried, Vec<Problem>),
) -> Result<Response, Fault> {
    let other = problems.iter().find(|it| it.field.is_none());
    let changed = other.is_some_and(|it| it.code == Code::Conflict);
    if let Some(other) = other.filter(|_| !changed || who.visitor.wants_json) {
        return Err(other.clone().into());
    }
    let status = problems.first().map_or(422, |it| it.code.status());
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    let told: Vec<(String, String)> = problems
        .iter()
        .map(|it| {
            let field = it.field.unwrap_or_default();
            let ours = ["consenter", "proxy", "relation"].contains(&field) && tried.withdrawing;
            let name = if ours { format!("w_{field}") } else { field.to_owned() };
            (name, field_message(&who.visitor, it))
        })
        .collect();
    let mut page = form(web, who, at, &tried).await?;
    present::tell_saying(&mut page.saying, &told);
    if let Some(it) = &mut page.withdraw {
        for rows in [&mut it.who, &mut it.proxy, &mut it.reason] {
            tell(rows, told.iter().cloned());
        }
    }
    let paper = told.iter().find(|it| it.0 == "paper");
    page.paper_error = paper.map(|it| it.1.clone());
    page.problem = changed.then(|| texts::problem(who.visitor.lang, Code::Conflict));
    Ok((status, rendered(&page)?).into_response())
}

/// Records a consent.
pub async fn give(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, kind)): Path<(String, String)>,
    sent: Multipart,
) -> Result<Response, Fault> {
    let (filled, papers) = Filled::with_papers(sent).await?;
    who.check_token(filled.one("csrf"))?;
    let (consents, kind) = changing(&web, &who, (&notebook, &kind)).await?;
    let typed = present::consent_typed(|name| filled.own(name));
    let change = change_of(kind, &filled, typed.clone())?;
    match consents.give(Change { papers, ..change }).await {
        Ok(()) => Ok(back(&notebook, "consent-kept")),
        Err(problems) => {
            let tried = Tried { given: typed, ..Tried::default() };
            wrong(&web, &who, (&consents, kind), (tried, problems)).await
        }
    }
}

fn back(notebook: &str, said: &str) -> Response {
    Redirect::to(&format!("/notebooks/{notebook}/consent?said={said}")).into_response()
}

/// Records a withdrawal.
pub async fn withdraw(
    State(web): State<Web>,
    who: SignedIn,
    Path((notebook, kind)): Path<(String, String)>,
    Many(fields): Many<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let filled = Filled(fields);
    who.check_token(filled.one("csrf"))?;
    let (consents, kind) = changing(&web, &who, (&notebook, &kind)).await?;
    let typed = Typed {
        consenter: filled.own("w_consenter"),
        proxy: filled.own("w_proxy"),
        relation: filled.own("w_relation"),
        reason: filled.own("withdraw_reason"),
        ..Typed::default()
    };
    match consents.withdraw(change_of(kind, &filled, typed.clone())?).await {
        Ok(()) => Ok(back(&notebook, "consent-withdrawn")),
        Err(problems) => {
            let tried = Tried { withdrawn: typed, withdrawing: true, ..Tried::default() };
            wrong(&web, &who, (&consents, kind), (tried, problems)).await
        }
    }
}

/// Everything that was recorded, for paper.
pub async fn proof(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
) -> Result<Html<String>, Fault> {
    let consents = consents(&web, &who, &notebook).await?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (patient, history) = (consents.patient().await?, consents.history().await?);
    let t = &lang.texts().consent;
    let managing = consents.facilities().await?.into_iter().next().unwrap_or_default();
    let fact = |label: &str, value: String| Fact { label: label.to_owned(), value };
    rendered(&ConsentProof {
        frame: present::frame(&web, &who).await?,
        region: web.app.settings().await?.name,
        back: format!("/notebooks/{notebook}/consent"),
        facts: vec![
            fact(t.patient, patient.name.full()),
            fact(t.kana, patient.name.kana()),
            fact(t.birth, present::birth_words(lang, &patient)),
            fact(t.managing, managing),
            fact(t.printed, show::moment(now, now, lang).long),
        ],
        lines: present::consent_lines(lang, &history, (consents.notebook().id, false), now),
        steps: present::consent_steps(lang, &history, now),
    })
}

type Paper = Path<(String, String, String)>;

async fn paper(
    web: &Web,
    who: &SignedIn,
    Path((notebook, consent, number)): Paper,
    size: Size,
) -> Result<Response, Fault> {
    let consents = consents(web, who, &notebook).await?;
    let entry = consent.parse().map_err(|_| Problem::not_found())?;
    Ok(jpeg(consents.paper(entry, number_of(&number)?, size).await?))
}

/// A paper, as large as it is kept.
pub async fn paper_full(
    State(web): State<Web>,
    who: SignedIn,
    at: Paper,
) -> Result<Response, Fault> {
    paper(&web, &who, at, Size::Full).await
}

/// A paper, small.
pub async fn paper_small(
    State(web): State<Web>,
    who: SignedIn,
    at: Paper,
) -> Result<Response, Fault> {
    paper(&web, &who, at, Size::Thumbnail).await
}

/// The form, with what is known filled in.
pub async fn consent_form(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
) -> Result<Response, Fault> {
    let consents = consents(&web, &who, &notebook).await?;
    if !web.app.can_print() {
        return Ok(back(&notebook, "no-font"));
    }
    let (patient, history) = (consents.patient().await?, consents.history().await?);
    let lang = crate::texts::Lang::Ja;
    let team = history.newest(ConsentKind::TeamSharing).map(|it| &it.consent);
    let until = team.filter(|it| it.until.is_some()).map(|it| present::last_day(lang, it));
    let words = FormWords {
        birth: present::birth_words(lang, &patient),
        until: until.unwrap_or_default(),
        printed: printed(&web),
    };
    Ok(pdf(consents.form(words).await?))
}
