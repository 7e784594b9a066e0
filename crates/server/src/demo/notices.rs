//! Plays the notices of the demo region: its desk sends them, staff opens them.

use std::sync::Arc;

use anyhow::{Context as _, Result};
use tasuki_app::App;
use tasuki_app::notice::{Channel, NoticeDraft};
use tasuki_demo::desk::PERSON;
use tasuki_demo::notices::{CHANNEL, NOTICES, Notice};
use tasuki_domain::notice::Typed;
use tasuki_kernel::{FixedClock, Timestamp};

/// Seconds from sending to the first opening, and from one to the next.
const LATER: i64 = 420;

/// Who sends the notices, and what is still to come.
pub struct NoticePlayer {
    app: Arc<App>,
    clock: Arc<FixedClock>,
    channel: Channel,
    today: Timestamp,
    next: usize,
}

impl NoticePlayer {
    /// Opens the channel, as the desk's person.
    pub async fn enter(app: &Arc<App>, clock: &Arc<FixedClock>, today: Timestamp) -> Result<Self> {
        let session = Arc::new(app.receiver(PERSON.key).await?);
        let channel = app.desk(&session)?.open_channel(None, CHANNEL, false).await?;
        let channel = app.channel(&session, channel).await?;
        Ok(Self { app: Arc::clone(app), clock: Arc::clone(clock), channel, today, next: 0 })
    }

    /// Plays what happens before a moment.
    pub async fn play_until(&mut self, moment: Timestamp) -> Result<()> {
        while let Some(it) = NOTICES.get(self.next) {
            let at = self.today.plus_seconds(-it.hours_ago * 3600);
            if at > moment {
                break;
            }
            self.next += 1;
            self.clock.set(at);
            self.send(it).await.with_context(|| format!("the notice {}", it.title))?;
        }
        Ok(())
    }

    async fn send(&self, it: &Notice) -> Result<()> {
        let typed = Typed {
            title: it.title.into(),
            text: it.text.into(),
            importance: it.importance.into(),
            kinds: it.kinds.iter().map(|it| (*it).to_owned()).collect(),
            confirm: it.confirm,
            ..Typed::default()
        };
        let draft = NoticeDraft { typed, ..NoticeDraft::default() };
        let sent = self.channel.send(draft).await;
        let id = sent.map_err(|problems| anyhow::anyhow!("{problems:?}"))?;
        for login in it.opened_by {
            self.clock.advance(LATER);
            let session = Arc::new(self.app.receiver(login).await?);
            self.app.open_notice(&session, id).await?;
            if it.confirm {
                self.app.confirm_notice(&session, id).await?;
            }
        }
        Ok(())
    }
}
