//! What happens in the demo, step by step.

use tasuki_kernel::Timestamp;

use crate::photo::{PhotoSubject, photo};

/// One thing that one person did in one patient's notebook.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// The key of the staff member.
    pub by: &'static str,
    /// The key of the patient.
    pub patient: &'static str,
    /// What was done.
    pub action: Action,
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
    /// 特別便: the staff who may read it besides the author; empty for the whole team.
    pub deliver_to: Vec<&'static str>,
    /// Measured values: kind and decimal number. Kinds are `temperature` (℃), `blood_pressure`
    /// (mmHg, `138/82`), `pulse` (per minute), `spo2` (%), `respiration` (per minute),
    /// `weight` (kg) and `glucose` (mg/dL).
    pub vitals: Vec<(&'static str, &'static str)>,
}

impl Note {
    /// The words with the measured values as a first line, for a notebook that does not keep
    /// values apart.
    pub fn text_with_vitals(&self) -> String {
        if self.vitals.is_empty() {
            return self.text.clone();
        }
        let values: Vec<String> = self
            .vitals
            .iter()
            .map(|(kind, value)| match *kind {
                "temperature" => format!("体温{value}℃"),
                "blood_pressure" => format!("血圧{value}"),
                "pulse" => format!("脈拍{value}"),
                "spo2" => format!("SpO₂ {value}%"),
                "respiration" => format!("呼吸{value}"),
                "weight" => format!("体重{value}kg"),
                "glucose" => format!("血糖{value}"),
                other => format!("{other} {value}"),
            })
            .collect();
        format!("{}\n{}", values.join("、"), self.text)
    }
}

/// A photo of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Picture {
    /// What is on it.
    pub subject: PhotoSubject,
    /// For [`photo`].
    pub seed: u64,
    /// As the phone would send it; also a caption.
    pub file_name: &'static str,
}

impl Picture {
    /// The JPEG as it would come from the phone.
    pub fn jpeg(&self) -> Vec<u8> {
        photo(self.subject, self.seed)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_before_the_words() {
        let mut note = Note {
            key: None,
            category: crate::NURSING,
            importance: Importance::Normal,
            sensitivity: Sensitivity::Middle,
            tags: Vec::new(),
            text: "変わりありません。".to_owned(),
            photos: Vec::new(),
            reply_to: None,
            deliver_to: Vec::new(),
            vitals: vec![("temperature", "36.4"), ("spo2", "96"), ("weight", "42.1")],
        };
        assert_eq!(note.text_with_vitals(), "体温36.4℃、SpO₂ 96%、体重42.1kg\n変わりありません。");
        note.vitals.clear();
        assert_eq!(note.text_with_vitals(), "変わりありません。");
    }
}
