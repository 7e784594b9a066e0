//! Days and quarters at the edges of eras, of years and of midnight in Japan.

use proptest::prelude::*;
use tasuki_domain::day::{DAY, Day, begin, read};
use tasuki_domain::quarter::Quarter;
use tasuki_kernel::Timestamp;

fn why(typed: &str) -> String {
    let detail = read("birth", typed).unwrap_err().detail;
    detail.split(':').next().unwrap_or_default().to_owned()
}

#[test]
fn each_era_begins_the_day_after_the_last_one_ended() {
    for (last, first) in [
        ("明治45年7月29日", "大正元年7月30日"),
        ("大正15年12月24日", "昭和元年12月25日"),
        ("昭和64年1月7日", "平成元年1月8日"),
        ("平成31年4月30日", "令和元年5月1日"),
    ] {
        let (one, next) = (read("birth", last).unwrap(), read("birth", first).unwrap());
        assert_eq!(begin(next).seconds_since(begin(one)), DAY, "{last}");
    }
    for outside in [
        "明治45年7月30日",
        "大正1年7月29日",
        "T15.12.25",
        "S1.12.24",
        "昭和64年1月8日",
        "H1.1.7",
        "平成31年5月1日",
        "R1.4.30",
    ] {
        assert_eq!(why(outside), "era", "{outside}");
    }
}

#[test]
fn the_29th_of_february_is_there_in_leap_years_alone() {
    for leap in ["2000-02-29", "2028/2/29", "H12.2.29", "昭和59年2月29日", "20240229"] {
        assert!(read("birth", leap).is_ok(), "{leap}");
    }
    for other in ["1900-02-29", "2100/2/29", "H13.2.29", "昭和60年2月29日", "20250229"] {
        assert_eq!(why(other), "none", "{other}");
    }
}

#[test]
fn a_form_sends_plain_digits() {
    let day = Day { year: 2026, month: 1, day: 5 };
    assert_eq!(Day::parse("2026-1-5"), Some(day));
    for no in
        ["２０２６-０１-０５", "2026-11-31", "2026-00-10", "2026-01", "令和8-1-5", "3000-01-01"]
    {
        assert_eq!(Day::parse(no), None, "{no}");
    }
}

#[test]
fn january_is_of_the_fiscal_year_that_began_in_april() {
    let of = |typed: &str| Quarter::of(begin(read("day", typed).unwrap()));
    for (typed, code) in [
        ("2026-04-01", 20_261),
        ("2026-06-30", 20_261),
        ("2026-07-01", 20_262),
        ("2026-12-31", 20_263),
        ("2027-01-01", 20_264),
        ("2027-03-31", 20_264),
        ("2027-04-01", 20_271),
    ] {
        assert_eq!(of(typed).code(), code, "{typed}");
    }
    let april = begin(read("day", "2027-04-01").unwrap());
    assert_eq!(Quarter::of(april.plus_seconds(-1)).code(), 20_264);
}

proptest! {
    #[test]
    fn every_spelling_of_a_day_is_that_day(of_era in 2_i16..=63, month in 1_u8..=12, day in 1_u8..=28) {
        let year = of_era + 1925;
        let wanted = read("birth", &format!("{year}-{month}-{day}")).unwrap();
        for typed in [
            format!("昭和{of_era}年{month}月{day}日"),
            format!("昭{of_era}/{month}/{day}生"),
            format!("S{of_era:02}.{month:02}.{day:02}"),
            format!("s{of_era:02}{month:02}{day:02}"),
            format!("{year}年{month}月{day}日生まれ"),
            format!("{year}{month:02}{day:02}"),
        ] {
            prop_assert_eq!(read("birth", &typed), Ok(wanted), "{}", typed);
        }
        prop_assert_eq!(Day::parse(&format!("{year}-{month:02}-{day:02}")), Some(Day::from(wanted)));
    }

    #[test]
    fn a_later_instant_is_never_of_an_earlier_day(one in 0_i64..4_000_000_000, later in 0_i64..200_000) {
        let at = Timestamp::from_micros(0).plus_seconds(one);
        let after = at.plus_seconds(later);
        prop_assert!(Day::of(at) <= Day::of(after));
        prop_assert!(Quarter::of(at) <= Quarter::of(after));
        prop_assert!(later < DAY || Day::of(at) < Day::of(after));
    }

    #[test]
    fn four_quarters_are_a_year(year in 2_000_u32..2_100) {
        let next = |it: Quarter| Quarter::of(it.start().plus_seconds(93 * DAY));
        let first = Quarter::from_code(year * 10 + 1).unwrap();
        let mut quarter = first;
        for number in 1..=4 {
            prop_assert_eq!((quarter.year(), quarter.number()), (i64::from(year), number));
            let days = next(quarter).start().seconds_since(quarter.start()) / DAY;
            prop_assert!((90..=92).contains(&days), "{} days", days);
            quarter = next(quarter);
        }
        let spring = year + 1;
        let leap = read("day", &format!("{spring}-02-29")).is_ok();
        let days = quarter.start().seconds_since(first.start()) / DAY;
        prop_assert_eq!(days, 365 + i64::from(leap));
    }
}
