//! 送信箱: which letters wait, which were delivered, which were not and why.

use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::letter::{LetterKind, LetterRow, LetterState};
use tasuki_kernel::{ApplicationId, LetterId, Problem, Timestamp};

use super::rendered;
use crate::fault::Fault;
use crate::form::Form;
use crate::pages::{DeskMail, LetterView, QueueTab};
use crate::show::moment;
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present, texts};

/// Which letters, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    state: Option<String>,
    said: Option<String>,
}

/// The token of a form.
#[derive(Debug, Deserialize)]
pub struct Token {
    csrf: String,
}

const NAMES: [&str; 3] = ["waiting", "delivered", "given-up"];

/// A letter, without its words.
pub fn view(lang: Lang, it: &LetterRow, (now, with_link): (Timestamp, bool)) -> LetterView {
    let t = lang.texts().desk;
    let at = LetterState::ALL.iter().position(|state| *state == it.state).unwrap_or_default();
    let kinds = LetterKind::ALL.iter().zip(t.letter_kinds);
    let kind = kinds.filter(|(kind, _)| kind.name() == it.kind).map(|(_, words)| words).next();
    let waits = it.state == LetterState::Waiting;
    LetterView {
        kind: kind.unwrap_or(&it.kind).to_owned(),
        receiver: it.receiver.clone(),
        written: moment(it.written, now, lang),
        state: t.letter_states[at].to_owned(),
        class: NAMES[at],
        attempts: it.attempts,
        next: (waits && it.attempts > 0).then(|| moment(it.next, now, lang)),
        ended: it.ended.map(|ended| moment(ended, now, lang)),
        trouble: it.trouble.clone(),
        again: (it.state == LetterState::GivenUp || (waits && it.attempts > 0))
            .then(|| format!("/desk/mail/{}/again", it.id)),
        about: it
            .about
            .filter(|_| with_link && LetterKind::is_of_application(&it.kind))
            .map(|id| format!("/desk/applications/{}", ApplicationId::from_bytes(id))),
    }
}

/// The letters of one state.
pub async fn letters(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let desk = web.app.desk(&who.session)?;
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let t = lang.texts().desk;
    // What was not delivered is what somebody comes for.
    let counts = desk.letters(LetterState::GivenUp).await?.1;
    let first = if counts[2] > 0 { 2 } else { 0 };
    let at = NAMES.iter().position(|name| asked.state.as_deref() == Some(name)).unwrap_or(first);
    let (rows, counts) = desk.letters(LetterState::ALL[at]).await?;
    let tabs = [2, 0, 1].map(|it| QueueTab {
        url: format!("/desk/mail?state={}", NAMES[it]),
        label: t.letter_tabs[it].to_owned(),
        count: counts[it],
        here: it == at,
    });
    let page = DeskMail {
        frame: present::frame(&web, &who).await?,
        tabs: tabs.into(),
        letters: rows.iter().map(|it| view(lang, it, (now, true))).collect(),
        none: t.no_letters[at].to_owned(),
        said: asked.said.as_deref().and_then(|it| texts::said(lang, it)),
    };
    rendered(&page)
}

/// Tries a letter again.
pub async fn again(
    State(web): State<Web>,
    who: SignedIn,
    Path(letter): Path<String>,
    Form(token): Form<Token>,
) -> Result<Response, Fault> {
    who.check_token(&token.csrf)?;
    let desk = web.app.desk(&who.session)?;
    let id: LetterId = letter.parse().map_err(|_| Problem::not_found())?;
    desk.send_again(id).await?;
    Ok(Redirect::to("/desk/mail?state=waiting&said=again").into_response())
}
