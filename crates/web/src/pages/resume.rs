//! What stands before a session that ended while the composer was full.

use askama::Template;

use super::{Frame, Viewer};
use crate::texts::ProblemText;

/// The door, with everything that was typed behind it. Multipart `POST` to `action` with the same
/// fields as the composer, and `password`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "resume.html")]
pub struct Resume {
    pub frame: Frame,
    /// Whose words these are; nobody else can go on with them.
    pub who: Viewer,
    pub action: String,
    /// Locked rather than ended.
    pub locked: bool,
    /// Names and values of what was typed.
    pub fields: Vec<(String, String)>,
    /// Photos had been chosen, and must be chosen again.
    pub photos_lost: bool,
    pub problem: Option<ProblemText>,
}
