//! What becomes of an entry afterwards: corrections, withdrawals, marks of what was misfiled, 確認.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use tasuki_domain::content::{Confirmation, Content, Misfiled, Note, Withdrawal};
use tasuki_domain::policy::Action;
use tasuki_domain::text;
use tasuki_domain::vital::{self, Vital};
use tasuki_kernel::{Code, EntryId, Problem, Result};

use super::{Posted, Ready, Target};
use crate::opened::Opened;
use crate::room::{Room, closed};
use crate::sealing::{LogKey, Unsealed};
use crate::standing::newest_note;

/// A correction of one's own note.
#[derive(Debug, Clone, Default)]
pub struct Correction {
    /// Made by the writer's device.
    pub entry: Option<EntryId>,
    /// The new words.
    pub text: String,
    /// The values as they should stand; none keeps them.
    pub vitals: Option<Vec<Vital>>,
    /// How many corrections the writer had seen; none does not ask.
    pub based_on: Option<usize>,
    /// Why.
    pub reason: String,
}

impl Room {
    /// Finds an entry on which the reader may do `action`, opened, with the key of its log.
    async fn subject(&self, id: EntryId, action: Action) -> Result<Subjected> {
        let room = self.clone();
        self.app
            .store
            .read(move |conn| {
                let (log, stored) = room.find(conn, id)?;
                let opened = room.app.open_entry(log.row.vault, &stored)?;
                let standing = Self::standing(conn, &opened)?;
                let readable = room.allows(log, &standing, Action::Read);
                let allowed = room.allows(log, &standing, action);
                match (readable, allowed) {
                    (false, _) => Err(Problem::not_found()),
                    (true, false) if room.facts.closed => Err(closed()),
                    (true, false) => Err(Problem::new(Code::NotAllowed, "not by this person")),
                    (true, true) if opened.supersedes.is_some() => {
                        Err(Problem::new(Code::NotAllowed, "only what began the record"))
                    }
                    (true, true) if standing.has_ended() => {
                        Err(Problem::new(Code::Conflict, "it was taken back meanwhile"))
                    }
                    (true, true) => {
                        let changes = &standing.changes;
                        let note = newest_note(conn, &room, log.row.vault, (&opened, changes))?;
                        let to =
                            LogKey { log: log.row.id, vault: log.row.vault, key: log.row.wrap_key };
                        Ok(Subjected { opened, note, to })
                    }
                }
            })
            .await
    }

    /// Corrects one's own note: the old words stay visible, struck out.
    ///
    /// # Errors
    /// `Conflict` when it was corrected otherwise since the writer looked.
    pub async fn correct(&self, id: EntryId, correction: Correction) -> Result<Posted> {
        let text = text::accept(&correction.text)?;
        let reason = text::accept_line("reason", &correction.reason, 200)?;
        let found = self.subject(id, Action::Amend).await?;
        let Some(note) = found.note.clone() else {
            return Err(Problem::new(Code::NotAllowed, "only a note can be corrected"));
        };
        let vitals = match correction.vitals {
            // What this version does not know cannot have been in a form: it stays.
            Some(given) => {
                let unknown = note.vitals.iter().filter(|it| it.kind().is_none()).cloned();
                vital::accept_all(given.into_iter().chain(unknown).collect())?
            }
            None => note.vitals.clone(),
        };
        if text.is_empty() && note.attachments.is_empty() && vitals.is_empty() {
            return Err(Problem::invalid("text", "a correction without words"));
        }
        let reason = (!reason.is_empty()).then_some(reason);
        let content = Content::Note(Note { text, vitals, reason, ..note });
        self.amend(&found, correction.entry, content, correction.based_on).await
    }

    /// Takes one's own entry back.
    pub async fn withdraw(&self, id: EntryId, reason: &str) -> Result<Posted> {
        let reason = text::accept_line("reason", reason, 200)?;
        let found = self.subject(id, Action::Amend).await?;
        self.amend(&found, None, Content::Withdrawal(Withdrawal { reason }), None).await
    }

    /// Marks one's own entry as standing under the wrong patient: hidden from all others.
    pub async fn misfiled(&self, id: EntryId, reason: &str) -> Result<Posted> {
        let reason = text::accept_line("reason", reason, 200)?;
        let found = self.subject(id, Action::Amend).await?;
        self.amend(&found, None, Content::Misfiled(Misfiled { reason }), None).await
    }

    async fn amend(
        &self,
        found: &Subjected,
        entry: Option<EntryId>,
        content: Content,
        based_on: Option<usize>,
    ) -> Result<Posted> {
        let entry = entry.unwrap_or_else(|| self.app.new_entry_id());
        let unsealed = Unsealed {
            record: Some(found.opened.record),
            supersedes: Some(found.opened.entry),
            importance: found.opened.importance,
            sensitivity: found.opened.sensitivity,
            happened: found.opened.happened,
            ..Unsealed::plain(entry, self.author(None)?, content)
        };
        if let Some(posted) = self.sent_before(&unsealed).await? {
            return Ok(posted);
        }
        let target = Target { to: found.to, open: None };
        let ready = Ready { unsealed, attachments: Vec::new(), amended: based_on };
        self.append(target, ready).await
    }

    /// 確認: says that an entry was understood. Saying it twice is harmless.
    pub async fn confirm(&self, id: EntryId) -> Result<Posted> {
        let found = self.subject(id, Action::Confirm).await?;
        let author = self.author(None)?;
        let content = Content::Confirmation(Confirmation { of: id });
        // The same person confirming the same entry makes the same id, so that a second press
        // finds the first.
        let mut hash = Sha256::new();
        hash.update(b"tasuki/confirmation\x01");
        hash.update(found.opened.log.as_bytes());
        hash.update(id.as_bytes());
        hash.update(author.encode());
        let digest: [u8; 32] = hash.finalize().into();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        // Version 8, variant 10: an id of our own making (RFC 9562 section 5.8).
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let unsealed = Unsealed {
            sensitivity: found.opened.sensitivity,
            ..Unsealed::plain(EntryId::from_bytes(bytes), author, content)
        };
        if let Some(posted) = self.sent_before(&unsealed).await? {
            return Ok(posted);
        }
        let target = Target { to: found.to, open: None };
        self.append(target, Ready { unsealed, attachments: Vec::new(), amended: None }).await
    }
}

/// An entry that something is to be done to.
struct Subjected {
    opened: Arc<Opened>,
    note: Option<Note>,
    to: LogKey,
}
