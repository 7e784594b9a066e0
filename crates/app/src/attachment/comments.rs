//! Comments on a photo: notes that answer its entry and name it.

use tasuki_domain::content::Note;
use tasuki_kernel::{EntryId, PersonId, Problem, Result};
use tasuki_ledger::Hash;
use tasuki_store::{log, received};

use super::kind;
use crate::compose::{Draft, Posted};
use crate::room::Room;
use crate::timeline::{Item, Matter};

/// Entries of each log after the photo's among which comments on it are looked for. Which entry
/// answers which lies sealed in its body, so that there is no index to ask.
const AFTER: u64 = 2_000;

/// The note that an item shows, however it stands.
fn note(item: &Item) -> Option<&Note> {
    match &item.matter {
        Matter::Note { note, .. }
        | Matter::Withdrawn { note, .. }
        | Matter::Misfiled { note, .. } => Some(note),
        _ => None,
    }
}

/// The name in storage of photo number `index` (from 0) of a note.
pub fn photo_name(item: &Item, index: usize) -> Option<Hash> {
    let photo = note(item)?.attachments.get(index).filter(|it| kind(it).is_none())?;
    Some(Hash::from_bytes(photo.name))
}

/// The number (from 0) of the photo of that name in a note.
pub(crate) fn photo_number(note: &Note, name: [u8; 32]) -> Option<usize> {
    note.attachments.iter().position(|it| it.name == name && kind(it).is_none())
}

/// Whether a note may say that it is about that photo.
///
/// # Errors
/// `Invalid` unless it is a photo of the entry that the note answers.
pub(crate) fn check(answered: Option<&Item>, about: Option<Hash>) -> Result<()> {
    let Some(about) = about else { return Ok(()) };
    let found = answered.and_then(note).and_then(|it| photo_number(it, *about.as_bytes()));
    found.map(drop).ok_or_else(|| {
        Problem::invalid("about_photo", "not a photo of the entry that this answers")
    })
}

impl Room {
    /// The comments on photo number `index` of an entry, oldest first, that this reader may see.
    ///
    /// # Errors
    /// `NotFound` when there is no such photo.
    pub async fn comments(&self, on: &Item, index: usize) -> Result<Vec<Item>> {
        let name = *photo_name(on, index).ok_or_else(Problem::not_found)?.as_bytes();
        let (room, entry, since) = (self.clone(), on.entry, on.received);
        self.app
            .store
            .read(move |conn| {
                let mut found = Vec::new();
                for readable in &room.logs {
                    let log = readable.row.id;
                    let length = readable.row.sequence;
                    let first = received::first_at(conn, log, length, since)?;
                    for stored in log::entries_from(conn, log, first, AFTER)? {
                        if let Some(item) = room.shown(conn, readable, &stored)?
                            && says_of(&item, entry, name)
                        {
                            found.push(item);
                        }
                    }
                }
                found.sort_by_key(|it| (it.received, it.place));
                Ok(found)
            })
            .await
    }

    /// Writes a comment on photo number `index` of an entry: for those who see the entry, as
    /// sensitive as it, under its category.
    ///
    /// # Errors
    /// As [`Room::write`]; `NotFound` when there is no such photo.
    pub async fn comment(
        &self,
        on: EntryId,
        index: usize,
        entry: Option<EntryId>,
        text: String,
    ) -> Result<Posted> {
        let answered = self.entry(on).await?;
        let about_photo = photo_name(&answered, index).ok_or_else(Problem::not_found)?;
        let me = self.session.person.id;
        let others = answered.addressees.iter().filter_map(|it| it.person);
        let deliver_to: Vec<PersonId> = others.filter(|it| *it != me).collect();
        let draft = Draft {
            entry,
            category: note(&answered).map(|it| it.category.clone()).unwrap_or_default(),
            sensitivity: answered.sensitivity,
            undisclosed: note(&answered).is_some_and(|it| it.undisclosed),
            text,
            answers: Some(on),
            about_photo: Some(about_photo),
            deliver_to,
            ..Draft::default()
        };
        self.write(draft).await
    }
}

fn says_of(item: &Item, entry: EntryId, photo: [u8; 32]) -> bool {
    let said = |it: &Note| it.answers == Some(entry) && it.about_photo == Some(photo);
    matches!(item.matter, Matter::Note { .. }) && note(item).is_some_and(said)
}
