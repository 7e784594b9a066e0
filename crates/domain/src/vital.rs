//! バイタル: what is measured at a visit (product.md N11), how it is written, and what is out of
//! range.
//!
//! Values are kept as the decimal strings that were measured, each with its LOINC code and its
//! UCUM unit, so that a copy of the log needs no table of ours to be read (FHIR R4 `Observation`,
//! vital signs profile).

use tasuki_kernel::{Problem, Result};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $slug:literal, $loinc:literal, $unit:literal,
        $decimals:literal, $possible:expr, $usual:expr;)*) => {
        /// Something that can be measured.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum VitalKind { $($(#[$doc])* $name,)* }

        impl VitalKind {
            /// All of them, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in forms and in the API, lower case with hyphens.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// Its LOINC code.
            pub const fn loinc(self) -> &'static str {
                match self { $(Self::$name => $loinc,)* }
            }

            /// The UCUM code of the one unit in which it is kept.
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$name => $unit,)* }
            }

            /// Digits after the decimal point at most.
            pub const fn decimals(self) -> usize {
                match self { $(Self::$name => $decimals,)* }
            }

            /// What can be measured on a living person, ends included, in thousandths of the unit.
            const fn possible(self) -> (i64, i64) {
                let (low, high) = match self { $(Self::$name => $possible,)* };
                (low * 1000, high * 1000)
            }

            /// The limits of an adult for whom the team has set none, in thousandths.
            const fn usual(self) -> (Option<i64>, Option<i64>) {
                match self { $(Self::$name => $usual,)* }
            }
        }
    };
}

kinds! {
    /// 体温.
    BodyTemperature = "body-temperature", "8310-5", "Cel", 1, (25, 45), (Some(35_000), Some(37_500));
    /// 血圧 (上).
    SystolicPressure = "systolic-blood-pressure", "8480-6", "mm[Hg]", 0, (30, 300), (Some(90_000), Some(160_000));
    /// 血圧 (下).
    DiastolicPressure = "diastolic-blood-pressure", "8462-4", "mm[Hg]", 0, (10, 200), (None, Some(100_000));
    /// 脈拍.
    Pulse = "heart-rate", "8867-4", "/min", 0, (10, 300), (Some(50_000), Some(110_000));
    /// SpO₂.
    OxygenSaturation = "oxygen-saturation", "59408-5", "%", 0, (30, 100), (Some(93_000), None);
    /// 呼吸.
    Respiration = "respiratory-rate", "9279-1", "/min", 0, (1, 120), (Some(9_000), Some(25_000));
    /// 体重.
    BodyWeight = "body-weight", "29463-7", "kg", 1, (1, 300), (None, None);
    /// 血糖.
    Glucose = "glucose", "2339-0", "mg/dL", 0, (10, 1500), (Some(70_000), Some(250_000));
    /// 痛み: numeric rating scale, 0 to 10.
    Pain = "pain", "72514-3", "{score}", 0, (0, 10), (None, Some(5_000));
}

/// Kinds whose usual values of an adult say nothing about a child under 15 years.
const GROW: [VitalKind; 4] = [
    VitalKind::SystolicPressure,
    VitalKind::DiastolicPressure,
    VitalKind::Pulse,
    VitalKind::Respiration,
];

impl VitalKind {
    /// The kind with this name or LOINC code.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.name() == name || it.loinc() == name)
    }

    /// What a person may type, as words for a message: `25〜45`.
    pub const fn possible_range(self) -> (i64, i64) {
        let (low, high) = self.possible();
        (low / 1000, high / 1000)
    }

    /// From where on values are low and from where on high, in thousandths of the unit: by the
    /// limits that the team has set for the patient, else by the usual ones at `age` (years).
    pub fn bounds(self, limits: &[Limit], age: i16) -> (Option<i64>, Option<i64>) {
        match limits.iter().find(|it| it.code == self.loinc()) {
            Some(limit) => {
                let of = |end: &Option<String>| end.as_deref().and_then(thousandths);
                (of(&limit.low), of(&limit.high))
            }
            None if age < 15 && GROW.contains(&self) => (None, None),
            None => self.usual(),
        }
    }
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Vital {
    /// LOINC code.
    #[n(0)]
    pub code: String,
    /// Decimal number, such as `37.8`.
    #[n(1)]
    pub value: String,
    /// UCUM unit, such as `Cel`.
    #[n(2)]
    pub unit: String,
}

impl Vital {
    /// A value as a person or a program gives it. Full-width digits are taken as digits; a unit,
    /// where one is given, must be the one in which the kind is kept: nothing is converted.
    ///
    /// # Errors
    /// `Invalid` on the field with the kind's name; the detail begins with `unit`, `number`,
    /// `decimals` or `range`.
    pub fn accept(kind: VitalKind, value: &str, unit: Option<&str>) -> Result<Self> {
        let refuse = |detail: String| Err(Problem::invalid(kind.name(), detail));
        if let Some(unit) = unit
            && unit != kind.unit()
        {
            return refuse(format!("unit is not {}", kind.unit()));
        }
        let value = half_width(value.trim());
        let Some(thousandths) = thousandths(&value) else {
            return refuse(format!("number in {} expected", kind.unit()));
        };
        let decimals = value.split_once('.').map_or(0, |(_, after)| after.len());
        if decimals > kind.decimals() {
            return refuse(format!("decimals: at most {}", kind.decimals()));
        }
        let (low, high) = kind.possible();
        if !(low..=high).contains(&thousandths) {
            return refuse(format!("range is {} to {} {}", low / 1000, high / 1000, kind.unit()));
        }
        Ok(Self { code: kind.loinc().into(), value, unit: kind.unit().into() })
    }

    /// What it is; none for a code that this version does not know.
    pub fn kind(&self) -> Option<VitalKind> {
        VitalKind::find(&self.code)
    }

    /// Whether it is out of range: by the limits that the team has set for the patient, else by
    /// the usual ones at `age` (years).
    pub fn mark(&self, limits: &[Limit], age: i16) -> Option<Mark> {
        let value = thousandths(&self.value)?;
        let (low, high) = self.kind()?.bounds(limits, age);
        match (low, high) {
            (Some(low), _) if value < low => Some(Mark::Low),
            (_, Some(high)) if value >= high => Some(Mark::High),
            _ => None,
        }
    }
}

/// The values of one note: one of each kind at most, in the order of [`VitalKind`]. Kinds that this
/// version does not know come last, as they were.
///
/// # Errors
/// `Invalid` on the field with the kind's name; the detail begins with `twice`, or with `reversed`
/// where the upper pressure is not over the lower one.
pub fn accept_all(mut vitals: Vec<Vital>) -> Result<Vec<Vital>> {
    let place = |it: &Vital| it.kind().map_or(usize::MAX, |kind| kind as usize);
    vitals.sort_by_key(place);
    for pair in vitals.windows(2) {
        if let ([a, b], Some(kind)) = (pair, pair[0].kind())
            && a.kind() == b.kind()
        {
            return Err(Problem::invalid(kind.name(), "twice in one note"));
        }
    }
    let of = |kind| vitals.iter().find(|it| it.kind() == Some(kind));
    let number = |kind| of(kind).and_then(|it| thousandths(&it.value));
    let upper = VitalKind::SystolicPressure;
    if let (Some(high), Some(low)) = (number(upper), number(VitalKind::DiastolicPressure))
        && high <= low
    {
        return Err(Problem::invalid(upper.name(), "reversed: not over the lower pressure"));
    }
    Ok(vitals)
}

/// On which side a value is out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// ▼ 低い: under the lower limit.
    Low,
    /// ▲ 高い: at or over the upper limit.
    High,
}

/// When the team wants to be told (連絡の目安), for one patient and one kind.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Limit {
    /// LOINC code.
    #[n(0)]
    pub code: String,
    /// Values under this are low. Decimal number.
    #[n(1)]
    pub low: Option<String>,
    /// Values from this on are high. Decimal number.
    #[n(2)]
    pub high: Option<String>,
}

/// Digits and point as a Japanese keyboard writes them, made plain.
fn half_width(text: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '．' | '。' => '.',
        other => other,
    };
    text.chars().map(plain).collect()
}

/// A plain decimal number (digits, at most one point between digits) in thousandths.
fn thousandths(text: &str) -> Option<i64> {
    let (whole, after) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    let digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || after.len() > 3 || !digits(whole) || !digits(after) {
        return None;
    }
    let after: i64 = format!("{after:0<3}").parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 1000 + after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vital(kind: VitalKind, value: &str) -> Vital {
        Vital::accept(kind, value, None).unwrap()
    }

    #[test]
    fn values_are_kept_as_they_were_measured() {
        assert_eq!(
            Vital::accept(VitalKind::BodyTemperature, " ３７．８ ", Some("Cel")).unwrap(),
            Vital { code: "8310-5".into(), value: "37.8".into(), unit: "Cel".into() }
        );
        assert_eq!(vital(VitalKind::OxygenSaturation, "100").value, "100");
        assert_eq!(vital(VitalKind::Pain, "0").kind(), Some(VitalKind::Pain));
    }

    #[test]
    fn another_unit_is_refused_and_nothing_converted() {
        for (kind, value, unit, begins) in [
            (VitalKind::BodyTemperature, "100.0", None, "range"),
            (VitalKind::BodyTemperature, "36.5", Some("[degF]"), "unit"),
            (VitalKind::Glucose, "5.5", Some("mmol/L"), "unit"),
            (VitalKind::Glucose, "5.5", None, "decimals"),
            (VitalKind::Glucose, "5", None, "range"),
            (VitalKind::BodyTemperature, "36.55", None, "decimals"),
            (VitalKind::Pulse, "72回", None, "number"),
            (VitalKind::Pulse, "-72", None, "number"),
            (VitalKind::Pulse, "7 2", None, "number"),
            (VitalKind::Pulse, "", None, "number"),
            (VitalKind::BodyTemperature, "36.", None, "number"),
            (VitalKind::BodyTemperature, ".5", None, "number"),
            (VitalKind::Pain, "11", None, "range"),
            (VitalKind::OxygenSaturation, "101", None, "range"),
        ] {
            let problem = Vital::accept(kind, value, unit).unwrap_err();
            assert_eq!(problem.field, Some(kind.name()));
            assert!(problem.detail.starts_with(begins), "{value}: {}", problem.detail);
        }
    }

    #[test]
    fn the_usual_limits_of_an_adult() {
        let mark = |kind, value| vital(kind, value).mark(&[], 84);
        assert_eq!(mark(VitalKind::BodyTemperature, "37.4"), None);
        assert_eq!(mark(VitalKind::BodyTemperature, "37.5"), Some(Mark::High));
        assert_eq!(mark(VitalKind::OxygenSaturation, "93"), None);
        assert_eq!(mark(VitalKind::OxygenSaturation, "92"), Some(Mark::Low));
        assert_eq!(mark(VitalKind::BodyWeight, "42.0"), None);
        assert_eq!(mark(VitalKind::SystolicPressure, "138"), None);
    }

    #[test]
    fn a_child_has_no_usual_pulse() {
        assert_eq!(vital(VitalKind::Pulse, "128").mark(&[], 7), None);
        assert_eq!(vital(VitalKind::Pulse, "128").mark(&[], 15), Some(Mark::High));
        assert_eq!(vital(VitalKind::BodyTemperature, "38.0").mark(&[], 7), Some(Mark::High));
    }

    #[test]
    fn the_teams_limits_stand_instead_of_the_usual_ones() {
        let limits = [Limit { code: "59408-5".into(), low: Some("88".into()), high: None }];
        let mark = |value| vital(VitalKind::OxygenSaturation, value).mark(&limits, 84);
        assert_eq!(mark("90"), None);
        assert_eq!(mark("87"), Some(Mark::Low));
        assert_eq!(vital(VitalKind::Pulse, "120").mark(&limits, 84), Some(Mark::High));
    }

    #[test]
    fn a_note_holds_one_of_each_kind_in_their_order() {
        let (upper, lower) = (VitalKind::SystolicPressure, VitalKind::DiastolicPressure);
        let foreign = Vital { code: "0000-0".into(), value: "1".into(), unit: "1".into() };
        let given =
            vec![foreign, vital(lower, "82"), vital(VitalKind::Pulse, "96"), vital(upper, "138")];
        let kinds: Vec<_> = accept_all(given).unwrap().iter().map(Vital::kind).collect();
        assert_eq!(kinds, [Some(upper), Some(lower), Some(VitalKind::Pulse), None]);
        let twice = accept_all(vec![vital(upper, "138"), vital(upper, "140")]).unwrap_err();
        assert_eq!((twice.field, &twice.detail[..5]), (Some(upper.name()), "twice"));
        let reversed = accept_all(vec![vital(upper, "82"), vital(lower, "138")]).unwrap_err();
        assert_eq!((reversed.field, &reversed.detail[..8]), (Some(upper.name()), "reversed"));
        assert!(accept_all(vec![vital(lower, "82")]).is_ok());
    }

    #[test]
    fn names_codes_and_units_are_the_standards_and_unique() {
        for kind in VitalKind::ALL {
            assert_eq!(VitalKind::find(kind.name()), Some(*kind));
            assert_eq!(VitalKind::find(kind.loinc()), Some(*kind));
            let (low, high) = kind.possible_range();
            assert!(low < high);
        }
        assert_eq!(VitalKind::find("unknown"), None);
        let unknown = Vital { code: "0000-0".into(), value: "1".into(), unit: "1".into() };
        assert_eq!((unknown.kind(), unknown.mark(&[], 84)), (None, None));
    }

    proptest! {
        #[test]
        fn whatever_is_accepted_is_a_number_in_range(value in "\\PC{0,8}", at in 0..VitalKind::ALL.len()) {
            let kind = VitalKind::ALL[at];
            if let Ok(vital) = Vital::accept(kind, &value, None) {
                let number = thousandths(&vital.value).unwrap();
                let (low, high) = kind.possible();
                prop_assert!((low..=high).contains(&number));
                prop_assert!(vital.value.parse::<f64>().is_ok());
                prop_assert_eq!(Vital::accept(kind, &vital.value, Some(kind.unit())).unwrap(), vital);
            }
        }
    }
}
