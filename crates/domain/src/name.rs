//! 姓名とかな.

use tasuki_kernel::{Problem, Result};

/// A person's or patient's name as written and as read.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Name {
    /// 姓.
    #[n(0)]
    pub family: String,
    /// 名.
    #[n(1)]
    pub given: String,
    /// 姓のかな, in hiragana or katakana as entered.
    #[n(2)]
    pub family_kana: String,
    /// 名のかな.
    #[n(3)]
    pub given_kana: String,
}

impl Name {
    /// The longest part of a name, in characters.
    pub const MAX: usize = 100;

    /// A name whose parts are trimmed and checked: none longer than [`Self::MAX`] characters, no
    /// control characters, a family name present. 異体字 and 外字 are kept as they are.
    pub fn new(family: &str, given: &str, family_kana: &str, given_kana: &str) -> Result<Self> {
        let part = |field, text: &str| {
            let text = text.trim();
            if text.chars().count() > Self::MAX {
                return Err(Problem::invalid(field, "a part of a name is over 100 characters"));
            }
            if text.chars().any(char::is_control) {
                return Err(Problem::invalid(field, "a name holds a control character"));
            }
            Ok(text.to_owned())
        };
        let name = Self {
            family: part("family", family)?,
            given: part("given", given)?,
            family_kana: part("family_kana", family_kana)?,
            given_kana: part("given_kana", given_kana)?,
        };
        if name.family.is_empty() {
            return Err(Problem::invalid("family", "a family name is needed"));
        }
        Ok(name)
    }

    /// 「山口 ハナ」.
    pub fn full(&self) -> String {
        format!("{} {}", self.family, self.given).trim().to_owned()
    }

    /// 「やまぐち はな」.
    pub fn kana(&self) -> String {
        format!("{} {}", self.family_kana, self.given_kana).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed_and_checked() {
        let name = Name::new(" 山口 ", "ハナ", "やまぐち", "はな").unwrap();
        assert_eq!((name.full().as_str(), name.kana().as_str()), ("山口 ハナ", "やまぐち はな"));
        assert_eq!(Name::new("", "ハナ", "", "").unwrap_err().field, Some("family"));
        assert_eq!(Name::new("山\u{0}口", "", "", "").unwrap_err().field, Some("family"));
        assert_eq!(Name::new("山", &"あ".repeat(101), "", "").unwrap_err().field, Some("given"));
    }

    #[test]
    fn variants_and_private_characters_are_kept() {
        let name = Name::new("渡邉\u{E0101}", "\u{E000}", "わたなべ", "").unwrap();
        assert_eq!(name.family, "渡邉\u{E0101}");
        assert_eq!(name.given, "\u{E000}");
    }
}
