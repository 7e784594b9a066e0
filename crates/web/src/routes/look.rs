//! Which part of a timeline, as addresses say it: the same names in pages and in the API.

use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::timeline::{Filter, Kind, Start};
use tasuki_domain::importance::Importance;
use tasuki_kernel::{PersonId, Problem};
use utoipa::IntoParams;

use crate::show;
use crate::visitor::url_encoded;

/// Which page, and of what.
#[derive(Debug, Clone, Deserialize, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Look {
    /// The cursor `older` of the page after; the newest page when nothing of the kind is said.
    before: Option<String>,
    /// The cursor `newer` of the page before.
    after: Option<String>,
    /// A day in Japan, `2026-08-03`: the page that ends with it.
    date: Option<String>,
    /// Only notes of this category, as they were first written.
    category: Option<String>,
    /// Only notes of this importance: `urgent`, `normal` or `info`.
    importance: Option<String>,
    /// Only what this person wrote: an id.
    author: Option<String>,
    /// Only `notes`, `vitals` (notes with measured values), `photos` (notes with photos or files),
    /// `delivery` (特別便 written or received by the reader) or `changes` (members, corrections).
    kind: Option<String>,
}

/// What a form sends for a field that was left open is as good as nothing.
fn said(field: Option<&String>) -> Option<&str> {
    field.map(|it| it.trim()).filter(|it| !it.is_empty())
}

fn known<T>(
    name: &'static str,
    field: Option<&String>,
    find: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let found = |it| find(it).ok_or_else(|| Problem::invalid(name, "not one of its values"));
    said(field).map(found).transpose()
}

impl Look {
    /// From where the page is read.
    ///
    /// # Errors
    /// `Invalid` for a date that is none.
    pub fn start(&self) -> Result<Start, Problem> {
        // A cursor is never left open: an empty one is a mistake, not the first page again.
        if let Some(cursor) = &self.before {
            return Ok(Start::Before(cursor.clone()));
        }
        if let Some(cursor) = &self.after {
            return Ok(Start::After(cursor.clone()));
        }
        Ok(match self.day()? {
            Some(day) => {
                let (begin, end) = show::bounds(day);
                Start::Day { begin, end }
            }
            None => Start::Newest,
        })
    }

    /// The day that was asked for, where no cursor says otherwise.
    pub fn day(&self) -> Result<Option<Date>, Problem> {
        known("date", self.date.as_ref(), show::day_of)
    }

    /// What is to be seen.
    ///
    /// # Errors
    /// `Invalid` for a value that is not one of a field's.
    pub fn filter(&self) -> Result<Filter, Problem> {
        let person = |it: &str| it.parse::<PersonId>().ok();
        Ok(Filter {
            category: said(self.category.as_ref()).map(str::to_owned),
            importance: known("importance", self.importance.as_ref(), Importance::from_name)?,
            author: known("author", self.author.as_ref(), person)?,
            kind: known("kind", self.kind.as_ref(), Kind::find)?,
        })
    }

    /// The filter as it stands in an address, one field left out if so asked; without the
    /// question mark.
    pub fn query(&self, without: Option<&str>) -> String {
        let fields = [
            ("category", &self.category),
            ("importance", &self.importance),
            ("author", &self.author),
            ("kind", &self.kind),
        ];
        let pairs = fields.into_iter().filter(|(name, _)| Some(*name) != without);
        let pairs = pairs.filter_map(|(name, field)| {
            said(field.as_ref()).map(|it| format!("{name}={}", url_encoded(it)))
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The address of a page of `path` with this filter and one more field.
    pub fn address(&self, path: &str, name: &str, value: &str) -> String {
        let filter = self.query(None);
        let more = if filter.is_empty() { String::new() } else { format!("&{filter}") };
        format!("{path}?{name}={}{more}", url_encoded(value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_open_is_nothing() {
        let open = Look {
            category: Some(String::new()),
            kind: Some(" ".into()),
            date: Some(String::new()),
            ..Look::default()
        };
        assert_eq!(open.filter(), Ok(Filter::default()));
        assert_eq!(open.start(), Ok(Start::Newest));
        assert_eq!(open.query(None), "");
        assert_eq!(open.address("/rooms/r", "before", "c"), "/rooms/r?before=c");
    }

    #[test]
    fn values_that_are_none_are_refused_by_name() {
        for (look, name) in [
            (Look { kind: Some("everything".into()), ..Look::default() }, "kind"),
            (Look { author: Some("佐藤".into()), ..Look::default() }, "author"),
            (Look { importance: Some("URGENT".into()), ..Look::default() }, "importance"),
        ] {
            assert_eq!(look.filter().unwrap_err().field, Some(name));
        }
        for date in ["2026-02-30", "8月3日", "2026-8", "99999-01-01", "-001-01-01"] {
            let look = Look { date: Some(date.into()), ..Look::default() };
            assert_eq!(look.start().unwrap_err().field, Some("date"), "{date}");
        }
    }

    #[test]
    fn addresses_keep_the_filter() {
        let look =
            Look {
                category: Some("指示".into()), kind: Some("photos".into()), ..Look::default()
            };
        assert_eq!(look.query(Some("category")), "kind=photos");
        let address = look.address("/rooms/r", "date", "2026-08-03");
        assert_eq!(address, "/rooms/r?date=2026-08-03&category=%E6%8C%87%E7%A4%BA&kind=photos");
    }

    #[test]
    fn a_day_begins_at_midnight_in_japan() {
        let look = Look { date: Some("2026-11-21".into()), ..Look::default() };
        let Ok(Start::Day { begin, end }) = look.start() else { panic!("a day") };
        assert_eq!(begin.to_string(), "2026-11-20T15:00:00.000000Z");
        assert_eq!(end.seconds_since(begin), 86_400);
        let cursor = Look { before: Some("c".into()), ..look };
        assert_eq!(cursor.start(), Ok(Start::Before("c".into())));
    }
}
