//! The demo region as data and a script: who is there, what they wrote in the last four weeks,
//! and the pictures they took. Pure: the same seed and the same moment give the same demo.
//!
//! Nothing is stored from here. A program plays [`Demo::steps`] through the real use cases, so
//! that what the demo shows went the same way as what a user writes. All people, facilities and
//! telephone numbers are invented.

mod calendar;
mod noise;
mod patient;
mod patients;
mod photo;
mod portrait;
mod row;
mod script;
mod staff;
mod step;

pub use patient::{Birth, Contact, Patient, Sex};
pub use photo::{PhotoSubject, photo};
pub use portrait::{Hair, Portrait, Wear, portrait};
pub use row::{
    CARE_PLAN, CATEGORIES, CONSULTATION, FROM_FAMILY, HELPER_RECORD, HOSPITAL_STAY, INSTRUCTION,
    MEDICINE, NURSING,
};
pub use staff::{FACILITIES, Facility, STAFF, Staff, profession};
pub use step::{Action, Importance, Note, Picture, Sensitivity, Step};

use tasuki_kernel::Timestamp;

/// The region that the demo plays in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Of the municipality.
    pub name: &'static str,
    /// What the region calls its notebook.
    pub notebook_name: &'static str,
}

/// Everything that the demo region holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// The one region.
    pub region: Region,
    /// Six facilities.
    pub facilities: Vec<Facility>,
    /// Twelve staff of six professions.
    pub staff: Vec<Staff>,
    /// Eight patients; the one of the design pictures first.
    pub patients: Vec<Patient>,
    /// What happened, in order of time, all of it before the moment the demo was made for.
    pub steps: Vec<Step>,
}

impl Demo {
    /// The demo as it stands at `today` (any moment of the day). `seed` varies seconds, who
    /// looked when, and the pictures; never the story.
    pub fn new(seed: u64, today: Timestamp) -> Self {
        Self {
            region: Region { name: "みなと市", notebook_name: "みなと連絡帳" },
            facilities: FACILITIES.to_vec(),
            staff: STAFF.to_vec(),
            patients: patients::ALL.iter().map(|it| it.patient).collect(),
            steps: script::steps(seed, today),
        }
    }
}

#[cfg(test)]
mod tests;
