//! A font, and how wide its letters are.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::MapVariant;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};
use std::ops::Range;
use std::sync::Arc;
use tasuki_kernel::{Code, Problem, Result};

/// What stands for a letter that the font does not have: 下駄.
const MISSING: char = '〓';

/// A font file, read whole.
pub struct Letters {
    bytes: Arc<Vec<u8>>,
    number: u32,
    pub(crate) font: Font,
}

/// A letter on its line.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    glyph: GlyphId,
    /// In ems.
    pub(crate) width: f32,
    /// The bytes of the text that it stands for.
    pub(crate) range: Range<usize>,
    pub(crate) char: char,
}

impl Letters {
    /// The font number `number` of a TrueType or OpenType file or collection.
    ///
    /// # Errors
    /// `Configuration` when it is none.
    pub fn new(bytes: Vec<u8>, number: u32) -> Result<Self> {
        let broken = || Problem::new(Code::Configuration, "the font for documents cannot be read");
        let bytes = Arc::new(bytes);
        FontRef::from_index(&bytes, number).map_err(|_| broken())?;
        let font = Font::new(Arc::clone(&bytes).into(), number).ok_or_else(broken)?;
        Ok(Self { bytes, number, font })
    }

    /// The letters of a text, a variant with its selector as one.
    pub(crate) fn of(&self, text: &str) -> Vec<Letter> {
        let Ok(font) = FontRef::from_index(&self.bytes, self.number) else { return Vec::new() };
        let (map, em) = (font.charmap(), self.font.units_per_em());
        let widths = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let mut letters: Vec<Letter> = Vec::new();
        let put = |glyph: skrifa::GlyphId, range: Range<usize>, char| Letter {
            glyph: GlyphId::new(glyph.to_u32()),
            width: widths.advance_width(glyph).unwrap_or(em) / em,
            range,
            char,
        };
        for (at, char) in text.char_indices() {
            let end = at + char.len_utf8();
            if is_selector(char) {
                let Some(last) = letters.last_mut() else { continue };
                let begin = last.range.start;
                *last = match map.map_variant(last.char, char) {
                    Some(MapVariant::Variant(glyph)) => put(glyph, begin..end, last.char),
                    _ => Letter { range: begin..end, ..last.clone() },
                };
                continue;
            }
            let glyph = map.map(char).filter(|it| it.to_u32() != 0);
            let glyph = glyph.or_else(|| map.map(MISSING)).unwrap_or_default();
            letters.push(put(glyph, at..end, char));
        }
        letters
    }
}

/// Variation selectors: they choose a form of the letter before them.
const fn is_selector(c: char) -> bool {
    matches!(c as u32, 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

impl Letter {
    pub(crate) fn glyph(&self) -> KrillaGlyph {
        KrillaGlyph::new(self.glyph, self.width, 0.0, 0.0, 0.0, self.range.clone(), None)
    }
}

/// The width of letters, in ems.
pub(crate) fn width(letters: &[Letter]) -> f32 {
    letters.iter().map(|it| it.width).sum()
}

/// What begins no line (JIS X 4051): it hangs out at the end of the one before.
fn begins_no_line(c: char) -> bool {
    "、。，．・：；？！）」』】〉》〕］｝ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々".contains(c)
}

/// What ends no line: it goes over to the next.
fn ends_no_line(c: char) -> bool {
    "（「『【〈《〔［｛".contains(c)
}

/// Letters in lines of at most `most` ems, but for a sign that hangs out.
pub(crate) fn lines(letters: &[Letter], most: f32) -> Vec<&[Letter]> {
    let mut lines = Vec::new();
    let (mut begin, mut filled) = (0, 0.0);
    for (at, letter) in letters.iter().enumerate() {
        if filled + letter.width > most && at > begin && !begins_no_line(letter.char) {
            let mut end = at;
            while end > begin + 1 && ends_no_line(letters[end - 1].char) {
                end -= 1;
            }
            lines.push(&letters[begin..end]);
            (begin, filled) = (end, width(&letters[end..at]));
        }
        filled += letter.width;
    }
    if begin < letters.len() {
        lines.push(&letters[begin..]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Letter> {
        let letter = |(at, char): (usize, char)| Letter {
            glyph: GlyphId::new(1),
            width: if char.is_ascii() { 0.5 } else { 1.0 },
            range: at..at + char.len_utf8(),
            char,
        };
        text.char_indices().map(letter).collect()
    }

    fn broken(text: &str, most: f32) -> Vec<String> {
        let letters = plain(text);
        let said = |line: &&[Letter]| line.iter().map(|it| it.char).collect();
        lines(&letters, most).iter().map(said).collect()
    }

    #[test]
    fn lines_are_broken_where_readers_expect_it() {
        assert_eq!(broken("あいうえおか", 3.0), ["あいう", "えおか"]);
        assert_eq!(broken("あいう。えお", 3.0), ["あいう。", "えお"]);
        assert_eq!(broken("あい「うえ」", 3.0), ["あい", "「うえ」"]);
        assert_eq!(broken("2026年11月", 3.0), ["2026年", "11月"]);
        assert_eq!(broken("", 3.0), [""; 0]);
        assert_eq!(broken("「「「「", 2.0), ["「", "「", "「「"], "nothing goes round for ever");
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert_eq!(Letters::new(b"no font".to_vec(), 0).err().unwrap().code, Code::Configuration);
    }
}
