//! 温度板: the words.

use super::words::Text;

/// The course of what was measured.
#[derive(Debug, Clone, Copy)]
pub struct CourseTexts {
    pub title: Text,
    pub days: Text,
    pub chart: Text,
    pub temperature: Text,
    pub pulse: Text,
    pub pressure: Text,
    pub limit: Text,
    pub table: Text,
    pub at: Text,
    pub author: Text,
    pub values: Text,
    pub nothing: Text,
}

pub(super) const JA: CourseTexts = CourseTexts {
    title: "温度板",
    days: "この14日間",
    chart: "体温、脈拍、血圧、SpO₂のグラフ。同じ値が下の表にあります。",
    temperature: "体温",
    pulse: "脈拍",
    pressure: "血圧",
    limit: "連絡の目安",
    table: "表で見る",
    at: "測った日時",
    author: "書いた人",
    values: "測定値",
    nothing: "この14日間の測定値はありません。",
};

pub(super) const EN: CourseTexts = CourseTexts {
    title: "Course",
    days: "Last 14 days",
    chart: "Chart of temperature, pulse, pressure and SpO₂. The table below holds the same values.",
    temperature: "Temp.",
    pulse: "Pulse",
    pressure: "Pressure",
    limit: "Tell the team from here",
    table: "As a table",
    at: "Measured",
    author: "Author",
    values: "Values",
    nothing: "Nothing was measured in the last 14 days.",
};
