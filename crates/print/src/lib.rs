//! Pages for paper as PDF (ISO 32000-2), from words and a font: pure, and in Japanese, since what
//! is signed is signed in Japanese.
//!
//! Letters are embedded as far as they are used, and can be selected, searched and read aloud. A
//! letter that the font does not have is printed as 〓, as printers have always done.

mod consent_form;
mod letters;
mod sheet;

pub use consent_form::{ConsentForm, PatientLine, consent_form};
pub use letters::Letters;
