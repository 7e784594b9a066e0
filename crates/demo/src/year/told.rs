//! The year while it is written: words, values and keys, in order of time.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Case, DENSE, FIRST_KEY, FRESH, Plan, Planned};
use crate::calendar::Day;
use crate::cast::{self, DOCTOR, HELPER, MANAGER, NURSE, SECOND_HELPER, SECOND_NURSE};
use crate::condition::Episode;
use crate::course::{self, KINDS, Usual};
use crate::general;
use crate::noise;
use crate::photo::PhotoSubject;
use crate::phrase::{Bank, Decks, Setting, fill};
use crate::row::{NoteRow, Row, What, usual_sensitivity};
use crate::step::{Action, Importance, Note, Picture, Place, Step};

/// The year while it is written.
pub(super) struct Year<'a> {
    case: &'a Case,
    last_day: Day,
    events: &'a [(i64, &'static Episode)],
    decks: Decks,
    /// When something was said last in a room.
    said: HashMap<(Place, u64), i64>,
    /// From event and row key to the key of the note.
    keys: HashMap<(usize, u32), (u32, Place)>,
    next_key: u32,
    steps: Vec<Step>,
}

impl<'a> Year<'a> {
    pub(super) fn new(
        case: &'a Case,
        last_day: Day,
        events: &'a [(i64, &'static Episode)],
    ) -> Self {
        Self {
            case,
            last_day,
            events,
            decks: Decks::new(case.seed),
            said: HashMap::new(),
            keys: HashMap::new(),
            next_key: case.keys + FIRST_KEY,
            steps: Vec::new(),
        }
    }

    /// What was written, in the order of writing.
    pub(super) fn steps(self) -> Vec<Step> {
        self.steps
    }

    pub(super) fn write(&mut self, planned: &Planned) {
        let day = self.last_day.plus(planned.day);
        let setting = Setting { day, ..self.case.setting.clone() };
        let at = day.at(planned.second);
        let step =
            |by, place, action| Step { at, by, patient: Arc::clone(&self.case.key), place, action };
        match planned.what {
            Plan::Visit(role) => {
                let Some(by) = self.case.cast.who(role) else { return };
                let Some(note) = self.visit(role, planned.day, &setting) else { return };
                let step = step(by, Place::Team, Action::Note(note));
                self.steps.push(step);
                self.confirmations(role, by, planned);
            }
            Plan::Told(number, row) => {
                let Some(by) = self.case.cast.who(row.by) else { return };
                let mut place = row.place;
                let mut known = |of: u32| {
                    let (key, room) = self.keys.get(&(number, of)).copied()?;
                    // What is done to a note is done in the room where it stands.
                    place = room;
                    Some(key)
                };
                let action = match &row.what {
                    What::Note(note) => {
                        let note = self.note((number, row), note, planned.day, &setting);
                        Some(Action::Note(note))
                    }
                    What::Correct { of, text, reason } => known(*of).map(|of| {
                        let text = fill(text, self.case.chance(number as u64), &setting);
                        Action::Correct { of, text, reason }
                    }),
                    What::Confirm { of } => known(*of).map(|of| Action::Confirm { of }),
                    What::Withdraw { of, reason } => {
                        known(*of).map(|of| Action::Withdraw { of, reason })
                    }
                    What::Misfiled { of, reason } => {
                        known(*of).map(|of| Action::Misfiled { of, reason })
                    }
                    What::Read => Some(Action::Read),
                };
                let patient = Arc::clone(&self.case.key);
                self.steps.extend(action.map(|action| Step { at, by, patient, place, action }));
            }
        }
    }

    /// The note of a row of an event.
    fn note(
        &mut self,
        (number, row): (usize, &Row),
        told: &NoteRow,
        day: i64,
        setting: &Setting,
    ) -> Note {
        let category =
            if told.category.is_empty() { cast::usual_category(row.by) } else { told.category };
        let chance = self.case.chance(number as u64 * 64 + 7);
        let key = told.key.map(|key| {
            let made = self.key();
            self.keys.insert((number, key), (made, row.place));
            made
        });
        let seed = noise::hash(self.case.seed ^ noise::of_text(told.text), day as u64);
        let vitals = match told.usual {
            "=" => self.measured(self.letters(row.by), day, seed),
            _ => told.vitals(),
        };
        let photo = |(at, (subject, file_name)): (u64, &(PhotoSubject, &'static str))| Picture {
            subject: *subject,
            seed: noise::hash(seed, at),
            small: true,
            file_name,
        };
        let who = |role: &&'static str| self.case.cast.who(role);
        Note {
            key,
            category,
            importance: told.importance,
            sensitivity: told.sensitivity.unwrap_or_else(|| usual_sensitivity(category)),
            tags: told.tags.to_vec(),
            text: fill(told.text, chance, setting),
            photos: (0..).zip(told.photos).map(photo).collect(),
            reply_to: told.reply_to.and_then(|of| self.keys.get(&(number, of)).map(|it| it.0)),
            quote: told.quote.map(|it| fill(it, chance, setting)),
            deliver_to: told.only.iter().filter_map(who).collect(),
            vitals,
        }
    }

    fn key(&mut self) -> u32 {
        self.next_key += 1;
        self.next_key
    }

    /// What a role measures.
    fn letters(&self, role: &str) -> &'static str {
        match role {
            NURSE | SECOND_NURSE => self.case.condition.measures,
            cast::DOCTOR => "TBPS",
            cast::BATH => "TBPS",
            cast::DAY => "TBP",
            cast::THERAPIST => "BPS",
            _ => "",
        }
    }

    fn measured(&self, letters: &str, day: i64, seed: u64) -> Vec<(&'static str, String)> {
        let mut added: Usual = [0.0; 8];
        for (begins, episode) in self.events {
            for drift in episode.drifts {
                if let Some(at) = KINDS.iter().position(|kind| *kind == drift.kind) {
                    added[at] += drift.at(day - begins);
                }
            }
        }
        #[expect(clippy::cast_precision_loss, reason = "days of a year")]
        let years = day as f32 / 365.0;
        added[6] += self.case.condition.yearly_weight * years;
        course::measure(letters, &self.case.usual, &added, seed)
    }

    /// The note of a regular visit, in words that are not yet worn.
    fn visit(&mut self, role: &'static str, day: i64, setting: &Setting) -> Option<Note> {
        let chance = noise::hash(self.case.seed ^ noise::of_text(role), (day + 700) as u64);
        let text = (0..6).find_map(|_| {
            let text = self.words(role, chance, setting)?;
            let place = (Place::Team, noise::of_text(&text));
            let worn = self.said.get(&place).is_some_and(|last| day - last <= FRESH);
            (!worn).then(|| {
                self.said.insert(place, day);
                text
            })
        })?;
        let letters = self.letters(role);
        let vitals = self.measured(letters, day, chance);
        let category = cast::usual_category(role);
        let photos = general::photo(role, chance).filter(|_| day > -DENSE);
        let photos = photos.map(|(subject, file_name)| Picture {
            subject,
            seed: noise::hash(chance, 5),
            small: true,
            file_name,
        });
        Some(Note {
            key: Some(self.key()),
            category,
            importance: Importance::Normal,
            sensitivity: usual_sensitivity(category),
            tags: Vec::new(),
            text,
            photos: photos.into_iter().collect(),
            reply_to: None,
            quote: None,
            deliver_to: Vec::new(),
            vitals,
        })
    }

    fn words(&mut self, role: &str, chance: u64, setting: &Setting) -> Option<String> {
        let role = match role {
            SECOND_NURSE => NURSE,
            SECOND_HELPER => HELPER,
            other => other,
        };
        let own = self.case.condition.banks(role);
        let others = general::banks(role);
        let mut chosen: Vec<Bank> = own.to_vec();
        let wanted = if own.is_empty() { 2 } else { usize::from(chance % 10 < 6) };
        let first = noise::below(chance, 3, others.len().max(1));
        chosen.extend((0..wanted.min(others.len())).map(|at| others[(first + at) % others.len()]));
        let mut text = String::new();
        for bank in chosen {
            if let Some(sentence) = self.decks.next(bank, setting) {
                text.push_str(&sentence);
            }
        }
        (text.chars().count() >= 8).then_some(text)
    }

    /// Who says 確認 to a visit's note, and when.
    fn confirmations(&mut self, role: &str, by: &'static str, planned: &Planned) {
        let Some(Step { at, action: Action::Note(note), .. }) = self.steps.last() else { return };
        let (at, Some(of)) = (*at, note.key) else { return };
        let dense = planned.day > -DENSE;
        let rarely = if dense { 3 } else { 9 };
        let asked: &[&'static str] = match role {
            NURSE | SECOND_NURSE => &[DOCTOR, MANAGER],
            DOCTOR => &[NURSE, SECOND_NURSE],
            HELPER | SECOND_HELPER => &[NURSE, MANAGER],
            _ => &[NURSE],
        };
        for (nth, role) in (0_u64..).zip(asked) {
            let chance = noise::hash(self.case.seed ^ u64::from(of), nth);
            let Some(who) = self.case.cast.who(role) else { continue };
            if who == by || !chance.is_multiple_of(rarely) {
                continue;
            }
            let later = at.plus_seconds(600 + (chance / 16 % (5 * 3600)) as i64);
            let patient = Arc::clone(&self.case.key);
            let action = Action::Confirm { of };
            self.steps.push(Step { at: later, by: who, patient, place: Place::Team, action });
        }
    }
}
