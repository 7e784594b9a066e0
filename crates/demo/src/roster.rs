//! The patients whose notebooks are composed. No two conditions follow one another.

use crate::condition::Condition;
use crate::conditions::{
    ALS, CANCER, CHILD, COPD, DEMENTIA, DIABETES, DIALYSIS, HEART_FAILURE, PARKINSON, SPINAL,
    STROKE,
};
use crate::patient::{Birth, Sex};

/// A patient of the roster.
#[derive(Debug)]
pub(crate) struct Entry {
    pub key: &'static str,
    /// 姓, 名, せい, めい.
    pub name: [&'static str; 4],
    pub birth: Birth,
    pub sex: Sex,
    pub care_level: &'static str,
    pub living: &'static str,
    /// Who is spoken of and called first.
    pub kin: &'static str,
    pub condition: &'static Condition,
}

const F: Sex = Sex::Female;
const M: Sex = Sex::Male;

const fn born(year: i16, month: u8, day: u8) -> Birth {
    Birth { year, month, day }
}

const fn entry(
    key: &'static str,
    name: [&'static str; 4],
    (birth, sex): (Birth, Sex),
    (care_level, living, kin): (&'static str, &'static str, &'static str),
    condition: &'static Condition,
) -> Entry {
    Entry { key, name, birth, sex, care_level, living, kin, condition }
}

// One patient a block: kept as written.
#[rustfmt::skip]
pub(crate) const ROSTER: &[Entry] = &[
    entry("kondo-shigeru", ["近藤", "茂", "こんどう", "しげる"], (born(1944, 5, 3), M),
        ("要介護2", "妻と二人暮らし", "妻"), &HEART_FAILURE),
    entry("kusano-isamu", ["草野", "勇", "くさの", "いさむ"], (born(1943, 7, 22), M),
        ("要介護2", "妻と二人暮らし", "妻"), &COPD),
    entry("suzuki-kazuko-2", ["鈴木", "和子", "すずき", "かずこ"], (born(1937, 10, 20), F),
        ("要介護2", "独居", "長男"), &DEMENTIA),
    entry("kitano-satoshi", ["北野", "聡", "きたの", "さとし"], (born(1958, 8, 19), M),
        ("要介護5", "妻と二人暮らし", "妻"), &ALS),
    entry("kitahara-yui", ["北原", "結衣", "きたはら", "ゆい"], (born(2018, 10, 4), F),
        ("", "両親・兄と同居", "母"), &CHILD),
    entry("shimizu-kyoko", ["清水", "京子", "しみず", "きょうこ"], (born(1949, 9, 3), F),
        ("要介護3", "夫と二人暮らし", "夫"), &CANCER),
    entry("takasaki-megumi", ["髙﨑", "惠", "たかさき", "めぐみ"], (born(1948, 6, 30), F),
        ("要介護3", "夫と二人暮らし", "夫"), &STROKE),
    entry("hasegawa-minoru", ["長谷川", "実", "はせがわ", "みのる"], (born(1949, 5, 21), M),
        ("要介護3", "妻と二人暮らし", "妻"), &PARKINSON),
    entry("imai-yoshimi", ["今井", "良美", "いまい", "よしみ"], (born(1951, 11, 23), F),
        ("要介護1", "夫と二人暮らし", "夫"), &DIABETES),
    entry("otsuka-noboru", ["大塚", "昇", "おおつか", "のぼる"], (born(1950, 3, 25), M),
        ("要介護2", "妻と二人暮らし", "妻"), &DIALYSIS),
    entry("tsuchiya-shun", ["土屋", "俊", "つちや", "しゅん"], (born(1979, 4, 9), M),
        ("要介護5", "妻・長男と同居", "妻"), &SPINAL),
    entry("suzuki-kazuko-1", ["鈴木", "和子", "すずき", "かずこ"], (born(1940, 2, 11), F),
        ("要介護2", "独居", "長女"), &HEART_FAILURE),
    entry("mizuno-kaneo", ["水野", "兼雄", "みずの", "かねお"], (born(1939, 11, 2), M),
        ("要介護3", "独居", "長男"), &COPD),
    entry("tamura-ume", ["田村", "ウメ", "たむら", "うめ"], (born(1933, 4, 1), F),
        ("要介護3", "長男夫婦と同居", "嫁"), &DEMENTIA),
    entry("aoyama-reiko", ["青山", "礼子", "あおやま", "れいこ"], (born(1962, 5, 7), F),
        ("要介護5", "夫・長男と同居", "夫"), &ALS),
    entry("morita-riku", ["森田", "陸", "もりた", "りく"], (born(2021, 3, 29), M),
        ("", "両親と同居", "母"), &CHILD),
    entry("nagasawa-hiroshi", ["長沢", "博", "ながさわ", "ひろし"], (born(1946, 4, 17), M),
        ("要介護4", "妻・次男と同居", "妻"), &CANCER),
    entry("nakagawa-yutaka", ["中川", "豊", "なかがわ", "ゆたか"], (born(1950, 10, 12), M),
        ("要介護3", "妻と二人暮らし", "妻"), &STROKE),
    entry("kuroda-sachiko", ["黒田", "祥子", "くろだ", "さちこ"], (born(1946, 3, 6), F),
        ("要介護2", "夫と二人暮らし", "夫"), &PARKINSON),
    entry("shinohara-goro", ["篠原", "五郎", "しのはら", "ごろう"], (born(1945, 2, 2), M),
        ("要介護2", "独居", "長女"), &DIABETES),
    entry("fukuda-takako", ["福田", "貴子", "ふくだ", "たかこ"], (born(1959, 9, 29), F),
        ("要介護1", "独居", "弟"), &DIALYSIS),
    entry("komatsu-mari", ["小松", "真理", "こまつ", "まり"], (born(1968, 6, 22), F),
        ("", "独居", "姉"), &SPINAL),
    entry("noda-saburo", ["野田", "三郎", "のだ", "さぶろう"], (born(1936, 9, 27), M),
        ("要介護1", "長男夫婦と同居", "長男"), &HEART_FAILURE),
    entry("hirose-tadashi", ["広瀬", "正", "ひろせ", "ただし"], (born(1947, 1, 30), M),
        ("要介護1", "長女と同居", "長女"), &COPD),
    entry("hoshino-takeo", ["星野", "武雄", "ほしの", "たけお"], (born(1939, 6, 9), M),
        ("要介護2", "妻と二人暮らし", "妻"), &DEMENTIA),
    entry("toda-masaru", ["戸田", "勝", "とだ", "まさる"], (born(1955, 12, 24), M),
        ("要介護5", "妻と二人暮らし", "妻"), &ALS),
    entry("ozaki-hina", ["尾崎", "陽菜", "おざき", "ひな"], (born(2015, 7, 15), F),
        ("", "母・祖母と同居", "母"), &CHILD),
    entry("iwata-sachie", ["岩田", "幸恵", "いわた", "さちえ"], (born(1957, 11, 11), F),
        ("要介護2", "独居", "妹"), &CANCER),
    entry("ebihara-toshie", ["海老原", "敏江", "えびはら", "としえ"], (born(1944, 1, 19), F),
        ("要介護4", "長女夫婦と同居", "長女"), &STROKE),
    entry("arai-eizo", ["新井", "栄三", "あらい", "えいぞう"], (born(1941, 7, 1), M),
        ("要介護3", "長女と同居", "長女"), &PARKINSON),
    entry("chiba-tatsuya", ["千葉", "達也", "ちば", "たつや"], (born(1956, 6, 16), M),
        ("要支援2", "妻と二人暮らし", "妻"), &DIABETES),
    entry("kikuchi-isao", ["菊池", "功", "きくち", "いさお"], (born(1947, 5, 14), M),
        ("要介護3", "長男夫婦と同居", "長男"), &DIALYSIS),
    entry("kawai-tomiko", ["河合", "富子", "かわい", "とみこ"], (born(1938, 12, 5), F),
        ("要介護2", "独居", "次女"), &HEART_FAILURE),
    entry("sakai-nobue", ["酒井", "信枝", "さかい", "のぶえ"], (born(1945, 8, 14), F),
        ("要介護2", "夫と二人暮らし", "夫"), &COPD),
    entry("ueno-chizuko", ["上野", "千鶴子", "うえの", "ちずこ"], (born(1941, 2, 25), F),
        ("要介護1", "独居", "姪"), &DEMENTIA),
    entry("yokoyama-tetsu", ["横山", "哲", "よこやま", "てつ"], (born(1953, 2, 6), M),
        ("要介護3", "妻と二人暮らし", "妻"), &CANCER),
    entry("murase-koichi", ["村瀬", "浩一", "むらせ", "こういち"], (born(1961, 8, 8), M),
        ("要介護2", "独居", "姉"), &STROKE),
    entry("kubo-michiyo", ["久保", "道代", "くぼ", "みちよ"], (born(1952, 9, 15), F),
        ("要介護1", "独居", "長男"), &PARKINSON),
    entry("okuda-natsue", ["奥田", "夏江", "おくだ", "なつえ"], (born(1939, 8, 5), F),
        ("要介護2", "長男夫婦と同居", "長男"), &DIABETES),
    entry("segawa-mitsuo", ["瀬川", "光男", "せがわ", "みつお"], (born(1951, 3, 18), M),
        ("要介護1", "妻と二人暮らし", "妻"), &HEART_FAILURE),
    entry("oda-yoshikazu", ["小田", "義一", "おだ", "よしかず"], (born(1935, 3, 13), M),
        ("要介護2", "独居", "次女"), &DEMENTIA),
    entry("kaneda-fusako", ["金田", "房子", "かねだ", "ふさこ"], (born(1942, 12, 28), F),
        ("要介護2", "長男と同居", "長男"), &STROKE),
    entry("matsuda-sumi", ["松田", "スミ", "まつだ", "すみ"], (born(1930, 1, 8), F),
        ("要介護4", "長女と同居", "長女"), &DEMENTIA),
];
