//! Photos and documents: made safe before they are sealed, opened again only for who may read
//! their entry.

mod comments;
mod document;
mod of_notice;
mod reading;
mod scanning;

use tasuki_domain::content::{Attachment, Content, Touched};
use tasuki_domain::policy::Action;
use tasuki_domain::text;
use tasuki_kernel::{Code, EntryId, LogId, Problem, Result, VaultId};
use tasuki_ledger::Hash;
use tasuki_media::pdf::{self, Font};
use tasuki_media::{Accepted as Read, Document, Limits, Refusal, file_name, photo};
use tasuki_store::NewAttachment;
use tasuki_store::attachment::{self, StoredAttachment};

use crate::App;
use crate::compose::names;
use crate::room::Room;
use crate::sealing::LogKey;

pub use comments::photo_name;
pub(crate) use comments::{check as check_about, photo_number};
pub use document::{DocumentPage, kind};
pub use scanning::{Scanner, Verdict};
pub use tasuki_media::DocumentKind;

/// A file as it was uploaded.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The name that it had on the device; only shown, never believed.
    pub file_name: String,
    /// Words under the picture.
    pub caption: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A photo made anew, or a document found harmless.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub(crate) full: Vec<u8>,
    /// A small picture of it; none of a document that cannot be drawn.
    pub(crate) thumbnail: Option<Vec<u8>>,
    media_type: &'static str,
    width: u32,
    height: u32,
    pages: Option<u32>,
    file_name: String,
    caption: String,
}

/// Photos and documents of one entry at most.
pub const PHOTOS: usize = 20;

impl App {
    /// The font for documents that bring none of their own; said once, before serving.
    /// `read` reads its file each time that one of them is drawn.
    pub fn use_document_font(
        &self,
        read: impl Fn() -> Option<Vec<u8>> + Send + Sync + 'static,
        number: u32,
    ) {
        // A second font is not taken: pages would look otherwise from one request to the next.
        let _ = self.font.set(Font::new(read, number));
    }

    pub(crate) fn document_font(&self) -> Option<Font> {
        self.font.get().cloned()
    }

    /// Makes every file safe, apart from everything else.
    pub(crate) async fn accept_all(&self, uploads: Vec<Upload>) -> Result<Vec<Accepted>> {
        if uploads.len() > PHOTOS {
            return Err(Problem::invalid("photos", "over 20 photos in one entry"));
        }
        if uploads.is_empty() {
            return Ok(Vec::new());
        }
        let (font, scanner) = (self.document_font(), self.scanner.get().cloned());
        let work = move || {
            let one = |it: &Upload| {
                scanning::check(scanner.as_deref(), &it.bytes)?;
                accept(it, font.as_ref())
            };
            uploads.iter().map(one).collect()
        };
        reading::apart(work).await?
    }

    /// The same of pictures of papers, which are shown as pictures: no documents.
    pub(crate) async fn accept_papers(&self, uploads: Vec<Upload>) -> Result<Vec<Accepted>> {
        let of_papers = |it: Problem| match it.field {
            Some("photos") => Problem { field: Some("paper"), ..it },
            _ => it,
        };
        let accepted = self.accept_all(uploads).await.map_err(of_papers)?;
        if accepted.iter().any(|it| it.pages.is_some() || it.width == 0) {
            let detail = "not accepted: no picture".into();
            return Err(Problem { code: Code::FileRefused, field: Some("paper"), detail });
        }
        Ok(accepted)
    }
}

impl App {
    /// Seals and stores a file for a log, and writes its names into what is said of it.
    pub(crate) async fn store_file(
        &self,
        to: LogKey,
        file: &Accepted,
        shown: &mut Attachment,
    ) -> Result<Vec<NewAttachment>> {
        let full = self.store_part(to, &file.full).await?;
        shown.name = *full.row.name.as_bytes();
        let mut rows = vec![full.row];
        if let Some(small) = &file.thumbnail {
            let small = self.store_part(to, small).await?;
            shown.thumbnail = *small.row.name.as_bytes();
            rows.push(small.row);
        }
        Ok(rows)
    }
}

fn accept(upload: &Upload, font: Option<&Font>) -> Result<Accepted> {
    let caption = text::accept_line("caption", &upload.caption, 100)?;
    let file_name = file_name::clean(&upload.file_name);
    let read = tasuki_media::accept(&upload.bytes, &Limits::default()).map_err(|r| refused(&r))?;
    Ok(match read {
        Read::Photo(photo) => Accepted {
            full: photo.full,
            thumbnail: Some(photo.thumbnail),
            media_type: "image/jpeg",
            width: photo.width,
            height: photo.height,
            pages: None,
            file_name,
            caption,
        },
        Read::Document(it) => Accepted {
            full: upload.bytes.clone(),
            thumbnail: first_page(&it, &upload.bytes, font),
            media_type: it.kind.media_type(),
            width: 0,
            height: 0,
            pages: it.pages,
            file_name: with_ending(file_name, it.kind),
            caption,
        },
    })
}

/// The first page, small; none of what cannot be drawn.
fn first_page(document: &Document, bytes: &[u8], font: Option<&Font>) -> Option<Vec<u8>> {
    if document.kind != DocumentKind::Pdf {
        return None;
    }
    let side = u16::try_from(photo::THUMBNAIL_SIDE).ok()?;
    pdf::page(bytes, 0, side, font).ok().map(|it| it.jpeg)
}

/// The name with the ending of what the file is: by a name's ending devices choose a program.
fn with_ending(name: String, kind: DocumentKind) -> String {
    let has =
        name.rsplit_once('.').is_some_and(|(_, it)| it.eq_ignore_ascii_case(kind.extension()));
    if has { name } else { file_name::clean(&format!("{name}.{}", kind.extension())) }
}

pub(crate) fn refused(refusal: &Refusal) -> Problem {
    let code = match refusal {
        Refusal::TooLarge { .. } | Refusal::TooManyPixels { .. } => Code::TooLarge,
        _ => Code::FileRefused,
    };
    Problem { code, field: Some("photos"), detail: refusal.to_string() }
}

/// What a note says of a file before it has its sealed names.
pub(crate) fn nameless(file: &Accepted) -> Attachment {
    Attachment {
        name: [0; 32],
        digest: *Hash::of(&file.full).as_bytes(),
        thumbnail: [0; 32],
        media_type: file.media_type.into(),
        file_name: file.file_name.clone(),
        caption: file.caption.clone(),
        size: file.full.len() as u64,
        width: file.width,
        height: file.height,
        pages: file.pages,
    }
}

/// Which picture of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As large as it is kept.
    Full,
    /// For the timeline.
    Thumbnail,
}

/// An opened photo.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What the note says of it.
    pub about: Attachment,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Room {
    /// The photo number `index` (from 0) of an entry, or the small picture of a document; the
    /// reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when the entry, or the photo in it, is not there for this reader.
    pub async fn picture(&self, id: EntryId, index: usize, size: Size) -> Result<Picture> {
        let found = self.attachment(id, index, size).await?;
        if size == Size::Full && kind(&found.about).is_some() {
            return Err(Problem::not_found());
        }
        Ok(found)
    }

    async fn attachment(&self, id: EntryId, index: usize, size: Size) -> Result<Picture> {
        self.record(Touched::Attachments).await?;
        let room = self.clone();
        let (vault, log, about, stored) = self
            .app
            .store
            .read(move |conn| {
                let (log, entry) = room.find(conn, id)?;
                let opened = room.app.open_entry(log.row.vault, &entry)?;
                let standing = Self::standing(conn, &opened)?;
                if !room.allows(log, &standing, Action::Read) {
                    return Err(Problem::not_found());
                }
                let Some(Content::Note(note)) = &opened.content else {
                    return Err(Problem::not_found());
                };
                let (about, full, small) =
                    names(&note.attachments).nth(index).ok_or_else(Problem::not_found)?;
                let name = if size == Size::Full { Some(full) } else { small };
                let name = name.ok_or_else(Problem::not_found)?;
                let stored = attachment::find(conn, log.row.id, &name)?
                    .ok_or_else(|| Problem::new(Code::Damaged, "an attachment has no row"))?;
                Ok((log.row.vault, log.row.id, about.clone(), stored))
            })
            .await?;
        opened_part(&self.app, (vault, log), (about, &stored), size).await
    }
}

/// Opens the bytes of an attachment, which must be those that were posted.
async fn opened_part(
    app: &App,
    (vault, log): (VaultId, LogId),
    (about, stored): (Attachment, &StoredAttachment),
    size: Size,
) -> Result<Picture> {
    let bytes = app.open_part(vault, log, stored).await?;
    if size == Size::Full && *Hash::of(&bytes).as_bytes() != about.digest {
        return Err(Problem::new(Code::Damaged, "a photo is not the one that was posted"));
    }
    Ok(Picture { about, bytes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_named_as_what_it_is() {
        let named = |name: &str, kind| with_ending(name.to_owned(), kind);
        assert_eq!(named("報告書.PDF", DocumentKind::Pdf), "報告書.PDF");
        assert_eq!(named("photo.jpg", DocumentKind::Pdf), "photo.jpg.pdf");
        assert_eq!(named("計画書", DocumentKind::Word), "計画書.docx");
        let long = named(&"記".repeat(120), DocumentKind::Excel);
        assert!(long.ends_with(".xlsx") && long.chars().count() == file_name::MAX_CHARS);
    }
}
