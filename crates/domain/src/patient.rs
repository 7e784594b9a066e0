//! 患者さん: the one the notebook is about, as the team knows them (product.md N19).

use tasuki_kernel::{PatientId, PostId, Problem, Result, Timestamp};

use crate::day;
use crate::likeness::Likeness;
use crate::name::Name;
use crate::vital::Limit;

/// 生年月日, Gregorian. Screens show it with the era.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode,
)]
pub struct Birth {
    /// Year, such as 1942.
    #[n(0)]
    pub year: i16,
    /// Month, 1 to 12.
    #[n(1)]
    pub month: u8,
    /// Day of the month, from 1.
    #[n(2)]
    pub day: u8,
}

impl Birth {
    /// Whole years of age on the given day.
    pub fn age_on(self, year: i16, month: u8, day: u8) -> i16 {
        let before_birthday = (month, day) < (self.month, self.day);
        year - self.year - i16::from(before_birthday)
    }

    /// Whole years of age at `at`, by the calendar of Japan (nine hours ahead of UTC).
    pub fn age_at(self, at: Timestamp) -> i16 {
        let today = Self::on(at);
        self.age_on(today.year, today.month, today.day)
    }

    /// The day that it is at `at` in Japan.
    pub fn on(at: Timestamp) -> Self {
        let (year, month, day) = civil(day::number(at));
        Self { year, month, day }
    }
}

/// Year, month and day of the Gregorian calendar, `days` after 1970-01-01. Counted in eras of 400
/// years that begin on the first of March, so that the leap day comes last.
fn civil(days: i64) -> (i16, u8, u8) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let years = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * years + years / 4 - years / 100);
    let months = (5 * of_year + 2) / 153;
    let day = of_year - (153 * months + 2) / 5 + 1;
    let month = if months < 10 { months + 3 } else { months - 9 };
    let year = years + era * 400 + i64::from(month <= 2);
    let small = |it: i64| u8::try_from(it).unwrap_or(1);
    (i16::try_from(year).unwrap_or(i16::MAX), small(month), small(day))
}

/// 性別 as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Sex {
    /// 女性.
    #[n(1)]
    Female,
    /// 男性.
    #[n(2)]
    Male,
    /// その他・不明.
    #[n(3)]
    Other,
}

/// 連絡先: somebody to call.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Contact {
    /// Name.
    #[n(0)]
    pub name: String,
    /// 続柄・役割, such as 長男 or かかりつけ薬局.
    #[n(1)]
    pub relation: String,
    /// Telephone number as dialled.
    #[n(2)]
    pub phone: String,
    /// キーパーソン.
    #[n(3)]
    pub key_person: bool,
}

/// A number by which somebody knows the patient: 被保険者番号, a facility's chart number.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Identifier {
    /// Who gave it: `medical-insurance`, `care-insurance`, or a facility's or partner's name.
    #[n(0)]
    pub system: String,
    /// The number as written, such as `保険者番号-記号-番号-枝番`.
    #[n(1)]
    pub value: String,
}

impl Identifier {
    /// An identifier that is not a My Number (個人番号), which may not be stored (security.md 28).
    ///
    /// # Errors
    /// `Invalid` on the field `identifier`.
    pub fn new(system: &str, value: &str) -> Result<Self> {
        if looks_like_my_number(value) {
            return Err(Problem::invalid("identifier", "a My Number may not be stored"));
        }
        Ok(Self {
            system: crate::text::accept_line("identifier", system, 100)?,
            value: crate::text::accept_line("identifier", value, 100)?,
        })
    }
}

/// The basics of a patient. Each change is a whole new record entry; the newest counts.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Patient {
    /// Stable through all changes.
    #[n(0)]
    pub id: PatientId,
    /// 氏名.
    #[n(1)]
    pub name: Name,
    /// 生年月日.
    #[n(2)]
    pub birth: Birth,
    /// 性別.
    #[n(3)]
    pub sex: Sex,
    /// 要介護度, as written: 要支援1 … 要介護5, 申請中, empty when none.
    #[n(4)]
    pub care_level: String,
    /// アレルギー.
    #[n(5)]
    pub allergies: Vec<String>,
    /// 注意すべき薬: 抗凝固薬 and the like.
    #[n(6)]
    pub drug_risks: Vec<String>,
    /// 生活: 独居, 日中独居, …
    #[n(7)]
    pub living: String,
    /// いまいる所: 自宅, 入院中 …
    #[n(8)]
    pub place: String,
    /// 時期: 安定期, 変化期, 看取り期.
    #[n(9)]
    pub phase: String,
    /// 主な病気.
    #[n(10)]
    pub conditions: Vec<String>,
    /// 連絡先.
    #[n(11)]
    pub contacts: Vec<Contact>,
    /// Numbers by which others know the patient.
    #[n(12)]
    pub identifiers: Vec<Identifier>,
    /// 主治医; may be vacant.
    #[n(13)]
    pub attending_doctor: Option<PostId>,
    /// 副主治医.
    #[n(14)]
    pub deputy_doctor: Option<PostId>,
    /// チームの要となる人.
    #[n(15)]
    pub lead: Option<PostId>,
    /// A picture: our own drawing for a demo patient, a photo later.
    #[n(16)]
    pub portrait: Option<String>,
    /// 連絡の目安: when the team wants to be told of a measured value.
    #[cbor(n(17), default, skip_if = "Vec::is_empty")]
    pub limits: Vec<Limit>,
    /// 住所, as written.
    #[cbor(n(18), default, skip_if = "String::is_empty")]
    pub address: String,
    /// 電話 of the patient's own.
    #[cbor(n(19), default, skip_if = "String::is_empty")]
    pub phone: String,
    /// By what the patient is found again when somebody registers the same person.
    #[cbor(n(20), default, skip_if = "Vec::is_empty")]
    pub likenesses: Vec<Likeness>,
}

/// Lines of one kind at most: allergies, contacts, numbers.
const LINES: usize = 20;

impl Birth {
    /// Whether there is such a day (Gregorian), from 1868 on.
    pub fn exists(self) -> bool {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        let days = match self.month {
            2 => 28 + u8::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        (1868..=2999).contains(&self.year) && (1..=days).contains(&self.day)
    }
}

impl Patient {
    /// Whether everything is of its form: a family name, a day that exists, lines that are lines,
    /// no My Number.
    ///
    /// # Errors
    /// `Invalid` naming the field.
    pub fn check(&self) -> Result<()> {
        let name = &self.name;
        Name::new(&name.family, &name.given, &name.family_kana, &name.given_kana)?;
        if !self.birth.exists() {
            return Err(Problem::invalid("birth", "there is no such day"));
        }
        for (field, text) in [
            ("care_level", &self.care_level),
            ("living", &self.living),
            ("place", &self.place),
            ("phase", &self.phase),
            ("patient_phone", &self.phone),
        ] {
            crate::text::accept_line(field, text, 40)?;
        }
        crate::text::accept_line("address", &self.address, 200)?;
        for (field, lines) in [
            ("allergies", &self.allergies),
            ("drug_risks", &self.drug_risks),
            ("conditions", &self.conditions),
        ] {
            if lines.len() > LINES {
                return Err(Problem::invalid(field, "over 20 lines"));
            }
            for line in lines {
                crate::text::accept_line(field, line, 60)?;
            }
        }
        if self.contacts.len() > LINES || self.identifiers.len() > LINES {
            return Err(Problem::invalid("contacts", "over 20 lines"));
        }
        for it in &self.contacts {
            for text in [&it.name, &it.relation, &it.phone] {
                crate::text::accept_line("contacts", text, 60)?;
            }
        }
        for it in &self.identifiers {
            Identifier::new(&it.system, &it.value)?;
        }
        Ok(())
    }
}

/// Whether `value` could be a My Number: 12 digits (half or full width, hyphens and blanks
/// ignored) whose check digit is right (総務省令第85号, 2014, Article 5).
pub fn looks_like_my_number(value: &str) -> bool {
    let mut digits = Vec::with_capacity(12);
    for c in value.chars() {
        match c {
            '0'..='9' => digits.push(c as u32 - '0' as u32),
            '０'..='９' => digits.push(c as u32 - '０' as u32),
            '-' | '－' | '‐' | ' ' | '\u{3000}' => {}
            _ => return false,
        }
    }
    let [body @ .., check] = digits.as_slice() else { return false };
    if body.len() != 11 {
        return false;
    }
    let sum: u32 = body
        .iter()
        .rev()
        .zip(1_u32..)
        .map(|(digit, n)| digit * if n <= 6 { n + 1 } else { n - 5 })
        .sum();
    let expected = match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    };
    *check == expected
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    #[test]
    fn age_counts_birthdays() {
        let birth = Birth { year: 1942, month: 3, day: 2 };
        assert_eq!(birth.age_on(2026, 11, 21), 84);
        assert_eq!(birth.age_on(2026, 3, 1), 83);
        assert_eq!(birth.age_on(2026, 3, 2), 84);
    }

    #[test]
    fn a_birthday_begins_at_midnight_in_japan() {
        let birth = Birth { year: 1942, month: 11, day: 21 };
        let midnight = Timestamp::from_micros(1_795_186_800_000_000);
        assert_eq!(birth.age_at(midnight), 84);
        assert_eq!(birth.age_at(midnight.plus_seconds(-1)), 83);
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(-1), (1969, 12, 31));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(11_017), (2000, 3, 1));
        assert_eq!(civil(20_777), (2026, 11, 20));
    }

    pub(crate) fn hana() -> Patient {
        Patient {
            id: PatientId::from_bytes([1; 16]),
            name: Name::new("山口", "ハナ", "やまぐち", "はな").unwrap(),
            birth: Birth { year: 1942, month: 3, day: 2 },
            sex: Sex::Female,
            care_level: "要介護3".into(),
            allergies: vec!["ペニシリン".into()],
            drug_risks: Vec::new(),
            living: "独居".into(),
            place: "自宅".into(),
            phase: "安定期".into(),
            conditions: Vec::new(),
            contacts: Vec::new(),
            identifiers: Vec::new(),
            attending_doctor: None,
            deputy_doctor: None,
            lead: None,
            portrait: None,
            limits: Vec::new(),
            address: String::new(),
            phone: String::new(),
            likenesses: Vec::new(),
        }
    }

    #[test]
    fn what_is_entered_is_of_its_form() {
        assert!(hana().check().is_ok());
        let number =
            |value: &str| Identifier { system: "介護保険".into(), value: value.into() };
        let day = |year, month, day| Birth { year, month, day };
        for (bad, field) in [
            (Patient { birth: day(1942, 2, 29), ..hana() }, "birth"),
            (Patient { birth: day(1942, 13, 1), ..hana() }, "birth"),
            (Patient { birth: day(1700, 1, 1), ..hana() }, "birth"),
            (Patient { living: "あ".repeat(41), ..hana() }, "living"),
            (Patient { address: "あ".repeat(201), ..hana() }, "address"),
            (Patient { phone: "0".repeat(41), ..hana() }, "patient_phone"),
            (Patient { allergies: vec!["卵".into(); 21], ..hana() }, "allergies"),
            (Patient { identifiers: vec![number("123456789018")], ..hana() }, "identifier"),
            (Patient { name: Name::default(), ..hana() }, "family"),
        ] {
            assert_eq!(bad.check().unwrap_err().field, Some(field));
        }
        assert!(day(2000, 2, 29).exists() && !day(1900, 2, 29).exists());
    }

    #[test]
    fn a_my_number_is_refused_in_any_spelling() {
        // 12345678901 has the check digit 8 by the rule of the ordinance.
        assert!(looks_like_my_number("123456789018"));
        assert!(looks_like_my_number("1234-5678-9018"));
        assert!(looks_like_my_number("１２３４５６７８９０１８"));
        assert!(!looks_like_my_number("123456789012"));
        assert!(!looks_like_my_number("12345678901"));
        assert!(!looks_like_my_number("A23456789018"));
        assert!(!looks_like_my_number(""));
        let problem = Identifier::new("care-insurance", "1234 5678 9018").unwrap_err();
        assert_eq!(problem.field, Some("identifier"));
        assert!(Identifier::new("care-insurance", "0000123456").is_ok());
    }
}
