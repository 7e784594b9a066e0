//! Any upload: told by its first bytes, then checked as what it begins like.

use crate::kind::{self, Kind};
use crate::photo::{Limits, Photo};
use crate::refusal::Refusal;
use crate::{office, pdf, photo};

/// The accepted kinds of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentKind {
    /// ISO 32000.
    Pdf,
    /// `.docx` (ISO/IEC 29500, `WordprocessingML`).
    Word,
    /// `.xlsx` (ISO/IEC 29500, `SpreadsheetML`).
    Excel,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Word, Self::Excel];

    /// The media type (RFC 6838).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The ending of a file name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Word => "docx",
            Self::Excel => "xlsx",
        }
    }

    /// The kind of a media type that we wrote.
    pub fn of_media_type(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.media_type() == name)
    }
}

/// A document that holds nothing which runs, unpacks or fetches by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    /// What it is.
    pub kind: DocumentKind,
    /// Pages, where the format says how many.
    pub pages: Option<u32>,
}

/// What an upload was accepted as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// A photo, made anew.
    Photo(Photo),
    /// A document, to be kept as it is.
    Document(Document),
}

/// Whether a file that begins with these bytes may be accepted: asked before the rest arrives.
///
/// # Errors
/// `NotAccepted`, saying what it looks like.
pub fn first_look(beginning: &[u8]) -> Result<(), Refusal> {
    match kind::begins_like(beginning) {
        Some(_) => Ok(()),
        None => Err(Refusal::NotAccepted { looks_like: kind::looks_like(beginning) }),
    }
}

/// Accepts an upload as what its bytes are.
///
/// # Errors
/// [`Refusal`], with what the sender can do about it.
pub fn accept(bytes: &[u8], limits: &Limits) -> Result<Accepted, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > limits.bytes {
        return Err(Refusal::TooLarge { limit: limits.bytes });
    }
    match kind::begins_like(bytes) {
        Some(Kind::Photo) => photo::accept(bytes, limits).map(Accepted::Photo),
        Some(Kind::Pdf) => pdf::check(bytes)
            .map(|pages| Document { kind: DocumentKind::Pdf, pages: Some(pages) })
            .map(Accepted::Document),
        Some(Kind::Zip) => {
            office::check(bytes).map(|kind| Document { kind, pages: None }).map(Accepted::Document)
        }
        None => Err(Refusal::NotAccepted { looks_like: kind::looks_like(bytes) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_too_much_are_refused_before_anything_is_read() {
        assert_eq!(accept(b"", &Limits::default()), Err(Refusal::Empty));
        let limits = Limits { bytes: 4, ..Limits::default() };
        assert_eq!(accept(b"%PDF-", &limits), Err(Refusal::TooLarge { limit: 4 }));
    }

    #[test]
    fn what_is_refused_is_named_as_what_it_is() {
        for (bytes, name) in [
            (&b"\0\0\0\x18ftypisomrest"[..], "video (MP4)"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest", "old Office"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
            (b"MZ\x90", "Windows program"),
            (b"RIFF\0\0\0\0AVI LIST", "video or sound (RIFF)"),
        ] {
            let looks_like = Some(name);
            assert_eq!(first_look(bytes), Err(Refusal::NotAccepted { looks_like }));
            assert_eq!(accept(bytes, &Limits::default()), Err(Refusal::NotAccepted { looks_like }));
        }
        let unknown = accept(b"just words", &Limits::default()).unwrap_err();
        assert_eq!(unknown.to_string(), "not accepted: an unknown kind of file");
    }

    #[test]
    fn a_kind_is_found_again_by_its_media_type() {
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::of_media_type(kind.media_type()), Some(kind));
        }
        assert_eq!(DocumentKind::of_media_type("image/jpeg"), None);
    }
}
