//! What people write about a patient.

use tasuki_kernel::EntryId;

use crate::vital::Vital;

/// A photo or file of a note. Its bytes lie sealed beside the log, under `name`.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Attachment {
    /// SHA-256 of the sealed bytes; the attachment's name in storage.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub name: [u8; 32],
    /// SHA-256 of the bytes before sealing: says whether a repeated post holds the same photo.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub digest: [u8; 32],
    /// SHA-256 of the sealed small picture.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub thumbnail: [u8; 32],
    /// Media type, such as `image/jpeg` (RFC 6838).
    #[n(3)]
    pub media_type: String,
    /// The cleaned name that the file had on the writer's device.
    #[n(4)]
    pub file_name: String,
    /// Words under the picture.
    #[n(5)]
    pub caption: String,
    /// Length before sealing, in bytes.
    #[n(6)]
    pub size: u64,
    /// Width in pixels.
    #[n(7)]
    pub width: u32,
    /// Height in pixels.
    #[n(8)]
    pub height: u32,
    /// Pages of a document, where its format says how many; none for a photo.
    #[n(9)]
    pub pages: Option<u32>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Note {
    /// 情報カテゴリー, one of the region's.
    #[n(0)]
    pub category: String,
    /// Tags, without `#`.
    #[n(1)]
    pub tags: Vec<String>,
    /// The words.
    #[n(2)]
    pub text: String,
    /// Photos.
    #[n(3)]
    pub attachments: Vec<Attachment>,
    /// 返信: the entry that this one answers, in the same room.
    #[n(4)]
    pub answers: Option<EntryId>,
    /// Why a correction was made; only with a body that supersedes.
    #[n(5)]
    pub reason: Option<String>,
    /// 未告知: never shown to the patient or family.
    #[n(6)]
    pub undisclosed: bool,
    /// バイタル, in the order of [`crate::vital::VitalKind`]. When they were measured is the body's
    /// time at which it happened.
    #[cbor(n(7), default, skip_if = "Vec::is_empty")]
    pub vitals: Vec<Vital>,
    /// 引用: the words of the answered entry that this one is about.
    #[n(8)]
    pub quote: Option<String>,
    /// The photo of the answered entry that this one is a comment on, by its name in storage.
    #[cbor(n(9), with = "minicbor::bytes")]
    pub about_photo: Option<[u8; 32]>,
}

impl Attachment {
    /// The same without its names in storage: sealing gives the same bytes a new one each time.
    #[must_use]
    pub fn nameless(&self) -> Self {
        Self { name: [0; 32], thumbnail: [0; 32], ..self.clone() }
    }
}

impl Note {
    /// Whether two notes say the same and show the same photos. Sealing gives the same photo a
    /// new stored name each time, so that names are left out.
    pub fn same_as(&self, other: &Self) -> bool {
        let nameless = |note: &Self| {
            let attachments = note.attachments.iter().map(Attachment::nameless).collect();
            Self { attachments, ..note.clone() }
        };
        nameless(self) == nameless(other)
    }
}

/// 取り消し.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Withdrawal {
    /// Why.
    #[n(0)]
    pub reason: String,
}

/// An entry stands under the wrong patient.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Misfiled {
    /// What happened.
    #[n(0)]
    pub reason: String,
}

/// 確認: the reader says that the entry was understood.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Confirmation {
    /// The entry that was understood.
    #[n(0)]
    pub of: EntryId,
}
