//! One line a figure: `F3 append c=32 4.6 goal 3 ok`.

use std::fmt;

/// What a value is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Goal {
    /// At least so much.
    Least(f64),
    /// At most so much.
    Most(f64),
    /// Nothing: a bare limit of the machine, or said for orientation.
    Bare,
}

/// A measured value.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// `F3`.
    pub figure: &'static str,
    /// What was measured: `append c=32`.
    pub what: String,
    /// How much.
    pub value: f64,
    /// `ms`, `MB`, `/s`; empty for ratios.
    pub unit: &'static str,
    /// What it is held against.
    pub goal: Goal,
}

impl Line {
    /// A ratio or amount that is to be at least `goal`.
    pub fn least(figure: &'static str, what: impl Into<String>, value: f64, goal: f64) -> Self {
        Self { figure, what: what.into(), value, unit: "", goal: Goal::Least(goal) }
    }

    /// An amount that is to be at most `goal`.
    pub fn most(figure: &'static str, what: impl Into<String>, value: f64, goal: f64) -> Self {
        Self { figure, what: what.into(), value, unit: "", goal: Goal::Most(goal) }
    }

    /// A bare limit.
    pub fn bare(figure: &'static str, what: impl Into<String>, value: f64) -> Self {
        Self { figure, what: what.into(), value, unit: "", goal: Goal::Bare }
    }

    /// The same in a unit.
    #[must_use]
    pub fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }

    /// Whether it is where it is wanted; a bare limit always is.
    pub fn is_met(&self) -> bool {
        match self.goal {
            Goal::Least(goal) => self.value >= goal,
            Goal::Most(goal) => self.value <= goal,
            Goal::Bare => true,
        }
    }

    /// How far it is on its way: 1 at the goal, more beyond it. None without a goal.
    pub fn reached(&self) -> Option<f64> {
        match self.goal {
            Goal::Least(goal) if goal > 0.0 => Some(self.value / goal),
            Goal::Most(goal) if self.value > 0.0 => Some(goal / self.value),
            Goal::Most(_) => Some(f64::INFINITY),
            Goal::Least(_) | Goal::Bare => None,
        }
    }
}

/// Three digits that matter, without needless zeros.
fn short(value: f64) -> String {
    let text = match value.abs() {
        it if it >= 100.0 => format!("{value:.0}"),
        it if it >= 10.0 => format!("{value:.1}"),
        it if it >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    };
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figure, what, unit, .. } = self;
        write!(f, "{figure} {what} {}{unit}", short(self.value))?;
        let verdict = if self.is_met() { "ok" } else { "misses" };
        match self.goal {
            Goal::Least(goal) | Goal::Most(goal) => {
                write!(f, " goal {}{unit} {verdict}", short(goal))
            }
            Goal::Bare => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_like_the_one_in_the_specification() {
        let line = Line::least("F3", "append c=32", 4.6, 3.0);
        assert_eq!(line.to_string(), "F3 append c=32 4.6 goal 3 ok");
        let line = Line::most("F3", "p99 c=32", 8.04, 8.0).unit("ms");
        assert_eq!(line.to_string(), "F3 p99 c=32 8.04ms goal 8ms misses");
        let line = Line::bare("F3", "fdatasync", 2104.4).unit("/s");
        assert_eq!(line.to_string(), "F3 fdatasync 2104/s");
    }

    #[test]
    fn the_verdict_is_about_the_value_and_not_about_how_it_is_written() {
        assert!(!Line::least("F1", "json", 0.2999, 0.3).is_met());
        assert!(Line::least("F1", "json", 0.3, 0.3).is_met());
        assert!(Line::most("F5", "idle", 24.0, 24.0).is_met());
        assert!(!Line::most("F5", "idle", 24.1, 24.0).is_met());
        assert!(Line::bare("F9", "sha256", 0.0).is_met());
    }

    #[test]
    fn how_far_it_is_grows_towards_the_goal_from_both_sides() {
        assert_eq!(Line::least("F1", "a", 0.6, 0.3).reached(), Some(2.0));
        assert_eq!(Line::most("F1", "a", 10.0, 5.0).reached(), Some(0.5));
        assert_eq!(Line::most("F4", "lost", 0.0, 0.0).reached(), Some(f64::INFINITY));
        assert_eq!(Line::bare("F1", "a", 1.0).reached(), None);
    }

    #[test]
    fn numbers_keep_what_matters() {
        let written = [0.034_56, 0.5, 12.34, 123.4, 5000.0, 100.0].map(short);
        assert_eq!(written, ["0.0346", "0.5", "12.3", "123", "5000", "100"]);
    }
}
