//! 閲覧記録: who looked, for the team; what staff did, for those who look after them.

use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use jiff::civil::Date;
use serde::Deserialize;
use tasuki_app::access_list::{Asked, StaffUse, WhoLooked, Whose};
use tasuki_app::room::Room;
use tasuki_kernel::{NotebookId, Problem, Timestamp};
use utoipa::IntoParams;

use super::portal::rendered;
use super::room::{banner, sight};
use crate::fault::Fault;
use crate::pages::{self, UseView};
use crate::visitor::{SignedIn, url_encoded};
use crate::{Web, present, show};

/// Pages put into one file at most: 2,500 stays.
const FILE_PAGES: usize = 50;

/// Which records.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Only what this person did: an id.
    person: Option<String>,
    /// The first day in Japan, `2026-11-01`.
    from: Option<String>,
    /// The last day.
    until: Option<String>,
    /// The cursor `older` of the page after.
    before: Option<String>,
}

fn said(field: Option<&String>) -> Option<&str> {
    field.map(|it| it.trim()).filter(|it| !it.is_empty())
}

fn day(field: &'static str, text: Option<&String>) -> Result<Option<Date>, Problem> {
    let read = |it| show::day_of(it).ok_or_else(|| Problem::invalid(field, "not a day"));
    said(text).map(read).transpose()
}

impl Wanted {
    pub(super) fn asked(&self) -> Result<Asked, Problem> {
        let person = said(self.person.as_ref())
            .map(|it| it.parse().map_err(|_| Problem::invalid("person", "not an id")))
            .transpose()?;
        Ok(Asked {
            person,
            from: day("from", self.from.as_ref())?.map(|it| show::bounds(it).0),
            until: day("until", self.until.as_ref())?.map(|it| show::bounds(it).1),
            before: said(self.before.as_ref()).map(str::to_owned),
        })
    }

    /// First and last day of a list of staff: the last seven when nothing is said.
    pub(super) fn days(&self, now: Timestamp, usual: i64) -> Result<(Date, Date), Problem> {
        let until = day("until", self.until.as_ref())?.unwrap_or_else(|| show::date_of(now));
        let start = show::bounds(until).0.plus_seconds(-86_400 * usual);
        let from = day("from", self.from.as_ref())?.unwrap_or_else(|| show::date_of(start));
        Ok((from, until))
    }

    /// The same as an address, without a cursor.
    fn query(&self) -> String {
        [("person", &self.person), ("from", &self.from), ("until", &self.until)]
            .iter()
            .filter_map(|(name, value)| Some((name, said(value.as_ref())?)))
            .map(|(name, value)| format!("{name}={}", url_encoded(value)))
            .collect::<Vec<_>>()
            .join("&")
    }
}

async fn looked(
    web: &Web,
    who: &SignedIn,
    notebook: &str,
    asked: Asked,
) -> Result<(Room, WhoLooked), Fault> {
    let id: NotebookId = notebook.parse().map_err(|_| Problem::not_found())?;
    Ok(web.app.who_looked(&who.session, id, asked).await?)
}

/// Who looked at a notebook.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Fault> {
    let (room, found) = looked(&web, &who, &notebook, wanted.asked()?).await?;
    let sight = sight(&web, &who, &room);
    let path = format!("/notebooks/{notebook}/access");
    let (query, back) = (wanted.query(), format!("/rooms/{}", room.id()));
    let stays = found.stays.iter().map(|it| present::stay(sight.lang, sight.now, it));
    let page = pages::Access {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, &room, room.patient().await?.as_ref(), &back).await?,
        people: present::people(&found.people),
        person: wanted.person.clone().unwrap_or_default(),
        from: wanted.from.clone().unwrap_or_default(),
        until: wanted.until.clone().unwrap_or_default(),
        stays: stays.collect(),
        older: found.older.map(|it| format!("{path}?{query}&before={}", url_encoded(&it))),
        csv: format!("{path}.csv?{query}"),
        action: path,
    };
    rendered(&page)
}

pub(super) fn file(name: &str, text: String) -> Response {
    let about = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    (about, text).into_response()
}

/// The same as a file.
pub async fn csv(
    State(web): State<Web>,
    who: SignedIn,
    Path(notebook): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let mut asked = wanted.asked()?;
    let mut stays = Vec::new();
    for _ in 0..FILE_PAGES {
        let (_, found) = looked(&web, &who, &notebook, asked.clone()).await?;
        stays.extend(found.stays.iter().map(|it| present::stay(lang, now, it)));
        asked.before = found.older;
        if asked.before.is_none() {
            break;
        }
    }
    Ok(file("access", present::stays_csv(lang, &stays)))
}

/// What staff did in the days that are wanted.
pub(super) async fn used(
    web: &Web,
    who: &SignedIn,
    whose: Whose,
    wanted: &Wanted,
) -> Result<(Vec<StaffUse>, [Date; 2]), Fault> {
    let usual = if whose == Whose::Facility { 6 } else { 0 };
    let (from, until) = wanted.days(web.app.clock().now(), usual)?;
    let period = [show::bounds(from).0, show::bounds(until).1];
    Ok((web.app.staff_use(&who.session, whose, period).await?, [from, until]))
}

async fn staff(
    web: &Web,
    who: &SignedIn,
    whose: Whose,
    wanted: &Wanted,
) -> Result<Html<String>, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let t = &lang.texts().access;
    let (uses, [from, until]) = used(web, who, whose, wanted).await?;
    let (title, action) = match whose {
        Whose::Facility => (t.staff_title, "/facility/access"),
        Whose::Region => (t.region_title, "/region/access"),
    };
    let page = pages::StaffAccess {
        frame: present::frame(web, who).await?,
        title,
        action,
        csv: format!("{action}.csv?from={from}&until={until}"),
        from: from.to_string(),
        until: until.to_string(),
        rows: uses.iter().map(|it| present::staff_use(lang, now, it)).collect(),
    };
    rendered(&page)
}

async fn staff_csv(
    web: &Web,
    who: &SignedIn,
    whose: Whose,
    wanted: &Wanted,
) -> Result<Response, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (uses, _) = used(web, who, whose, wanted).await?;
    let rows: Vec<UseView> = uses.iter().map(|it| present::staff_use(lang, now, it)).collect();
    Ok(file("use", present::uses_csv(lang, &rows)))
}

/// The staff of the facilities that the reader manages.
pub async fn facility(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Fault> {
    staff(&web, &who, Whose::Facility, &wanted).await
}

/// The same as a file.
pub async fn facility_csv(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    staff_csv(&web, &who, Whose::Facility, &wanted).await
}

/// Everybody in the region, for its desk.
pub async fn region(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Fault> {
    staff(&web, &who, Whose::Region, &wanted).await
}

/// The same as a file.
pub async fn region_csv(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Fault> {
    staff_csv(&web, &who, Whose::Region, &wanted).await
}
