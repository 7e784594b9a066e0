//! The composed year makes sense: no words worn out, values possible, alarms where there is one.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use tasuki_demo::{Action, Demo, Importance, Note, PATIENTS, Place, Step};
use tasuki_domain::vital::{Limit, Mark, Vital, VitalKind};
use tasuki_kernel::Timestamp;

const EVENING: Timestamp = Timestamp::from_micros(1_795_258_800_000_000);
const DAY: i64 = 86_400;

static DEMO: LazyLock<Demo> = LazyLock::new(|| Demo::new(3, EVENING, PATIENTS));

fn notes() -> impl Iterator<Item = (&'static Step, &'static Note)> {
    DEMO.steps.iter().filter_map(|it| match &it.action {
        Action::Note(note) => Some((it, note)),
        _ => None,
    })
}

fn kind(name: &str) -> VitalKind {
    match name {
        "temperature" => VitalKind::BodyTemperature,
        "systolic" => VitalKind::SystolicPressure,
        "pulse" => VitalKind::Pulse,
        "spo2" => VitalKind::OxygenSaturation,
        "respiration" => VitalKind::Respiration,
        "weight" => VitalKind::BodyWeight,
        "glucose" => VitalKind::Glucose,
        "pain" => VitalKind::Pain,
        other => panic!("{other} is not measured"),
    }
}

/// Measured values as the region keeps them; a pressure by its upper value.
fn vitals(note: &Note) -> Vec<Vital> {
    let kept = |(name, value): &(&'static str, String)| match *name {
        "blood_pressure" => {
            let (high, low) = value.split_once('/').expect("two values");
            Vital::accept(VitalKind::DiastolicPressure, low, None).expect("a lower pressure");
            Vital::accept(VitalKind::SystolicPressure, high, None).expect("an upper pressure")
        }
        name => Vital::accept(kind(name), value, None).expect("a value that can be"),
    };
    note.vitals.iter().map(kept).collect()
}

fn limits(patient: &str) -> Vec<Limit> {
    let patient = DEMO.patients.iter().find(|it| &*it.key == patient).expect("a patient");
    let limit = |it: &tasuki_demo::Limit| Limit {
        code: kind(it.kind).loinc().into(),
        low: it.low.clone(),
        high: it.high.clone(),
    };
    patient.limits.iter().map(limit).collect()
}

fn age(patient: &str) -> i16 {
    DEMO.patients.iter().find(|it| &*it.key == patient).map_or(0, |it| 2026 - it.birth.year)
}

fn marks(step: &Step, note: &Note) -> Vec<Mark> {
    let (limits, age) = (limits(&step.patient), age(&step.patient));
    vitals(note).iter().filter_map(|it| it.mark(&limits, age)).collect()
}

#[test]
fn a_year_is_told_of_nearly_everybody() {
    let mut first: BTreeMap<&str, Timestamp> = BTreeMap::new();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (step, _) in notes() {
        first.entry(&step.patient).or_insert(step.at);
        *count.entry(&step.patient).or_default() += 1;
    }
    assert_eq!(first.len(), PATIENTS);
    let year = first.values().filter(|at| EVENING.seconds_since(**at) > 300 * DAY).count();
    assert!(year >= PATIENTS - 5, "{year}");
    assert!(count.values().all(|it| (20..=400).contains(it)), "{count:?}");
}

#[test]
fn no_words_come_again_in_a_room_within_three_weeks() {
    let mut said: HashMap<(&str, Place, &str), Timestamp> = HashMap::new();
    for (step, note) in notes() {
        let place = (&*step.patient, step.place, note.text.as_str());
        if let Some(before) = said.insert(place, step.at) {
            let days = step.at.seconds_since(before) / DAY;
            assert!(days > 21, "{} after {days} days: {}", step.patient, note.text);
        }
    }
}

#[test]
fn most_words_are_said_about_one_patient_only() {
    let mut about: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (step, note) in notes() {
        about.entry(&note.text).or_default().insert(&step.patient);
    }
    let shared = about.values().filter(|it| it.len() > 1).count();
    assert!(shared * 4 < about.len(), "{shared} of {}", about.len());
}

#[test]
fn values_can_be_measured_and_are_mostly_in_range() {
    let (mut measured, mut marked) = (0, 0);
    for (step, note) in notes() {
        for vital in vitals(note) {
            measured += 1;
            marked += usize::from(vital.mark(&limits(&step.patient), age(&step.patient)).is_some());
        }
    }
    assert!(measured > 5_000, "{measured}");
    assert!(marked * 12 < measured && marked * 200 > measured, "{marked} of {measured}");
}

#[test]
fn where_a_note_says_fever_the_thermometer_says_so() {
    let fever = notes().filter(|(_, note)| {
        note.importance == Importance::Urgent
            && note.tags.contains(&"発熱")
            && !note.vitals.is_empty()
    });
    let mut seen = 0;
    for (step, note) in fever {
        let high = vitals(note).iter().any(|it| {
            it.kind() == Some(VitalKind::BodyTemperature)
                && it.mark(&limits(&step.patient), age(&step.patient)) == Some(Mark::High)
        });
        assert!(high, "{}: {} {:?}", step.patient, note.text, note.vitals);
        seen += 1;
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn a_failing_heart_gathers_water_before_the_call() {
    let calls = notes().filter(|(_, note)| {
        note.importance == Importance::Urgent
            && note.tags.contains(&"心不全")
            && !note.photos.is_empty()
    });
    let mut seen = 0;
    for (step, note) in calls {
        let weight = |note: &Note| {
            let found = note.vitals.iter().find(|it| it.0 == "weight");
            found.map(|it| it.1.parse::<f64>().expect("a number"))
        };
        let earlier = notes()
            .filter(|(it, _)| it.patient == step.patient)
            .filter(|(it, _)| (5 * DAY..60 * DAY).contains(&step.at.seconds_since(it.at)))
            .filter_map(|(_, note)| weight(note))
            .last();
        if let (Some(now), Some(before)) = (weight(note), earlier) {
            assert!(now - before > 0.8, "{}: {before} then {now}", step.patient);
            seen += 1;
        }
        assert!(!marks(step, note).is_empty(), "{}", note.text);
    }
    assert!(seen >= 4, "{seen}");
}

#[test]
fn every_urgent_note_is_answered_or_confirmed_within_six_hours() {
    for (step, note) in notes().filter(|(_, it)| it.importance == Importance::Urgent) {
        let key = note.key.unwrap_or_else(|| panic!("an urgent note without key: {}", note.text));
        let seen = DEMO.steps.iter().any(|it| {
            let later = it.at.seconds_since(step.at);
            let about = match &it.action {
                Action::Confirm { of } => *of == key,
                Action::Note(answer) => answer.reply_to == Some(key),
                _ => false,
            };
            about && (0..=6 * 3600).contains(&later)
        });
        let fresh = EVENING.seconds_since(step.at) < 6 * 3600;
        assert!(seen || fresh || note.reply_to.is_some(), "nobody saw: {}", note.text);
    }
}

#[test]
fn words_are_whole_and_everybody_writes() {
    let mut written: BTreeMap<&str, usize> = BTreeMap::new();
    for (step, note) in notes() {
        let length = note.text.chars().count();
        assert!((8..=260).contains(&length), "{length}: {}", note.text);
        assert!(note.text.ends_with(['。', '」', '）']), "{}", note.text);
        assert!(!note.text.contains("。。") && !note.text.contains('\\'), "{}", note.text);
        *written.entry(step.by).or_default() += 1;
    }
    for person in &DEMO.staff {
        assert!(written.get(person.key).is_some_and(|it| *it >= 5), "{} is silent", person.key);
    }
    for relative in &DEMO.relatives {
        assert!(written.contains_key(relative.key), "{} is silent", relative.key);
    }
}

#[test]
fn everything_that_can_be_done_is_done() {
    let done = |test: fn(&Step) -> bool| DEMO.steps.iter().filter(|it| test(it)).count();
    assert!(done(|it| matches!(it.action, Action::Withdraw { .. })) >= 5);
    assert!(done(|it| matches!(it.action, Action::Misfiled { .. })) >= 5);
    assert!(done(|it| matches!(it.action, Action::Correct { .. })) >= 15);
    assert!(done(|it| matches!(it.action, Action::Confirm { .. })) >= 800);
    assert!(done(|it| it.place == Place::Theme) >= 20);
    assert!(done(|it| it.place == Place::Family) >= 20);
    let hour = |it: &Step| (it.at.seconds_since(Timestamp::from_micros(0)) / 3600 + 9) % 24;
    assert!(notes().filter(|(it, _)| hour(it) < 6).count() >= 20, "nights are told, too");
    let quoted = notes().filter(|(_, it)| it.quote.is_some()).count();
    let delivered = notes().filter(|(_, it)| !it.deliver_to.is_empty()).count();
    let photos: usize = notes().map(|(_, it)| it.photos.len()).sum();
    assert!(quoted >= 5 && delivered >= 20, "{quoted} {delivered}");
    assert!((60..=400).contains(&photos), "{photos}");
}
