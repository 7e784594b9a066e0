//! What somebody wants to see of a timeline, and nothing else of it. A filter only takes away from
//! what policy shows; it is asked of opened entries, because nothing outside a sealed body says
//! what an entry is about.

use tasuki_domain::content::Content;
use tasuki_domain::importance::Importance;
use tasuki_kernel::PersonId;

use crate::opened::Opened;
use crate::room::ReadableLog;

/// What sort of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Notes, whatever is in them.
    Notes,
    /// Notes with measured values.
    Vitals,
    /// Notes with photos or files.
    Photos,
    /// 特別便 that the reader wrote or received.
    Delivery,
    /// Who joined and left, and what was corrected or taken back.
    Changes,
}

impl Kind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] =
        [Self::Notes, Self::Vitals, Self::Photos, Self::Delivery, Self::Changes];

    /// The name in addresses and in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Vitals => "vitals",
            Self::Photos => "photos",
            Self::Delivery => "delivery",
            Self::Changes => "changes",
        }
    }

    /// The kind of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    fn holds(self, log: &ReadableLog, opened: &Opened) -> bool {
        let note = match &opened.content {
            Some(Content::Note(note)) if opened.supersedes.is_none() => Some(note),
            _ => None,
        };
        match self {
            Self::Notes => note.is_some(),
            Self::Vitals => note.is_some_and(|it| !it.vitals.is_empty()),
            Self::Photos => note.is_some_and(|it| !it.attachments.is_empty()),
            Self::Delivery => note.is_some() && log.facts.audience.is_some(),
            Self::Changes => {
                opened.supersedes.is_some()
                    || matches!(opened.content, Some(Content::Membership(_)))
            }
        }
    }
}

/// A filter; everything in it must hold. Empty, it lets everything through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// 情報カテゴリー, as the note was first written.
    pub category: Option<String>,
    /// How soon it wants to be read.
    pub importance: Option<Importance>,
    /// Who wrote it.
    pub author: Option<PersonId>,
    /// What sort of entry.
    pub kind: Option<Kind>,
}

impl Filter {
    /// Whether it lets everything through.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether an entry by `author` is let through.
    pub(crate) fn holds(
        &self,
        log: &ReadableLog,
        opened: &Opened,
        author: Option<PersonId>,
    ) -> bool {
        let note = match &opened.content {
            Some(Content::Note(note)) => Some(note),
            _ => None,
        };
        let category = |asked: &String| note.is_some_and(|it| it.category == *asked);
        // Only notes have an importance; the rest would all be "normal".
        let importance = |asked| note.is_some() && opened.importance == asked;
        self.kind.is_none_or(|it| it.holds(log, opened))
            && self.category.as_ref().is_none_or(category)
            && self.importance.is_none_or(importance)
            && self.author.is_none_or(|it| author == Some(it))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::find(kind.name()), Some(kind));
        }
        assert_eq!(Kind::find("Notes"), None);
        assert!(Filter::default().is_empty());
        assert!(!Filter { kind: Some(Kind::Notes), ..Filter::default() }.is_empty());
    }
}
