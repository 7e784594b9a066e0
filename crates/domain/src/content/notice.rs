//! お知らせ: channels, what is sent in them, who opened it.

use tasuki_kernel::{EntryId, FacilityId, PersonId, RoomId, Timestamp, VaultId};

use super::Attachment;

/// In the region's log: a channel of notices was opened.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ChannelOpened {
    /// The channel: a room of its own.
    #[n(0)]
    pub channel: RoomId,
    /// Its name, such as 医師会からのお知らせ.
    #[n(1)]
    pub name: String,
    /// Of an association, and for its members alone; else of the region, and for all facilities.
    #[n(2)]
    pub association: bool,
    /// Where its log key lives.
    #[n(3)]
    pub vault: VaultId,
    /// Who of the desk opened it.
    #[n(4)]
    pub by: PersonId,
}

/// In the region's log: who belongs to an association's channel from now on, all of them.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ChannelMembers {
    /// The channel.
    #[n(0)]
    pub channel: RoomId,
    /// The facilities that are members, in id order.
    #[n(1)]
    pub facilities: Vec<FacilityId>,
    /// Those who write for the association, in id order.
    #[n(2)]
    pub writers: Vec<PersonId>,
    /// Who of the desk said so.
    #[n(3)]
    pub by: PersonId,
}

/// お知らせ. Its id is that of its entry.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Notice {
    /// 件名.
    #[n(0)]
    pub title: String,
    /// 本文.
    #[n(1)]
    pub text: String,
    /// Photos and documents.
    #[n(2)]
    pub attachments: Vec<Attachment>,
    /// 施設分類 that it is for, codes; empty for all.
    #[n(3)]
    pub kinds: Vec<String>,
    /// 職種 that it is for, codes; empty for all.
    #[n(4)]
    pub professions: Vec<String>,
    /// From when it is to be seen; none for at once.
    #[n(5)]
    pub from: Option<Timestamp>,
    /// Until when it matters.
    #[n(6)]
    pub until: Option<Timestamp>,
    /// Whether readers are asked to confirm it.
    #[n(7)]
    pub confirm: bool,
    /// The facilities that it was addressed to when it was sent, in id order. Others that join
    /// later may read it, and are not asked why they have not.
    #[n(8)]
    pub facilities: Vec<FacilityId>,
    /// Who sent it.
    #[n(9)]
    pub by: PersonId,
}

impl Notice {
    /// Whether two say the same to the same, with the same files. Sealing gives the same file a
    /// new stored name each time, and facilities may have joined in between.
    pub fn same_as(&self, other: &Self) -> bool {
        let bare = |it: &Self| {
            let mut it = it.clone();
            for attachment in &mut it.attachments {
                attachment.name = [0; 32];
                attachment.thumbnail = [0; 32];
            }
            Self { facilities: Vec::new(), ..it }
        };
        bare(self) == bare(other)
    }
}

/// Somebody opened a notice in a facility, the first time; or confirmed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct NoticeOpened {
    /// The notice.
    #[n(0)]
    pub notice: EntryId,
    /// In which facility.
    #[n(1)]
    pub facility: FacilityId,
    /// Who.
    #[n(2)]
    pub person: PersonId,
    /// Says that it was understood.
    #[n(3)]
    pub confirmed: bool,
}

/// Facilities were reminded of a notice that they had not opened.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct NoticeReminded {
    /// The notice.
    #[n(0)]
    pub notice: EntryId,
    /// Which facilities.
    #[n(1)]
    pub facilities: Vec<FacilityId>,
    /// By whom.
    #[n(2)]
    pub by: PersonId,
}

/// A notice was taken back; it stays visible as such.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct NoticeWithdrawn {
    /// The notice.
    #[n(0)]
    pub notice: EntryId,
    /// Why, for those who have read it.
    #[n(1)]
    pub reason: String,
    /// By whom.
    #[n(2)]
    pub by: PersonId,
}
