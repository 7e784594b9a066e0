//! Who confirmed and opened an entry: the words.

use super::words::Text;

/// The lists of names on the page of an entry.
#[derive(Debug, Clone, Copy)]
pub struct SeenByTexts {
    pub heading: Text,
}

pub(super) const JA: SeenByTexts = SeenByTexts { heading: "確認した人・開いた人" };

pub(super) const EN: SeenByTexts = SeenByTexts { heading: "Who confirmed and opened it" };
