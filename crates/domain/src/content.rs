//! Everything that can be appended to a log, and its deterministic CBOR form.
//!
//! Each kind has a number that is never given to anything else (`docs/format.md`, "Kinds") and a
//! CBOR map with small integer keys in ascending order (RFC 8949 section 4.2.1). A field added
//! later is optional and gets the next key, so that old entries decode for ever.

mod access;
mod application;
mod disclosure;
mod facility;
mod key;
mod member;
mod note;
mod notice;
mod region;
mod team;

use tasuki_kernel::{Code, Problem, Result};

pub use access::{Access, Purpose, Touched};
pub use application::{Application, ApplicationDecided, Outcome, Portal, Terms, TermsAccepted};
pub use disclosure::{
    DisclosureAnswered, DisclosureAsked, DisclosureEnded, DisclosureKind, DisclosureTold,
};
pub use facility::{
    FacilityWithdrawal, FacilityWithdrawalDecided, RightsReviewed, WithdrawalOutcome,
    WithdrawalReason,
};
pub use key::{Destroyed, KeyChange, RecipientKind};
pub use member::{
    Consent, ConsentKind, ConsentWay, Membership, NotebookOpened, Opened, Release, ReleaseTo,
};
pub use note::{Attachment, Confirmation, Misfiled, Note, Withdrawal};
pub use notice::{
    ChannelMembers, ChannelOpened, Notice, NoticeOpened, NoticeReminded, NoticeWithdrawn,
};
pub use region::{
    Credential, Device, DeviceKind, DeviceRevoked, Facility, Person, PersonKind, Post, Region,
};
pub use team::{
    Answer, ClosedFor, Invitation, InvitationAnswered, ManagingAnswered, ManagingMoved,
    ManagingOffered, NotebookClosed,
};

use crate::patient::Patient;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident($type:ty) = $kind:literal;)*) => {
        /// The content of an entry, one variant per kind.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Content { $($(#[$doc])* $name($type),)* }

        impl Content {
            /// Every kind number in use.
            pub const KINDS: &'static [u16] = &[$($kind,)*];

            /// The number of this kind.
            pub const fn kind(&self) -> u16 {
                match self { $(Self::$name(_) => $kind,)* }
            }

            /// Deterministic CBOR of the content.
            pub fn encode(&self) -> Vec<u8> {
                let bytes = match self { $(Self::$name(it) => minicbor::to_vec(it),)* };
                bytes.expect("writing to memory does not fail")
            }

            /// The content of kind `kind` in `bytes`.
            ///
            /// # Errors
            /// `Damaged` for an unknown kind, for CBOR of another shape, and for bytes that are
            /// not the one deterministic encoding of what they say.
            pub fn decode(kind: u16, bytes: &[u8]) -> Result<Self> {
                let content = match kind {
                    $($kind => minicbor::decode::<$type>(bytes).map(Self::$name),)*
                    other => return Err(Problem::new(
                        Code::Damaged,
                        format!("entry kind {other} is not known to this version"),
                    )),
                };
                let content = content
                    .map_err(|e| Problem::new(Code::Damaged, format!("content of kind {kind}: {e}")))?;
                if content.encode() != bytes {
                    return Err(Problem::new(
                        Code::Damaged,
                        format!("content of kind {kind} is not deterministically encoded"),
                    ));
                }
                Ok(content)
            }
        }
    };
}

kinds! {
    /// A note with words and photos; a correction is a note that supersedes one.
    Note(Note) = 1;
    /// 取り消し: the author takes a record back; the old words stay visible as taken back.
    Withdrawal(Withdrawal) = 2;
    /// 別の患者さんに書いてしまった: hidden from all but author and privacy officer.
    Misfiled(Misfiled) = 3;
    /// 確認.
    Confirmation(Confirmation) = 4;
    /// The first entry of every log: what the log is and whom it is for.
    Opened(Opened) = 10;
    /// The patient's basics.
    Patient(Box<Patient>) = 11;
    /// Somebody joins or leaves a room.
    Membership(Membership) = 12;
    /// The attending doctor releases a record to others, or takes the release back.
    Release(Release) = 13;
    /// 同意.
    Consent(Consent) = 14;
    /// 招待: a facility or somebody in a post is asked into the team.
    Invitation(Invitation) = 16;
    /// An invitation was accepted, declined or taken back.
    InvitationAnswered(InvitationAnswered) = 17;
    /// The managing facility offers its role to another one of the team.
    ManagingOffered(ManagingOffered) = 18;
    /// The offer was accepted, declined or taken back.
    ManagingAnswered(ManagingAnswered) = 19;
    /// The notebook was closed, or opened again.
    NotebookClosed(NotebookClosed) = 20;
    /// お知らせ.
    Notice(Box<Notice>) = 21;
    /// A notice was opened in a facility, or confirmed there.
    NoticeOpened(NoticeOpened) = 22;
    /// Facilities were reminded of a notice.
    NoticeReminded(NoticeReminded) = 23;
    /// A notice was taken back.
    NoticeWithdrawn(NoticeWithdrawn) = 24;
    /// The region's name, categories and rules.
    Region(Region) = 32;
    /// 施設.
    Facility(Facility) = 33;
    /// Somebody who can sign in.
    Person(Person) = 34;
    /// 所属・職種.
    Post(Post) = 35;
    /// 端末.
    Device(Device) = 36;
    /// 端末の失効.
    DeviceRevoked(DeviceRevoked) = 37;
    /// A notebook of the region is opened: ids only.
    NotebookOpened(NotebookOpened) = 38;
    /// A region key or a recipient changes.
    KeyChange(KeyChange) = 39;
    /// Keys were destroyed.
    Destroyed(Destroyed) = 40;
    /// 利用申請: a facility applies, or corrects what it sent.
    Application(Box<Application>) = 41;
    /// The desk approves or returns an application.
    ApplicationDecided(ApplicationDecided) = 42;
    /// What the region's portal says about itself.
    Portal(Portal) = 43;
    /// 利用規約, one version.
    Terms(Terms) = 44;
    /// Somebody accepted a version of the terms.
    TermsAccepted(TermsAccepted) = 45;
    /// Another facility manages a notebook: ids only.
    ManagingMoved(ManagingMoved) = 46;
    /// 利用廃止申請: a facility wants to take part no more.
    FacilityWithdrawal(FacilityWithdrawal) = 47;
    /// It was approved, returned or taken back.
    FacilityWithdrawalDecided(FacilityWithdrawalDecided) = 48;
    /// 権限の棚卸し: a manager confirmed the rights of a facility for a quarter.
    RightsReviewed(RightsReviewed) = 49;
    /// A channel of notices was opened.
    ChannelOpened(ChannelOpened) = 50;
    /// 法にもとづく開示: one person of the desk asks.
    DisclosureAsked(Box<DisclosureAsked>) = 51;
    /// A second person says yes or no.
    DisclosureAnswered(DisclosureAnswered) = 52;
    /// It ends before its time.
    DisclosureEnded(DisclosureEnded) = 53;
    /// Those concerned are told after all.
    DisclosureTold(DisclosureTold) = 54;
    /// Who belongs to an association's channel.
    ChannelMembers(ChannelMembers) = 55;
    /// 閲覧記録.
    Access(Access) = 64;
}

impl Content {
    /// The photos and files that it brings along.
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Note(note) => &note.attachments,
            Self::Consent(consent) => &consent.papers,
            _ => &[],
        }
    }

    /// Whether the entry is something to read, and so counts as unread until opened.
    pub const fn is_reading_matter(&self) -> bool {
        matches!(self, Self::Note(_))
    }
}

#[cfg(test)]
mod tests;
