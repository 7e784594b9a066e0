//! The stories make sense: values, courses, who writes what.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_demo::{Action, CATEGORIES, Demo, Importance, Note, Step};
use tasuki_kernel::Timestamp;

fn demo() -> Demo {
    Demo::new(3, Timestamp::from_micros(1_795_258_800_000_000), 8)
}

/// Not of the months before, which are composed.
fn told_by_hand(step: &Step) -> bool {
    Timestamp::from_micros(1_795_258_800_000_000).seconds_since(step.at) < 29 * 86_400
}

fn notes<'a>(demo: &'a Demo, patient: &'a str) -> impl Iterator<Item = (&'a Step, &'a Note)> {
    demo.steps.iter().filter(move |it| &*it.patient == patient && told_by_hand(it)).filter_map(
        |it| match &it.action {
            Action::Note(note) => Some((it, note)),
            _ => None,
        },
    )
}

fn all_notes(demo: &Demo) -> impl Iterator<Item = (&Step, &Note)> {
    demo.patients.iter().flat_map(|it| notes(demo, &it.key))
}

/// What was measured of a patient, oldest first.
fn course(demo: &Demo, patient: &str, kind: &str) -> Vec<f64> {
    notes(demo, patient)
        .flat_map(|(_, note)| note.vitals.clone())
        .filter(|(measured, _)| *measured == kind)
        .map(|(_, value)| value.parse().expect("a decimal number"))
        .collect()
}

#[test]
fn measured_values_are_numbers_that_a_living_person_can_have() {
    for (step, note) in all_notes(&demo()) {
        for (kind, value) in &note.vitals {
            let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            let plausible = match *kind {
                "temperature" => (35.0..40.0).contains(&number(value)) && value.contains('.'),
                "blood_pressure" => {
                    let (high, low) = value.split_once('/').expect("two values");
                    (80.0..180.0).contains(&number(high))
                        && (40.0..110.0).contains(&number(low))
                        && number(high) - number(low) >= 20.0
                }
                "pulse" => (50.0..140.0).contains(&number(value)),
                "spo2" => (85.0..=99.0).contains(&number(value)),
                "respiration" => (10.0..40.0).contains(&number(value)),
                "weight" => (15.0..80.0).contains(&number(value)) && value.contains('.'),
                "glucose" => (40.0..300.0).contains(&number(value)),
                other => panic!("{other} is not measured"),
            };
            assert!(plausible, "{} {kind} {value}", step.patient);
        }
        let kinds: BTreeSet<_> = note.vitals.iter().map(|it| it.0).collect();
        assert_eq!(kinds.len(), note.vitals.len(), "nothing is measured twice");
    }
}

#[test]
fn the_first_patients_last_values_are_those_of_the_design_pictures() {
    let demo = demo();
    let patient = "yamaguchi-hana";
    let last_two = |kind| {
        let course = course(&demo, patient, kind);
        [course[course.len() - 2], course[course.len() - 1]].map(|it| format!("{it}"))
    };
    assert_eq!(last_two("temperature"), ["37.1", "37.8"]);
    assert_eq!(last_two("pulse"), ["78", "96"]);
    assert_eq!(last_two("spo2"), ["93", "91"]);
    assert_eq!(last_two("respiration"), ["18", "22"]);
    let (_, last) = notes(&demo, patient).filter(|(_, it)| !it.vitals.is_empty()).last().unwrap();
    assert_eq!(last.importance, Importance::Urgent);
    assert_eq!(last.photos.len(), 3);
    assert!(last.vitals.contains(&("blood_pressure", "138/82".to_owned())));
}

#[test]
fn weights_tell_their_stories() {
    let demo = demo();
    let heart = course(&demo, "hayashi-yoshie", "weight");
    let peak = heart.iter().copied().fold(0.0, f64::max);
    assert!(peak - heart[0] >= 2.0, "water gathers");
    assert!(peak - heart[heart.len() - 1] >= 1.8, "and goes again");
    let frail = course(&demo, "matsumoto-kiyo", "weight");
    assert!(frail[frail.len() - 1] > frail[0], "she eats again");
    let child = course(&demo, "nishimura-sho", "weight");
    assert!(child.iter().all(|it| (17.5..19.0).contains(it)));
}

#[test]
fn there_is_one_low_sugar_and_it_is_urgent() {
    let demo = demo();
    let low: Vec<_> = notes(&demo, "matsumoto-kiyo")
        .filter(|(_, note)| note.vitals.contains(&("glucose", "54".to_owned())))
        .collect();
    assert_eq!(low.len(), 1);
    assert_eq!(low[0].1.importance, Importance::Urgent);
    let after = course(&demo, "matsumoto-kiyo", "glucose");
    assert!(after.iter().skip_while(|it| **it > 60.0).skip(1).all(|it| *it > 100.0));
}

#[test]
fn every_urgent_note_that_opens_a_matter_is_answered_or_confirmed_within_six_hours() {
    let demo = demo();
    for (step, note) in all_notes(&demo).filter(|(_, it)| it.importance == Importance::Urgent) {
        let Some(key) = note.key else { panic!("an urgent note without key: {}", note.text) };
        let seen = demo.steps.iter().any(|it| {
            let later = it.at.seconds_since(step.at);
            let about = match &it.action {
                Action::Confirm { of } => *of == key,
                Action::Note(answer) => answer.reply_to == Some(key),
                _ => false,
            };
            about && (0..=6 * 3600).contains(&later)
        });
        assert!(seen || note.reply_to.is_some(), "nobody saw: {}", note.text);
    }
}

#[test]
fn nobody_prescribes_what_the_patient_must_not_have() {
    let demo = demo();
    let penicillins = ["アモキシシリン", "アンピシリン", "ピペラシリン", "サワシリン"];
    for (_, note) in notes(&demo, "yamaguchi-hana") {
        assert!(penicillins.iter().all(|it| !note.text.contains(it)), "{}", note.text);
    }
}

#[test]
fn words_are_short_and_whole() {
    let mut seen = BTreeSet::new();
    for (_, note) in all_notes(&demo()) {
        let length = note.text.chars().count();
        assert!((8..=220).contains(&length), "{length}: {}", note.text);
        assert!(note.text.ends_with(['。', '」', '）']), "{}", note.text);
        assert!(!note.text.contains("  ") && !note.text.contains('\\'));
        assert!(note.tags.iter().all(|it| !it.is_empty() && !it.contains(['#', ' '])));
        assert!(seen.insert(note.text.clone()), "told twice: {}", note.text);
    }
}

#[test]
fn every_category_is_used_and_everybody_writes() {
    let demo = demo();
    let used: BTreeSet<_> = all_notes(&demo).map(|(_, it)| it.category).collect();
    assert!(used.len() >= 8 && used.iter().all(|it| CATEGORIES.contains(it)));
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    for (step, _) in all_notes(&demo) {
        *written.entry(step.by).or_default() += 1;
    }
    for person in &demo.staff[..12] {
        assert!(written.get(person.key).is_some_and(|it| *it >= 5), "{} is silent", person.key);
    }
}

#[test]
fn everybody_in_a_team_looks_into_the_notebook() {
    let demo = demo();
    for patient in &demo.patients {
        for member in &patient.team {
            let active = |it: &Step| it.patient == patient.key && it.by == *member;
            assert!(demo.steps.iter().any(active), "{member} in {}", patient.key);
        }
    }
}

#[test]
fn a_delivery_is_seen_by_fewer_than_the_team() {
    let demo = demo();
    let deliveries = all_notes(&demo).filter(|(_, it)| !it.deliver_to.is_empty());
    for (step, note) in deliveries {
        let patient = demo.patients.iter().find(|it| it.key == step.patient).unwrap();
        assert!(note.deliver_to.len() + 1 < patient.team.len());
        let once: BTreeSet<_> = note.deliver_to.iter().collect();
        assert_eq!(once.len(), note.deliver_to.len());
    }
}

#[test]
fn patients_are_described_in_the_words_of_the_region() {
    let levels = ["", "要介護1", "要介護2", "要介護3", "要介護4", "要介護5"];
    for patient in &demo().patients {
        assert!(levels.contains(&patient.care_level.as_str()));
        assert!(["安定期", "変化期", "看取り期"].contains(&patient.phase.as_str()));
        assert!(patient.place.starts_with("自宅") || patient.place.starts_with("入院中"));
        assert!(!patient.conditions.is_empty() && !patient.living.is_empty());
        assert!((1..=12).contains(&patient.birth.month) && (1..=31).contains(&patient.birth.day));
        assert!((1925..=2026).contains(&patient.birth.year));
    }
}
