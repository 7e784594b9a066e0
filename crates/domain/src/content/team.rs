//! How a team comes together and apart: invitations, who manages a notebook, closing it.

use tasuki_kernel::{FacilityId, InvitationId, NotebookId, OfferId, PersonId, PostId, Timestamp};

use crate::day::Day;

/// 招待. The same invitation may be said again with another addressee: it passes to a successor.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Invitation {
    /// The invitation.
    #[n(0)]
    pub id: InvitationId,
    /// The facility that is asked.
    #[n(1)]
    pub facility: FacilityId,
    /// Who is asked by name; none when the facility decides.
    #[n(2)]
    pub person: Option<PersonId>,
    /// In which post; none when the facility decides.
    #[n(3)]
    pub post: Option<PostId>,
    /// Code of the profession that is asked for.
    #[n(4)]
    pub profession: String,
    /// What the invited read before they answer.
    #[n(5)]
    pub message: String,
    /// Until when it can be answered.
    #[n(6)]
    pub until: Timestamp,
}

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Answer {
    /// Yes.
    #[n(1)]
    Accepted,
    /// No.
    #[n(2)]
    Declined,
    /// Who asked took it back.
    #[n(3)]
    Withdrawn,
}

impl Answer {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Declined, Self::Withdrawn];

    /// The number in the database; the same as in CBOR.
    pub const fn code(self) -> i64 {
        match self {
            Self::Accepted => 1,
            Self::Declined => 2,
            Self::Withdrawn => 3,
        }
    }

    /// The answer of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// The answer to an invitation. Who joins by it has a membership of their own.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct InvitationAnswered {
    /// The invitation.
    #[n(0)]
    pub invitation: InvitationId,
    /// What was answered.
    #[n(1)]
    pub answer: Answer,
    /// Why not; empty else.
    #[n(2)]
    pub reason: String,
    /// Who joins, by post.
    #[n(3)]
    pub posts: Vec<PostId>,
}

/// The managing facility offers its role.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ManagingOffered {
    /// The offer.
    #[n(0)]
    pub offer: OfferId,
    /// To whom.
    #[n(1)]
    pub to: FacilityId,
    /// Why, for those who answer.
    #[n(2)]
    pub message: String,
}

/// The answer to such an offer.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ManagingAnswered {
    /// The offer.
    #[n(0)]
    pub offer: OfferId,
    /// What was answered.
    #[n(1)]
    pub answer: Answer,
    /// Why not; empty else.
    #[n(2)]
    pub reason: String,
}

/// In the region's log: another facility manages a notebook. No word about the patient.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ManagingMoved {
    /// The notebook.
    #[n(0)]
    pub notebook: NotebookId,
    /// Who managed it.
    #[n(1)]
    pub from: FacilityId,
    /// Who manages it now.
    #[n(2)]
    pub to: FacilityId,
    /// The offer that was accepted.
    #[n(3)]
    pub offer: OfferId,
}

/// Why a notebook is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ClosedFor {
    /// 亡くなった.
    #[n(1)]
    Died,
    /// 転居した.
    #[n(2)]
    MovedAway,
    /// 支援が終わった.
    #[n(3)]
    CareEnded,
    /// 二重に登録していた.
    #[n(4)]
    Duplicate,
}

impl ClosedFor {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Died, Self::MovedAway, Self::CareEnded, Self::Duplicate];

    /// The number in the database; the same as in CBOR.
    pub const fn code(self) -> i64 {
        match self {
            Self::Died => 1,
            Self::MovedAway => 2,
            Self::CareEnded => 3,
            Self::Duplicate => 4,
        }
    }

    /// The reason of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The name in forms and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Died => "died",
            Self::MovedAway => "moved-away",
            Self::CareEnded => "care-ended",
            Self::Duplicate => "duplicate",
        }
    }

    /// The reason of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A notebook is closed, or opened again.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct NotebookClosed {
    /// Why it is closed; none opens it again.
    #[n(0)]
    pub closed: Option<ClosedFor>,
    /// The day of it, such as that of death.
    #[n(1)]
    pub on: Option<Day>,
    /// What else is to be said; why, when it is opened again.
    #[n(2)]
    pub remark: String,
}
