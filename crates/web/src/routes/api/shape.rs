//! What the API answers with: people, patients, rooms; entries are in [`entry`].

#![expect(clippy::struct_field_names, reason = "an identifier is named as everywhere in the API")]

mod entry;
mod vital;

use serde::{Deserialize, Serialize};
use tasuki_app::author::{AuthorKind, Byline};
use tasuki_app::room;
use tasuki_app::session::Session;
use tasuki_domain::content::PersonKind;
use tasuki_domain::patient::{self, Sex};
use tasuki_kernel::{Problem, Timestamp};
use utoipa::ToSchema;

pub(super) use entry::{Entry, ImportanceName, SensitivityName};
pub(super) use vital::{Measured, NewVital};

/// A UUID in hyphenated form (RFC 9562).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(
    value_type = String,
    format = "uuid",
    example = "018f4e2a-7c31-7b6e-9d55-0a1b2c3d4e5f"
)]
pub(super) struct Id(String);

impl Id {
    pub(super) fn of(id: impl std::fmt::Display) -> Self {
        Self(id.to_string())
    }

    /// The identifier that this text is.
    ///
    /// # Errors
    /// `Invalid` naming `field`.
    pub(super) fn read<T: std::str::FromStr>(&self, field: &'static str) -> Result<T, Problem> {
        self.0.parse().map_err(|_| Problem::invalid(field, "not an id"))
    }
}

/// An instant: RFC 3339, in UTC when we say it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(value_type = String, format = "date-time", example = "2026-11-21T05:32:00.000000Z")]
pub(super) struct Instant(String);

impl Instant {
    pub(super) fn of(at: Timestamp) -> Self {
        Self(at.to_string())
    }

    /// The instant that this text is.
    ///
    /// # Errors
    /// `Invalid` naming `field`.
    pub(super) fn read(&self, field: &'static str) -> Result<Timestamp, Problem> {
        let parsed: Result<jiff::Timestamp, _> = self.0.parse();
        parsed
            .map(|at| Timestamp::from_micros(at.as_microsecond()))
            .map_err(|_| Problem::invalid(field, "not a time in RFC 3339"))
    }
}

/// A name as written and as read.
#[derive(Serialize, ToSchema)]
pub(super) struct Name {
    #[schema(example = "佐藤 美咲")]
    full: String,
    #[schema(example = "さとう みさき")]
    kana: String,
}

impl Name {
    fn of(name: &tasuki_domain::name::Name) -> Self {
        Self { full: name.full(), kana: name.kana() }
    }
}

/// What sort of account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum PersonKindName {
    Staff,
    Patient,
    Family,
    Desk,
    Auditor,
}

/// Somebody with an account.
#[derive(Serialize, ToSchema)]
pub(super) struct Person {
    person: Id,
    name: Name,
    kind: PersonKindName,
}

impl Person {
    pub(super) fn of(session: &Session) -> Self {
        let person = &session.person;
        Self {
            person: Id::of(person.id),
            name: Name::of(&person.name),
            kind: match person.kind {
                PersonKind::Staff => PersonKindName::Staff,
                PersonKind::Patient => PersonKindName::Patient,
                PersonKind::Family => PersonKindName::Family,
                PersonKind::Desk => PersonKindName::Desk,
                PersonKind::Auditor => PersonKindName::Auditor,
            },
        }
    }
}

/// 所属・職種: a position in a facility.
#[derive(Serialize, ToSchema)]
pub(super) struct Post {
    post: Id,
    /// The profession's code, such as `nurse`.
    #[schema(example = "nurse")]
    profession: String,
    facility: Id,
    facility_name: String,
}

impl Post {
    /// The posts that the signed-in person holds now.
    pub(super) fn all_of(session: &Session) -> Vec<Self> {
        let posts = session.posts.iter().map(|post| Self {
            post: Id::of(post.id),
            profession: post.profession.clone(),
            facility: Id::of(post.facility),
            facility_name: post.facility_name.clone(),
        });
        posts.collect()
    }
}

/// What sort of author.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum AuthorKindName {
    /// Somebody in a post.
    Post,
    Patient,
    Family,
    /// The program or its operator.
    System,
}

/// Who did something, with name and profession as they are now.
#[derive(Serialize, ToSchema)]
pub(super) struct Author {
    kind: AuthorKindName,
    /// None for the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Id>,
    name: String,
    /// The profession's code; empty for patient, family and system.
    profession: String,
    /// The facility's name; empty where there is none.
    facility: String,
}

impl Author {
    pub(super) fn of(byline: &Byline) -> Self {
        Self {
            kind: match byline.kind {
                AuthorKind::Post => AuthorKindName::Post,
                AuthorKind::Patient => AuthorKindName::Patient,
                AuthorKind::Family => AuthorKindName::Family,
                AuthorKind::System => AuthorKindName::System,
            },
            person: byline.person.map(Id::of),
            name: byline.name.clone(),
            profession: byline.profession.clone(),
            facility: byline.facility.clone(),
        }
    }
}

/// Somebody who may enter a room.
#[derive(Serialize, ToSchema)]
pub(super) struct Member {
    /// None for patient and family.
    #[serde(skip_serializing_if = "Option::is_none")]
    post: Option<Id>,
    #[serde(flatten)]
    who: Author,
}

impl Member {
    pub(super) fn of(member: &room::Member) -> Self {
        Self { post: member.post.map(Id::of), who: Author::of(&member.byline) }
    }
}

/// The kind of a room.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RoomKind {
    Team,
    Selected,
    Family,
    Direct,
    FacilityBoard,
    Group,
    Community,
    Notices,
}

impl RoomKind {
    pub(super) const fn of(kind: tasuki_domain::room::RoomKind) -> Self {
        use tasuki_domain::room::RoomKind as Kind;
        match kind {
            Kind::Team => Self::Team,
            Kind::Selected => Self::Selected,
            Kind::Family => Self::Family,
            Kind::Direct => Self::Direct,
            Kind::FacilityBoard => Self::FacilityBoard,
            Kind::Group => Self::Group,
            Kind::Community => Self::Community,
            Kind::Notices => Self::Notices,
        }
    }
}

/// 性別 as recorded.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum SexName {
    Female,
    Male,
    Other,
}

/// The basics of a patient.
#[derive(Serialize, ToSchema)]
pub(super) struct Patient {
    patient: Id,
    name: Name,
    /// The day of birth, `YYYY-MM-DD`.
    #[schema(format = "date", example = "1942-03-02")]
    birth: String,
    sex: SexName,
    /// 要介護度; empty when none.
    care_level: String,
    allergies: Vec<String>,
    /// 注意すべき薬.
    drug_risks: Vec<String>,
    living: String,
    /// いまいる所.
    place: String,
    phase: String,
    conditions: Vec<String>,
}

impl Patient {
    pub(super) fn of(it: &patient::Patient) -> Self {
        Self {
            patient: Id::of(it.id),
            name: Name::of(&it.name),
            birth: format!("{:04}-{:02}-{:02}", it.birth.year, it.birth.month, it.birth.day),
            sex: match it.sex {
                Sex::Female => SexName::Female,
                Sex::Male => SexName::Male,
                Sex::Other => SexName::Other,
            },
            care_level: it.care_level.clone(),
            allergies: it.allergies.clone(),
            drug_risks: it.drug_risks.clone(),
            living: it.living.clone(),
            place: it.place.clone(),
            phase: it.phase.clone(),
            conditions: it.conditions.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::{Code, EntryId};

    use super::*;

    #[test]
    fn instants_are_read_in_any_zone_and_said_in_utc() {
        let at = Instant("2026-11-21T14:32:00+09:00".into()).read("claimed").unwrap();
        assert_eq!(Instant::of(at).0, "2026-11-21T05:32:00.000000Z");
        for bad in ["", "yesterday", "2026-11-21", "2026-11-21T14:32:00"] {
            let problem = Instant(bad.into()).read("claimed").unwrap_err();
            assert_eq!((problem.code, problem.field), (Code::Invalid, Some("claimed")), "{bad}");
        }
    }

    #[test]
    fn an_id_is_read_or_its_field_named() {
        let id = EntryId::from_bytes([7; 16]);
        assert_eq!(Id::of(id).read::<EntryId>("entry"), Ok(id));
        let problem = Id("7".into()).read::<EntryId>("entry").unwrap_err();
        assert_eq!((problem.code, problem.field), (Code::Invalid, Some("entry")));
    }

    #[test]
    fn kinds_of_rooms_are_named_as_everywhere() {
        for kind in tasuki_domain::room::RoomKind::ALL {
            let name = serde_json::to_value(RoomKind::of(kind)).unwrap();
            assert_eq!(name, kind.name());
        }
    }
}
