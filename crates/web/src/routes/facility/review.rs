//! 権限の棚卸し, for the facility.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use tasuki_app::house::{Due, House};
use tasuki_domain::quarter::Quarter;
use tasuki_kernel::{Code, PostId};

use crate::fault::Fault;
use crate::form::Many;
use crate::pages::{Choice, FacilityReview, ReviewDone, ReviewLine};
use crate::routes::portal::rendered;
use crate::routes::staff::{Asked, house, view};
use crate::show::moment;
use crate::texts::Lang;
use crate::visitor::SignedIn;
use crate::{Web, present};

/// The list as it was seen, and who goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Seen {
    csrf: Vec<String>,
    at: Vec<String>,
    list: Vec<String>,
    #[serde(rename = "go-on")]
    go_on: Vec<String>,
}

fn only(all: &[String]) -> &str {
    all.first().map_or("", String::as_str)
}

/// 2026年度 第3四半期.
pub fn words(lang: Lang, quarter: Quarter) -> String {
    let t = lang.texts().review;
    let at = usize::try_from(quarter.number() - 1).unwrap_or_default();
    let year = t.year.of(u32::try_from(quarter.year()).unwrap_or_default());
    format!("{year} {}", t.quarter.get(at).unwrap_or(&""))
}

async fn page(
    web: &Web,
    who: &SignedIn,
    (house, facility, facilities): (&House, String, Vec<Choice>),
    go_on: &[PostId],
) -> Result<FacilityReview, Fault> {
    let (lang, now) = (who.visitor.lang, web.app.clock().now());
    let (t, review) = (lang.texts().review, house.review().await?);
    let people = review.people.iter().map(|it| {
        let post = it.colleague.row.post.id;
        ReviewLine {
            post: post.to_string(),
            it: view(who, &it.colleague, now),
            rooms: u32::try_from(it.rooms).unwrap_or(u32::MAX),
            on: go_on.contains(&post),
            missing: false,
        }
    });
    let history = review.history.iter().map(|it| ReviewDone {
        quarter: Quarter::from_code(it.quarter).map(|it| words(lang, it)).unwrap_or_default(),
        at: moment(it.at, now, lang),
        by: it.by.clone(),
        counts: t.counts.of(format!("{}・{}", it.people, it.devices)),
    });
    Ok(FacilityReview {
        frame: present::frame(web, who).await?,
        facility,
        at: house.facility().to_string(),
        facilities,
        quarter: words(lang, review.quarter),
        done: review.due == Due::Done,
        state: state(lang, review.due),
        people: people.collect(),
        list: review.list.clone(),
        error: None,
        history: history.collect(),
    })
}

/// What is said about where it stands.
fn state(lang: Lang, due: Due) -> &'static str {
    let t = lang.texts().review;
    match due {
        Due::Done => t.done,
        Due::Due => t.due,
        Due::Overdue => t.overdue,
    }
}

/// What the list of the staff says as long as a review waits.
pub fn waiting(lang: Lang, due: Due) -> Option<&'static str> {
    (due != Due::Done).then(|| state(lang, due))
}

/// Everybody's rights.
pub async fn review(
    State(web): State<Web>,
    who: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Fault> {
    let (house, name, all) = house(&web, &who, &asked.at)?;
    rendered(&page(&web, &who, (&house, name, all), &[]).await?)
}

/// Confirms them.
pub async fn confirm(
    State(web): State<Web>,
    who: SignedIn,
    Many(seen): Many<Seen>,
) -> Result<Response, Fault> {
    who.check_token(only(&seen.csrf))?;
    let (house, name, all) = house(&web, &who, only(&seen.at))?;
    let go_on: Vec<PostId> = seen.go_on.iter().filter_map(|it| it.parse().ok()).collect();
    let t = who.visitor.lang.texts().review;
    match house.confirm_review(only(&seen.list), &go_on).await {
        Ok(()) => {
            let to = format!("/facility/review?at={}", house.facility());
            Ok(Redirect::to(&to).into_response())
        }
        Err(problem) if problem.field == Some("go-on") => {
            let mut page = page(&web, &who, (&house, name, all), &go_on).await?;
            page.people.iter_mut().for_each(|it| it.missing = !it.on);
            let missing = page.people.iter().filter(|it| it.missing).count();
            page.error = Some(t.not_looked.of(u32::try_from(missing).unwrap_or(u32::MAX)));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, rendered(&page)?).into_response())
        }
        Err(problem) if problem.code == Code::Conflict => {
            // What was ticked was ticked on another list.
            let page = page(&web, &who, (&house, name, all), &[]).await?;
            let page = FacilityReview { error: Some(t.changed.to_owned()), ..page };
            Ok((StatusCode::CONFLICT, rendered(&page)?).into_response())
        }
        Err(problem) => Err(problem.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_is_told_with_its_fiscal_year() {
        let winter = Quarter::from_code(20_264).unwrap();
        assert_eq!(words(Lang::Ja, winter), "2026年度 第4四半期（1〜3月）");
        assert_eq!(words(Lang::En, winter), "Fiscal year 2026, fourth quarter (January to March)");
    }

    #[test]
    fn only_what_is_not_done_is_told() {
        assert_eq!(waiting(Lang::Ja, Due::Done), None);
        let told = [Due::Due, Due::Overdue].map(|it| waiting(Lang::En, it).unwrap());
        assert_ne!(told[0], told[1]);
    }
}
