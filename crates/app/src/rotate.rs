//! The region's key is replaced: vault keys and secrets are sealed anew, no body is touched.

use tasuki_domain::content::{Content, KeyChange, RecipientKind};
use tasuki_kernel::Result;
use tasuki_ledger::Identity;

use crate::App;

impl App {
    /// Seals everything that was sealed to the region's present key to `identity` instead, and
    /// says so in the region's log. The recovery key goes on as it is. The caller has stored the
    /// new key before, and removes the old one afterwards.
    pub async fn rotate_region_key(&self, identity: &Identity) -> Result<()> {
        let recipient = identity.recipient().to_string();
        let change = KeyChange { kind: RecipientKind::Region, recipient };
        self.enter_in_region(vec![Content::KeyChange(change)]).await?;
        let _alone = self.alone_on_keys().await?;
        self.keys.rotate(identity)?;
        self.forget();
        Ok(())
    }
}
