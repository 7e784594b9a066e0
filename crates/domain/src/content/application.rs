//! How a facility comes in: its application, what the desk decided, and what the region says about
//! itself to those who are not in yet.

use tasuki_kernel::{ApplicationId, FacilityId, PersonId, RegionId, Timestamp};

use crate::name::Name;
use crate::system::System;

/// 利用申請 of a facility; sent again with the same id when it was returned.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Application {
    /// The application.
    #[n(0)]
    pub id: ApplicationId,
    /// 施設名.
    #[n(1)]
    pub facility: String,
    /// 所在県 and 所在地市区町村: 全国地方公共団体コード.
    #[n(2)]
    pub municipality: String,
    /// 施設分類, its code.
    #[n(3)]
    pub kind: String,
    /// 担当者名 with セイ and メイ in katakana.
    #[n(4)]
    pub contact: Name,
    /// 職種, its code.
    #[n(5)]
    pub profession: String,
    /// メールアドレス.
    #[n(6)]
    pub mail: String,
    /// ログインID that the contact chose.
    #[n(7)]
    pub login: String,
    /// What the contact's first device runs on.
    #[n(8)]
    pub system: System,
    /// 備考.
    #[n(9)]
    pub remark: String,
    /// Codes of those points of the security self-check that are not in place yet.
    #[n(10)]
    pub not_yet: Vec<String>,
    /// The version of the terms that was accepted.
    #[n(11)]
    pub terms: u32,
    /// BCP 47 tag of the language that mails to the contact are written in.
    #[n(12)]
    pub lang: String,
}

/// What the desk decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, minicbor::Encode, minicbor::Decode)]
#[cbor(index_only)]
pub enum Outcome {
    /// 承認.
    #[n(1)]
    Approved,
    /// 差し戻し.
    #[n(2)]
    Returned,
}

/// The desk's decision about an application.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct ApplicationDecided {
    /// The application.
    #[n(0)]
    pub id: ApplicationId,
    /// What was decided.
    #[n(1)]
    pub outcome: Outcome,
    /// Why it was returned, in words for the applicant; empty when approved.
    #[n(2)]
    pub reason: String,
    /// Who decided.
    #[n(3)]
    pub by: PersonId,
    /// The facility that it became.
    #[n(4)]
    pub facility: Option<FacilityId>,
}

/// What the region's portal says. Empty texts are left out of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Portal {
    /// One of the palettes (`blue`, `green`, …).
    #[n(0)]
    pub palette: String,
    /// 全国地方公共団体コード of the region; empty for a region that is not a municipality.
    #[n(1)]
    pub municipality: String,
    /// What the service is, in the region's own words.
    #[n(2)]
    pub about: String,
    /// Who may join, and how.
    #[n(3)]
    pub joining: String,
    /// 個人情報の取扱い.
    #[n(4)]
    pub privacy: String,
    /// あおば市 高齢福祉課.
    #[n(5)]
    pub desk: String,
    /// Telephone of the desk.
    #[n(6)]
    pub phone: String,
    /// Mail address of the desk; answers to mails go there.
    #[n(7)]
    pub mail: String,
    /// 平日 9:00–17:00.
    #[n(8)]
    pub hours: String,
}

/// 利用規約, one version. Versions count from 1; the newest that has begun holds.
#[derive(Debug, Clone, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct Terms {
    /// The region.
    #[n(0)]
    pub region: RegionId,
    /// The version.
    #[n(1)]
    pub version: u32,
    /// The words.
    #[n(2)]
    pub text: String,
    /// From when it holds.
    #[n(3)]
    pub from: Timestamp,
}

/// Somebody accepted a version of the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(map)]
pub struct TermsAccepted {
    /// Who.
    #[n(0)]
    pub person: PersonId,
    /// Which version.
    #[n(1)]
    pub version: u32,
}
