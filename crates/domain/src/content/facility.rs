//! How a facility goes on taking part, and how it ends: its withdrawal, and the review of its rights.

use tasuki_kernel::{FacilityId, PersonId, WithdrawalId};

/// Why a facility withdraws; a code, so that no word about anybody stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum WithdrawalReason {
    /// 廃業・休業.
    #[n(1)]
    Closing,
    /// 統合・移転.
    #[n(2)]
    Merging,
    /// ほかの仕組みを使う.
    #[n(3)]
    OtherService,
    /// 使う機会がない.
    #[n(4)]
    NotNeeded,
    /// その他.
    #[n(5)]
    Other,
}

impl WithdrawalReason {
    /// All five, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Closing, Self::Merging, Self::OtherService, Self::NotNeeded, Self::Other];

    /// The number in the database; the same as in CBOR.
    pub const fn code(self) -> i64 {
        match self {
            Self::Closing => 1,
            Self::Merging => 2,
            Self::OtherService => 3,
            Self::NotNeeded => 4,
            Self::Other => 5,
        }
    }

    /// The reason of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// The name in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closing => "closing",
            Self::Merging => "merging",
            Self::OtherService => "other-service",
            Self::NotNeeded => "not-needed",
            Self::Other => "other",
        }
    }

    /// The reason of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// 利用廃止申請 of a facility. One that was returned is not sent again: the next is another.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct FacilityWithdrawal {
    /// The application.
    #[n(0)]
    pub id: WithdrawalId,
    /// Which facility.
    #[n(1)]
    pub facility: FacilityId,
    /// The manager who sent it.
    #[n(2)]
    pub by: PersonId,
    /// Why.
    #[n(3)]
    pub reason: WithdrawalReason,
    /// BCP 47 tag of the language that mails about it are written in.
    #[n(4)]
    pub lang: String,
}

/// What became of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum WithdrawalOutcome {
    /// 承認: the facility takes part no more.
    #[n(1)]
    Approved,
    /// 差し戻し.
    #[n(2)]
    Returned,
    /// 取り下げ, by the facility itself.
    #[n(3)]
    TakenBack,
}

/// The desk's decision about a withdrawal, or the facility's own.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct FacilityWithdrawalDecided {
    /// The application.
    #[n(0)]
    pub id: WithdrawalId,
    /// What was decided.
    #[n(1)]
    pub outcome: WithdrawalOutcome,
    /// Why it was returned, in words for the facility; else empty.
    #[n(2)]
    pub answer: String,
    /// Who decided.
    #[n(3)]
    pub by: PersonId,
}

/// 権限の棚卸し: a manager looked at everybody's rights in a facility, and they are to go on.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct RightsReviewed {
    /// The facility.
    #[n(0)]
    pub facility: FacilityId,
    /// For which quarter (`Quarter::code`).
    #[n(1)]
    pub quarter: u32,
    /// The manager who confirmed it.
    #[n(2)]
    pub by: PersonId,
    /// How many people were on the list.
    #[n(3)]
    pub people: u32,
    /// How many devices that were not revoked.
    #[n(4)]
    pub devices: u32,
    /// SHA-256 of the list as it was confirmed.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub list: [u8; 32],
}
