//! Who plays which part around one patient: rows written for any patient name a role, and the
//! cast says whose key it is here.

use crate::row::{
    CARE_PLAN, CONSULTATION, DAY_BATHING, HELPER_RECORD, HOSPITAL_STAY, INSTRUCTION, MEDICINE,
    NURSING, ORAL_NUTRITION, REHABILITATION,
};
use crate::staff::{self, Staff, profession};

pub(crate) const DOCTOR: &str = "@doctor";
pub(crate) const NURSE: &str = "@nurse";
/// The colleague who comes when the first cannot, and at night.
pub(crate) const SECOND_NURSE: &str = "@second-nurse";
pub(crate) const PHARMACIST: &str = "@pharmacist";
pub(crate) const MANAGER: &str = "@manager";
pub(crate) const HELPER: &str = "@helper";
pub(crate) const SECOND_HELPER: &str = "@second-helper";
pub(crate) const THERAPIST: &str = "@therapist";
pub(crate) const SPEECH: &str = "@speech";
pub(crate) const DENTIST: &str = "@dentist";
pub(crate) const HYGIENIST: &str = "@hygienist";
pub(crate) const DIETITIAN: &str = "@dietitian";
pub(crate) const DAY: &str = "@day";
pub(crate) const BATH: &str = "@bath";
pub(crate) const EQUIPMENT: &str = "@equipment";
pub(crate) const LIAISON: &str = "@liaison";
pub(crate) const HEALTH_NURSE: &str = "@health-nurse";
/// 皮膚・排泄ケア認定看護師 of the hospital.
pub(crate) const WOC: &str = "@woc";
/// The nurse of the doctor's house.
pub(crate) const CLINIC_NURSE: &str = "@clinic-nurse";
/// The relative who signs in.
pub(crate) const RELATIVE: &str = "@relative";

/// The part that somebody of this profession plays, at best first.
const PARTS: &[(&str, &[&str])] = &[
    (profession::PHYSICIAN, &[DOCTOR]),
    (profession::NURSE, &[NURSE, SECOND_NURSE]),
    (profession::PHARMACIST, &[PHARMACIST]),
    (profession::CARE_MANAGER, &[MANAGER]),
    (profession::HOME_HELPER, &[HELPER, SECOND_HELPER]),
    (profession::CARE_WORKER, &[SECOND_HELPER]),
    (profession::PHYSICAL_THERAPIST, &[THERAPIST]),
];

/// Who is there for one patient.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cast(Vec<(&'static str, &'static str)>);

impl Cast {
    /// The parts that the people of a team play.
    pub(crate) fn of_team(team: &[&'static str]) -> Self {
        let mut cast = Self::default();
        let people = staff::all();
        for key in team {
            let Some(person) = people.iter().find(|it| it.key == *key) else { continue };
            let parts = PARTS.iter().find(|it| it.0 == person.profession);
            let free = parts
                .and_then(|(_, parts)| parts.iter().find(|part| cast.who(part).is_none()).copied());
            if let Some(part) = free {
                cast.add(part, key);
            }
        }
        cast
    }

    pub(crate) fn add(&mut self, role: &'static str, key: &'static str) {
        self.0.push((role, key));
    }

    /// Whose key a role is; a key is its own.
    pub(crate) fn who(&self, role: &'static str) -> Option<&'static str> {
        if role.starts_with('@') {
            self.0.iter().find(|it| it.0 == role).map(|it| it.1)
        } else {
            Some(role)
        }
    }

    /// The staff, each once, in the order of their parts.
    pub(crate) fn team(&self) -> Vec<&'static str> {
        let mut team = Vec::new();
        for (role, key) in &self.0 {
            if *role != RELATIVE && !team.contains(key) {
                team.push(*key);
            }
        }
        team
    }

    /// How others speak of somebody: 佐藤さん, 川村先生.
    pub(crate) fn called(&self, role: &'static str) -> Option<String> {
        let key = self.who(role)?;
        let person: Staff = staff::all().into_iter().find(|it| it.key == key)?;
        let doctor = [profession::PHYSICIAN, profession::DENTIST].contains(&person.profession);
        Some(format!("{}{}", person.family_name, if doctor { "先生" } else { "さん" }))
    }
}

/// The category under which a role usually writes.
pub(crate) fn usual_category(role: &str) -> &'static str {
    match role {
        DOCTOR => INSTRUCTION,
        NURSE | SECOND_NURSE | WOC | CLINIC_NURSE => NURSING,
        PHARMACIST => MEDICINE,
        MANAGER => CARE_PLAN,
        HELPER | SECOND_HELPER => HELPER_RECORD,
        THERAPIST | SPEECH => REHABILITATION,
        DENTIST | HYGIENIST | DIETITIAN => ORAL_NUTRITION,
        DAY | BATH => DAY_BATHING,
        LIAISON => HOSPITAL_STAY,
        _ => CONSULTATION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::{KAWAMURA, MORI, NAKAMURA, SATO};

    #[test]
    fn a_team_plays_the_parts_of_its_professions() {
        let cast = Cast::of_team(&[SATO, MORI, KAWAMURA, NAKAMURA]);
        assert_eq!(cast.who(NURSE), Some(SATO));
        assert_eq!(cast.who(SECOND_NURSE), Some(MORI));
        assert_eq!(cast.who(DOCTOR), Some(KAWAMURA));
        assert_eq!((cast.who(SPEECH), cast.who("somebody")), (None, Some("somebody")));
        assert_eq!(cast.team(), [SATO, MORI, KAWAMURA, NAKAMURA]);
        assert_eq!(cast.called(DOCTOR).as_deref(), Some("川村先生"));
        assert_eq!(cast.called(NURSE).as_deref(), Some("佐藤さん"));
    }

    #[test]
    fn a_relative_is_no_member_of_the_team() {
        let mut cast = Cast::of_team(&[SATO]);
        cast.add(RELATIVE, "mother");
        assert_eq!((cast.team(), cast.who(RELATIVE)), (vec![SATO], Some("mother")));
    }
}
