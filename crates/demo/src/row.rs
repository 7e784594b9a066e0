//! How the tables of notes are written: one row a line of the story, days counted from the
//! story's last day, times in Japan.

use crate::photo::PhotoSubject;
use crate::step::{Importance, Place, Sensitivity};

/// Result of a nurse's visit.
pub const NURSING: &str = "訪問看護の結果";
/// A doctor's instruction.
pub const INSTRUCTION: &str = "医師の指示";
/// Medicines.
pub const MEDICINE: &str = "服薬";
/// Record of a helper's visit.
pub const HELPER_RECORD: &str = "訪問介護の記録";
/// Rehabilitation.
pub const REHABILITATION: &str = "リハビリ";
/// Mouth and food.
pub const ORAL_NUTRITION: &str = "口腔・栄養";
/// Day service and bathing.
pub const DAY_BATHING: &str = "通所・入浴";
/// Care plan.
pub const CARE_PLAN: &str = "ケアプラン";
/// Anything to tell or to ask.
pub const CONSULTATION: &str = "連絡・相談";
/// Admission and discharge.
pub const HOSPITAL_STAY: &str = "入退院";
/// What the family said.
pub const FROM_FAMILY: &str = "家族より";

/// The information categories of the demo region, in the order in which they are offered.
pub const CATEGORIES: &[&str] = &[
    NURSING,
    INSTRUCTION,
    MEDICINE,
    HELPER_RECORD,
    REHABILITATION,
    ORAL_NUTRITION,
    DAY_BATHING,
    CARE_PLAN,
    CONSULTATION,
    HOSPITAL_STAY,
    FROM_FAMILY,
];

/// A line of the story.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// From the last day of the story: 0 or negative.
    pub day: i64,
    /// In Japan, `9:05`.
    pub time: &'static str,
    /// Key of a staff member or relative, or a role of [`crate::cast`].
    pub by: &'static str,
    pub place: Place,
    pub what: What,
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum What {
    Note(NoteRow),
    Correct { of: u32, text: &'static str, reason: &'static str },
    Confirm { of: u32 },
    Withdraw { of: u32, reason: &'static str },
    Misfiled { of: u32, reason: &'static str },
    Read,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct NoteRow {
    /// Unique within the patient.
    pub key: Option<u32>,
    pub category: &'static str,
    pub importance: Importance,
    /// `None`: what is usual for the category.
    pub sensitivity: Option<Sensitivity>,
    pub tags: &'static [&'static str],
    /// `{+7}` stands for the date seven days after the last day of the story.
    pub text: &'static str,
    pub photos: &'static [(PhotoSubject, &'static str)],
    pub reply_to: Option<u32>,
    pub quote: Option<&'static str>,
    pub only: &'static [&'static str],
    /// Temperature, blood pressure, pulse, SpO₂, respiration; `-` for not measured. `=` alone:
    /// what the patient's course gives.
    pub usual: &'static str,
    pub weight: Option<&'static str>,
    pub glucose: Option<&'static str>,
}

const fn row(day: i64, time: &'static str, by: &'static str, what: What) -> Row {
    Row { day, time, by, place: Place::Team, what }
}

pub(crate) const fn note(
    day: i64,
    time: &'static str,
    by: &'static str,
    category: &'static str,
    text: &'static str,
) -> Row {
    let note = NoteRow {
        key: None,
        category,
        importance: Importance::Normal,
        sensitivity: None,
        tags: &[],
        text,
        photos: &[],
        reply_to: None,
        quote: None,
        only: &[],
        usual: "",
        weight: None,
        glucose: None,
    };
    row(day, time, by, What::Note(note))
}

pub(crate) const fn correct(
    day: i64,
    time: &'static str,
    by: &'static str,
    of: u32,
    (text, reason): (&'static str, &'static str),
) -> Row {
    row(day, time, by, What::Correct { of, text, reason })
}

pub(crate) const fn confirm(day: i64, time: &'static str, by: &'static str, of: u32) -> Row {
    row(day, time, by, What::Confirm { of })
}

pub(crate) const fn read(day: i64, time: &'static str, by: &'static str) -> Row {
    row(day, time, by, What::Read)
}

pub(crate) const fn withdraw(
    day: i64,
    time: &'static str,
    by: &'static str,
    of: u32,
    reason: &'static str,
) -> Row {
    row(day, time, by, What::Withdraw { of, reason })
}

pub(crate) const fn misfiled(
    day: i64,
    time: &'static str,
    by: &'static str,
    of: u32,
    reason: &'static str,
) -> Row {
    row(day, time, by, What::Misfiled { of, reason })
}

impl Row {
    /// The same in another room.
    pub(crate) const fn place(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

macro_rules! note_fields {
    ($($(#[$doc:meta])* $name:ident ( $($arg:ident : $kind:ty)? ) $field:ident = $value:expr;)*) => {
        impl Row { $(
            $(#[$doc])*
            pub(crate) const fn $name(mut self $(, $arg: $kind)?) -> Self {
                if let What::Note(note) = &mut self.what {
                    note.$field = $value;
                }
                self
            }
        )* }
    };
}

note_fields! {
    key(key: u32) key = Some(key);
    urgent() importance = Importance::Urgent;
    info() importance = Importance::Info;
    high() sensitivity = Some(Sensitivity::High);
    middle() sensitivity = Some(Sensitivity::Middle);
    tags(tags: &'static [&'static str]) tags = tags;
    photos(photos: &'static [(PhotoSubject, &'static str)]) photos = photos;
    reply(key: u32) reply_to = Some(key);
    quote(words: &'static str) quote = Some(words);
    about(category: &'static str) category = category;
    /// 特別便.
    only(staff: &'static [&'static str]) only = staff;
    vitals(values: &'static str) usual = values;
    weight(kilograms: &'static str) weight = Some(kilograms);
    glucose(milligrams: &'static str) glucose = Some(milligrams);
}

impl NoteRow {
    /// What a region would usually set for the category.
    pub(crate) fn sensitivity(&self) -> Sensitivity {
        self.sensitivity.unwrap_or_else(|| usual_sensitivity(self.category))
    }

    /// Kind and value of everything measured.
    pub(crate) fn vitals(&self) -> Vec<(&'static str, String)> {
        let kinds = ["temperature", "blood_pressure", "pulse", "spo2", "respiration"];
        let usual = kinds.into_iter().zip(self.usual.split_whitespace());
        usual
            .filter(|(_, value)| *value != "-")
            .chain(self.weight.map(|value| ("weight", value)))
            .chain(self.glucose.map(|value| ("glucose", value)))
            .map(|(kind, value)| (kind, value.to_owned()))
            .collect()
    }
}

/// What a region would usually set for a category.
pub(crate) fn usual_sensitivity(category: &str) -> Sensitivity {
    match category {
        NURSING | INSTRUCTION | MEDICINE | HOSPITAL_STAY | FROM_FAMILY => Sensitivity::Middle,
        _ => Sensitivity::Low,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inner(row: Row) -> NoteRow {
        match row.what {
            What::Note(note) => note,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_row_is_built_up_in_one_line() {
        const ROW: Row = note(-3, "9:05", "sato-misaki", NURSING, "言葉")
            .urgent()
            .key(4)
            .vitals("36.4 - 72 96")
            .weight("42.0");
        let note = inner(ROW);
        assert_eq!((note.key, note.importance), (Some(4), Importance::Urgent));
        assert_eq!(
            note.vitals(),
            [("temperature", "36.4"), ("pulse", "72"), ("spo2", "96"), ("weight", "42.0")]
                .map(|(kind, value)| (kind, value.to_owned()))
        );
    }

    #[test]
    fn the_usual_sensitivity_can_be_overruled() {
        assert_eq!(inner(note(0, "9:00", "x", NURSING, "")).sensitivity(), Sensitivity::Middle);
        assert_eq!(inner(note(0, "9:00", "x", CARE_PLAN, "")).sensitivity(), Sensitivity::Low);
        let results = note(0, "9:00", "x", INSTRUCTION, "").high();
        assert_eq!(inner(results).sensitivity(), Sensitivity::High);
    }

    #[test]
    fn settings_of_a_note_leave_other_rows_alone() {
        let row = confirm(0, "9:00", "x", 3).urgent().key(9);
        assert!(matches!(row.what, What::Confirm { of: 3 }));
    }
}
