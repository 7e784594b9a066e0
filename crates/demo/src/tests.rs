//! What holds for the whole demo, whatever the seed and the moment.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proptest::prelude::*;

use super::*;

/// 2026-11-21, 20:00 in Japan.
const EVENING: Timestamp = Timestamp::from_micros(1_795_258_800_000_000);

fn demo() -> Demo {
    Demo::new(7, EVENING)
}

fn note(step: &Step) -> Option<&Note> {
    match &step.action {
        Action::Note(note) => Some(note),
        _ => None,
    }
}

#[test]
fn the_region_is_as_large_as_it_should_be() {
    let demo = demo();
    assert_eq!((demo.facilities.len(), demo.staff.len(), demo.patients.len()), (6, 12, 8));
    assert_eq!(demo.region.name, "みなと市");
    let first = &demo.patients[0];
    assert_eq!((first.family_name, first.given_name), ("山口", "ハナ"));
    assert_eq!(first.team.len(), 9);
    let keys: HashSet<_> = demo.patients.iter().map(|it| it.key).collect();
    assert_eq!(keys.len(), 8);
}

#[test]
fn the_same_seed_and_moment_give_the_same_demo() {
    assert!(demo() == demo());
    let other = Demo::new(8, EVENING);
    assert!(other.steps != demo().steps, "who looked when depends on the seed");
    let words = |demo: &Demo| -> BTreeSet<String> {
        demo.steps.iter().filter_map(note).map(|it| it.text.clone()).collect()
    };
    assert!(words(&other) == words(&demo()), "the story does not");
}

#[test]
fn every_patient_has_a_course_of_twenty_to_forty_notes() {
    let demo = demo();
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for step in demo.steps.iter().filter(|it| note(it).is_some()) {
        *count.entry(step.patient).or_default() += 1;
    }
    assert_eq!(count.len(), 8);
    assert!(count.values().all(|it| (20..=40).contains(it)), "{count:?}");
    let of =
        |test: fn(&Note) -> bool| demo.steps.iter().filter_map(note).filter(|it| test(it)).count();
    assert!(of(|it| it.importance == Importance::Urgent) >= 12);
    assert!(of(|it| !it.photos.is_empty()) >= 15);
    assert!(of(|it| it.sensitivity == Sensitivity::High) >= 5);
    assert!((3..=10).contains(&of(|it| !it.deliver_to.is_empty())));
    let corrections = demo.steps.iter().filter(|it| matches!(it.action, Action::Correct { .. }));
    assert!(corrections.count() >= 5);
}

#[test]
fn the_tables_are_written_in_order_of_time() {
    for story in patients::ALL {
        let at = |row: &row::Row| {
            let time = calendar::time_of_day(row.time);
            (row.day, time.unwrap_or_else(|| panic!("{} is no time", row.time)))
        };
        let patient = story.patient.key;
        assert!(story.rows.iter().map(at).is_sorted(), "{patient}");
        let (day, _) = at(story.rows.last().unwrap());
        assert!((-3..=0).contains(&day), "{patient} ends on day {day}");
        assert!(at(&story.rows[0]).0 >= -28);
    }
}

#[test]
fn contacts_cannot_be_called() {
    for patient in &demo().patients {
        assert!(!patient.contacts.is_empty());
        for contact in patient.contacts {
            let parts: Vec<_> = contact.phone.split('-').collect();
            let [area, "0000", number] = parts[..] else { panic!("{}", contact.phone) };
            assert!(["090", "03"].contains(&area) && number.len() == 4, "{}", contact.phone);
        }
    }
    for text in demo().steps.iter().filter_map(note).map(|it| it.text.clone()) {
        let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
        assert!(text.split(|c: char| !c.is_ascii_digit() && c != '-').all(|it| digits(it) < 9));
    }
}

#[test]
fn people_and_facilities_named_by_key_exist() {
    let demo = demo();
    let staff: HashMap<_, _> = demo.staff.iter().map(|it| (it.key, it)).collect();
    let facilities: HashSet<_> = demo.facilities.iter().map(|it| it.key).collect();
    for patient in &demo.patients {
        let team: HashSet<_> = patient.team.iter().collect();
        assert_eq!(team.len(), patient.team.len(), "nobody is in the team twice");
        assert!(patient.team.iter().all(|it| staff.contains_key(it)));
        assert_eq!(staff[patient.attending_doctor].profession, profession::PHYSICIAN);
        assert!(team.contains(&patient.attending_doctor));
        assert!(facilities.contains(patient.managing_facility));
        let managing = |it: &&&str| staff[**it].facility == patient.managing_facility;
        assert!(patient.team.iter().any(|it| managing(&it)), "{}", patient.key);
        let kana = format!("{}{}", patient.family_kana, patient.given_kana);
        assert!(kana.chars().all(|c| ('ぁ'..='ん').contains(&c)), "{kana}");
    }
}

/// Everything that a program which plays the steps relies on.
fn check_steps(demo: &Demo, today: Timestamp) {
    let teams: HashMap<_, _> = demo.patients.iter().map(|it| (it.key, it.team)).collect();
    let mut notes: HashMap<u32, (&str, &str, &Note)> = HashMap::new();
    let mut confirmed = HashSet::new();
    assert!(demo.steps.is_sorted_by_key(|it| it.at));
    for step in &demo.steps {
        assert!(today.seconds_since(step.at) >= 300);
        let team = teams[step.patient];
        assert!(team.contains(&step.by), "{} in {}", step.by, step.patient);
        let target = |of: u32| {
            let (patient, author, note) = notes[&of];
            assert_eq!(patient, step.patient);
            let addressed = note.deliver_to.is_empty() || note.deliver_to.contains(&step.by);
            assert!(addressed || author == step.by, "{} cannot see {of}", step.by);
            (author, note)
        };
        match &step.action {
            Action::Note(note) => {
                if let Some(answered) = note.reply_to {
                    let (author, answered) = target(answered);
                    let mut audience = answered.deliver_to.clone();
                    audience.push(author);
                    let inside = |it: &&str| audience.contains(it);
                    assert!(
                        answered.deliver_to.is_empty() || note.deliver_to.iter().all(inside),
                        "an answer to a delivery goes to nobody else"
                    );
                    assert_eq!(answered.deliver_to.is_empty(), note.deliver_to.is_empty());
                }
                assert!(note.deliver_to.iter().all(|it| team.contains(it) && *it != step.by));
                assert!(CATEGORIES.contains(&note.category));
                assert!(!note.text.is_empty() && !note.text.contains(['{', '}']), "{}", note.text);
                if let Some(key) = note.key {
                    let old = notes.insert(key, (step.patient, step.by, note));
                    assert!(old.is_none(), "key {key} twice");
                }
            }
            Action::Correct { of, text, reason } => {
                let (author, note) = target(*of);
                assert_eq!(author, step.by, "only the author corrects");
                assert!(!text.is_empty() && *text != note.text && !reason.is_empty());
            }
            Action::Confirm { of } => {
                let (author, _) = target(*of);
                assert_ne!(author, step.by, "nobody confirms themselves");
                assert!(confirmed.insert((step.by, *of)), "{} confirms {of} twice", step.by);
            }
            Action::Read => {}
        }
    }
}

#[test]
fn the_steps_can_be_played() {
    check_steps(&demo(), EVENING);
}

#[test]
fn a_doctor_is_named_as_author_of_instructions_and_so_on() {
    let demo = demo();
    let staff: HashMap<_, _> = demo.staff.iter().map(|it| (it.key, it.profession)).collect();
    for step in &demo.steps {
        let usual = match note(step).map(|it| it.category) {
            Some(INSTRUCTION) => profession::PHYSICIAN,
            Some(NURSING) => profession::NURSE,
            Some(MEDICINE) => profession::PHARMACIST,
            Some(CARE_PLAN) => profession::CARE_MANAGER,
            Some(HELPER_RECORD) => profession::HOME_HELPER,
            _ => continue,
        };
        assert_eq!(staff[step.by], usual, "{:?}", note(step).map(|it| &it.text));
    }
}

/// How many notes of others each patient's notebook holds for `reader` since the last look.
fn unread(demo: &Demo, reader: &str) -> HashMap<&'static str, usize> {
    let mut count = HashMap::new();
    for step in &demo.steps {
        let unread = count.entry(step.patient).or_insert(0);
        if step.by == reader {
            *unread = 0;
        } else if note(step)
            .is_some_and(|it| it.deliver_to.is_empty() || it.deliver_to.contains(&reader))
        {
            *unread += 1;
        }
    }
    count
}

#[test]
fn on_the_evening_the_nurse_finds_what_the_design_pictures_show() {
    let unread = unread(&demo(), "sato-misaki");
    assert_eq!(unread["yamaguchi-hana"], 1);
    assert_eq!(unread["ohno-kenzo"], 4);
    assert_eq!(unread["hayashi-yoshie"], 2);
    for read in ["ito-takeshi", "okamoto-fumi", "nishimura-sho", "ishikawa-takashi"] {
        assert_eq!(unread[read], 0, "{read}");
    }
}

#[test]
fn the_first_patients_last_day_is_told_to_its_end_at_any_hour() {
    for hour in 0..24 {
        let today = EVENING.plus_seconds((hour - 20) * 3600);
        let demo = Demo::new(7, today);
        let newest =
            demo.steps.iter().rev().filter(|it| it.patient == "yamaguchi-hana").find_map(note);
        let newest = newest.unwrap();
        assert_eq!((newest.category, newest.importance), (INSTRUCTION, Importance::Urgent));
        assert!(newest.text.contains("レボフロキサシン"));
    }
    let text: String = demo().steps.iter().filter_map(note).map(|it| it.text.as_str()).collect();
    assert!(text.contains("退院は11月28日(土)の見込み"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn whenever_it_is_started_it_can_be_played(
        seed in any::<u64>(),
        seconds in 1_700_000_000_i64..2_200_000_000,
    ) {
        let today = Timestamp::from_micros(0).plus_seconds(seconds);
        let demo = Demo::new(seed, today);
        prop_assert!(demo.steps.len() > 300);
        check_steps(&demo, today);
    }
}
