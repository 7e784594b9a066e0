//! Notices: channels, and what is sent in them.

use std::sync::Arc;

use tasuki_app::notice::{Channel, NoticeDraft, One};
use tasuki_app::session::Session;
use tasuki_domain::notice::Typed;
use tasuki_kernel::{EntryId, Result, RoomId};

use super::{Region, Somebody, pdf, photo};

/// A good notice for everybody, which asks to be confirmed.
pub fn notice(title: &str) -> NoticeDraft {
    let text = "別紙のとおり、よろしくお願いします。".into();
    let typed = Typed { title: title.into(), text, confirm: true, ..Typed::default() };
    NoticeDraft { typed, ..NoticeDraft::default() }
}

impl Region {
    /// Somebody as they are now.
    ///
    /// # Panics
    /// When there is no such person.
    pub async fn as_now(&self, who: &Somebody) -> Arc<Session> {
        Arc::new(self.app.receiver(who.login).await.expect("somebody"))
    }

    /// The desk in the region's channel, which is opened when first asked for.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn channel(&self) -> Channel {
        let id = RoomId::from_bytes([0x5e; 16]);
        let opened = self.desk().await.open_channel(Some(id), "高齢福祉課", false).await;
        let session = self.as_now(&self.people.desk).await;
        self.app.channel(&session, opened.expect("a channel")).await.expect("the desk writes")
    }

    /// An association's channel, of which the station alone is a member.
    ///
    /// # Panics
    /// When that is refused.
    pub async fn association(&self, writers: &[&str]) -> RoomId {
        let desk = self.desk().await;
        let id = RoomId::from_bytes([0x5f; 16]);
        let id = desk.open_channel(Some(id), "訪問看護の会", true).await.expect("a channel");
        let station = self.house().await.facility();
        let writers: Vec<String> = writers.iter().map(|it| (*it).to_owned()).collect();
        desk.set_channel_members(id, &[station], &writers).await.expect("members");
        id
    }

    /// A notice of the desk to everybody, with a photo and a PDF.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn notify(&self, title: &str) -> EntryId {
        let files = vec![photo(), pdf()];
        let draft = NoticeDraft { files, ..notice(title) };
        self.channel().await.send(draft).await.expect("a good notice")
    }

    /// Opens a notice as somebody.
    pub async fn open(&self, who: &Somebody, id: EntryId) -> Result<One> {
        self.app.open_notice(&self.as_now(who).await, id).await
    }
}
