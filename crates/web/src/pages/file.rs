//! One document alone: the pages of a PDF as pictures, or the way to save it.

use askama::Template;

use super::{Author, Banner, Frame};
use crate::show::Moment;

/// A document of an entry, in a row of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileView {
    /// The page that shows it.
    pub url: String,
    pub name: String,
    /// PDF, Word, Excel.
    pub kind: String,
    /// 248 KB, 2ページ.
    pub size: String,
    pub pages: String,
    /// Its first page; none where it cannot be drawn.
    pub thumb: Option<String>,
    pub caption: String,
}

/// One page of a PDF.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// From 1.
    pub number: u32,
    /// The picture.
    pub src: String,
}

/// The page of one document.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "file.html")]
pub struct File {
    pub frame: Frame,
    pub banner: Option<Banner>,
    /// The entry.
    pub back: String,
    pub file: FileView,
    pub author: Author,
    pub at: Moment,
    /// The original, byte for byte.
    pub download: String,
    /// Pages of a PDF, some at a time; empty for other kinds.
    pub sheets: Vec<Sheet>,
    pub of: u32,
    /// Links to the pages before and after those.
    pub earlier: Option<String>,
    pub later: Option<String>,
}
