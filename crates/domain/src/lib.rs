//! The vocabulary and the rules of the notebook. Pure: no I/O, no clock, no randomness.
//!
//! - [`content`]: everything that can be appended to a log, with its deterministic CBOR form;
//! - [`policy`]: the one module that decides who may see and do what;
//! - the rest: the words those two are made of, one file each.

pub mod application;
pub mod consent;
pub mod content;
pub mod day;
pub mod disclosure;
pub mod facility;
pub mod fold;
pub mod importance;
pub mod kana;
pub mod likeness;
pub mod mail_address;
pub mod municipality;
pub mod name;
pub mod notice;
pub mod password;
pub mod patient;
pub mod pickup;
pub mod policy;
pub mod profession;
pub mod quarter;
pub mod registration;
pub mod room;
pub mod sensitivity;
pub mod staff;
pub mod system;
pub mod text;
pub mod vital;
