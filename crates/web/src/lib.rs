//! HTTP: pages, the API, live streams, static files.
//!
//! - [`routes`] are thin: they read the request, call a use case of `app`, and show its answer;
//! - [`present`] turns what use cases answer into what pages show;
//! - [`pages`] are the templates' structs, [`texts`] their words, [`show`] dates and names.

pub mod assets;
pub mod fault;
pub mod form;
pub mod guard;
pub mod headers;
pub mod pages;
pub mod present;
pub mod routes;
pub mod show;
pub mod texts;
pub mod visitor;
mod web;

pub use web::Web;
