//! The stretches of time that are printed most.

use super::Sight;
use crate::pages::Link;
use crate::show;

/// Today, the last seven days, this month.
pub fn print_ranges(sight: &Sight, photos: bool) -> Vec<Link> {
    let t = &sight.lang.texts().print;
    let today = show::date_of(sight.now);
    let week = show::date_of(sight.now.plus_seconds(-6 * 86_400));
    let with = if photos { "&photos=1" } else { "" };
    let link = |label: &str, from| Link {
        url: format!("/rooms/{}/print?from={from}&to={today}{with}", sight.room),
        label: label.to_owned(),
    };
    vec![link(t.today, today), link(t.week, week), link(t.month, today.first_of_month())]
}
