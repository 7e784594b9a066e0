//! What is written about anybody, whatever the condition: by profession and by season.

mod bedside;
mod events;
mod house;
mod nursing;
mod professions;
mod seasons;

use crate::cast::{
    BATH, CLINIC_NURSE, DAY, DENTIST, DIETITIAN, DOCTOR, EQUIPMENT, HEALTH_NURSE, HELPER,
    HYGIENIST, LIAISON, MANAGER, NURSE, PHARMACIST, SPEECH, THERAPIST, WOC,
};
use crate::condition::Episode;
use crate::photo::PhotoSubject;
use crate::phrase::Bank;

/// The banks of a role.
pub(crate) fn banks(role: &str) -> &'static [Bank] {
    match role {
        NURSE => &[nursing::SLEEP, nursing::SKIN, nursing::BOWELS, seasons::NURSE, nursing::SAID],
        DOCTOR => &[bedside::DOCTOR, bedside::NEXT, seasons::DOCTOR],
        HELPER => &[house::MEAL, house::MOOD, seasons::HELPER, house::WORK],
        PHARMACIST => &[professions::PHARMACY, professions::PHARMACY_HOME],
        MANAGER => &[professions::MONITORING, professions::OFFICE],
        THERAPIST => &[professions::EXERCISE, professions::ADVICE],
        SPEECH => &[professions::SPEAKING, professions::SWALLOWING],
        DENTIST => &[professions::TEETH, professions::TEETH_NEXT],
        HYGIENIST => &[professions::MOUTH, professions::MOUTH_NEXT],
        DIETITIAN => &[professions::FOOD, professions::FOOD_NEXT],
        DAY => &[house::DAY_SERVICE, seasons::DAY_SERVICE],
        BATH => &[house::BATHING, house::BATHING_END],
        EQUIPMENT => &[professions::EQUIPMENT, professions::EQUIPMENT_NEXT],
        LIAISON => &[professions::LIAISON],
        HEALTH_NURSE => &[professions::CITY],
        WOC => &[nursing::SKIN],
        CLINIC_NURSE => &[bedside::CLINIC, bedside::CLINIC_NEXT],
        _ => &[],
    }
}

/// What happens to anybody.
pub(crate) const EPISODES: &[&Episode] = events::ALL;

/// The photo that goes with a regular note, now and then.
pub(crate) fn photo(role: &str, chance: u64) -> Option<(PhotoSubject, &'static str)> {
    let some = (chance >> 20) % 10;
    let number = (chance >> 30) as u8;
    match role {
        PHARMACIST if some < 4 => Some((
            PhotoSubject::MedicineCalendar { due: 8 + number % 16, forgotten: number / 16 % 3 },
            "お薬カレンダー.jpg",
        )),
        HELPER if some < 1 => Some((PhotoSubject::MealTray { eaten: 5 + number % 6 }, "お膳.jpg")),
        _ => None,
    }
}
