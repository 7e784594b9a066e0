//! From the roster to patients with a team and a year: also patients beyond it, whose names are
//! put together, for a demo of any size.

use std::sync::Arc;

use tasuki_kernel::Timestamp;

use crate::calendar::Day;
use crate::cast::{self, Cast};
use crate::condition::Condition;
use crate::course::Usual;
use crate::noise;
use crate::patient::{Birth, Contact, Limit, Patient, Room, Sex, owned};
use crate::phrase::Setting;
use crate::portrait::{Hair, Portrait, Wear};
use crate::relatives;
use crate::roster::ROSTER;
use crate::staff::{CARE_OFFICE, KAWAMURA, NURSING_STATION, ONISHI, SUPPORT_CENTER};
use crate::step::{Place, Step};
use crate::year::{Case, DENSE};

mod faces;
mod names;
mod pools;

/// Days that a composed notebook goes back.
const YEAR: i64 = 364;

/// The first place of a composed patient: those told by hand come before.
pub(crate) const FIRST: usize = 8;

/// Who of the team is in a family's room.
const FAMILY_ROOM: &[&str] =
    &[cast::DOCTOR, cast::NURSE, cast::SECOND_NURSE, cast::MANAGER, cast::LIAISON];

/// A composed patient, ready to be told.
pub(crate) struct Composed {
    pub patient: Patient,
    case: Case,
    last_day: Day,
}

/// What the words and the team of one patient are made from.
struct Person {
    key: Arc<str>,
    name: [String; 4],
    birth: Birth,
    sex: Sex,
    care_level: &'static str,
    living: &'static str,
    kin: &'static str,
    condition: &'static Condition,
}

/// The patient at a place after those of the stories, as of `today`.
pub(crate) fn patient(seed: u64, number: usize, today: Timestamp) -> Composed {
    let person = person(number);
    let seed = noise::hash(seed ^ noise::of_text(&person.key), 0);
    // Those beyond the roster have the same parts as those in it, with other people.
    let mut cast = cast(&person, number);
    if let Some(relative) = relatives::of(&person.key) {
        cast.add(cast::RELATIVE, relative.key);
    }
    let usual = usual(&person, seed);
    let last_day = Day::of(today);
    let setting = setting(&person, &cast, last_day);
    let rooms = rooms(&person, &cast);
    let case = Case {
        key: Arc::clone(&person.key),
        seed,
        condition: person.condition,
        usual,
        setting,
        from: -YEAR,
        until: 0,
        keys: (FIRST + number + 1) as u32 * crate::script::KEYS_PER_PATIENT,
        rooms: rooms.iter().map(|it| it.place).collect(),
        cast,
    };
    let patient = described(&person, &case, (number, rooms));
    Composed { patient, case, last_day }
}

/// The months before a story told by hand, in the words of a condition.
pub(crate) fn before(
    seed: u64,
    patient: &Patient,
    (condition, place): (Option<(&'static Condition, f32)>, u32),
    today: Timestamp,
) -> Vec<Step> {
    let Some((condition, weight)) = condition else { return Vec::new() };
    let cast = Cast::of_team(&patient.team);
    let mut usual = condition.usual;
    usual[6] = weight;
    let person = Person {
        key: Arc::clone(&patient.key),
        name: [patient.family_name.as_str(), &patient.given_name, "", ""].map(str::to_owned),
        birth: patient.birth,
        sex: patient.sex,
        care_level: "",
        living: if patient.living == "独居" { "独居" } else { "" },
        kin: ["長男", "長女", "母"]
            .into_iter()
            .find(|kin| patient.contacts.iter().any(|it| it.relation.starts_with(kin)))
            .unwrap_or("家族"),
        condition,
    };
    let last_day = Day::of(today);
    let setting = setting(&person, &cast, last_day);
    let case = Case {
        key: Arc::clone(&patient.key),
        seed: noise::hash(seed ^ noise::of_text(&patient.key), 0),
        condition,
        usual,
        setting,
        from: -YEAR,
        until: -DENSE - 2,
        keys: place * crate::script::KEYS_PER_PATIENT,
        rooms: Vec::new(),
        cast,
    };
    case.steps(last_day)
}

impl Composed {
    /// The year.
    pub(crate) fn steps(&self) -> Vec<Step> {
        self.case.steps(self.last_day)
    }
}

fn person(number: usize) -> Person {
    let entry = &ROSTER[number % ROSTER.len()];
    let (key, name): (Arc<str>, _) = if number < ROSTER.len() {
        (entry.key.into(), entry.name.map(str::to_owned))
    } else {
        (format!("p-{number:05}").into(), names::made(number, entry.sex))
    };
    Person {
        key,
        name,
        birth: entry.birth,
        sex: entry.sex,
        care_level: entry.care_level,
        living: entry.living,
        kin: entry.kin,
        condition: entry.condition,
    }
}

/// The roles that somebody is needed for: those who visit, and those who always belong.
fn cast(person: &Person, number: usize) -> Cast {
    let mut cast = Cast::default();
    let visits = person.condition.visits.iter().map(|it| it.0);
    let theme = person.condition.theme.map_or(&[][..], |it| it.1).iter().copied();
    let child = person.care_level.is_empty();
    for (nth, (role, pool)) in pools::POOLS.iter().enumerate() {
        let wanted =
            [cast::DOCTOR, cast::NURSE, cast::SECOND_NURSE, cast::PHARMACIST, cast::MANAGER]
                .contains(role)
                || visits.clone().chain(theme.clone()).any(|it| it == *role)
                || (*role == cast::HYGIENIST && number.is_multiple_of(3))
                || (*role == cast::EQUIPMENT && number % 4 == 1)
                || (*role == cast::LIAISON && number % 5 == 2)
                || (*role == cast::HEALTH_NURSE && (child || number % 7 == 3))
                || (*role == cast::CLINIC_NURSE && number.is_multiple_of(3))
                || (*role == cast::DENTIST && number % 6 == 4);
        if wanted {
            let start = number + nth * (number / pool.len() % 2);
            let free = (0..pool.len()).map(|at| pool[(start + at) % pool.len()]);
            if let Some(key) = free.into_iter().find(|key| !cast.team().contains(key)) {
                cast.add(role, key);
            }
        }
    }
    cast
}

/// The condition's usual values, a little different in everybody.
fn usual(person: &Person, seed: u64) -> Usual {
    let spread: Usual = [0.1, 6.0, 4.0, 4.0, 0.3, 1.0, 6.0, 12.0];
    let mut usual = person.condition.usual;
    for (at, value) in usual.iter_mut().enumerate() {
        if *value > 0.0 {
            let size = if at == 6 { (*value / 50.0).min(1.2) } else { 1.0 };
            *value += (noise::unit(seed, 40 + at as u64) * 2.0 - 1.0) * spread[at] * size;
        }
    }
    if person.sex == Sex::Male && person.birth.year < 2008 {
        usual[6] += if usual[6] > 0.0 { 7.0 } else { 0.0 };
    }
    usual
}

fn setting(person: &Person, cast: &Cast, day: Day) -> Setting {
    let called = |role, otherwise: &str| cast.called(role).unwrap_or_else(|| otherwise.to_owned());
    let child = person.birth.year >= 2008;
    let patient = match (child, person.sex) {
        (true, Sex::Male) => format!("{}くん", person.name[1]),
        (true, Sex::Female) => format!("{}ちゃん", person.name[1]),
        _ => format!("{}さん", person.name[0]),
    };
    Setting {
        patient,
        kin: polite(person.kin).to_owned(),
        alone: person.living == "独居",
        doctor: called(cast::DOCTOR, "主治医"),
        nurse: called(cast::NURSE, "看護師"),
        manager: called(cast::MANAGER, "ケアマネジャー"),
        day,
    }
}

/// How staff speak of a relative.
fn polite(kin: &str) -> &'static str {
    match kin {
        "妻" => "奥さま",
        "夫" => "ご主人",
        "長男" => "長男さん",
        "長女" => "長女さん",
        "次女" => "次女さん",
        "嫁" => "お嫁さん",
        "母" => "お母さん",
        "妹" => "妹さん",
        "姉" => "お姉さん",
        "弟" => "弟さん",
        "兄" => "お兄さん",
        "姪" => "姪御さん",
        _ => "ご家族",
    }
}

fn rooms(person: &Person, cast: &Cast) -> Vec<Room> {
    let theme = person.condition.theme.filter(|_| !person.care_level.is_empty());
    let theme = theme.map(|(title, roles)| Room {
        place: Place::Theme,
        title,
        members: roles.iter().filter_map(|role| cast.who(role)).collect(),
        family: Vec::new(),
    });
    let family = relatives::of(&person.key).map(|relative| Room {
        place: Place::Family,
        title: "",
        members: FAMILY_ROOM.iter().filter_map(|role| cast.who(role)).collect(),
        family: vec![relative.key],
    });
    theme.into_iter().chain(family).collect()
}

fn described(person: &Person, case: &Case, (number, rooms): (usize, Vec<Room>)) -> Patient {
    let manager = case.cast.who(cast::MANAGER);
    let managing_facility = match manager {
        Some(ONISHI) => SUPPORT_CENTER,
        Some(_) => CARE_OFFICE,
        None => NURSING_STATION,
    };
    Patient {
        key: Arc::clone(&person.key),
        family_name: person.name[0].clone(),
        given_name: person.name[1].clone(),
        family_kana: person.name[2].clone(),
        given_kana: person.name[3].clone(),
        birth: person.birth,
        sex: person.sex,
        care_level: person.care_level.into(),
        allergies: allergies(case.seed),
        drug_risks: owned(person.condition.risks),
        living: person.living.into(),
        place: "自宅".into(),
        phase: person.condition.phase.into(),
        contacts: contacts(person, case, number),
        conditions: owned(person.condition.names),
        attending_doctor: case.cast.who(cast::DOCTOR).unwrap_or(KAWAMURA),
        managing_facility,
        team: case.cast.team(),
        limits: limits(person.condition, &case.usual),
        rooms,
        portrait: faces::of(person.birth.year, person.sex, case.seed),
    }
}

/// Some are allergic to something.
fn allergies(seed: u64) -> Vec<String> {
    let known = ["ペニシリン", "セフェム系", "造影剤", "そば", "えび・かに", "テープかぶれ"];
    match noise::below(seed, 61, 24) {
        at if at < known.len() => vec![known[at].to_owned()],
        _ => Vec::new(),
    }
}

fn limits(condition: &Condition, usual: &Usual) -> Vec<Limit> {
    let end = |kind: &str, text: &str| match text.strip_prefix('+') {
        _ if text.is_empty() => None,
        Some(more) if kind == "weight" => {
            Some(format!("{:.1}", usual[6] + more.parse::<f32>().unwrap_or(2.0)))
        }
        _ => Some(text.to_owned()),
    };
    let limit = |(kind, low, high): &(&'static str, &str, &str)| Limit {
        kind,
        low: end(kind, low),
        high: end(kind, high),
    };
    condition.limits.iter().map(limit).collect()
}

/// The relative who is spoken of, and one more; the numbers belong to nobody.
fn contacts(person: &Person, case: &Case, number: usize) -> Vec<Contact> {
    let apart = if case.setting.alone { "（別居）" } else { "（同居）" };
    let phone = |nth: usize| format!("090-0000-{:04}", (number * 2 + nth) % 10_000);
    let named = |kin: &str, nth| {
        let given = names::relative(kin, case.seed, nth);
        format!("{} {given}", person.name[0])
    };
    let other = if person.birth.year >= 2008 { "父" } else { "孫" };
    let first = relatives::of(&person.key)
        .map_or_else(|| named(person.kin, 0), |it| format!("{} {}", it.family_name, it.given_name));
    vec![
        Contact { name: first, relation: format!("{}{apart}", person.kin), phone: phone(0) },
        Contact { name: named(other, 1), relation: other.to_owned(), phone: phone(1) },
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const TODAY: Timestamp = Timestamp::from_micros(1_795_258_800_000_000);

    fn some(count: usize) -> Vec<Patient> {
        (0..count).map(|number| patient(3, number, TODAY).patient).collect()
    }

    #[test]
    fn conditions_differ_and_do_not_follow_one_another() {
        let people = some(ROSTER.len());
        let main: Vec<&String> = people.iter().map(|it| &it.conditions[0]).collect();
        assert!(main.iter().collect::<BTreeSet<_>>().len() >= 11);
        let repeated = main.windows(2).filter(|pair| pair[0] == pair[1]).count();
        assert!(repeated <= 4, "{repeated}");
    }

    #[test]
    fn limits_stand_around_what_is_usual() {
        for it in some(ROSTER.len()) {
            for limit in &it.limits {
                let number = |end: &Option<String>| end.as_ref().map(|it| it.parse::<f32>());
                for end in [number(&limit.low), number(&limit.high)].into_iter().flatten() {
                    assert!(end.is_ok(), "{} {limit:?}", it.key);
                }
                assert!(limit.low.is_some() || limit.high.is_some());
            }
        }
        let heart = some(1).remove(0);
        assert!(heart.limits.iter().any(|it| it.kind == "weight" && it.high.is_some()));
    }

    #[test]
    fn patients_look_different_and_grey_with_age() {
        let people = some(52);
        let faces: BTreeSet<String> =
            people.iter().map(|it| crate::portrait(&it.portrait)).collect();
        assert!(faces.len() >= 48, "{}", faces.len());
        for it in &people {
            assert_eq!(it.portrait.child, it.birth.year >= 2008, "{}", it.key);
        }
    }

    #[test]
    fn a_team_has_each_part_once_and_nobody_twice() {
        for number in 0..120 {
            let it = patient(9, number, TODAY).patient;
            let once: BTreeSet<_> = it.team.iter().collect();
            assert_eq!(once.len(), it.team.len());
            assert!((5..=20).contains(&it.team.len()), "{} {}", it.key, it.team.len());
            assert!(it.team.contains(&it.attending_doctor));
        }
    }

    #[test]
    fn contacts_of_relatives_who_sign_in_have_their_names() {
        for it in some(ROSTER.len()) {
            if let Some(relative) = relatives::of(&it.key) {
                let name = format!("{} {}", relative.family_name, relative.given_name);
                assert_eq!(it.contacts[0].name, name);
                assert!(it.rooms.iter().any(|room| room.family == [relative.key]));
            }
        }
    }
}
