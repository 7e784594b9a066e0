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
    /// Whether a passkey began the session, and so can unlock it.
    pub passkey: bool,
    /// Whether the person has a password.
    pub password: bool,
}

impl Unlock {
    /// Where scripts go after a passkey has unlocked it.
    fn onward(&self) -> &str {
        crate::visitor::local_path(&self.next)
    }
}
