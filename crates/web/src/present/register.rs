//! The form by which a patient is registered: fields, and what will be registered.

use tasuki_domain::consent;
use tasuki_domain::content::{ConsentKind, ConsentWay};
use tasuki_domain::registration::{Checked, SEXES, Typed};
use tasuki_kernel::Timestamp;

use super::consent::{last_day, said_by};
use super::notebook::birth;
use super::patient::{CARE_LEVELS, sex_word};
use super::saying::{radio, saying};
use crate::pages::{Check, Fact, Input, RegisterNew, Widget, choices};
use crate::show;
use crate::texts::Lang;

/// The form with what was typed; frame and facilities are for the caller.
pub fn register_form(lang: Lang, it: &Typed) -> RegisterNew {
    RegisterNew {
        person: person(lang, it),
        more: more(lang, it),
        agreed: vec![vec![agreed(lang, &it.agreed)]],
        saying: saying(lang, &it.consent),
        ..RegisterNew::default()
    }
}

fn person(lang: Lang, it: &Typed) -> Vec<Vec<Input>> {
    let (t, words) = (&lang.texts().patient, &lang.texts().register);
    let sexes = SEXES.iter().zip(t.sexes).map(|((name, _), label)| (*name, label));
    vec![
        vec![
            Input::line("family", t.family, &it.family).with_hint(words.names_hint),
            Input::line("given", t.given, &it.given),
        ],
        vec![
            Input::line("family_kana", t.family_kana, &it.family_kana).with_hint(words.kana_hint),
            Input::line("given_kana", t.given_kana, &it.given_kana),
        ],
        vec![Input::line("birth", t.birth, &it.birth).with_hint(words.birth_hint)],
        vec![radio("sex", t.sex, &it.sex, sexes)],
        vec![
            Input::line("address", t.address, &it.address)
                .with_hint(words.address_hint)
                .or_nothing(),
        ],
        vec![Input::typed("patient_phone", t.phone, &it.phone, ("tel", "off")).or_nothing()],
    ]
}

fn more(lang: Lang, it: &Typed) -> Vec<Vec<Input>> {
    let (t, words) = (&lang.texts().patient, &lang.texts().register);
    let levels = choices(CARE_LEVELS.iter().map(|it| ((*it).to_owned(), (*it).to_owned())));
    let area = |name, label, value: &str| {
        vec![Input::area(name, label, value, 2).with_hint(words.lines_hint).or_nothing()]
    };
    vec![
        vec![Input::pick("care_level", t.care_level, &it.care_level, levels).or_nothing()],
        vec![Input::line("living", t.living, &it.living).or_nothing()],
        area("allergies", t.allergies, &it.allergies),
        area("drug_risks", t.drug_risks, &it.drug_risks),
        area("conditions", t.conditions, &it.conditions),
    ]
}

fn agreed(lang: Lang, chosen: &[String]) -> Input {
    let t = &lang.texts().consent;
    let check = |kind: ConsentKind| Check {
        value: kind.name().into(),
        label: format!("{} — {}", t.kind(kind).title, t.kind(kind).meaning),
        on: chosen.iter().any(|it| it == kind.name()),
    };
    let checks = ConsentKind::ALL.map(check).to_vec();
    Input { widget: Widget::Checks(checks), ..Input::line("agreed", t.agreed, "") }
        .with_hint(t.agreed_hint)
}

/// What will be registered, line by line.
pub fn register_facts(lang: Lang, it: &Checked, now: Timestamp) -> Vec<Fact> {
    let (t, words) = (&lang.texts().patient, &lang.texts().register);
    let c = &lang.texts().consent;
    let patient = &it.patient;
    let born = birth(patient)
        .map(|day| format!("{}（{}）", show::birth_long(day, lang), show::age(day, now, lang)));
    let mut facts = vec![
        (t.name, patient.name.full()),
        (t.kana, patient.name.kana()),
        (t.birth, born.unwrap_or_default()),
        (t.sex, sex_word(lang, patient.sex).to_owned()),
        (t.address, patient.address.clone()),
        (t.phone, patient.phone.clone()),
        (t.care_level, patient.care_level.clone()),
        (t.living, patient.living.clone()),
        (t.allergies, patient.allergies.join("\n")),
        (t.drug_risks, patient.drug_risks.join("\n")),
        (t.conditions, patient.conditions.join("\n")),
    ];
    for consent in &it.consents {
        let word = if consent.given { words.agreed } else { words.not_agreed };
        facts.push((c.kind(consent.kind).title, word.to_owned()));
    }
    if let Some(consent) = it.consents.first() {
        facts.push((c.consenter, said_by(lang, consent)));
        facts.push((c.way, way(lang, consent.way).to_owned()));
        facts.push((c.witness, consent.witness.clone()));
        facts.push((c.said, show::day_long(show::date_of(consent.from), lang)));
        facts.push((c.until, last_day(lang, consent)));
    }
    let known = facts.into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(label, value)| Fact { label: label.to_owned(), value }).collect()
}

pub(super) const fn way(lang: Lang, it: Option<ConsentWay>) -> &'static str {
    let t = &lang.texts().consent;
    match it {
        Some(ConsentWay::Paper) => t.way_paper,
        Some(ConsentWay::Oral) => t.way_oral,
        None => "",
    }
}

/// A consent as a form of these fields says it.
pub fn consent_typed(field: impl Fn(&str) -> String) -> consent::Typed {
    consent::Typed {
        consenter: field("consenter"),
        proxy: field("proxy"),
        relation: field("relation"),
        reason: field("proxy_reason"),
        way: field("way"),
        witness: field("witness"),
        said: field("said"),
        until: field("last_day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::form::wrong;

    /// 2026-11-21 14:32 in Japan.
    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    fn typed() -> Typed {
        let said = [("consenter", "self"), ("way", "paper"), ("said", "R8.11.20")];
        let field = |name: &str| {
            said.iter().find(|it| it.0 == name).map(|it| it.1.to_owned()).unwrap_or_default()
        };
        Typed {
            family: "渡邉".into(),
            family_kana: "ﾜﾀﾅﾍﾞ".into(),
            birth: "S17.3.4".into(),
            sex: "female".into(),
            agreed: vec!["team".into()],
            consent: consent_typed(field),
            ..Typed::default()
        }
    }

    #[test]
    fn what_will_be_registered_leaves_no_gap_for_what_is_unknown() {
        let checked = typed().check(NOW).expect("a form that is filled in well");
        let facts = register_facts(Lang::Ja, &checked, NOW);
        let told: Vec<_> = facts.iter().map(|it| (it.label.as_str(), it.value.as_str())).collect();
        assert!(told.contains(&("生年月日", "昭和17年3月4日生（84歳）")), "{told:?}");
        assert!(told.contains(&("支援チームでの共有", "同意あり")), "{told:?}");
        assert!(told.contains(&("研究", "同意なし")), "{told:?}");
        assert!(told.contains(&("同意した日", "2026年11月20日(金)")), "{told:?}");
        assert!(told.iter().all(|(_, value)| !value.is_empty()));
        assert!(!told.iter().any(|(label, _)| ["住所", "電話", "立ち会った人"].contains(label)));
    }

    #[test]
    fn the_form_holds_every_field_that_the_rules_name() {
        for lang in Lang::ALL {
            let mut page = register_form(lang, &Typed::default());
            let problems = Typed::default().check(NOW).unwrap_err();
            let told: Vec<(String, String)> = problems
                .iter()
                .map(|it| (it.field.unwrap_or_default().to_owned(), it.detail.clone()))
                .collect();
            for rows in [&mut page.person, &mut page.more, &mut page.agreed] {
                crate::pages::form::tell(rows, told.iter().cloned());
            }
            super::super::tell_saying(&mut page.saying, &told);
            let mut beside = wrong(&page.person).len() + wrong(&page.agreed).len();
            beside += page.saying.wrong().len();
            assert_eq!(beside, problems.len(), "each stands beside a field");
        }
    }

    #[test]
    fn what_was_typed_stands_in_the_form_again() {
        let page = register_form(Lang::Ja, &typed());
        let value = |name: &str| {
            let mut all = page.person.iter().chain(&page.more).flatten();
            all.find(|it| it.name == name).map(|it| it.value.clone())
        };
        assert_eq!(value("family_kana").as_deref(), Some("ﾜﾀﾅﾍﾞ"), "as it was typed");
        assert_eq!(value("birth").as_deref(), Some("S17.3.4"));
        let Widget::Checks(checks) = &page.agreed[0][0].widget else { panic!("boxes to tick") };
        let on: Vec<_> = checks.iter().filter(|it| it.on).map(|it| it.value.as_str()).collect();
        assert_eq!((on, checks.len()), (vec!["team"], 6));
    }
}
