//! Writing: the composer as a page, and what it sends.

use axum::Json;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde_json::json;
use tasuki_app::attachment::Upload;
use tasuki_app::compose::{Correction, Draft, Posted};
use tasuki_app::room::Room;
use tasuki_app::timeline::{Item, Matter};
use tasuki_domain::importance::Importance;
use tasuki_domain::policy::Action;
use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::text::MAX_CHARS;
use tasuki_kernel::{Code, EntryId, PersonId, Problem};

use super::POST;
use super::entry::{entry_id, fragment};
use super::portal::rendered;
use super::room::{banner, entered, sight};
use crate::fault::{Fault, field_message};
use crate::pages::{self, Addressee, Compose, FieldError, Purpose};
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What the composer sent, before anything of it is believed.
#[derive(Debug, Default, Clone)]
pub(crate) struct Sent {
    csrf: String,
    entry: String,
    text: String,
    category: String,
    importance: String,
    sensitivity: String,
    tags: String,
    reply_to: String,
    corrects: String,
    reason: String,
    addressees: Vec<String>,
    photos: Vec<Upload>,
    captions: Vec<String>,
}

fn unreadable(detail: impl std::fmt::Display) -> Problem {
    Problem::new(Code::Malformed, format!("the form cannot be read: {detail}"))
}

impl Sent {
    pub(crate) async fn read(mut form: Multipart) -> Result<Self, Problem> {
        let mut sent = Self::default();
        while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
            sent.take(field).await?;
        }
        for (photo, caption) in sent.photos.iter_mut().zip(&sent.captions) {
            photo.caption.clone_from(caption);
        }
        Ok(sent)
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "photo" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|e| refused(&e))?;
            // A file input without a choice sends one empty, nameless part.
            if !bytes.is_empty() {
                let caption = String::new();
                self.photos.push(Upload { file_name, caption, bytes: bytes.to_vec() });
            }
            return Ok(());
        }
        let bytes = field.bytes().await.map_err(|e| refused(&e))?;
        let text = String::from_utf8(bytes.to_vec())
            .map_err(|_| unreadable(format!("the field {name} is not UTF-8")))?;
        match name.as_str() {
            "csrf" => self.csrf = text,
            "entry" => self.entry = text,
            "text" => self.text = text,
            "category" => self.category = text,
            "importance" => self.importance = text,
            "sensitivity" => self.sensitivity = text,
            "tags" => self.tags = text,
            "reply_to" => self.reply_to = text,
            "corrects" => self.corrects = text,
            "reason" => self.reason = text,
            "addressee" => self.addressees.push(text),
            "caption" => self.captions.push(text),
            _ => {}
        }
        Ok(())
    }

    fn draft(&self) -> Result<Draft, Problem> {
        let people: Result<Vec<PersonId>, _> =
            self.addressees.iter().map(|it| it.parse()).collect();
        Ok(Draft {
            entry: optional_id(&self.entry, "entry")?,
            post: None,
            category: self.category.clone(),
            importance: importance(&self.importance)?,
            sensitivity: sensitivity(&self.sensitivity)?,
            tags: self.tags.split_whitespace().map(str::to_owned).collect(),
            text: self.text.clone(),
            photos: self.photos.clone(),
            answers: optional_id(&self.reply_to, "answers")?,
            deliver_to: people.map_err(|_| Problem::invalid("deliver_to", "not an id"))?,
            claimed: None,
            undisclosed: false,
            ..Draft::default()
        })
    }
}

/// What a form that cannot be read to its end amounts to.
pub(crate) fn refused(error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(Code::TooLarge, "the photos are over 64 MB together");
    }
    unreadable(error.body_text())
}

fn optional_id(text: &str, field: &'static str) -> Result<Option<EntryId>, Problem> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Problem::invalid(field, "not an id"))
}

fn importance(name: &str) -> Result<Importance, Problem> {
    match name {
        "" => Ok(Importance::Normal),
        "information" => Ok(Importance::Info),
        other => Importance::from_name(other)
            .ok_or_else(|| Problem::invalid("importance", "not an importance")),
    }
}

fn sensitivity(name: &str) -> Result<Sensitivity, Problem> {
    match name {
        "" => Ok(Sensitivity::Low),
        other => Sensitivity::from_name(other)
            .ok_or_else(|| Problem::invalid("sensitivity", "not a sensitivity")),
    }
}

/// The composer, filled with what is known.
struct Filled {
    sent: Sent,
    purpose: Purpose,
    action: String,
    problem: Option<Problem>,
}

async fn show(web: &Web, who: &SignedIn, room: &Room, filled: Filled) -> Result<Compose, Fault> {
    let sight = sight(web, who, room);
    let lang = sight.lang;
    let members = room.members().await?;
    let settings = &who.session.settings;
    let path = format!("/rooms/{}", room.id());
    let sent = &filled.sent;
    let entry =
        if sent.entry.is_empty() { web.app.new_entry_id().to_string() } else { sent.entry.clone() };
    let addressees = members.iter().filter(|it| it.person != sight.me).map(|it| Addressee {
        value: it.person.to_string(),
        name: it.byline.name.clone(),
        profession: present::profession_name(lang, &it.byline.profession),
        facility: it.byline.facility.clone(),
        portrait: Some(format!("/people/{}/portrait", it.person)),
        chosen: sent.addressees.contains(&it.person.to_string()),
    });
    let first = settings.categories.first().cloned().unwrap_or_default();
    let errors = filled.problem.iter().filter(|it| it.field.is_some());
    Ok(Compose {
        frame: present::frame(web, who).await?,
        banner: banner(&sight, room.patient().await?.as_ref(), &path),
        room: present::room_label(lang, room.kind()),
        action: filled.action,
        back: path,
        purpose: filled.purpose,
        draft: pages::Draft {
            entry,
            text: sent.text.clone(),
            category: if sent.category.is_empty() { first } else { sent.category.clone() },
            importance: match sent.importance.as_str() {
                "urgent" => pages::Importance::Urgent,
                "information" | "info" => pages::Importance::Information,
                _ => pages::Importance::Normal,
            },
            sensitivity: if sent.sensitivity.is_empty() {
                "low".into()
            } else {
                sent.sensitivity.clone()
            },
            reason: sent.reason.clone(),
        },
        categories: present::category_choices(&settings.categories),
        sensitivities: present::sensitivities(lang),
        audience: present::audience(lang, room.kind(), members.len()),
        family: room.kind() == RoomKind::Family,
        addressees: addressees.collect(),
        problem: filled.problem.as_ref().map(|it| texts::problem(lang, it.code)),
        errors: errors
            .map(|it| FieldError {
                field: form_field(it.field.unwrap_or_default()).into(),
                message: field_message(&who.visitor, it),
            })
            .collect(),
        max_text: u32::try_from(MAX_CHARS).unwrap_or(u32::MAX),
        max_photos: 10,
        photos_lost: filled.problem.is_some() && !sent.photos.is_empty(),
    })
}

/// The form's own name of a field.
fn form_field(name: &str) -> &str {
    match name {
        "photos" => "photo",
        "deliver_to" => "addressee",
        other => other,
    }
}

async fn writable(web: &Web, who: &SignedIn, room: &str) -> Result<Room, Fault> {
    let room = entered(web, who, room).await?;
    if room.may(Action::Write) { Ok(room) } else { Err(Problem::not_found().into()) }
}

fn entries(room: &Room) -> String {
    format!("/rooms/{}/entries", room.id())
}

/// The composer.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
) -> Result<Html<String>, Fault> {
    let room = writable(&web, &who, &room).await?;
    let action = entries(&room);
    let filled = Filled { sent: Sent::default(), purpose: Purpose::New, action, problem: None };
    rendered(&show(&web, &who, &room, filled).await?)
}

/// What was begun at the foot of the timeline goes on in the composer; nothing is sent yet.
pub async fn carry_over(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    request: Request,
) -> Result<Html<String>, Fault> {
    let room = writable(&web, &who, &room).await?;
    let sent = received(request).await?;
    who.check_token(&sent.csrf)?;
    let action = entries(&room);
    rendered(
        &show(&web, &who, &room, Filled { sent, purpose: Purpose::New, action, problem: None })
            .await?,
    )
}

fn note_text(item: &Item) -> Option<&str> {
    match &item.matter {
        Matter::Note { note, .. } => Some(&note.text),
        _ => None,
    }
}

/// The composer for an answer.
pub async fn reply(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let room = writable(&web, &who, &room).await?;
    let item = room.entry(entry_id(&entry)?).await?;
    let quoted = present::quoted(room.id(), &item);
    let me = who.session.person.id;
    // An answer to 特別便 begins with the same people: it must not go to all by an oversight.
    let others = item.addressees.iter().filter_map(|it| it.person).filter(|it| *it != me);
    let sent = Sent {
        reply_to: item.entry.to_string(),
        addressees: others.map(|it| it.to_string()).collect(),
        ..Sent::default()
    };
    let purpose = Purpose::Reply { to: item.entry.to_string(), quoted };
    let action = entries(&room);
    rendered(&show(&web, &who, &room, Filled { sent, purpose, action, problem: None }).await?)
}

/// The composer for a correction of one's own note.
pub async fn correction(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Path<(String, String)>,
) -> Result<Html<String>, Fault> {
    let room = writable(&web, &who, &room).await?;
    let item = room.entry(entry_id(&entry)?).await?;
    let text = note_text(&item).filter(|_| item.mine).ok_or_else(Problem::not_found)?;
    let sent = Sent { text: text.to_owned(), ..Sent::default() };
    let quoted = present::quoted(room.id(), &item);
    let purpose = Purpose::Correction { of: item.entry.to_string(), quoted };
    let action = entries(&room);
    rendered(&show(&web, &who, &room, Filled { sent, purpose, action, problem: None }).await?)
}

async fn received(mut request: Request) -> Result<Sent, Fault> {
    DefaultBodyLimit::apply(DefaultBodyLimit::max(POST), &mut request);
    let form =
        Multipart::from_request(request, &()).await.map_err(|e| unreadable(e.body_text()))?;
    Ok(Sent::read(form).await?)
}

/// Sends: a note, an answer, or a correction.
pub async fn submit(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let room = writable(&web, &who, &room).await?;
    let sent = received(request).await?;
    who.check_token(&sent.csrf)?;
    match write(&room, &sent).await {
        Ok(posted) => answer(&web, &who, &room, &sent, &posted).await,
        Err(problem) if who.visitor.wants_json || problem.code.status() >= 500 => {
            Err(problem.into())
        }
        Err(problem) => {
            let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::OK);
            let purpose = purpose_of(&room, &sent).await?;
            let action = entries(&room);
            let filled = Filled { sent, purpose, action, problem: Some(problem) };
            let page = show(&web, &who, &room, filled).await?;
            Ok((status, rendered(&page)?).into_response())
        }
    }
}

async fn write(room: &Room, sent: &Sent) -> Result<Posted, Problem> {
    if sent.corrects.is_empty() {
        return room.write(sent.draft()?).await;
    }
    let of = optional_id(&sent.corrects, "corrects")?.ok_or_else(Problem::not_found)?;
    let correction = Correction {
        entry: optional_id(&sent.entry, "entry")?,
        text: sent.text.clone(),
        reason: sent.reason.clone(),
    };
    room.correct(of, correction).await
}

/// What the form was for, so that it comes back the same with its errors.
async fn purpose_of(room: &Room, sent: &Sent) -> Result<Purpose, Fault> {
    if let Some(of) = optional_id(&sent.corrects, "corrects")? {
        let quoted = present::quoted(room.id(), &room.entry(of).await?);
        return Ok(Purpose::Correction { of: of.to_string(), quoted });
    }
    if let Ok(Some(to)) = optional_id(&sent.reply_to, "answers")
        && let Ok(item) = room.entry(to).await
    {
        let quoted = present::quoted(room.id(), &item);
        return Ok(Purpose::Reply { to: to.to_string(), quoted });
    }
    Ok(Purpose::New)
}

/// Back to the timeline, or the entry for a script that puts it there.
async fn answer(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    sent: &Sent,
    posted: &Posted,
) -> Result<Response, Fault> {
    let path = format!("/rooms/{}", room.id());
    if !who.visitor.wants_json {
        let said = if sent.corrects.is_empty() { "sent" } else { "corrected" };
        return Ok(Redirect::to(&format!("{path}?said={said}")).into_response());
    }
    let again = entered(web, who, &room.id().to_string()).await?;
    let shown = optional_id(&sent.corrects, "corrects")?.unwrap_or(posted.entry);
    let item = again.entry(shown).await?;
    let html = fragment(present::frame(web, who).await?, &sight(web, who, &again), &item)?;
    let body = json!({
        "html": html,
        "key": shown.to_string(),
        "entry": web.app.new_entry_id().to_string(),
        "head": posted.head.to_string(),
    });
    let status = if posted.fresh { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(body)).into_response())
}
