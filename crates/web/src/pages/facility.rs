//! Larger tasks of a facility: withdrawal, and the review of rights; and what the desk sees of them.

use askama::Template;

use super::form::{Input, Widget};
use super::{Choice, Fact, FieldError, Frame, QueueTab, StaffView};
use crate::pages::DeviceStanding;
use crate::show::Moment;

/// A facility asks to take part no more.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "facility_withdrawal.html")]
pub struct FacilityWithdrawal {
    pub frame: Frame,
    pub facility: String,
    pub at: String,
    pub facilities: Vec<Choice>,
    pub people: u32,
    pub places: u32,
    pub managed: u32,
    /// One that waits: its number, when it was sent, where it is taken back.
    pub waits: Option<(u64, Moment, String)>,
    /// The desk's reason for sending the last one back.
    pub returned: Option<String>,
    pub taken_back: bool,
    pub rows: Vec<Vec<Input>>,
    pub said: Option<String>,
}

/// A line of the desk's list.
#[derive(Debug, Clone, Default)]
pub struct WithdrawalLine {
    pub url: String,
    pub facility: String,
    pub reason: &'static str,
    pub sent: Moment,
}

/// Withdrawals of one state.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_withdrawals.html")]
pub struct DeskWithdrawals {
    pub frame: Frame,
    pub tabs: Vec<QueueTab>,
    pub rows: Vec<WithdrawalLine>,
    pub none: &'static str,
}

/// One withdrawal.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_withdrawal.html")]
pub struct DeskWithdrawal {
    pub frame: Frame,
    pub facility: String,
    pub number: u64,
    pub sent: Moment,
    pub facts: Vec<Fact>,
    pub managed: u32,
    /// Where it is decided; only while it waits.
    pub decide: Option<String>,
    pub decided: Option<(String, Moment)>,
    pub answer: String,
    pub errors: Vec<FieldError>,
    pub back: String,
    pub said: Option<String>,
}

impl DeskWithdrawal {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        super::frame::error_for(&self.errors, field)
    }
}

/// Somebody whose rights are looked at.
#[derive(Debug, Clone, Default)]
pub struct ReviewLine {
    pub post: String,
    pub it: StaffView,
    pub rooms: u32,
    /// Ticked: goes on.
    pub on: bool,
    /// It was to be ticked.
    pub missing: bool,
}

/// An earlier review.
#[derive(Debug, Clone, Default)]
pub struct ReviewDone {
    pub quarter: String,
    pub at: Moment,
    pub by: String,
    pub counts: String,
}

/// Everybody's rights in a facility.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "facility_review.html")]
pub struct FacilityReview {
    pub frame: Frame,
    pub facility: String,
    pub at: String,
    pub facilities: Vec<Choice>,
    pub quarter: String,
    pub done: bool,
    /// What is to be said about it.
    pub state: &'static str,
    pub people: Vec<ReviewLine>,
    /// What the list is known by.
    pub list: String,
    pub error: Option<String>,
    pub history: Vec<ReviewDone>,
}

/// A facility in the desk's list.
#[derive(Debug, Clone, Default)]
pub struct ReviewState {
    pub facility: String,
    /// done, due or overdue.
    pub class: &'static str,
    pub state: &'static str,
    pub people: u64,
    pub last: Option<(String, Moment)>,
    pub by: String,
}

/// Which facilities looked at their rights.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk_reviews.html")]
pub struct DeskReviews {
    pub frame: Frame,
    pub quarter: String,
    pub counts: String,
    pub rows: Vec<ReviewState>,
}
