//! The people the notebooks are about, as the demo describes them.

use crate::portrait::Portrait;

/// A patient. Words are as a facility would enter them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Patient {
    /// For the steps; lower case ASCII.
    pub key: &'static str,
    /// 姓.
    pub family_name: &'static str,
    /// 名.
    pub given_name: &'static str,
    /// 姓 in hiragana.
    pub family_kana: &'static str,
    /// 名 in hiragana.
    pub given_kana: &'static str,
    /// 生年月日.
    pub birth: Birth,
    /// 性別.
    pub sex: Sex,
    /// 要介護度; empty for a child.
    pub care_level: &'static str,
    /// アレルギー.
    pub allergies: &'static [&'static str],
    /// 注意すべき薬.
    pub drug_risks: &'static [&'static str],
    /// 独居, 日中独居, …
    pub living: &'static str,
    /// 自宅, 入院中 …
    pub place: &'static str,
    /// 安定期, 変化期, 看取り期.
    pub phase: &'static str,
    /// Whom to call; the key person first.
    pub contacts: &'static [Contact],
    /// 主な病気.
    pub conditions: &'static [&'static str],
    /// Key of the 主治医.
    pub attending_doctor: &'static str,
    /// Key of the facility that manages the notebook.
    pub managing_facility: &'static str,
    /// Keys of the staff in the team.
    pub team: &'static [&'static str],
    /// How the patient is drawn.
    pub portrait: Portrait,
}

/// A Gregorian date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Birth {
    /// Such as 1942.
    pub year: i16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// 性別.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// 女性.
    Female,
    /// 男性.
    Male,
}

/// Somebody to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Full name.
    pub name: &'static str,
    /// 続柄.
    pub relation: &'static str,
    /// In Japan, with hyphens; the second block is 0000, which no line in Japan has.
    pub phone: &'static str,
}

pub(crate) const fn contact(
    name: &'static str,
    relation: &'static str,
    phone: &'static str,
) -> Contact {
    Contact { name, relation, phone }
}
