//! 同意: what it opens, who keeps it, and who may register a patient.

use tasuki_kernel::{FacilityId, RegionId, Timestamp};

use super::{Action, Actor, Reason, RoomFacts, belonging, keeping};
use crate::content::PersonKind;
use crate::profession::Group;
use crate::room::RoomKind;

/// Whether the patient's consent lets the actor into a room. Patients themselves are not shut out
/// by what they say of their family.
pub(super) fn consented(actor: &Actor, room: &RoomFacts) -> Result<(), Reason> {
    let team = !room.kind.about_a_patient() || room.consent;
    let family = actor.kind != PersonKind::Family || room.family_consent;
    if team && family { Ok(()) } else { Err(Reason::NoConsent) }
}

/// The managing facility's members and the attending doctor keep consents, also when none holds:
/// so that the proof can be shown and consent be given again. The rest of the team reads them
/// while the team may share anything.
pub(super) fn consents(
    actor: &Actor,
    action: Action,
    room: &RoomFacts,
    managing: FacilityId,
    now: Timestamp,
) -> Result<(), Reason> {
    let membership = belonging(actor, room, now)?;
    if room.kind != RoomKind::Team {
        return Err(Reason::NotAMember);
    }
    let held = actor.posts.iter().find(|held| Some(held.post) == membership.post);
    if room.attending || held.is_some_and(|it| it.facility == managing) {
        return keeping(action);
    }
    consented(actor, room)?;
    match action {
        Action::Read | Action::Export => Ok(()),
        _ => Err(Reason::NotManaging),
    }
}

/// Registering asks whether somebody is there already, and answers nothing else.
pub(super) fn register(
    actor: &Actor,
    action: Action,
    region: RegionId,
    facility: FacilityId,
) -> Result<(), Reason> {
    if actor.region != region {
        return Err(Reason::OtherRegion);
    }
    let professional = actor.kind == PersonKind::Staff
        && actor
            .posts
            .iter()
            .any(|it| it.facility == facility && matches!(it.group, Group::Medical | Group::Care));
    match action {
        Action::Write if professional => Ok(()),
        _ => Err(Reason::NotProfessional),
    }
}
