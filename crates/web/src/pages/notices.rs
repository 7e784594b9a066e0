//! お知らせ: the list, one of them, and what those who send them see.

use askama::Template;

use super::form::{Input, Widget};
use super::{FieldError, FileView, Frame, LetterView, Link, PhotoView};
use crate::show::Moment;

/// A notice in a list.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own in the line")]
pub struct NoticeLine {
    pub url: String,
    pub title: String,
    pub channel: String,
    /// From when it is to be seen.
    pub shown: Moment,
    pub urgent: bool,
    pub unread: bool,
    /// Asks to be confirmed, and was not by this reader.
    pub to_confirm: bool,
    pub withdrawn: bool,
    /// Not to be seen yet by those whom it is for.
    pub scheduled: bool,
    pub ended: bool,
    pub until: Option<Moment>,
    pub files: u32,
    /// Facilities that opened it, and those that it was addressed to: for who sent it.
    pub share: Option<(u32, u32)>,
}

/// Notices of one day.
#[derive(Debug, Clone, Default)]
pub struct NoticeDay {
    pub day: String,
    pub lines: Vec<NoticeLine>,
}

/// The list.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notices.html")]
pub struct Notices {
    pub frame: Frame,
    pub tabs: [Link; 2],
    pub ended: bool,
    /// Channels to choose from, all of them first, and whether it is the one that was chosen.
    pub channels: Vec<(Link, bool)>,
    pub days: Vec<NoticeDay>,
    pub older: Option<String>,
    /// The reader sends notices too.
    pub writes: bool,
}

/// A notice with its words.
#[derive(Debug, Clone, Default)]
pub struct NoticeView {
    pub line: NoticeLine,
    pub text: String,
    pub photos: Vec<PhotoView>,
    pub files: Vec<FileView>,
    /// Kinds and professions in words; empty for everybody.
    pub target: Vec<String>,
    /// When it was taken back, and why.
    pub withdrawn: Option<(Moment, String)>,
    pub confirm: bool,
}

/// One notice.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notice.html")]
pub struct Notice {
    pub frame: Frame,
    pub it: NoticeView,
    /// Name, facility and time of those who opened it beside the reader.
    pub openers: Vec<(String, String, Moment)>,
    /// When this reader confirmed it.
    pub confirmed: Option<Moment>,
    /// Where it is confirmed, while it is to be.
    pub confirm_url: Option<String>,
    /// Where its sender follows it.
    pub follow: Option<String>,
    pub said: Option<String>,
}

/// What was sent.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notices_sent.html")]
pub struct NoticesSent {
    pub frame: Frame,
    pub lines: Vec<NoticeLine>,
    /// There is a channel to write in.
    pub may_write: bool,
    pub said: Option<String>,
}

/// Writing one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notice_new.html")]
pub struct NoticeNew {
    pub frame: Frame,
    pub rows: Vec<Vec<Input>>,
}

/// Looking at it before it is sent.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notice_send.html")]
pub struct NoticeSend {
    pub frame: Frame,
    pub it: NoticeView,
    pub channel: String,
    pub importance: &'static str,
    /// 「12施設・40人に届きます。」
    pub reaches: String,
    /// Everything that was typed, as it is sent.
    pub fields: Vec<(String, String)>,
    pub accepted: &'static str,
    pub error: Option<String>,
}

/// A facility that it was addressed to.
#[derive(Debug, Clone, Default)]
pub struct ReachLine {
    pub facility: String,
    pub kind: String,
    pub place: String,
    /// Who opened it there first, and when.
    pub opened: Option<(String, Moment)>,
    pub confirmed: Option<Moment>,
    /// Who manages it, with mail address.
    pub managers: Vec<(String, String)>,
}

/// Who has opened it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notice_reach.html")]
pub struct NoticeReach {
    pub frame: Frame,
    pub it: NoticeView,
    pub url: String,
    pub open: Vec<ReachLine>,
    pub done: Vec<ReachLine>,
    pub percent: u32,
    /// It may be asked of those who have not opened it now.
    pub may_remind: bool,
    pub reminded: Option<(u32, Moment)>,
    pub letters: Vec<LetterView>,
    pub reason: String,
    pub errors: Vec<FieldError>,
    pub said: Option<String>,
}

impl NoticeReach {
    pub(crate) fn error(&self, field: &str) -> Option<&str> {
        super::frame::error_for(&self.errors, field)
    }
}

/// For those without: a list, and the notice in large type.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "notice_paper.html")]
pub struct NoticePaper {
    pub frame: Frame,
    pub it: NoticeView,
    pub back: String,
    pub lines: Vec<ReachLine>,
    pub printed: String,
    /// Who signs: the desk with its telephone number.
    pub from: String,
}

/// A channel in a list.
#[derive(Debug, Clone, Default)]
pub struct ChannelView {
    pub name: String,
    pub association: bool,
    /// Where its members are chosen, for an association.
    pub url: Option<String>,
    pub facilities: u32,
    pub writers: u32,
}

/// The channels, and opening one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "channels.html")]
pub struct Channels {
    pub frame: Frame,
    pub channels: Vec<ChannelView>,
    pub rows: Vec<Vec<Input>>,
    /// The id that the next one gets: pressed twice, it is one.
    pub next: String,
    pub said: Option<String>,
}

/// The members of an association's channel.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "channel.html")]
pub struct ChannelMembers {
    pub frame: Frame,
    pub name: String,
    pub url: String,
    pub rows: Vec<Vec<Input>>,
    pub said: Option<String>,
}
