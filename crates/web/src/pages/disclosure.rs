//! 法にもとづく開示 for the desk, evidence for the auditor.

use askama::Template;

use super::form::{Input, Widget};
use super::{Fact, FieldError, Frame, Link};
use crate::show::Moment;

/// A line of the register.
#[derive(Debug, Clone, Default)]
pub struct DisclosureRowView {
    pub url: String,
    pub asked: Moment,
    pub kind: &'static str,
    /// The facility that manages the notebook.
    pub managed_by: String,
    pub asked_by: String,
    pub answered_by: String,
    pub state: &'static str,
    /// Whether it waits for somebody.
    pub waits: bool,
}

/// A 特別便 that nobody can read.
#[derive(Debug, Clone, Default)]
pub struct OrphanView {
    pub url: String,
    pub managed_by: String,
    pub last: Moment,
    pub entries: u64,
}

/// The register.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_disclosures.html")]
pub struct DeskDisclosures {
    pub frame: Frame,
    pub rows: Vec<DisclosureRowView>,
    pub orphans: Vec<OrphanView>,
    pub said: Option<String>,
}

/// Asking for one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_disclosure_new.html")]
pub struct DeskDisclosureNew {
    pub frame: Frame,
    /// Under which it is asked: sent twice it is asked once.
    pub id: String,
    /// The 特別便 that it is about.
    pub orphan: String,
    pub rows: Vec<Vec<Input>>,
}

/// Which notebook a document means.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_disclosure_find.html")]
pub struct DeskDisclosureFind {
    pub frame: Frame,
    pub rows: Vec<Vec<Input>>,
    /// What was found, by the facility that manages it; none before searching.
    pub found: Option<Vec<Link>>,
}

/// What the reader may do about it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisclosureStep {
    /// Say yes or no.
    Answer,
    /// Wait for somebody else's answer.
    Wait,
    /// End it, or take it back.
    End,
    /// Tell those concerned after all.
    Tell,
}

/// One of them.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_disclosure.html")]
pub struct DeskDisclosure {
    pub frame: Frame,
    pub row: DisclosureRowView,
    pub facts: Vec<Fact>,
    /// Where it is answered, ended, told.
    pub action: String,
    pub steps: Vec<DisclosureStep>,
    /// Whether those concerned are told when it is approved.
    pub tells: bool,
    pub until: Option<Moment>,
    /// Address and name of the rooms to look at.
    pub rooms: Vec<(String, String)>,
    pub errors: Vec<FieldError>,
    pub refusal: String,
    pub said: Option<String>,
}

impl DeskDisclosure {
    fn may(&self, step: DisclosureStep) -> bool {
        self.steps.contains(&step)
    }

    fn error(&self, field: &str) -> Option<&str> {
        super::frame::error_for(&self.errors, field)
    }
}

/// What a verification found.
#[derive(Debug, Clone, Default)]
pub struct VerifiedView {
    pub clean: bool,
    /// A line for each finding, and one that counts.
    pub lines: Vec<String>,
}

/// The auditor's page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "audit.html")]
pub struct AuditPage {
    pub frame: Frame,
    pub checkpoint: String,
    pub verifier: String,
    pub rows: Vec<DisclosureRowView>,
    pub verified: Option<VerifiedView>,
    pub older: String,
    pub from: String,
    pub until: String,
    pub error: Option<String>,
}
