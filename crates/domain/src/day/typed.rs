//! 日付: a day as people type it, in an era or not, and where it begins in Japan.

use tasuki_kernel::{Problem, Result, Timestamp};

use super::begin_of;
use crate::fold::fold;
use crate::patient::Birth;

/// Names as they may begin a date (folded), first day, and last day of each era.
const ERAS: [(&[&str], Birth, Birth); 5] = [
    (&["令和", "令", "r"], day(2019, 5, 1), day(2999, 12, 31)),
    (&["平成", "平", "h"], day(1989, 1, 8), day(2019, 4, 30)),
    (&["昭和", "昭", "s"], day(1926, 12, 25), day(1989, 1, 7)),
    (&["大正", "大", "t"], day(1912, 7, 30), day(1926, 12, 24)),
    (&["明治", "明", "m"], day(1868, 10, 23), day(1912, 7, 29)),
];

const fn day(year: i16, month: u8, day: u8) -> Birth {
    Birth { year, month, day }
}

/// A day as it was typed: 昭和17年3月4日, S17.3.4, 昭17/3/4, 1942-03-04, 1942年3月4日, 19420304.
///
/// # Errors
/// `Invalid` naming `field`: `form` when it is no date, `era` when the era had not begun or was
/// over, `none` when there is no such day.
pub fn read(field: &'static str, text: &str) -> Result<Birth> {
    let folded = fold(text);
    let named = ERAS.iter().find_map(|era| {
        let name = era.0.iter().find(|name| folded.starts_with(**name))?;
        Some((era, &folded[name.len()..]))
    });
    let rest = named.map_or(folded.as_str(), |it| it.1).replace("元年", "1年");
    let [year, month, number] = numbers(&rest, named.is_some())
        .ok_or_else(|| Problem::invalid(field, "form: a date is a year, a month and a day"))?;
    let year = match named {
        Some(((_, first, _), _)) if year > 0 => year + i32::from(first.year) - 1,
        Some(_) => 0,
        None => year,
    };
    let small = |it: i32| u8::try_from(it).unwrap_or_default();
    let found = day(i16::try_from(year).unwrap_or_default(), small(month), small(number));
    if !found.exists() {
        return Err(Problem::invalid(field, "none: there is no such day"));
    }
    if named.is_some_and(|((_, first, last), _)| found < *first || *last < found) {
        return Err(Problem::invalid(field, "era: that day is not in the era"));
    }
    Ok(found)
}

/// Year, month and day: three numbers with signs between them, or digits without any.
fn numbers(text: &str, in_era: bool) -> Option<[i32; 3]> {
    let text = text.trim_end_matches("まれ").trim_end_matches('生').trim_end_matches('日');
    let parts: Vec<&str> =
        text.split(['年', '月', '.', '/', '-', 'ー', '、', ',', '−', '‐']).collect();
    let digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit()) && it.len() <= 8;
    if parts.iter().any(|it| !digits(it)) {
        return None;
    }
    let number = |it: &str| it.parse::<i32>().ok();
    let years = if in_era { 2 } else { 4 };
    match parts[..] {
        [year, month, day] if year.len() <= 4 => {
            Some([number(year)?, number(month)?, number(day)?])
        }
        [all] if all.len() == years + 4 => {
            let (year, rest) = all.split_at(years);
            let (month, day) = rest.split_at(2);
            Some([number(year)?, number(month)?, number(day)?])
        }
        _ => None,
    }
}

/// Days from 1970-01-01 to a day of the Gregorian calendar, counted in eras of 400 years that
/// begin on the first of March.
fn days(it: Birth) -> i64 {
    let (year, month, day) = (i64::from(it.year), i64::from(it.month), i64::from(it.day));
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let months = if month > 2 { month - 3 } else { month + 9 };
    let of_year = (153 * months + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The first instant of a day in Japan.
pub fn begin(it: Birth) -> Timestamp {
    begin_of(days(it))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::DAY;
    use super::*;

    #[test]
    fn a_day_is_read_however_it_is_typed() {
        for typed in [
            "昭和17年3月4日",
            "S17.3.4",
            "s17.3.4",
            "昭17.3.4",
            "昭１７／３／４",
            "Ｓ１７．３．４",
            "昭和 17年 3月 4日生まれ",
            "1942-03-04",
            "1942/3/4",
            "1942年3月4日",
            "１９４２年３月４日",
            "19420304",
            "S170304",
            "1942.3.4生",
            "S17ー3ー4",
            "昭和17、3、4",
        ] {
            assert_eq!(read("birth", typed), Ok(day(1942, 3, 4)), "{typed}");
        }
        assert_eq!(read("birth", "平成元年1月8日"), Ok(day(1989, 1, 8)));
        assert_eq!(read("birth", "昭和64年1月7日"), Ok(day(1989, 1, 7)));
        assert_eq!(read("birth", "令和1.5.1"), Ok(day(2019, 5, 1)));
        assert_eq!(read("birth", "大15.12.24"), Ok(day(1926, 12, 24)));
        assert_eq!(read("birth", "明治45年7月29日"), Ok(day(1912, 7, 29)));
    }

    #[test]
    fn what_is_no_day_is_told_as_what_it_is() {
        for (typed, why) in [
            ("", "form"),
            ("きのう", "form"),
            ("昭和17年3月", "form"),
            ("17.3.4.5", "form"),
            ("1942", "form"),
            ("昭和十七年三月四日", "form"),
            ("1942-3--4", "form"),
            ("S17.2.29", "none"),
            ("1942-13-01", "none"),
            ("42.3.4", "none"),
            ("昭和0年3月4日", "none"),
            ("昭和64年1月8日", "era"),
            ("平成31年5月1日", "era"),
            ("昭和1年12月24日", "era"),
            ("999999999999", "form"),
        ] {
            let problem = read("birth", typed).unwrap_err();
            assert_eq!(problem.field, Some("birth"));
            assert!(problem.detail.starts_with(why), "{typed}: {}", problem.detail);
        }
    }

    #[test]
    fn a_day_begins_at_midnight_in_japan() {
        assert_eq!(begin(day(1970, 1, 1)).as_micros(), -9 * 3_600_000_000);
        assert_eq!(begin(day(2026, 11, 21)).as_micros(), 1_795_186_800_000_000);
        assert_eq!(begin(day(2000, 3, 1)).seconds_since(begin(day(2000, 2, 29))), DAY);
    }

    proptest! {
        #[test]
        fn where_a_day_begins_it_is_that_day(year in 1868_i16..2999, month in 1_u8..13, number in 1_u8..32) {
            let one = day(year, month, number);
            if one.exists() {
                prop_assert_eq!(Birth::on(begin(one)), one);
                prop_assert_eq!(Birth::on(begin(one).plus_seconds(DAY - 1)), one);
                prop_assert_eq!(read("d", &format!("{year}.{month}.{number}")), Ok(one));
            }
        }

        #[test]
        fn nothing_typed_breaks_the_reader(text in "\\PC{0,20}") {
            let _ = read("d", &text);
        }
    }
}
