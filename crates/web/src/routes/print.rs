//! A stretch of a room's timeline on paper.

use axum::extract::{Path, Query, State};
use axum::response::Html;
use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::timeline::{PRINTED, Range, Stretch};
use tasuki_kernel::Problem;

use super::portal::rendered;
use super::room::{banner, entered, sight};
use crate::Web;
use crate::fault::Fault;
use crate::pages::{self, PrintRow, Row};
use crate::present::{self, Sight};
use crate::show;
use crate::visitor::SignedIn;

/// Which days, and what of them.
#[derive(Debug, Deserialize, Default)]
pub struct Choice {
    /// The first day, `2026-11-15`.
    #[serde(default)]
    from: String,
    /// The last day, itself included.
    #[serde(default)]
    to: String,
    /// With photos, when said at all.
    photos: Option<String>,
}

fn day(name: &'static str, text: &str) -> Result<Option<Date>, Problem> {
    match text.trim() {
        "" => Ok(None),
        text => show::day_of(text).map(Some).ok_or_else(|| Problem::invalid(name, "not a day")),
    }
}

/// The days asked for: one that is missing is the other one. None when neither is said.
fn days(choice: &Choice) -> Result<Option<(Date, Date)>, Problem> {
    let (from, to) = (day("from", &choice.from)?, day("to", &choice.to)?);
    let Some((from, to)) = from.or(to).zip(to.or(from)) else { return Ok(None) };
    if to < from {
        return Err(Problem::invalid("to", "before the first day"));
    }
    Ok(Some((from, to)))
}

/// The form, and below it the paper.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
    Query(choice): Query<Choice>,
) -> Result<Html<String>, Fault> {
    let days = days(&choice)?;
    let room = entered(&web, &who, &room).await?;
    let sight = sight(&web, &who, &room);
    let photos = choice.photos.is_some();
    let patient = room.patient().await?;
    let title = room.title().await?;
    let path = format!("/rooms/{}", room.id());
    let mut page = pages::Print {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, &room, patient.as_ref(), &path).await?,
        room: [present::room_label(sight.lang, room.kind()), title].join(" ").trim().to_owned(),
        ranges: present::print_ranges(&sight, photos),
        action: format!("{path}/print"),
        from: choice.from.clone(),
        to: choice.to.clone(),
        today: show::day_name(sight.now),
        photos,
        paper: None,
    };
    if let Some((from, to)) = days {
        let stretch = Stretch { begin: show::bounds(from).0, end: show::bounds(to).1 };
        let range = room.copy(stretch).await?;
        page.from = from.to_string();
        page.to = to.to_string();
        page.paper = Some(pages::Paper {
            from: show::day_long(from, sight.lang),
            to: (from != to).then(|| show::day_long(to, sight.lang)),
            printed: show::moment(sight.now, sight.now, sight.lang).long,
            by: page.frame.viewer.clone().unwrap_or_default(),
            rows: rows(&sight, &range, photos),
            cut: range.cut.then(|| u32::try_from(PRINTED).unwrap_or(u32::MAX)),
        });
    }
    rendered(&page)
}

/// Rows without what can only be pressed, each day with its heading.
fn rows(sight: &Sight, range: &Range, photos: bool) -> Vec<PrintRow> {
    let mut last = String::new();
    let row = |item| {
        let mut row = present::row(sight, item);
        let at = match &mut row {
            Row::Entry(entry) => {
                entry.unread = false;
                entry.confirm_url = None;
                entry.reply_url = None;
                entry.correct_url = None;
                entry.read_by.clear();
                entry.unread_by.clear();
                if !photos {
                    entry.photos.clear();
                }
                entry.at.clone()
            }
            Row::Quiet(quiet) => {
                quiet.unread = false;
                quiet.at.clone()
            }
        };
        let day = (at.day != last).then(|| at.long_day().to_owned());
        last = at.day;
        PrintRow { day, row }
    };
    range.items.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(from: &str, to: &str) -> Result<Option<(Date, Date)>, Problem> {
        days(&Choice { from: from.into(), to: to.into(), photos: None })
    }

    #[test]
    fn one_day_alone_is_both_ends() {
        let day = jiff::civil::date(2026, 11, 21);
        assert_eq!(asked("", ""), Ok(None));
        assert_eq!(asked("2026-11-21", " "), Ok(Some((day, day))));
        assert_eq!(asked("", "2026-11-21"), Ok(Some((day, day))));
    }

    #[test]
    fn what_is_no_stretch_is_refused_by_field() {
        assert_eq!(asked("2026-11-21", "2026-11-20").unwrap_err().field, Some("to"));
        assert_eq!(asked("昨日", "").unwrap_err().field, Some("from"));
    }
}
