//! Days and times of day in Japan, which has one offset from UTC (+9 h) and no summer time.

use tasuki_kernel::Timestamp;

const JAPAN: i64 = 9 * 3600;
const DAY: i64 = 86_400;

/// A day in Japan, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(i64);

impl Day {
    /// The day in Japan on which the instant lies.
    pub(crate) fn of(at: Timestamp) -> Self {
        Self((seconds(at) + JAPAN).div_euclid(DAY))
    }

    pub(crate) fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// The instant so many seconds after midnight of this day in Japan.
    pub(crate) fn at(self, second_of_day: i64) -> Timestamp {
        Timestamp::from_micros(0).plus_seconds(self.0 * DAY - JAPAN + second_of_day)
    }

    /// 1 to 12.
    pub(crate) fn month(self) -> i64 {
        self.date().1
    }

    /// 0 for Sunday to 6 for Saturday.
    pub(crate) fn weekday(self) -> i64 {
        (self.0 + 4).rem_euclid(7)
    }

    /// Days from another day to this one.
    pub(crate) fn since(self, other: Self) -> i64 {
        self.0 - other.0
    }

    /// As a note mentions it: 11月28日(土).
    pub(crate) fn in_words(self) -> String {
        let (_, month, day) = self.date();
        let weekday = ["木", "金", "土", "日", "月", "火", "水"][self.0.rem_euclid(7) as usize];
        format!("{month}月{day}日({weekday})")
    }

    /// Year, month, day of the Gregorian calendar. Counted in years that begin in March, so
    /// that the leap day is the last of its year.
    fn date(self) -> (i64, i64, i64) {
        let since_march_of_0 = self.0 + 719_468;
        let era = since_march_of_0.div_euclid(146_097);
        let day_of_era = since_march_of_0.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        (era * 400 + year_of_era + i64::from(month <= 2), month, day)
    }
}

/// Seconds since midnight in Japan.
pub(crate) fn second_of_day(at: Timestamp) -> i64 {
    (seconds(at) + JAPAN).rem_euclid(DAY)
}

/// Seconds of a time of day written `9:05`; `None` when it is not one.
pub(crate) fn time_of_day(written: &str) -> Option<i64> {
    let (hour, minute) = written.split_once(':')?;
    let (hour, minute) = (hour.parse::<i64>().ok()?, minute.parse::<i64>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 3600 + minute * 60)
}

fn seconds(at: Timestamp) -> i64 {
    at.seconds_since(Timestamp::from_micros(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(micros: i64) -> Day {
        Day::of(Timestamp::from_micros(micros))
    }

    #[test]
    fn the_day_changes_at_midnight_in_japan() {
        // 2026-11-20T14:59:59Z and one second later.
        let before = day(1_795_186_799_000_000);
        assert_eq!(before.in_words(), "11月20日(金)");
        assert_eq!(day(1_795_186_800_000_000), before.plus(1));
        assert_eq!(before.plus(1).in_words(), "11月21日(土)");
        assert_eq!(before.plus(8).in_words(), "11月28日(土)");
    }

    #[test]
    fn months_and_leap_years_are_right() {
        let first = Day(0);
        assert_eq!(first.date(), (1970, 1, 1));
        assert_eq!(first.plus(-1).date(), (1969, 12, 31));
        assert_eq!(Day(19_782).date(), (2024, 2, 29));
        assert_eq!(Day(19_783).date(), (2024, 3, 1));
        assert_eq!(Day(20_819).date(), (2027, 1, 1));
    }

    #[test]
    fn times_are_of_the_day_in_japan() {
        let at = Day(20_000).at(time_of_day("14:05").unwrap());
        assert_eq!(second_of_day(at), 14 * 3600 + 300);
        assert_eq!(Day::of(at), Day(20_000));
        assert_eq!(time_of_day("24:00"), None);
        assert_eq!(time_of_day("9"), None);
        assert_eq!(time_of_day("9:60"), None);
    }
}
