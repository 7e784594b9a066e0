//! Photos and documents of a notice, for whoever may read it.

use std::sync::Arc;

use tasuki_domain::content::Touched;
use tasuki_kernel::{Code, EntryId, Problem, Result};
use tasuki_ledger::Hash;
use tasuki_store::attachment;

use super::document::drawn;
use super::{DocumentPage, Picture, Size, kind, opened_part};
use crate::App;
use crate::access::Record;
use crate::session::Session;

impl App {
    /// The photo number `index` (from 0) of a notice, or the small picture of a document; the
    /// reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when the notice, or the photo in it, is not there for this reader.
    pub async fn notice_picture(
        self: &Arc<Self>,
        session: &Arc<Session>,
        (id, index): (EntryId, usize),
        size: Size,
    ) -> Result<Picture> {
        let found = self.notice_part(session, (id, index), size).await?;
        if size == Size::Full && kind(&found.about).is_some() {
            return Err(Problem::not_found());
        }
        Ok(found)
    }

    async fn notice_part(
        self: &Arc<Self>,
        session: &Arc<Session>,
        (id, index): (EntryId, usize),
        size: Size,
    ) -> Result<Picture> {
        let (channel, shown) = self.readable_notice(session, id).await?;
        let record = Record::of(session, Touched::Attachments).within(None, Some(channel.id));
        self.record_reading(session, record).await?;
        let about = shown.notice.attachments.into_iter().nth(index);
        let about = about.ok_or_else(Problem::not_found)?;
        let name = if size == Size::Full { about.name } else { about.thumbnail };
        let (log, name) = (channel.log, Hash::from_bytes(name));
        if name == Hash::ZERO {
            return Err(Problem::not_found());
        }
        let stored = self.store.read(move |conn| attachment::find(conn, log, &name)).await?;
        let stored =
            stored.ok_or_else(|| Problem::new(Code::Damaged, "an attachment has no row"))?;
        opened_part(self, (channel.vault, log), (about, &stored), size).await
    }

    /// The document number `index` of a notice, byte for byte; the reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when there is no such document for this reader.
    pub async fn notice_document(
        self: &Arc<Self>,
        session: &Arc<Session>,
        place: (EntryId, usize),
    ) -> Result<Picture> {
        let found = self.notice_part(session, place, Size::Full).await?;
        if kind(&found.about).is_none() { Err(Problem::not_found()) } else { Ok(found) }
    }

    /// A page (from 0) of a PDF as a picture; the reading is recorded first.
    ///
    /// # Errors
    /// `NotFound` when there is no such page for this reader.
    pub async fn notice_page(
        self: &Arc<Self>,
        session: &Arc<Session>,
        place: (EntryId, usize),
        page: usize,
    ) -> Result<DocumentPage> {
        drawn(self, self.notice_document(session, place).await?, page).await
    }
}
