//! PDF documents (ISO 32000-2): refused when something in them runs, unpacks or starts; shown as
//! pictures of their pages, so that no reader's browser has to read them.

mod page;

use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Object};
use hayro::hayro_syntax::{LoadPdfError, Pdf};

use crate::refusal::Refusal;

pub use page::{Font, Page, page};

/// Pages at most.
pub const PAGES: usize = 1_000;
/// Objects that are looked at, at most.
const OBJECTS: usize = 400_000;
/// How deep an object may lie in others.
const DEPTH: usize = 64;

/// Names that mean trouble wherever they stand in the file, even where no table leads: another
/// reader's repair might find what ours does not. Long enough not to appear by chance.
const ANYWHERE: &[(&[u8], Refusal)] = &[
    (b"/JavaScript", Refusal::Program { what: "JavaScript" }),
    (b"/Launch", Refusal::Program { what: "a launch action" }),
    (b"/RichMedia", Refusal::Program { what: "rich media" }),
    (b"/EmbeddedFile", Refusal::Embedded { what: "an embedded file" }),
    (b"/Encrypt", Refusal::Encrypted),
];

/// Keys of dictionaries that are refused.
const KEYS: &[(&str, Refusal)] = &[
    ("JS", Refusal::Program { what: "JavaScript" }),
    ("JavaScript", Refusal::Program { what: "JavaScript" }),
    ("XFA", Refusal::Program { what: "an XFA form" }),
    ("RichMediaContent", Refusal::Program { what: "rich media" }),
    ("EmbeddedFiles", Refusal::Embedded { what: "embedded files" }),
    ("EF", Refusal::Embedded { what: "an embedded file" }),
];

/// Values of `S` (of an action), `Subtype` (of an annotation) and `Type` that are refused.
const VALUES: &[(&str, Refusal)] = &[
    ("JavaScript", Refusal::Program { what: "JavaScript" }),
    ("Launch", Refusal::Program { what: "a launch action" }),
    ("ImportData", Refusal::Program { what: "an action that imports data" }),
    ("SubmitForm", Refusal::Program { what: "an action that sends a form" }),
    ("GoToE", Refusal::Embedded { what: "an action into an embedded file" }),
    ("Rendition", Refusal::Program { what: "an action that plays something" }),
    ("RichMedia", Refusal::Program { what: "rich media" }),
    ("RichMediaExecute", Refusal::Program { what: "rich media" }),
    ("Movie", Refusal::Program { what: "a film" }),
    ("Sound", Refusal::Program { what: "a sound" }),
    ("Screen", Refusal::Program { what: "a player" }),
    ("3D", Refusal::Program { what: "a 3D model" }),
    ("FileAttachment", Refusal::Embedded { what: "an attached file" }),
    ("EmbeddedFile", Refusal::Embedded { what: "an embedded file" }),
];

/// Checks a PDF and counts its pages.
///
/// # Errors
/// [`Refusal`]: damaged, encrypted, with scripts or actions that start something, with other
/// files in it, or with more pages or objects than anybody's document has.
pub fn check(bytes: &[u8]) -> Result<u32, Refusal> {
    for (name, why) in ANYWHERE {
        if bytes.windows(name.len()).any(|it| it == *name) {
            return Err(*why);
        }
    }
    let pdf = open(bytes)?;
    let mut seen = 0;
    for object in pdf.objects() {
        seen += 1;
        if seen > OBJECTS {
            return Err(Refusal::TooMuchInside { what: "objects" });
        }
        look_into(&object, DEPTH)?;
    }
    match pdf.pages().len() {
        0 => Err(Refusal::Broken),
        pages if pages > PAGES => Err(Refusal::TooMuchInside { what: "pages" }),
        pages => Ok(u32::try_from(pages).unwrap_or(u32::MAX)),
    }
}

fn open(bytes: &[u8]) -> Result<Pdf, Refusal> {
    Pdf::new(bytes.to_vec()).map_err(|why| match why {
        LoadPdfError::Decryption(_) => Refusal::Encrypted,
        LoadPdfError::Invalid => Refusal::Broken,
    })
}

fn look_into(object: &Object<'_>, depth: usize) -> Result<(), Refusal> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Refusal::TooMuchInside { what: "objects inside objects" });
    };
    match object {
        Object::Dict(it) => dictionary(it, depth),
        Object::Stream(it) => dictionary(it.dict(), depth),
        Object::Array(it) => array(it, depth),
        _ => Ok(()),
    }
}

fn array(array: &Array<'_>, depth: usize) -> Result<(), Refusal> {
    for item in array.raw_iter() {
        if let MaybeRef::NotRef(it) = item {
            look_into(&it, depth)?;
        }
    }
    Ok(())
}

fn dictionary(dictionary: &Dict<'_>, depth: usize) -> Result<(), Refusal> {
    for (key, value) in dictionary.entries() {
        let key = key.as_str();
        if let Some((_, why)) = KEYS.iter().find(|(name, _)| *name == key) {
            return Err(*why);
        }
        let MaybeRef::NotRef(value) = value else { continue };
        if let Object::Name(name) = &value
            && matches!(key, "S" | "Subtype" | "Type")
            && let Some((_, why)) = VALUES.iter().find(|(it, _)| *it == name.as_str())
        {
            return Err(*why);
        }
        look_into(&value, depth)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
