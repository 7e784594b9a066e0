//! Documents as rows of an entry.

use tasuki_app::attachment::{DocumentKind, kind};
use tasuki_domain::content::Attachment;

use crate::pages::FileView;
use crate::texts::Lang;

/// A document; none when it is a photo.
pub fn file(lang: Lang, entry: &str, number: usize, about: &Attachment) -> Option<FileView> {
    let kind = match kind(about)? {
        DocumentKind::Pdf => "PDF",
        DocumentKind::Word => "Word",
        DocumentKind::Excel => "Excel",
    };
    let drawn = about.thumbnail != [0; 32];
    Some(FileView {
        url: format!("{entry}/files/{number}"),
        name: about.file_name.clone(),
        kind: kind.to_owned(),
        size: size(about.size),
        pages: about.pages.map(|n| lang.texts().file.pages.of(n)).unwrap_or_default(),
        thumb: drawn.then(|| format!("{entry}/photos/{number}/small.jpg")),
        caption: about.caption.clone(),
    })
}

/// A size as people read it, in steps of 1024.
fn size(bytes: u64) -> String {
    const KILO: u64 = 1 << 10;
    const MEGA: u64 = 1 << 20;
    if bytes < MEGA {
        format!("{} KB", bytes.div_ceil(KILO))
    } else {
        format!("{}.{} MB", bytes / MEGA, bytes % MEGA * 10 / MEGA)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(1), "1 KB");
        assert_eq!(size(248 << 10), "248 KB");
        assert_eq!(size((3 << 20) + (512 << 10)), "3.5 MB");
    }
}
