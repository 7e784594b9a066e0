//! 職種: professions and what they mean for who may see what.
//!
//! The table is the start of every region; a region may add its own (a later issue), which is
//! why a profession travels as a code and not as an enum.

/// What a profession may see without a release (model.md, "Who may see what").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// 医療職: sees entries of high sensitivity.
    Medical,
    /// 介護・福祉・行政の専門職: sees entries of middle sensitivity.
    Care,
    /// 生活支援 (配食, 見守り): sees entries of low sensitivity.
    LifeSupport,
}

/// A profession as the built-in table knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profession {
    /// The stable code, in logs and in the API.
    pub code: &'static str,
    /// 日本語.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
    /// What it may see without a release.
    pub group: Group,
}

const fn profession(
    code: &'static str,
    ja: &'static str,
    en: &'static str,
    group: Group,
) -> Profession {
    Profession { code, ja, en, group }
}

/// The built-in professions.
pub const TABLE: &[Profession] = &[
    profession("physician", "医師", "physician", Group::Medical),
    profession("dentist", "歯科医師", "dentist", Group::Medical),
    profession("pharmacist", "薬剤師", "pharmacist", Group::Medical),
    profession("nurse", "看護師", "nurse", Group::Medical),
    profession("public_health_nurse", "保健師", "public health nurse", Group::Medical),
    profession("midwife", "助産師", "midwife", Group::Medical),
    profession("physical_therapist", "理学療法士", "physical therapist", Group::Medical),
    profession("occupational_therapist", "作業療法士", "occupational therapist", Group::Medical),
    profession("speech_therapist", "言語聴覚士", "speech therapist", Group::Medical),
    profession("dental_hygienist", "歯科衛生士", "dental hygienist", Group::Medical),
    profession("dietitian", "管理栄養士", "dietitian", Group::Medical),
    profession("emergency_crew", "救急隊員", "emergency crew", Group::Medical),
    profession("care_manager", "介護支援専門員", "care manager", Group::Care),
    profession("social_worker", "社会福祉士", "social worker", Group::Care),
    profession(
        "medical_social_worker",
        "医療ソーシャルワーカー",
        "medical social worker",
        Group::Care,
    ),
    profession(
        "psychiatric_social_worker",
        "精神保健福祉士",
        "psychiatric social worker",
        Group::Care,
    ),
    profession("certified_care_worker", "介護福祉士", "certified care worker", Group::Care),
    profession("home_helper", "訪問介護員", "home helper", Group::Care),
    profession("consultation_specialist", "相談支援専門員", "consultation specialist", Group::Care),
    profession("equipment_adviser", "福祉用具専門相談員", "care equipment adviser", Group::Care),
    profession("administrative_officer", "行政職員", "city officer", Group::Care),
    profession("teacher", "教員", "teacher", Group::LifeSupport),
    profession("clerk", "事務", "clerk", Group::LifeSupport),
    profession("meal_delivery", "配食", "meal delivery", Group::LifeSupport),
    profession("watch_over", "見守り", "watch-over volunteer", Group::LifeSupport),
];

/// The profession of a code.
pub fn find(code: &str) -> Option<&'static Profession> {
    TABLE.iter().find(|it| it.code == code)
}

/// The group of a code; an unknown profession sees least.
pub fn group(code: &str) -> Group {
    find(code).map_or(Group::LifeSupport, |it| it.group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        for (at, it) in TABLE.iter().enumerate() {
            assert_eq!(TABLE.iter().position(|other| other.code == it.code), Some(at));
            assert!(!it.ja.is_empty() && !it.en.is_empty());
        }
    }

    #[test]
    fn an_unknown_profession_sees_least() {
        assert_eq!(group("nurse"), Group::Medical);
        assert_eq!(group("care_manager"), Group::Care);
        assert_eq!(group("astrologer"), Group::LifeSupport);
    }
}
