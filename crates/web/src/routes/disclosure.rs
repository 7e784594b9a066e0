//! 法にもとづく開示: the register of the desk, asking, answering.

mod finding;
mod shown;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::desk::Desk;
use tasuki_app::disclosure::Target;
use tasuki_domain::disclosure::Typed;
use tasuki_kernel::{Code, DisclosureId, Problem};

use super::portal::rendered;
use crate::fault::{Fault, field_message, told};
use crate::form::Form;
use crate::pages::form::tell;
use crate::pages::{DeskDisclosure, DeskDisclosureNew, DeskDisclosures, FieldError};
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

pub use finding::{form as find, search};
pub(super) use shown::register;

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    said: Option<String>,
}

/// About which 特別便 or notebook, if that is known already.
#[derive(Debug, Default, Deserialize)]
pub struct About {
    orphan: Option<String>,
    notebook: Option<String>,
}

/// The form as it was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    csrf: String,
    id: String,
    orphan: String,
    notebook: String,
    law: String,
    need: String,
    basis: String,
    receiver: String,
    telling: String,
    untold: String,
    days: String,
}

/// An answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    csrf: String,
    approved: String,
    refusal: String,
}

/// A press on a button.
#[derive(Debug, Deserialize)]
pub struct Press {
    csrf: String,
}

fn id_of(text: &str) -> Result<DisclosureId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// The register.
pub async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let desk = web.app.desk(&who.session)?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let found = desk.disclosures().await?;
    rendered(&DeskDisclosures {
        frame: present::frame(&web, &who).await?,
        rows: register(lang, now, &found.listed, true),
        orphans: shown::orphans(lang, now, &found.orphans),
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
    })
}

/// The empty form.
pub async fn new(
    State(web): State<Web>,
    who: SignedIn,
    Query(about): Query<About>,
) -> Result<Html<String>, Fault> {
    web.app.desk(&who.session)?;
    let given = Given {
        id: DisclosureId::new(web.app.clock(), web.app.random()).to_string(),
        orphan: about.orphan.unwrap_or_default(),
        notebook: about.notebook.unwrap_or_default(),
        telling: "told".into(),
        days: "7".into(),
        ..Given::default()
    };
    rendered(&form(&web, &who, given, &[]).await?)
}

async fn form(
    web: &Web,
    who: &SignedIn,
    given: Given,
    wrong: &[Problem],
) -> Result<DeskDisclosureNew, Fault> {
    let mut rows = shown::rows(who.visitor.lang, &given);
    tell(&mut rows, told(&who.visitor, wrong));
    Ok(DeskDisclosureNew {
        frame: present::frame(web, who).await?,
        id: given.id,
        orphan: given.orphan,
        rows,
    })
}

impl Given {
    fn target(&self) -> Result<Target, Problem> {
        let unknown = |_| Problem::invalid("notebook", "no such notebook in this region");
        if self.orphan.is_empty() {
            return self.notebook.trim().parse().map(Target::Notebook).map_err(unknown);
        }
        self.orphan.parse().map(Target::Orphan).map_err(unknown)
    }

    fn typed(&self) -> Typed {
        Typed {
            kind: self.law.clone(),
            reason: self.need.clone(),
            basis: self.basis.clone(),
            receiver: self.receiver.clone(),
            telling: self.telling.clone(),
            untold: self.untold.clone(),
            days: self.days.clone(),
        }
    }
}

async fn asked(desk: &Desk, given: &Given) -> Result<DisclosureId, Vec<Problem>> {
    let id = id_of(&given.id).map_err(|it| vec![it])?;
    let typed = given.typed();
    match given.target() {
        Ok(of) => desk.ask_disclosure(id, of, &typed).await?,
        // Everything that is wrong is said at once.
        Err(unknown) => {
            let others = typed.check(!given.orphan.is_empty()).err().unwrap_or_default();
            return Err([vec![unknown], others].concat());
        }
    }
    Ok(id)
}

/// Asks for a disclosure.
pub async fn ask(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let to = |said: &str| Redirect::to(&format!("/desk/disclosures/{}?said={said}", given.id));
    match asked(&desk, &given).await {
        Ok(_) => Ok(to("disclosure-asked").into_response()),
        Err(wrong) if wrong.iter().any(|it| it.code == Code::Conflict) => {
            Ok(to("disclosure-asked").into_response())
        }
        Err(wrong) if who.visitor.wants_json || wrong.iter().any(|it| it.field.is_none()) => {
            Err(wrong.into_iter().next().unwrap_or_else(Problem::not_found).into())
        }
        Err(wrong) => {
            let page = form(&web, &who, given, &wrong).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
    }
}

async fn one(web: &Web, who: &SignedIn, id: DisclosureId) -> Result<DeskDisclosure, Fault> {
    let case = web.app.desk(&who.session)?.disclosure(id).await?;
    let frame = present::frame(web, who).await?;
    let view = shown::view(who.visitor.lang, web.app.clock().now(), &case);
    Ok(DeskDisclosure { frame, ..view })
}

/// One of them.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let said = done.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    rendered(&DeskDisclosure { said, ..one(&web, &who, id_of(&id)?).await? })
}

/// Says yes or no.
pub async fn answer(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Answer>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let (id, yes) = (id_of(&id)?, given.approved == "yes");
    match desk.answer_disclosure(id, yes, &given.refusal).await {
        Err(problem) if problem.field.is_some() && !who.visitor.wants_json => {
            let message = field_message(&who.visitor, &problem);
            let errors = vec![FieldError { field: "refusal".into(), message }];
            let page =
                DeskDisclosure { errors, refusal: given.refusal, ..one(&web, &who, id).await? };
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        outcome => {
            done(
                &web,
                &who,
                id,
                (outcome, if yes { "disclosure-opened" } else { "disclosure-refused" }),
            )
            .await
        }
    }
}

/// Ends it, or takes it back.
pub async fn end(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Press>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let id = id_of(&id)?;
    let outcome = web.app.desk(&who.session)?.end_disclosure(id).await;
    done(&web, &who, id, (outcome, "disclosure-ended")).await
}

/// Tells those concerned.
pub async fn tell_concerned(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(given): Form<Press>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let id = id_of(&id)?;
    let outcome = web.app.desk(&who.session)?.tell_of_disclosure(id).await;
    done(&web, &who, id, (outcome, "disclosure-told")).await
}

/// On to the disclosure as it stands now; a colleague may have been faster.
async fn done(
    web: &Web,
    who: &SignedIn,
    id: DisclosureId,
    (outcome, said): (Result<(), Problem>, &str),
) -> Result<Response, Fault> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&format!("/desk/disclosures/{id}?said={said}")).into_response()),
        Err(problem) if problem.code == Code::Conflict && !who.visitor.wants_json => {
            let said = texts::said(who.visitor.lang, "changed-meanwhile");
            let page = DeskDisclosure { said, ..one(web, who, id).await? };
            Ok((StatusCode::CONFLICT, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
