//! The picture of a signed paper.

use tasuki_domain::content::Content;
use tasuki_kernel::{Code, EntryId, Problem, Result};
use tasuki_ledger::Hash;
use tasuki_store::{attachment, likeness, log};

use super::Consents;
use crate::attachment::{Picture, Size};
use crate::compose::names;

impl Consents {
    /// A paper of a consent, by its number from 0; the reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when there is no such consent here, or no such paper.
    pub async fn paper(&self, id: EntryId, number: usize, size: Size) -> Result<Picture> {
        self.record_reading().await?;
        let consents = self.clone();
        let (log, about, stored) = self
            .app
            .store
            .read(move |conn| {
                let log = consents.place.row.main_log;
                let entry = log::entry(conn, log, id)?.ok_or_else(Problem::not_found)?;
                let here = likeness::consents(conn, consents.row.id)?;
                if !here.contains(&(log, entry.sequence)) {
                    return Err(Problem::not_found());
                }
                let opened = consents.app.open_entry(consents.row.vault, &entry)?;
                let Some(Content::Consent(consent)) = &opened.content else {
                    return Err(Problem::not_found());
                };
                let found = names(&consent.papers).nth(number);
                let (about, full, small) = found.ok_or_else(Problem::not_found)?;
                let name = if size == Size::Full { Some(full) } else { small };
                let name = name.ok_or_else(Problem::not_found)?;
                let stored = attachment::find(conn, log, &name)?
                    .ok_or_else(|| Problem::new(Code::Damaged, "a paper has no row"))?;
                Ok((log, about.clone(), stored))
            })
            .await?;
        let bytes = self.app.open_part(self.row.vault, log, &stored).await?;
        if size == Size::Full && *Hash::of(&bytes).as_bytes() != about.digest {
            return Err(Problem::new(Code::Damaged, "a paper is not the one that was kept"));
        }
        Ok(Picture { about, bytes })
    }
}
