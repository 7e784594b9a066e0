//! How a reader stands to one entry: the facts that policy asks about, gathered in one place, and
//! the one question to policy about entries; and how a note stands after its corrections.

use tasuki_domain::content::{Content, Note, ReleaseTo};
use tasuki_domain::policy::{Action, EntryFacts, Subject, decide};
use tasuki_kernel::{PersonId, Result, VaultId};
use tasuki_store::{Conn, log, notebook};

use crate::actor;
use crate::opened::Opened;
use crate::room::{ReadableLog, Room};

/// The number of the kind that takes a record back.
pub(crate) const WITHDRAWN: u16 = 2;
/// The number of the kind that marks a record as standing under the wrong patient.
pub(crate) const MISFILED: u16 = 3;

/// What is known of an entry beside its own words.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// What policy asks.
    pub(crate) facts: EntryFacts,
    /// What amended its record, oldest first: sequence and kind.
    pub(crate) changes: Vec<(u64, u16)>,
}

impl Standing {
    pub(crate) fn new(
        opened: &Opened,
        author: Option<PersonId>,
        released: Vec<ReleaseTo>,
        changes: Vec<(u64, u16)>,
    ) -> Self {
        let misfiled = changes.iter().any(|(_, kind)| *kind == MISFILED);
        Self { facts: actor::entry_facts(opened, author, misfiled, released), changes }
    }

    /// Whether the record was taken back or marked as misfiled.
    pub(crate) fn has_ended(&self) -> bool {
        self.changes.iter().any(|(_, kind)| matches!(*kind, WITHDRAWN | MISFILED))
    }
}

impl Room {
    /// Gathers what is known of an entry.
    pub(crate) fn standing(conn: &mut Conn, opened: &Opened) -> Result<Standing> {
        let changes = notebook::amendments(conn, opened.log, opened.record)?;
        let author = actor::author_person(conn, opened)?;
        let released = notebook::released(conn, opened.log, opened.record)?;
        Ok(Standing::new(opened, author, released, changes))
    }

    /// Asks policy whether this reader may do `action` to the entry.
    pub(crate) fn allows(&self, log: &ReadableLog, standing: &Standing, action: Action) -> bool {
        let subject = Subject::Entry(&self.facts, &log.facts, &standing.facts);
        decide(&self.actor, action, subject, self.now).allowed()
    }
}

/// The note as it stands after its corrections.
pub(crate) fn newest_note(
    conn: &mut Conn,
    room: &Room,
    vault: VaultId,
    (opened, changes): (&Opened, &[(u64, u16)]),
) -> Result<Option<Note>> {
    let mut newest = match &opened.content {
        Some(Content::Note(note)) => Some(note.clone()),
        _ => None,
    };
    for (sequence, _) in changes {
        if let Some(stored) = log::entries_from(conn, opened.log, *sequence, 1)?.pop()
            && let Some(Content::Note(note)) = &room.app.open_entry(vault, &stored)?.content
        {
            newest = Some(note.clone());
        }
    }
    Ok(newest)
}
