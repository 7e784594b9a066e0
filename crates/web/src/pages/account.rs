//! `/account`: who I am here, my devices, my sessions.

use askama::Template;

use super::{Fact, Frame, SystemChoice, Viewer};
use crate::show::Moment;

/// Whether a device still opens anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DeviceStanding {
    #[default]
    Active,
    Revoked,
    Expired,
}

/// A device with a certificate of ours.
#[derive(Debug, Clone, Default)]
pub struct DeviceView {
    pub label: String,
    /// スマートフォン, パソコン …
    pub kind: String,
    pub last_seen: Option<Moment>,
    /// The last day of its certificate, as words.
    pub valid_until: String,
    pub standing: DeviceStanding,
    /// The one in use now.
    pub this: bool,
    /// `POST` with `csrf` shuts it out; `None` for the one in use and for those that are out.
    pub lost_url: Option<String>,
    /// `POST` with `csrf` makes its next certificate; `None` when it is too early or too late.
    pub renew_url: Option<String>,
}

/// A choice among a few.
#[derive(Debug, Clone, Default)]
pub struct Pick {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// A signed-in session.
#[derive(Debug, Clone, Default)]
pub struct SessionView {
    pub device: String,
    pub started: Moment,
    pub last_seen: Moment,
    pub this: bool,
    /// `POST` with `csrf` ends it; `None` for the present one (that is signing out).
    pub end_url: Option<String>,
}

/// The page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "account.html")]
pub struct Account {
    pub frame: Frame,
    pub me: Viewer,
    pub login: String,
    /// Further facts about the person: posts, roles.
    pub facts: Vec<Fact>,
    /// Whether there is a portrait to remove.
    pub has_portrait: bool,
    pub languages: Vec<Pick>,
    pub sizes: Vec<Pick>,
    pub idles: Vec<Pick>,
    pub devices: Vec<DeviceView>,
    /// Kinds of devices that can be added.
    pub systems: Vec<SystemChoice>,
    pub sessions: Vec<SessionView>,
    /// Whether a passkey can be registered here.
    pub passkeys: bool,
    /// `/password` when the person may change it here.
    pub password_url: Option<String>,
    /// A short note on top after an action.
    pub said: Option<String>,
}
