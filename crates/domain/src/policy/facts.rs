//! Facts about who asks and what is asked of, read anew each time.

use tasuki_kernel::{FacilityId, PersonId, PostId, RegionId, Timestamp};

use super::DisclosureFacts;
use crate::content::{PersonKind, ReleaseTo};
use crate::profession::Group;
use crate::room::RoomKind;
use crate::sensitivity::Sensitivity;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub person: PersonId,
    /// Staff, patient, family or desk.
    pub kind: PersonKind,
    /// The region that the account belongs to.
    pub region: RegionId,
    /// Posts that hold now.
    pub posts: Vec<ActorPost>,
}

/// A post that its person holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorPost {
    /// The post.
    pub post: PostId,
    /// Where.
    pub facility: FacilityId,
    /// What its profession may see without a release.
    pub group: Group,
    /// 施設管理者.
    pub manager: bool,
}

/// A room, and how the actor stands to it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "facts, each asked by a rule of its own")]
pub struct RoomFacts {
    /// The region under which it opens.
    pub region: RegionId,
    /// Its kind.
    pub kind: RoomKind,
    /// For a patient's room: whether consent to team sharing holds now. True for other rooms.
    pub consent: bool,
    /// Whether consent to showing family something was neither withdrawn nor has ended. True where
    /// nothing was said of it.
    pub family_consent: bool,
    /// Whether an agreement between the actor's region and this one holds now.
    pub agreement: bool,
    /// The actor's own membership, if there ever was one.
    pub membership: Option<MembershipFacts>,
    /// Whether the actor is the attending doctor or the deputy.
    pub attending: bool,
    /// A disclosure by law that makes the actor a reader for some days.
    pub disclosure: Option<DisclosureFacts>,
    /// Whether the notebook was closed: it is read, and nothing is written.
    pub closed: bool,
}

/// A membership of the actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MembershipFacts {
    /// In which post; none for patient and family.
    pub post: Option<PostId>,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Sees entries received from here on; none means all.
    pub history_from: Option<Timestamp>,
}

/// A log inside a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFacts {
    /// 特別便: the only persons whom it is for; none means every member.
    pub audience: Option<Vec<PersonId>>,
    /// Whether a disclosure of the actor covers it.
    pub opened: bool,
}

/// An entry inside a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryFacts {
    /// The person behind the author's post; none when the system wrote it.
    pub author: Option<PersonId>,
    /// How widely it may be seen.
    pub sensitivity: Sensitivity,
    /// When it was received.
    pub received: Timestamp,
    /// 未告知.
    pub undisclosed: bool,
    /// It stands under the wrong patient.
    pub misfiled: bool,
    /// To whom its record was released.
    pub released: Vec<ReleaseTo>,
}
