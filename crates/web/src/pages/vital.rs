//! The strip of measured values in an entry.

/// On which side a value is out of range: a shape and a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkView {
    /// ▲ or ▼.
    pub shape: &'static str,
    /// 高い or 低い.
    pub word: &'static str,
}

/// One cell of the strip.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VitalView {
    /// 体温
    pub label: &'static str,
    /// `37.8`; `138/82` for pressure.
    pub value: String,
    /// ℃; empty where the label says enough.
    pub unit: &'static str,
    pub mark: Option<MarkView>,
    /// The value before: `132/78`; empty when there is none.
    pub previous: String,
}

/// A value that a correction changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ValueChange {
    pub label: &'static str,
    /// Empty when it was added.
    pub old: String,
    /// Empty when it was taken out.
    pub new: String,
}
