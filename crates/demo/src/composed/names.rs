//! Names put together: of relatives, and of patients beyond the roster.

use super::Sex;
use crate::noise;

/// 姓 and its kana, all common and all in this town.
const FAMILIES: [(&str, &str); 24] = [
    ("浅野", "あさの"),
    ("池田", "いけだ"),
    ("内山", "うちやま"),
    ("大谷", "おおたに"),
    ("加納", "かのう"),
    ("木下", "きのした"),
    ("桑原", "くわばら"),
    ("小泉", "こいずみ"),
    ("榊", "さかき"),
    ("島田", "しまだ"),
    ("須藤", "すどう"),
    ("関根", "せきね"),
    ("高山", "たかやま"),
    ("辻", "つじ"),
    ("土井", "どい"),
    ("永田", "ながた"),
    ("根本", "ねもと"),
    ("萩原", "はぎわら"),
    ("古川", "ふるかわ"),
    ("堀内", "ほりうち"),
    ("真鍋", "まなべ"),
    ("向井", "むかい"),
    ("矢野", "やの"),
    ("和田", "わだ"),
];
const WOMEN: [(&str, &str); 20] = [
    ("敏子", "としこ"),
    ("君江", "きみえ"),
    ("春代", "はるよ"),
    ("美代", "みよ"),
    ("雪江", "ゆきえ"),
    ("文子", "ふみこ"),
    ("久子", "ひさこ"),
    ("静", "しず"),
    ("菊枝", "きくえ"),
    ("千代", "ちよ"),
    ("澄江", "すみえ"),
    ("弘子", "ひろこ"),
    ("勝代", "かつよ"),
    ("松枝", "まつえ"),
    ("初美", "はつみ"),
    ("民子", "たみこ"),
    ("光江", "みつえ"),
    ("良子", "よしこ"),
    ("時子", "ときこ"),
    ("絹江", "きぬえ"),
];
const MEN: [(&str, &str); 20] = [
    ("正一", "しょういち"),
    ("清", "きよし"),
    ("辰夫", "たつお"),
    ("昭", "あきら"),
    ("利夫", "としお"),
    ("寛", "ひろし"),
    ("貞夫", "さだお"),
    ("進", "すすむ"),
    ("国男", "くにお"),
    ("富雄", "とみお"),
    ("信夫", "のぶお"),
    ("敬三", "けいぞう"),
    ("喜一", "きいち"),
    ("安男", "やすお"),
    ("義雄", "よしお"),
    ("末吉", "すえきち"),
    ("忠", "ただし"),
    ("幸一", "こういち"),
    ("春男", "はるお"),
    ("巌", "いわお"),
];
const YOUNGER: [&str; 16] = [
    "恵",
    "直樹",
    "由美",
    "健一",
    "真由美",
    "浩",
    "明美",
    "隆志",
    "久美子",
    "博之",
    "智子",
    "剛",
    "裕美",
    "修",
    "陽子",
    "大介",
];

/// 姓, 名, せい, めい of a patient beyond the roster.
pub(super) fn made(number: usize, sex: Sex) -> [String; 4] {
    let seed = noise::hash(number as u64, 77);
    let (family, family_kana) = FAMILIES[noise::below(seed, 1, FAMILIES.len())];
    let given = if sex == Sex::Female { &WOMEN } else { &MEN };
    let (given, given_kana) = given[noise::below(seed, 2, given.len())];
    [family, given, family_kana, given_kana].map(str::to_owned)
}

/// 名 of a relative.
pub(super) fn relative(kin: &str, seed: u64, nth: u64) -> &'static str {
    let chance = noise::below(seed, 70 + nth, 20);
    match kin {
        "妻" | "姉" | "妹" => WOMEN[chance].0,
        "夫" | "兄" | "弟" => MEN[chance].0,
        _ => {
            YOUNGER[match kin {
                "長男" | "父" => chance % 8 * 2 + 1,
                "長女" | "次女" | "母" | "嫁" | "姪" => chance % 8 * 2,
                _ => chance % 16,
            }]
        }
    }
}
