//! Writing an entry, with photos or without.

use axum::Json;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, FromRequest, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use tasuki_app::attachment::{Upload, photo_name};
use tasuki_app::compose::{Draft, Posted};
use tasuki_app::room::Room;
use tasuki_app::upload::Arrived;
use tasuki_domain::importance::Importance;
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_kernel::{Code, Problem};
use utoipa::ToSchema;

use super::given::{Given, is_of_type, parse};
use super::refusals::{ChangeRefusals, Refusals};
use super::shape::{Id, ImportanceName, Instant, NewVital, SensitivityName};
use super::trusted::Trusted;
use crate::Web;
use crate::fault::Fault;
use crate::routes::POST;
use crate::routes::compose::refused;
use crate::routes::room::entered;

/// A note to be written.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "entry": "019aa4b6-1c80-7c3e-a7f1-5d2b9e6c4a10",
    "category": "看護記録",
    "importance": "normal",
    "text": "夕食を半分召し上がりました。",
    "vitals": [
        { "code": "body-temperature", "value": "36.8" },
        { "code": "8480-6", "value": "128", "unit": "mm[Hg]" },
        { "code": "8462-4", "value": "74", "unit": "mm[Hg]" }
    ],
    "claimed": "2026-11-21T05:32:00Z"
}))]
pub(super) struct NewEntry {
    /// Made by the device, so that sending twice writes once. Made here when left out.
    entry: Option<Id>,
    /// In which of one's posts; that of the membership when left out.
    post: Option<Id>,
    /// One of the region's categories; its first when left out.
    #[serde(default)]
    category: String,
    /// `normal` when left out.
    #[schema(value_type = Option<ImportanceName>)]
    importance: Option<String>,
    /// `low` when left out.
    #[schema(value_type = Option<SensitivityName>)]
    sensitivity: Option<String>,
    /// Without `#`; 10 at most.
    #[serde(default)]
    tags: Vec<String>,
    /// 20,000 characters at most; may be empty with a photo.
    #[serde(default)]
    text: String,
    /// The entry that this one answers, in the same room.
    answers: Option<Id>,
    /// 引用: words of that entry, as they stand there; 2,000 characters at most.
    quote: Option<String>,
    /// The number of the photo of the answered entry that this is a comment on.
    about_photo: Option<usize>,
    /// 特別便: to whom, as persons who are members; empty for everyone in the room.
    #[serde(default)]
    deliver_to: Vec<Id>,
    /// When it was written, by the device's clock.
    claimed: Option<Instant>,
    /// 未告知: never shown to the patient or family.
    #[serde(default)]
    undisclosed: bool,
    /// What was measured: one of each kind at most.
    #[serde(default)]
    vitals: Vec<NewVital>,
    /// When it was measured or happened, if not when it was written.
    happened: Option<Instant>,
    /// Words under the photos, in their order.
    #[serde(default)]
    captions: Vec<String>,
    /// Files that were uploaded before, piece by piece; they come after those of a form.
    #[serde(default)]
    uploads: Vec<ArrivedFile>,
}

/// A file that has arrived whole.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ArrivedFile {
    upload: Id,
    /// The name that it had on the device.
    #[serde(default)]
    file_name: String,
    /// Words under the picture.
    #[serde(default)]
    caption: String,
}

impl ArrivedFile {
    fn read(self) -> Result<Arrived, Problem> {
        let Self { upload, file_name, caption } = self;
        Ok(Arrived { upload: upload.read("uploads")?, file_name, caption })
    }
}

/// The same with photos.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes the parts of a form, which are read one by one")]
pub(super) struct EntryForm {
    /// Of the type `application/json`.
    entry: NewEntry,
    /// Photos (JPEG, PNG, WebP) and documents (PDF, .docx, .xlsx): 20 at most, 64 MB together.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    photo: Vec<String>,
}

/// What was written, and where it stands.
#[derive(Serialize, ToSchema)]
pub(super) struct Written {
    entry: Id,
    log: Id,
    /// Its number in the log, from 1.
    sequence: u64,
    /// The log's head after it (SHA-256 in hexadecimal): keep the newest of each log, and warn
    /// when one with a smaller number or another value for the same number comes back.
    head: String,
    received: Instant,
}

impl Written {
    /// The answer: 201 when it was written now, 200 when it had been before.
    pub(super) fn answer(room: &Room, posted: &Posted) -> Response {
        let status = if posted.fresh { StatusCode::CREATED } else { StatusCode::OK };
        let at = format!("/api/v1/rooms/{}/entries/{}", room.id(), posted.entry);
        let body = Self {
            entry: Id::of(posted.entry),
            log: Id::of(posted.log),
            sequence: posted.sequence,
            head: posted.head.to_string(),
            received: Instant::of(posted.received),
        };
        (status, [(header::LOCATION, at)], Json(body)).into_response()
    }
}

/// A note, the files that arrived before it, and the number of the photo that it is about.
type Read = (Draft, Vec<Arrived>, Option<usize>);

impl NewEntry {
    /// The note, the files that arrived before it, and the photo that it is about.
    fn read(mut self, photos: Vec<Upload>) -> Result<Read, Problem> {
        let arrived = std::mem::take(&mut self.uploads).into_iter().map(ArrivedFile::read);
        let arrived = arrived.collect::<Result<_, _>>()?;
        let about = self.about_photo;
        Ok((self.draft(photos)?, arrived, about))
    }

    fn draft(self, photos: Vec<Upload>) -> Result<Draft, Problem> {
        let mut draft = Draft {
            entry: self.entry.map(|it| it.read("entry")).transpose()?,
            post: self.post.map(|it| it.read("post")).transpose()?,
            category: self.category,
            importance: named("importance", self.importance, Importance::from_name)?,
            sensitivity: named("sensitivity", self.sensitivity, Sensitivity::from_name)?,
            tags: self.tags,
            text: self.text,
            photos,
            answers: self.answers.map(|it| it.read("answers")).transpose()?,
            quote: self.quote,
            deliver_to: self
                .deliver_to
                .iter()
                .map(|it| it.read("deliver_to"))
                .collect::<Result<_, _>>()?,
            claimed: self.claimed.map(|it| it.read("claimed")).transpose()?,
            undisclosed: self.undisclosed,
            vitals: self.vitals.iter().map(NewVital::read).collect::<Result<_, _>>()?,
            happened: self.happened.map(|it| it.read("happened")).transpose()?,
            ..Draft::default()
        };
        if self.captions.len() > draft.photos.len() {
            return Err(Problem::invalid("captions", "more captions than photos"));
        }
        for (photo, caption) in draft.photos.iter_mut().zip(self.captions) {
            photo.caption = caption;
        }
        Ok(draft)
    }
}

fn named<T: Default>(
    field: &'static str,
    name: Option<String>,
    find: impl Fn(&str) -> Option<T>,
) -> Result<T, Problem> {
    let Some(name) = name else { return Ok(T::default()) };
    find(&name).ok_or_else(|| Problem::invalid(field, "not one of the names"))
}

/// The parts of a form.
#[derive(Default)]
struct Parts {
    entry: Option<NewEntry>,
    photos: Vec<Upload>,
}

impl Parts {
    async fn read(mut request: Request) -> Result<Self, Problem> {
        DefaultBodyLimit::apply(DefaultBodyLimit::max(POST), &mut request);
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| Problem::new(Code::Malformed, "the form cannot be read"))?;
        let mut parts = Self::default();
        while let Some(field) = form.next_field().await.map_err(|e| refused(&e))? {
            parts.take(field).await?;
        }
        Ok(parts)
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|e| refused(&e))?;
        match name.as_str() {
            "entry" if self.entry.is_none() => self.entry = Some(parse(&bytes)?),
            "photo" => {
                let caption = String::new();
                self.photos.push(Upload { file_name, caption, bytes: bytes.to_vec() });
            }
            _ => return Err(Problem::new(Code::Malformed, "a form of one entry and its photos")),
        }
        Ok(())
    }
}

fn no_photo() -> Problem {
    Problem::invalid("about_photo", "not a photo of the entry that this answers")
}

async fn read(request: Request) -> Result<Read, Fault> {
    if is_of_type(request.headers(), "multipart/form-data") {
        let parts = Parts::read(request).await?;
        let missing = || Problem::new(Code::Malformed, "the form has no part `entry`");
        return Ok(parts.entry.ok_or_else(missing)?.read(parts.photos)?);
    }
    let Given(entry): Given<NewEntry> = Given::from_request(request, &()).await?;
    Ok(entry.read(Vec::new())?)
}

/// Write an entry
///
/// As JSON, or as a form with the same JSON in the part `entry` and a part `photo` for each
/// photo. When the answer is 201, the entry is on disk. Sending the same again with the same
/// `entry` answers 200 with the same place; with other content it is refused.
#[utoipa::path(
    post,
    path = "/api/v1/rooms/{room}/entries",
    tag = "entries",
    params(("room" = Id, Path), ("X-CSRF-Token" = String, Header)),
    request_body(content(
        (NewEntry = "application/json"),
        (EntryForm = "multipart/form-data")
    )),
    responses(
        (status = 201, body = Written, headers(("Location" = String))),
        (status = 200, description = "It had been written before", body = Written),
        Refusals,
        ChangeRefusals,
    )
)]
pub(super) async fn write_entry(
    State(web): State<Web>,
    Trusted(who): Trusted,
    Path(room): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    // The room first: nobody sends 64 MB to a room that is not theirs.
    let room = entered(&web, &who, &room).await?;
    let (mut draft, arrived, about_photo) = read(request).await?;
    if let (Some(number), Some(answered)) = (about_photo, draft.answers) {
        let answered = room.entry(answered).await.map_err(|_| no_photo())?;
        draft.about_photo = Some(photo_name(&answered, number).ok_or_else(no_photo)?);
    } else if about_photo.is_some() {
        return Err(no_photo().into());
    }
    let posted = room.write_arrived(draft, &arrived).await?;
    Ok(Written::answer(&room, &posted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafted(json: &str) -> Result<Draft, Problem> {
        parse::<NewEntry>(json.as_bytes())?.draft(vec![Upload::default()])
    }

    #[test]
    fn what_is_left_out_is_ordinary() {
        let draft = drafted("{\"text\":\"a\"}").unwrap();
        assert_eq!((draft.importance, draft.sensitivity), Default::default());
        assert!(draft.entry.is_none() && draft.deliver_to.is_empty() && !draft.undisclosed);
    }

    #[test]
    fn each_wrong_field_is_named() {
        for (json, field) in [
            ("{\"entry\":\"1\"}", "entry"),
            ("{\"post\":\"x\"}", "post"),
            ("{\"importance\":\"URGENT\"}", "importance"),
            ("{\"sensitivity\":\"secret\"}", "sensitivity"),
            ("{\"answers\":\"\"}", "answers"),
            ("{\"deliver_to\":[\"all\"]}", "deliver_to"),
            ("{\"claimed\":\"now\"}", "claimed"),
            ("{\"happened\":\"noon\"}", "happened"),
            ("{\"vitals\":[{\"code\":\"steps\",\"value\":\"1\"}]}", "vitals"),
            ("{\"vitals\":[{\"code\":\"heart-rate\",\"value\":\"x\"}]}", "heart-rate"),
            ("{\"captions\":[\"a\",\"b\"]}", "captions"),
        ] {
            let problem = drafted(json).unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some(field)), "{json}");
        }
    }

    #[test]
    fn a_misspelt_field_does_not_widen_who_sees_it() {
        let problem = drafted("{\"text\":\"a\",\"sensitivty\":\"high\"}").unwrap_err();
        assert_eq!(problem.code, Code::Invalid);
        assert!(problem.detail.contains("sensitivty"));
    }

    #[test]
    fn captions_go_to_their_photos() {
        assert_eq!(drafted("{\"captions\":[\"右かかと\"]}").unwrap().photos[0].caption, "右かかと");
    }
}
