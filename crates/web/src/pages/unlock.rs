//! `/unlock`: the screen that stands before an idle session.

use askama::Template;

use super::{Frame, Viewer};
use crate::texts::ProblemText;

/// The lock. `POST /unlock` with `password`, `next`, `csrf`; signing out is `POST /sign-out`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "unlock.html")]
pub struct Unlock {
    pub frame: Frame,
    /// Whose session it is; `frame.viewer` stays empty so that no menu shows.
    pub who: Viewer,
    /// Where to go afterwards: a path on this server.
    pub next: String,
    pub problem: Option<ProblemText>,
}
