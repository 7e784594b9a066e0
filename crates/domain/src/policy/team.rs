//! Who builds a team, who answers an invitation, who hands over and who closes a notebook.

use tasuki_kernel::{FacilityId, PersonId, PostId, RegionId, Timestamp};

use super::{Action, Actor, Reason, RoomFacts, Subject, keeping, needs_entry, standing};
use crate::room::RoomKind;

/// An invitation, and how its notebook stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationFacts {
    /// The region of the notebook.
    pub region: RegionId,
    /// The facility that is asked.
    pub facility: FacilityId,
    /// Who is asked by name, in which post; none when the facility decides.
    pub named: Option<(PersonId, PostId)>,
    /// Nobody has answered, nobody took it back, and it is not over.
    pub open: bool,
    /// Whether consent to team sharing holds now.
    pub consent: bool,
    /// Whether the notebook was closed.
    pub closed: bool,
}

/// Whether the post in which the actor is a member is one of a facility.
fn stands_at(actor: &Actor, room: &RoomFacts, facility: FacilityId) -> bool {
    let post = room.membership.and_then(|it| it.post);
    let held = actor.posts.iter().find(|held| Some(held.post) == post);
    held.is_some_and(|it| it.facility == facility)
}

/// What those may change who build the team, and the doctor who answers for it (decision 0013),
/// and what the whole team reads.
pub(super) fn built(
    actor: &Actor,
    action: Action,
    (room, managing): (&RoomFacts, FacilityId),
    now: Timestamp,
) -> Result<(), Reason> {
    in_team(actor, room, now)?;
    match action {
        Action::Read | Action::Export => Ok(()),
        Action::Write if stands_at(actor, room, managing) || room.attending => Ok(()),
        Action::Write => Err(Reason::NotAttending),
        other => needs_entry(other),
    }
}

fn in_team(actor: &Actor, room: &RoomFacts, now: Timestamp) -> Result<(), Reason> {
    let _ = standing(actor, room, now)?;
    if room.kind == RoomKind::Team { Ok(()) } else { Err(Reason::NotAMember) }
}

/// Questions about a notebook's team as a whole.
pub(super) fn check(
    actor: &Actor,
    action: Action,
    (subject, room): (Subject<'_>, &RoomFacts),
    now: Timestamp,
) -> Result<(), Reason> {
    in_team(actor, room, now)?;
    let facility = match subject {
        // Opening again is the one thing that is done to a closed notebook.
        Subject::Closing(_, it) => Some(it),
        _ if room.closed && action == Action::Write => return Err(Reason::Closed),
        Subject::Managing(_, it) | Subject::Offer(_, it) => Some(it),
        Subject::Team(_, it) => return built(actor, action, (room, it), now),
        _ => None,
    };
    match action {
        Action::Write if facility.is_some_and(|it| stands_at(actor, room, it)) => Ok(()),
        Action::Write => Err(Reason::NotManaging),
        other => keeping(other),
    }
}

/// Whoever is asked sees who asks and for whom, and answers; nothing else of the notebook opens by
/// it. A manager answers what was addressed to the facility, and nothing that was to a person.
pub(super) fn invited(actor: &Actor, action: Action, it: &InvitationFacts) -> Result<(), Reason> {
    if actor.region != it.region {
        return Err(Reason::OtherRegion);
    }
    let asked = match it.named {
        Some((person, post)) => {
            actor.person == person && actor.posts.iter().any(|held| held.post == post)
        }
        None => actor.posts.iter().any(|held| held.manager && held.facility == it.facility),
    };
    if !asked || !it.open {
        return Err(Reason::NotInvited);
    }
    if !it.consent {
        return Err(Reason::NoConsent);
    }
    match action {
        Action::Read => Ok(()),
        Action::Write if it.closed => Err(Reason::Closed),
        Action::Write => Ok(()),
        _ => Err(Reason::NotTheAuthor),
    }
}
