//! Sealed attachments: their rows, their bytes and, with keys, who cites them.

use std::collections::{BTreeMap, BTreeSet};

use tasuki_domain::content::Content;
use tasuki_kernel::{EntryId, LogId, Result};
use tasuki_ledger::{Damage, Finding, Hash, Secret, WrapContext, open_attachment, unwrap_key};
use tasuki_store::attachment::{self, StoredAttachment};
use tasuki_store::{Conn, object};

use super::bodies::Keys;
use super::logs::LogState;
use super::{Check, Reading};
use crate::compose::names;

/// The attachments of one log, while its entries are read.
pub(super) struct Photos {
    rows: BTreeMap<Hash, StoredAttachment>,
    /// Names that an opened entry cites as its own.
    cited: BTreeSet<Hash>,
    /// Entries that could not be asked.
    unread: BTreeSet<u64>,
    /// SHA-256 of the opened bytes, by name, where an entry tells it.
    digests: BTreeMap<Hash, [u8; 32]>,
}

impl Photos {
    /// The attachments of a log, before its entries are read.
    pub(super) fn of(conn: &mut Conn, log: LogId) -> Result<Self> {
        let rows = attachment::of_log(conn, log)?;
        Ok(Self {
            rows: rows.into_iter().map(|row| (row.name, row)).collect(),
            cited: BTreeSet::new(),
            unread: BTreeSet::new(),
            digests: BTreeMap::new(),
        })
    }

    /// The entry of this number was not opened: what it cites is not known.
    pub(super) fn unread(&mut self, sequence: u64) {
        self.unread.insert(sequence);
    }

    /// What an opened entry cites must be there: its own, or what an earlier entry brought.
    pub(super) fn cited(&mut self, sequence: u64, content: &Content) -> Vec<Damage> {
        let mut damages = Vec::new();
        for (about, full, small) in names(content.attachments()) {
            self.digests.insert(full, about.digest);
            for name in std::iter::once(full).chain(small) {
                match self.rows.get(&name) {
                    Some(row) if row.sequence <= sequence => {
                        if row.sequence == sequence {
                            self.cited.insert(name);
                        }
                    }
                    Some(_) => damages.push(row_differs(&name, "it stands at a later entry")),
                    None => damages.push(row_differs(&name, "it is missing")),
                }
            }
        }
        damages
    }
}

fn row_differs(name: &Hash, why: &str) -> Damage {
    let detail = format!("row {name}: {why}");
    Damage::ViewDiffers { view: "attachments".into(), detail }
}

impl Reading<'_> {
    /// Reads every attachment of a log, after its entries.
    pub(super) fn finish_photos(
        &mut self,
        conn: &mut Conn,
        log: &LogState,
        photos: Photos,
    ) -> Result<()> {
        for row in photos.rows.values() {
            let known = !photos.unread.contains(&row.sequence);
            if self.known.keys.is_some() && known && !photos.cited.contains(&row.name) {
                let damage = row_differs(&row.name, "no entry cites it there");
                self.find(Finding { sequence: Some(row.sequence), ..in_log(log, damage) });
            }
            let digest = photos.digests.get(&row.name);
            if let Some(damage) = self.photo(conn, log, row, digest)? {
                self.find(Finding { sequence: Some(row.sequence), ..in_log(log, damage) });
            }
        }
        Ok(())
    }

    fn photo(
        &mut self,
        conn: &mut Conn,
        log: &LogState,
        row: &StoredAttachment,
        digest: Option<&[u8; 32]>,
    ) -> Result<Option<Damage>> {
        let name = row.name;
        let destroyed = match &self.known.keys {
            None => row.wrap.is_none(),
            Some(keys) => {
                let recorded = keys.vault_destroyed(log.vault)
                    || entry_at(conn, log.id, row.sequence)?.is_some_and(|entry| {
                        self.known.keys.as_ref().is_some_and(|it| it.entry_destroyed(log.id, entry))
                    });
                if row.wrap.is_none() && !recorded {
                    return Ok(Some(Damage::KeyMissing));
                }
                recorded
            }
        };
        if destroyed {
            return Ok(None);
        }
        let path = object::attachment_path(&name);
        let Some(sealed) = self.known.handle.block_on(self.known.objects.get(&path))? else {
            return Ok(Some(Damage::AttachmentMissing { name }));
        };
        self.report.bytes += sealed.len() as u64;
        if Hash::of(&sealed) != name {
            return Ok(Some(Damage::AttachmentAltered { name }));
        }
        if sealed.len() as u64 != row.size {
            return Ok(Some(row_differs(&name, "column size")));
        }
        if let Some(keys) = &self.known.keys {
            let opened = attachment_key(keys, log, row)
                .and_then(|key| open_attachment(&key, log.region, log.id, &sealed).ok());
            match opened {
                None => return Ok(Some(Damage::AttachmentUnopenable { name })),
                Some(plain) if digest.is_some_and(|it| it != Hash::of(&plain).as_bytes()) => {
                    return Ok(Some(Damage::AttachmentAltered { name }));
                }
                Some(_) => {}
            }
        }
        self.report.attachments += 1;
        Ok(None)
    }
}

impl Check {
    /// Rows of attachments whose entry is not there.
    pub(super) fn stray_attachments(&mut self) -> Result<()> {
        for (log, name, sequence) in attachment::without_entry(&mut self.conn)? {
            let damage = row_differs(&name, "its entry is not there");
            let sequence = Some(sequence);
            self.find(Finding { sequence, ..Finding::in_log(log, damage) });
        }
        Ok(())
    }
}

fn entry_at(conn: &mut Conn, log: LogId, sequence: u64) -> Result<Option<EntryId>> {
    let found = tasuki_store::log::entries_from(conn, log, sequence, 1)?;
    Ok(found.first().filter(|it| it.sequence == sequence).map(|it| it.entry))
}

const fn in_log(log: &LogState, damage: Damage) -> Finding {
    Finding::in_log(log.id, damage)
}

fn attachment_key(keys: &Keys, log: &LogState, row: &StoredAttachment) -> Option<Secret> {
    let under = keys.ring.log_key(log.vault, log.id, row.wrap_key).ok()?;
    let what = WrapContext::Attachment { log: log.id, name: row.name };
    unwrap_key(&under, &what, row.wrap.as_deref()?).ok()
}
