//! The portal: open to everybody.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use tasuki_kernel::{Code, Problem};

use crate::fault::Fault;
use crate::pages::{Desk, Portal};
use crate::visitor::Visitor;
use crate::{Web, present};

/// Makes a page of a template.
pub(crate) fn rendered(page: &impl Template) -> Result<Html<String>, Fault> {
    let failed = |e| Problem::new(Code::Internal, format!("a page cannot be rendered: {e}"));
    Ok(Html(page.render().map_err(failed)?))
}

/// The portal's first page.
pub async fn page(State(web): State<Web>, visitor: Visitor) -> Result<Html<String>, Fault> {
    let settings = web.app.settings().await?;
    let page = Portal {
        frame: present::visitor_frame(&web, &visitor),
        region: settings.name.clone(),
        desk: Desk { name: settings.name, ..Desk::default() },
        staff_url: web.staff_url.clone(),
        facilities: None,
    };
    rendered(&page)
}
