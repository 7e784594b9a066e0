//! Seeing less of a timeline: the panel in which one chooses, and what was chosen.

use super::{Choice, Link};

/// The panel, as a form that asks for the same page anew.
#[derive(Debug, Clone, Default)]
pub struct Narrow {
    pub action: String,
    /// Each list begins without the choice of everything.
    pub categories: Vec<Choice>,
    pub category: String,
    pub importances: Vec<Choice>,
    pub importance: String,
    pub authors: Vec<Choice>,
    pub author: String,
    pub kinds: Vec<Choice>,
    pub kind: String,
    /// `2026-08-03`; empty for none.
    pub date: String,
    /// The last day that can be asked for.
    pub today: String,
    /// More ways to look at the notebook.
    pub links: Vec<Link>,
}

/// One thing that was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilterChip {
    /// 種類
    pub label: String,
    /// 医師の指示
    pub value: String,
    /// The same page without it.
    pub without: String,
}

/// What was chosen, above the entries.
#[derive(Debug, Clone, Default)]
pub struct Chosen {
    pub chips: Vec<FilterChip>,
    /// The page without any filter.
    pub clear: String,
    /// How far was looked, as a sentence.
    pub searched: String,
}

/// A day that was jumped to.
#[derive(Debug, Clone, Default)]
pub struct DayJump {
    /// 2026年8月3日(月)
    pub day: String,
    /// The day has no entries to show: those shown are older.
    pub nothing: bool,
    pub earlier: Option<Link>,
    pub later: Option<Link>,
}
