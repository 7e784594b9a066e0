//! 利用申請: the application's pages, open to everybody.

use askama::Template;

use super::form::{Input, Widget};
use super::{Choice, Fact, Frame};
use crate::show::Moment;

/// The first page: what is filled in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "apply.html")]
pub struct Apply {
    pub frame: Frame,
    /// Class of the region's palette.
    pub palette: String,
    pub rows: Vec<Vec<Input>>,
}

/// The second page: what was filled in.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "apply_confirm.html")]
pub struct ApplyConfirm {
    pub frame: Frame,
    pub palette: String,
    pub facts: Vec<Fact>,
    /// Others of the same name, in whole sentences.
    pub same: Vec<String>,
}

/// The third page: device, remark, self-check, terms.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "apply_device.html")]
pub struct ApplyDevice {
    pub frame: Frame,
    pub palette: String,
    pub rows: Vec<Vec<Input>>,
    /// The version of the terms; none where the region has none.
    pub terms: Option<u32>,
    pub terms_error: Option<String>,
}

/// The last page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "apply_done.html")]
pub struct ApplyDone {
    pub frame: Frame,
    pub palette: String,
    pub number: String,
    pub mail: String,
}

/// Where an application stands, as its applicant sees it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stands {
    #[default]
    Waiting,
    Returned,
    Approved,
}

/// Behind the link in the applicant's mail.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "applied.html")]
pub struct Applied {
    pub frame: Frame,
    pub palette: String,
    pub number: String,
    pub sent: Moment,
    pub stands: Stands,
    pub reason: String,
    pub facts: Vec<Fact>,
    /// Where a correction begins; only while it is returned.
    pub correct: Option<String>,
}

/// Choices of a list.
pub fn choices(of: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
    of.into_iter().map(|(value, label)| Choice { value, label }).collect()
}
