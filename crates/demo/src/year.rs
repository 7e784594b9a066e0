//! A year of one patient, composed: regular visits in the voices of those who come, events with
//! what follows from them, and who confirmed. The last four weeks are dense, the months before
//! are thinned out.

mod told;

use std::collections::HashSet;
use std::sync::Arc;

use crate::calendar::{self, Day};
use crate::cast::{
    CLINIC_NURSE, Cast, DENTIST, EQUIPMENT, HEALTH_NURSE, HYGIENIST, LIAISON, SECOND_NURSE, WOC,
};
use crate::condition::{Condition, Episode, Home};
use crate::course::Usual;
use crate::general;
use crate::noise;
use crate::phrase::Setting;
use crate::row::{Row, What};
use crate::step::{Place, Step};
use told::Year;

/// Days in which everything is told.
pub(crate) const DENSE: i64 = 28;

/// Of the visits before, one in so many is written down in the demo.
const THINNED: u64 = 12;

/// The same words do not come again in a room within three weeks, and a day for the hours.
const FRESH: i64 = 22;

/// Who comes once in four weeks to those who have them, whatever the condition.
const SELDOM: &[&str] = &[DENTIST, HYGIENIST, EQUIPMENT, LIAISON, HEALTH_NURSE, CLINIC_NURSE, WOC];

/// The first key that a composed note gets.
const FIRST_KEY: u32 = 1_000;

/// Everything that the year of a patient depends on.
pub(crate) struct Case {
    pub key: Arc<str>,
    pub seed: u64,
    pub cast: Cast,
    pub condition: &'static Condition,
    pub usual: Usual,
    pub setting: Setting,
    /// Days before the last day on which it begins and ends: both 0 or negative.
    pub from: i64,
    pub until: i64,
    /// Keys of its notes are counted from here.
    pub keys: u32,
    /// Whether there is a room with a theme, and one with the family.
    pub rooms: Vec<Place>,
}

/// Something that will be written.
struct Planned {
    day: i64,
    second: i64,
    what: Plan,
}

enum Plan {
    Visit(&'static str),
    /// Number of the event and the row.
    Told(usize, &'static Row),
}

impl Case {
    /// All steps, in order of time.
    pub(crate) fn steps(&self, last_day: Day) -> Vec<Step> {
        let events = self.events(last_day);
        let mut planned = self.told(&events);
        let taken: HashSet<(i64, &str)> =
            planned.iter().filter_map(|it| Some((it.day, self.role(it)?))).collect();
        planned.extend(self.visits(&taken, last_day));
        planned.sort_by_key(|it| (it.day, it.second));
        let mut year = Year::new(self, last_day, &events);
        for it in &planned {
            year.write(it);
        }
        let mut steps = year.steps();
        steps.retain(|it| it.at < last_day.plus(self.until + 1).at(0));
        steps.sort_by_key(|it| it.at);
        steps
    }

    fn role(&self, planned: &Planned) -> Option<&'static str> {
        match planned.what {
            Plan::Told(_, row) => self.cast.who(row.by),
            Plan::Visit(_) => None,
        }
    }

    fn chance(&self, place: u64) -> u64 {
        noise::hash(self.seed, place)
    }

    /// The year's events and the days on which they begin.
    fn events(&self, last_day: Day) -> Vec<(i64, &'static Episode)> {
        let own = self.condition.episodes;
        let mut events: Vec<(i64, &'static Episode)> = Vec::new();
        // The newest first: something is going on, or just over, in everybody's last weeks.
        let mut day = self.until - 2 - noise::below(self.seed, 11, 9) as i64;
        let (mut own_next, mut other_next) = (self.seed, self.seed >> 17);
        let mut turn = 0_u64;
        while day > self.from + 7 {
            let dense = day > -DENSE;
            let from_own = !own.is_empty() && (turn == 0 || turn % 3 == 2);
            let (bank, next) =
                if from_own { (own, &mut own_next) } else { (general::EPISODES, &mut other_next) };
            let found = (0..bank.len() as u64).find_map(|_| {
                let episode = bank[(*next % bank.len() as u64) as usize];
                *next += 1;
                let begins = day - episode.length().min(6);
                self.fits(episode, last_day.plus(begins)).then_some((begins, episode))
            });
            if let Some((begins, episode)) = found
                && begins >= self.from
            {
                events.push((begins, episode));
                day = begins;
            }
            let pause = if dense { 6 } else { 24 };
            day -= pause + noise::below(self.seed, 100 + turn, 18) as i64;
            turn += 1;
        }
        events.reverse();
        events
    }

    fn fits(&self, episode: &Episode, day: Day) -> bool {
        let home = match episode.home {
            Home::Any => true,
            Home::Alone => self.setting.alone,
            Home::Shared => !self.setting.alone,
        };
        let months = episode.months.is_empty() || episode.months.contains(&day.month());
        let first = episode.rows.first().is_some_and(|row| self.cast.who(row.by).is_some());
        home && months && first && (episode.rows.iter()).all(|row| self.has(row.place))
    }

    fn has(&self, place: Place) -> bool {
        place == Place::Team || self.rooms.contains(&place)
    }

    fn told(&self, events: &[(i64, &'static Episode)]) -> Vec<Planned> {
        let mut planned = Vec::new();
        for (number, (begins, episode)) in events.iter().enumerate() {
            let mut missing: HashSet<u32> = HashSet::new();
            for row in episode.rows {
                let (key, needs) = names(row);
                let only = matches!(&row.what, What::Note(note)
                    if note.only.iter().any(|role| self.cast.who(role).is_none()));
                let absent = self.cast.who(row.by).is_none();
                if absent || only || needs.is_some_and(|it| missing.contains(&it)) {
                    missing.extend(key);
                    continue;
                }
                let minute = calendar::time_of_day(row.time).unwrap_or(0);
                let day = begins + row.day;
                // Not every day's event happens on the minute; the order of rows stays.
                let later = noise::hash(self.seed, (*begins + 1_000) as u64) % 900;
                if day <= self.until {
                    let what = Plan::Told(number, row);
                    planned.push(Planned { day, second: minute + later as i64, what });
                }
            }
        }
        planned
    }

    /// The regular visits that are written down.
    fn visits(&self, taken: &HashSet<(i64, &str)>, last_day: Day) -> Vec<Planned> {
        let mut planned = Vec::new();
        let usual = self.condition.visits;
        let seldom = SELDOM.iter().filter(|role| usual.iter().all(|it| it.0 != **role));
        let visits = usual.iter().copied().chain(seldom.map(|role| (*role, 1)));
        for (role, times) in visits {
            let Some(key) = self.cast.who(role) else { continue };
            let chance = self.seed ^ noise::of_text(role);
            let usual_time = 8 * 3600 + noise::below(chance, 1, 18) as i64 * 1800;
            let start = noise::below(chance, 2, 28) as i64;
            let thinned = if times == 1 { 3 } else { THINNED };
            for day in self.from..=self.until {
                let date = last_day.plus(day);
                let due = due(date, start, times, role == SECOND_NURSE);
                let dense = day > -DENSE;
                let written =
                    dense || noise::hash(chance, (day + 5_000) as u64).is_multiple_of(thinned);
                if due && written && !taken.contains(&(day, key)) {
                    let later = noise::hash(chance, (day + 9_000) as u64) % 2_400;
                    let second = usual_time + later as i64;
                    planned.push(Planned { day, second, what: Plan::Visit(role) });
                }
            }
        }
        planned
    }
}

/// Whether a visit of so many in four weeks falls on this day. Who does not come on Sundays comes
/// on the Monday after: four weeks later it would be a Sunday again, and they would never come.
fn due(date: Day, start: i64, times: u8, sundays: bool) -> bool {
    let times = i64::from(times);
    let planned = |date: Day| {
        let in_cycle = (date.since(Day::default()) + start).rem_euclid(28);
        (0..times).any(|nth| nth * 28 / times == in_cycle)
    };
    match date.weekday() {
        _ if sundays => planned(date),
        0 => false,
        1 => planned(date) || planned(date.plus(-1)),
        _ => planned(date),
    }
}

/// The key of a row's note, and the key of the note that it is about.
fn names(row: &Row) -> (Option<u32>, Option<u32>) {
    match &row.what {
        What::Note(note) => (note.key, note.reply_to),
        What::Correct { of, .. }
        | What::Confirm { of }
        | What::Withdraw { of, .. }
        | What::Misfiled { of, .. } => (None, Some(*of)),
        What::Read => (None, None),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tasuki_kernel::Timestamp;

    use super::*;
    use crate::cast::{DOCTOR, HELPER, MANAGER, NURSE, PHARMACIST};
    use crate::conditions::{DEMENTIA, HEART_FAILURE};
    use crate::staff::{KAWAMURA, KOBAYASHI, MORI, NAKAMURA, SATO, TANAKA};
    use crate::step::{Action, Importance};

    const TODAY: Timestamp = Timestamp::from_micros(1_795_258_800_000_000);

    fn case(condition: &'static Condition, seed: u64, alone: bool) -> Case {
        let mut cast = Cast::default();
        for (role, key) in [
            (DOCTOR, KAWAMURA),
            (NURSE, SATO),
            (SECOND_NURSE, MORI),
            (HELPER, NAKAMURA),
            (PHARMACIST, KOBAYASHI),
            (MANAGER, TANAKA),
        ] {
            cast.add(role, key);
        }
        let setting = Setting {
            patient: "近藤さん".into(),
            kin: "長男さん".into(),
            alone,
            doctor: "川村先生".into(),
            nurse: "佐藤さん".into(),
            manager: "田中さん".into(),
            day: Day::of(TODAY),
        };
        Case {
            key: "kondo".into(),
            seed,
            cast,
            condition,
            usual: condition.usual,
            setting,
            from: -364,
            until: 0,
            keys: 90_000,
            rooms: Vec::new(),
        }
    }

    fn notes_by_day(case: &Case) -> BTreeMap<i64, usize> {
        let mut days = BTreeMap::new();
        for step in case.steps(Day::of(TODAY)) {
            if matches!(step.action, Action::Note(_)) {
                *days.entry(Day::of(step.at).since(Day::of(TODAY))).or_default() += 1;
            }
        }
        days
    }

    #[test]
    fn the_last_weeks_are_dense_and_the_months_before_are_not_empty() {
        for seed in [1, 77, 9_000] {
            let days = notes_by_day(&case(&HEART_FAILURE, seed, false));
            let dense: usize = days.range(-DENSE + 1..).map(|it| it.1).sum();
            let before: usize = days.range(..=-DENSE).map(|it| it.1).sum();
            assert!((20..90).contains(&dense), "{dense}");
            // One to three notes a week.
            assert!((40..170).contains(&before), "{before}");
            assert!(days.keys().all(|it| (-364..=0).contains(it)));
        }
    }

    #[test]
    fn something_happens_in_everybodys_last_weeks() {
        for seed in 0..12 {
            let events = case(&DEMENTIA, seed, true).events(Day::of(TODAY));
            assert!(events.iter().any(|it| it.0 > -DENSE), "{seed}");
            assert!((6..30).contains(&events.len()), "{}", events.len());
            assert!(events.is_sorted_by_key(|it| it.0));
        }
    }

    #[test]
    fn events_need_their_home_their_months_and_their_people() {
        let alone = case(&DEMENTIA, 1, true);
        let shared = case(&DEMENTIA, 1, false);
        for episode in general::EPISODES {
            let day = Day::of(TODAY);
            match episode.home {
                Home::Alone => assert!(!shared.fits(episode, day)),
                Home::Shared => assert!(!alone.fits(episode, day)),
                Home::Any => {}
            }
            if !episode.months.is_empty() && !episode.months.contains(&day.month()) {
                assert!(!alone.fits(episode, day) && !shared.fits(episode, day));
            }
        }
        let mut nobody = case(&DEMENTIA, 1, true);
        nobody.cast = Cast::default();
        assert!(general::EPISODES.iter().all(|it| !nobody.fits(it, Day::of(TODAY))));
        assert!(nobody.steps(Day::of(TODAY)).is_empty());
    }

    #[test]
    fn what_is_about_a_note_that_nobody_wrote_is_left_out() {
        let mut case = case(&HEART_FAILURE, 5, false);
        case.cast = Cast::of_team(&[KAWAMURA, NAKAMURA]);
        let steps = case.steps(Day::of(TODAY));
        let written: HashSet<u32> = steps
            .iter()
            .filter_map(|it| match &it.action {
                Action::Note(note) => note.key,
                _ => None,
            })
            .collect();
        for step in &steps {
            match &step.action {
                Action::Confirm { of } | Action::Correct { of, .. } => {
                    assert!(written.contains(of));
                }
                Action::Note(note) => {
                    assert!(note.reply_to.is_none_or(|of| written.contains(&of)));
                    assert!(note.importance != Importance::Urgent || note.key.is_some());
                }
                _ => {}
            }
            assert!([KAWAMURA, NAKAMURA].contains(&step.by));
        }
    }

    #[test]
    fn whoever_comes_once_in_four_weeks_never_falls_silent() {
        for start in 0..28 {
            let days = (-363..=0).map(|day| Day::of(TODAY).plus(day));
            let visits = days.filter(|date| due(*date, start, 1, false)).count();
            assert!((12..=14).contains(&visits), "{start}: {visits}");
        }
    }

    #[test]
    fn nobody_but_the_night_nurse_comes_on_sundays_by_plan() {
        let case = case(&HEART_FAILURE, 3, false);
        let planned = case.visits(&HashSet::new(), Day::of(TODAY));
        assert!(planned.len() > 40, "{}", planned.len());
        for it in planned {
            let weekday = Day::of(TODAY).plus(it.day).weekday();
            assert!(weekday != 0 || matches!(it.what, Plan::Visit(SECOND_NURSE)));
            assert!((7 * 3600..20 * 3600).contains(&it.second), "{}", it.second);
        }
    }
}
