//! Destroying a notebook: the key of its vault and of every log in it.

use std::collections::BTreeSet;

use tasuki_domain::content::{self, Content};
use tasuki_kernel::{Code, LogId, NotebookId, Problem, Result, VaultId};
use tasuki_ledger::KeyId;
use tasuki_store::{Conn, attachment, log, notebook};

use super::register::What;
use super::{Order, Work};

/// The id of no key at all: whatever is sealed for a log of a destroyed notebook is refused.
const NO_KEY: KeyId = KeyId::from_bytes([0; 16]);

impl Work {
    pub(super) fn notebook(&self, conn: &mut Conn, id: NotebookId, order: &Order) -> Result<()> {
        let row = notebook::find(conn, id)?.ok_or_else(Problem::not_found)?;
        if row.destroyed.is_some() {
            return Err(Problem::new(Code::Destroyed, "the notebook was destroyed before"));
        }
        let what = What::Notebook { notebook: id, vault: row.vault };
        self.begin(&what)?;
        // A log of 特別便 may be opened meanwhile; then once more, with it.
        while !self.close_vault(conn, id, row.vault, &order.reason)? {}
        self.complete(conn, &what, order.also.as_deref())
    }

    /// Says that the notebook is destroyed, and closes its logs; false when there was a new one.
    fn close_vault(
        &self,
        conn: &mut Conn,
        id: NotebookId,
        vault: VaultId,
        reason: &str,
    ) -> Result<bool> {
        let app = &self.app;
        let closing: BTreeSet<LogId> =
            log::of_vault(conn, vault)?.into_iter().map(|row| row.id).collect();
        let content = Content::Destroyed(content::Destroyed {
            notebook: Some(id),
            log: None,
            entry: None,
            reason: reason.to_owned(),
        });
        let entry = self.by_system(conn, app.region_log, content)?;
        let access = self.access(conn, Some(id), None)?;
        let mut logs: Vec<LogId> = closing.iter().copied().collect();
        logs.extend([app.region_log, app.access_log]);
        let outcome = self.handle.block_on(app.store.write(app.region, logs, move |t| {
            let now = log::of_vault(t.conn(), vault)?;
            if now.iter().any(|row| !closing.contains(&row.id)) {
                return Ok(false);
            }
            t.append(&entry)?;
            t.append(&access)?;
            for log in &closing {
                log::drop_all_wraps(t.conn(), *log)?;
                attachment::drop_all_wraps(t.conn(), *log)?;
                t.replace_wrap_key(*log, NO_KEY)?;
            }
            Ok(true)
        }));
        outcome
    }

    /// Destroys the key of a vault and of all its logs, and deletes their attachments.
    pub(super) fn destroy_vault(&self, conn: &mut Conn, vault: VaultId) -> Result<()> {
        let store = self.app.keys.store();
        store.destroy_vault(vault)?;
        for row in log::of_vault(conn, vault)? {
            for name in store.log_keys(row.id)? {
                if let Ok(key) = name.parse::<KeyId>() {
                    store.destroy_log_key(row.id, key)?;
                }
            }
            self.delete_attachments(conn, row.id)?;
        }
        Ok(())
    }
}
