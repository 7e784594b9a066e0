//! Replacing the region's key: vault keys and secrets are sealed to the new one; no body, no
//! attachment and no log key is touched.

use std::sync::Arc;

use tasuki_domain::content::{Content, KeyChange, RecipientKind};
use tasuki_kernel::Result;
use tasuki_ledger::recipient::Identity;

use crate::App;

impl App {
    /// Replaces the region's key by `new`, in such an order that at every moment the key in the
    /// key file opens everything: all is sealed to the old *and* the new key, then `keep` writes
    /// the new key file, then all is sealed to the new key and the recovery key alone.
    ///
    /// Processes that hold the old key cannot make new vaults from the beginning on, and are to
    /// be started again with the new one. After a crash, the same call with either key that
    /// opens the key store completes it.
    pub async fn rotate_region_key(
        self: &Arc<Self>,
        new: &Identity,
        keep: impl FnOnce(&Identity) -> Result<()> + Send + 'static,
    ) -> Result<()> {
        let identity = new.clone();
        // The evidence comes before what it tells of, so that no crash parts them.
        let recipient = new.recipient().to_string();
        let change = KeyChange { kind: RecipientKind::Region, recipient };
        self.enter_in_region(vec![Content::KeyChange(change)]).await?;
        self.work_on_keys(move |work, _| {
            let keys = &work.app.keys;
            keys.seal_to_both(&identity)?;
            keep(&identity)?;
            keys.rotate(&identity).map(drop)
        })
        .await
    }
}
