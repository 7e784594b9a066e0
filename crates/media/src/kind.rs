//! What a file is, told from its first bytes alone. The name and the declared type are never
//! asked: both are chosen by whoever sends the file.

use image::ImageFormat;

/// The accepted kinds of photo.
pub(crate) fn photo_format(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(ImageFormat::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(ImageFormat::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(ImageFormat::WebP)
    } else {
        None
    }
}

/// What is accepted, as its first bytes tell it: what lies behind them is then checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A picture.
    Photo,
    /// A PDF document.
    Pdf,
    /// A ZIP, which may be a Word or Excel file.
    Zip,
}

/// The kind that a file begins like. Nothing may stand before the mark, as some readers allow:
/// a file that is one thing to us must not be another thing to somebody else.
pub(crate) fn begins_like(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"%PDF-") {
        Some(Kind::Pdf)
    } else if bytes.starts_with(b"PK\x03\x04") {
        Some(Kind::Zip)
    } else {
        photo_format(bytes).map(|_| Kind::Photo)
    }
}

/// Starts of files that people send instead, with the name to show them.
const STARTS: &[(&[u8], &str)] = &[
    (b"GIF8", "GIF"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "old Office"),
    (b"Rar!", "RAR"),
    (b"7z\xBC\xAF\x27\x1C", "7z"),
    (b"\x1F\x8B", "gzip"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"\x1A\x45\xDF\xA3", "video (Matroska)"),
    (b"RIFF", "video or sound (RIFF)"),
    (b"\0\0\x01\xBA", "video (MPEG)"),
    (b"\0\0\x01\xB3", "video (MPEG)"),
    (b"{\\rtf", "RTF"),
    (b"MZ", "Windows program"),
    (b"\x7FELF", "Linux program"),
    (b"ID3", "MP3"),
];

/// A guess at what a refused file is, for the message: never a reason to accept anything.
pub(crate) fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    if let Some((_, name)) = STARTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Some(name);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some(match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1") => "HEIC",
            Some(b"avif" | b"avis") => "AVIF",
            Some(b"qt  ") => "video (QuickTime)",
            _ => "video (MP4)",
        });
    }
    if bytes.get(128..132) == Some(b"DICM") {
        return Some("DICOM");
    }
    markup(bytes)
}

/// SVG, HTML and other XML, found behind blanks, a byte order mark, comments and prologues.
fn markup(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head).trim_ascii_start();
    if !text.starts_with(b"<") {
        return None;
    }
    let holds = |word: &[u8]| text.windows(word.len()).any(|it| it == word);
    if holds(b"<svg") {
        Some("SVG")
    } else if holds(b"<html") || holds(b"<!doctype html") || holds(b"<script") || holds(b"<body") {
        Some("HTML")
    } else {
        Some("XML")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_are_known_by_their_first_bytes() {
        assert_eq!(photo_format(b"\xFF\xD8\xFF\xE1rest"), Some(ImageFormat::Jpeg));
        assert_eq!(photo_format(b"\x89PNG\r\n\x1a\nrest"), Some(ImageFormat::Png));
        assert_eq!(photo_format(b"RIFF\x10\0\0\0WEBPVP8L"), Some(ImageFormat::WebP));
        assert_eq!(photo_format(b"RIFF\x10\0\0\0WAVEfmt "), None);
        assert_eq!(photo_format(b"\xFF\xD8"), None);
        assert_eq!(photo_format(b""), None);
    }

    #[test]
    fn refused_files_are_named_for_the_message() {
        let cases: &[(&[u8], &str)] = &[
            (b"GIF89a", "GIF"),
            (b"%PDF-1.7", "PDF"),
            (b"PK\x03\x04docx or zip", "ZIP"),
            (b"\0\0\0\x18ftypheic", "HEIC"),
            (b"\0\0\0\x18ftypavif", "AVIF"),
            (b"\0\0\0\x18ftypqt  ", "video (QuickTime)"),
            (b"\0\0\0\x18ftypisom", "video (MP4)"),
            (b"\xEF\xBB\xBF  <?xml version=\"1.0\"?><!-- --><SVG onload=x>", "SVG"),
            (b"\n<!DOCTYPE HTML><p>", "HTML"),
            (b"<script>alert(1)</script>", "HTML"),
            (b"<?xml version=\"1.0\"?><note/>", "XML"),
        ];
        for (bytes, name) in cases {
            assert_eq!(looks_like(bytes), Some(*name));
            assert_eq!(photo_format(bytes), None, "{name}");
        }
        let mut dicom = vec![0; 128];
        dicom.extend_from_slice(b"DICM");
        assert_eq!(looks_like(&dicom), Some("DICOM"));
        assert_eq!(looks_like(b"just words"), None);
        assert_eq!(looks_like(b""), None);
    }
}
