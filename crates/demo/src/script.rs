//! From the tables to the steps: days become instants, days mentioned in the words become
//! dates, and people look into notebooks as people do.

use std::collections::HashMap;
use std::sync::Arc;

use tasuki_kernel::Timestamp;

use crate::calendar::{self, Day};
use crate::composed;
use crate::front;
use crate::noise;
use crate::patient::Patient;
use crate::patients::{self, Story};
use crate::photo::PhotoSubject;
use crate::row::{NoteRow, Row, What};
use crate::step::{Action, Note, Picture, Place, Step};
use crate::year::DENSE;

/// Keys of a patient's notes start at the patient's place times this.
pub(crate) const KEYS_PER_PATIENT: u32 = 10_000;

/// The newest step is at least so old, in seconds: a demo does not begin in mid-sentence.
const QUIET: i64 = 5 * 60;

/// The last day whose readings are made up in a story told by hand; later ones are told by the
/// tables, so that what is unread on the last day is told too.
const LAST_MADE_UP_DAY: i64 = -3;

/// Days before the last in which people look into composed notebooks.
const LOOKING: i64 = 6;

/// Patients and what happened.
pub(crate) struct Told {
    pub patients: Vec<Patient>,
    pub steps: Vec<Step>,
}

/// Everything, the steps in order of time.
pub(crate) fn told(seed: u64, today: Timestamp, count: usize) -> Told {
    let (mut people, mut steps) = (Vec::new(), Vec::new());
    for (place, story) in (1_u32..).zip(patients::ALL).take(count) {
        let told = Telling { seed, place, story, last_day: last_day(story, today) };
        let besides = front::of(story.patient.key);
        steps.extend(story.rows.iter().chain(besides.rows).flat_map(|row| told.row(row)));
        steps.extend(told.made_up_readings());
        let mut patient = story.patient.patient();
        patient.limits = besides.limits();
        patient.rooms = besides.rooms();
        steps.extend(composed::before(seed, &patient, (besides.before, place), today));
        people.push(patient);
    }
    for number in 0..count.saturating_sub(composed::FIRST) {
        let composed = composed::patient(seed, number, today);
        let mut year = composed.steps();
        let looks = looks(seed, &composed.patient, Day::of(today), &year);
        year.extend(looks);
        steps.extend(year);
        people.push(composed.patient);
    }
    steps.retain(|step| today.seconds_since(step.at) >= QUIET);
    // Of steps at one instant the order of the tables holds: this sort is stable.
    steps.sort_by_key(|step| step.at);
    Told { patients: people, steps: without_idle_readings(steps) }
}

/// Into composed notebooks everybody looks once before the dense weeks, once in their middle,
/// and then before writing and now and then.
fn looks(seed: u64, patient: &Patient, last_day: Day, year: &[Step]) -> Vec<Step> {
    let mut looks = Vec::new();
    for by in &patient.team {
        let names = noise::of_text(by) ^ noise::of_text(&patient.key);
        let once = [-DENSE, -DENSE / 2].into_iter().map(|day| (day, 0));
        let often = (-LOOKING..=0).map(|day| (day, 3));
        for (day, rarely) in once.chain(often) {
            let chance = noise::hash(seed ^ names, (day + 40) as u64);
            if rarely == 0 || chance.is_multiple_of(rarely) {
                let second = 7 * 3600 + (chance / 4 % (12 * 3600)) as i64;
                looks.push(look(patient, by, Place::Team, last_day.plus(day).at(second)));
            }
        }
    }
    let recent = last_day.plus(-LOOKING).at(0);
    let written = |step: &&Step| matches!(step.action, Action::Note(_)) && step.at >= recent;
    let before = |step: &Step| look(patient, step.by, step.place, step.at.plus_seconds(-90));
    looks.extend(year.iter().filter(written).map(before));
    looks
}

fn look(patient: &Patient, by: &'static str, place: Place, at: Timestamp) -> Step {
    Step { at, by, patient: Arc::clone(&patient.key), place, action: Action::Read }
}

/// The day that a story's day 0 falls on: today, or yesterday when a story that must be told
/// to its end would not have happened yet.
fn last_day(story: &Story, today: Timestamp) -> Day {
    let day = Day::of(today);
    let ends = story.whole_by.and_then(calendar::time_of_day);
    match ends {
        Some(ends) if calendar::second_of_day(today) < ends => day.plus(-1),
        _ => day,
    }
}

/// One story being told on its days.
struct Telling {
    seed: u64,
    place: u32,
    story: &'static Story,
    last_day: Day,
}

impl Telling {
    /// A row, and before it the look into the notebook that goes with it.
    fn row(&self, row: &Row) -> Vec<Step> {
        let minute = calendar::time_of_day(row.time).unwrap_or(0);
        let chance = noise::of_text(row.time) ^ noise::of_text(row.by);
        let second = noise::hash(self.seed ^ chance, row.day as u64) % 60;
        let at = self.last_day.plus(row.day).at(minute + second as i64);
        let patient: Arc<str> = self.story.patient.key.into();
        let place = row.place;
        let step = |at, action| {
            let patient = Arc::clone(&patient);
            Step { at, by: row.by, patient, place, action }
        };
        let action = match row.what {
            What::Note(note) => Action::Note(self.note(&note)),
            What::Correct { of, text, reason } => {
                Action::Correct { of: self.key(of), text: self.with_dates(text), reason }
            }
            What::Confirm { of } => Action::Confirm { of: self.key(of) },
            What::Withdraw { of, reason } => Action::Withdraw { of: self.key(of), reason },
            What::Misfiled { of, reason } => Action::Misfiled { of: self.key(of), reason },
            What::Read => return vec![step(at, Action::Read)],
        };
        vec![step(at.plus_seconds(-90), Action::Read), step(at, action)]
    }

    fn note(&self, row: &NoteRow) -> Note {
        let picture =
            |(number, (subject, file_name)): (u64, &(PhotoSubject, &'static str))| Picture {
                subject: *subject,
                seed: noise::hash(self.seed ^ noise::of_text(row.text), number),
                small: false,
                file_name,
            };
        Note {
            key: row.key.map(|key| self.key(key)),
            category: row.category,
            importance: row.importance,
            sensitivity: row.sensitivity(),
            tags: row.tags.to_vec(),
            text: self.with_dates(row.text),
            photos: (0..).zip(row.photos).map(picture).collect(),
            reply_to: row.reply_to.map(|key| self.key(key)),
            quote: row.quote.map(|it| self.with_dates(it)),
            deliver_to: row.only.to_vec(),
            vitals: row.vitals(),
        }
    }

    fn key(&self, key: u32) -> u32 {
        self.place * KEYS_PER_PATIENT + key
    }

    /// `{+7}` becomes the date seven days after the last day of the story.
    fn with_dates(&self, text: &str) -> String {
        let mut parts = text.split('{');
        let mut told = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let date = part.split_once('}').and_then(|(days, rest)| {
                Some((self.last_day.plus(days.parse().ok()?).in_words(), rest))
            });
            match date {
                Some((date, rest)) => told.extend([date.as_str(), rest]),
                None => told.extend(["{", part]),
            }
        }
        told
    }

    /// Each member looks in now and then between seven in the morning and nine at night.
    fn made_up_readings(&self) -> Vec<Step> {
        let first = self.story.rows.first().map_or(0, |row| row.day);
        let patient = self.story.patient.key;
        let key: Arc<str> = patient.into();
        let mut steps = Vec::new();
        for day in first..=LAST_MADE_UP_DAY {
            for by in self.story.patient.team {
                let names = noise::of_text(by) ^ noise::of_text(patient);
                let chance = noise::hash(self.seed ^ names, day as u64);
                if chance.is_multiple_of(4) {
                    let second = 7 * 3600 + (chance / 4 % (14 * 3600)) as i64;
                    let at = self.last_day.plus(day).at(second);
                    let (patient, place) = (Arc::clone(&key), Place::Team);
                    steps.push(Step { at, by, patient, place, action: Action::Read });
                }
            }
        }
        steps
    }
}

/// Leaves out looking where there was nothing new to see since the last look.
fn without_idle_readings(steps: Vec<Step>) -> Vec<Step> {
    let mut newest: HashMap<(Arc<str>, Place), usize> = HashMap::new();
    let mut seen: HashMap<(Arc<str>, Place, &str), usize> = HashMap::new();
    let mut kept = Vec::with_capacity(steps.len());
    for step in steps {
        let newest = newest.entry((Arc::clone(&step.patient), step.place)).or_default();
        let seen = seen.entry((Arc::clone(&step.patient), step.place, step.by)).or_default();
        match step.action {
            Action::Read if *seen == *newest => continue,
            Action::Read => {}
            Action::Confirm { .. } => {
                kept.push(step);
                continue;
            }
            _ => *newest += 1,
        }
        *seen = *newest;
        kept.push(step);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telling(last_day: Day) -> Telling {
        Telling { seed: 1, place: 1, story: &patients::ALL[0], last_day }
    }

    #[test]
    fn days_in_the_words_become_dates() {
        let day = Day::of(Timestamp::from_micros(1_795_239_120_000_000));
        let telling = telling(day);
        assert_eq!(telling.with_dates("次は{+3}です"), "次は11月24日(火)です");
        assert_eq!(telling.with_dates("{-21}から{+7}まで"), "10月31日(土)から11月28日(土)まで");
        assert_eq!(telling.with_dates("波括弧{そのまま}と{"), "波括弧{そのまま}と{");
    }

    #[test]
    fn a_story_with_an_end_waits_for_its_end() {
        let story = &patients::ALL[0];
        let day = Day::of(Timestamp::from_micros(1_795_239_120_000_000));
        assert_eq!(last_day(story, day.at(23 * 3600)), day);
        assert_eq!(last_day(story, day.at(8 * 3600)), day.plus(-1));
        let open = patients::ALL.iter().find(|it| it.whole_by.is_none()).unwrap();
        assert_eq!(last_day(open, day.at(8 * 3600)), day);
    }

    #[test]
    fn looking_without_news_is_left_out() {
        let step = |second, by, action| Step {
            at: Timestamp::from_micros(0).plus_seconds(second),
            by,
            patient: "p".into(),
            place: Place::Team,
            action,
        };
        let correct = || Action::Correct { of: 1, text: String::new(), reason: "" };
        let kept = without_idle_readings(vec![
            step(1, "a", Action::Read),
            step(2, "a", correct()),
            step(3, "a", Action::Read),
            step(4, "b", Action::Read),
            step(5, "b", Action::Confirm { of: 1 }),
            step(6, "b", Action::Read),
        ]);
        let at: Vec<_> = kept.iter().map(|it| it.at.as_micros() / 1_000_000).collect();
        assert_eq!(at, [2, 4, 5]);
    }
}
