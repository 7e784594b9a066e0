//! `/notebooks/{id}` and its form: the patient as the team knows them.

use askama::Template;

use super::{Banner, ChipKind, Choice, Contact, Fact, FieldError, Frame, Link};
use crate::show::Moment;

/// What one version changed.
#[derive(Debug, Clone, Default)]
pub struct ChangeView {
    pub at: Moment,
    pub author: String,
    /// Label, before, after.
    pub changes: Vec<(&'static str, String, String)>,
}

/// The basics.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "patient.html")]
pub struct Patient {
    pub frame: Frame,
    pub banner: Option<Banner>,
    pub facts: Vec<Fact>,
    pub contacts: Vec<Contact>,
    pub identifiers: Vec<Fact>,
    pub history: Vec<ChangeView>,
    pub edit: Option<String>,
    pub links: Vec<Link>,
    pub said: Option<String>,
}

/// A field of the form.
#[derive(Debug, Clone, Default)]
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub value: String,
    /// For what may be one line each.
    pub many: bool,
    /// `date` or `text`.
    pub kind: &'static str,
    pub hint: &'static str,
    /// What is usual, to choose from; anything may be written.
    pub usual: &'static [&'static str],
}

/// A choice among posts or words.
#[derive(Debug, Clone, Default)]
pub struct Pickable {
    pub name: &'static str,
    pub label: &'static str,
    pub value: String,
    pub choices: Vec<Choice>,
}

/// The form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "patient_edit.html")]
pub struct PatientEdit {
    pub frame: Frame,
    pub banner: Option<Banner>,
    pub action: String,
    /// The version that is changed.
    pub seen: u64,
    pub fields: Vec<Field>,
    pub picks: Vec<Pickable>,
    pub errors: Vec<FieldError>,
}

impl PatientEdit {
    fn error(&self, field: &str) -> Option<&str> {
        super::frame::error_for(&self.errors, field)
    }
}
