//! How things are written on the screen: days, ages, names, changes, what fits in a line.
//!
//! Pure functions from values to words. Japan has one time zone and no summer time, so a fixed
//! offset of nine hours is Asia/Tokyo for every instant since 1952.

mod change;
mod day;
mod fit;
mod name;

pub use change::{Change, change};
pub use day::{
    Moment, age, birth_long, birth_short, bounds, date_of, day_long, day_name, day_of, day_short,
    minute_name, minute_of, moment, recent,
};
pub use fit::{chips_that_fit, fold_class};
pub use name::{family_name, name_and_profession, name_in_full, profession_short};
