//! The patients and their stories, a file each.

mod hayashi;
mod ishikawa;
mod ito;
mod matsumoto;
mod nishimura;
mod ohno;
mod okamoto;
mod yamaguchi;

use crate::patient::Profile;
use crate::row::Row;

/// A patient with what was written about them.
#[derive(Debug)]
pub(crate) struct Story {
    pub patient: Profile,
    /// The time of its last day by which all of it has happened, when the story must not stop
    /// halfway: before that time of day it is told as of yesterday.
    pub whole_by: Option<&'static str>,
    pub rows: &'static [Row],
}

/// In the order in which they are registered.
pub(crate) const ALL: &[Story] = &[
    yamaguchi::STORY,
    ohno::STORY,
    hayashi::STORY,
    ito::STORY,
    okamoto::STORY,
    nishimura::STORY,
    ishikawa::STORY,
    matsumoto::STORY,
];
