//! What every route has at hand.

use std::sync::Arc;

use tasuki_app::App;

/// What every route has at hand.
#[derive(Clone)]
pub struct Web {
    /// The open region.
    pub app: Arc<App>,
    /// Whether this is a demo region: then, from this machine, one may sign in as anybody.
    pub demo: bool,
    /// Where staff sign in, as the portal links to it.
    pub staff_url: String,
}
