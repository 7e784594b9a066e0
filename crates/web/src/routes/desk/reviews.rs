//! 権限の棚卸し: which facilities did it.

use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use tasuki_app::house::Due;
use tasuki_domain::quarter::Quarter;

use super::rendered;
use crate::fault::Fault;
use crate::pages::{DeskReviews, ReviewState};
use crate::routes::facility::quarter_words;
use crate::show::moment;
use crate::visitor::SignedIn;
use crate::{Web, present};

const STATES: [(Due, &str); 3] =
    [(Due::Done, "done"), (Due::Due, "due"), (Due::Overdue, "overdue")];

async fn looked(web: &Web, who: &SignedIn) -> Result<(Quarter, Vec<ReviewState>), Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (quarter, all) = web.app.desk(&who.session)?.reviews().await?;
    let rows = all.into_iter().map(|(it, due)| {
        let at = STATES.iter().position(|(state, _)| *state == due).unwrap_or_default();
        let last = it.last.as_ref().map(|last| {
            let quarter = Quarter::from_code(last.quarter);
            let words = quarter.map(|it| quarter_words(lang, it)).unwrap_or_default();
            (words, moment(last.at, now, lang))
        });
        ReviewState {
            facility: it.name,
            class: STATES[at].1,
            state: lang.texts().review.states[at],
            people: it.people,
            last,
            by: it.last.map(|last| last.by).unwrap_or_default(),
        }
    });
    let mut rows: Vec<_> = rows.collect();
    // Those who are late are what somebody comes for.
    rows.sort_by_key(|it| STATES.iter().rev().position(|(_, class)| *class == it.class));
    Ok((quarter, rows))
}

/// The list.
pub async fn reviews(State(web): State<Web>, who: SignedIn) -> Result<Html<String>, Fault> {
    let lang = who.visitor.lang;
    let (quarter, rows) = looked(&web, &who).await?;
    let count = |class: &str| rows.iter().filter(|it| it.class == class).count().to_string();
    let counts = STATES.map(|(_, class)| count(class)).join("・");
    rendered(&DeskReviews {
        frame: present::frame(&web, &who).await?,
        quarter: quarter_words(lang, quarter),
        counts: lang.texts().review.all.of(counts),
        rows,
    })
}

/// The same as a file.
pub async fn reviews_csv(State(web): State<Web>, who: SignedIn) -> Result<Response, Fault> {
    let (_, rows) = looked(&web, &who).await?;
    let about = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"reviews.csv\""),
    ];
    Ok((about, present::reviews_csv(who.visitor.lang, &rows)).into_response())
}
