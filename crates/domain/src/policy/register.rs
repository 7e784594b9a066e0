//! Registers that hold nothing of a patient: staff and devices for a facility's manager, applications and
//! letters for the region's desk, evidence for its auditor.

use tasuki_kernel::{FacilityId, RegionId};

use super::{Action, Actor, ActorPost, Reason, Subject, disclosure, keeping, only_looking};
use crate::content::PersonKind;

/// The answer for a register; other subjects are nobody's here.
pub(super) fn check(actor: &Actor, action: Action, subject: Subject<'_>) -> Result<(), Reason> {
    let is = |kind, region| actor.kind == kind && actor.region == region;
    match subject {
        Subject::StaffAccess(region, facility) => {
            manages(actor, region, facility)?;
            only_looking(action)
        }
        Subject::Staff(region, facility) => {
            manages(actor, region, facility)?;
            keeping(action)
        }
        Subject::RegionAccess(region) if is(PersonKind::Desk, region) => only_looking(action),
        Subject::Desk(region) if is(PersonKind::Desk, region) => keeping(action),
        Subject::RegisterByLaw(region) if is(PersonKind::Desk, region) => only_looking(action),
        Subject::DisclosureAnswer(region, asked_by) => {
            disclosure::answering(actor, region, asked_by)?;
            keeping(action)
        }
        Subject::Evidence(region) if is(PersonKind::Auditor, region) => only_looking(action),
        Subject::Evidence(_) => Err(Reason::NotAuditor),
        _ => Err(Reason::NotDesk),
    }
}

fn manages(actor: &Actor, region: RegionId, facility: FacilityId) -> Result<(), Reason> {
    let here = |it: &ActorPost| it.manager && it.facility == facility;
    let manages = actor.region == region && actor.posts.iter().any(here);
    manages.then_some(()).ok_or(Reason::NotManager)
}
