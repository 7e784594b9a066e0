//! What nothing will ask for any more: uploads that no entry came for, and sealed bytes that no
//! row names, as a post leaves them which failed between sealing and appending.

use tasuki_kernel::Result;
use tasuki_ledger::Hash;
use tasuki_store::{object, upload};

use crate::App;

/// How old what is swept must be, in seconds. No post runs for a day.
const DAY: i64 = 24 * 60 * 60;

/// What a sweep took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Uploads.
    pub uploads: usize,
    /// Sealed bytes without a name.
    pub objects: usize,
}

impl App {
    /// Takes away uploads that began over a day ago.
    pub async fn sweep_uploads(&self) -> Result<usize> {
        let before = self.clock.now().plus_seconds(-DAY);
        let mut swept = 0;
        loop {
            let old = self.store.read(move |conn| upload::before(conn, before)).await?;
            if old.is_empty() {
                return Ok(swept);
            }
            for row in &old {
                self.forget_upload(row).await?;
            }
            swept += old.len();
        }
    }

    /// Takes away uploads and sealed attachments, both over a day old, that nothing names.
    ///
    /// An attachment's bytes are stored before the entry that names them, so that bytes without a
    /// name may only be waiting for it: for seconds, never for a day.
    pub async fn sweep(&self) -> Result<Swept> {
        let uploads = self.sweep_uploads().await?;
        self.forget_pickups().await?;
        self.finish_withdrawals().await?;
        self.remind_of_reviews().await?;
        let before = self.clock.now().plus_seconds(-DAY);
        let mut objects = 0;
        for path in self.objects.list_older("attachments", before).await? {
            let Some(name) = object::attachment_name(&path) else { continue };
            if !self.is_named(name).await? {
                self.objects.delete(&path).await?;
                objects += 1;
            }
        }
        Ok(Swept { uploads, objects })
    }

    async fn is_named(&self, name: Hash) -> Result<bool> {
        self.store.read(move |conn| upload::is_named(conn, &name)).await
    }
}
