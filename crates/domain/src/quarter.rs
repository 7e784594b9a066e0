//! 四半期 of the fiscal year, which begins in April, by the days of Japan.

use tasuki_kernel::Timestamp;

use crate::day;
use crate::patient::Birth;

/// A quarter: 2026年度 第3四半期 is October to December 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: i64,
    number: i64,
}

impl Quarter {
    /// The quarter of an instant.
    pub fn of(at: Timestamp) -> Self {
        let today = Birth::on(at);
        let (year, month) = (i64::from(today.year), i64::from(today.month));
        let year = if month < 4 { year - 1 } else { year };
        Self { year, number: (month + 8) % 12 / 3 + 1 }
    }

    /// 年度.
    pub const fn year(self) -> i64 {
        self.year
    }

    /// 1 for April to June, to 4 for January to March.
    pub const fn number(self) -> i64 {
        self.number
    }

    /// The number in entries and in the database: 20263 for the third quarter of 2026年度.
    pub fn code(self) -> u32 {
        u32::try_from(self.year * 10 + self.number).unwrap_or_default()
    }

    /// The quarter of a number.
    pub fn from_code(code: u32) -> Option<Self> {
        let quarter = Self { year: i64::from(code / 10), number: i64::from(code % 10) };
        (1..=4).contains(&quarter.number).then_some(quarter)
    }

    /// The quarter before.
    #[must_use]
    pub const fn before(self) -> Self {
        match self.number {
            1 => Self { year: self.year - 1, number: 4 },
            number => Self { year: self.year, number: number - 1 },
        }
    }

    /// The quarter's first instant.
    pub fn start(self) -> Timestamp {
        let (year, month) = match self.number {
            4 => (self.year + 1, 1),
            number => (self.year, number * 3 + 1),
        };
        let year = i16::try_from(year).unwrap_or(i16::MAX);
        let month = u8::try_from(month).unwrap_or(1);
        day::begin(Birth { year, month, day: 1 })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::day::DAY;

    /// 2026-11-21T00:00:00Z.
    const NOVEMBER: i64 = 1_795_219_200;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn the_year_begins_in_april_at_midnight_of_japan() {
        let quarter = Quarter::of(at(NOVEMBER));
        assert_eq!((quarter.year(), quarter.number(), quarter.code()), (2026, 3, 20_263));
        assert_eq!(quarter.start().to_string(), "2026-09-30T15:00:00.000000Z");
        for (code, start) in [
            (20_264, "2026-12-31T15:00:00.000000Z"),
            (20_271, "2027-03-31T15:00:00.000000Z"),
            (20_272, "2027-06-30T15:00:00.000000Z"),
            (20_234, "2023-12-31T15:00:00.000000Z"),
        ] {
            let quarter = Quarter::from_code(code).unwrap();
            assert_eq!(quarter.start().to_string(), start);
        }
        let new_year = Quarter::from_code(20_264).unwrap();
        assert_eq!(Quarter::of(new_year.start()), new_year);
        assert_eq!(Quarter::of(new_year.start().plus_seconds(-1)), quarter);
        assert_eq!(new_year.before(), quarter);
        assert_eq!(Quarter::from_code(20_261).unwrap().before().code(), 20_254);
        assert_eq!(Quarter::from_code(20_260), None);
        assert_eq!(Quarter::from_code(20_265), None);
    }

    proptest! {
        #[test]
        fn every_instant_lies_in_its_quarter(seconds in 0i64..4_000_000_000) {
            let quarter = Quarter::of(at(seconds));
            prop_assert!(quarter.start() <= at(seconds));
            let next = Quarter::of(quarter.start().plus_seconds(93 * DAY));
            prop_assert_eq!(next.before(), quarter);
            prop_assert!(at(seconds) < next.start());
            prop_assert_eq!(Quarter::from_code(quarter.code()), Some(quarter));
        }
    }
}
