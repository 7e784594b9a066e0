//! `/pickup`: from a number and a code to a certificate on this device, or on the phone beside it.

use askama::Template;
use tasuki_domain::system::System;

use super::{Frame, SystemChoice};
use crate::show::Moment;
use crate::texts::{ProblemText, Step};

/// The form for number and code. `POST /pickup` with `number`, `code`, `csrf`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "pickup.html")]
pub struct Pickup {
    pub frame: Frame,
    /// What was typed before, or came with the link of a mail; never the code.
    pub number: String,
    pub problem: Option<ProblemText>,
}

/// What waits for this device. The forms carry number and code on: nothing is kept in between.
#[derive(Debug, Clone, Template)]
#[template(path = "pickup_ready.html")]
pub struct PickupReady {
    pub frame: Frame,
    /// In groups, as they were given out.
    pub number: String,
    pub code: String,
    /// The device's name.
    pub label: String,
    pub until: Moment,
    pub system: System,
    pub systems: Vec<SystemChoice>,
    /// The page that says whether the certificate is there.
    pub check_url: String,
    /// Whether a passkey can be made of it instead, and where.
    pub passkey: PickupPasskey,
}

/// A passkey instead of a certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PickupPasskey {
    /// The region allows none.
    #[default]
    No,
    /// On this page.
    Here,
    /// At the staff's listener, whose name passkeys are made for.
    At(String),
}

impl PickupReady {
    fn steps(&self) -> &'static [Step] {
        self.frame.t.help.steps(self.system)
    }

    /// Whether the certificate comes as a profile, for which no password is asked.
    pub(crate) const fn is_profile(&self) -> bool {
        matches!(self.system, System::Mac | System::Ios)
    }

    const fn is_mac(&self) -> bool {
        matches!(self.system, System::Mac)
    }
}

/// The QR code that hands a pick-up on to a phone, with number and code for whoever cannot read it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "hand_over.html")]
pub struct HandOver {
    pub frame: Frame,
    pub number: String,
    pub code: String,
    pub label: String,
    /// Until when the link works.
    pub until: Moment,
    /// Side of the code in modules, the quiet zone among them, and the dark ones as an SVG path.
    pub side: usize,
    pub path: String,
    /// Where number and code are typed in.
    pub address: String,
}

/// What a phone sees that followed the QR code. `POST` to `action` takes it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "take_over.html")]
pub struct TakeOver {
    pub frame: Frame,
    pub action: String,
}
