//! 施設管理者のメニュー: the staff, one of them, what is handed over once; and the door without a device.

use askama::Template;

use super::form::{Input, Widget};
use super::{Choice, DeviceStanding, DeviceView, Frame};
use crate::texts::ProblemText;

/// Somebody of the staff.
#[derive(Debug, Clone, Default)]
pub struct StaffView {
    pub url: String,
    pub name: String,
    pub kana: String,
    pub profession: String,
    pub login: String,
    pub mail: Option<String>,
    pub manager: bool,
    pub elsewhere: bool,
    pub unused: bool,
    pub devices: Vec<DeviceView>,
}

/// Everybody.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "staff_list.html")]
pub struct StaffList {
    pub frame: Frame,
    pub facility: String,
    /// The facility's id, where more than one is managed; else there is nothing to choose.
    pub at: String,
    pub facilities: Vec<Choice>,
    pub people: Vec<StaffView>,
    /// That a review of rights waits.
    pub review: Option<&'static str>,
    pub said: Option<String>,
}

/// The forms by which somebody joins.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "staff_new.html")]
pub struct StaffNew {
    pub frame: Frame,
    pub facility: String,
    pub at: String,
    pub new: Vec<Vec<Input>>,
    pub known: Vec<Vec<Input>>,
}

/// One of the staff.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "staff_one.html")]
pub struct StaffOne {
    pub frame: Frame,
    pub it: StaffView,
    pub back: String,
    pub change: Vec<Vec<Input>>,
    pub system: Vec<Vec<Input>>,
    /// Whether the region allows substitute codes.
    pub substitutes: bool,
    pub rooms: u32,
    /// Of how many patients they are the attending doctor or the deputy.
    pub attends: u32,
    /// How many invitations name them and wait.
    pub asked: u32,
    pub successor: Vec<Vec<Input>>,
    pub leave_error: Option<String>,
    pub reset_error: Option<String>,
    pub said: Option<String>,
}

/// A line of what is handed over.
#[derive(Debug, Clone, Default)]
pub struct SlipLine {
    pub label: String,
    pub value: String,
    /// To be copied letter by letter.
    pub large: bool,
}

/// What is shown once.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "staff_slip.html")]
pub struct StaffSlip {
    pub frame: Frame,
    pub title: String,
    pub person: String,
    pub lines: Vec<SlipLine>,
    pub how: String,
    pub more: String,
    pub back: String,
}

/// Signing in without the own device.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "substitute.html")]
pub struct Substitute {
    pub frame: Frame,
    pub login: String,
    pub problem: Option<ProblemText>,
}
