//! One entry alone, with its history; confirming, withdrawing, marking as misfiled.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use tasuki_app::room::Room;
use tasuki_app::timeline::{Item, Matter, Version};
use tasuki_kernel::{Code, EntryId, Problem};

use super::portal::rendered;
use super::room::{banner, entered, sight};
use crate::Web;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{self, EntryFragment, EntryView, TakeBack, VersionView};
use crate::present::{self, Sight};
use crate::show::moment;
use crate::visitor::SignedIn;

type Address = Path<(String, String)>;

/// The token and, where asked, why.
#[derive(Debug, Deserialize)]
pub struct Act {
    csrf: String,
    #[serde(default)]
    reason: String,
}

pub(crate) fn entry_id(text: &str) -> Result<EntryId, Fault> {
    text.parse().map_err(|_| Fault(Problem::not_found()))
}

/// An entry as a piece of HTML, for scripts that put it into the page.
pub(crate) fn fragment(frame: pages::Frame, sight: &Sight, item: &Item) -> Result<String, Fault> {
    let html = match present::row(sight, item) {
        pages::Row::Entry(entry) => EntryFragment { frame, entry: *entry }.render(),
        pages::Row::Quiet(quiet) => pages::QuietFragment { frame, quiet }.render(),
    };
    let failed = |e| Problem::new(Code::Internal, format!("an entry cannot be rendered: {e}"));
    Ok(html.map_err(failed)?)
}

fn versions(sight: &Sight, item: &Item) -> Vec<VersionView> {
    let Matter::Note { before, corrected: Some(newest), .. } = &item.matter else {
        return Vec::new();
    };
    let view = |it: &Version| VersionView {
        who: it.byline.name.clone(),
        at: moment(it.at, sight.now, sight.lang),
        text: it.text.clone(),
        vitals: present::vitals_line(sight.lang, &it.vitals),
        why: it.reason.clone(),
        photos: Vec::new(),
    };
    std::iter::once(newest).chain(before.iter().rev()).map(view).collect()
}

/// The page of one entry.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Address,
) -> Result<Html<String>, Fault> {
    let room = entered(&web, &who, &room).await?;
    let item = room.entry(entry_id(&entry)?).await?;
    if let Matter::Amendment { of } = item.matter {
        let whole = room.entry(of).await?;
        return show(&web, &who, &room, &whole).await;
    }
    show(&web, &who, &room, &item).await
}

async fn show(web: &Web, who: &SignedIn, room: &Room, item: &Item) -> Result<Html<String>, Fault> {
    let sight = sight(web, who, room);
    let back = format!("/rooms/{}", room.id());
    let url = format!("{back}/entries/{}", item.entry);
    let stands = matches!(item.matter, Matter::Note { .. });
    let act = |what: &str| {
        (item.may.amend && stands)
            .then(|| TakeBack { url: format!("{url}/{what}"), reason: String::new() })
    };
    let page = pages::Entry {
        frame: present::frame(web, who).await?,
        banner: banner(&sight, room, room.patient().await?.as_ref(), &back).await?,
        entry: EntryView { whole: true, ..present::entry_view(&sight, item) },
        versions: versions(&sight, item),
        seen_by: present::seen_by(&sight, item, room.readership(item.entry).await?.as_ref()),
        facts: present::evidence(sight.lang, item),
        withdraw: act("withdraw"),
        misfile: act("misfile"),
        errors: Vec::new(),
        back,
    };
    rendered(&page)
}

/// 確認.
pub async fn confirm(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Address,
    Form(act): Form<Act>,
) -> Result<Response, Fault> {
    who.check_token(&act.csrf)?;
    let room = entered(&web, &who, &room).await?;
    let id = entry_id(&entry)?;
    room.confirm(id).await?;
    answer(&web, &who, &room, id).await
}

/// 取り消し.
pub async fn withdraw(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Address,
    Form(act): Form<Act>,
) -> Result<Response, Fault> {
    who.check_token(&act.csrf)?;
    let room = entered(&web, &who, &room).await?;
    let id = entry_id(&entry)?;
    room.withdraw(id, &act.reason).await?;
    answer(&web, &who, &room, id).await
}

/// 別の患者さんに書いてしまった.
pub async fn misfile(
    State(web): State<Web>,
    who: SignedIn,
    Path((room, entry)): Address,
    Form(act): Form<Act>,
) -> Result<Response, Fault> {
    who.check_token(&act.csrf)?;
    let room = entered(&web, &who, &room).await?;
    let id = entry_id(&entry)?;
    room.misfiled(id, &act.reason).await?;
    answer(&web, &who, &room, id).await
}

/// Back to the timeline, or the entry anew for a script.
async fn answer(web: &Web, who: &SignedIn, room: &Room, id: EntryId) -> Result<Response, Fault> {
    if !who.visitor.wants_json {
        let to = format!("/rooms/{}#e-{id}", room.id());
        return Ok(Redirect::to(&to).into_response());
    }
    let again = super::room::entered(web, who, &room.id().to_string()).await?;
    let item = again.entry(id).await?;
    let html = fragment(present::frame(web, who).await?, &sight(web, who, &again), &item)?;
    Ok(Json(json!({ "html": html, "key": id.to_string() })).into_response())
}
