//! Which uploads are accepted, and how they are made safe (security.md 19): bytes in, bytes
//! out, no I/O.
//!
//! A photo is never stored as it came. It is decoded and encoded anew, so that what reaches
//! another reader's browser was made here: no location, no camera serial number, no embedded
//! thumbnail of what was cropped away, no second file hidden behind the first. A document is
//! kept byte for byte, since it may be signed, and is refused when there is anything in it that
//! runs, unpacks or fetches by itself.

mod document;
pub mod file_name;
mod jpeg_shape;
mod kind;
pub mod office;
pub mod pdf;
pub mod photo;
pub mod portrait;
mod refusal;

pub use document::{Accepted, Document, DocumentKind, accept, first_look};
pub use photo::{Limits, Photo};
pub use refusal::Refusal;
