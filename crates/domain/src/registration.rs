//! 患者さんの登録: the form by which a patient comes into the register, field by field.

use tasuki_kernel::{PatientId, Problem, Timestamp};

use crate::consent;
use crate::content::{Consent, ConsentKind};
use crate::day;
use crate::kana::katakana;
use crate::name::Name;
use crate::patient::{Birth, Patient, Sex};

/// A patient as typed, with what was consented to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// 姓.
    pub family: String,
    /// 名.
    pub given: String,
    /// セイ.
    pub family_kana: String,
    /// メイ.
    pub given_kana: String,
    /// 生年月日, in an era or not.
    pub birth: String,
    /// `female`, `male` or `other`.
    pub sex: String,
    /// 住所.
    pub address: String,
    /// 電話.
    pub phone: String,
    /// 要介護度.
    pub care_level: String,
    /// 生活.
    pub living: String,
    /// アレルギー, one a line.
    pub allergies: String,
    /// 注意すべき薬, one a line.
    pub drug_risks: String,
    /// 主な病気, one a line.
    pub conditions: String,
    /// Names of the kinds that were consented to.
    pub agreed: Vec<String>,
    /// How that was said, for all kinds alike.
    pub consent: consent::Typed,
}

/// What the form says, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The patient; the id is for the caller to set, and likenesses are not made yet.
    pub patient: Patient,
    /// One of each kind: given, or refused.
    pub consents: Vec<Consent>,
}

/// Names of sexes in forms.
pub const SEXES: [(&str, Sex); 3] =
    [("female", Sex::Female), ("male", Sex::Male), ("other", Sex::Other)];

/// Where a patient is and how they are when nothing else was said.
const PLACE: &str = "自宅";
const PHASE: &str = "安定期";

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// A reading as typed in any kana, in one spelling; a name without 名 has no メイ either.
fn reading(field: &'static str, text: &str, of: &str) -> Result<String, Problem> {
    if text.trim().is_empty() && of.trim().is_empty() && field == "given_kana" {
        return Ok(String::new());
    }
    katakana(field, text)
}

impl Typed {
    /// Checks everything.
    ///
    /// # Errors
    /// All that is wrong, by field; without consent to sharing in the team there is no notebook.
    pub fn check(&self, now: Timestamp) -> Result<Checked, Vec<Problem>> {
        let mut problems = Vec::new();
        let name = self.name(&mut problems);
        let birth = self.birth(now).map_err(|it| problems.push(it)).ok();
        let sex = SEXES.iter().find(|(name, _)| *name == self.sex).map(|it| it.1);
        if sex.is_none() {
            problems.push(Problem::invalid("sex", "choose one"));
        }
        if !self.agrees(ConsentKind::TeamSharing) {
            problems.push(Problem::invalid("agreed", "team: without it there is no notebook"));
        }
        let consents = self.consents(birth, now).map_err(|mut it| problems.append(&mut it)).ok();
        let (Some(name), Some(birth), Some(sex)) = (name, birth, sex) else { return Err(problems) };
        let patient = Patient { name, birth, sex, ..self.rest() };
        problems.extend(patient.check().err());
        match consents {
            Some(consents) if problems.is_empty() => Ok(Checked { patient, consents }),
            _ => Err(problems),
        }
    }

    fn name(&self, problems: &mut Vec<Problem>) -> Option<Name> {
        let readings = [
            reading("family_kana", &self.family_kana, &self.family),
            reading("given_kana", &self.given_kana, &self.given),
        ];
        let written = Name::new(&self.family, &self.given, "", "");
        let [family, given] = readings.map(|it| it.map_err(|it| problems.push(it)).ok());
        match written {
            Ok(name) => Some(Name { family_kana: family?, given_kana: given?, ..name }),
            Err(problem) => {
                problems.insert(0, problem);
                None
            }
        }
    }

    fn birth(&self, now: Timestamp) -> Result<Birth, Problem> {
        let birth = day::read("birth", &self.birth)?;
        if birth > Birth::on(now) {
            return Err(Problem::invalid("birth", "future: that day has not come"));
        }
        Ok(birth)
    }

    fn agrees(&self, kind: ConsentKind) -> bool {
        self.agreed.iter().any(|it| it == kind.name())
    }

    fn consents(&self, birth: Option<Birth>, now: Timestamp) -> Result<Vec<Consent>, Vec<Problem>> {
        let said = self.consent.given(ConsentKind::TeamSharing, birth, now)?;
        let of = |kind| Consent {
            kind,
            given: self.agrees(kind),
            until: said.until.filter(|_| self.agrees(kind)),
            ..said.clone()
        };
        Ok(ConsentKind::ALL.map(of).to_vec())
    }

    fn rest(&self) -> Patient {
        let line = |text: &str| text.trim().to_owned();
        Patient {
            id: PatientId::from_bytes([0; 16]),
            name: Name::default(),
            birth: Birth { year: 0, month: 0, day: 0 },
            sex: Sex::Other,
            care_level: line(&self.care_level),
            allergies: lines(&self.allergies),
            drug_risks: lines(&self.drug_risks),
            living: line(&self.living),
            place: PLACE.into(),
            phase: PHASE.into(),
            conditions: lines(&self.conditions),
            contacts: Vec::new(),
            identifiers: Vec::new(),
            attending_doctor: None,
            deputy_doctor: None,
            lead: None,
            portrait: None,
            limits: Vec::new(),
            address: line(&self.address),
            phone: line(&self.phone),
            likenesses: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    fn typed() -> Typed {
        Typed {
            family: "渡邉\u{E0101}".into(),
            given: "\u{E000}子".into(),
            family_kana: "ﾜﾀﾅﾍﾞ".into(),
            given_kana: "はなこ".into(),
            birth: "昭和17年3月4日".into(),
            sex: "female".into(),
            address: "みなと市本町1-2".into(),
            allergies: "ペニシリン\n\n そば ".into(),
            agreed: vec!["team".into(), "emergency".into()],
            consent: consent::Typed {
                consenter: "self".into(),
                way: "paper".into(),
                said: "R8.11.20".into(),
                until: "2027-03-31".into(),
                ..consent::Typed::default()
            },
            ..Typed::default()
        }
    }

    fn fields(typed: &Typed) -> Vec<&'static str> {
        typed.check(NOW).unwrap_err().iter().filter_map(|it| it.field).collect()
    }

    #[test]
    fn letters_are_kept_and_readings_have_one_spelling() {
        let Checked { patient, consents } = typed().check(NOW).unwrap();
        assert_eq!(patient.name.full(), "渡邉\u{E0101} \u{E000}子");
        assert_eq!(patient.name.kana(), "ワタナベ ハナコ");
        assert_eq!(patient.allergies, ["ペニシリン", "そば"]);
        assert_eq!((patient.place.as_str(), patient.phase.as_str()), ("自宅", "安定期"));
        let given: Vec<_> = consents.iter().filter(|it| it.given).map(|it| it.kind).collect();
        assert_eq!(given, [ConsentKind::TeamSharing, ConsentKind::Emergency]);
        assert_eq!(consents.len(), 6, "what was refused is kept as refused");
        assert!(consents.iter().all(|it| it.until.is_some() == it.given));
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        assert_eq!(
            fields(&Typed::default()),
            ["family", "family_kana", "birth", "sex", "agreed", "consenter", "way", "said"]
        );
        let alone = Typed { given: String::new(), given_kana: String::new(), ..typed() };
        assert!(alone.check(NOW).is_ok(), "one name is enough");
        let unread = Typed { given_kana: String::new(), ..typed() };
        assert_eq!(fields(&unread), ["given_kana"]);
        let long = Typed { family: "あ".repeat(300), address: "あ".repeat(300), ..typed() };
        assert_eq!(fields(&long), ["family"]);
        assert_eq!(fields(&Typed { address: "あ".repeat(300), ..typed() }), ["address"]);
        assert_eq!(fields(&Typed { birth: "R9.1.1".into(), ..typed() }), ["birth"]);
        let early = consent::Typed { said: "S16.1.1".into(), ..typed().consent };
        assert_eq!(fields(&Typed { consent: early, ..typed() }), ["said"]);
        assert_eq!(fields(&Typed { agreed: vec!["family".into()], ..typed() }), ["agreed"]);
    }

    #[test]
    fn what_a_proxy_says_stands_in_every_consent() {
        let by_son = consent::Typed {
            consenter: "proxy".into(),
            proxy: "渡邉 一郎".into(),
            relation: "長男".into(),
            reason: "認知症のため".into(),
            way: "oral".into(),
            witness: "佐藤 美咲".into(),
            ..typed().consent
        };
        let checked = Typed { consent: by_son, ..typed() }.check(NOW).unwrap();
        for consent in &checked.consents {
            assert_eq!(consent.proxy, "渡邉 一郎", "{:?}", consent.kind);
            assert_eq!(consent.relation, "長男");
            assert_eq!(consent.witness, "佐藤 美咲");
            assert!(consent.papers.is_empty());
        }
        let kinds: Vec<_> = checked.consents.iter().map(|it| it.kind).collect();
        assert_eq!(kinds, ConsentKind::ALL);
    }

    #[test]
    fn what_is_left_open_is_nothing_and_what_is_known_is_trimmed() {
        let loose = Typed {
            address: "  みなと市本町1-2 ".into(),
            phone: " 0000-00-0000 ".into(),
            living: "　独居　".into(),
            conditions: "心不全\r\n\r\n 糖尿病 ".into(),
            ..typed()
        };
        let patient = loose.check(NOW).unwrap().patient;
        assert_eq!(patient.address, "みなと市本町1-2");
        assert_eq!((patient.phone.as_str(), patient.living.as_str()), ("0000-00-0000", "独居"));
        assert_eq!(patient.conditions, ["心不全", "糖尿病"]);
        assert!(patient.drug_risks.is_empty() && patient.care_level.is_empty());
        assert!(patient.likenesses.is_empty(), "marks are made by who has the secret");
        assert!(patient.attending_doctor.is_none() && patient.portrait.is_none());
    }

    #[test]
    fn too_much_of_anything_is_told_by_its_field() {
        let many = "一\n".repeat(21);
        let long = "あ".repeat(61);
        for (typed, field) in [
            (Typed { allergies: many.clone(), ..typed() }, "allergies"),
            (Typed { drug_risks: many.clone(), ..typed() }, "drug_risks"),
            (Typed { conditions: many, ..typed() }, "conditions"),
            (Typed { allergies: long, ..typed() }, "allergies"),
            (Typed { phone: "0".repeat(41), ..typed() }, "patient_phone"),
            (Typed { living: "あ".repeat(41), ..typed() }, "living"),
            (Typed { care_level: "あ".repeat(41), ..typed() }, "care_level"),
            (Typed { address: "みなと市\u{7}".into(), ..typed() }, "address"),
            (Typed { sex: "Female".into(), ..typed() }, "sex"),
            (Typed { family: "  ".into(), ..typed() }, "family"),
            (Typed { family_kana: "渡辺".into(), ..typed() }, "family_kana"),
        ] {
            assert_eq!(fields(&typed), [field]);
        }
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_the_form(
            words in prop::collection::vec("\\PC{0,12}", 8), agreed in prop::collection::vec("[a-z]{0,8}", 0..3),
        ) {
            let word = |at: usize| words[at].clone();
            let typed = Typed {
                family: word(0),
                family_kana: word(1),
                birth: word(2),
                sex: word(3),
                address: word(4),
                allergies: word(5),
                agreed,
                consent: consent::Typed { said: word(6), until: word(7), ..typed().consent },
                ..Typed::default()
            };
            if let Err(problems) = typed.check(NOW) {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|it| it.field.is_some()), "{:?}", problems);
            }
        }
    }
}
