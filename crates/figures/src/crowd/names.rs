//! Names of a crowd: common ones, so that many share a reading, as in a real town.

use anyhow::Result;
use tasuki_domain::name::Name;

const FAMILIES: [(&str, &str); 24] = [
    ("佐藤", "サトウ"),
    ("鈴木", "スズキ"),
    ("高橋", "タカハシ"),
    ("田中", "タナカ"),
    ("伊藤", "イトウ"),
    ("渡辺", "ワタナベ"),
    ("山本", "ヤマモト"),
    ("中村", "ナカムラ"),
    ("小林", "コバヤシ"),
    ("加藤", "カトウ"),
    ("吉田", "ヨシダ"),
    ("山田", "ヤマダ"),
    ("佐々木", "ササキ"),
    ("山口", "ヤマグチ"),
    ("松本", "マツモト"),
    ("井上", "イノウエ"),
    ("木村", "キムラ"),
    ("林", "ハヤシ"),
    ("斎藤", "サイトウ"),
    ("清水", "シミズ"),
    ("山崎", "ヤマザキ"),
    ("森", "モリ"),
    ("池田", "イケダ"),
    ("橋本", "ハシモト"),
];
const GIVEN: [(&str, &str); 25] = [
    ("和子", "カズコ"),
    ("幸子", "サチコ"),
    ("節子", "セツコ"),
    ("洋子", "ヨウコ"),
    ("恵子", "ケイコ"),
    ("ハナ", "ハナ"),
    ("千代", "チヨ"),
    ("文子", "フミコ"),
    ("キヨ", "キヨ"),
    ("正子", "マサコ"),
    ("トシ子", "トシコ"),
    ("美代子", "ミヨコ"),
    ("静江", "シズエ"),
    ("清", "キヨシ"),
    ("茂", "シゲル"),
    ("実", "ミノル"),
    ("勇", "イサム"),
    ("正雄", "マサオ"),
    ("博", "ヒロシ"),
    ("進", "ススム"),
    ("昭", "アキラ"),
    ("武", "タケシ"),
    ("弘", "ヒロシ"),
    ("三郎", "サブロウ"),
    ("一郎", "イチロウ"),
];

/// The name of a number; all 600 pairs come before one comes again.
pub fn name(number: usize) -> Result<Name> {
    let family = FAMILIES[number % FAMILIES.len()];
    let given = GIVEN[number % GIVEN.len()];
    Ok(Name::new(family.0, given.0, family.1, given.1)?)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn pairs_come_again_only_after_all_of_them() {
        let names: BTreeSet<String> = (0..600).map(|it| name(it).unwrap().full()).collect();
        assert_eq!(names.len(), 600);
        assert_eq!(name(600).unwrap(), name(0).unwrap());
    }
}
