//! A day of the calendar in Japan, as people write it down.

mod typed;

use tasuki_kernel::Timestamp;

use crate::patient::Birth;

pub use typed::{begin, read};

/// Seconds of a day.
pub const DAY: i64 = 86_400;
/// Seconds by which Japan is ahead of UTC, all the year.
const JAPAN: i64 = 9 * 3600;

/// The day on which `at` lies in Japan, counted from 1970-01-01.
pub const fn number(at: Timestamp) -> i64 {
    (at.as_micros().div_euclid(1_000_000) + JAPAN).div_euclid(DAY)
}

/// The first instant in Japan of a day that is counted from 1970-01-01.
pub const fn begin_of(number: i64) -> Timestamp {
    Timestamp::from_micros((number * DAY - JAPAN) * 1_000_000)
}

/// A day that exists.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, minicbor::Encode, minicbor::Decode,
)]
#[cbor(map)]
pub struct Day {
    /// Year, such as 2026.
    #[n(0)]
    pub year: i16,
    /// Month, 1 to 12.
    #[n(1)]
    pub month: u8,
    /// Day of the month, from 1.
    #[n(2)]
    pub day: u8,
}

impl Day {
    /// The day on which `at` lies in Japan.
    pub fn of(at: Timestamp) -> Self {
        Birth::on(at).into()
    }

    /// A day as forms send it: `2026-11-21`; none for a day that there is not.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let it =
            Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let birth = Birth { year: it.year, month: it.month, day: it.day };
        (parts.next().is_none() && birth.exists()).then_some(it)
    }
}

impl From<Birth> for Day {
    fn from(it: Birth) -> Self {
        Self { year: it.year, month: it.month, day: it.day }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_forms_send_is_a_day_that_exists() {
        let day = |year, month, day| Some(Day { year, month, day });
        assert_eq!(Day::parse(" 2026-11-21 "), day(2026, 11, 21));
        assert_eq!(Day::parse("2024-02-29"), day(2024, 2, 29));
        for no in ["", "2026-02-29", "2026-13-01", "2026-11-21-1", "21.11.2026", "1200-01-01"] {
            assert_eq!(Day::parse(no), None, "{no}");
        }
        assert!(Day::parse("2026-02-01") < Day::parse("2026-11-01"));
    }

    #[test]
    fn days_change_at_midnight_in_japan() {
        // 2026-11-21 14:32 there.
        let at = Timestamp::from_micros(1_795_239_120_000_000);
        let day = |day| Day { year: 2026, month: 11, day };
        assert_eq!(Day::of(at), day(21));
        assert_eq!(Day::of(at.plus_seconds(9 * 3600 + 27 * 60)), day(21));
        assert_eq!(Day::of(at.plus_seconds(9 * 3600 + 28 * 60)), day(22));
        assert_eq!(Day::from(Birth { year: 2026, month: 11, day: 22 }), day(22));
    }
}
