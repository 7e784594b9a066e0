//! What decides rights in a region: facilities, persons, posts, devices.

use tasuki_kernel::{DeviceId, FacilityId, PersonId, PostId, RegionId, Timestamp};

use crate::name::Name;
use crate::system::System;

/// 地域: the operator's own settings.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Region {
    /// The region.
    #[n(0)]
    pub id: RegionId,
    /// Its name, such as みなと市.
    #[n(1)]
    pub name: String,
    /// What it calls its notebook.
    #[n(2)]
    pub notebook_name: String,
    /// 情報カテゴリー, in the order shown.
    #[n(3)]
    pub categories: Vec<String>,
    /// Minutes without activity after which a session locks.
    #[n(4)]
    pub idle_minutes: u16,
    /// Second factors that are allowed, by name: `certificate`, `passkey`, `synced-passkey`,
    /// `substitute`.
    #[n(5)]
    pub second_factors: Vec<String>,
}

/// 施設・事業所.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Facility {
    /// The facility.
    #[n(0)]
    pub id: FacilityId,
    /// Code of its kind.
    #[n(1)]
    pub kind: String,
    /// Its name.
    #[n(2)]
    pub name: String,
    /// Open from registration until it withdraws.
    #[n(3)]
    pub active: bool,
    /// 所在地市区町村: 全国地方公共団体コード.
    #[n(4)]
    pub municipality: Option<String>,
}

/// What sort of person an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum PersonKind {
    /// Staff of a facility.
    #[n(1)]
    Staff,
    /// ご本人.
    #[n(2)]
    Patient,
    /// ご家族.
    #[n(3)]
    Family,
    /// 運営事務局.
    #[n(4)]
    Desk,
    /// 外部監査人: evidence, never words.
    #[n(5)]
    Auditor,
}

impl PersonKind {
    /// All five.
    pub const ALL: [Self; 5] =
        [Self::Staff, Self::Patient, Self::Family, Self::Desk, Self::Auditor];

    /// The number in the database; the same as in CBOR.
    pub const fn code(self) -> i64 {
        match self {
            Self::Staff => 1,
            Self::Patient => 2,
            Self::Family => 3,
            Self::Desk => 4,
            Self::Auditor => 5,
        }
    }

    /// The kind of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Somebody who can sign in: one person, one account.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Person {
    /// The person.
    #[n(0)]
    pub id: PersonId,
    /// What sort.
    #[n(1)]
    pub kind: PersonKind,
    /// Login name, unique in the region.
    #[n(2)]
    pub login: String,
    /// 氏名.
    #[n(3)]
    pub name: Name,
    /// Whether the account may sign in.
    #[n(4)]
    pub active: bool,
    /// A picture: our own drawing, as SVG text; a photo later.
    #[n(5)]
    pub portrait: Option<String>,
    /// メールアドレス, for links and notices; never shown to other people of the team.
    #[n(6)]
    pub mail: Option<String>,
}

/// 所属・職種: a person's position in a facility.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Post {
    /// The post; authorship is recorded as this.
    #[n(0)]
    pub id: PostId,
    /// Whose.
    #[n(1)]
    pub person: PersonId,
    /// Where.
    #[n(2)]
    pub facility: FacilityId,
    /// Code of the profession.
    #[n(3)]
    pub profession: String,
    /// 施設管理者.
    #[n(4)]
    pub manager: bool,
    /// From when.
    #[n(5)]
    pub from: Timestamp,
    /// Until when; none while it lasts.
    #[n(6)]
    pub until: Option<Timestamp>,
}

/// What stands for a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum DeviceKind {
    /// A client certificate (RFC 5280).
    #[n(1)]
    Certificate,
    /// The loopback door of a demo region; never accepted from another machine.
    #[n(2)]
    Demo,
    /// A passkey (Web Authentication) that stays in the device in which it was made.
    #[n(3)]
    Passkey,
    /// A passkey that its owner's account with the maker of the device copies to others of theirs.
    #[n(4)]
    SyncedPasskey,
    /// 代わりのコード: what a facility's manager gave for a day because a device broke.
    #[n(5)]
    Substitute,
}

impl DeviceKind {
    /// All five.
    pub const ALL: [Self; 5] =
        [Self::Certificate, Self::Demo, Self::Passkey, Self::SyncedPasskey, Self::Substitute];

    /// The number in the database; the same as in CBOR.
    pub const fn code(self) -> i64 {
        match self {
            Self::Certificate => 1,
            Self::Demo => 2,
            Self::Passkey => 3,
            Self::SyncedPasskey => 4,
            Self::Substitute => 5,
        }
    }

    /// The kind of a number.
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    /// Whether a passkey stands for it, of either sort.
    pub const fn is_passkey(self) -> bool {
        matches!(self, Self::Passkey | Self::SyncedPasskey)
    }
}

/// What a passkey is known by.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Credential {
    /// The name under which its authenticator knows it: 16 to 1023 bytes.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub id: Vec<u8>,
    /// Its public key, as COSE (RFC 9053) and as the authenticator wrote it.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub public_key: Vec<u8>,
}

/// 端末.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Device {
    /// The device.
    #[n(0)]
    pub id: DeviceId,
    /// Whose.
    #[n(1)]
    pub person: PersonId,
    /// What stands for it.
    #[n(2)]
    pub kind: DeviceKind,
    /// SHA-256 of the certificate's DER, or of a passkey's id; zeros for a demo device.
    #[cbor(n(3), with = "minicbor::bytes")]
    pub fingerprint: [u8; 32],
    /// The name that its owner gave it.
    #[n(4)]
    pub label: String,
    /// Valid until.
    #[n(5)]
    pub not_after: Timestamp,
    /// The certificate's serial number, for the list of those that were revoked.
    #[cbor(n(6), with = "minicbor::bytes")]
    pub serial: Option<Vec<u8>>,
    /// The passkey, where one stands for it.
    #[n(7)]
    pub credential: Option<Credential>,
    /// What it runs on, when its owner said so.
    #[n(9)]
    pub system: Option<System>,
}

/// 端末の失効.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct DeviceRevoked {
    /// The device.
    #[n(0)]
    pub id: DeviceId,
    /// Why: lost, replaced, left.
    #[n(1)]
    pub reason: String,
}
