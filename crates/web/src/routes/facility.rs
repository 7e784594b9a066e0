//! Larger tasks of a facility's manager: its withdrawal, and the review of rights.

mod review;
mod withdrawal;

pub use review::{confirm, review, waiting, words as quarter_words};
pub use withdrawal::{apply, take_back, withdrawal};
