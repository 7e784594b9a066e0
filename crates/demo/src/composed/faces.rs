//! Faces for composed patients, by age and chance.

use super::{Hair, Portrait, Sex, Wear};
use crate::noise;

const BACKGROUNDS: [&str; 12] = [
    "#ebe4dc", "#e2e3e4", "#efe3e2", "#dce4ea", "#e8e4de", "#ece6d4", "#dfe8f1", "#e4ebdd",
    "#ece3ee", "#dfebe6", "#f0e8e0", "#e0e0ec",
];
const CLOTHES: [&str; 12] = [
    "#8b7596", "#63707e", "#a5707a", "#4f6b5c", "#928066", "#7b86a8", "#4c86b5", "#b0764f",
    "#6f8f7a", "#9a6b6b", "#5e6a9a", "#a08a4e",
];
const SKINS: [&str; 6] = ["#dcb598", "#deb18f", "#dbb396", "#d8ab89", "#e0b99c", "#d4a685"];
const GREYS: [&str; 6] = ["#b9b7b5", "#9d9c9b", "#d9d7d5", "#cfcdca", "#8a8784", "#e4e2df"];
const DARKS: [&str; 4] = ["#2d2a29", "#3b312c", "#4a342b", "#5d5a58"];

/// A face for somebody born in `year`.
pub(super) fn of(year: i16, sex: Sex, seed: u64) -> Portrait {
    let choose = |place, end| noise::below(seed, place, end);
    let child = year >= 2008;
    let women = [Hair::Short, Hair::Bob, Hair::Curls, Hair::Bun, Hair::Long, Hair::Ponytail];
    let men = [Hair::Crop, Hair::Parted, Hair::Receding, Hair::Fringe, Hair::Spiky, Hair::Crop];
    let hair = match (sex, child) {
        (Sex::Female, true) => women[3 + choose(1, 3)],
        (Sex::Female, false) => women[choose(1, 6)],
        (Sex::Male, true) => [Hair::Spiky, Hair::Crop][choose(1, 2)],
        (Sex::Male, false) => men[choose(1, 6)],
    };
    let hair_colour = if year < 1965 { GREYS[choose(2, 6)] } else { DARKS[choose(2, 4)] };
    let wear = [Wear::Round, Wear::Collar, Wear::Crossed][choose(3, if child { 1 } else { 3 })];
    Portrait {
        background: BACKGROUNDS[choose(4, 12)],
        skin: SKINS[choose(5, 6)],
        hair,
        hair_colour,
        wear,
        clothes: CLOTHES[choose(6, 12)],
        glasses: choose(7, 3) == 0,
        child,
    }
}
