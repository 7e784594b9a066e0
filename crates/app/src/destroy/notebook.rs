//! Destroying a notebook: the key of its vault and of every log in it.

use std::collections::BTreeSet;

use tasuki_domain::content::{Content, Destroyed};
use tasuki_kernel::{LogId, NotebookId, Result, VaultId};
use tasuki_ledger::KeyId;
use tasuki_store::{attachment, log};

use super::operator;
use crate::App;

/// The id of no key at all: whatever is sealed for a log of a destroyed notebook is refused.
const NO_KEY: KeyId = KeyId::from_bytes([0; 16]);

impl App {
    pub(super) async fn destroy_notebook(&self, id: NotebookId, reason: &str) -> Result<()> {
        let row = self.notebook_row(id).await?;
        if row.destroyed.is_none() {
            // A log of 特別便 may be opened meanwhile; then once more, with it.
            while !self.close_vault(id, row.vault, reason).await? {}
        }
        let (store, vault) = (self.keys.store(), row.vault);
        store.destroy_vault(vault)?;
        for log in self.store.read(move |conn| log::of_vault(conn, vault)).await? {
            for name in store.log_keys(log.id)? {
                if let Ok(key) = name.parse::<KeyId>() {
                    store.destroy_log_key(log.id, key)?;
                }
            }
            self.delete_attachments(log.id).await?;
        }
        Ok(())
    }

    /// Says that the notebook is destroyed, and closes its logs; false when there was a new one.
    async fn close_vault(&self, id: NotebookId, vault: VaultId, reason: &str) -> Result<bool> {
        let logs = self.store.read(move |conn| log::of_vault(conn, vault)).await?;
        let closing: BTreeSet<LogId> = logs.into_iter().map(|row| row.id).collect();
        let content = Content::Destroyed(Destroyed {
            notebook: Some(id),
            log: None,
            entry: None,
            reason: reason.to_owned(),
        });
        let entries = self.said(vec![content], operator().within(Some(id), None)).await?;
        let mut logs: Vec<LogId> = closing.iter().copied().collect();
        logs.extend([self.region_log, self.access_log]);
        self.store
            .write(self.region, logs, move |t| {
                let now = log::of_vault(t.conn(), vault)?;
                if now.iter().any(|row| !closing.contains(&row.id)) {
                    return Ok(false);
                }
                for entry in &entries {
                    t.append(entry)?;
                }
                for log in &closing {
                    log::drop_all_wraps(t.conn(), *log)?;
                    attachment::drop_all_wraps(t.conn(), *log)?;
                    t.replace_wrap_key(*log, NO_KEY)?;
                }
                Ok(true)
            })
            .await
    }
}
