//! Facilities and staff of the demo region.

mod colleagues;

use crate::portrait::{Hair, Portrait, Wear};

pub(crate) use colleagues::*;

/// Codes of professions (職種) that the region knows.
pub mod profession {
    /// 医師.
    pub const PHYSICIAN: &str = "physician";
    /// 薬剤師.
    pub const PHARMACIST: &str = "pharmacist";
    /// 看護師.
    pub const NURSE: &str = "nurse";
    /// 介護支援専門員.
    pub const CARE_MANAGER: &str = "care_manager";
    /// 訪問介護員.
    pub const HOME_HELPER: &str = "home_helper";
    /// 理学療法士.
    pub const PHYSICAL_THERAPIST: &str = "physical_therapist";
    /// 言語聴覚士.
    pub const SPEECH_THERAPIST: &str = "speech_therapist";
    /// 歯科医師.
    pub const DENTIST: &str = "dentist";
    /// 歯科衛生士.
    pub const DENTAL_HYGIENIST: &str = "dental_hygienist";
    /// 管理栄養士.
    pub const DIETITIAN: &str = "dietitian";
    /// 保健師.
    pub const PUBLIC_HEALTH_NURSE: &str = "public_health_nurse";
    /// 医療ソーシャルワーカー.
    pub const MEDICAL_SOCIAL_WORKER: &str = "medical_social_worker";
    /// 介護福祉士.
    pub const CARE_WORKER: &str = "certified_care_worker";
    /// 福祉用具専門相談員.
    pub const EQUIPMENT_ADVISER: &str = "equipment_adviser";
}

/// 施設・事業所.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facility {
    /// For [`Staff::facility`]; lower case ASCII.
    pub key: &'static str,
    /// Code of a 施設分類.
    pub kind: &'static str,
    /// Name.
    pub name: &'static str,
}

const fn facility(key: &'static str, kind: &'static str, name: &'static str) -> Facility {
    Facility { key, kind, name }
}

/// The fourteen facilities.
pub const FACILITIES: &[Facility] = &[
    facility(NURSING_STATION, "home_nursing", "みなと訪問看護ステーション"),
    facility(CLINIC, "clinic", "川村内科医院"),
    facility(CARE_OFFICE, "care_management", "青葉居宅介護支援事業所"),
    facility(PHARMACY, "pharmacy", "はまかぜ薬局"),
    facility(HELP_OFFICE, "home_help", "ひだまり訪問介護"),
    facility(HOSPITAL, "hospital", "みなと中央病院"),
    facility(MISAKI_CLINIC, "clinic", "岬在宅クリニック"),
    facility(DENTAL_CLINIC, "dental_clinic", "潮見歯科クリニック"),
    facility(REHABILITATION, "home_rehabilitation", "かもめ訪問リハビリ"),
    facility(DAY_SERVICE, "day_service", "デイサービスいそべ"),
    facility(BATHING, "home_bathing", "ゆうなぎ訪問入浴"),
    facility(EQUIPMENT, "care_equipment", "ほしざき福祉用具"),
    facility(SUPPORT_CENTER, "community_support_center", "みなと市南部地域包括支援センター"),
    facility(CITY, "city_office", "みなと市役所 医療介護連携室"),
];

pub(crate) const NURSING_STATION: &str = "minato-nursing";
pub(crate) const CLINIC: &str = "kawamura-clinic";
pub(crate) const CARE_OFFICE: &str = "aoba-care";
pub(crate) const PHARMACY: &str = "hamakaze-pharmacy";
pub(crate) const HELP_OFFICE: &str = "hidamari-help";
pub(crate) const HOSPITAL: &str = "minato-hospital";
pub(crate) const MISAKI_CLINIC: &str = "misaki-clinic";
pub(crate) const DENTAL_CLINIC: &str = "shiomi-dental";
pub(crate) const REHABILITATION: &str = "kamome-rehabilitation";
pub(crate) const DAY_SERVICE: &str = "isobe-day";
pub(crate) const BATHING: &str = "yunagi-bathing";
pub(crate) const EQUIPMENT: &str = "hoshizaki-equipment";
pub(crate) const SUPPORT_CENTER: &str = "nanbu-support";
pub(crate) const CITY: &str = "minato-city";

pub(crate) const SATO: &str = "sato-misaki";
pub(crate) const MORI: &str = "mori-sayaka";
pub(crate) const ISHIDA: &str = "ishida-hiroko";
pub(crate) const KAWAMURA: &str = "kawamura-makoto";
pub(crate) const TAKAGI: &str = "takagi-ryo";
pub(crate) const TANAKA: &str = "tanaka-keiko";
pub(crate) const FUJITA: &str = "fujita-naoko";
pub(crate) const KOBAYASHI: &str = "kobayashi-kenta";
pub(crate) const MATSUO: &str = "matsuo-aya";
pub(crate) const NAKAMURA: &str = "nakamura-yuka";
pub(crate) const KISHIMOTO: &str = "kishimoto-takashi";
pub(crate) const YOSHIOKA: &str = "yoshioka-daisuke";

/// Somebody who works at a facility and signs in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Staff {
    /// The login name, and what steps mean them by.
    pub key: &'static str,
    /// 姓.
    pub family_name: &'static str,
    /// 名.
    pub given_name: &'static str,
    /// 姓 in hiragana.
    pub family_kana: &'static str,
    /// 名 in hiragana.
    pub given_kana: &'static str,
    /// A code of [`profession`].
    pub profession: &'static str,
    /// Key of the facility.
    pub facility: &'static str,
    /// 施設管理者.
    pub manager: bool,
    /// How they are drawn.
    pub portrait: Portrait,
}

impl Staff {
    /// The same as the manager of the facility.
    pub(crate) const fn manages(mut self) -> Self {
        self.manager = true;
        self
    }
}

/// Name and kana: 姓, 名, せい, めい.
pub(crate) type Name = [&'static str; 4];

pub(crate) const fn staff(
    key: &'static str,
    name: Name,
    profession: &'static str,
    facility: &'static str,
    portrait: Portrait,
) -> Staff {
    let [family_name, given_name, family_kana, given_kana] = name;
    Staff {
        key,
        family_name,
        given_name,
        family_kana,
        given_kana,
        profession,
        facility,
        manager: false,
        portrait,
    }
}

pub(crate) const BLACK: &str = "#2a2523";
pub(crate) const BROWN: &str = "#4a342b";
pub(crate) const DARK: &str = "#36302d";
pub(crate) const GREY: &str = "#6d6864";

pub(crate) const fn face(
    background: &'static str,
    hair: Hair,
    hair_colour: &'static str,
    wear: Wear,
    clothes: &'static str,
) -> Portrait {
    let skin = "#e3b592";
    Portrait { background, skin, hair, hair_colour, wear, clothes, glasses: false, child: false }
}

/// The twelve who act in the stories told by hand.
const FRONT: &[Staff] = &[
    staff(
        SATO,
        ["佐藤", "美咲", "さとう", "みさき"],
        profession::NURSE,
        NURSING_STATION,
        face("#dbe8e6", Hair::Bun, BLACK, Wear::Round, "#3f8087"),
    ),
    staff(
        MORI,
        ["森", "さやか", "もり", "さやか"],
        profession::NURSE,
        NURSING_STATION,
        face("#e6e3ee", Hair::Ponytail, BROWN, Wear::Round, "#3f8087"),
    ),
    staff(
        ISHIDA,
        ["石田", "裕子", "いしだ", "ひろこ"],
        profession::NURSE,
        NURSING_STATION,
        face("#eee6dc", Hair::Short, GREY, Wear::Round, "#3f8087").with_glasses(),
    )
    .manages(),
    staff(
        KAWAMURA,
        ["川村", "誠", "かわむら", "まこと"],
        profession::PHYSICIAN,
        CLINIC,
        face("#c9d4de", Hair::Crop, "#4b4744", Wear::Coat, "#f4f6f7"),
    )
    .manages(),
    staff(
        TAKAGI,
        ["高木", "亮", "たかぎ", "りょう"],
        profession::PHYSICIAN,
        CLINIC,
        face("#d5dccf", Hair::Parted, BLACK, Wear::Coat, "#f4f6f7").with_glasses(),
    ),
    staff(
        TANAKA,
        ["田中", "恵子", "たなか", "けいこ"],
        profession::CARE_MANAGER,
        CARE_OFFICE,
        face("#e2e6db", Hair::Bob, BLACK, Wear::Collar, "#68785a"),
    )
    .manages(),
    staff(
        FUJITA,
        ["藤田", "直子", "ふじた", "なおこ"],
        profession::CARE_MANAGER,
        CARE_OFFICE,
        face("#efe3e0", Hair::Long, BROWN, Wear::Collar, "#7c5b73").with_glasses(),
    ),
    staff(
        KOBAYASHI,
        ["小林", "健太", "こばやし", "けんた"],
        profession::PHARMACIST,
        PHARMACY,
        face("#d6d5e2", Hair::Crop, BLACK, Wear::Coat, "#f4f6f7"),
    )
    .manages(),
    staff(
        MATSUO,
        ["松尾", "彩", "まつお", "あや"],
        profession::PHARMACIST,
        PHARMACY,
        face("#f0e7d6", Hair::Ponytail, BLACK, Wear::Coat, "#f4f6f7"),
    ),
    staff(
        NAKAMURA,
        ["中村", "由香", "なかむら", "ゆか"],
        profession::HOME_HELPER,
        HELP_OFFICE,
        face("#ece3d6", Hair::Bob, BROWN, Wear::Round, "#c5834a"),
    )
    .manages(),
    staff(
        KISHIMOTO,
        ["岸本", "隆", "きしもと", "たかし"],
        profession::HOME_HELPER,
        HELP_OFFICE,
        face("#dde6ee", Hair::Receding, DARK, Wear::Collar, "#c5834a"),
    ),
    staff(
        YOSHIOKA,
        ["吉岡", "大輔", "よしおか", "だいすけ"],
        profession::PHYSICAL_THERAPIST,
        HOSPITAL,
        face("#dcebdf", Hair::Spiky, DARK, Wear::Collar, "#35618f"),
    ),
];

/// Everybody: those of the stories first.
pub fn all() -> Vec<Staff> {
    FRONT.iter().chain(colleagues::COLLEAGUES).copied().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn forty_five_people_of_fourteen_professions_work_at_fourteen_facilities() {
        let all = all();
        let set = |of: fn(&Staff) -> &'static str| all.iter().map(of).collect::<BTreeSet<_>>();
        assert_eq!(set(|it| it.key).len(), 45);
        assert_eq!(set(|it| it.profession).len(), 14);
        let facilities: BTreeSet<_> = FACILITIES.iter().map(|it| it.key).collect();
        assert_eq!(facilities.len(), 14);
        assert_eq!(set(|it| it.facility), facilities, "somebody works at each facility");
    }

    #[test]
    fn nobody_looks_like_another_or_has_the_same_name() {
        let all = all();
        let faces: BTreeSet<_> = all.iter().map(|it| crate::portrait(&it.portrait)).collect();
        assert_eq!(faces.len(), all.len());
        let names: BTreeSet<_> = all.iter().map(|it| (it.family_name, it.given_name)).collect();
        assert_eq!(names.len(), all.len());
    }

    #[test]
    fn a_facility_has_one_manager_at_most() {
        for facility in FACILITIES {
            let managers =
                all().iter().filter(|it| it.facility == facility.key && it.manager).count();
            assert_eq!(managers, 1, "{}", facility.name);
        }
    }

    #[test]
    fn codes_are_those_of_the_domain() {
        for it in all() {
            assert!(tasuki_domain::profession::find(it.profession).is_some(), "{}", it.key);
        }
        for it in FACILITIES {
            assert!(tasuki_domain::facility::find(it.kind).is_some(), "{}", it.key);
        }
    }

    #[test]
    fn login_names_are_plain_and_kana_is_hiragana() {
        for it in all() {
            assert!(it.key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'));
            let kana = format!("{}{}", it.family_kana, it.given_kana);
            assert!(kana.chars().all(|c| ('ぁ'..='ん').contains(&c)), "{kana}");
        }
    }
}
