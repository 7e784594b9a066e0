//! 検索のための読み替え: one spelling for what sounds and reads the same, so that ハナ, ﾊﾅ and はな
//! find each other.

/// Half-width katakana (JIS X 0201, U+FF66 to U+FF9D) in the order of their codes, as hiragana.
const HALF: [char; 56] = [
    'を', 'ぁ', 'ぃ', 'ぅ', 'ぇ', 'ぉ', 'ゃ', 'ゅ', 'ょ', 'っ', 'ー', 'あ', 'い', 'う', 'え', 'お',
    'か', 'き', 'く', 'け', 'こ', 'さ', 'し', 'す', 'せ', 'そ', 'た', 'ち', 'つ', 'て', 'と', 'な',
    'に', 'ぬ', 'ね', 'の', 'は', 'ひ', 'ふ', 'へ', 'ほ', 'ま', 'み', 'む', 'め', 'も', 'や', 'ゆ',
    'よ', 'ら', 'り', 'る', 'れ', 'ろ', 'わ', 'ん',
];

/// The hiragana with a voiced mark (゛), if there is one.
const fn voiced(c: char) -> Option<char> {
    match c {
        'う' => Some('ゔ'),
        'か' | 'き' | 'く' | 'け' | 'こ' | 'さ' | 'し' | 'す' | 'せ' | 'そ' | 'た' | 'ち'
        | 'つ' | 'て' | 'と' | 'は' | 'ひ' | 'ふ' | 'へ' | 'ほ' => {
            char::from_u32(c as u32 + 1)
        }
        _ => None,
    }
}

/// The hiragana with a half-voiced mark (゜), if there is one.
const fn half_voiced(c: char) -> Option<char> {
    match c {
        'は' | 'ひ' | 'ふ' | 'へ' | 'ほ' => char::from_u32(c as u32 + 2),
        _ => None,
    }
}

/// One character in its folded form, but for marks that join the one before.
fn single(c: char) -> char {
    let code = c as u32;
    match code {
        // Katakana, the iteration marks among them.
        0x30A1..=0x30F6 | 0x30FD..=0x30FE => char::from_u32(code - 0x60).unwrap_or(c),
        0xFF66..=0xFF9D => HALF[(code - 0xFF66) as usize],
        // Full-width ASCII.
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// A name or a search in folded form: hiragana for katakana of either width, half-width ASCII in
/// lower case, no blank space, no characters that are not seen (variation selectors).
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let code = c as u32;
        let unseen = (0xFE00..=0xFE0F).contains(&code) || (0xE0100..=0xE01EF).contains(&code);
        if c.is_whitespace() || unseen || matches!(c, '・' | '･') {
            continue;
        }
        let joined = match c {
            '\u{3099}' | '゛' | 'ﾞ' => folded.chars().last().and_then(voiced),
            '\u{309A}' | '゜' | 'ﾟ' => folded.chars().last().and_then(half_voiced),
            _ => None,
        };
        if let Some(joined) = joined {
            folded.pop();
            folded.push(joined);
            continue;
        }
        folded.extend(single(c).to_lowercase());
    }
    folded
}

/// Whether `search` (folded) is part of one of `texts`; the empty search is part of everything.
pub fn found(search: &str, texts: &[&str]) -> bool {
    texts.iter().any(|text| fold(text).contains(search))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_spelling_of_a_reading_is_one() {
        for spelling in ["ヤマグチ ハナ", "やまぐち　はな", "ﾔﾏｸﾞﾁ ﾊﾅ", "ヤマク\u{3099}チハナ"]
        {
            assert_eq!(fold(spelling), "やまぐちはな", "{spelling}");
        }
        assert_eq!(fold("ﾊﾟﾝ ﾌﾞｰﾂ ヴ ｳﾞ"), "ぱんぶーつゔゔ");
        assert_eq!(fold("Ｏ'Ｂｒｉｅｎ"), "o'brien");
        assert_eq!(fold("渡邉\u{E0101}"), "渡邉");
    }

    #[test]
    fn a_part_is_enough() {
        assert!(found(&fold("グチ"), &["山口 ハナ", "やまぐち はな"]));
        assert!(found(&fold("口ハ"), &["山口 ハナ", "やまぐち はな"]));
        assert!(!found(&fold("たなか"), &["山口 ハナ", "やまぐち はな"]));
        assert!(found("", &["山口"]));
    }

    #[test]
    fn a_mark_alone_stays() {
        assert_eq!(fold("ﾞ"), "ﾞ");
        assert_eq!(fold("あ゛"), "あ゛");
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
            prop_assert!(!once.chars().any(char::is_whitespace));
        }

        #[test]
        fn katakana_folds_like_hiragana(code in 0x3041_u32..=0x3096) {
            let hiragana = char::from_u32(code).unwrap().to_string();
            let katakana = char::from_u32(code + 0x60).unwrap().to_string();
            prop_assert_eq!(fold(&katakana), fold(&hiragana));
        }
    }
}
