//! `/rooms/{room}/print`: a stretch of the timeline on paper.

use askama::Template;

use super::{Banner, ChipKind, Frame, Importance, Link, Row, Standing, Viewer};

/// A row with the day that begins with it.
#[derive(Debug, Clone)]
pub struct PrintRow {
    /// 2026年11月21日(土)
    pub day: Option<String>,
    pub row: Row,
}

/// What goes on paper.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    pub from: String,
    /// Absent when it is one day.
    pub to: Option<String>,
    pub printed: String,
    pub by: Viewer,
    pub rows: Vec<PrintRow>,
    /// There was more than so many entries.
    pub cut: Option<u32>,
}

/// The page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "print.html")]
pub struct Print {
    pub frame: Frame,
    pub banner: Option<Banner>,
    pub room: String,
    /// Today, seven days, this month.
    pub ranges: Vec<Link>,
    pub action: String,
    pub from: String,
    pub to: String,
    /// The last day that can be asked for.
    pub today: String,
    pub photos: bool,
    pub paper: Option<Paper>,
}
