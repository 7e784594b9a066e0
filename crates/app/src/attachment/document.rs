//! Documents of an entry: as they are, and page by page as pictures.

use tasuki_domain::content::Attachment;
use tasuki_kernel::{Code, EntryId, Problem, Result};
use tasuki_media::{DocumentKind, pdf};

use super::{Picture, Size, reading};
use crate::App;
use crate::room::Room;

/// The longer side of a page's picture, in pixels: A4 at about 190 dots per inch.
const PAGE_SIDE: u16 = 2200;

/// A page as a picture.
#[derive(Debug, Clone)]
pub struct DocumentPage {
    /// JPEG.
    pub jpeg: Vec<u8>,
    /// Whether letters may be missing because the file brings no font for them.
    pub letters_missing: bool,
}

/// The kind of a document; none for a photo.
pub fn kind(attachment: &Attachment) -> Option<DocumentKind> {
    DocumentKind::of_media_type(&attachment.media_type)
}

impl Room {
    /// The document number `index` (from 0, photos counted) of an entry, byte for byte; the
    /// reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when there is no such document for this reader.
    pub async fn document(&self, id: EntryId, index: usize) -> Result<Picture> {
        let found = self.attachment(id, index, Size::Full).await?;
        if kind(&found.about).is_none() { Err(Problem::not_found()) } else { Ok(found) }
    }

    /// A page (from 0) of a PDF as a picture; the reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when there is no such page for this reader.
    pub async fn document_page(
        &self,
        id: EntryId,
        index: usize,
        page: usize,
    ) -> Result<DocumentPage> {
        drawn(&self.app, self.document(id, index).await?, page).await
    }
}

/// A page (from 0) of a document as a picture.
pub(super) async fn drawn(app: &App, found: Picture, page: usize) -> Result<DocumentPage> {
    let pages = found.about.pages.unwrap_or_default();
    if kind(&found.about) != Some(DocumentKind::Pdf) || page >= pages as usize {
        return Err(Problem::not_found());
    }
    let font = app.document_font();
    let drawn =
        reading::apart(move || pdf::page(&found.bytes, page, PAGE_SIDE, font.as_ref())).await?;
    let drawn = drawn.map_err(|e| Problem::new(Code::FileRefused, e.to_string()))?;
    Ok(DocumentPage { jpeg: drawn.jpeg, letters_missing: drawn.letters_missing })
}
