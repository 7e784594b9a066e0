//! Word and Excel files by allow-list: packages of parts in a ZIP (ISO/IEC 29500-2, Open
//! Packaging Conventions), accepted only when every part is of a kind that can do nothing by
//! itself.
//!
//! The list says what may be there, so that a way to hide a program which nobody has thought of
//! is refused with those that are known.

mod fields;
mod parts;
mod relations;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use zip::{CompressionMethod, ZipArchive};

use crate::document::DocumentKind;
use crate::kind;
use crate::refusal::Refusal;
use parts::Types;

/// Parts in a package at most. A workbook with a sheet a day of the year has about 1,100.
const PARTS: usize = 3_000;
/// Bytes of a package at most once unpacked, all parts together.
const UNPACKED: u64 = 128 << 20;
/// Bytes of the list of types and of a list of relations at most.
const LIST: u64 = 4 << 20;

/// Checks a Word or Excel file.
///
/// # Errors
/// [`Refusal`]: no such file, macros or controls in it, other files in it, something that loads
/// by itself, or more in it than anybody's document has.
pub fn check(bytes: &[u8]) -> Result<DocumentKind, Refusal> {
    let mut package = Package::open(bytes)?;
    let types = package.text("[Content_Types].xml").map_err(|_| not_office())?;
    let types = Types::read(&types)?;
    let kind = types.kind()?;
    let mut left = UNPACKED;
    for (index, name) in package.names.clone().into_iter().enumerate() {
        if name.ends_with('/') || name == "[Content_Types].xml" {
            continue;
        }
        types.allows(&name)?;
        let part = package.part(index, left)?;
        left -= part.len() as u64;
        look_into(&name, &part)?;
    }
    Ok(kind)
}

/// A ZIP that is not an Office file at all.
const fn not_office() -> Refusal {
    Refusal::NotAccepted { looks_like: Some("ZIP") }
}

/// What a part holds.
fn look_into(name: &str, part: &[u8]) -> Result<(), Refusal> {
    let lower = name.to_ascii_lowercase();
    if lower.ends_with(".rels") {
        return relations::check(part);
    }
    if lower.ends_with(".xml") {
        return fields::check(part);
    }
    match kind::looks_like(part) {
        Some("Windows program" | "Linux program") => Err(Refusal::Program { what: "a program" }),
        Some("ZIP" | "old Office" | "PDF" | "RAR" | "7z" | "gzip") => {
            Err(Refusal::Embedded { what: "a file under a picture's name" })
        }
        _ => Ok(()),
    }
}

/// An opened package.
struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
}

impl<'a> Package<'a> {
    /// Opens a ZIP strictly: nothing before it, no name twice, nothing encrypted, nothing packed
    /// in a way that Office does not use.
    fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
        if zip.len() > PARTS {
            return Err(Refusal::TooMuchInside { what: "parts" });
        }
        if zip.offset() != 0 || zip.has_overlapping_entries().unwrap_or(true) {
            return Err(Refusal::Broken);
        }
        let mut seen = BTreeSet::new();
        let mut names = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|_| Refusal::Broken)?;
            let name = std::str::from_utf8(entry.name_raw()).map_err(|_| Refusal::Broken)?;
            let packed = entry.compression();
            if entry.encrypted() {
                return Err(Refusal::Encrypted);
            }
            let known = matches!(packed, CompressionMethod::Stored | CompressionMethod::Deflated);
            // Names are compared without case (ISO/IEC 29500-2, 6.2.2.3).
            if !known || !plain(name) || !seen.insert(name.to_ascii_lowercase()) {
                return Err(Refusal::Broken);
            }
            names.push(name.to_owned());
        }
        Ok(Self { zip, names })
    }

    fn text(&mut self, name: &str) -> Result<Vec<u8>, Refusal> {
        let index = self.names.iter().position(|it| it == name).ok_or(Refusal::Broken)?;
        self.part(index, LIST)
    }

    /// A part, unpacked, at most `limit` bytes. What the ZIP says of its size is not believed.
    fn part(&mut self, index: usize, limit: u64) -> Result<Vec<u8>, Refusal> {
        let entry = self.zip.by_index(index).map_err(|_| Refusal::Broken)?;
        let mut part = Vec::new();
        entry.take(limit + 1).read_to_end(&mut part).map_err(|_| Refusal::Broken)?;
        if part.len() as u64 > limit {
            return Err(Refusal::TooMuchInside { what: "unpacked bytes" });
        }
        Ok(part)
    }
}

/// A name of a part that leads nowhere else.
fn plain(name: &str) -> bool {
    let stays = !name.starts_with('/') && !name.split('/').any(|it| it == ".." || it == ".");
    stays && !name.is_empty() && !name.chars().any(|c| c == '\\' || c.is_control())
}

#[cfg(test)]
mod tests;
