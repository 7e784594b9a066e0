//! Something went wrong: what happened, what was kept, what to do, and the way back.

use askama::Template;
use tasuki_kernel::Code;

use super::{Frame, Link};
use crate::texts::{self, ProblemText};

/// The page for a [`Code`].
#[derive(Debug, Clone, Template)]
#[template(path = "problem.html")]
pub struct Problem {
    pub frame: Frame,
    pub code: Code,
    pub text: ProblemText,
    /// The first thing to do, as a button.
    pub way_on: Link,
    /// Something to read out to the desk; empty for none. Never patient words.
    pub reference: String,
}

impl Problem {
    /// The page for `code`, in the frame's language, with the usual way on.
    pub fn new(frame: Frame, code: Code) -> Self {
        let text = texts::problem(frame.lang, code);
        let words = &frame.t.problem;
        let (url, label) = match code {
            Code::SignInRequired | Code::SignInRefused | Code::PasskeyRefused => {
                ("/sign-in", words.to_sign_in)
            }
            Code::SessionLocked => ("/unlock", words.to_unlock),
            Code::DeviceRequired | Code::DeviceUnknown | Code::DeviceRevoked => {
                ("/sign-in", words.try_again)
            }
            _ => ("/notebooks", words.to_notebooks),
        };
        let way_on = Link { url: url.to_owned(), label: label.to_owned() };
        Self { frame, code, text, way_on, reference: String::new() }
    }
}
