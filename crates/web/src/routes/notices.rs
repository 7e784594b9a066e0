//! お知らせ: the list, one of them with its files, and confirming it.

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::attachment::Size;
use tasuki_app::notice::{Asked, One, Page};
use tasuki_kernel::{EntryId, Problem, RoomId, Timestamp};

use super::file::{SHEETS, drawn, saved};
use super::photo::{jpeg, number_of};
use super::portal::rendered;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{self, Author, Link, NoticeDay, Sheet};
use crate::show::moment;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// Which notices.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    state: String,
    channel: String,
    before: String,
}

/// The token of a form.
#[derive(Debug, Deserialize)]
pub struct Token {
    csrf: String,
}

/// What was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Done {
    said: Option<String>,
}

/// From which page of a document on, from 0.
#[derive(Debug, Deserialize)]
pub struct From {
    #[serde(default)]
    from: u32,
}

pub(super) fn notice_id(text: &str) -> Result<EntryId, Fault> {
    text.parse().map_err(|_| Fault(Problem::not_found()))
}

/// Where older ones begin, as an address names it.
fn place(text: &str) -> Option<(Timestamp, EntryId)> {
    let (at, id) = text.split_once('.')?;
    Some((Timestamp::from_micros(at.parse().ok()?), id.parse().ok()?))
}

impl Wanted {
    fn asked(&self) -> Asked {
        Asked {
            channel: self.channel.parse::<RoomId>().ok(),
            ended: self.state == "ended",
            before: place(&self.before),
        }
    }

    fn address(&self, ended: bool, before: Option<(Timestamp, EntryId)>) -> String {
        let mut parts = Vec::new();
        if ended {
            parts.push("state=ended".to_owned());
        }
        if let Ok(channel) = self.channel.parse::<RoomId>() {
            parts.push(format!("channel={channel}"));
        }
        if let Some((at, id)) = before {
            parts.push(format!("before={}.{id}", at.as_micros()));
        }
        let query = parts.join("&");
        if query.is_empty() { "/notices".into() } else { format!("/notices?{query}") }
    }
}

/// The notices that reach the reader.
pub async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, Fault> {
    let (lang, now, asked) = (who.visitor.lang, web.app.clock().now(), wanted.asked());
    let t = &lang.texts().notices;
    let Page { shown, channels, older } = web.app.notices(&who.session, asked).await?;
    let mut days: Vec<NoticeDay> = Vec::new();
    for it in &shown {
        let line = present::notice_line(lang, it, now);
        let day = if line.shown.near.is_empty() { &line.shown.date } else { &line.shown.near };
        match days.last_mut().filter(|it| it.day == *day) {
            Some(same) => same.lines.push(line),
            None => days.push(NoticeDay { day: day.clone(), lines: vec![line] }),
        }
    }
    let narrowed = |id: String, label: &str| {
        let here = asked.channel.map(|it| it.to_string()).unwrap_or_default() == id;
        let url = Wanted { channel: id, ..Wanted::default() }.address(asked.ended, None);
        (Link { url, label: label.into() }, here)
    };
    let all = std::iter::once(narrowed(String::new(), t.all_channels));
    let each = channels.iter().map(|(id, label)| narrowed(id.to_string(), label));
    let link = |label: &str, ended| Link { url: wanted.address(ended, None), label: label.into() };
    rendered(&pages::Notices {
        frame: present::frame(&web, &who).await?,
        tabs: [link(t.current, false), link(t.ended, true)],
        ended: asked.ended,
        channels: all.chain(each).collect(),
        days,
        older: older.map(|it| wanted.address(asked.ended, Some(it))),
        writes: !web.app.writable_channels(&who.session).await?.is_empty(),
    })
}

/// One notice; that it was opened is noted.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(done): Query<Done>,
) -> Result<Html<String>, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let One { shown, reason, openers, reached, writer } =
        web.app.open_notice(&who.session, notice_id(&id)?).await?;
    let it = present::notice_view(lang, (&shown, &reason), now);
    let confirmed = shown.row.mine[1].map(|at| moment(at, now, lang));
    let asks = reached && it.confirm && confirmed.is_none() && it.withdrawn.is_none();
    rendered(&pages::Notice {
        frame: present::frame(&web, &who).await?,
        openers: openers
            .into_iter()
            .map(|it| (it.name, it.facility, moment(it.at, now, lang)))
            .collect(),
        confirmed,
        confirm_url: asks.then(|| format!("{}/confirm", it.line.url)),
        follow: writer.then(|| format!("/desk/notices/{}", shown.row.id)),
        said: done.said.as_deref().and_then(|it| texts::said(lang, it)),
        it,
    })
}

/// Says that it was understood.
pub async fn confirm(
    State(web): State<Web>,
    who: SignedIn,
    Path(id): Path<String>,
    Form(token): Form<Token>,
) -> Result<Response, Fault> {
    who.check_token(&token.csrf)?;
    let id = notice_id(&id)?;
    web.app.confirm_notice(&who.session, id).await?;
    Ok(Redirect::to(&format!("/notices/{id}?said=notice-confirmed")).into_response())
}

async fn picture(
    web: &Web,
    who: &SignedIn,
    (id, number): (String, String),
    size: Size,
) -> Result<Response, Fault> {
    let place = (notice_id(&id)?, number_of(&number)?);
    Ok(jpeg(web.app.notice_picture(&who.session, place, size).await?))
}

/// A photo as large as it is kept.
pub async fn full(
    State(web): State<Web>,
    who: SignedIn,
    Path(place): Path<(String, String)>,
) -> Result<Response, Fault> {
    picture(&web, &who, place, Size::Full).await
}

/// A small picture of a photo or a document.
pub async fn small(
    State(web): State<Web>,
    who: SignedIn,
    Path(place): Path<(String, String)>,
) -> Result<Response, Fault> {
    picture(&web, &who, place, Size::Thumbnail).await
}

/// One document: what it is, and the pages of a PDF.
pub async fn file(
    State(web): State<Web>,
    who: SignedIn,
    Path((id, number)): Path<(String, String)>,
    Query(From { from }): Query<From>,
) -> Result<Html<String>, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (id, number) = (notice_id(&id)?, number_of(&number)?);
    let shown = web.app.open_notice(&who.session, id).await?.shown;
    let about = shown.notice.attachments.get(number).ok_or_else(Problem::not_found)?;
    let url = format!("/notices/{id}");
    let file = present::file(lang, &url, number, about).ok_or_else(Problem::not_found)?;
    let of = about.pages.unwrap_or_default();
    let sheets = (from..of.min(from.saturating_add(SHEETS)))
        .map(|page| Sheet { number: page + 1, src: format!("{}/pages/{page}", file.url) });
    let at = |page: u32| format!("{}?from={page}", file.url);
    rendered(&pages::File {
        frame: present::frame(&web, &who).await?,
        banner: None,
        back: url,
        author: Author { name: shown.channel.clone(), ..Author::default() },
        at: moment(shown.row.facts.shown, now, lang),
        download: format!("{}/original", file.url),
        sheets: sheets.collect(),
        of,
        earlier: (from > 0 && of > 0).then(|| at(from.saturating_sub(SHEETS))),
        later: (from.saturating_add(SHEETS) < of).then(|| at(from + SHEETS)),
        file,
    })
}

/// The file as it was uploaded.
pub async fn original(
    State(web): State<Web>,
    who: SignedIn,
    Path((id, number)): Path<(String, String)>,
) -> Result<Response, Fault> {
    let place = (notice_id(&id)?, number_of(&number)?);
    Ok(saved(web.app.notice_document(&who.session, place).await?))
}

/// A page of a PDF as a picture.
pub async fn sheet(
    State(web): State<Web>,
    who: SignedIn,
    Path((id, number, page)): Path<(String, String, String)>,
) -> Result<Response, Fault> {
    let place = (notice_id(&id)?, number_of(&number)?);
    Ok(drawn(web.app.notice_page(&who.session, place, number_of(&page)?).await?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_back_as_what_was_asked() {
        let channel = RoomId::from_bytes([7; 16]);
        let wanted = Wanted { channel: channel.to_string(), ..Wanted::default() };
        let before = (Timestamp::from_micros(-5), EntryId::from_bytes([9; 16]));
        let address = wanted.address(true, Some(before));
        let id = before.1;
        let query = format!("/notices?state=ended&channel={channel}&before=-5.{id}");
        assert_eq!(address, query);
        assert_eq!(place(&format!("-5.{id}")), Some(before));
        assert_eq!(Wanted::default().address(false, None), "/notices");
        for wrong in ["", "5", "x.y", "5.", ".5"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
        let asked = Wanted { channel: "x".into(), state: "?".into(), ..Wanted::default() }.asked();
        assert!(asked.channel.is_none() && !asked.ended);
    }
}
