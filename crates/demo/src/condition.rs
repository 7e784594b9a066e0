//! What a condition brings with it: usual values, who comes how often, what they write, and what
//! happens in its course. A file each in `conditions/`.

use crate::course::{Drift, Usual};
use crate::phrase::Bank;
use crate::row::Row;

/// A condition as the composed notebooks tell it.
#[derive(Debug)]
pub(crate) struct Condition {
    /// 主な病気; the first gives the condition its name.
    pub names: &'static [&'static str],
    /// 注意すべき薬.
    pub risks: &'static [&'static str],
    /// 安定期, 変化期, 看取り期.
    pub phase: &'static str,
    pub usual: Usual,
    /// What the nurse measures, in the letters of [`crate::course::measure`].
    pub measures: &'static str,
    /// 連絡の目安: kind, low, high; empty for none. A weight is counted from the usual one.
    pub limits: &'static [(&'static str, &'static str, &'static str)],
    /// How many kilograms come or go in a year.
    pub yearly_weight: f32,
    /// Roles, and how often each comes in four weeks.
    pub visits: &'static [(&'static str, u8)],
    /// Of each bank of a role one sentence.
    pub banks: &'static [(&'static str, &'static [Bank])],
    pub episodes: &'static [&'static Episode],
    /// The theme of a room of chosen members, and who is in it.
    pub theme: Option<(&'static str, &'static [&'static str])>,
}

impl Condition {
    pub(crate) fn banks(&self, role: &str) -> &'static [Bank] {
        self.banks.iter().find(|it| it.0 == role).map_or(&[], |it| it.1)
    }
}

/// Something that happens, with what follows from it. Days are counted from its first.
#[derive(Debug)]
pub(crate) struct Episode {
    pub rows: &'static [Row],
    pub drifts: &'static [Drift],
    /// Only in these months; in any when empty.
    pub months: &'static [i64],
    pub home: Home,
}

/// With whom the patient must live for something to happen so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Home {
    Any,
    Alone,
    Shared,
}

pub(crate) const fn episode(rows: &'static [Row]) -> Episode {
    Episode { rows, drifts: &[], months: &[], home: Home::Any }
}

impl Episode {
    pub(crate) const fn drifts(mut self, drifts: &'static [Drift]) -> Self {
        self.drifts = drifts;
        self
    }

    pub(crate) const fn months(mut self, months: &'static [i64]) -> Self {
        self.months = months;
        self
    }

    pub(crate) const fn alone(mut self) -> Self {
        self.home = Home::Alone;
        self
    }

    pub(crate) const fn shared(mut self) -> Self {
        self.home = Home::Shared;
        self
    }

    /// The day of its last row.
    pub(crate) fn length(&self) -> i64 {
        self.rows.last().map_or(0, |row| row.day)
    }
}

/// A row of an episode: the category is what the role usually writes under.
pub(crate) const fn say(day: i64, time: &'static str, by: &'static str, text: &'static str) -> Row {
    crate::row::note(day, time, by, "", text)
}
