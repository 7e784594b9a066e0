//! 患者さんの登録: a form, a page to look it over, and the notebook is open.

use axum::extract::multipart::Multipart;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::registering::{Found, Opening, Registrar};
use tasuki_domain::registration::{Checked, Typed};
use tasuki_kernel::{FacilityId, NotebookId, Problem};

use super::filled::Filled;
use super::portal::rendered;
use crate::fault::{Fault, field_message, told};
use crate::form::Many;
use crate::pages::form::tell;
use crate::pages::{Link, Register, RegisterConfirm, RegisterNew, SameView, choices};
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, show, texts};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    said: Option<String>,
}

/// For which facility.
#[derive(Debug, Default, Deserialize)]
pub struct At {
    #[serde(default)]
    at: String,
}

/// Where one begins.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let lang = who.visitor.lang;
    let all = web.app.registries(&who.session);
    let form = lang.texts().register.form;
    let one = all.len() == 1;
    let blank = all.iter().map(|(id, name)| Link {
        url: format!("/patients/consent-form.pdf?at={id}"),
        label: if one { form.to_owned() } else { format!("{form} {name}") },
    });
    let closed = web.app.closed_notebooks(&who.session).await?;
    rendered(&Register {
        frame: present::frame(&web, &who).await?,
        may: !all.is_empty(),
        forms: blank.collect(),
        closed: closed
            .into_iter()
            .map(|it| Link {
                url: format!("/notebooks/{}/consent", it.notebook),
                label: format!("{}　{}", it.name.full(), it.name.kana()),
            })
            .collect(),
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
    })
}

/// The register for the facility that is meant; the first when none is named.
fn registrar(web: &Web, who: &SignedIn, at: &str) -> Result<Registrar, Fault> {
    let all = web.app.registries(&who.session);
    let named: Option<FacilityId> = at.parse().ok();
    let first = all.first().filter(|_| at.is_empty()).map(|it| it.0);
    let facility = named.or(first).ok_or_else(Problem::not_found)?;
    Ok(web.app.registrar(&who.session, facility)?)
}

async fn form(
    web: &Web,
    who: &SignedIn,
    register: &Registrar,
    typed: &Typed,
) -> Result<RegisterNew, Fault> {
    let all = web.app.registries(&who.session);
    let one = all.len() == 1;
    Ok(RegisterNew {
        frame: present::frame(web, who).await?,
        facility: if one { register.facility_name().to_owned() } else { String::new() },
        at: register.facility().to_string(),
        facilities: choices(all.into_iter().map(|(id, name)| (id.to_string(), name))),
        ..present::register_form(who.visitor.lang, typed)
    })
}

/// The form.
pub async fn new(
    State(web): State<Web>,
    who: SignedIn,
    Query(at): Query<At>,
) -> Result<Html<String>, Fault> {
    let register = registrar(&web, &who, &at.at)?;
    rendered(&form(&web, &who, &register, &Typed::default()).await?)
}

fn typed(filled: &Filled) -> Typed {
    Typed {
        family: filled.own("family"),
        given: filled.own("given"),
        family_kana: filled.own("family_kana"),
        given_kana: filled.own("given_kana"),
        birth: filled.own("birth"),
        sex: filled.own("sex"),
        address: filled.own("address"),
        phone: filled.own("patient_phone"),
        care_level: filled.own("care_level"),
        living: filled.own("living"),
        allergies: filled.own("allergies"),
        drug_risks: filled.own("drug_risks"),
        conditions: filled.own("conditions"),
        agreed: filled.all("agreed"),
        consent: present::consent_typed(|name| filled.own(name)),
    }
}

/// The form again, with what is wrong beside the fields.
async fn wrong(
    web: &Web,
    who: &SignedIn,
    register: &Registrar,
    (typed, problems): (&Typed, Vec<Problem>),
) -> Result<Response, Fault> {
    let told = told(&who.visitor, &problems);
    let mut page = form(web, who, register, typed).await?;
    for rows in [&mut page.person, &mut page.more, &mut page.agreed] {
        tell(rows, told.iter().cloned());
    }
    present::tell_saying(&mut page.saying, &told);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}

/// Checks the form and shows what will be registered, with whom the register finds.
pub async fn check(
    State(web): State<Web>,
    who: SignedIn,
    Many(fields): Many<Vec<(String, String)>>,
) -> Result<Response, Fault> {
    let filled = Filled(fields);
    who.check_token(filled.one("csrf"))?;
    let register = registrar(&web, &who, filled.one("at"))?;
    let typed = typed(&filled);
    match typed.check(web.app.clock().now()) {
        Ok(checked) => {
            let id = NotebookId::new(web.app.clock(), web.app.random());
            let page = confirm(&web, &who, &register, (&filled, &checked, id)).await?;
            Ok(rendered(&page)?.into_response())
        }
        Err(problems) => wrong(&web, &who, &register, (&typed, problems)).await,
    }
}

async fn confirm(
    web: &Web,
    who: &SignedIn,
    register: &Registrar,
    (filled, checked, id): (&Filled, &Checked, NotebookId),
) -> Result<RegisterConfirm, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let found = register.search(&checked.patient).await?;
    let ours = ["csrf", "step", "another", "notebook"];
    let typed = filled.0.iter().filter(|(name, _)| !ours.contains(&name.as_str()));
    let mut hidden: Vec<(String, String)> = typed.cloned().collect();
    hidden.push(("notebook".to_owned(), id.to_string()));
    Ok(RegisterConfirm {
        frame: present::frame(web, who).await?,
        facility: register.facility_name().to_owned(),
        facts: present::register_facts(lang, checked, now),
        hidden,
        same: same(lang, &found),
        namesakes: found.namesakes,
        ..RegisterConfirm::default()
    })
}

fn same(lang: Lang, found: &Found) -> Vec<SameView> {
    let t = &lang.texts().register;
    let view = |it: &tasuki_app::registering::Registered| SameView {
        text: t.same.of(&it.facility),
        url: it.room.map(|room| format!("/rooms/{room}")),
    };
    found.same.iter().map(view).collect()
}

/// Opens the notebook, or goes back to the form with everything in it.
pub async fn open(
    State(web): State<Web>,
    who: SignedIn,
    sent: Multipart,
) -> Result<Response, Fault> {
    let (filled, papers) = Filled::with_papers(sent).await?;
    who.check_token(filled.one("csrf"))?;
    let register = registrar(&web, &who, filled.one("at"))?;
    let typed = typed(&filled);
    if filled.one("step") == "back" {
        let page = form(&web, &who, &register, &typed).await?;
        return Ok(rendered(&page)?.into_response());
    }
    let checked = match typed.check(web.app.clock().now()) {
        Ok(checked) => checked,
        Err(problems) => return wrong(&web, &who, &register, (&typed, problems)).await,
    };
    let id = filled.one("notebook").parse();
    let id = id.map_err(|_| Problem::invalid("notebook", "not an id"))?;
    let another = !filled.one("another").is_empty();
    let opening = Opening { notebook: id, checked: checked.clone(), another, papers };
    let problem = match register.open(opening).await {
        Ok(id) => {
            let there = format!("/notebooks/{id}?said=patient-registered");
            return Ok(Redirect::to(&there).into_response());
        }
        Err(problem) => problem,
    };
    if !matches!(problem.field, Some("another" | "paper")) {
        return Err(problem.into());
    }
    let mut page = confirm(&web, &who, &register, (&filled, &checked, id)).await?;
    let message = Some(field_message(&who.visitor, &problem));
    if problem.field == Some("another") {
        page.another_error = message;
    } else {
        page.paper_error = message;
    }
    let status = StatusCode::from_u16(problem.code.status());
    let status = status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    Ok((status, rendered(&page)?).into_response())
}

/// A PDF to be kept.
pub(super) fn pdf(bytes: Vec<u8>) -> Response {
    let about = [
        (header::CONTENT_TYPE, "application/pdf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"consent-form.pdf\""),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    (about, bytes).into_response()
}

/// When a form was printed, in words of the form.
pub(super) fn printed(web: &Web) -> String {
    let today = show::date_of(web.app.clock().now());
    format!("{} 印刷", show::day_long(today, Lang::Ja))
}

/// The blank form.
pub async fn blank(
    State(web): State<Web>,
    who: SignedIn,
    Query(at): Query<At>,
) -> Result<Response, Fault> {
    let register = registrar(&web, &who, &at.at)?;
    if !web.app.can_print() {
        return Ok(Redirect::to("/patients?said=no-font").into_response());
    }
    Ok(pdf(register.blank_form(printed(&web)).await?))
}
