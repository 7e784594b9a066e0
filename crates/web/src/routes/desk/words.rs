//! What the portal says, and the terms.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::portal::PALETTES;
use tasuki_domain::content::Portal;
use tasuki_domain::municipality;
use tasuki_kernel::Problem;

use super::rendered;
use crate::fault::{Fault, field_message};
use crate::form::Form;
use crate::pages::form::tell;
use crate::pages::{DeskPortal, Input, Widget, choices};
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    said: Option<String>,
}

/// The portal's words as they were typed.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct Given {
    csrf: String,
    palette: String,
    municipality: String,
    about: String,
    joining: String,
    privacy: String,
    desk: String,
    phone: String,
    mail: String,
    hours: String,
}

/// The terms as they were typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Words {
    csrf: String,
    text: String,
}

fn rows(lang: Lang, it: &Portal) -> Vec<Vec<Input>> {
    let t = lang.texts().desk;
    let palettes = PALETTES.iter().zip(t.palettes);
    let palettes = choices(palettes.map(|(code, word)| ((*code).to_owned(), word.to_owned())));
    let places = municipality::prefectures().flat_map(|prefecture| {
        municipality::of_prefecture(prefecture.prefecture())
            .filter(|place| !place.name.contains("区") || place.prefecture() == "13")
            .map(move |place| {
                (place.code.to_owned(), format!("{} {}", prefecture.name, place.name))
            })
    });
    vec![
        vec![Input {
            widget: Widget::Radio(palettes),
            ..Input::line("palette", t.palette, &it.palette)
        }],
        vec![
            Input::pick("municipality", t.municipality, &it.municipality, choices(places))
                .or_nothing(),
        ],
        vec![Input::area("about", t.about, &it.about, 4).or_nothing()],
        vec![Input::area("joining", t.joining, &it.joining, 4).or_nothing()],
        vec![Input::area("privacy", t.privacy, &it.privacy, 6).or_nothing()],
        vec![Input::line("desk", t.desk_name, &it.desk).or_nothing()],
        vec![
            Input::typed("phone", t.phone, &it.phone, ("tel", "")).or_nothing(),
            Input::line("hours", t.hours, &it.hours).or_nothing(),
        ],
        vec![Input::typed("mail", t.mail, &it.mail, ("email", "")).or_nothing()],
    ]
}

async fn page(web: &Web, who: &SignedIn, shown: &Portal) -> Result<DeskPortal, Fault> {
    let lang = who.visitor.lang;
    let terms = web.app.terms().await?.into_iter().next();
    let words = terms.as_ref().map(|it| it.text.as_str()).unwrap_or_default();
    Ok(DeskPortal {
        frame: present::frame(web, who).await?,
        rows: rows(lang, shown),
        version: terms.as_ref().map(|it| it.version),
        terms: vec![vec![Input::area("text", lang.texts().desk.terms_words, words, 10)]],
        said: None,
    })
}

/// What the portal says.
pub async fn portal(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    web.app.desk(&who.session)?;
    let mut shown = web.app.portal_texts().await?;
    if shown.palette.is_empty() {
        PALETTES[0].clone_into(&mut shown.palette);
    }
    let page = DeskPortal {
        said: done.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it)),
        ..page(&web, &who, &shown).await?
    };
    Ok(rendered(&page)?.into_response())
}

fn told(who: &SignedIn, problem: &Problem) -> [(String, String); 1] {
    let field = problem.field.unwrap_or_default().to_owned();
    [(field, field_message(&who.visitor, problem))]
}

/// Keeps what the portal is to say.
pub async fn keep_portal(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Given>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let it = Portal {
        palette: given.palette,
        municipality: given.municipality,
        about: given.about,
        joining: given.joining,
        privacy: given.privacy,
        desk: given.desk,
        phone: given.phone,
        mail: given.mail,
        hours: given.hours,
    };
    match desk.set_portal(it.clone()).await {
        Ok(()) => Ok(Redirect::to("/desk/portal?said=kept").into_response()),
        Err(problem) if problem.field.is_some() && !who.visitor.wants_json => {
            let mut page = page(&web, &who, &it).await?;
            tell(&mut page.rows, told(&who, &problem));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

/// Publishes a new version of the terms.
pub async fn publish_terms(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Words>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let desk = web.app.desk(&who.session)?;
    match desk.publish_terms(&given.text).await {
        Ok(_) => Ok(Redirect::to("/desk/portal?said=published").into_response()),
        Err(problem) if problem.field.is_some() && !who.visitor.wants_json => {
            let mut page = page(&web, &who, &web.app.portal_texts().await?).await?;
            tell(&mut page.terms, told(&who, &problem));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}
