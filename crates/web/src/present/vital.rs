//! Measured values as people write them: a pressure as one, 138/82.

use tasuki_app::vital::{Bounds, Reading};
use tasuki_domain::vital::{Mark, Vital, VitalKind};

use crate::pages::{MarkView, ValueChange, VitalFields, VitalGroup, VitalInput, VitalView};
use crate::texts::{self, Lang};

/// What stands for a pressure of which only one was measured.
const UNKNOWN: &str = "–";

const UPPER: VitalKind = VitalKind::SystolicPressure;
const LOWER: VitalKind = VitalKind::DiastolicPressure;

fn of_kind<'a>(mut readings: impl Iterator<Item = &'a Vital>, kind: VitalKind) -> Option<&'a str> {
    readings.find(|it| it.kind() == Some(kind)).map(|it| it.value.as_str())
}

/// A value as it is written; the two pressures joined, on the upper one.
fn written<'a>(vitals: impl Iterator<Item = &'a Vital> + Clone, kind: VitalKind) -> Option<String> {
    if kind != UPPER {
        return of_kind(vitals, kind).map(str::to_owned);
    }
    let (upper, lower) = (of_kind(vitals.clone(), UPPER), of_kind(vitals, LOWER));
    upper.or(lower)?;
    Some(format!("{}/{}", upper.unwrap_or(UNKNOWN), lower.unwrap_or(UNKNOWN)))
}

/// The kinds as they are shown: one cell for both pressures.
fn shown() -> impl Iterator<Item = VitalKind> {
    VitalKind::ALL.iter().copied().filter(|it| *it != LOWER)
}

fn mark_of(readings: &[Reading], kind: VitalKind) -> Option<Mark> {
    let of = |kind| readings.iter().find(|it| it.vital.kind() == Some(kind))?.mark;
    if kind == UPPER { of(UPPER).or_else(|| of(LOWER)) } else { of(kind) }
}

/// The cells of the strip.
pub fn strip(lang: Lang, readings: &[Reading]) -> Vec<VitalView> {
    let view = |kind| {
        let previous = readings.iter().filter_map(|it| it.previous.as_ref());
        Some(VitalView {
            label: texts::vital_kind(lang, kind),
            value: written(readings.iter().map(|it| &it.vital), kind)?,
            unit: texts::vital_unit(kind),
            mark: mark_of(readings, kind).map(|it| mark_view(lang, it)),
            previous: written(previous, kind).unwrap_or_default(),
        })
    };
    shown().filter_map(view).collect()
}

/// A mark as shape and word.
pub fn mark_view(lang: Lang, mark: Mark) -> MarkView {
    let (shape, word) = texts::vital_mark(lang, mark);
    MarkView { shape, word }
}

/// What is out of range, for a line in a list: ▲37.8℃, ▼SpO₂91.
pub fn out_of_range(lang: Lang, readings: &[Reading]) -> Vec<(MarkView, String)> {
    let cells = strip(lang, readings).into_iter().zip(shown_of(readings));
    let marked = cells.filter_map(|(cell, kind)| {
        let value = match kind {
            VitalKind::BodyTemperature => format!("{}{}", cell.value, cell.unit),
            _ => format!("{}{}", cell.label, cell.value),
        };
        Some((cell.mark?, value))
    });
    marked.collect()
}

/// The kinds of the strip's cells, in their order.
fn shown_of(readings: &[Reading]) -> impl Iterator<Item = VitalKind> {
    shown().filter(|kind| written(readings.iter().map(|it| &it.vital), *kind).is_some())
}

/// What a correction changed among the values.
pub fn changes(lang: Lang, old: &[Vital], new: &[Vital]) -> Vec<ValueChange> {
    let change = |kind| {
        let unit = texts::vital_unit(kind);
        let said = |vitals: &[Vital]| {
            written(vitals.iter(), kind).map(|it| format!("{it}{unit}")).unwrap_or_default()
        };
        let (old, new) = (said(old), said(new));
        (old != new).then(|| ValueChange { label: texts::vital_kind(lang, kind), old, new })
    };
    shown().filter_map(change).collect()
}

/// The values of one version in a line: 体温 37.8℃, 血圧 138/82.
pub fn line(lang: Lang, vitals: &[Vital]) -> Vec<String> {
    let said = |kind| {
        let value = written(vitals.iter(), kind)?;
        Some(format!("{} {value}{}", texts::vital_kind(lang, kind), texts::vital_unit(kind)))
    };
    shown().filter_map(said).collect()
}

/// What was typed into the fields, and what is wrong with it.
#[derive(Debug)]
pub struct Typed<'a> {
    /// Kind and value.
    pub vitals: &'a [(VitalKind, String)],
    /// The time of day.
    pub measured: &'a str,
    /// The field that is wrong, and why.
    pub wrong: Option<(&'a str, String)>,
}

impl Typed<'_> {
    fn error(&self, field: &str) -> Option<String> {
        self.wrong.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, why)| why.clone())
    }

    fn value(&self, kind: VitalKind) -> &str {
        self.vitals.iter().find(|(it, _)| *it == kind).map_or("", |(_, value)| value)
    }
}

/// The kinds that are typed at once at nearly every visit.
const QUICK: [VitalKind; 4] =
    [VitalKind::BodyTemperature, UPPER, VitalKind::Pulse, VitalKind::OxygenSaturation];

/// The fields of the composer, with the values before.
pub fn fields(lang: Lang, typed: &Typed<'_>, last: &[Vital], bounds: &[Bounds]) -> VitalFields {
    let input = |kind: VitalKind| {
        let of = bounds.iter().find(|it| it.kind == kind);
        let said = |end: Option<i64>| end.map(|it| it.to_string()).unwrap_or_default();
        VitalInput {
            name: kind.name(),
            label: texts::vital_field(lang, kind),
            value: typed.value(kind).to_owned(),
            low: said(of.and_then(|it| it.low)),
            high: said(of.and_then(|it| it.high)),
            decimal: kind.decimals() > 0,
            error: typed.error(kind.name()),
        }
    };
    let group = |kind: VitalKind| VitalGroup {
        label: texts::vital_kind(lang, kind),
        unit: texts::vital_unit(kind),
        inputs: if kind == UPPER { vec![input(UPPER), input(LOWER)] } else { vec![input(kind)] },
        previous: written(last.iter(), kind).unwrap_or_default(),
    };
    let (quick, more): (Vec<VitalKind>, Vec<VitalKind>) =
        shown().partition(|kind| QUICK.contains(kind));
    VitalFields {
        open: more
            .iter()
            .any(|kind| !typed.value(*kind).is_empty() || typed.error(kind.name()).is_some()),
        quick: quick.into_iter().map(group).collect(),
        more: more.into_iter().map(group).collect(),
        measured: typed.measured.to_owned(),
        measured_error: typed.error("measured"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vital(kind: VitalKind, value: &str) -> Vital {
        Vital::accept(kind, value, None).unwrap()
    }

    fn reading(kind: VitalKind, value: &str, previous: Option<&str>) -> Reading {
        let vital_ = vital(kind, value);
        let mark = vital_.mark(&[], 84);
        Reading { mark, previous: previous.map(|it| vital(kind, it)), vital: vital_ }
    }

    #[test]
    fn a_pressure_is_one_value_with_one_before() {
        let readings = [
            reading(VitalKind::BodyTemperature, "37.8", Some("36.5")),
            reading(UPPER, "138", Some("132")),
            reading(LOWER, "82", Some("78")),
        ];
        let cells = strip(Lang::Ja, &readings);
        let told: Vec<_> = cells
            .iter()
            .map(|it| (it.label, it.value.as_str(), it.previous.as_str(), it.mark.is_some()))
            .collect();
        assert_eq!(told, [("体温", "37.8", "36.5", true), ("血圧", "138/82", "132/78", false)]);
        assert_eq!(cells[0].mark, Some(MarkView { shape: "▲", word: "高い" }));
    }

    #[test]
    fn half_a_pressure_says_so_and_either_half_can_be_out_of_range() {
        assert_eq!(strip(Lang::Ja, &[reading(UPPER, "138", None)])[0].value, "138/–");
        assert_eq!(strip(Lang::Ja, &[reading(LOWER, "82", None)])[0].value, "–/82");
        let high = [reading(UPPER, "138", None), reading(LOWER, "104", None)];
        assert_eq!(strip(Lang::En, &high)[0].mark, Some(MarkView { shape: "▲", word: "high" }));
    }

    #[test]
    fn a_line_begins_with_what_is_out_of_range() {
        let readings = [
            reading(VitalKind::BodyTemperature, "37.8", None),
            reading(VitalKind::Pulse, "96", None),
            reading(VitalKind::OxygenSaturation, "91", None),
        ];
        let said: Vec<String> = out_of_range(Lang::Ja, &readings)
            .into_iter()
            .map(|(mark, value)| format!("{}{value}", mark.shape))
            .collect();
        assert_eq!(said, ["▲37.8℃", "▼SpO₂91"]);
    }

    #[test]
    fn fields_keep_what_was_typed_and_stand_beside_the_value_before() {
        let typed = [(LOWER, "八十".to_owned()), (VitalKind::Glucose, "120".to_owned())];
        let wrong = Some((LOWER.name(), "数字で".to_owned()));
        let typed = Typed { vitals: &typed, measured: "14:00", wrong };
        let last = [vital(UPPER, "132"), vital(LOWER, "78"), vital(VitalKind::Pain, "3")];
        let bounds = [Bounds { kind: UPPER, low: Some(90_000), high: None }];
        let fields = fields(Lang::Ja, &typed, &last, &bounds);
        assert_eq!((fields.quick.len(), fields.more.len()), (4, 4));
        assert!(fields.open && fields.measured == "14:00" && fields.measured_error.is_none());
        let pressure = &fields.quick[1];
        assert_eq!((pressure.label, pressure.previous.as_str()), ("血圧", "132/78"));
        let [upper, lower] = pressure.inputs.as_slice() else { panic!("two pressures") };
        assert_eq!((upper.low.as_str(), upper.high.as_str(), &*upper.value), ("90000", "", ""));
        assert_eq!((lower.value.as_str(), lower.error.as_deref()), ("八十", Some("数字で")));
        assert_eq!(fields.more.iter().filter(|it| !it.previous.is_empty()).count(), 1);
        assert!(fields.quick[0].inputs[0].decimal && !upper.decimal);
    }

    #[test]
    fn a_correction_tells_each_value_that_changed() {
        let old = [vital(VitalKind::BodyTemperature, "38.7"), vital(UPPER, "138")];
        let new =
            [vital(VitalKind::BodyTemperature, "37.8"), vital(UPPER, "138"), vital(LOWER, "82")];
        let told = changes(Lang::Ja, &old, &new);
        let told: Vec<_> = told.iter().map(|it| (it.label, &*it.old, &*it.new)).collect();
        assert_eq!(told, [("体温", "38.7℃", "37.8℃"), ("血圧", "138/–", "138/82")]);
        assert_eq!(changes(Lang::Ja, &old, &[]).len(), 2);
        assert!(changes(Lang::Ja, &old, &old).is_empty());
        assert_eq!(line(Lang::Ja, &new), ["体温 37.8℃", "血圧 138/82"]);
    }
}
