//! HTTP: pages, the API, live streams, static files.

pub mod assets;
pub mod pages;
pub mod show;
pub mod texts;
