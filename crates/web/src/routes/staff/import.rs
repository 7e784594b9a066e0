//! 職員の一括登録: a table is chosen, looked over, and entered in one press.

use axum::extract::FromRequest;
use axum::extract::multipart::Multipart;
use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use tasuki_app::house::{Batch, Candidate, Candidates, House};
use tasuki_domain::profession;
use tasuki_domain::staff::sheet::{Flaw, Line, Unreadable};
use tasuki_domain::staff::{Column, system_of};
use tasuki_domain::system::System;
use tasuki_kernel::{Code, Problem};

use super::{Asked, house, rendered, systems};
use crate::fault::{Fault, told};
use crate::pages::form::tell;
use crate::pages::{SheetLine, StaffImport, StaffPreview};
use crate::routes::compose::refused;
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What was chosen or pasted, and which button was pressed.
#[derive(Debug, Default)]
struct Given {
    csrf: String,
    at: String,
    file: Vec<u8>,
    text: String,
    system: String,
    batch: String,
    press: String,
}

impl Given {
    async fn read(mut form: Multipart) -> Result<Self, Problem> {
        let mut given = Self::default();
        while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| refused(&e))?;
            let text = || {
                let text = String::from_utf8(bytes.to_vec());
                text.map_err(|_| Problem::new(Code::Malformed, "the form is not in UTF-8"))
            };
            match &*name {
                "file" => given.file = bytes.to_vec(),
                "csrf" => given.csrf = text()?,
                "at" => given.at = text()?,
                "text" => given.text = text()?,
                "system" => given.system = text()?,
                "batch" => given.batch = text()?,
                "press" => given.press = text()?,
                _ => {}
            }
        }
        Ok(given)
    }

    /// The table: a file that was chosen, or what was pasted.
    fn table(&self) -> Vec<u8> {
        if self.file.is_empty() { self.text.clone().into_bytes() } else { self.file.clone() }
    }
}

/// Names of all professions.
fn names(lang: Lang) -> Vec<&'static str> {
    let name = |it: &profession::Profession| if lang == Lang::Ja { it.ja } else { it.en };
    profession::TABLE.iter().map(name).collect()
}

async fn choosing(
    web: &Web,
    who: &SignedIn,
    (house, facility): (&House, String),
    given: &Given,
) -> Result<StaffImport, Fault> {
    let lang = who.visitor.lang;
    let system = systems(lang, &given.system).with_hint(lang.texts().staff_import.system_hint);
    Ok(StaffImport {
        frame: present::frame(web, who).await?,
        facility,
        at: house.facility().to_string(),
        text: given.text.clone(),
        rows: vec![vec![system]],
        professions: names(lang),
        error: None,
    })
}

/// Choosing a table.
pub async fn import(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let (house, name, _) = house(&web, &who, &asked.at)?;
    rendered(&choosing(&web, &who, (&house, name), &Given::default()).await?)
}

/// An empty table with the headings.
pub async fn template(State(web): State<Web>, who: SignedIn) -> Result<Response, Fault> {
    house(&web, &who, "")?;
    let lang = who.visitor.lang;
    let headings = Column::ALL.map(|it| it.names()[usize::from(lang == Lang::En)]);
    let about = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"staff.csv\""),
    ];
    // With the mark by which spreadsheets know UTF-8.
    Ok((about, format!("\u{FEFF}{}\r\n", headings.join(","))).into_response())
}

/// Looks a table over, or enters what is in it.
pub async fn import_sheet(
    State(web): State<Web>,
    who: SignedIn,
    request: Request,
) -> Result<Response, Fault> {
    let form = Multipart::from_request(request, &()).await;
    let form = form.map_err(|it| Problem::new(Code::Malformed, it.body_text()))?;
    let given = match Given::read(form).await {
        Ok(given) => given,
        Err(problem) if problem.code == Code::TooLarge => return too_large(&web, &who).await,
        Err(problem) => return Err(problem.into()),
    };
    who.check_token(&given.csrf)?;
    let (house, name, _) = house(&web, &who, &given.at)?;
    let lang = who.visitor.lang;
    let system = match system_of(&given.system) {
        Ok(system) => system,
        Err(problem) => {
            let mut page = choosing(&web, &who, (&house, name), &given).await?;
            tell(&mut page.rows, told(&who.visitor, &[problem]));
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response());
        }
    };
    let fresh = || web.app.new_entry_id().to_string();
    let known = Some(given.batch.clone()).filter(|it| !it.is_empty());
    let batch = Batch { token: known.unwrap_or_else(fresh), system };
    let found = match house.look_over(given.table(), &batch).await? {
        Ok(found) => found,
        Err(why) => {
            let page = choosing(&web, &who, (&house, name), &given).await?;
            let page = StaffImport { error: Some(unreadable(lang, &why)), ..page };
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response());
        }
    };
    let wrong = found.people.iter().filter(|it| !it.is_good()).count();
    let t = lang.texts().staff_import;
    let (status, found, error) = match &*given.press {
        "all" if wrong > 0 => {
            let wrong = u32::try_from(wrong).unwrap_or(u32::MAX);
            (StatusCode::UNPROCESSABLE_ENTITY, found, Some(t.not_all.of(wrong)))
        }
        "all" | "good" => {
            let added = house.add_all(&found, &batch, lang.tag()).await?;
            if added.late.is_empty() {
                let to = format!("/facility/staff?at={}&said=imported", house.facility());
                return Ok(Redirect::to(&to).into_response());
            }
            let again = house.look_over(given.table(), &batch).await?;
            (StatusCode::CONFLICT, again.unwrap_or(found), Some(t.late.into()))
        }
        _ => (StatusCode::OK, found, None),
    };
    let frame = present::frame(&web, &who).await?;
    let at = house.facility().to_string();
    let page = StaffPreview { frame, facility: name, at, error, ..preview(lang, found, &batch) };
    Ok((status, rendered(&page)?).into_response())
}

async fn too_large(web: &Web, who: &SignedIn) -> Result<Response, Fault> {
    let (house, name, _) = house(web, who, "")?;
    let page = choosing(web, who, (&house, name), &Given::default()).await?;
    let error = Some(who.visitor.lang.texts().staff_import.too_large.to_owned());
    let page = StaffImport { error, ..page };
    Ok((StatusCode::PAYLOAD_TOO_LARGE, rendered(&page)?).into_response())
}

/// Why a file is no table of staff.
fn unreadable(lang: Lang, why: &Unreadable) -> String {
    let t = lang.texts().staff_import;
    let name = |it: &Column| it.names()[usize::from(lang == Lang::En)];
    match why {
        Unreadable::Empty => t.none.to_owned(),
        Unreadable::Missing(columns) => {
            let between = if lang == Lang::Ja { "、" } else { ", " };
            t.missing.of(columns.iter().map(name).collect::<Vec<_>>().join(between))
        }
        Unreadable::Twice(column) => t.twice.of(name(column)),
        Unreadable::TooMany(people) => t.too_many.of(u32::try_from(*people).unwrap_or(u32::MAX)),
    }
}

fn preview(lang: Lang, found: Candidates, batch: &Batch) -> StaffPreview {
    let t = lang.texts().staff_import;
    let (here, open): (Vec<_>, Vec<_>) = found.people.iter().partition(|it| it.here);
    let (good, wrong): (Vec<_>, Vec<_>) = open.into_iter().partition(|it| it.is_good());
    let lines = |all: Vec<&Candidate>| all.into_iter().map(|it| line(lang, it)).collect();
    StaffPreview {
        batch: batch.token.clone(),
        system: batch.system.name().into(),
        read_as: t.read_as.of(found.encoding.title()),
        ignored: match found.ignored.as_slice() {
            [] => String::new(),
            names => t.ignored.of(names.join("、")),
        },
        wrong: lines(wrong),
        good: lines(good),
        here: lines(here),
        professions: names(lang),
        text: found.text,
        ..StaffPreview::default()
    }
}

fn line(lang: Lang, it: &Candidate) -> SheetLine {
    let (t, line) = (lang.texts().staff_import, &it.line);
    let typed = &line.typed;
    let mut wrong: Vec<String> = line.flaws.iter().map(|flaw| words(lang, line, flaw)).collect();
    for (taken, field) in [(it.taken.login, "login"), (it.taken.mail, "mail")] {
        if taken {
            wrong.push(texts::field(lang, field, "taken"));
        }
    }
    let mut notes: Vec<String> =
        line.namesake.map(|it| t.namesake.of(number(it))).into_iter().collect();
    if it.known {
        notes.push(t.known.to_owned());
    }
    let both = |one: &str, two: &str| format!("{one} {two}").trim().to_owned();
    let (name, kana) = match &line.checked {
        Some(checked) => (checked.name.full(), checked.name.kana()),
        None => (both(&typed.family, &typed.given), both(&typed.family_kana, &typed.given_kana)),
    };
    SheetLine {
        number: number(line.number),
        name,
        kana,
        profession: present::profession_name(lang, &typed.profession),
        mail: typed.mail.clone(),
        login: typed.login.clone(),
        proposed: line.proposed,
        manager: typed.manager,
        device: System::from_name(&typed.system).map_or("", System::title),
        notes,
        wrong,
    }
}

fn number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// What is wrong with a line.
fn words(lang: Lang, line: &Line, flaw: &Flaw) -> String {
    let t = lang.texts().staff_import;
    match flaw {
        Flaw::NotText => t.not_text.to_owned(),
        Flaw::Control => t.control.to_owned(),
        Flaw::Quote => t.quote.to_owned(),
        Flaw::Cells => t.cells.to_owned(),
        Flaw::Again("login", earlier) => t.again_login.of(number(*earlier)),
        Flaw::Again(_, earlier) => t.again_mail.of(number(*earlier)),
        Flaw::Field(problem) => match problem.field.unwrap_or_default() {
            "profession" if !line.typed.profession.is_empty() => {
                t.no_profession.of(&line.typed.profession)
            }
            "system" => t.no_system.to_owned(),
            "manager" => t.no_manager.to_owned(),
            "login" if line.typed.login.is_empty() => t.no_login.to_owned(),
            field => texts::field(lang, field, &problem.detail),
        },
    }
}
