//! What holds for the whole demo, whatever the seed and the moment.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use proptest::prelude::*;

use super::*;

/// 2026-11-21, 20:00 in Japan.
const EVENING: Timestamp = Timestamp::from_micros(1_795_258_800_000_000);

/// The stories told by hand.
fn demo() -> Demo {
    Demo::new(7, EVENING, 8)
}

fn whole() -> &'static Demo {
    static WHOLE: std::sync::LazyLock<Demo> =
        std::sync::LazyLock::new(|| Demo::new(7, EVENING, PATIENTS));
    &WHOLE
}

fn note(step: &Step) -> Option<&Note> {
    match &step.action {
        Action::Note(note) => Some(note),
        _ => None,
    }
}

/// Whether a step is of a story told by hand, and not of the months before.
fn is_told_by_hand(step: &Step) -> bool {
    EVENING.seconds_since(step.at) < 29 * 86_400
}

#[test]
fn the_region_is_as_large_as_it_should_be() {
    let demo = whole();
    assert_eq!((demo.facilities.len(), demo.staff.len(), demo.patients.len()), (14, 45, 60));
    assert_eq!(demo.region.name, "みなと市");
    let first = &demo.patients[0];
    assert_eq!((&*first.family_name, &*first.given_name), ("山口", "ハナ"));
    assert_eq!(first.team.len(), 9);
    let keys: HashSet<_> = demo.patients.iter().map(|it| &it.key).collect();
    assert_eq!(keys.len(), 60);
}

#[test]
fn the_same_seed_and_moment_give_the_same_demo() {
    assert!(demo() == demo());
    assert!(Demo::new(7, EVENING, 12) == Demo::new(7, EVENING, 12));
    let other = Demo::new(8, EVENING, 8);
    assert!(other.steps != demo().steps, "who looked when depends on the seed");
    let recent = |demo: &Demo| -> BTreeSet<String> {
        let recent = demo.steps.iter().filter(|it| is_told_by_hand(it));
        recent.filter_map(note).map(|it| it.text.clone()).collect()
    };
    assert!(recent(&other) == recent(&demo()), "the stories told by hand do not");
    assert!(recent(&other).len() > 200);
}

#[test]
fn every_story_told_by_hand_has_twenty_to_forty_notes() {
    let demo = demo();
    let team = |it: &&Step| it.place == Place::Team && is_told_by_hand(it);
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for step in demo.steps.iter().filter(team).filter(|it| note(it).is_some()) {
        *count.entry(&step.patient).or_default() += 1;
    }
    assert_eq!(count.len(), 8);
    assert!(count.values().all(|it| (20..=40).contains(it)), "{count:?}");
    let notes = || demo.steps.iter().filter(team).filter_map(note);
    let of = |test: fn(&Note) -> bool| notes().filter(|it| test(it)).count();
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
    for patient in &whole().patients {
        assert!(!patient.contacts.is_empty());
        for contact in &patient.contacts {
            let parts: Vec<_> = contact.phone.split('-').collect();
            let [area, "0000", number] = parts[..] else { panic!("{}", contact.phone) };
            assert!(["090", "03"].contains(&area) && number.len() == 4, "{}", contact.phone);
        }
    }
    for text in whole().steps.iter().filter_map(note).map(|it| it.text.clone()) {
        let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
        assert!(text.split(|c: char| !c.is_ascii_digit() && c != '-').all(|it| digits(it) < 9));
    }
}

#[test]
fn people_and_facilities_named_by_key_exist() {
    let demo = whole();
    let staff: HashMap<_, _> = demo.staff.iter().map(|it| (it.key, it)).collect();
    let facilities: HashSet<_> = demo.facilities.iter().map(|it| it.key).collect();
    for patient in &demo.patients {
        let team: HashSet<_> = patient.team.iter().collect();
        assert_eq!(team.len(), patient.team.len(), "nobody is in the team twice");
        assert!(patient.team.iter().all(|it| staff.contains_key(it)));
        assert_eq!(staff[patient.attending_doctor].profession, profession::PHYSICIAN);
        assert!(team.contains(&patient.attending_doctor));
        assert!(facilities.contains(patient.managing_facility));
        let managing = |it: &&str| staff[*it].facility == patient.managing_facility;
        assert!(patient.team.iter().any(managing), "{}", patient.key);
        for room in &patient.rooms {
            assert!(
                room.members.len() >= 2 && room.members.iter().all(|it| staff.contains_key(it))
            );
            assert_eq!(room.place == Place::Theme, !room.title.is_empty());
            assert_eq!(room.place == Place::Family, !room.family.is_empty());
            let known = |it: &&str| demo.relatives.iter().any(|relative| relative.key == *it);
            assert!(room.family.iter().all(known));
        }
        let kana = format!("{}{}", patient.family_kana, patient.given_kana);
        assert!(kana.chars().all(|c| ('ぁ'..='ん').contains(&c)), "{kana}");
    }
}

/// What stands in a sentence only until it is told.
const SLOTS: [char; 7] = ['{', '}', '[', ']', '<', '>', '|'];

/// Everything that a program which plays the steps relies on.
fn check_steps(demo: &Demo, today: Timestamp) {
    let mut teams: HashMap<(&str, Place), Vec<&str>> = HashMap::new();
    for it in &demo.patients {
        teams.insert((&it.key, Place::Team), it.team.clone());
        for room in &it.rooms {
            let members = [room.members.as_slice(), &room.family].concat();
            teams.insert((&it.key, room.place), members);
        }
    }
    let mut notes: HashMap<u32, ((&str, Place), &str, &Note)> = HashMap::new();
    let mut gone = HashSet::new();
    let mut confirmed = HashSet::new();
    assert!(demo.steps.is_sorted_by_key(|it| it.at));
    for step in &demo.steps {
        assert!(today.seconds_since(step.at) >= 300);
        let team = &teams[&(&*step.patient, step.place)];
        assert!(team.contains(&step.by), "{} in {}", step.by, step.patient);
        let target = |of: u32| {
            let (patient, author, note) = notes[&of];
            assert_eq!(patient, (&*step.patient, step.place));
            assert!(!gone.contains(&of), "{of} was taken back");
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
                assert!(!note.text.is_empty() && !note.text.contains(SLOTS), "{}", note.text);
                assert_eq!(note.quote.is_some(), note.quote.is_some() && note.reply_to.is_some());
                if let (Some(quote), Some(of)) = (&note.quote, note.reply_to) {
                    assert!(notes[&of].2.text.contains(quote), "{quote} is not in what it answers");
                }
                if let Some(key) = note.key {
                    let old = notes.insert(key, ((&step.patient, step.place), step.by, note));
                    assert!(old.is_none(), "key {key} twice");
                }
            }
            Action::Correct { of, text, reason } => {
                let (author, note) = target(*of);
                assert_eq!(author, step.by, "only the author corrects");
                assert!(!text.is_empty() && *text != note.text && !reason.is_empty());
            }
            Action::Withdraw { of, reason } | Action::Misfiled { of, reason } => {
                let (author, _) = target(*of);
                assert!(author == step.by && !reason.is_empty());
                gone.insert(*of);
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
    check_steps(whole(), EVENING);
    assert!(whole().steps.len() > 4_000, "{}", whole().steps.len());
}

#[test]
fn fewer_patients_are_the_first_and_more_are_made() {
    let keys = |count| -> Vec<_> {
        Demo::new(7, EVENING, count).patients.into_iter().map(|it| it.key).collect()
    };
    assert_eq!(keys(3), keys(8)[..3]);
    assert_eq!(keys(0).len(), 1);
    let many = Demo::new(7, EVENING, 130);
    check_steps(&many, EVENING);
    let different: HashSet<_> = many.patients.iter().map(|it| &it.key).collect();
    assert_eq!(different.len(), 130);
}

#[test]
fn two_patients_have_one_name_and_one_name_has_old_characters() {
    let mut names: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for it in &whole().patients {
        *names.entry((&it.family_name, &it.given_name)).or_default() += 1;
    }
    let twice: Vec<_> = names.iter().filter(|it| *it.1 > 1).collect();
    assert!(twice == [(&("鈴木", "和子"), &2)], "{twice:?}");
    assert!(names.contains_key(&("髙﨑", "惠")));
}

#[test]
fn a_doctor_is_named_as_author_of_instructions_and_so_on() {
    let demo = whole();
    let staff: HashMap<_, _> = demo.staff.iter().map(|it| (it.key, it.profession)).collect();
    for step in &demo.steps {
        let usual: &[&str] = match note(step).map(|it| it.category) {
            Some(INSTRUCTION) => &[profession::PHYSICIAN],
            Some(NURSING) => &[profession::NURSE],
            Some(MEDICINE) => &[profession::PHARMACIST],
            Some(CARE_PLAN) => &[profession::CARE_MANAGER],
            Some(HELPER_RECORD) => &[profession::HOME_HELPER, profession::CARE_WORKER],
            Some(ORAL_NUTRITION) => {
                &[profession::DENTIST, profession::DENTAL_HYGIENIST, profession::DIETITIAN]
            }
            Some(REHABILITATION) => &[profession::PHYSICAL_THERAPIST, profession::SPEECH_THERAPIST],
            Some(DAY_BATHING) => &[profession::NURSE, profession::CARE_WORKER],
            _ => continue,
        };
        assert!(usual.contains(&staff[step.by]), "{:?}", note(step).map(|it| &it.text));
    }
}

/// How many notes of others each patient's notebook holds for `reader` since the last look.
fn unread<'a>(demo: &'a Demo, reader: &str) -> HashMap<&'a str, usize> {
    let mut count = HashMap::new();
    for step in demo.steps.iter().filter(|it| it.place == Place::Team) {
        let unread = count.entry(&*step.patient).or_insert(0);
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
    let demo = demo();
    let unread = unread(&demo, "sato-misaki");
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
        let demo = Demo::new(7, today, 1);
        let newest = demo
            .steps
            .iter()
            .rev()
            .filter(|it| it.place == Place::Team && &*it.patient == "yamaguchi-hana")
            .find_map(note);
        let newest = newest.unwrap();
        assert_eq!((newest.category, newest.importance), (INSTRUCTION, Importance::Urgent));
        assert!(newest.text.contains("レボフロキサシン"));
    }
    let text: String = demo().steps.iter().filter_map(note).map(|it| it.text.as_str()).collect();
    assert!(text.contains("退院は11月28日(土)の見込み"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn whenever_it_is_started_it_can_be_played(
        seed in any::<u64>(),
        seconds in 1_700_000_000_i64..2_200_000_000,
    ) {
        let today = Timestamp::from_micros(0).plus_seconds(seconds);
        let demo = Demo::new(seed, today, 14);
        prop_assert!(demo.steps.len() > 300);
        check_steps(&demo, today);
    }
}
