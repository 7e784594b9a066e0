//! Those who do not act in the stories told by hand, but see the other patients.

use crate::portrait::{Hair, Wear};

use super::{
    BATHING, BLACK, BROWN, CARE_OFFICE, CITY, CLINIC, DARK, DAY_SERVICE, DENTAL_CLINIC, EQUIPMENT,
    GREY, HELP_OFFICE, HOSPITAL, MISAKI_CLINIC, NURSING_STATION, PHARMACY, REHABILITATION,
    SUPPORT_CENTER, Staff, face, profession, staff,
};

pub(crate) const OTA: &str = "ota-shinobu";
pub(crate) const KURATA: &str = "kurata-eiji";
pub(crate) const HIRANO: &str = "hirano-mai";
pub(crate) const TACHIBANA: &str = "tachibana-yoko";
pub(crate) const SUGAWARA: &str = "sugawara-chie";
pub(crate) const NOMURA: &str = "nomura-kayo";
pub(crate) const HATTORI: &str = "hattori-midori";
pub(crate) const AIZAWA: &str = "aizawa-toru";
pub(crate) const MIYATA: &str = "miyata-kaori";
pub(crate) const UEHARA: &str = "uehara-nozomi";
pub(crate) const IIDA: &str = "iida-kunio";
pub(crate) const YASUDA: &str = "yasuda-rie";
pub(crate) const MINAMI: &str = "minami-shota";
pub(crate) const TAGUCHI: &str = "taguchi-fusae";
pub(crate) const ARAKI: &str = "araki-naomi";
pub(crate) const KUDO: &str = "kudo-masato";
pub(crate) const SAKAMOTO: &str = "sakamoto-yuko";
pub(crate) const NAGAI: &str = "nagai-kosuke";
pub(crate) const OGAWA: &str = "ogawa-haruka";
pub(crate) const NISHIO: &str = "nishio-katsumi";
pub(crate) const SHIOMI: &str = "shiomi-hidetoshi";
pub(crate) const KANNO: &str = "kanno-ayumi";
pub(crate) const HONDA: &str = "honda-misato";
pub(crate) const SHIBATA: &str = "shibata-jun";
pub(crate) const ENDO: &str = "endo-kotone";
pub(crate) const MARUYAMA: &str = "maruyama-setsuko";
pub(crate) const UCHIDA: &str = "uchida-ren";
pub(crate) const KATAOKA: &str = "kataoka-emi";
pub(crate) const MURAI: &str = "murai-daichi";
pub(crate) const HOSHIZAKI: &str = "hoshizaki-ken";
pub(crate) const KOGA: &str = "koga-noriko";
pub(crate) const ONISHI: &str = "onishi-takuya";
pub(crate) const KITAGAWA: &str = "kitagawa-saori";

// One person a block: kept as written.
#[rustfmt::skip]
pub(super) const COLLEAGUES: &[Staff] = &[
    staff(OTA, ["太田", "しのぶ", "おおた", "しのぶ"], profession::NURSE, NURSING_STATION,
        face("#e4ebdd", Hair::Bob, BLACK, Wear::Round, "#3f8087")),
    staff(KURATA, ["倉田", "英二", "くらた", "えいじ"], profession::NURSE, NURSING_STATION,
        face("#dde3ee", Hair::Crop, DARK, Wear::Round, "#3f8087")),
    staff(HIRANO, ["平野", "舞", "ひらの", "まい"], profession::NURSE, NURSING_STATION,
        face("#f1e2e6", Hair::Long, BROWN, Wear::Round, "#3f8087").with_glasses()),
    staff(TACHIBANA, ["立花", "洋子", "たちばな", "ようこ"], profession::NURSE, NURSING_STATION,
        face("#ece8d9", Hair::Curls, GREY, Wear::Round, "#3f8087").with_glasses()),
    staff(SUGAWARA, ["菅原", "千恵", "すがわら", "ちえ"], profession::NURSE, NURSING_STATION,
        face("#dcebe9", Hair::Ponytail, BLACK, Wear::Collar, "#3f8087")),
    staff(NOMURA, ["野村", "佳代", "のむら", "かよ"], profession::NURSE, CLINIC,
        face("#e8e2f0", Hair::Short, BROWN, Wear::Collar, "#b7c9d8")),
    staff(HATTORI, ["服部", "みどり", "はっとり", "みどり"], profession::DIETITIAN, CLINIC,
        face("#e3eddc", Hair::Bun, BROWN, Wear::Coat, "#f4f6f7").with_glasses()),
    staff(AIZAWA, ["相沢", "徹", "あいざわ", "とおる"], profession::PHYSICIAN, MISAKI_CLINIC,
        face("#d8dfe2", Hair::Receding, GREY, Wear::Coat, "#f4f6f7").with_glasses()).manages(),
    staff(MIYATA, ["宮田", "香織", "みやた", "かおり"], profession::PHYSICIAN, MISAKI_CLINIC,
        face("#efe4da", Hair::Bob, BROWN, Wear::Coat, "#f4f6f7")),
    staff(UEHARA, ["上原", "望", "うえはら", "のぞみ"], profession::NURSE, MISAKI_CLINIC,
        face("#dfe9f2", Hair::Bun, DARK, Wear::Collar, "#6c8fae")),
    staff(IIDA, ["飯田", "邦夫", "いいだ", "くにお"], profession::CARE_MANAGER, CARE_OFFICE,
        face("#e5e0d3", Hair::Fringe, GREY, Wear::Collar, "#5f6f7d").with_glasses()),
    staff(YASUDA, ["安田", "理恵", "やすだ", "りえ"], profession::CARE_MANAGER, CARE_OFFICE,
        face("#e0ece6", Hair::Short, BLACK, Wear::Collar, "#8a5f5f")),
    staff(MINAMI, ["南", "翔太", "みなみ", "しょうた"], profession::PHARMACIST, PHARMACY,
        face("#dbe2ea", Hair::Spiky, BROWN, Wear::Coat, "#f4f6f7").with_glasses()),
    staff(TAGUCHI, ["田口", "房枝", "たぐち", "ふさえ"], profession::HOME_HELPER, HELP_OFFICE,
        face("#f0e6e2", Hair::Curls, GREY, Wear::Round, "#c5834a")),
    staff(ARAKI, ["荒木", "直美", "あらき", "なおみ"], profession::HOME_HELPER, HELP_OFFICE,
        face("#e6eadb", Hair::Long, DARK, Wear::Round, "#c5834a")),
    staff(KUDO, ["工藤", "雅人", "くどう", "まさと"], profession::CARE_WORKER, HELP_OFFICE,
        face("#dee4e0", Hair::Parted, BROWN, Wear::Collar, "#c5834a")),
    staff(SAKAMOTO, ["坂本", "祐子", "さかもと", "ゆうこ"], profession::MEDICAL_SOCIAL_WORKER, HOSPITAL,
        face("#ebe3ee", Hair::Bob, DARK, Wear::Collar, "#4f5d75").with_glasses()).manages(),
    staff(NAGAI, ["永井", "康介", "ながい", "こうすけ"], profession::MEDICAL_SOCIAL_WORKER, HOSPITAL,
        face("#e2e8ee", Hair::Parted, BLACK, Wear::Collar, "#4f5d75")),
    staff(OGAWA, ["小川", "晴香", "おがわ", "はるか"], profession::NURSE, HOSPITAL,
        face("#e9efe3", Hair::Ponytail, BROWN, Wear::Collar, "#7d9bb5")),
    staff(NISHIO, ["西尾", "克己", "にしお", "かつみ"], profession::PHYSICIAN, HOSPITAL,
        face("#dadfd8", Hair::Crop, GREY, Wear::Coat, "#f4f6f7").with_glasses()),
    staff(SHIOMI, ["潮見", "秀俊", "しおみ", "ひでとし"], profession::DENTIST, DENTAL_CLINIC,
        face("#d9e6e8", Hair::Parted, GREY, Wear::Coat, "#eaf3f5")).manages(),
    staff(KANNO, ["菅野", "歩", "かんの", "あゆみ"], profession::DENTAL_HYGIENIST, DENTAL_CLINIC,
        face("#f0e3ea", Hair::Ponytail, DARK, Wear::Round, "#c78fa3")),
    staff(HONDA, ["本田", "美里", "ほんだ", "みさと"], profession::DENTAL_HYGIENIST, DENTAL_CLINIC,
        face("#e7ecdf", Hair::Short, BLACK, Wear::Round, "#c78fa3").with_glasses()),
    staff(SHIBATA, ["柴田", "淳", "しばた", "じゅん"], profession::PHYSICAL_THERAPIST, REHABILITATION,
        face("#dce8ef", Hair::Crop, BROWN, Wear::Collar, "#2f7a6b")).manages(),
    staff(ENDO, ["遠藤", "琴音", "えんどう", "ことね"], profession::SPEECH_THERAPIST, REHABILITATION,
        face("#efe9da", Hair::Long, BLACK, Wear::Collar, "#2f7a6b")),
    staff(MARUYAMA, ["丸山", "節子", "まるやま", "せつこ"], profession::NURSE, DAY_SERVICE,
        face("#eadfd8", Hair::Short, GREY, Wear::Round, "#d28a6c").with_glasses()).manages(),
    staff(UCHIDA, ["内田", "蓮", "うちだ", "れん"], profession::CARE_WORKER, DAY_SERVICE,
        face("#e1e9e0", Hair::Spiky, BLACK, Wear::Round, "#d28a6c")),
    staff(KATAOKA, ["片岡", "絵美", "かたおか", "えみ"], profession::NURSE, BATHING,
        face("#dfe7ea", Hair::Bun, GREY, Wear::Round, "#5aa0b8")).manages(),
    staff(MURAI, ["村井", "大地", "むらい", "だいち"], profession::CARE_WORKER, BATHING,
        face("#e8e4d6", Hair::Crop, BLACK, Wear::Round, "#5aa0b8").with_glasses()),
    staff(HOSHIZAKI, ["星崎", "健", "ほしざき", "けん"], profession::EQUIPMENT_ADVISER, EQUIPMENT,
        face("#e3e2ea", Hair::Receding, BROWN, Wear::Collar, "#3c5a86")).manages(),
    staff(KOGA, ["古賀", "典子", "こが", "のりこ"], profession::PUBLIC_HEALTH_NURSE, SUPPORT_CENTER,
        face("#e6eee8", Hair::Bob, GREY, Wear::Collar, "#6b8f71").with_glasses()).manages(),
    staff(ONISHI, ["大西", "拓也", "おおにし", "たくや"], profession::CARE_MANAGER, SUPPORT_CENTER,
        face("#ebe6dc", Hair::Spiky, DARK, Wear::Collar, "#6b8f71")),
    staff(KITAGAWA, ["北川", "沙織", "きたがわ", "さおり"], profession::PUBLIC_HEALTH_NURSE, CITY,
        face("#dde5ec", Hair::Long, DARK, Wear::Collar, "#56657a").with_glasses()).manages(),
];
