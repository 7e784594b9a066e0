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
    pub measure: Text,
    pub more: Text,
    pub time: Text,
    pub time_hint: Text,
}

pub(super) const JA: VitalTexts = VitalTexts {
    heading: "バイタル",
    high: "高い",
    low: "低い",
    previous: Named(|value| format!("前回 {value}")),
    measured_at: Named(|time| format!("{time} 測定")),
    measure: "測定",
    more: "呼吸・体重・血糖・痛み",
    time: "測定した時刻",
    time_hint: "空けておくと、送信した時刻になります。",
};

pub(super) const EN: VitalTexts = VitalTexts {
    heading: "Vital signs",
    high: "high",
    low: "low",
    previous: Named(|value| format!("before {value}")),
    measured_at: Named(|time| format!("measured {time}")),
    measure: "Vitals",
    more: "Breathing, weight, glucose, pain",
    time: "Time measured",
    time_hint: "Left empty, it is the time of sending.",
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

/// What a field is called: 血圧（上）.
pub fn field(lang: Lang, it: VitalKind) -> String {
    let label = kind(lang, it);
    match (it, lang) {
        (VitalKind::SystolicPressure, Lang::Ja) => format!("{label}（上）"),
        (VitalKind::DiastolicPressure, Lang::Ja) => format!("{label}（下）"),
        (VitalKind::SystolicPressure, Lang::En) => format!("{label}, upper"),
        (VitalKind::DiastolicPressure, Lang::En) => format!("{label}, lower"),
        _ => label.to_owned(),
    }
}

/// The unit in a sentence.
const fn unit_said(lang: Lang, it: VitalKind) -> &'static str {
    use VitalKind as Kind;
    match (lang, it) {
        (_, Kind::SystolicPressure | Kind::DiastolicPressure) => "mmHg",
        (Lang::Ja, Kind::Pulse | Kind::Respiration) => "1分間の回数",
        (Lang::En, Kind::Pulse | Kind::Respiration) => "times a minute",
        (Lang::Ja, Kind::Pain) => "0〜10の数",
        (Lang::En, Kind::Pain) => "points of 10",
        _ => unit(it),
    }
}

/// What is wrong with a value, by the first word of the problem's detail.
pub fn wrong(lang: Lang, it: VitalKind, detail: &str) -> String {
    let (name, unit, (low, high)) = (field(lang, it), unit_said(lang, it), it.possible_range());
    let japanese = lang == Lang::Ja;
    match detail.split([' ', ':']).next().unwrap_or_default() {
        "unit" if japanese => format!("{name}の単位は{unit}です。{unit}の値で送ってください。"),
        "unit" => format!("{name} is kept in {unit}. Send it in that unit."),
        "decimals" if japanese && it.decimals() == 0 => {
            format!("{name}は整数で入れてください。単位は{unit}です。")
        }
        "decimals" if japanese => {
            format!("{name}は小数点以下{}けたまでで入れてください。", it.decimals())
        }
        "decimals" if it.decimals() == 0 => {
            format!("{name}: a whole number, please. The unit is {unit}.")
        }
        "decimals" => format!("{name}: at most {} digit after the point.", it.decimals()),
        "range" if japanese => format!("{name}は{unit}で{low}〜{high}の間で入れてください。"),
        "range" => format!("{name} must be between {low} and {high} ({unit})."),
        "reversed" if japanese => {
            "血圧の上と下が逆になっていませんか。上に大きいほうを入れてください。".to_owned()
        }
        "reversed" => "Are the pressures reversed? The upper one must be the greater.".to_owned(),
        "twice" if japanese => format!("{name}が2つあります。1つの記録に1つだけ入れられます。"),
        "twice" => format!("{name} is given twice. A note holds one."),
        _ if japanese => format!("{name}は数字だけで入れてください。単位は{unit}です。"),
        _ => format!("{name}: digits only, please. The unit is {unit}."),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_be_wrong_is_told_in_both_languages() {
        let say = |kind, detail| wrong(Lang::Ja, kind, detail);
        let warm = VitalKind::BodyTemperature;
        assert_eq!(say(warm, "range is 25 to 45 Cel"), "体温は℃で25〜45の間で入れてください。");
        assert_eq!(
            say(VitalKind::Pulse, "decimals: at most 0"),
            "脈拍は整数で入れてください。単位は1分間の回数です。"
        );
        for kind in VitalKind::ALL {
            let mut told = std::collections::HashSet::new();
            for detail in
                ["unit is not", "number in", "decimals: at", "range is", "reversed:", "twice in"]
            {
                assert!(told.insert(say(*kind, detail)), "{kind:?} {detail}");
                assert!(say(*kind, detail).ends_with('。'));
                assert!(wrong(Lang::En, *kind, detail).ends_with('.'));
            }
        }
    }
}
