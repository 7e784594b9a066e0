//! `/notebooks/{id}/access`, `/facility/access`, `/region/access`: 閲覧記録.

use askama::Template;

use super::{Banner, ChipKind, Choice, Frame};
use crate::show::Moment;

/// Somebody's stay in a notebook.
#[derive(Debug, Clone, Default)]
pub struct StayView {
    pub name: String,
    pub profession: String,
    pub facility: String,
    pub portrait: Option<String>,
    pub from: Moment,
    pub until: Moment,
    /// 記録・写真, 基本情報 …
    pub seen: String,
    /// Why.
    pub purpose: String,
    /// Asked for and refused: set apart.
    pub refused: bool,
}

/// Who looked at a notebook.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "access.html")]
pub struct Access {
    pub frame: Frame,
    pub banner: Option<Banner>,
    /// Where the form asks.
    pub action: String,
    pub people: Vec<Choice>,
    /// The person chosen; empty for everybody.
    pub person: String,
    /// `2026-11-01`; empty when open.
    pub from: String,
    pub until: String,
    pub stays: Vec<StayView>,
    pub older: Option<String>,
    /// The same as a file.
    pub csv: String,
}

/// What somebody did on one device on one day.
#[derive(Debug, Clone, Default)]
pub struct UseView {
    pub name: String,
    pub profession: String,
    pub facility: String,
    pub device: String,
    pub from: Moment,
    pub until: Moment,
    pub notebooks: u32,
    pub refused_sign_ins: u32,
    pub seen: String,
}

/// What staff did, without any patient.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "staff_access.html")]
pub struct StaffAccess {
    pub frame: Frame,
    pub title: &'static str,
    pub action: &'static str,
    pub from: String,
    pub until: String,
    pub rows: Vec<UseView>,
    pub csv: String,
}
