//! `/sign-in`: login and password, beside what the device's certificate says.

use askama::Template;

use super::frame::error_for;
use super::{FieldError, Frame};
use crate::texts::ProblemText;

/// What the TLS connection told of the device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DeviceState {
    /// A registered device; `label` is what its facility calls it.
    Recognised { label: String },
    /// No certificate was presented.
    #[default]
    Missing,
    /// A certificate of another authority, or of a device that is not registered.
    Foreign,
    /// The device was revoked, or its certificate has expired.
    Revoked { label: String },
}

/// An invented person as whom one may sign in with one press, on loopback only.
#[derive(Debug, Clone, Default)]
pub struct DemoPerson {
    pub person_id: String,
    pub name: String,
    pub profession: String,
    pub facility: String,
    pub portrait: Option<String>,
    /// What can be tried as this person, in a few words.
    pub hint: String,
}

/// The people of one facility of the demo region.
#[derive(Debug, Clone, Default)]
pub struct DemoGroup {
    pub name: String,
    pub people: Vec<DemoPerson>,
}

impl DemoGroup {
    fn count(&self) -> u32 {
        u32::try_from(self.people.len()).unwrap_or(u32::MAX)
    }
}

/// The sign-in page. `POST /sign-in` with `login`, `password`, `next`, `csrf`;
/// `POST /demo/sign-in` with `person`, `next`, `csrf`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "sign_in.html")]
pub struct SignIn {
    pub frame: Frame,
    /// The region's name.
    pub region: String,
    pub device: DeviceState,
    /// Whether passkeys open this region.
    pub passkeys: bool,
    /// What was typed before, kept after a refusal; never the password.
    pub login: String,
    /// Where to go afterwards: a path on this server.
    pub next: String,
    /// Why the page is shown again.
    pub problem: Option<ProblemText>,
    pub errors: Vec<FieldError>,
    /// Suggested walks; empty unless this is a demo region seen from the same computer.
    pub demo_people: Vec<DemoPerson>,
    /// Everybody, folded by facility.
    pub demo_groups: Vec<DemoGroup>,
}

impl SignIn {
    fn error(&self, field: &str) -> Option<&str> {
        error_for(&self.errors, field)
    }

    /// Where scripts go after a passkey has opened it.
    fn onward(&self) -> &str {
        crate::visitor::local_path(&self.next)
    }

    fn has_demo(&self) -> bool {
        !self.demo_people.is_empty() || !self.demo_groups.is_empty()
    }
}
