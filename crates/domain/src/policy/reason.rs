//! Why something is not allowed.

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Of another region, without an agreement that holds.
    OtherRegion,
    /// Not a member now.
    NotAMember,
    /// The post in which the actor was a member has ended.
    PostEnded,
    /// The patient has not consented, or has withdrawn.
    NoConsent,
    /// 特別便 for others.
    NotAddressed,
    /// Written before the actor joined, where that is not shown.
    BeforeJoining,
    /// Too sensitive for the profession, and not released.
    Sensitivity,
    /// 未告知.
    Undisclosed,
    /// It stands under the wrong patient.
    Misfiled,
    /// Patient and family stay in their own room.
    NotForFamily,
    /// Only the author may.
    NotTheAuthor,
    /// One does not confirm one's own words.
    OwnEntry,
    /// Only the attending doctor may.
    NotAttending,
    /// Only the managing facility's staff and the attending doctor may.
    NotManaging,
    /// Only staff of a medical or care profession of the facility may.
    NotProfessional,
    /// Only a manager of the facility may.
    NotManager,
    /// Only the region's desk may.
    NotDesk,
    /// Outside of what was opened by law.
    NotDisclosed,
    /// The second of two persons is another one.
    OwnRequest,
    /// Only the region's auditor may.
    NotAuditor,
    /// The invitation is for others, was answered, or is over.
    NotInvited,
    /// The notebook is closed: it is read, and nothing is written.
    Closed,
    /// A notice that does not go out yet, or was taken back before it did.
    NotOut,
    /// Only those who write in the channel may.
    NotAWriter,
}
