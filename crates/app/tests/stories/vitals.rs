//! Measured values: what is marked, and which value stands before which for whom.

use tasuki_app::compose::Draft;
use tasuki_app::timeline::{Item, Matter};
use tasuki_domain::sensitivity::Sensitivity;
use tasuki_domain::vital::{Mark, Vital, VitalKind};
use tasuki_kernel::{Random, SeededRandom};
use tasuki_testkit::block_on;
use tasuki_testkit::region::{Region, Somebody, note};

use crate::{enter, items};

const TEMPERATURE: VitalKind = VitalKind::BodyTemperature;

fn measured(kind: VitalKind, value: &str) -> Draft {
    Draft { vitals: vec![Vital::accept(kind, value, None).unwrap()], ..note("") }
}

/// Value, mark, value before.
fn told(item: &Item) -> Vec<(&str, Option<Mark>, Option<&str>)> {
    item.readings
        .iter()
        .map(|it| {
            let previous = it.previous.as_ref().map(|it| it.value.as_str());
            (it.vital.value.as_str(), it.mark, previous)
        })
        .collect()
}

#[test]
fn a_value_stands_with_its_mark_and_the_value_before() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        for value in ["36.5", "37.8"] {
            region.clock.advance(3600);
            region.write(nurse, team, measured(TEMPERATURE, value)).await;
        }
        let page = items(&region, &region.people.doctor, team).await;
        assert_eq!(told(&page[0]), [("37.8", Some(Mark::High), Some("36.5"))]);
        assert_eq!(told(&page[1]), [("36.5", None, None)]);
    });
}

#[test]
fn what_was_measured_earlier_stands_before_even_when_written_later() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        region.clock.advance(7200);
        region.write(nurse, team, measured(TEMPERATURE, "36.5")).await;
        region.clock.advance(60);
        let morning = Some(tasuki_testkit::region::START);
        let late = Draft { happened: morning, ..measured(TEMPERATURE, "36.1") };
        region.write(nurse, team, late).await;
        region.clock.advance(3600);
        region.write(nurse, team, measured(TEMPERATURE, "36.9")).await;
        let page = items(&region, nurse, team).await;
        assert_eq!(told(&page[0]), [("36.9", None, Some("36.5"))]);
        assert_eq!(told(&page[1]), [("36.1", None, None)]);
    });
}

#[test]
fn a_value_is_found_behind_a_page_of_other_notes() {
    block_on(async {
        let region = Region::new().await;
        let (nurse, team) = (&region.people.nurse, region.rooms.team);
        region.write(nurse, team, measured(VitalKind::BodyWeight, "42.5")).await;
        for n in 0..70 {
            region.clock.advance(60);
            region.write(nurse, team, note(&format!("記録{n}"))).await;
        }
        region.write(nurse, team, measured(VitalKind::BodyWeight, "41.0")).await;
        let page = items(&region, nurse, team).await;
        assert_eq!(told(&page[0]), [("41.0", None, Some("42.5"))]);
        let older = enter(&region, nurse, team).await;
        let cursor = older.page(None).await.unwrap().older;
        let second = older.page(cursor.as_deref()).await.unwrap().items;
        let first = second.iter().find(|it| !it.readings.is_empty()).unwrap();
        assert_eq!(told(first), [("42.5", None, None)]);
    });
}

fn draw(random: &SeededRandom, below: u8) -> u8 {
    let mut byte = [0];
    random.fill(&mut byte);
    byte[0] % below
}

/// A month of values from 35.0 up, each of them different, written by several people for several
/// readers, some of them late, taken back or under the wrong patient.
async fn fill(region: &Region, random: &SeededRandom) {
    let people = &region.people;
    let authors = [&people.nurse, &people.doctor, &people.care_manager];
    for n in 0..40_u32 {
        region.clock.advance(600);
        let author = authors[usize::from(draw(random, 3))];
        let mut draft = measured(TEMPERATURE, &format!("{}.{}", 35 + n / 10, n % 10));
        draft.sensitivity = Sensitivity::ALL[usize::from(draw(random, 3))];
        if draw(random, 4) == 0 {
            let others = [&people.nurse, &people.doctor, &people.care_manager, &people.helper];
            let to = others[usize::from(draw(random, 4))];
            // 特別便 goes to nobody who may not see its sensitivity.
            let medical = [people.nurse.person, people.doctor.person].contains(&to.person);
            let sees = medical || draft.sensitivity == Sensitivity::Low;
            if to.person != author.person && sees {
                draft.deliver_to = vec![to.person];
            }
        }
        if draw(random, 4) == 0 {
            let now = region.app.clock().now();
            draft.happened = Some(now.plus_seconds(-i64::from(draw(random, 200)) * 60));
        }
        let id = region.write(author, region.rooms.team, draft).await;
        let room = enter(region, author, region.rooms.team).await;
        match draw(random, 8) {
            0 => drop(room.withdraw(id, "").await.unwrap()),
            1 => drop(room.misfiled(id, "").await.unwrap()),
            _ => {}
        }
    }
}

/// The value before, by looking at everything that this reader's own page shows.
fn expected<'a>(page: &'a [Item], item: &Item) -> Option<&'a str> {
    let place = |it: &Item| (it.received, it.place);
    let when = |it: &Item| (it.happened.unwrap_or(it.received), it.received, it.place);
    page.iter()
        .filter(|it| matches!(it.matter, Matter::Note { .. }) && !it.readings.is_empty())
        .filter(|it| place(it) < place(item) && when(it) < when(item))
        .max_by_key(|it| when(it))
        .map(|it| it.readings[0].vital.value.as_str())
}

/// For whoever reads: the value before is one of those that this reader sees, and the newest of
/// them. What policy denies, what was taken back and what is misfiled is never it.
#[test]
fn the_value_before_is_always_one_that_the_reader_sees() {
    block_on(async {
        for seed in 0..4 {
            let region = Region::new().await;
            fill(&region, &SeededRandom::new(seed)).await;
            let people = region.people.clone();
            let readers: [&Somebody; 4] =
                [&people.nurse, &people.doctor, &people.care_manager, &people.helper];
            let mut seen = Vec::new();
            for who in readers {
                let page = items(&region, who, region.rooms.team).await;
                let shown = page.iter().filter(|it| matches!(it.matter, Matter::Note { .. }));
                let mut values = 0;
                for item in shown.filter(|it| !it.readings.is_empty()) {
                    values += 1;
                    let previous = item.readings[0].previous.as_ref().map(|it| it.value.as_str());
                    assert_eq!(previous, expected(&page, item), "seed {seed}, {}", who.login);
                }
                seen.push(values);
            }
            assert!(seen[0] > seen[3] && seen[3] > 0, "readers see different things: {seen:?}");
        }
    });
}
