//! The same as JSON, under `/api/v1`: `docs/api.md` is the guide, `/api/v1/openapi.json` the
//! reference, made from this code.
//!
//! A file per operation or small family of them; [`shape`] holds what they answer with.

mod access;
mod amend;
mod course;
mod document;
mod entries;
mod file;
mod given;
mod live;
mod notebooks;
mod passkey;
mod photo;
mod post;
mod preferences;
mod read;
mod refusals;
mod room;
mod session;
mod shape;
mod trusted;
mod upload;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::FORM;
use crate::Web;

fn described() -> OpenApiRouter<Web> {
    OpenApiRouter::with_openapi(document::base())
        .routes(routes!(session::begin, session::show, session::end))
        .routes(routes!(passkey::ask_for_sign_in))
        .routes(routes!(passkey::begin_by_passkey))
        .routes(routes!(passkey::ask_for_unlock))
        .routes(routes!(passkey::unlock_by_passkey))
        .routes(routes!(passkey::ask_for_new))
        .routes(routes!(passkey::register_passkey))
        .routes(routes!(passkey::ask_for_pickup))
        .routes(routes!(passkey::pick_up_passkey))
        .routes(routes!(preferences::show_preferences, preferences::change_preferences))
        .routes(routes!(notebooks::list_notebooks))
        .routes(routes!(access::who_looked))
        .routes(routes!(access::staff_of_facility))
        .routes(routes!(access::staff_of_region))
        .routes(routes!(room::show_room))
        .routes(routes!(course::show_course))
        .routes(routes!(read::mark_read))
        .routes(routes!(live::follow_room))
        .routes(routes!(entries::list_entries, post::write_entry))
        .routes(routes!(entries::show_entry))
        .routes(routes!(amend::correct_entry))
        .routes(routes!(amend::withdraw_entry))
        .routes(routes!(amend::misfile_entry))
        .routes(routes!(amend::confirm_entry))
        .routes(routes!(photo::show_photo))
        .routes(routes!(file::show_file))
        .routes(routes!(file::show_file_page))
        .routes(routes!(upload::begin_upload))
        .routes(routes!(upload::show_upload, upload::add_piece, upload::drop_upload))
        .routes(routes!(document::openapi))
}

/// All routes of the API.
pub fn router() -> Router<Web> {
    described().split_for_parts().0.layer(DefaultBodyLimit::max(FORM))
}

/// The OpenAPI document of all routes of the API.
pub fn openapi() -> OpenApi {
    described().into_openapi()
}
