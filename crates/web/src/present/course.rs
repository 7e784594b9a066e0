//! The chart of what was measured: from values to places in a drawing of 704 by 320, with the
//! scale at both ends.

use tasuki_app::timeline::Item;
use tasuki_app::vital::Reading;
use tasuki_domain::patient::Patient;
use tasuki_domain::vital::{Mark, VitalKind};
use tasuki_kernel::Timestamp;

use super::{Sight, vital};
use crate::pages::{Chart, CourseDay, CoursePoint, CourseRow};
use crate::show::{self, moment};

/// Days of the chart.
pub const DAYS: i64 = 14;
const LEFT: i64 = 64;
const COLUMN: i64 = 41;
const TOP: i64 = 36;
const HEIGHT: i64 = 225;
const DAY: i64 = 86_400;

/// When what an item tells of was measured.
pub const fn measured(item: &Item) -> Timestamp {
    match item.happened {
        Some(at) => at,
        None => item.received,
    }
}

/// A value in thousandths between the ends of a scale, as a place; outside it stays at the edge.
fn place(thousandths: i64, (low, high): (i64, i64)) -> i64 {
    let within = thousandths.clamp(low, high);
    TOP + HEIGHT - (within - low) * HEIGHT / (high - low)
}

const TEMPERATURE: (i64, i64) = (35_000, 40_000);
const BEATS: (i64, i64) = (40_000, 190_000);

fn thousandths(value: &str) -> Option<i64> {
    let (whole, after) = value.split_once('.').unwrap_or((value, ""));
    let after: i64 = format!("{after:0<3}").get(..3)?.parse().ok()?;
    Some(whole.parse::<i64>().ok()? * 1000 + after)
}

const fn shape(mark: Option<Mark>) -> &'static str {
    match mark {
        Some(Mark::High) => "▲",
        Some(Mark::Low) => "▼",
        None => "",
    }
}

fn of(readings: &[Reading], kind: VitalKind) -> Option<(i64, &'static str)> {
    let reading = readings.iter().find(|it| it.vital.kind() == Some(kind))?;
    Some((thousandths(&reading.vital.value)?, shape(reading.mark)))
}

/// The chart of items, oldest first, that ends with today.
pub fn chart(sight: &Sight, items: &[Item], patient: Option<&Patient>) -> Chart {
    let today = show::bounds(show::date_of(sight.now)).0;
    let begin = today.plus_seconds(-(DAYS - 1) * DAY);
    let mut chart = Chart { days: days(begin), scale: scale(), ..Chart::default() };
    for item in items {
        let seconds = measured(item).seconds_since(begin);
        if !(0..DAYS * DAY).contains(&seconds) {
            continue;
        }
        let x = LEFT + seconds * COLUMN / DAY;
        let point = |(value, mark), ends| CoursePoint { x, y: place(value, ends), low: 0, mark };
        let read = |kind| of(&item.readings, kind);
        chart
            .temperatures
            .extend(read(VitalKind::BodyTemperature).map(|it| point(it, TEMPERATURE)));
        chart.pulses.extend(read(VitalKind::Pulse).map(|it| point(it, BEATS)));
        let pressure = read(VitalKind::SystolicPressure).zip(read(VitalKind::DiastolicPressure));
        chart.pressures.extend(pressure.map(|(upper, lower)| CoursePoint {
            low: place(lower.0, BEATS),
            ..point(upper, BEATS)
        }));
        let day = usize::try_from(seconds / DAY).ok().and_then(|it| chart.days.get_mut(it));
        if let (Some(day), Some((value, mark))) = (day, read(VitalKind::OxygenSaturation)) {
            day.oxygen = (value / 1000).to_string();
            day.oxygen_mark = mark;
        }
    }
    chart.temperatures.sort_by_key(|it| it.x);
    chart.pulses.sort_by_key(|it| it.x);
    let limit = |it: &Patient| {
        let code = VitalKind::BodyTemperature.loinc();
        let set = it.limits.iter().find(|it| it.code == code)?;
        thousandths(set.high.as_deref()?)
    };
    let limit = patient.and_then(limit).unwrap_or(37_500);
    chart.limit = Some(place(limit, TEMPERATURE));
    chart
}

fn days(begin: Timestamp) -> Vec<CourseDay> {
    let day = |n: i64| {
        let date = show::date_of(begin.plus_seconds(n * DAY));
        CourseDay {
            x: LEFT + n * COLUMN,
            label: date.day().to_string(),
            today: n == DAYS - 1,
            ..CourseDay::default()
        }
    };
    (0..DAYS).map(day).collect()
}

fn scale() -> Vec<(i64, i64, i64)> {
    (0..=5).map(|n| (TOP + HEIGHT - n * HEIGHT / 5, 35 + n, 40 + n * 30)).collect()
}

/// The table of the same values, newest first.
pub fn course_rows(sight: &Sight, items: &[Item]) -> Vec<CourseRow> {
    let row = |item: &Item| CourseRow {
        url: format!("/rooms/{}/entries/{}", sight.room, item.entry),
        at: moment(measured(item), sight.now, sight.lang),
        author: item.byline.name.clone(),
        vitals: vital::strip(sight.lang, &item.readings),
    };
    items.iter().rev().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_places_and_stay_in_the_drawing() {
        assert_eq!(place(35_000, TEMPERATURE), TOP + HEIGHT);
        assert_eq!(place(40_000, TEMPERATURE), TOP);
        assert_eq!(place(42_000, TEMPERATURE), TOP);
        assert!(place(37_500, TEMPERATURE) < place(37_000, TEMPERATURE));
        assert_eq!(place(30_000, BEATS), TOP + HEIGHT);
    }

    #[test]
    fn numbers_are_read_as_they_are_kept() {
        assert_eq!(thousandths("37.8"), Some(37_800));
        assert_eq!(thousandths("96"), Some(96_000));
        assert_eq!(thousandths("x"), None);
        assert_eq!(thousandths(""), None);
    }

    #[test]
    fn the_chart_has_fourteen_days_and_ends_with_today() {
        let days = days(Timestamp::from_micros(1_795_239_120_000_000));
        assert_eq!(days.len(), 14);
        assert_eq!(days.iter().filter(|it| it.today).count(), 1);
        assert!(days.last().is_some_and(|it| it.today && it.x + COLUMN <= 640));
    }

    #[test]
    fn marks_are_shapes() {
        assert_eq!([shape(Some(Mark::High)), shape(Some(Mark::Low)), shape(None)], ["▲", "▼", ""]);
    }
}
