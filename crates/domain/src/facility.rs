//! 施設分類: kinds of facilities. A region may add its own; the table is where it starts.

/// A kind of facility as the built-in table knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FacilityKind {
    /// The stable code, in logs and in the API.
    pub code: &'static str,
    /// 日本語.
    pub ja: &'static str,
    /// English.
    pub en: &'static str,
}

const fn kind(code: &'static str, ja: &'static str, en: &'static str) -> FacilityKind {
    FacilityKind { code, ja, en }
}

/// The built-in kinds.
pub const TABLE: &[FacilityKind] = &[
    kind("hospital", "病院", "hospital"),
    kind("clinic", "診療所", "clinic"),
    kind("dental_clinic", "歯科診療所", "dental clinic"),
    kind("pharmacy", "薬局", "pharmacy"),
    kind("home_nursing", "訪問看護ステーション", "home nursing station"),
    kind("care_management", "居宅介護支援事業所", "care management office"),
    kind("home_help", "訪問介護事業所", "home help office"),
    kind("day_service", "通所介護事業所", "day service"),
    kind("home_bathing", "訪問入浴事業所", "home bathing service"),
    kind("home_rehabilitation", "訪問リハビリテーション", "home rehabilitation"),
    kind("care_equipment", "福祉用具貸与事業所", "care equipment rental"),
    kind("care_home", "介護施設", "care home"),
    kind("community_support_center", "地域包括支援センター", "community support centre"),
    kind("public_health_center", "保健所", "public health centre"),
    kind("city_office", "市役所", "city office"),
    kind("fire_department", "消防", "fire department"),
    kind("social_welfare_council", "社会福祉協議会", "social welfare council"),
    kind("disability_consultation", "障害相談支援事業所", "disability consultation office"),
    kind("school", "学校・保育", "school or nursery"),
    kind("pediatric_hub", "小児医療拠点", "paediatric hub"),
];

/// The kind of a code.
pub fn find(code: &str) -> Option<&'static FacilityKind> {
    TABLE.iter().find(|it| it.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        for (at, it) in TABLE.iter().enumerate() {
            assert_eq!(TABLE.iter().position(|other| other.code == it.code), Some(at));
            assert_eq!(find(it.code), Some(it));
        }
        assert_eq!(find("castle"), None);
    }
}
