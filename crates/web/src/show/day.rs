//! Days, times and ages as Japan writes them: weekday in brackets, eras where forms want them,
//! the 24-hour clock.

use jiff::civil::{Date, DateTime};
use jiff::tz::{self, TimeZone};
use tasuki_kernel::Timestamp;

use crate::texts::Lang;

const WEEKDAYS_JA: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// First day, full name, short name; the newest first.
const ERAS: [(Date, &str, &str, &str); 5] = [
    (jiff::civil::date(2019, 5, 1), "令和", "令", "Reiwa"),
    (jiff::civil::date(1989, 1, 8), "平成", "平", "Heisei"),
    (jiff::civil::date(1926, 12, 25), "昭和", "昭", "Showa"),
    (jiff::civil::date(1912, 7, 30), "大正", "大", "Taisho"),
    (jiff::civil::date(1868, 10, 23), "明治", "明", "Meiji"),
];

/// An instant in every form that a page may need. Made by [`moment`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339 with the offset of Japan, for `<time datetime>`.
    pub iso: String,
    /// `2026-11-21`: equal for two instants of one day.
    pub day: String,
    /// `14:32`
    pub clock: String,
    /// 今日, 昨日; empty for other days.
    pub near: String,
    /// 11月21日(土); with the year when it is not this year's.
    pub date: String,
    /// 2026年11月21日(土) 14:32
    pub long: String,
}

impl Moment {
    /// As [`Self::brief`], but the time alone when `other` is of the same day.
    pub fn beside(&self, other: &Self) -> String {
        if self.day == other.day { self.clock.clone() } else { self.brief() }
    }

    /// The day with its year: 2026年11月21日(土).
    pub fn long_day(&self) -> &str {
        self.long.strip_suffix(&self.clock).unwrap_or(&self.long).trim_end()
    }

    /// The time alone for today, day and time for every other day.
    pub fn brief(&self) -> String {
        let day = if self.near.is_empty() { &self.date } else { &self.near };
        format!("{day} {}", self.clock)
    }
}

/// How `at` is written when it is `now`.
pub fn moment(at: Timestamp, now: Timestamp, lang: Lang) -> Moment {
    let local = in_japan(at);
    let date = local.date();
    let today = in_japan(now).date();
    let clock = local.strftime("%H:%M").to_string();
    Moment {
        iso: local.strftime("%Y-%m-%dT%H:%M:%S+09:00").to_string(),
        day: date.to_string(),
        near: near(date, today, lang).to_owned(),
        date: day(date, today, lang),
        long: format!("{} {clock}", day_long(date, lang)),
        clock,
    }
}

/// A time for a narrow column: 14:32, 昨日, 木曜, 11月3日, 2025年11月3日.
pub fn recent(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    let (date, today) = (in_japan(at).date(), in_japan(now).date());
    let days = days_between(date, today);
    match (days, lang) {
        (0, _) => in_japan(at).strftime("%H:%M").to_string(),
        (1, _) => near(date, today, lang).to_owned(),
        (2..=6, Lang::Ja) => format!("{}曜", weekday(date, lang)),
        (2..=6, Lang::En) => weekday(date, lang).to_owned(),
        (_, Lang::Ja) if date.year() == today.year() => {
            format!("{}月{}日", date.month(), date.day())
        }
        (_, Lang::Ja) => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        (_, Lang::En) if date.year() == today.year() => {
            format!("{} {}", date.day(), month_en(date))
        }
        (_, Lang::En) => format!("{} {} {}", date.day(), month_en(date), date.year()),
    }
}

/// A day with its year: 2026年11月21日(土), Sat 21 Nov 2026.
pub fn day_long(date: Date, lang: Lang) -> String {
    let weekday = weekday(date, lang);
    match lang {
        Lang::Ja => {
            format!("{}年{}月{}日({weekday})", date.year(), date.month(), date.day())
        }
        Lang::En => format!("{weekday} {} {} {}", date.day(), month_en(date), date.year()),
    }
}

/// The age on `now` of one born on `birth`, in completed years: 84歳, age 84.
pub fn age(birth: Date, now: Timestamp, lang: Lang) -> String {
    let today = in_japan(now).date();
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    let years = today.year() - birth.year() - i16::from(!had_birthday);
    let years = years.max(0);
    match lang {
        Lang::Ja => format!("{years}歳"),
        Lang::En => format!("age {years}"),
    }
}

/// 昭17.3.2生 (b. 2 Mar 1942).
pub fn birth_short(birth: Date, lang: Lang) -> String {
    match (lang, era(birth)) {
        (Lang::Ja, Some((_, short, _, year))) => {
            format!("{short}{year}.{}.{}生", birth.month(), birth.day())
        }
        (Lang::Ja, None) => format!("{}.{}.{}生", birth.year(), birth.month(), birth.day()),
        (Lang::En, _) => format!("b. {} {} {}", birth.day(), month_en(birth), birth.year()),
    }
}

/// 昭和17年3月2日生 (born 2 Mar 1942, Showa 17).
pub fn birth_long(birth: Date, lang: Lang) -> String {
    let (month, day) = (birth.month(), birth.day());
    match (lang, era(birth)) {
        (Lang::Ja, Some((name, _, _, 1))) => format!("{name}元年{month}月{day}日生"),
        (Lang::Ja, Some((name, _, _, year))) => format!("{name}{year}年{month}月{day}日生"),
        (Lang::Ja, None) => format!("{}年{month}月{day}日生", birth.year()),
        (Lang::En, Some((_, _, name, year))) => {
            format!("born {day} {} {} ({name} {year})", month_en(birth), birth.year())
        }
        (Lang::En, None) => format!("born {day} {} {}", month_en(birth), birth.year()),
    }
}

/// The day of a date as forms and addresses write it: `2026-11-21`, from 1900 on.
pub fn day_of(text: &str) -> Option<Date> {
    let date = Date::strptime("%Y-%m-%d", text).ok()?;
    (date.year() >= 1900 && date.to_string() == text).then_some(date)
}

/// A day as forms and addresses write it.
pub fn day_name(at: Timestamp) -> String {
    in_japan(at).date().to_string()
}

/// A minute as forms write it: `2026-11-21T14:32`, in Japan.
pub fn minute_name(at: Timestamp) -> String {
    in_japan(at).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The instant of such a minute in Japan; some browsers add seconds.
pub fn minute_of(text: &str) -> Option<Timestamp> {
    let read = |form| DateTime::strptime(form, text).ok();
    let local = read("%Y-%m-%dT%H:%M").or_else(|| read("%Y-%m-%dT%H:%M:%S"))?;
    let zoned = local.to_zoned(TimeZone::fixed(tz::offset(9))).ok()?;
    Some(Timestamp::from_micros(zoned.timestamp().as_microsecond()))
}

/// A day without its year when that is this year's: 11月21日(土).
pub fn day_short(date: Date, now: Timestamp, lang: Lang) -> String {
    day(date, in_japan(now).date(), lang)
}

/// The day of an instant.
pub fn date_of(at: Timestamp) -> Date {
    in_japan(at).date()
}

/// The first instant of a day in Japan, and that of the next day.
pub fn bounds(date: Date) -> (Timestamp, Timestamp) {
    let zone = TimeZone::fixed(tz::offset(9));
    let instant = date.to_zoned(zone).map_or(i64::MAX, |it| it.timestamp().as_microsecond());
    let begin = Timestamp::from_micros(instant);
    (begin, begin.plus_seconds(86_400))
}

fn in_japan(at: Timestamp) -> DateTime {
    let instant = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or_default();
    TimeZone::fixed(tz::offset(9)).to_datetime(instant)
}

fn days_between(earlier: Date, later: Date) -> i32 {
    earlier.until(later).map_or(i32::MAX, |span| span.get_days())
}

fn near(date: Date, today: Date, lang: Lang) -> &'static str {
    match (days_between(date, today), lang) {
        (0, Lang::Ja) => "今日",
        (0, Lang::En) => "Today",
        (1, Lang::Ja) => "昨日",
        (1, Lang::En) => "Yesterday",
        _ => "",
    }
}

fn day(date: Date, today: Date, lang: Lang) -> String {
    if date.year() != today.year() {
        return day_long(date, lang);
    }
    let weekday = weekday(date, lang);
    match lang {
        Lang::Ja => format!("{}月{}日({weekday})", date.month(), date.day()),
        Lang::En => format!("{weekday} {} {}", date.day(), month_en(date)),
    }
}

fn weekday(date: Date, lang: Lang) -> &'static str {
    let index = date.weekday().to_monday_zero_offset().unsigned_abs() as usize;
    match lang {
        Lang::Ja => WEEKDAYS_JA[index],
        Lang::En => WEEKDAYS_EN[index],
    }
}

fn month_en(date: Date) -> &'static str {
    MONTHS_EN[(date.month().unsigned_abs() as usize) - 1]
}

fn era(date: Date) -> Option<(&'static str, &'static str, &'static str, i16)> {
    ERAS.iter()
        .find(|(first, ..)| *first <= date)
        .map(|(first, name, short, en)| (*name, *short, *en, date.year() - first.year() + 1))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// 2026-11-21 14:32 in Japan, a Saturday.
    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    #[test]
    fn a_moment_of_today() {
        let m = moment(NOW, NOW, Lang::Ja);
        assert_eq!(m.iso, "2026-11-21T14:32:00+09:00");
        assert_eq!((m.day.as_str(), m.clock.as_str()), ("2026-11-21", "14:32"));
        assert_eq!((m.near.as_str(), m.date.as_str()), ("今日", "11月21日(土)"));
        assert_eq!(m.long, "2026年11月21日(土) 14:32");
        assert_eq!(moment(NOW, NOW, Lang::En).date, "Sat 21 Nov");
    }

    #[test]
    fn the_day_turns_at_midnight_in_japan() {
        let just_after = NOW.plus_seconds(9 * 3600 + 28 * 60);
        assert_eq!(moment(just_after, just_after, Lang::Ja).clock, "00:00");
        let m = moment(NOW, just_after, Lang::Ja);
        assert_eq!((m.near.as_str(), m.brief().as_str()), ("昨日", "昨日 14:32"));
        let older = moment(NOW, just_after.plus_seconds(86_400), Lang::Ja);
        assert_eq!(older.brief(), "11月21日(土) 14:32");
        assert_eq!(older.beside(&older), "14:32");
        assert_eq!(m.beside(&Moment::default()), "昨日 14:32");
    }

    #[test]
    fn recent_grows_coarser_with_distance() {
        let back = |days: i64| recent(NOW.plus_seconds(-86_400 * days), NOW, Lang::Ja);
        assert_eq!(back(0), "14:32");
        assert_eq!(back(1), "昨日");
        assert_eq!(back(2), "木曜");
        assert_eq!(back(6), "日曜");
        assert_eq!(back(7), "11月14日");
        assert_eq!(back(365), "2025年11月21日");
        assert_eq!(recent(NOW.plus_seconds(-86_400 * 7), NOW, Lang::En), "14 Nov");
    }

    #[test]
    fn ages_turn_on_the_birthday() {
        assert_eq!(age(date(1942, 3, 2), NOW, Lang::Ja), "84歳");
        assert_eq!(age(date(1942, 11, 21), NOW, Lang::Ja), "84歳");
        assert_eq!(age(date(1942, 11, 22), NOW, Lang::Ja), "83歳");
        assert_eq!(age(date(2027, 1, 1), NOW, Lang::En), "age 0");
    }

    #[test]
    fn births_are_told_in_eras() {
        let born = date(1942, 3, 2);
        assert_eq!(birth_short(born, Lang::Ja), "昭17.3.2生");
        assert_eq!(birth_long(born, Lang::Ja), "昭和17年3月2日生");
        assert_eq!(birth_long(date(1989, 1, 7), Lang::Ja), "昭和64年1月7日生");
        assert_eq!(birth_long(date(1989, 1, 8), Lang::Ja), "平成元年1月8日生");
        assert_eq!(birth_long(date(2019, 5, 1), Lang::Ja), "令和元年5月1日生");
        assert_eq!(birth_short(date(1926, 12, 24), Lang::Ja), "大15.12.24生");
        assert_eq!(birth_long(born, Lang::En), "born 2 Mar 1942 (Showa 17)");
        assert_eq!(birth_long(date(1800, 1, 1), Lang::Ja), "1800年1月1日生");
    }

    #[test]
    fn a_minute_of_a_form_is_one_in_japan() {
        let at = minute_of("2026-11-21T14:32").unwrap();
        assert_eq!(at, Timestamp::from_micros(1_795_239_120_000_000));
        assert_eq!(
            (minute_name(at), minute_of("2026-11-21T14:32:00")),
            ("2026-11-21T14:32".into(), Some(at))
        );
        for wrong in
            ["", "2026-11-21", "2026-13-01T00:00", "2026-11-21 14:32", "明日", "2026-11-21T25:00"]
        {
            assert_eq!(minute_of(wrong), None, "{wrong}");
        }
    }
}
