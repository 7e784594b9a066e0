//! 施設管理者のメニュー: who works here, with which devices; who joins.

mod device;
mod import;
mod one;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::house::{Colleague, House};
use tasuki_domain::staff::Typed;
use tasuki_domain::system::System;
use tasuki_kernel::{PostId, Problem, Timestamp};

use super::account;
use super::apply::professions;
use super::portal::rendered;
use crate::fault::{Fault, field_message, told};
use crate::form::Form;
use crate::pages::form::tell;
use crate::pages::{Check, Choice, Input, StaffList, StaffNew, StaffView, Widget, choices};
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

pub use device::{new_pickup, reset_password, revoke, substitute};
pub use import::{import, import_sheet, template};
pub use one::{change, leave, page};

/// Which facility, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) at: String,
    pub(super) said: Option<String>,
}

/// Somebody new, or known, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Joining {
    csrf: String,
    at: String,
    family: String,
    given: String,
    family_kana: String,
    given_kana: String,
    profession: String,
    mail: String,
    login: String,
    system: String,
    role: String,
    known: String,
    known_family: String,
}

/// The facility that is meant, and all that the reader manages; the first when none is named.
pub(super) fn house(
    web: &Web,
    who: &SignedIn,
    at: &str,
) -> Result<(House, String, Vec<Choice>), Fault> {
    let all = web.app.houses(&who.session);
    let named = all.iter().find(|(id, _)| id.to_string() == at);
    let first = all.first().filter(|_| at.is_empty());
    let (id, name) = named.or(first).ok_or_else(Problem::not_found)?;
    let house = web.app.house(&who.session, *id)?;
    let to_choose = choices(all.iter().map(|(id, name)| (id.to_string(), name.clone())));
    Ok((house, name.clone(), to_choose))
}

/// A colleague as pages show them; the address of the own device leads to no shutting out.
pub(super) fn view(who: &SignedIn, it: &Colleague, now: Timestamp) -> StaffView {
    let lang = who.visitor.lang;
    let (post, url) = (&it.row.post, format!("/facility/staff/{}", it.row.post.id));
    let devices = it.devices.iter().map(|(device, seen)| {
        let shown = account::device_view(lang, device, (*seen, now));
        let this = device.id == who.session.device;
        let open = !this && device.revoked.is_none();
        let lost_url = open.then(|| format!("{url}/devices/{}/revoke", device.id));
        crate::pages::DeviceView { this, lost_url, ..shown }
    });
    StaffView {
        name: post.name.full(),
        kana: post.name.kana(),
        profession: present::profession_name(lang, &post.profession),
        login: it.row.login.clone(),
        mail: it.row.mail.clone(),
        manager: post.manager,
        elsewhere: it.row.others > 0,
        unused: it.unused,
        devices: devices.collect(),
        url,
    }
}

async fn facility_review(house: &House, lang: Lang) -> Result<Option<&'static str>, Fault> {
    Ok(super::facility::waiting(lang, house.review_due().await?))
}

/// Everybody.
pub async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let (house, facility, facilities) = house(&web, &who, &asked.at)?;
    let now = web.app.clock().now();
    rendered(&StaffList {
        frame: present::frame(&web, &who).await?,
        facility,
        at: house.facility().to_string(),
        facilities,
        review: facility_review(&house, who.visitor.lang).await?,
        people: house.staff().await?.iter().map(|it| view(&who, it, now)).collect(),
        said: asked.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it)),
    })
}

fn role(lang: Lang, on: bool) -> Input {
    let t = lang.texts().staff;
    let check = Check { value: "manager".into(), label: t.role.into(), on };
    Input { widget: Widget::Checks(vec![check]), ..Input::line("role", t.manager, "") }
        .with_hint(t.role_hint)
}

fn systems(lang: Lang, chosen: &str) -> Input {
    let t = lang.texts().staff;
    let all = choices(System::ALL.map(|it| (it.name().to_owned(), it.title().to_owned())));
    Input { widget: Widget::Radio(all), ..Input::line("system", t.system, chosen) }
        .with_hint(t.system_hint)
}

fn new_rows(lang: Lang, it: &Joining) -> Vec<Vec<Input>> {
    let (t, words) = (lang.texts().staff, lang.texts().apply);
    let mail = Input::typed("mail", words.mail, &it.mail, ("email", ""));
    vec![
        vec![
            Input::line("family", words.family, &it.family),
            Input::line("given", words.given, &it.given),
        ],
        vec![
            Input::line("family_kana", words.family_kana, &it.family_kana),
            Input::line("given_kana", words.given_kana, &it.given_kana),
        ],
        vec![Input::pick("profession", words.profession, &it.profession, professions(lang))],
        vec![mail.with_hint(t.mail_hint)],
        vec![Input::line("login", words.login, &it.login).with_hint(t.login_hint)],
        vec![systems(lang, &it.system)],
        vec![role(lang, !it.role.is_empty())],
    ]
}

/// The fields of the second form have names of their own: both stand on one page.
fn known_rows(lang: Lang, it: &Joining) -> Vec<Vec<Input>> {
    let t = lang.texts().staff;
    let profession = lang.texts().apply.profession;
    vec![
        vec![
            Input::line("known", t.known_login, &it.known),
            Input::line("known_family", t.known_family, &it.known_family),
        ],
        vec![Input::pick("known_profession", profession, &it.profession, professions(lang))],
    ]
}

async fn joining_page(
    web: &Web,
    who: &SignedIn,
    (house, facility): (&House, String),
    (new, known): (&Joining, &Joining),
) -> Result<StaffNew, Fault> {
    let lang = who.visitor.lang;
    Ok(StaffNew {
        frame: present::frame(web, who).await?,
        facility,
        at: house.facility().to_string(),
        new: new_rows(lang, new),
        known: known_rows(lang, known),
    })
}

/// The forms by which somebody joins.
pub async fn new(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let (house, name, _) = house(&web, &who, &asked.at)?;
    let empty = Joining::default();
    rendered(&joining_page(&web, &who, (&house, name), (&empty, &empty)).await?)
}

fn to_one(post: PostId, said: &str) -> Response {
    Redirect::to(&format!("/facility/staff/{post}?said={said}")).into_response()
}

/// Enters somebody new.
pub async fn add(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<Joining>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, name, _) = house(&web, &who, &given.at)?;
    let typed = Typed {
        family: given.family.clone(),
        given: given.given.clone(),
        family_kana: given.family_kana.clone(),
        given_kana: given.given_kana.clone(),
        profession: given.profession.clone(),
        mail: given.mail.clone(),
        login: given.login.clone(),
        system: given.system.clone(),
        manager: !given.role.is_empty(),
    };
    let problems = match house.add(&typed, who.visitor.lang.tag()).await {
        Ok(post) => return Ok(to_one(post, "entered")),
        Err(problems) => problems,
    };
    if let Some(other) = problems.iter().find(|it| it.field.is_none()) {
        return Err(other.clone().into());
    }
    let mut page = joining_page(&web, &who, (&house, name), (&given, &Joining::default())).await?;
    tell(&mut page.new, told(&who.visitor, &problems));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}

/// Somebody known, as it was typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SecondPost {
    csrf: String,
    at: String,
    known: String,
    known_family: String,
    known_profession: String,
}

/// Gives a post to somebody who has an account.
pub async fn take_on(
    State(web): State<Web>,
    who: SignedIn,
    Form(given): Form<SecondPost>,
) -> Result<Response, Fault> {
    who.check_token(&given.csrf)?;
    let (house, name, _) = house(&web, &who, &given.at)?;
    let person = (&*given.known, &*given.known_family);
    let mut problem = match house.take_on(person, (&given.known_profession, false)).await {
        Ok(post) => return Ok(to_one(post, "taken-on")),
        Err(problem) if problem.field.is_none() => return Err(problem.into()),
        Err(problem) => problem,
    };
    let message = field_message(&who.visitor, &problem);
    if problem.field == Some("profession") {
        problem.field = Some("known_profession");
    }
    let typed = Joining {
        known: given.known,
        known_family: given.known_family,
        profession: given.known_profession,
        ..Joining::default()
    };
    let mut page = joining_page(&web, &who, (&house, name), (&Joining::default(), &typed)).await?;
    tell(&mut page.known, [(problem.field.unwrap_or_default().to_owned(), message)]);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
}
