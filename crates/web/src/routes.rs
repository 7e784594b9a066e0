//! Routes: thin. Each reads its request, calls one use case, and shows the answer. A file per
//! thing; `routes.toml` beside the crate lists them all for the authorisation walk.

mod access_list;
mod account;
pub mod api;
mod apply;
mod arrived;
mod asset;
mod audit;
mod channels;
mod compose;
mod consent;
mod course;
mod desk;
mod disclosure;
mod entry;
mod facility;
mod file;
mod filled;
mod help;
mod invitations;
mod language;
mod live;
pub mod look;
mod notebooks;
mod notices;
mod ops;
mod own_device;
mod password;
mod patient;
mod photo;
mod pickup;
mod portal;
mod portrait;
mod print;
mod register;
mod room;
mod sending;
mod settings;
mod sign_in;
mod staff;
mod substitute;
mod team;
mod unlock;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};

use crate::{Web, fault, guard, headers};

/// Bytes of a form without photos at most.
const FORM: usize = 1024 * 1024;
/// Bytes of a post with photos at most.
pub(crate) const POST: usize = 64 * 1024 * 1024;

/// The staff's listener: certificates are asked for, every request decides.
pub fn staff(web: Web) -> Router {
    let pages = Router::new()
        .route("/", get(notebooks::first))
        .route("/sign-in", get(sign_in::page).post(sign_in::submit))
        .route("/sign-in/substitute", get(substitute::page).post(substitute::submit))
        .route("/demo/sign-in", post(sign_in::demo))
        .route("/demo/portraits/{person}", get(sign_in::demo_portrait))
        .route("/sign-out", post(sign_in::leave))
        .route("/unlock", get(unlock::page).post(unlock::submit))
        .route("/lock", post(unlock::lock))
        .route("/touch", post(unlock::touch))
        .route("/activate/{token}", get(password::activation).post(password::activate))
        .route("/password", get(password::page).post(password::submit))
        .route("/language", post(language::choose))
        .route("/notebooks", get(notebooks::list).post(notebooks::search))
        .route("/notebooks/order", post(notebooks::order))
        .route("/waiting", get(notebooks::waiting))
        .route("/notebooks/live", get(live::notebooks))
        .route("/notebooks/{notebook}", get(patient::page))
        .route("/notebooks/{notebook}/edit", get(patient::edit).post(patient::submit))
        .route("/people/{person}/portrait", get(portrait::of_person))
        .route("/rooms/{room}", get(room::page))
        .route("/rooms/{room}/live", get(live::room))
        .route("/rooms/{room}/course", get(course::page))
        .route("/rooms/{room}/print", get(print::page))
        .route("/rooms/{room}/portrait", get(portrait::of_patient))
        .route("/rooms/{room}/compose", get(compose::page).post(compose::carry_over))
        .route("/rooms/{room}/entries", post(compose::submit))
        .route("/rooms/{room}/entries/{entry}", get(entry::page))
        .route("/rooms/{room}/entries/{entry}/reply", get(compose::reply))
        .route("/rooms/{room}/entries/{entry}/correct", get(compose::correction))
        .route("/rooms/{room}/entries/{entry}/confirm", post(entry::confirm))
        .route("/rooms/{room}/entries/{entry}/withdraw", post(entry::withdraw))
        .route("/rooms/{room}/entries/{entry}/misfile", post(entry::misfile))
        .route(
            "/rooms/{room}/entries/{entry}/photos/{number}",
            get(photo::page).post(photo::comment),
        )
        .route("/rooms/{room}/entries/{entry}/photos/{number}/full.jpg", get(photo::full))
        .route("/rooms/{room}/entries/{entry}/photos/{number}/small.jpg", get(photo::small))
        .route("/rooms/{room}/entries/{entry}/files/{number}", get(file::page))
        .route("/rooms/{room}/entries/{entry}/files/{number}/original", get(file::original))
        .route("/rooms/{room}/entries/{entry}/files/{number}/pages/{page}", get(file::sheet))
        .route("/assets/{*path}", get(asset::file))
        .route("/healthz", get(ops::alive))
        .route("/readyz", get(ops::ready))
        .merge(records())
        .merge(of_oneself())
        .merge(of_a_team())
        .merge(of_patients())
        .merge(of_the_desk())
        .merge(of_notices())
        .merge(of_a_facility())
        .merge(open_to_everybody())
        .layer(DefaultBodyLimit::max(FORM));
    common(pages.merge(devices()).merge(certificates()).merge(api::router()), web)
}

/// 閲覧記録: of a notebook, of a facility's staff, of everybody in the region.
fn records() -> Router<Web> {
    Router::new()
        .route("/notebooks/{notebook}/access", get(access_list::page))
        .route("/notebooks/{notebook}/access.csv", get(access_list::csv))
        .route("/facility/access", get(access_list::facility))
        .route("/facility/access.csv", get(access_list::facility_csv))
        .route("/region/access", get(access_list::region))
        .route("/region/access.csv", get(access_list::region_csv))
}

/// The devices of a person, and the one that asks.
fn devices() -> Router<Web> {
    Router::new()
        .route("/account/devices", post(own_device::add))
        .route("/account/devices/{device}/lost", post(settings::lost))
        .route("/account/devices/{device}/renew", post(own_device::renew))
        .route("/device", get(help::device))
        .layer(DefaultBodyLimit::max(FORM))
}

/// Getting a certificate, on both listeners: no certificate and no session is needed for it.
fn certificates() -> Router<Web> {
    Router::new()
        .route("/pickup", get(pickup::page).post(pickup::submit))
        .route("/pickup/file", post(pickup::file))
        .route("/pickup/hand-over", post(pickup::hand_over))
        .route("/pickup/from/{token}", get(pickup::offered).post(pickup::take_over))
        .route("/help", get(help::page))
        .route("/help/{system}", get(help::of_system))
        .route("/authority/devices.crl", get(help::revoked))
        .route("/authority/chain.pem", get(help::chain))
        .layer(DefaultBodyLimit::max(FORM))
}

/// The portal's listener: no certificate is ever asked for, nothing of a patient is reachable.
pub fn portal(web: Web) -> Router {
    let web = Web { at_portal: true, ..web };
    let pages = Router::new()
        .route("/", get(portal::page))
        .route("/language", post(language::choose))
        .route("/assets/{*path}", get(asset::file))
        .route("/healthz", get(ops::alive))
        .merge(open_to_everybody())
        .layer(DefaultBodyLimit::max(FORM));
    common(pages.merge(certificates()), web)
}

/// 自分.
fn of_oneself() -> Router<Web> {
    Router::new()
        .route("/account", get(account::page))
        .route("/account/sessions/{session}/end", post(account::end_session))
        .route("/account/preferences", post(settings::choose))
        .route("/account/portrait", post(settings::portrait).layer(DefaultBodyLimit::max(POST)))
        .route("/account/portrait/remove", post(settings::no_portrait))
}

/// 支援チーム, and the invitations into one.
fn of_a_team() -> Router<Web> {
    Router::new()
        .route("/invitations", get(invitations::list))
        .route("/invitations/{invitation}", get(invitations::page).post(invitations::answer))
        .route("/notebooks/{notebook}/team", get(team::page))
        .route("/notebooks/{notebook}/team/find", get(team::find))
        .route("/notebooks/{notebook}/team/invite", get(team::invite_form).post(team::invite))
        .route("/notebooks/{notebook}/team/invitations/{invitation}/withdraw", post(team::withdraw))
        .route("/notebooks/{notebook}/team/leave", get(team::leaving).post(team::leave))
        .route(
            "/notebooks/{notebook}/team/members/{person}",
            get(team::taking_out).post(team::take_out),
        )
        .route("/notebooks/{notebook}/team/managing", get(team::offering).post(team::offer))
        .route(
            "/notebooks/{notebook}/team/managing/{offer}",
            get(team::answering).post(team::answer),
        )
        .route("/notebooks/{notebook}/team/closing", get(team::closing).post(team::close))
}

/// 患者さんの登録と同意.
fn of_patients() -> Router<Web> {
    Router::new()
        .route(
            "/patients",
            get(register::page).post(register::open).layer(DefaultBodyLimit::max(POST)),
        )
        .route("/patients/new", get(register::new).post(register::check))
        .route("/patients/consent-form.pdf", get(register::blank))
        .route("/notebooks/{notebook}/consent", get(consent::page))
        .route(
            "/notebooks/{notebook}/consent/{kind}",
            get(consent::change).post(consent::give).layer(DefaultBodyLimit::max(POST)),
        )
        .route("/notebooks/{notebook}/consent/{kind}/withdraw", post(consent::withdraw))
        .route("/notebooks/{notebook}/consent-proof", get(consent::proof))
        .route("/notebooks/{notebook}/consent-form.pdf", get(consent::consent_form))
        .route(
            "/notebooks/{notebook}/consent-papers/{consent}/{number}/full.jpg",
            get(consent::paper_full),
        )
        .route(
            "/notebooks/{notebook}/consent-papers/{consent}/{number}/small.jpg",
            get(consent::paper_small),
        )
}

/// 施設管理者のメニュー.
fn of_a_facility() -> Router<Web> {
    Router::new()
        .route("/facility/staff", get(staff::list))
        .route("/facility/staff/new", get(staff::new).post(staff::add))
        .route("/facility/staff/known", post(staff::take_on))
        .route("/facility/staff/import", get(staff::import).post(staff::import_sheet))
        .route("/facility/staff/import/template.csv", get(staff::template))
        .route("/facility/withdrawal", get(facility::withdrawal).post(facility::apply))
        .route("/facility/withdrawal/{withdrawal}/take-back", post(facility::take_back))
        .route("/facility/review", get(facility::review).post(facility::confirm))
        .route("/facility/staff/{post}", get(staff::page).post(staff::change))
        .route("/facility/staff/{post}/leave", post(staff::leave))
        .route("/facility/staff/{post}/devices/{device}/revoke", post(staff::revoke))
        .route("/facility/staff/{post}/pickup", post(staff::new_pickup))
        .route("/facility/staff/{post}/substitute", post(staff::substitute))
        .route("/facility/staff/{post}/reset", post(staff::reset_password))
}

/// 運営事務局.
fn of_the_desk() -> Router<Web> {
    Router::new()
        .route("/desk", get(desk::queue))
        .route("/desk/applications/{application}", get(desk::application))
        .route("/desk/applications/{application}/approve", post(desk::approve))
        .route("/desk/applications/{application}/return", post(desk::send_back))
        .route("/desk/mail", get(desk::letters))
        .route("/desk/mail/{letter}/again", post(desk::again))
        .route("/desk/portal", get(desk::portal).post(desk::keep_portal))
        .route("/desk/terms", post(desk::publish_terms))
        .route("/desk/disclosures", get(disclosure::list).post(disclosure::ask))
        .route("/desk/disclosures/find", get(disclosure::find).post(disclosure::search))
        .route("/desk/disclosures/new", get(disclosure::new))
        .route("/desk/disclosures/{disclosure}", get(disclosure::page))
        .route("/desk/disclosures/{disclosure}/answer", post(disclosure::answer))
        .route("/desk/disclosures/{disclosure}/end", post(disclosure::end))
        .route("/desk/disclosures/{disclosure}/tell", post(disclosure::tell_concerned))
        .route("/audit", get(audit::page))
        .route("/audit/verify", post(audit::verify))
        .route("/audit/looks.csv", get(audit::looks))
}

/// お知らせ: read by staff, sent by the desk and by those whom an association names.
fn of_notices() -> Router<Web> {
    Router::new()
        .route("/notices", get(notices::list))
        .route("/notices/{notice}", get(notices::page))
        .route("/notices/{notice}/confirm", post(notices::confirm))
        .route("/notices/{notice}/photos/{number}/full.jpg", get(notices::full))
        .route("/notices/{notice}/photos/{number}/small.jpg", get(notices::small))
        .route("/notices/{notice}/files/{number}", get(notices::file))
        .route("/notices/{notice}/files/{number}/original", get(notices::original))
        .route("/notices/{notice}/files/{number}/pages/{page}", get(notices::sheet))
        .route(
            "/desk/notices",
            get(sending::list).post(sending::send).layer(DefaultBodyLimit::max(POST)),
        )
        .route("/desk/notices/new", get(sending::new).post(sending::review))
        .route("/desk/notices/{notice}", get(sending::page))
        .route("/desk/notices/{notice}/remind", post(sending::remind))
        .route("/desk/notices/{notice}/withdraw", post(sending::withdraw))
        .route("/desk/notices/{notice}/list.csv", get(sending::csv))
        .route("/desk/notices/{notice}/print", get(sending::paper))
        .route("/desk/channels", get(channels::list).post(channels::open))
        .route("/desk/channels/{channel}", get(channels::page).post(channels::keep))
        .route("/desk/withdrawals", get(desk::withdrawals))
        .route("/desk/withdrawals/{withdrawal}", get(desk::withdrawal))
        .route("/desk/withdrawals/{withdrawal}/approve", post(desk::approve_withdrawal))
        .route("/desk/withdrawals/{withdrawal}/return", post(desk::return_withdrawal))
        .route("/desk/reviews", get(desk::reviews))
        .route("/desk/reviews.csv", get(desk::reviews_csv))
}

/// What the portal has beside its first page: on the staff's listener too, so that a region with
/// one address has all of it.
fn open_to_everybody() -> Router<Web> {
    Router::new()
        .route("/portal", get(portal::page))
        .route("/facilities", get(portal::facilities))
        .route("/terms", get(portal::terms))
        .route("/privacy", get(portal::privacy))
        .route("/places/{prefecture}", get(portal::places))
        .route("/apply", get(apply::page).post(apply::submit))
        .route("/apply/confirm", get(apply::confirm))
        .route("/apply/device", get(apply::device).post(apply::send))
        .route("/apply/done", get(apply::done))
        .route("/application/{door}", get(apply::applied))
        .route("/application/{door}/correct", post(apply::correct))
}

/// The operator's listener, on loopback: health and figures.
pub fn ops(web: Web, figures: ops::Figures) -> Router {
    Router::new()
        .route("/healthz", get(ops::alive))
        .route("/readyz", get(ops::ready))
        .route("/metrics", get(move || std::future::ready(figures())))
        .with_state(web)
}

pub use ops::Figures;

/// Layers that every listener for people has, innermost first.
fn common(pages: Router<Web>, web: Web) -> Router {
    // Streams must not wait for a compressor's buffer; pictures are compressed already.
    let compressible = SizeAbove::new(512)
        .and(NotForContentType::new("text/event-stream"))
        .and(NotForContentType::IMAGES);
    pages
        .layer(middleware::from_fn(guard::same_origin))
        .layer(CatchPanicLayer::new())
        .layer(middleware::from_fn_with_state(web.clone(), fault::render))
        .layer(middleware::from_fn(headers::secure))
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(middleware::from_fn(ops::measure))
        .with_state(web)
}
