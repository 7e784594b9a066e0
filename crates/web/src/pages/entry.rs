//! One entry alone with its whole history, and one photo alone.

use askama::Template;

use super::frame::error_for;
use super::{
    Author, Banner, ChipKind, EntryView, Fact, FieldError, Frame, Importance, PhotoView, SeenBy,
    Standing,
};
use crate::show::Moment;

/// One wording of the entry.
#[derive(Debug, Clone, Default)]
pub struct VersionView {
    pub who: String,
    pub at: Moment,
    pub text: String,
    /// 体温 37.8℃ …; empty where nothing was measured.
    pub vitals: Vec<String>,
    /// Empty for the first wording.
    pub why: String,
    pub photos: Vec<PhotoView>,
}

/// Taking an entry back, for those who may: `POST` to `url` with `reason`, `csrf`.
#[derive(Debug, Clone, Default)]
pub struct TakeBack {
    pub url: String,
    /// What was typed before, after an error.
    pub reason: String,
}

/// The page of one entry.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "entry.html")]
pub struct Entry {
    pub frame: Frame,
    pub banner: Option<Banner>,
    /// The room.
    pub back: String,
    pub entry: EntryView,
    /// All wordings, the newest first; empty or one when there was no correction.
    pub versions: Vec<VersionView>,
    /// Who has confirmed and opened it, and when.
    pub seen_by: SeenBy,
    /// When it was received, and the ids by which a verifier names it.
    pub facts: Vec<Fact>,
    /// The author may withdraw it.
    pub withdraw: Option<TakeBack>,
    /// The author may say that it belongs to another patient.
    pub misfile: Option<TakeBack>,
    pub errors: Vec<FieldError>,
}

impl Entry {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        error_for(&self.errors, field)
    }
}

/// The form for a comment.
#[derive(Debug, Clone, Default)]
pub struct CommentForm {
    pub action: String,
    /// The id of the entry to be.
    pub entry: String,
    /// What was typed before, after an error.
    pub text: String,
    pub error: Option<String>,
    /// Who will see it: those who see the photo.
    pub seen_by_some: bool,
}

/// The page of one photo.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "photo.html")]
pub struct Photo {
    pub frame: Frame,
    pub banner: Option<Banner>,
    /// The entry.
    pub back: String,
    /// Comments on it, oldest first.
    pub comments: Vec<EntryView>,
    /// `POST` with `csrf`, `entry` and `text` writes one; none for who may only read.
    pub comment: Option<CommentForm>,
    /// The whole picture.
    pub src: String,
    pub caption: String,
    pub author: Author,
    pub at: Moment,
    /// Its place among the photos of the entry, from 1.
    pub number: u32,
    pub of: u32,
    pub previous: Option<String>,
    pub next: Option<String>,
}
