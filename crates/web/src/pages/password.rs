//! `/activate/{token}` and `/password`: choosing one's own password.

use askama::Template;

use super::frame::error_for;
use super::{FieldError, Frame};
use crate::texts::ProblemText;

/// Why a password is being chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PasswordOccasion {
    /// The first one, from an activation link.
    #[default]
    First,
    /// A given one must be replaced before anything else.
    MustReplace,
    /// The person wishes it.
    Change,
}

/// The form. `POST` to `action` with `current` (not on the first occasion), `new`, `again`, `csrf`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "password.html")]
pub struct Password {
    pub frame: Frame,
    pub occasion: PasswordOccasion,
    pub action: String,
    pub name: String,
    /// The login name, shown and given to password stores.
    pub login: String,
    /// The shortest password that is accepted, in characters (8 with a device certificate).
    pub min_length: u32,
    pub problem: Option<ProblemText>,
    pub errors: Vec<FieldError>,
}

impl Password {
    fn error(&self, field: &str) -> Option<&str> {
        error_for(&self.errors, field)
    }

    fn asks_current(&self) -> bool {
        self.occasion != PasswordOccasion::First
    }
}
