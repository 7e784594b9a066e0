//! The portal: open to everybody.

use askama::Template;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::Html;
use tasuki_domain::municipality;
use tasuki_kernel::{Code, Problem};

use crate::fault::Fault;
use crate::pages::{Desk, FacilityGroup, Portal, PortalFacilities, PortalWords};
use crate::show::moment;
use crate::visitor::Visitor;
use crate::{Web, present};

/// Makes a page of a template.
pub(crate) fn rendered(page: &impl Template) -> Result<Html<String>, Fault> {
    let failed = |e| Problem::new(Code::Internal, format!("a page cannot be rendered: {e}"));
    Ok(Html(page.render().map_err(failed)?))
}

/// The class of the region's palette.
pub(crate) async fn palette(web: &Web) -> Result<String, Fault> {
    let chosen = web.app.portal_texts().await?.palette;
    Ok(if chosen.is_empty() { String::new() } else { format!("palette-{chosen}") })
}

/// The portal's first page.
pub async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Html<String>, Fault> {
    let settings = web.app.settings().await?;
    let texts = web.app.portal_texts().await?;
    let facilities = web.app.taking_part().await?.len();
    let desk = Desk {
        name: if texts.desk.is_empty() { settings.name.clone() } else { texts.desk },
        phone: texts.phone,
        mail: texts.mail,
        hours: texts.hours,
    };
    let page = Portal {
        frame: present::visitor_frame(&web, &visitor),
        palette: palette(&web).await?,
        region: settings.name,
        notebook: settings.notebook_name,
        about: texts.about,
        joining: texts.joining,
        desk,
        staff_url: web.staff_url.clone(),
        facilities: u32::try_from(facilities).ok().filter(|n| *n > 0),
    };
    rendered(&page)
}

/// The facilities that take part, by kind.
pub async fn facilities(State(web): State<Web>, visitor: Visitor) -> Result<Html<String>, Fault> {
    let mut groups: Vec<FacilityGroup> = Vec::new();
    let mut all = web.app.taking_part().await?;
    all.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    for it in all {
        let kind = present::facility_kind(visitor.lang, &it.kind);
        let place = it.municipality.as_deref().map(municipality::full_name).unwrap_or_default();
        match groups.last_mut().filter(|group| group.kind == kind) {
            Some(group) => group.facilities.push((it.name, place)),
            None => groups.push(FacilityGroup { kind, facilities: vec![(it.name, place)] }),
        }
    }
    let page = PortalFacilities {
        frame: present::visitor_frame(&web, &visitor),
        palette: palette(&web).await?,
        region: web.app.settings().await?.name,
        groups,
    };
    rendered(&page)
}

/// 利用規約, the version that holds.
pub async fn terms(State(web): State<Web>, visitor: Visitor) -> Result<Html<String>, Fault> {
    let t = visitor.lang.texts().portal;
    let terms = web.app.terms_now().await?;
    let now = web.app.clock().now();
    let edition = terms.as_ref().map(|it| {
        let from = moment(it.from, now, visitor.lang);
        format!("{}　{}", t.version.of(it.version), t.edition.of(from.long_day()))
    });
    let page = PortalWords {
        frame: present::visitor_frame(&web, &visitor),
        palette: palette(&web).await?,
        title: t.terms.to_owned(),
        edition: edition.unwrap_or_default(),
        words: terms.map(|it| it.text).unwrap_or_default(),
    };
    rendered(&page)
}

/// 個人情報の取扱い.
pub async fn privacy(State(web): State<Web>, visitor: Visitor) -> Result<Html<String>, Fault> {
    let page = PortalWords {
        frame: present::visitor_frame(&web, &visitor),
        palette: palette(&web).await?,
        title: visitor.lang.texts().portal.privacy.to_owned(),
        edition: String::new(),
        words: web.app.portal_texts().await?.privacy,
    };
    rendered(&page)
}

/// The municipalities of a prefecture, for the form that asks for one.
pub async fn places(Path(prefecture): Path<String>) -> Json<Vec<(&'static str, &'static str)>> {
    let prefecture = prefecture.get(..2).unwrap_or_default().to_owned();
    Json(municipality::of_prefecture(&prefecture).map(|it| (it.code, it.name)).collect())
}
