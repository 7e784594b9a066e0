//! Which uploads are accepted, and how they are made safe (security.md 19): bytes in, bytes
//! out, no I/O.
//!
//! Nothing that arrives is stored as it came. A photo is decoded and encoded anew, so that
//! what reaches another reader's browser was made here: no location, no camera serial number,
//! no embedded thumbnail of what was cropped away, no second file hidden behind the first.

pub mod file_name;
mod jpeg_shape;
mod kind;
pub mod photo;

pub use photo::{Limits, Photo, Refusal};
