//! The demo region as data and a script: who is there, what they wrote in the last year, and the
//! pictures they took. Pure: the same seed and the same moment give the same demo.
//!
//! Eight patients have stories told by hand (`patients/`); what is written about the others, and
//! the months before, is composed from banks of sentences (`conditions/`, `general/`).
//!
//! Nothing is stored from here. A program plays [`Demo::steps`] through the real use cases, so
//! that what the demo shows went the same way as what a user writes. All people, facilities and
//! telephone numbers are invented.

mod calendar;
mod cast;
mod composed;
mod condition;
mod conditions;
mod course;
pub mod desk;
mod front;
mod general;
mod noise;
pub mod notices;
mod patient;
mod patients;
mod photo;
mod phrase;
mod portrait;
mod relatives;
mod roster;
mod row;
mod script;
mod staff;
mod step;
mod year;

pub use patient::{Birth, Contact, Limit, Patient, Room, Sex};
pub use photo::{PhotoSubject, photo, photo_of_width};
pub use portrait::{Hair, Portrait, Wear, portrait};
pub use relatives::Relative;
pub use row::{
    CARE_PLAN, CATEGORIES, CONSULTATION, DAY_BATHING, FROM_FAMILY, HELPER_RECORD, HOSPITAL_STAY,
    INSTRUCTION, MEDICINE, NURSING, ORAL_NUTRITION, REHABILITATION,
};
pub use staff::{FACILITIES, Facility, Staff, profession};
pub use step::{Action, Importance, Note, Picture, Place, Sensitivity, Step};

use tasuki_kernel::Timestamp;

/// The region that the demo plays in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// Of the municipality.
    pub name: &'static str,
    /// What the region calls its notebook.
    pub notebook_name: &'static str,
}

/// How many patients a demo has that is not asked for more or fewer.
pub const PATIENTS: usize = 60;

/// Everything that the demo region holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    /// The one region.
    pub region: Region,
    /// Fourteen facilities.
    pub facilities: Vec<Facility>,
    /// Forty-five staff of fourteen professions.
    pub staff: Vec<Staff>,
    /// Relatives who sign in.
    pub relatives: Vec<Relative>,
    /// The one of the design pictures first, then the others of the stories told by hand.
    pub patients: Vec<Patient>,
    /// What happened, in order of time, all of it before the moment the demo was made for.
    pub steps: Vec<Step>,
}

impl Demo {
    /// The demo as it stands at `today` (any moment of the day) with so many patients, at least
    /// one. `seed` varies what is composed, seconds, who looked when, and the pictures; never the
    /// stories told by hand.
    pub fn new(seed: u64, today: Timestamp, patients: usize) -> Self {
        let told = script::told(seed, today, patients.max(1));
        Self {
            region: Region { name: "みなと市", notebook_name: "みなと連絡帳" },
            facilities: FACILITIES.to_vec(),
            staff: staff::all(),
            relatives: relatives::RELATIVES
                .iter()
                .filter(|it| told.patients.iter().any(|patient| &*patient.key == it.patient))
                .copied()
                .collect(),
            patients: told.patients,
            steps: told.steps,
        }
    }
}

#[cfg(test)]
mod tests;
