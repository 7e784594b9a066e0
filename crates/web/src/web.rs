//! What every route has at hand.

use std::sync::Arc;

use tasuki_app::App;
use tasuki_kernel::Result;
use tasuki_pki::passkey::Site;

/// What every route has at hand.
#[derive(Clone)]
pub struct Web {
    /// The open region.
    pub app: Arc<App>,
    /// Whether this is a demo region: then, from this machine, one may sign in as anybody.
    pub demo: bool,
    /// Where staff sign in, as the portal links to it.
    pub staff_url: String,
    /// Whether this is the portal's listener: passkeys are made at the staff's.
    pub at_portal: bool,
}

impl Web {
    /// The site that passkeys are made for: where staff sign in, whatever a request calls it.
    ///
    /// # Errors
    /// `Configuration` when that is the number of a machine and no name.
    pub fn site(&self) -> Result<Site> {
        Site::at(&self.staff_url)
    }

    /// Whether passkeys open anything here: the region allows them, and the server has a name.
    pub async fn offers_passkeys(&self) -> Result<bool> {
        Ok(self.site().is_ok() && self.app.allows_passkeys().await?)
    }
}
