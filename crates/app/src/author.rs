//! Who wrote it, in words: name, profession, facility, as they are now.

use tasuki_domain::profession;
use tasuki_kernel::PersonId;
pub use tasuki_ledger::AuthorKind;
use tasuki_store::people::{PersonRow, PostRow};

/// An author as shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Byline {
    /// The person; none for the system.
    pub person: Option<PersonId>,
    /// 「佐藤 美咲」; empty for the system.
    pub name: String,
    /// Code of the profession; empty for patient, family and system.
    pub profession: String,
    /// The facility's name; empty where there is none.
    pub facility: String,
    /// What sort of author.
    pub kind: AuthorKind,
}

impl Byline {
    /// 看護師.
    pub fn profession_ja(&self) -> &str {
        profession::find(&self.profession).map_or(self.profession.as_str(), |it| it.ja)
    }

    /// Nurse.
    pub fn profession_en(&self) -> &str {
        profession::find(&self.profession).map_or(self.profession.as_str(), |it| it.en)
    }

    /// Somebody in a post.
    pub(crate) fn of_post(post: &PostRow) -> Self {
        Self {
            person: Some(post.person),
            name: post.name.full(),
            profession: post.profession.clone(),
            facility: post.facility_name.clone(),
            kind: AuthorKind::Post,
        }
    }

    /// Somebody without a post, by what name is known.
    pub(crate) fn of_person(person: PersonId, row: Option<&PersonRow>, kind: AuthorKind) -> Self {
        let name = row.map(|it| it.name.full()).unwrap_or_default();
        Self { person: Some(person), name, ..Self::nobody(kind) }
    }

    /// The system, or somebody who is not known here.
    pub(crate) const fn nobody(kind: AuthorKind) -> Self {
        Self {
            person: None,
            name: String::new(),
            profession: String::new(),
            facility: String::new(),
            kind,
        }
    }
}
