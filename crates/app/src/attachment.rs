//! Photos: made safe before they are sealed, opened again only for who may read their entry.

use tasuki_domain::content::{Attachment, Content, Touched};
use tasuki_domain::policy::Action;
use tasuki_domain::text;
use tasuki_kernel::{Code, EntryId, Problem, Result};
use tasuki_ledger::Hash;
use tasuki_media::{Limits, Refusal, file_name, photo};
use tasuki_store::attachment;

use crate::compose::names;
use crate::room::Room;

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

/// A photo made anew.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub(crate) full: Vec<u8>,
    pub(crate) thumbnail: Vec<u8>,
    width: u32,
    height: u32,
    file_name: String,
    caption: String,
}

/// Photos of one entry at most.
pub const PHOTOS: usize = 20;

/// Decodes and encodes every photo anew, where waiting is allowed.
pub(crate) async fn accept_all(uploads: Vec<Upload>) -> Result<Vec<Accepted>> {
    if uploads.len() > PHOTOS {
        return Err(Problem::invalid("photos", "over 20 photos in one entry"));
    }
    if uploads.is_empty() {
        return Ok(Vec::new());
    }
    tokio::task::spawn_blocking(move || uploads.iter().map(accept).collect())
        .await
        .map_err(|_| Problem::new(Code::Internal, "a photo made its decoder panic"))?
}

fn accept(upload: &Upload) -> Result<Accepted> {
    let photo = photo::accept(&upload.bytes, &Limits::default()).map_err(|r| refused(&r))?;
    Ok(Accepted {
        full: photo.full,
        thumbnail: photo.thumbnail,
        width: photo.width,
        height: photo.height,
        file_name: file_name::clean(&upload.file_name),
        caption: text::accept_line("caption", &upload.caption, 100)?,
    })
}

fn refused(refusal: &Refusal) -> Problem {
    let code = match refusal {
        Refusal::TooLarge { .. } | Refusal::TooManyPixels { .. } => Code::TooLarge,
        _ => Code::FileRefused,
    };
    Problem { code, field: Some("photos"), detail: refusal.to_string() }
}

/// What a note says of a photo before it has its sealed names.
pub(crate) fn nameless(photo: &Accepted) -> Attachment {
    Attachment {
        name: [0; 32],
        digest: *Hash::of(&photo.full).as_bytes(),
        thumbnail: [0; 32],
        media_type: "image/jpeg".into(),
        file_name: photo.file_name.clone(),
        caption: photo.caption.clone(),
        size: photo.full.len() as u64,
        width: photo.width,
        height: photo.height,
        pages: None,
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
    /// The photo number `index` (from 0) of an entry; the reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when the entry, or the photo in it, is not there for this reader.
    pub async fn picture(&self, id: EntryId, index: usize, size: Size) -> Result<Picture> {
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
                let (about, full, small) = names(note).nth(index).ok_or_else(Problem::not_found)?;
                let name = if size == Size::Full { full } else { small };
                let stored = attachment::find(conn, log.row.id, &name)?
                    .ok_or_else(|| Problem::new(Code::Damaged, "an attachment has no row"))?;
                Ok((log.row.vault, log.row.id, about.clone(), stored))
            })
            .await?;
        let bytes = self.app.open_part(vault, log, &stored).await?;
        if size == Size::Full && *Hash::of(&bytes).as_bytes() != about.digest {
            return Err(Problem::new(Code::Damaged, "a photo is not the one that was posted"));
        }
        Ok(Picture { about, bytes })
    }
}
