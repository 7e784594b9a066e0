//! Which notebook a request or an order means.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use tasuki_domain::disclosure::Named;
use tasuki_kernel::Problem;

use crate::fault::{Fault, told};
use crate::form::Form;
use crate::pages::form::tell;
use crate::pages::{DeskDisclosureFind, Input, Link};
use crate::routes::portal::rendered;
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present};

/// The form as it was filled in.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Person {
    csrf: String,
    family_kana: String,
    given_kana: String,
    birth: String,
}

fn rows(lang: Lang, named: &Named) -> Vec<Vec<Input>> {
    let (patient, words) = (&lang.texts().patient, &lang.texts().register);
    vec![
        vec![
            Input::line("family_kana", patient.family_kana, &named.family_kana)
                .with_hint(words.kana_hint),
            Input::line("given_kana", patient.given_kana, &named.given_kana),
        ],
        vec![Input::line("birth", patient.birth, &named.birth).with_hint(words.birth_hint)],
    ]
}

/// The empty form.
pub async fn form(State(web): State<Web>, who: SignedIn) -> Result<Html<String>, Fault> {
    web.app.desk(&who.session)?;
    rendered(&DeskDisclosureFind {
        frame: present::frame(&web, &who).await?,
        rows: rows(who.visitor.lang, &Named::default()),
        found: None,
    })
}

/// Searches. It is posted: a patient's name stands in no address.
pub async fn search(
    State(web): State<Web>,
    who: SignedIn,
    Form(person): Form<Person>,
) -> Result<Response, Fault> {
    who.check_token(&person.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let Person { family_kana, given_kana, birth, .. } = person;
    let named = Named { family_kana, given_kana, birth };
    let mut page = DeskDisclosureFind {
        frame: present::frame(&web, &who).await?,
        rows: rows(who.visitor.lang, &named),
        found: None,
    };
    match desk.notebooks_of(&named).await {
        Ok(found) => {
            let link = |it: tasuki_app::disclosure::NamedNotebook| Link {
                url: format!("/desk/disclosures/new?notebook={}", it.notebook),
                label: it.managed_by,
            };
            page.found = Some(found.into_iter().map(link).collect());
            Ok(rendered(&page)?.into_response())
        }
        Err(wrong) if who.visitor.wants_json || wrong.iter().any(|it| it.field.is_none()) => {
            Err(wrong.into_iter().next().unwrap_or_else(Problem::not_found).into())
        }
        Err(wrong) => {
            tell(&mut page.rows, told(&who.visitor, &wrong));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
    }
}
