//! A file from somebody's office as lines of text, whichever program wrote it.

use encoding_rs::{SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

/// How the characters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its beginning.
    Utf8,
    /// UTF-16 with a mark: what Excel calls Unicode text.
    Utf16,
    /// Shift_JIS as Windows writes it (code page 932).
    ShiftJis,
}

impl Encoding {
    /// The name, the same in every language.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16 => "UTF-16",
            Self::ShiftJis => "Shift_JIS",
        }
    }
}

/// Stands where bytes are no text.
pub(super) const BROKEN: char = char::REPLACEMENT_CHARACTER;

/// The lines of a file, without their ends. Where no mark tells how it is written, UTF-8 without a
/// fault is UTF-8; else that encoding in which `understood` makes more of the first line, and then
/// the one with fewer faults: one broken line must not turn the others into something else.
pub(super) fn lines(bytes: &[u8], understood: impl Fn(&str) -> usize) -> (Encoding, Vec<String>) {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return (Encoding::Utf8, each(rest, UTF_8));
    }
    for (mark, encoding) in [(b"\xFF\xFE", UTF_16LE), (b"\xFE\xFF", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            let (text, _) = encoding.decode_without_bom_handling(rest);
            return (Encoding::Utf16, each(text.as_bytes(), UTF_8));
        }
    }
    let utf8 = each(bytes, UTF_8);
    if std::str::from_utf8(bytes).is_ok() {
        return (Encoding::Utf8, utf8);
    }
    let shift_jis = each(bytes, SHIFT_JIS);
    let worth = |lines: &[String]| {
        let first = lines.first().map_or(0, |it| understood(it));
        (first, lines.iter().filter(|it| !it.contains(BROKEN)).count())
    };
    if worth(&utf8) > worth(&shift_jis) {
        (Encoding::Utf8, utf8)
    } else {
        (Encoding::ShiftJis, shift_jis)
    }
}

/// Lines whose end is one byte that stands for nothing else: so it is in UTF-8 and in Shift_JIS.
fn each(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Vec<String> {
    let end = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let text = |line: &[u8]| {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        encoding.decode_without_bom_handling(line).0.into_owned()
    };
    bytes.split(|it| *it == end).map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "姓,名\r\n髙橋,ﾅｵ\r\n";

    fn read(bytes: &[u8]) -> (Encoding, Vec<String>) {
        lines(bytes, |line| line.matches('姓').count())
    }

    #[test]
    fn what_excel_and_its_kin_write_is_read_alike() {
        let marked = [b"\xEF\xBB\xBF", WORDS.as_bytes()].concat();
        let little = |words: &str| words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big = |words: &str| words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let (little, big): (Vec<u8>, Vec<u8>) = (little(WORDS), big(WORDS));
        let jis = SHIFT_JIS.encode(WORDS).0;
        let lines: Vec<String> = ["姓,名", "髙橋,ﾅｵ", ""].map(Into::into).into();
        for (bytes, encoding) in [
            (WORDS.as_bytes(), Encoding::Utf8),
            (&marked, Encoding::Utf8),
            (&[b"\xFF\xFE", &*little].concat(), Encoding::Utf16),
            (&[b"\xFE\xFF", &*big].concat(), Encoding::Utf16),
            (&jis, Encoding::ShiftJis),
        ] {
            assert_eq!(read(bytes), (encoding, lines.clone()), "{encoding:?}");
        }
        assert_eq!(read(b"a\rb").1, ["a", "b"], "of an old Mac");
        let names = [Encoding::Utf8, Encoding::Utf16, Encoding::ShiftJis].map(Encoding::title);
        assert_eq!(names, ["UTF-8", "UTF-16", "Shift_JIS"]);
    }

    #[test]
    fn one_broken_line_leaves_the_others_as_they_are() {
        let broken = [WORDS.as_bytes(), b"\xE6\x9D,\n", "鈴木,葵\n".as_bytes()].concat();
        let (encoding, found) = read(&broken);
        assert_eq!(encoding, Encoding::Utf8);
        assert_eq!((&*found[1], &*found[3]), ("髙橋,ﾅｵ", "鈴木,葵"));
        assert!(found[2].contains(BROKEN), "{found:?}");
        let jis = |words: &str| SHIFT_JIS.encode(words).0.into_owned();
        let broken = [jis(WORDS), b"\x8D\n".to_vec(), jis("鈴木,葵\n")].concat();
        let (encoding, found) = read(&broken);
        assert_eq!(encoding, Encoding::ShiftJis);
        assert_eq!((&*found[1], &*found[3]), ("髙橋,ﾅｵ", "鈴木,葵"));
        assert!(found[2].contains(BROKEN), "{found:?}");
        // Half of a character at the end of a file that was cut off.
        assert_eq!(read(b"\xFF\xFE\x41\x00\x0A\x00\x00\xD8").1, ["A", "\u{FFFD}"]);
    }

    #[test]
    fn characters_that_only_one_maker_had_are_kept() {
        let (_, found) = read(b"\x90\xA9\n\xF0\x40\xFB\xFC");
        assert_eq!(found, ["姓", "\u{E000}髙"]);
    }
}
