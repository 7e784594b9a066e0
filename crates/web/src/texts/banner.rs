//! The patient's banner: the words.

use super::words::{Counted, Named, Text};

/// The patient's banner.
#[derive(Debug, Clone, Copy)]
pub struct BannerTexts {
    pub allergy: Text,
    pub back: Text,
    pub about: Text,
    pub more_chips: Counted,
    pub same_name: Text,
    pub portrait: Named,
}

pub(super) const JA: BannerTexts = BannerTexts {
    allergy: "アレルギー",
    back: "わたしの連絡帳へ戻る",
    about: "連絡先",
    more_chips: Counted(|n| format!("ほか{n}件を見る")),
    same_name: "同じ名前の患者さんがいます。生年月日を確かめてください。",
    portrait: Named(|name| format!("{name}さんの写真")),
};

pub(super) const EN: BannerTexts = BannerTexts {
    allergy: "Allergy:",
    back: "Back to my notebooks",
    about: "Contacts",
    more_chips: Counted(|n| format!("Show {n} more")),
    same_name: "Another patient has the same name. Check the date of birth.",
    portrait: Named(|name| format!("Photo of {name}")),
};
