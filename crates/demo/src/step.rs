//! What happens in the demo, step by step.

use std::sync::Arc;

use tasuki_kernel::Timestamp;

use crate::photo::{LARGE, PhotoSubject, SMALL, photo_of_width};

/// One thing that one person did in one patient's notebook.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// The key of the staff member or, in a family's room, of a relative.
    pub by: &'static str,
    /// The key of the patient.
    pub patient: Arc<str>,
    /// In which room of the patient's notebook.
    pub place: Place,
    /// What was done.
    pub action: Action,
}

/// A room of a patient's notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// チーム.
    Team,
    /// 特定メンバー, with a theme.
    Theme,
    /// 家族.
    Family,
}

/// What can be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Wrote a note.
    Note(Note),
    /// Corrected an own note.
    Correct {
        /// [`Note::key`] of an earlier note.
        of: u32,
        /// The whole new text.
        text: String,
        /// Why.
        reason: &'static str,
    },
    /// Took an own note back.
    Withdraw {
        /// [`Note::key`] of an earlier note.
        of: u32,
        /// Why.
        reason: &'static str,
    },
    /// Marked an own note as standing under the wrong patient.
    Misfiled {
        /// [`Note::key`] of an earlier note.
        of: u32,
        /// Why.
        reason: &'static str,
    },
    /// 確認: understood the note.
    Confirm {
        /// [`Note::key`] of an earlier note.
        of: u32,
    },
    /// Opened the notebook and read to its newest entry.
    Read,
}

/// A note.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// A number by which later steps mean this note, unique in the whole demo.
    pub key: Option<u32>,
    /// 情報カテゴリー, one of [`crate::CATEGORIES`].
    pub category: &'static str,
    /// 重要度.
    pub importance: Importance,
    /// 機微の程度.
    pub sensitivity: Sensitivity,
    /// Without `#`.
    pub tags: Vec<&'static str>,
    /// The words, without the measured values.
    pub text: String,
    /// Photos in order.
    pub photos: Vec<Picture>,
    /// [`Note::key`] of the note that this one answers.
    pub reply_to: Option<u32>,
    /// Words of the answered note.
    pub quote: Option<String>,
    /// 特別便: the staff who may read it besides the author; empty for the whole team.
    pub deliver_to: Vec<&'static str>,
    /// Measured values: kind and decimal number. Kinds are `temperature` (℃), `blood_pressure`
    /// (mmHg, `138/82`), `pulse` (per minute), `spo2` (%), `respiration` (per minute),
    /// `weight` (kg), `glucose` (mg/dL) and `pain` (0 to 10).
    pub vitals: Vec<(&'static str, String)>,
}

/// A photo of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// What is on it.
    pub subject: PhotoSubject,
    /// For [`crate::photo()`].
    pub seed: u64,
    /// As an older phone sends it: a third of the pixels.
    pub small: bool,
    /// As the phone would send it; also a caption.
    pub file_name: &'static str,
}

impl Picture {
    /// The JPEG as it would come from the phone.
    pub fn jpeg(&self) -> Vec<u8> {
        photo_of_width(self.subject, self.seed, if self.small { SMALL } else { LARGE })
    }
}

/// 重要度.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Importance {
    /// 至急.
    Urgent,
    /// ふつう.
    Normal,
    /// 参考.
    Info,
}

/// 機微の程度 (product.md N7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sensitivity {
    /// "Day service starts".
    Low,
    /// A nursing report.
    Middle,
    /// Test results.
    High,
}
