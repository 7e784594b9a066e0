//! `/rooms/{room}/course`: 温度板, what was measured in the last 14 days, as a chart and a table.

use askama::Template;

use super::{Banner, ChipKind, Frame, VitalView};
use crate::show::Moment;

/// A day of the chart. Places are in the units of the drawing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CourseDay {
    /// The left edge of its column.
    pub x: i64,
    /// The day of the month.
    pub label: String,
    pub today: bool,
    /// The last SpO₂ of the day; empty for none.
    pub oxygen: String,
    /// ▲ or ▼; empty when in range.
    pub oxygen_mark: &'static str,
}

/// A measured value in the chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CoursePoint {
    pub x: i64,
    pub y: i64,
    /// The lower end of a pressure.
    pub low: i64,
    /// ▲ or ▼; empty when in range.
    pub mark: &'static str,
}

/// The chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chart {
    pub days: Vec<CourseDay>,
    /// The lines of the scale: place, ℃, beats and mmHg.
    pub scale: Vec<(i64, i64, i64)>,
    pub temperatures: Vec<CoursePoint>,
    pub pulses: Vec<CoursePoint>,
    pub pressures: Vec<CoursePoint>,
    /// Where the team wants to be told of a temperature.
    pub limit: Option<i64>,
}

impl Chart {
    /// Points as SVG writes them.
    pub(crate) fn line(points: &[CoursePoint]) -> String {
        points.iter().map(|it| format!("{},{}", it.x, it.y)).collect::<Vec<_>>().join(" ")
    }
}

/// A line of the table.
#[derive(Debug, Clone, Default)]
pub struct CourseRow {
    pub url: String,
    pub at: Moment,
    pub author: String,
    pub vitals: Vec<VitalView>,
}

/// The page.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "course.html")]
pub struct Course {
    pub frame: Frame,
    pub banner: Option<Banner>,
    pub back: String,
    pub chart: Chart,
    /// Newest first.
    pub rows: Vec<CourseRow>,
}
