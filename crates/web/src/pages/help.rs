//! `/help` and `/device`: how a certificate gets onto a device, and whether it is there.

use askama::Template;
use tasuki_domain::system::System;

use super::{DeviceState, Frame};
use crate::texts::Step;

/// A kind of device to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SystemChoice {
    /// `windows`, `mac`, `android` or `ios`.
    pub name: &'static str,
    pub title: &'static str,
    pub chosen: bool,
}

impl SystemChoice {
    /// All four, with the one that is chosen.
    pub fn all(chosen: Option<System>) -> Vec<Self> {
        let choice =
            |it: System| Self { name: it.name(), title: it.title(), chosen: chosen == Some(it) };
        System::ALL.into_iter().map(choice).collect()
    }
}

/// The help for one kind of device, or for choosing one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "help.html")]
pub struct Help {
    pub frame: Frame,
    pub system: Option<System>,
    pub systems: Vec<SystemChoice>,
}

impl Help {
    fn heading(&self) -> String {
        let t = &self.frame.t.help;
        self.system.map_or_else(|| t.title.to_owned(), |it| t.title_for.of(it.title()))
    }

    fn steps(&self) -> &'static [Step] {
        self.system.map_or(&[], |it| self.frame.t.help.steps(it))
    }
}

/// Whether this device is registered.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "device.html")]
pub struct Device {
    pub frame: Frame,
    pub state: DeviceState,
    /// The last day of its certificate.
    pub valid_until: String,
    /// The help for the kind of device that asks.
    pub help_url: String,
}

impl Device {
    const fn is_recognised(&self) -> bool {
        matches!(self.state, DeviceState::Recognised { .. })
    }
}
