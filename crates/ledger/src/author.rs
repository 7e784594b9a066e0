//! Who wrote an entry, as the header records it.

use std::fmt;

use tasuki_kernel::{NodeId, PersonId, PostId, RegionId};

use crate::Malformed;
use crate::bytes::Fields;

/// What kind of author; the number is the byte in the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AuthorKind {
    /// A person's position in a facility; of a partner region when the region differs from the
    /// entry's origin.
    Post = 1,
    /// The patient.
    Patient = 2,
    /// A family member.
    Family = 3,
    /// A running server, by its node id.
    System = 4,
}

impl AuthorKind {
    /// The kind whose number is given.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Post),
            2 => Some(Self::Patient),
            3 => Some(Self::Family),
            4 => Some(Self::System),
            _ => None,
        }
    }

    /// The byte in the header.
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// The author of an entry: kind, the region that knows the id, and the id. 33 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author {
    /// What `id` identifies.
    pub kind: AuthorKind,
    /// The region in which the id has a meaning.
    pub region: RegionId,
    /// A post id, a person id (patient or family) or a node id (system).
    pub id: [u8; 16],
}

impl Author {
    /// Length of the encoded form in bytes.
    pub const LEN: usize = 33;

    /// A post of `region`.
    pub const fn post(region: RegionId, post: PostId) -> Self {
        Self { kind: AuthorKind::Post, region, id: *post.as_bytes() }
    }

    /// The patient, by the id of the person who signs in.
    pub const fn patient(region: RegionId, person: PersonId) -> Self {
        Self { kind: AuthorKind::Patient, region, id: *person.as_bytes() }
    }

    /// A family member, by the id of the person who signs in.
    pub const fn family(region: RegionId, person: PersonId) -> Self {
        Self { kind: AuthorKind::Family, region, id: *person.as_bytes() }
    }

    /// A running server.
    pub const fn system(region: RegionId, node: NodeId) -> Self {
        Self { kind: AuthorKind::System, region, id: *node.as_bytes() }
    }

    /// Kind (1 byte), region (16), id (16).
    pub fn encode(&self) -> [u8; Self::LEN] {
        let mut bytes = [0; Self::LEN];
        bytes[0] = self.kind.number();
        bytes[1..17].copy_from_slice(self.region.as_bytes());
        bytes[17..].copy_from_slice(&self.id);
        bytes
    }

    /// Reads what [`Author::encode`] writes; an unknown kind or another length is refused.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        Self::take(bytes).ok_or(Malformed::new("author", "unknown kind or wrong length"))
    }

    fn take(bytes: &[u8]) -> Option<Self> {
        let mut fields = Fields::new(bytes);
        let [kind] = fields.take()?;
        let kind = AuthorKind::from_number(kind)?;
        let region = RegionId::from_bytes(fields.take()?);
        let id = fields.take()?;
        fields.is_empty().then_some(Self { kind, region, id })
    }
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            AuthorKind::Post => "post",
            AuthorKind::Patient => "patient",
            AuthorKind::Family => "family",
            AuthorKind::System => "system",
        };
        // The id has no type of its own here, so it borrows the spelling of one.
        write!(f, "{kind} {} of region {}", PersonId::from_bytes(self.id), self.region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decode_takes_back_what_encode_wrote() {
        let region = RegionId::from_bytes([9; 16]);
        for author in [
            Author::post(region, PostId::from_bytes([1; 16])),
            Author::patient(region, PersonId::from_bytes([2; 16])),
            Author::family(region, PersonId::from_bytes([3; 16])),
            Author::system(region, NodeId::from_bytes([4; 16])),
        ] {
            assert_eq!(Author::decode(&author.encode()), Ok(author));
        }
    }

    #[test]
    fn unknown_kinds_and_other_lengths_are_refused() {
        let author = Author::post(RegionId::from_bytes([9; 16]), PostId::from_bytes([1; 16]));
        let mut bytes = author.encode().to_vec();
        assert!(Author::decode(&bytes[..32]).is_err());
        bytes.push(0);
        assert!(Author::decode(&bytes).is_err());
        bytes.pop();
        for kind in [0, 5, 255] {
            bytes[0] = kind;
            assert!(Author::decode(&bytes).is_err());
        }
    }

    #[test]
    fn shows_kind_id_and_region() {
        let author = Author::post(RegionId::from_bytes([9; 16]), PostId::from_bytes([1; 16]));
        let text = "post 01010101-0101-0101-0101-010101010101 of region \
                    09090909-0909-0909-0909-090909090909";
        assert_eq!(author.to_string(), text);
    }
}
