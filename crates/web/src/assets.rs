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

macro_rules! files {
    ($($name:literal as $kind:literal,)*) => {
        /// Name, type, content.
        const FILES: &[(&str, &str, &[u8])] = &[
            $(($name, $kind, include_bytes!(concat!("../assets/", $name))),)*
        ];

        /// The names of all files.
        pub const NAMES: &[&str] = &[$($name,)*];
    };
}

files! {
    "app.css" as "text/css; charset=utf-8",
    "notebook.css" as "text/css; charset=utf-8",
    "compose.css" as "text/css; charset=utf-8",
    "vitals.css" as "text/css; charset=utf-8",
    "filter.css" as "text/css; charset=utf-8",
    "course.css" as "text/css; charset=utf-8",
    "paper.css" as "text/css; charset=utf-8",
    "attachments.css" as "text/css; charset=utf-8",
    "wide.css" as "text/css; charset=utf-8",
    "notebooks.css" as "text/css; charset=utf-8",
    "access.css" as "text/css; charset=utf-8",
    "patient.css" as "text/css; charset=utf-8",
    "print.css" as "text/css; charset=utf-8",
    "app.js" as "text/javascript; charset=utf-8",
    "composer.js" as "text/javascript; charset=utf-8",
    "fragment.js" as "text/javascript; charset=utf-8",
    "idle.js" as "text/javascript; charset=utf-8",
    "notebooks.js" as "text/javascript; charset=utf-8",
    "live.js" as "text/javascript; charset=utf-8",
    "photos.js" as "text/javascript; charset=utf-8",
    "delivery.js" as "text/javascript; charset=utf-8",
    "quote.js" as "text/javascript; charset=utf-8",
    "vitals.js" as "text/javascript; charset=utf-8",
    "uploads.js" as "text/javascript; charset=utf-8",
    "zoom.js" as "text/javascript; charset=utf-8",
    "icon.svg" as "image/svg+xml",
}

/// One name for all files together: modules import each other by relative addresses.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let mut hash = Sha256::new();
    for (name, _, bytes) in FILES {
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
/// build still finds the file, so that a page from before an upgrade keeps its looks.
pub fn find(path: &str) -> Option<Asset> {
    let (version, name) = path.split_once('/').filter(|(version, _)| version.len() == 12)?;
    let (_, content_type, bytes) = FILES.iter().find(|(known, ..)| *known == name)?;
    Some(Asset { bytes, content_type, etag: &ETAG, immutable: version == *VERSION })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_name_is_found_and_kept_for_ever() {
        for (name, content_type, bytes) in FILES {
            let url = url(name);
            let asset = find(url.strip_prefix(MOUNT).unwrap()).unwrap();
            assert!(asset.immutable);
            assert_eq!((asset.content_type, asset.bytes), (*content_type, *bytes));
        }
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
        let total: usize = FILES.iter().map(|(_, _, bytes)| bytes.len()).sum();
        assert!(total < 200_000, "{total} bytes before compression");
    }

    #[test]
    fn scripts_write_no_markup_outside_the_one_module() {
        for (name, _, bytes) in FILES.iter().filter(|(_, kind, _)| kind.contains("script")) {
            let text = std::str::from_utf8(bytes).unwrap();
            for sink in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("]
            {
                assert!(!text.contains(sink), "{name} uses {sink}");
            }
            assert!(*name == "fragment.js" || !text.contains("parseFromString"), "{name}");
        }
    }
}
