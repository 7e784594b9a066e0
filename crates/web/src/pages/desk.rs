//! 運営事務局: what the region's desk sees.

use askama::Template;

use super::form::{Input, Widget};
use super::{Fact, FieldError, Frame};
use crate::show::Moment;

/// A tab with how many are behind it.
#[derive(Debug, Clone, Default)]
pub struct QueueTab {
    pub url: String,
    pub label: String,
    pub count: u64,
    pub here: bool,
}

/// A line of the queue.
#[derive(Debug, Clone, Default)]
pub struct QueueRow {
    pub url: String,
    pub received: Moment,
    pub facility: String,
    /// Kind, place, contact.
    pub about: String,
    pub device: String,
    /// Full days since it came in last; while it waits.
    pub waited: Option<u32>,
    pub here: bool,
}

/// The queue, alone or beside one application.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_queue.html")]
pub struct DeskQueue {
    pub frame: Frame,
    pub tabs: Vec<QueueTab>,
    pub rows: Vec<QueueRow>,
    /// 「平均 1.6日」, already in words.
    pub days: String,
    pub none: String,
    pub case: Option<CaseView>,
    pub said: Option<String>,
}

/// One thing to check before deciding.
#[derive(Debug, Clone, Default)]
pub struct CheckLine {
    /// Nothing to worry about; else look at it.
    pub good: bool,
    pub words: String,
}

/// A letter without its words.
#[derive(Debug, Clone, Default)]
pub struct LetterView {
    pub kind: String,
    pub receiver: String,
    pub written: Moment,
    pub state: String,
    /// waiting, delivered or given-up.
    pub class: &'static str,
    pub attempts: u32,
    pub next: Option<Moment>,
    pub ended: Option<Moment>,
    pub trouble: String,
    /// Where it is sent again.
    pub again: Option<String>,
    /// The application that it is about.
    pub about: Option<String>,
}

/// One application.
#[derive(Debug, Clone, Default)]
pub struct CaseView {
    pub number: String,
    pub received: Moment,
    pub facility: String,
    pub facts: Vec<Fact>,
    pub checks: Vec<CheckLine>,
    /// The version that was read: who decides has seen this one.
    pub revision: u64,
    /// Where it is decided; only while it waits.
    pub decide: Option<String>,
    pub reason: String,
    pub errors: Vec<FieldError>,
    pub decided: Option<(String, Moment)>,
    pub letters: Vec<LetterView>,
    /// Back to the list.
    pub back: String,
}

impl CaseView {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        super::frame::error_for(&self.errors, field)
    }
}

/// The outbox.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_mail.html")]
pub struct DeskMail {
    pub frame: Frame,
    pub tabs: Vec<QueueTab>,
    pub letters: Vec<LetterView>,
    pub none: String,
    pub said: Option<String>,
}

/// What the portal says.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_portal.html")]
pub struct DeskPortal {
    pub frame: Frame,
    pub rows: Vec<Vec<Input>>,
    /// The version of the terms that holds.
    pub version: Option<u32>,
    pub terms: Vec<Vec<Input>>,
    pub said: Option<String>,
}
