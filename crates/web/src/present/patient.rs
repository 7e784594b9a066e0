//! The patient's basics as pages show them, and as their form sends them back.

use std::collections::BTreeMap;

use tasuki_app::compose::{Basics, BasicsVersion};
use tasuki_app::room::Member;
use tasuki_domain::patient::{Birth, Contact, Identifier, Patient, Sex};
use tasuki_domain::registration::SEXES;
use tasuki_domain::vital::Limit;
use tasuki_kernel::{PostId, Problem, Timestamp};

use super::notebook::birth;
use super::profession_name;
use crate::pages::{ChangeView, Choice, Fact, Field, Pickable};
use crate::show;
use crate::texts::Lang;

pub(super) const CARE_LEVELS: &[&str] =
    &["要支援1", "要支援2", "要介護1", "要介護2", "要介護3", "要介護4", "要介護5", "申請中"];
const PLACES: &[&str] = &["自宅", "入院中", "ショートステイ中", "施設"];
const PHASES: &[&str] = &["安定期", "変化期", "看取り期"];

/// A name of a post in the team, or of one who has left.
fn post_name(lang: Lang, members: &[Member], post: Option<PostId>) -> String {
    let found = post.and_then(|id| members.iter().find(|it| it.post == Some(id)));
    found.map_or_else(String::new, |it| {
        let profession = profession_name(lang, &it.byline.profession);
        format!("{}（{profession}　{}）", it.byline.name, it.byline.facility)
    })
}

pub(super) fn sex_word(lang: Lang, sex: Sex) -> &'static str {
    let at = SEXES.iter().position(|it| it.1 == sex).unwrap_or(2);
    lang.texts().patient.sexes[at]
}

fn contact_line(it: &Contact) -> String {
    let star = if it.key_person { "＊" } else { "" };
    format!("{star}{}、{}、{}", it.name, it.relation, it.phone)
}

fn number_line(it: &Identifier) -> String {
    format!("{}、{}", it.system, it.value)
}

fn limit_line(it: &Limit) -> String {
    let end = |it: &Option<String>| it.clone().unwrap_or_default();
    format!("{}、{}、{}", it.code, end(&it.low), end(&it.high))
}

fn joined<T>(items: &[T], line: impl Fn(&T) -> String) -> String {
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Every fact with its label, in the order of the page.
fn all(lang: Lang, it: &Patient, members: &[Member]) -> Vec<(&'static str, String)> {
    let t = &lang.texts().patient;
    let born = birth(it).map(|day| show::birth_long(day, lang)).unwrap_or_default();
    vec![
        (t.name, it.name.full()),
        (t.kana, it.name.kana()),
        (t.birth, born),
        (t.sex, sex_word(lang, it.sex).to_owned()),
        (t.address, it.address.clone()),
        (t.phone, it.phone.clone()),
        (t.care_level, it.care_level.clone()),
        (t.allergies, it.allergies.join("\n")),
        (t.drug_risks, it.drug_risks.join("\n")),
        (t.conditions, it.conditions.join("\n")),
        (t.living, it.living.clone()),
        (t.place, it.place.clone()),
        (t.phase, it.phase.clone()),
        (t.attending, post_name(lang, members, it.attending_doctor)),
        (t.deputy, post_name(lang, members, it.deputy_doctor)),
        (t.lead, post_name(lang, members, it.lead)),
        (t.limits, joined(&it.limits, limit_line)),
    ]
}

/// The facts that are known.
pub fn facts(lang: Lang, it: &Patient, members: &[Member]) -> Vec<Fact> {
    let known = all(lang, it, members).into_iter().filter(|(_, value)| !value.is_empty());
    known.map(|(label, value)| Fact { label: label.to_owned(), value }).collect()
}

/// The numbers by which others know the patient.
pub fn numbers(it: &Patient) -> Vec<Fact> {
    let fact = |it: &Identifier| Fact { label: it.system.clone(), value: it.value.clone() };
    it.identifiers.iter().map(fact).collect()
}

fn change(
    lang: Lang,
    now: Timestamp,
    members: &[Member],
    (new, old): (&BasicsVersion, Option<&BasicsVersion>),
) -> ChangeView {
    let t = &lang.texts().patient;
    let mut changes = Vec::new();
    if let Some(old) = old {
        let mut pairs: Vec<_> = all(lang, &old.patient, members)
            .into_iter()
            .zip(all(lang, &new.patient, members))
            .map(|((label, old), (_, new))| (label, old, new))
            .collect();
        let (a, b) = (&old.patient, &new.patient);
        pairs.push((
            t.contacts,
            joined(&a.contacts, contact_line),
            joined(&b.contacts, contact_line),
        ));
        pairs.push((
            t.identifiers,
            joined(&a.identifiers, number_line),
            joined(&b.identifiers, number_line),
        ));
        changes.extend(pairs.into_iter().filter(|(_, old, new)| old != new));
    }
    let profession = profession_name(lang, &new.byline.profession);
    ChangeView {
        at: show::moment(new.at, now, lang),
        author: format!("{} {profession}", new.byline.name).trim().to_owned(),
        changes,
    }
}

/// How the basics came about, newest first.
pub fn history(lang: Lang, now: Timestamp, basics: &Basics, members: &[Member]) -> Vec<ChangeView> {
    let versions = &basics.versions;
    let pairs = versions.iter().enumerate().map(|(at, it)| (it, versions.get(at + 1)));
    pairs.map(|pair| change(lang, now, members, pair)).collect()
}

/// What the form's fields hold.
pub fn filled(it: &Patient) -> BTreeMap<String, String> {
    let post = |it: Option<PostId>| it.map(|it| it.to_string()).unwrap_or_default();
    let born = &it.birth;
    let sex = SEXES.iter().find(|(_, sex)| *sex == it.sex).map_or("other", |it| it.0);
    [
        ("family", it.name.family.clone()),
        ("given", it.name.given.clone()),
        ("family_kana", it.name.family_kana.clone()),
        ("given_kana", it.name.given_kana.clone()),
        ("birth", format!("{:04}-{:02}-{:02}", born.year, born.month, born.day)),
        ("address", it.address.clone()),
        ("patient_phone", it.phone.clone()),
        ("care_level", it.care_level.clone()),
        ("living", it.living.clone()),
        ("place", it.place.clone()),
        ("phase", it.phase.clone()),
        ("allergies", it.allergies.join("\n")),
        ("drug_risks", it.drug_risks.join("\n")),
        ("conditions", it.conditions.join("\n")),
        ("contacts", joined(&it.contacts, contact_line)),
        ("identifier", joined(&it.identifiers, number_line)),
        ("limits", joined(&it.limits, limit_line)),
        ("sex", sex.to_owned()),
        ("attending", post(it.attending_doctor)),
        ("deputy", post(it.deputy_doctor)),
        ("lead", post(it.lead)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// The form's fields.
pub fn fields(lang: Lang, given: &BTreeMap<String, String>) -> Vec<Field> {
    let t = &lang.texts().patient;
    let field = |name: &'static str, label| Field {
        name,
        label,
        value: given.get(name).cloned().unwrap_or_default(),
        kind: "text",
        ..Field::default()
    };
    let many = |name, label, hint| Field { many: true, hint, ..field(name, label) };
    vec![
        field("family", t.family),
        field("given", t.given),
        field("family_kana", t.family_kana),
        field("given_kana", t.given_kana),
        Field { kind: "date", ..field("birth", t.birth) },
        field("address", t.address),
        field("patient_phone", t.phone),
        Field { usual: CARE_LEVELS, ..field("care_level", t.care_level) },
        Field { usual: PLACES, ..field("place", t.place) },
        Field { usual: PHASES, ..field("phase", t.phase) },
        field("living", t.living),
        many("allergies", t.allergies, t.lines),
        many("drug_risks", t.drug_risks, t.lines),
        many("conditions", t.conditions, t.lines),
        many("contacts", t.contacts, t.contacts_hint),
        many("identifier", t.identifiers, t.identifiers_hint),
        many("limits", t.limits, t.limits_hint),
    ]
}

/// What is chosen from lists.
pub fn picks(lang: Lang, given: &BTreeMap<String, String>, members: &[Member]) -> Vec<Pickable> {
    let t = &lang.texts().patient;
    let value = |name: &str| given.get(name).cloned().unwrap_or_default();
    let choice = |value: &str, label: &str| Choice { value: value.into(), label: label.into() };
    let sexes = SEXES.iter().zip(t.sexes).map(|((name, _), label)| choice(name, label));
    let mut posts = vec![choice("", t.vacant)];
    posts.extend(
        members.iter().filter_map(|it| {
            Some(choice(&it.post?.to_string(), &post_name(lang, members, it.post)))
        }),
    );
    let pick = |name, label, choices: &[Choice]| Pickable {
        name,
        label,
        value: value(name),
        choices: choices.to_vec(),
    };
    vec![
        pick("sex", t.sex, &sexes.collect::<Vec<_>>()),
        pick("attending", t.attending, &posts),
        pick("deputy", t.deputy, &posts),
        pick("lead", t.lead, &posts),
    ]
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// The parts of a line, divided by commas of any kind.
fn parts(line: &str) -> Vec<String> {
    line.split(['、', ',', '，', '､']).map(|it| it.trim().to_owned()).collect()
}

/// The patient that the form says, with what the form does not hold from `known`.
///
/// # Errors
/// `Invalid` naming the field.
pub fn given(known: &Patient, form: &BTreeMap<String, String>) -> Result<Patient, Problem> {
    let text = |name: &str| form.get(name).map(|it| it.trim().to_owned()).unwrap_or_default();
    let post = |name: &'static str| -> Result<Option<PostId>, Problem> {
        let id = text(name);
        let parsed = (!id.is_empty()).then(|| id.parse()).transpose();
        parsed.map_err(|_| Problem::invalid(name, "not a post"))
    };
    let day = show::day_of(&text("birth"));
    let day = day.ok_or_else(|| Problem::invalid("birth", "not a day"))?;
    let small = |n: i8| u8::try_from(n).unwrap_or_default();
    let mut patient = known.clone();
    patient.name = tasuki_domain::name::Name::new(
        &text("family"),
        &text("given"),
        &text("family_kana"),
        &text("given_kana"),
    )?;
    patient.birth = Birth { year: day.year(), month: small(day.month()), day: small(day.day()) };
    let sex = SEXES.iter().find(|(name, _)| *name == text("sex"));
    patient.sex = sex.ok_or_else(|| Problem::invalid("sex", "not one of its values"))?.1;
    // A form of before, or a program that does not know of them, takes nothing away.
    if form.contains_key("address") {
        patient.address = text("address");
    }
    if form.contains_key("patient_phone") {
        patient.phone = text("patient_phone");
    }
    patient.care_level = text("care_level");
    patient.living = text("living");
    patient.place = text("place");
    patient.phase = text("phase");
    patient.allergies = lines(&text("allergies"));
    patient.drug_risks = lines(&text("drug_risks"));
    patient.conditions = lines(&text("conditions"));
    patient.contacts = lines(&text("contacts")).iter().map(|it| contact(it)).collect();
    patient.identifiers =
        lines(&text("identifier")).iter().map(|it| number(it)).collect::<Result<_, _>>()?;
    patient.limits = lines(&text("limits")).iter().map(|it| limit(it)).collect::<Result<_, _>>()?;
    patient.attending_doctor = post("attending")?;
    patient.deputy_doctor = post("deputy")?;
    patient.lead = post("lead")?;
    Ok(patient)
}

fn contact(line: &str) -> Contact {
    let key_person = line.starts_with(['＊', '*']);
    let mut parts = parts(line.trim_start_matches(['＊', '*'])).into_iter();
    let mut next = || parts.next().unwrap_or_default();
    Contact { name: next(), relation: next(), phone: next(), key_person }
}

fn number(line: &str) -> Result<Identifier, Problem> {
    match parts(line).as_slice() {
        [system, value] => Identifier::new(system, value),
        _ => Err(Problem::invalid("identifier", "a line is kind, number")),
    }
}

fn limit(line: &str) -> Result<Limit, Problem> {
    let bad = || Problem::invalid("limits", "a line is LOINC code, lower, upper");
    let parts = parts(line);
    let [code, low, high] = parts.as_slice() else { return Err(bad()) };
    let known = tasuki_domain::vital::VitalKind::find(code).ok_or_else(bad)?;
    let end = |text: &String| {
        let number = text.parse::<f64>().is_ok_and(f64::is_finite);
        match (text.is_empty(), number) {
            (true, _) => Ok(None),
            (false, true) => Ok(Some(text.clone())),
            (false, false) => Err(bad()),
        }
    };
    Ok(Limit { code: known.loinc().to_owned(), low: end(low)?, high: end(high)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lead_back_to_what_they_say() {
        let hanako = contact("＊山口 一郎、長男、090-1234-5678");
        assert!(hanako.key_person && hanako.relation == "長男");
        assert_eq!(contact(&contact_line(&hanako)), hanako);
        assert_eq!(contact("はまかぜ薬局").phone, "");
        let care = number("介護保険, 0000123456").unwrap();
        assert_eq!(number(&number_line(&care)).unwrap(), care);
        assert_eq!(number("介護保険").unwrap_err().field, Some("identifier"));
        assert_eq!(number("医療保険、123456789018").unwrap_err().field, Some("identifier"));
        let spo2 = limit("59408-5、88、").unwrap();
        assert_eq!((spo2.low.as_deref(), spo2.high), (Some("88"), None));
        assert_eq!(limit("59408-5、八、").unwrap_err().field, Some("limits"));
        assert_eq!(limit("0-0、1、2").unwrap_err().field, Some("limits"));
    }
}
