//! フリガナ: what people type as the reading of a name, in one spelling.

use tasuki_kernel::{Problem, Result};

use crate::fold::fold;

/// The longest reading, in characters.
const MAX: usize = 100;

/// A reading in full-width katakana, whichever kana it was typed in: ひらがな, カタカナ or ｶﾀｶﾅ.
///
/// # Errors
/// `Invalid` naming `field`: nothing, too long, or something that is not kana.
pub fn katakana(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::invalid(field, "a reading in kana is needed"));
    }
    if text.chars().count() > MAX {
        return Err(Problem::invalid(field, format!("over {MAX} characters")));
    }
    let reading: Option<String> = fold(text).chars().map(upper).collect();
    match reading {
        Some(reading) if !reading.is_empty() => Ok(reading),
        _ => Err(Problem::invalid(field, "a reading holds kana only")),
    }
}

/// The katakana of a hiragana; the long mark stands for itself.
fn upper(c: char) -> Option<char> {
    match c as u32 {
        code @ (0x3041..=0x3096 | 0x309D..=0x309E) => char::from_u32(code + 0x60),
        _ if c == 'ー' => Some(c),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_kana_become_one() {
        for typed in ["タカハシ", "たかはし", "ﾀｶﾊｼ", " タカ ハシ "] {
            assert_eq!(katakana("family_kana", typed).unwrap(), "タカハシ");
        }
        assert_eq!(katakana("given_kana", "ﾍﾞｯﾄｰ").unwrap(), "ベットー");
        assert!(katakana("given_kana", "ヷ").is_err(), "ヷ is in no name");
        assert_eq!(katakana("given_kana", "みすゞ").unwrap(), "ミスヾ");
    }

    #[test]
    fn what_is_not_kana_is_refused() {
        for typed in ["", "　", "高橋", "takahashi", "タカ1", "・"] {
            assert_eq!(katakana("family_kana", typed).unwrap_err().field, Some("family_kana"));
        }
        assert!(katakana("family_kana", &"ア".repeat(100)).is_ok());
        assert!(katakana("family_kana", &"ア".repeat(101)).is_err());
    }

    proptest! {
        #[test]
        fn a_reading_reads_the_same_again(typed in "[ぁ-ゖァ-ヶｦ-ﾝー]{1,40}") {
            let once = katakana("k", &typed).unwrap();
            prop_assert_eq!(katakana("k", &once).unwrap(), once);
        }
    }
}
