//! 職員の一括登録: choosing a table, and looking it over.

use askama::Template;

use super::Frame;
use super::form::{Input, Widget};

/// Choosing a table.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "staff_import.html")]
pub struct StaffImport {
    pub frame: Frame,
    pub facility: String,
    pub at: String,
    /// What was pasted.
    pub text: String,
    pub rows: Vec<Vec<Input>>,
    /// Names of all professions.
    pub professions: Vec<&'static str>,
    pub error: Option<String>,
}

/// Somebody in a table.
#[derive(Debug, Clone, Default)]
pub struct SheetLine {
    pub number: u32,
    pub name: String,
    pub kana: String,
    pub profession: String,
    pub mail: String,
    pub login: String,
    pub proposed: bool,
    pub manager: bool,
    pub device: &'static str,
    /// To be thought about; it stands in nobody's way.
    pub notes: Vec<String>,
    /// To be mended.
    pub wrong: Vec<String>,
}

/// A table that was looked over.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "staff_preview.html")]
pub struct StaffPreview {
    pub frame: Frame,
    pub facility: String,
    pub at: String,
    /// The same for every press on this page.
    pub batch: String,
    pub system: String,
    pub text: String,
    pub read_as: String,
    pub ignored: String,
    pub wrong: Vec<SheetLine>,
    pub good: Vec<SheetLine>,
    /// Added by an earlier press.
    pub here: Vec<SheetLine>,
    pub professions: Vec<&'static str>,
    /// Why nobody, or not everybody, was added.
    pub error: Option<String>,
}
