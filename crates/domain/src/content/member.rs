//! Who belongs to a room, what a log is, what was released and consented to.

use tasuki_kernel::{
    FacilityId, LogId, NotebookId, PatientId, PersonId, PostId, RecordId, RoomId, Timestamp,
    VaultId,
};

use super::note::Attachment;
use crate::room::RoomKind;

/// The first entry of every log.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Opened {
    /// The room; none for the region's log and for access logs.
    #[n(0)]
    pub room: Option<RoomId>,
    /// The room's kind, in its main log only.
    #[n(1)]
    pub kind: Option<RoomKind>,
    /// The notebook, when the room is about a patient.
    #[n(2)]
    pub notebook: Option<NotebookId>,
    /// The theme of a selected room, empty else.
    #[n(3)]
    pub title: String,
    /// 特別便: the persons whom this log is for, in id order; empty means all members.
    #[n(4)]
    pub audience: Vec<PersonId>,
    /// The log of another region, or an earlier one, that this log continues.
    #[n(5)]
    pub continues: Option<LogId>,
}

/// Somebody joins, or with `until` leaves, a room.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Membership {
    /// The room.
    #[n(0)]
    pub room: RoomId,
    /// Who.
    #[n(1)]
    pub person: PersonId,
    /// In which post; none for patient and family.
    #[n(2)]
    pub post: Option<PostId>,
    /// Member from this time on.
    #[n(3)]
    pub from: Timestamp,
    /// Member until this time; none while it lasts.
    #[n(4)]
    pub until: Option<Timestamp>,
    /// Sees entries received from this time on; none means all of them.
    #[n(5)]
    pub history_from: Option<Timestamp>,
    /// Why somebody else ended it; none for who left by themselves.
    #[n(6)]
    pub reason: Option<String>,
}

/// To whom a record is released beyond its sensitivity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ReleaseTo {
    /// Professionals who are not medical.
    #[n(1)]
    Care,
    /// Life-support helpers (配食, 見守り).
    #[n(2)]
    LifeSupport,
    /// Patient and family.
    #[n(3)]
    Family,
}

/// A release of one record, or its taking back.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Release {
    /// The record released; all its corrections follow.
    #[n(0)]
    pub record: RecordId,
    /// To whom, all that hold from now on; empty takes the release back.
    #[n(1)]
    pub to: Vec<ReleaseTo>,
}

/// What a consent is about (product.md G4, W3, X6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ConsentKind {
    /// The support team reads and writes the notebook.
    #[n(1)]
    TeamSharing,
    /// Family sees what is released to it.
    #[n(2)]
    Family,
    /// Partner regions.
    #[n(3)]
    PartnerRegions,
    /// Disaster.
    #[n(4)]
    Disaster,
    /// Emergency.
    #[n(5)]
    Emergency,
    /// Research; no by default.
    #[n(6)]
    Research,
}

impl ConsentKind {
    /// Every kind, in the order of forms.
    pub const ALL: [Self; 6] = [
        Self::TeamSharing,
        Self::Family,
        Self::PartnerRegions,
        Self::Disaster,
        Self::Emergency,
        Self::Research,
    ];

    /// Its name in addresses and forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TeamSharing => "team",
            Self::Family => "family",
            Self::PartnerRegions => "partners",
            Self::Disaster => "disaster",
            Self::Emergency => "emergency",
            Self::Research => "research",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Its number in views.
    pub const fn code(self) -> i64 {
        match self {
            Self::TeamSharing => 1,
            Self::Family => 2,
            Self::PartnerRegions => 3,
            Self::Disaster => 4,
            Self::Emergency => 5,
            Self::Research => 6,
        }
    }
}

/// 同意, given or withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Consent {
    /// About what.
    #[n(0)]
    pub kind: ConsentKind,
    /// Given (true) or withdrawn (false).
    #[n(1)]
    pub given: bool,
    /// From when.
    #[n(2)]
    pub from: Timestamp,
    /// Until when; none means until withdrawn.
    #[n(3)]
    pub until: Option<Timestamp>,
    /// Who consented for the patient; empty when the patient did.
    #[n(4)]
    pub proxy: String,
    /// 続柄 of who consented for the patient.
    #[cbor(n(5), default, skip_if = "String::is_empty")]
    pub relation: String,
    /// Why the patient could not consent, or why it was withdrawn.
    #[cbor(n(6), default, skip_if = "String::is_empty")]
    pub reason: String,
    /// How it was said; none for entries that did not record it.
    #[n(7)]
    pub way: Option<ConsentWay>,
    /// Who was there when it was said orally.
    #[cbor(n(8), default, skip_if = "String::is_empty")]
    pub witness: String,
    /// The date on the paper, or of the conversation: the day's first instant in Japan.
    #[n(9)]
    pub said: Option<Timestamp>,
    /// A picture of the signed paper.
    #[cbor(n(10), default, skip_if = "Vec::is_empty")]
    pub papers: Vec<Attachment>,
}

/// How a consent was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum ConsentWay {
    /// On paper, signed.
    #[n(1)]
    Paper,
    /// Orally, before a witness.
    #[n(2)]
    Oral,
}

impl Consent {
    /// A consent of which no more is recorded than what it is about and since when.
    pub const fn plain(kind: ConsentKind, given: bool, from: Timestamp) -> Self {
        Self {
            kind,
            given,
            from,
            until: None,
            proxy: String::new(),
            relation: String::new(),
            reason: String::new(),
            way: None,
            witness: String::new(),
            said: None,
            papers: Vec::new(),
        }
    }

    /// Whether two say the same, whatever their pictures are called in storage.
    pub fn same_as(&self, other: &Self) -> bool {
        let nameless = |it: &Self| {
            let papers = it.papers.iter().map(Attachment::nameless).collect();
            Self { papers, ..it.clone() }
        };
        nameless(self) == nameless(other)
    }
}

/// In the region's log: a notebook was opened. No word about the patient.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct NotebookOpened {
    /// The notebook.
    #[n(0)]
    pub notebook: NotebookId,
    /// Whose it is.
    #[n(1)]
    pub patient: PatientId,
    /// The team's room.
    #[n(2)]
    pub team_room: RoomId,
    /// The facility that manages it.
    #[n(3)]
    pub managing_facility: FacilityId,
    /// Where its log keys live.
    #[n(4)]
    pub vault: VaultId,
}
