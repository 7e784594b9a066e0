//! The people the notebooks are about, as the demo describes them.

use std::sync::Arc;

use crate::portrait::Portrait;
use crate::step::Place;

/// A patient. Words are as a facility would enter them.
#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    /// For the steps; lower case ASCII.
    pub key: Arc<str>,
    /// 姓.
    pub family_name: String,
    /// 名.
    pub given_name: String,
    /// 姓 in hiragana.
    pub family_kana: String,
    /// 名 in hiragana.
    pub given_kana: String,
    /// 生年月日.
    pub birth: Birth,
    /// 性別.
    pub sex: Sex,
    /// 要介護度; empty for a child and for who has none.
    pub care_level: String,
    /// アレルギー.
    pub allergies: Vec<String>,
    /// 注意すべき薬.
    pub drug_risks: Vec<String>,
    /// 独居, 日中独居, …
    pub living: String,
    /// 自宅, 入院中 …
    pub place: String,
    /// 安定期, 変化期, 看取り期.
    pub phase: String,
    /// Whom to call; the key person first.
    pub contacts: Vec<Contact>,
    /// 主な病気.
    pub conditions: Vec<String>,
    /// Key of the 主治医.
    pub attending_doctor: &'static str,
    /// Key of the facility that manages the notebook.
    pub managing_facility: &'static str,
    /// Keys of the staff in the team.
    pub team: Vec<&'static str>,
    /// 連絡の目安 that this team has set.
    pub limits: Vec<Limit>,
    /// The rooms besides the team's.
    pub rooms: Vec<Room>,
    /// How the patient is drawn.
    pub portrait: Portrait,
}

/// When a team wants to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// As in [`crate::Note::vitals`], but `systolic` for the upper pressure.
    pub kind: &'static str,
    /// Values under this are low.
    pub low: Option<String>,
    /// Values from this on are high.
    pub high: Option<String>,
}

/// A room of a patient's notebook besides the team's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Which.
    pub place: Place,
    /// The theme of a room of chosen members; empty for the family's.
    pub title: &'static str,
    /// Keys of the staff in it.
    pub members: Vec<&'static str>,
    /// Keys of the relatives in it.
    pub family: Vec<&'static str>,
}

/// A patient of a story told by hand: the same as a constant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profile {
    pub key: &'static str,
    pub family_name: &'static str,
    pub given_name: &'static str,
    pub family_kana: &'static str,
    pub given_kana: &'static str,
    pub birth: Birth,
    pub sex: Sex,
    pub care_level: &'static str,
    pub allergies: &'static [&'static str],
    pub drug_risks: &'static [&'static str],
    pub living: &'static str,
    pub place: &'static str,
    pub phase: &'static str,
    pub contacts: &'static [ContactRow],
    pub conditions: &'static [&'static str],
    pub attending_doctor: &'static str,
    pub managing_facility: &'static str,
    pub team: &'static [&'static str],
    pub portrait: Portrait,
}

pub(crate) fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|it| (*it).to_owned()).collect()
}

impl Profile {
    /// As the region knows the patient, without limits and further rooms.
    pub(crate) fn patient(&self) -> Patient {
        Patient {
            key: self.key.into(),
            family_name: self.family_name.into(),
            given_name: self.given_name.into(),
            family_kana: self.family_kana.into(),
            given_kana: self.given_kana.into(),
            birth: self.birth,
            sex: self.sex,
            care_level: self.care_level.into(),
            allergies: owned(self.allergies),
            drug_risks: owned(self.drug_risks),
            living: self.living.into(),
            place: self.place.into(),
            phase: self.phase.into(),
            contacts: self.contacts.iter().map(ContactRow::contact).collect(),
            conditions: owned(self.conditions),
            attending_doctor: self.attending_doctor,
            managing_facility: self.managing_facility,
            team: self.team.to_vec(),
            limits: Vec::new(),
            rooms: Vec::new(),
            portrait: self.portrait,
        }
    }
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Full name.
    pub name: String,
    /// 続柄.
    pub relation: String,
    /// In Japan, with hyphens; the second block is 0000, which no line in Japan has.
    pub phone: String,
}

/// The same as a constant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ContactRow {
    name: &'static str,
    relation: &'static str,
    phone: &'static str,
}

impl ContactRow {
    fn contact(&self) -> Contact {
        let Self { name, relation, phone } = *self;
        Contact { name: name.into(), relation: relation.into(), phone: phone.into() }
    }
}

pub(crate) const fn contact(
    name: &'static str,
    relation: &'static str,
    phone: &'static str,
) -> ContactRow {
    ContactRow { name, relation, phone }
}
