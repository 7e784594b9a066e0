//! Who wrote it, in words: name, profession, facility, as they are now.

use tasuki_domain::profession;
use tasuki_kernel::{PersonId, PostId, Result};
use tasuki_ledger::Author;
pub use tasuki_ledger::AuthorKind;
use tasuki_store::Conn;

use crate::known::Known;

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
}

/// Looks an author up; ask [`Known::byline`].
pub(crate) fn look_up(conn: &mut Conn, known: &Known, author: &Author) -> Result<Byline> {
    let mut byline = Byline {
        person: None,
        name: String::new(),
        profession: String::new(),
        facility: String::new(),
        kind: author.kind,
    };
    match author.kind {
        AuthorKind::Post => {
            if let Some(post) = known.post(conn, PostId::from_bytes(author.id))? {
                byline.person = Some(post.person);
                byline.name = post.name.full();
                byline.profession.clone_from(&post.profession);
                byline.facility.clone_from(&post.facility_name);
            }
        }
        AuthorKind::Patient | AuthorKind::Family => {
            let id = PersonId::from_bytes(author.id);
            if let Some(person) = known.person(conn, id)? {
                byline.person = Some(person.id);
                byline.name = person.name.full();
            }
        }
        AuthorKind::System => {}
    }
    Ok(byline)
}

/// A person in a post, as shown in a list of members.
pub(crate) fn of_member(
    conn: &mut Conn,
    known: &Known,
    person: PersonId,
    post: Option<PostId>,
) -> Result<Byline> {
    let found = post.map(|it| known.post(conn, it)).transpose()?.flatten();
    if let Some(post) = found {
        return Ok(Byline {
            person: Some(person),
            name: post.name.full(),
            profession: post.profession.clone(),
            facility: post.facility_name.clone(),
            kind: AuthorKind::Post,
        });
    }
    let row = known.person(conn, person)?;
    Ok(Byline {
        person: Some(person),
        name: row.map(|it| it.name.full()).unwrap_or_default(),
        profession: String::new(),
        facility: String::new(),
        kind: AuthorKind::Family,
    })
}
