//! Who belongs to a room, what a log is, what was released and consented to.

use tasuki_kernel::{
    FacilityId, LogId, NotebookId, PatientId, PersonId, PostId, RecordId, RoomId, Timestamp,
    VaultId,
};

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
    /// Who consented for the patient, with the relation; empty when the patient did.
    #[n(4)]
    pub proxy: String,
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
