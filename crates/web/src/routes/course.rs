//! 温度板: what was measured in the last 14 days.

use axum::extract::{Path, State};
use axum::response::Html;
use tasuki_app::timeline::Stretch;
use tasuki_kernel::Timestamp;

use super::portal::rendered;
use super::room::{banner, entered, sight};
use crate::Web;
use crate::fault::Fault;
use crate::pages;
use crate::present;
use crate::show;
use crate::visitor::SignedIn;

/// The days that are shown, of which the last is today.
pub(crate) fn last_days(now: Timestamp) -> Stretch {
    let (today, end) = show::bounds(show::date_of(now));
    Stretch { begin: today.plus_seconds(-(present::COURSE_DAYS - 1) * 86_400), end }
}

/// The chart and its table.
pub async fn page(
    State(web): State<Web>,
    who: SignedIn,
    Path(room): Path<String>,
) -> Result<Html<String>, Fault> {
    let room = entered(&web, &who, &room).await?;
    let sight = sight(&web, &who, &room);
    let range = room.course(last_days(sight.now)).await?;
    let patient = room.patient().await?;
    let back = format!("/rooms/{}", room.id());
    rendered(&pages::Course {
        frame: present::frame(&web, &who).await?,
        banner: banner(&sight, &room, patient.as_ref(), &back).await?,
        chart: present::chart(&sight, &range.items, patient.as_ref()),
        rows: present::course_rows(&sight, &range.items),
        back,
    })
}
