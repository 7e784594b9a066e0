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

/// One number to be typed.
#[derive(Debug, Clone, Default)]
pub struct VitalInput {
    /// Its name and id: `body-temperature`.
    pub name: &'static str,
    /// 血圧（上）
    pub label: String,
    /// What was typed.
    pub value: String,
    /// Values under this are low, in thousandths; empty for no limit.
    pub low: String,
    /// Values from this on are high, in thousandths; empty for no limit.
    pub high: String,
    /// With digits after the point.
    pub decimal: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// What stands in one place: a number, or the two of a pressure.
#[derive(Debug, Clone, Default)]
pub struct VitalGroup {
    pub label: &'static str,
    pub unit: &'static str,
    pub inputs: Vec<VitalInput>,
    /// The value before: `132/78`; empty when there is none.
    pub previous: String,
}

/// The quick fields of the composer.
#[derive(Debug, Clone, Default)]
pub struct VitalFields {
    /// Always there.
    pub quick: Vec<VitalGroup>,
    /// Behind a fold.
    pub more: Vec<VitalGroup>,
    /// The fold is open: something in it was typed.
    pub open: bool,
    /// When it was measured, `HH:MM`.
    pub measured: String,
    /// What is wrong with that.
    pub measured_error: Option<String>,
}
