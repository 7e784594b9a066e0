//! 法にもとづく開示: what the two persons of a disclosure may look at, and for how long.

use tasuki_kernel::{DisclosureId, LogId, PersonId, RegionId, Timestamp};

use super::{Action, Actor, Reason, RoomFacts, Subject, only_looking};
use crate::content::PersonKind;

/// A disclosure that was approved, and of which the actor is one of the two persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisclosureFacts {
    /// Which one: the access record names it.
    pub id: DisclosureId,
    /// Until when.
    pub until: Timestamp,
    /// Only this log of the notebook; none opens all of it.
    pub log: Option<LogId>,
}

impl DisclosureFacts {
    /// Whether a log lies inside it.
    pub fn covers(&self, log: LogId) -> bool {
        self.log.is_none_or(|it| it == log)
    }
}

/// The answer where a disclosure holds for the actor; none leaves it to membership.
pub(super) fn check(
    actor: &Actor,
    action: Action,
    subject: Subject<'_>,
    now: Timestamp,
) -> Option<Result<(), Reason>> {
    let holds = |room: &RoomFacts| {
        let here = actor.kind == PersonKind::Desk && actor.region == room.region;
        room.disclosure.filter(|it| here && now < it.until)
    };
    let covered = |inside: bool| {
        if inside { only_looking(action) } else { Err(Reason::NotDisclosed) }
    };
    match subject {
        Subject::Room(room) => holds(room).map(|_| only_looking(action)),
        Subject::Log(room, log) | Subject::Entry(room, log, _) => {
            holds(room).map(|_| covered(log.opened))
        }
        Subject::Basics(room, _) => holds(room).map(|it| covered(it.log.is_none())),
        _ => None,
    }
}

/// Who asked for a disclosure does not say yes to it: two persons do it, or nobody.
pub(super) fn answering(actor: &Actor, region: RegionId, asked_by: PersonId) -> Result<(), Reason> {
    if actor.kind != PersonKind::Desk || actor.region != region {
        return Err(Reason::NotDesk);
    }
    if actor.person == asked_by { Err(Reason::OwnRequest) } else { Ok(()) }
}
