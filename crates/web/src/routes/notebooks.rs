//! わたしの連絡帳, and what waits for me.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::my_notebooks::{Card, Shelf};
use tasuki_domain::content::PersonKind;
use tasuki_domain::fold::{fold, found};

use super::portal::rendered;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{Notebooks, OrderChoice, Waiting};
use crate::show::moment;
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// What waits that the list shows itself; the rest has a page of its own.
const WAITING: usize = 3;

/// A search. It is posted: a patient's name stands in no address.
#[derive(Debug, Deserialize)]
pub struct Search {
    csrf: String,
    #[serde(default)]
    q: String,
}

/// What was just done.
#[derive(Debug, Deserialize, Default)]
pub struct Done {
    said: Option<String>,
}

/// An order of the list.
#[derive(Debug, Deserialize)]
pub struct Order {
    csrf: String,
    order: String,
}

/// The first page leads to the list.
pub async fn first() -> Redirect {
    Redirect::to("/notebooks")
}

/// The notebooks of the signed-in person; the region's desk has none, and goes on to its own page.
pub async fn list(
    State(web): State<Web>,
    who: SignedIn,
    Query(done): Query<Done>,
) -> Result<Response, Fault> {
    if who.session.person.kind == PersonKind::Desk {
        return Ok(Redirect::to("/desk").into_response());
    }
    if who.session.person.kind == PersonKind::Auditor {
        return Ok(Redirect::to("/audit").into_response());
    }
    let mut page = filled(&web, &who, "").await?;
    page.said = done.said.as_deref().and_then(|it| texts::said(who.visitor.lang, it));
    Ok(rendered(&page)?.into_response())
}

/// Those of them whose name or kana holds what is searched for.
pub async fn search(
    State(web): State<Web>,
    who: SignedIn,
    Form(search): Form<Search>,
) -> Result<Html<String>, Fault> {
    who.check_token(&search.csrf)?;
    rendered(&filled(&web, &who, search.q.trim()).await?)
}

/// Keeps the order of the list.
pub async fn order(
    State(web): State<Web>,
    who: SignedIn,
    Form(order): Form<Order>,
) -> Result<Redirect, Fault> {
    who.check_token(&order.csrf)?;
    web.app.choose(&who.session, |it| it.notebook_order = order.order).await?;
    Ok(Redirect::to("/notebooks"))
}

/// What waits for the signed-in person.
pub async fn waiting(State(web): State<Web>, who: SignedIn) -> Result<Html<String>, Fault> {
    let shelf = web.app.my_notebooks(&who.session).await?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let page = Waiting {
        frame: present::frame(&web, &who).await?,
        waiting: shelf.waiting.iter().map(|it| present::waiting(lang, now, it)).collect(),
    };
    rendered(&page)
}

async fn filled(web: &Web, who: &SignedIn, search: &str) -> Result<Notebooks, Fault> {
    let Shelf { mut cards, waiting } = web.app.my_notebooks(&who.session).await?;
    let chosen = web.app.preferences(who.session.person.id).await?.notebook_order;
    let all = count(cards.len());
    let wanted = fold(search);
    cards.retain(|it| found(&wanted, &[&it.patient.name.full(), &it.patient.name.kana()]));
    let (mut closed, mut cards): (Vec<_>, Vec<_>) =
        cards.into_iter().partition(|it| it.closed.is_some());
    in_order(&mut cards, &chosen);
    in_order(&mut closed, &chosen);
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let few = if search.is_empty() { WAITING } else { 0 };
    Ok(Notebooks {
        frame: present::frame(web, who).await?,
        rows: present::cards(lang, now, &cards),
        closed: present::cards(lang, now, &closed),
        invitations: count(web.app.inbox(&who.session).count().await?),
        said: None,
        all,
        waiting: waiting.iter().take(few).map(|it| present::waiting(lang, now, it)).collect(),
        waiting_count: count(waiting.len()),
        orders: orders(lang, &chosen),
        search: search.to_owned(),
        live: Some("/notebooks/live".into()),
        staff: who.session.person.kind == PersonKind::Staff,
        ends: web.app.ends_soon(&who.session).await?.map(|at| moment(at, now, lang).date),
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The cards come with what is urgent and unread first.
fn in_order(cards: &mut [Card], chosen: &str) {
    match chosen {
        "kana" => cards.sort_by_cached_key(|it| fold(&it.patient.name.kana())),
        "recent" => cards.sort_by_key(|it| std::cmp::Reverse(it.newest)),
        _ => {}
    }
}

fn orders(lang: Lang, chosen: &str) -> Vec<OrderChoice> {
    let t = &lang.texts().notebooks;
    [("urgent", t.order_urgent), ("kana", t.order_kana), ("recent", t.order_recent)]
        .into_iter()
        .map(|(value, label)| OrderChoice { value, label, chosen: value == chosen })
        .collect()
}
