//! Relatives who sign in and write in the family's room.

use crate::portrait::{Hair, Portrait, Wear};

/// A relative of a patient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relative {
    /// The login name, and what steps mean them by.
    pub key: &'static str,
    /// Key of the patient.
    pub patient: &'static str,
    /// 続柄, as the patient's contacts have it.
    pub relation: &'static str,
    /// 姓.
    pub family_name: &'static str,
    /// 名.
    pub given_name: &'static str,
    /// 姓 in hiragana.
    pub family_kana: &'static str,
    /// 名 in hiragana.
    pub given_kana: &'static str,
    /// How they are drawn.
    pub portrait: Portrait,
}

const fn relative(
    (key, patient): (&'static str, &'static str),
    relation: &'static str,
    [family_name, given_name, family_kana, given_kana]: [&'static str; 4],
    (background, hair, clothes): (&'static str, Hair, &'static str),
) -> Relative {
    let portrait = Portrait {
        background,
        skin: "#e3b592",
        hair,
        hair_colour: "#3b312c",
        wear: Wear::Round,
        clothes,
        glasses: false,
        child: false,
    };
    Relative { key, patient, relation, family_name, given_name, family_kana, given_kana, portrait }
}

pub(crate) const NORIKO: &str = "yamaguchi-noriko";
pub(crate) const EMI: &str = "okamoto-emi";
pub(crate) const AYAKA: &str = "nishimura-ayaka";

/// Those of the stories told by hand first.
pub(crate) const RELATIVES: &[Relative] = &[
    relative(
        (NORIKO, "yamaguchi-hana"),
        "長男の妻",
        ["山口", "典子", "やまぐち", "のりこ"],
        ("#efe6da", Hair::Bob, "#7f6a8d"),
    ),
    relative(
        (EMI, "okamoto-fumi"),
        "長女",
        ["岡本", "恵美", "おかもと", "えみ"],
        ("#e9dfe2", Hair::Short, "#9c6b60"),
    ),
    relative(
        (AYAKA, "nishimura-sho"),
        "母",
        ["西村", "彩香", "にしむら", "あやか"],
        ("#e0e9ee", Hair::Ponytail, "#5d87a1"),
    ),
    relative(
        ("kitahara-mika", "kitahara-yui"),
        "母",
        ["北原", "美香", "きたはら", "みか"],
        ("#e6ece0", Hair::Long, "#8a9a5b"),
    ),
    relative(
        ("kitano-tomomi", "kitano-satoshi"),
        "妻",
        ["北野", "智美", "きたの", "ともみ"],
        ("#eae4da", Hair::Curls, "#6b7a99"),
    ),
    relative(
        ("nagasawa-yoko", "nagasawa-hiroshi"),
        "妻",
        ["長沢", "葉子", "ながさわ", "ようこ"],
        ("#e2e6ea", Hair::Bun, "#a2735f"),
    ),
];

/// The relative of a patient who signs in.
pub(crate) fn of(patient: &str) -> Option<&'static Relative> {
    RELATIVES.iter().find(|it| it.patient == patient)
}
