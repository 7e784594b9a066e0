//! バイタル: the words.

use tasuki_domain::vital::{Mark, VitalKind};

use super::Lang;
use super::words::{Named, Text};

/// バイタル.
#[derive(Debug, Clone, Copy)]
pub struct VitalTexts {
    pub heading: Text,
    pub high: Text,
    pub low: Text,
    pub previous: Named,
    pub measured_at: Named,
}

pub(super) const JA: VitalTexts = VitalTexts {
    heading: "バイタル",
    high: "高い",
    low: "低い",
    previous: Named(|value| format!("前回 {value}")),
    measured_at: Named(|time| format!("{time} 測定")),
};

pub(super) const EN: VitalTexts = VitalTexts {
    heading: "Vital signs",
    high: "high",
    low: "low",
    previous: Named(|value| format!("before {value}")),
    measured_at: Named(|time| format!("measured {time}")),
};

/// What a kind is called; both pressures are one.
pub const fn kind(lang: Lang, kind: VitalKind) -> &'static str {
    use VitalKind as Kind;
    match (lang, kind) {
        (Lang::Ja, Kind::BodyTemperature) => "体温",
        (Lang::Ja, Kind::SystolicPressure | Kind::DiastolicPressure) => "血圧",
        (Lang::Ja, Kind::Pulse) => "脈拍",
        (_, Kind::OxygenSaturation) => "SpO₂",
        (Lang::Ja, Kind::Respiration) => "呼吸",
        (Lang::Ja, Kind::BodyWeight) => "体重",
        (Lang::Ja, Kind::Glucose) => "血糖",
        (Lang::Ja, Kind::Pain) => "痛み",
        (Lang::En, Kind::BodyTemperature) => "Temp.",
        (Lang::En, Kind::SystolicPressure | Kind::DiastolicPressure) => "Pressure",
        (Lang::En, Kind::Pulse) => "Pulse",
        (Lang::En, Kind::Respiration) => "Breathing",
        (Lang::En, Kind::BodyWeight) => "Weight",
        (Lang::En, Kind::Glucose) => "Glucose",
        (Lang::En, Kind::Pain) => "Pain",
    }
}

/// The unit as it is written beside a value; empty where the label says enough.
pub const fn unit(kind: VitalKind) -> &'static str {
    use VitalKind as Kind;
    match kind {
        Kind::BodyTemperature => "℃",
        Kind::OxygenSaturation => "%",
        Kind::BodyWeight => "kg",
        Kind::Glucose => "mg/dL",
        Kind::Pain => "/10",
        Kind::SystolicPressure | Kind::DiastolicPressure | Kind::Pulse | Kind::Respiration => "",
    }
}

/// ▲高い, ▼低い.
pub const fn mark(lang: Lang, mark: Mark) -> (&'static str, &'static str) {
    let words = match lang {
        Lang::Ja => JA,
        Lang::En => EN,
    };
    match mark {
        Mark::High => ("▲", words.high),
        Mark::Low => ("▼", words.low),
    }
}
