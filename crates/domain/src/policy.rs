//! Who may see and do what: the one place, for every way out (page, API, live event, search hit,
//! notification, print, export, mirror).
//!
//! [`decide`] is pure. It is given facts about who asks, what is asked and what it is asked of,
//! and answers [`Decision::Allow`] or the [`Reason`] why not. Facts are read anew for every
//! request and every live event, so that leaving, revoking and withdrawn consent take effect at
//! once; a decision is never kept.
//!
//! What is *absent* here is as much a rule as what stands: no line gives a facility manager, the
//! region's desk or the operator any room, notebook or entry by virtue of the role.

use tasuki_kernel::{FacilityId, PersonId, RegionId, Timestamp};

use crate::content::{PersonKind, ReleaseTo};
use crate::profession::Group;
use crate::room::RoomKind;
use crate::sensitivity::Sensitivity;

pub use disclosure::DisclosureFacts;
pub use facts::{Actor, ActorPost, EntryFacts, LogFacts, MembershipFacts, RoomFacts};
pub use notice::{ChannelFacts, NoticeFacts, Reach, reached};
pub use reason::Reason;
pub use team::InvitationFacts;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// See that it exists, and read it.
    Read,
    /// Append something new.
    Write,
    /// Correct, withdraw or mark as misfiled what oneself wrote.
    Amend,
    /// Say that it was understood.
    Confirm,
    /// Take a copy away.
    Export,
    /// Release a record beyond its sensitivity.
    Release,
}

/// What it is asked of.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A room as a whole.
    Room(&'a RoomFacts),
    /// One of its logs.
    Log(&'a RoomFacts, &'a LogFacts),
    /// One entry.
    Entry(&'a RoomFacts, &'a LogFacts, &'a EntryFacts),
    /// The patient's basics, in the team's room of a notebook that this facility manages.
    Basics(&'a RoomFacts, FacilityId),
    /// What the patient consented to, with the proof, in the team's room of a notebook that this
    /// facility manages.
    Consents(&'a RoomFacts, FacilityId),
    /// The register of patients, of which nothing is shown, for opening a notebook that this
    /// facility will manage.
    Register(RegionId, FacilityId),
    /// Which notebook is that of somebody whom a request or an order names. The notebook's number
    /// and who manages it are told, and nothing of the patient.
    RegisterByLaw(RegionId),
    /// What the staff of a facility did and with which devices, without any patient.
    StaffAccess(RegionId, FacilityId),
    /// The same of everybody in a region.
    RegionAccess(RegionId),
    /// Who works at a facility, in which post and with which devices. Nothing of a patient.
    Staff(RegionId, FacilityId),
    /// The team of a notebook that this facility manages, in its team's room: who is in it is read,
    /// and who is to join is written.
    Team(&'a RoomFacts, FacilityId),
    /// Who manages the notebook, and who has to leave its team.
    Managing(&'a RoomFacts, FacilityId),
    /// Whether the notebook is closed.
    Closing(&'a RoomFacts, FacilityId),
    /// The managing role, as it was offered to this facility.
    Offer(&'a RoomFacts, FacilityId),
    /// An invitation into a team, before it is answered.
    Invitation(&'a InvitationFacts),
    /// What the region's desk keeps: applications, letters, the portal, the registers of facilities
    /// and people. Nothing in it is of a patient.
    Desk(RegionId),
    /// The answer to a disclosure by law that this person asked for.
    DisclosureAnswer(RegionId, PersonId),
    /// Proof that nothing was changed, disclosures by law, who looked at what: ids, times and counts,
    /// no words.
    Evidence(RegionId),
    /// A channel of notices, for those who write in it.
    Channel(&'a ChannelFacts),
    /// A notice in its channel.
    Notice(&'a ChannelFacts, &'a NoticeFacts),
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Yes.
    Allow,
    /// No, and why. The reason is for the access log; who asked is told "not found".
    Deny(Reason),
}

impl Decision {
    /// Whether the answer is yes.
    pub const fn allowed(self) -> bool {
        matches!(self, Self::Allow)
    }
}

/// May `actor` do `action` to `subject` at the time `now`?
pub fn decide(actor: &Actor, action: Action, subject: Subject<'_>, now: Timestamp) -> Decision {
    match check(actor, action, subject, now) {
        Ok(()) => Decision::Allow,
        Err(reason) => Decision::Deny(reason),
    }
}

fn check(
    actor: &Actor,
    action: Action,
    subject: Subject<'_>,
    now: Timestamp,
) -> Result<(), Reason> {
    if let Some(answer) = disclosure::check(actor, action, subject, now) {
        return answer;
    }
    match subject {
        Subject::Room(room) => {
            let _ = standing_to(actor, action, room, now)?;
            needs_entry(action)
        }
        Subject::Log(room, log) => {
            let _ = standing_to(actor, action, room, now)?;
            addressed(actor, log)?;
            needs_entry(action)
        }
        Subject::Basics(room, managing) => {
            let _ = standing_to(actor, action, room, now)?;
            team::built(actor, action, (room, managing), now)
        }
        Subject::Team(room, _)
        | Subject::Managing(room, _)
        | Subject::Closing(room, _)
        | Subject::Offer(room, _) => team::check(actor, action, (subject, room), now),
        Subject::Invitation(it) => team::invited(actor, action, it),
        Subject::Consents(room, managing) => {
            consenting::consents(actor, action, room, managing, now)
        }
        Subject::Register(region, facility) => {
            consenting::register(actor, action, region, facility)
        }
        Subject::StaffAccess(..)
        | Subject::Staff(..)
        | Subject::RegionAccess(_)
        | Subject::Desk(_)
        | Subject::DisclosureAnswer(..)
        | Subject::RegisterByLaw(_)
        | Subject::Evidence(_) => register::check(actor, action, subject),
        Subject::Channel(channel) => {
            notice::writes(actor, channel)?;
            keeping(action)
        }
        Subject::Notice(channel, it) => notice::check(actor, action, (channel, it), now),
        Subject::Entry(room, log, entry) => {
            let membership = standing_to(actor, action, room, now)?;
            addressed(actor, log)?;
            visible(actor, membership, room, entry)?;
            permitted(actor, action, room, entry)
        }
    }
}

/// Membership, post, region and consent: what every way into a room needs.
fn standing(actor: &Actor, room: &RoomFacts, now: Timestamp) -> Result<MembershipFacts, Reason> {
    let membership = belonging(actor, room, now)?;
    consenting::consented(actor, room)?;
    Ok(membership)
}

/// The same without consent: who would stand in the room if the patient agreed.
fn belonging(actor: &Actor, room: &RoomFacts, now: Timestamp) -> Result<MembershipFacts, Reason> {
    if actor.region != room.region && !room.agreement {
        return Err(Reason::OtherRegion);
    }
    let membership = room.membership.ok_or(Reason::NotAMember)?;
    if now < membership.from || membership.until.is_some_and(|until| now >= until) {
        return Err(Reason::NotAMember);
    }
    let family = matches!(actor.kind, PersonKind::Patient | PersonKind::Family);
    if family && room.kind != RoomKind::Family {
        return Err(Reason::NotForFamily);
    }
    match membership.post {
        Some(post) if !actor.posts.iter().any(|held| held.post == post) => {
            return Err(Reason::PostEnded);
        }
        None if !family && room.kind.about_a_patient() => return Err(Reason::PostEnded),
        _ => {}
    }
    Ok(membership)
}

/// The same for an action: a closed notebook is looked at and taken along, and nothing more.
fn standing_to(
    actor: &Actor,
    action: Action,
    room: &RoomFacts,
    now: Timestamp,
) -> Result<MembershipFacts, Reason> {
    let membership = standing(actor, room, now)?;
    let looks = matches!(action, Action::Read | Action::Export);
    if room.closed && !looks { Err(Reason::Closed) } else { Ok(membership) }
}

fn addressed(actor: &Actor, log: &LogFacts) -> Result<(), Reason> {
    match &log.audience {
        Some(audience) if !audience.contains(&actor.person) => Err(Reason::NotAddressed),
        _ => Ok(()),
    }
}

/// Records are looked at and taken along, never changed.
const fn only_looking(action: Action) -> Result<(), Reason> {
    match action {
        Action::Read | Action::Export => Ok(()),
        _ => Err(Reason::NotTheAuthor),
    }
}

/// Registers are read, taken along and kept up.
const fn keeping(action: Action) -> Result<(), Reason> {
    match action {
        Action::Read | Action::Write | Action::Export => Ok(()),
        _ => Err(Reason::NotTheAuthor),
    }
}

/// Actions on a single entry are not answered for a room or a log as a whole.
const fn needs_entry(action: Action) -> Result<(), Reason> {
    match action {
        Action::Read | Action::Write | Action::Export => Ok(()),
        Action::Amend | Action::Confirm => Err(Reason::NotTheAuthor),
        Action::Release => Err(Reason::NotAttending),
    }
}

fn visible(
    actor: &Actor,
    membership: MembershipFacts,
    room: &RoomFacts,
    entry: &EntryFacts,
) -> Result<(), Reason> {
    let own = entry.author == Some(actor.person);
    if entry.misfiled && !own {
        return Err(Reason::Misfiled);
    }
    if membership.history_from.is_some_and(|from| entry.received < from) {
        return Err(Reason::BeforeJoining);
    }
    let family = matches!(actor.kind, PersonKind::Patient | PersonKind::Family);
    if family && entry.undisclosed {
        return Err(Reason::Undisclosed);
    }
    if own || !room.kind.about_a_patient() {
        return Ok(());
    }
    let enough = match entry.sensitivity {
        Sensitivity::Low => true,
        Sensitivity::Middle | Sensitivity::High => {
            let class = class_of(actor, membership);
            match class {
                Class::Medical => true,
                Class::Care if entry.sensitivity == Sensitivity::Middle => true,
                Class::Care => entry.released.contains(&ReleaseTo::Care),
                Class::LifeSupport => entry.released.contains(&ReleaseTo::LifeSupport),
                Class::Family => entry.released.contains(&ReleaseTo::Family),
            }
        }
    };
    if enough { Ok(()) } else { Err(Reason::Sensitivity) }
}

/// How an actor counts in one room: by the post in which the person is a member there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Medical profession.
    Medical,
    /// Professional who is not medical.
    Care,
    /// Life-support helper.
    LifeSupport,
    /// Patient or family.
    Family,
}

/// The class in which `actor` is a member. A person with two posts counts by the one in which
/// the membership stands, not by the mightier one.
pub fn class_of(actor: &Actor, membership: MembershipFacts) -> Class {
    if matches!(actor.kind, PersonKind::Patient | PersonKind::Family) {
        return Class::Family;
    }
    let held = actor.posts.iter().find(|held| Some(held.post) == membership.post);
    match held.map(|post| post.group) {
        Some(Group::Medical) => Class::Medical,
        Some(Group::Care) => Class::Care,
        Some(Group::LifeSupport) | None => Class::LifeSupport,
    }
}

fn permitted(
    actor: &Actor,
    action: Action,
    room: &RoomFacts,
    entry: &EntryFacts,
) -> Result<(), Reason> {
    let own = entry.author == Some(actor.person);
    match action {
        Action::Read | Action::Write | Action::Export => Ok(()),
        Action::Amend if own => Ok(()),
        Action::Amend => Err(Reason::NotTheAuthor),
        Action::Confirm if own => Err(Reason::OwnEntry),
        Action::Confirm => Ok(()),
        Action::Release if room.attending => Ok(()),
        Action::Release => Err(Reason::NotAttending),
    }
}

mod consenting;
mod disclosure;
mod facts;
mod notice;
mod reason;
mod register;
mod team;

#[cfg(test)]
mod consenting_tests;
#[cfg(test)]
mod desk_tests;
#[cfg(test)]
mod disclosure_tests;
#[cfg(test)]
mod notice_tests;
#[cfg(test)]
mod staff_tests;
#[cfg(test)]
mod team_tests;
#[cfg(test)]
mod tests;
