//! Our own static files, inside the binary and named by their content, so that a browser may keep
//! them for ever and never shows a page with the files of another version.

use std::fmt::Write as _;
use std::sync::LazyLock;

use sha2::{Digest, Sha256};

/// Where [`find`] is mounted: `GET /assets/{*path}`.
pub const MOUNT: &str = "/assets/";

/// A file to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    pub bytes: &'static [u8],
    /// For `Content-Type`.
    pub content_type: &'static str,
    /// For `ETag`, with its quotation marks.
    pub etag: &'static str,
    /// The address names this very content: `Cache-Control: public, max-age=31536000, immutable`.
    /// Otherwise the page came from another version: `no-cache`.
    pub immutable: bool,
}

/// Name, type, content.
type File = (&'static str, &'static str, &'static [u8]);

macro_rules! files {
    ($($name:literal as $kind:literal,)*) => {
        &[$(($name, $kind, include_bytes!(concat!("../assets/", $name))),)*]
    };
}

/// The name of all style sheets as one file: a page waits for every one that it names, and each
/// costs a slow phone its own turn, first in asking and then in laying out what is there so far.
const SHEET: &str = "style.css";

const CSS: &str = "text/css; charset=utf-8";

/// What [`SHEET`] is made of, in this order, where a later one wins.
const SHEETS: &[File] = files! {
    "app.css" as "text/css; charset=utf-8",
    "notebook.css" as "text/css; charset=utf-8",
    "compose.css" as "text/css; charset=utf-8",
    "vitals.css" as "text/css; charset=utf-8",
    "notebooks.css" as "text/css; charset=utf-8",
    "access.css" as "text/css; charset=utf-8",
    "attachments.css" as "text/css; charset=utf-8",
    "filter.css" as "text/css; charset=utf-8",
    "patient.css" as "text/css; charset=utf-8",
    "wide.css" as "text/css; charset=utf-8",
    "print.css" as "text/css; charset=utf-8",
    "course.css" as "text/css; charset=utf-8",
    "paper.css" as "text/css; charset=utf-8",
};

/// The name of the sheets as one file for pages that are not of a notebook: the portal, the way in,
/// the desk, one's own devices. Whoever opens a notebook does not wait for them.
const OUTSIDE: &str = "outside.css";

/// What [`OUTSIDE`] is made of, in this order. It comes after [`SHEET`].
const OUTSIDE_SHEETS: &[File] = files! {
    "joining.css" as "text/css; charset=utf-8",
    "desk.css" as "text/css; charset=utf-8",
    "staff.css" as "text/css; charset=utf-8",
    "team.css" as "text/css; charset=utf-8",
    "facility.css" as "text/css; charset=utf-8",
    "help.css" as "text/css; charset=utf-8",
    "notices.css" as "text/css; charset=utf-8",
    "consent.css" as "text/css; charset=utf-8",
};

/// Those for paper alone.
const FOR_PAPER: &[&str] = &["print.css"];

const OTHERS: &[File] = files! {
    "app.js" as "text/javascript; charset=utf-8",
    "composer.js" as "text/javascript; charset=utf-8",
    "fragment.js" as "text/javascript; charset=utf-8",
    "idle.js" as "text/javascript; charset=utf-8",
    "notebooks.js" as "text/javascript; charset=utf-8",
    "live.js" as "text/javascript; charset=utf-8",
    "photos.js" as "text/javascript; charset=utf-8",
    "places.js" as "text/javascript; charset=utf-8",
    "delivery.js" as "text/javascript; charset=utf-8",
    "passkey.js" as "text/javascript; charset=utf-8",
    "quote.js" as "text/javascript; charset=utf-8",
    "vitals.js" as "text/javascript; charset=utf-8",
    "uploads.js" as "text/javascript; charset=utf-8",
    "zoom.js" as "text/javascript; charset=utf-8",
    "icon.svg" as "image/svg+xml",
};

static STYLE: LazyLock<Vec<u8>> = LazyLock::new(|| joined(SHEETS));
static OUTSIDE_STYLE: LazyLock<Vec<u8>> = LazyLock::new(|| joined(OUTSIDE_SHEETS));

fn joined(sheets: &[File]) -> Vec<u8> {
    let mut all = Vec::new();
    for (name, _, bytes) in sheets {
        if FOR_PAPER.contains(name) {
            all.extend_from_slice(b"@media print {\n");
            all.extend_from_slice(bytes);
            all.extend_from_slice(b"}\n");
        } else {
            all.extend_from_slice(bytes);
        }
    }
    all
}

/// The names of the files that pages may name.
pub fn names() -> impl Iterator<Item = &'static str> {
    [SHEET, OUTSIDE].into_iter().chain(OTHERS.iter().map(|(name, ..)| *name))
}

/// All files as they lie here.
fn files() -> impl Iterator<Item = &'static File> {
    SHEETS.iter().chain(OUTSIDE_SHEETS).chain(OTHERS)
}

/// One name for all files together: modules import each other by relative addresses.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, _, bytes) in files() {
        hash.update(name.as_bytes());
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    hash.finalize().iter().take(6).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
});

static ETAG: LazyLock<String> = LazyLock::new(|| format!("\"{}\"", *VERSION));

/// The address of the file `name`, as pages write it: `/assets/<version>/<name>`.
pub fn url(name: &str) -> String {
    format!("{MOUNT}{}/{name}", *VERSION)
}

/// The file at `path`, which is what follows [`MOUNT`]: `<version>/<name>`. A version of another
/// build still finds the file, so that a page from before an upgrade keeps its looks; so does the
/// name of a single style sheet.
pub fn find(path: &str) -> Option<Asset> {
    let (version, name) = path.split_once('/').filter(|(version, _)| version.len() == 12)?;
    let (content_type, bytes) = match files().find(|(known, ..)| *known == name) {
        Some((_, content_type, bytes)) => (*content_type, *bytes),
        None if name == SHEET => (CSS, STYLE.as_slice()),
        None if name == OUTSIDE => (CSS, OUTSIDE_STYLE.as_slice()),
        None => return None,
    };
    Some(Asset { bytes, content_type, etag: &ETAG, immutable: version == *VERSION })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_name_is_found_and_kept_for_ever() {
        for (name, content_type, bytes) in files() {
            let url = url(name);
            let asset = find(url.strip_prefix(MOUNT).unwrap()).unwrap();
            assert!(asset.immutable);
            assert_eq!((asset.content_type, asset.bytes), (*content_type, *bytes));
        }
    }

    #[test]
    fn the_one_sheet_holds_all_in_their_order_and_paper_apart() {
        let sheet = find(url(SHEET).strip_prefix(MOUNT).unwrap()).unwrap();
        assert_eq!(sheet.content_type, CSS);
        let mut rest = std::str::from_utf8(sheet.bytes).unwrap();
        for (name, kind, bytes) in SHEETS {
            let text = std::str::from_utf8(bytes).unwrap();
            assert_eq!(*kind, CSS, "{name}");
            // What these say holds only at the head of a file.
            assert!(!text.contains("@import") && !text.contains("@charset"), "{name}");
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{name}");
            let (before, after) = rest.split_once(text).unwrap();
            assert_eq!(before.ends_with("@media print {\n"), FOR_PAPER.contains(name), "{name}");
            rest = after;
        }
        assert_eq!(rest, "");
    }

    #[test]
    fn another_version_is_served_but_not_kept() {
        assert!(!find("000000000000/app.css").unwrap().immutable);
    }

    #[test]
    fn nothing_else_is_found() {
        let version = &*VERSION;
        for name in ["", "../app.css", "app.css/", "Cargo.toml", "APP.CSS"] {
            assert!(find(&format!("{version}/{name}")).is_none(), "{name}");
        }
        for path in ["app.css", "", "/app.css", "x/app.css"] {
            assert!(find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn everything_together_stays_small() {
        let total: usize = files().map(|(_, _, bytes)| bytes.len()).sum();
        assert!(total < 200_000, "{total} bytes before compression");
    }

    #[test]
    fn scripts_write_no_markup_outside_the_one_module() {
        for (name, _, bytes) in OTHERS.iter().filter(|(_, kind, _)| kind.contains("script")) {
            let text = std::str::from_utf8(bytes).unwrap();
            for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("]
            {
                assert!(!text.contains(sink), "{name} uses {sink}");
            }
            assert!(*name == "fragment.js" || !text.contains("parseFromString"), "{name}");
        }
    }
}
