//! Photos: the page around one, and the pictures themselves.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::attachment::{Picture, Size, kind};
use tasuki_app::room::Room;
use tasuki_app::timeline::Matter;
use tasuki_domain::policy::Action;
use tasuki_kernel::{EntryId, Problem};

use super::entry::entry_id;
use super::portal::rendered;
use super::room::{banner, entered, sight};
use crate::Web;
use crate::fault::{Fault, field_message};
use crate::form::Form;
use crate::pages::{self, CommentForm};
use crate::present;
use crate::visitor::SignedIn;

type Address = Path<(String, String, String)>;

/// The number of a photo in its entry, from 0.
pub(crate) fn number_of(text: &str) -> Result<usize, Fault> {
    text.parse().map_err(|_| Fault(Problem::not_found()))
}

async fn picture(
    web: &Web,
    who: &SignedIn,
    Path((room, entry, number)): Address,
    size: Size,
) -> Result<Response, Fault> {
    let room = entered(web, who, &room).await?;
    Ok(jpeg(room.picture(entry_id(&entry)?, number_of(&number)?, size).await?))
}

/// A picture as an answer that can run nothing.
pub(crate) fn jpeg(picture: Picture) -> Response {
    let about = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    (about, picture.bytes).into_response()
}

/// As large as it is kept.
pub async fn full(
    State(web): State<Web>,
    who: SignedIn,
    address: Address,
) -> Result<Response, Fault> {
    picture(&web, &who, address, Size::Full).await
}

/// For the timeline.
pub async fn small(
    State(web): State<Web>,
    who: SignedIn,
    address: Address,
) -> Result<Response, Fault> {
    picture(&web, &who, address, Size::Thumbnail).await
}

/// One photo with its caption and the way to its neighbours.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number)): Address,
) -> Result<Html<String>, Fault> {
    let room = entered(&web, &who, &room).await?;
    let place = (entry_id(&entry)?, number_of(&number)?);
    show(&web, &who, &room, place, Typed::default()).await
}

/// What was typed into the form, and what is wrong with it.
#[derive(Debug, Default)]
struct Typed {
    text: String,
    problem: Option<Problem>,
}

/// A comment, as the form sends it.
#[derive(Debug, Deserialize)]
pub struct Said {
    csrf: String,
    #[serde(default)]
    entry: String,
    text: String,
}

/// Writes a comment on the photo.
pub async fn comment(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry, number)): Address,
    Form(said): Form<Said>,
) -> Result<Response, Fault> {
    who.check_token(&said.csrf)?;
    let room = entered(&web, &who, &room).await?;
    let place = (entry_id(&entry)?, number_of(&number)?);
    let made = said.entry.parse().ok();
    match room.comment(place.0, place.1, made, said.text.clone()).await {
        Ok(posted) => {
            let photo = format!("/rooms/{}/entries/{}/photos/{}", room.id(), place.0, place.1);
            Ok(Redirect::to(&format!("{photo}#e-{}", posted.entry)).into_response())
        }
        Err(problem) if problem.field.is_some() && !who.visitor.wants_json => {
            let status = StatusCode::from_u16(problem.code.status()).unwrap_or(StatusCode::OK);
            let typed = Typed { text: said.text, problem: Some(problem) };
            let page = show(&web, &who, &room, place, typed).await?;
            Ok((status, page).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn show(
    web: &Web,
    who: &SignedIn,
    room: &Room,
    (id, number): (EntryId, usize),
    typed: Typed,
) -> Result<Html<String>, Fault> {
    let sight = sight(web, who, room);
    let item = room.entry(id).await?;
    let (Matter::Note { note, .. }
    | Matter::Withdrawn { note, .. }
    | Matter::Misfiled { note, .. }) = &item.matter
    else {
        return Err(Problem::not_found().into());
    };
    let photo = note.attachments.get(number).ok_or_else(Problem::not_found)?;
    // Documents have pages of their own, and are passed over on the way to the next photo.
    let photos: Vec<usize> =
        (0..note.attachments.len()).filter(|at| kind(&note.attachments[*at]).is_none()).collect();
    let place = photos.iter().position(|at| *at == number).ok_or_else(Problem::not_found)?;
    let url = format!("/rooms/{}/entries/{id}", room.id());
    let beside = |n: usize| format!("{url}/photos/{n}");
    let patient = room.patient().await?;
    let comments = room.comments(&item, number).await?;
    let stands = matches!(item.matter, Matter::Note { .. });
    let view = present::entry_view(&sight, &item);
    let page = pages::Photo {
        comments: comments.iter().map(|it| present::entry_view(&sight, it)).collect(),
        comment: (stands && room.may(Action::Write)).then(|| CommentForm {
            action: beside(number),
            entry: web.app.new_entry_id().to_string(),
            error: typed.problem.as_ref().map(|it| field_message(&who.visitor, it)),
            text: typed.text,
            seen_by_some: !item.addressees.is_empty(),
        }),
        frame: present::frame(web, who).await?,
        banner: banner(&sight, room, patient.as_ref(), &url).await?,
        back: url.clone(),
        src: format!("{url}/photos/{number}/full.jpg"),
        caption: photo.caption.clone(),
        author: view.author,
        at: view.at,
        number: u32::try_from(place + 1).unwrap_or(1),
        of: u32::try_from(photos.len()).unwrap_or(1),
        previous: place.checked_sub(1).map(|it| beside(photos[it])),
        next: photos.get(place + 1).map(|it| beside(*it)),
    };
    rendered(&page)
}
