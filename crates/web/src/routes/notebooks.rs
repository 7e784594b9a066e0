//! わたしの連絡帳.

use axum::extract::State;
use axum::response::{Html, Redirect};

use super::portal::rendered;
use crate::fault::Fault;
use crate::pages::Notebooks;
use crate::visitor::SignedIn;
use crate::{Web, present};

/// The first page leads to the list.
pub async fn first() -> Redirect {
    Redirect::to("/notebooks")
}

/// The notebooks of the signed-in person.
pub async fn list(State(web): State<Web>, who: SignedIn) -> Result<Html<String>, Fault> {
    let cards = web.app.my_notebooks(&who.session).await?;
    let now = web.app.clock().now();
    let lang = who.visitor.lang;
    let page = Notebooks {
        frame: present::frame(&web, &who).await?,
        rows: cards.iter().map(|card| present::card(lang, now, card)).collect(),
        live: Some("/notebooks/live".into()),
    };
    rendered(&page)
}
