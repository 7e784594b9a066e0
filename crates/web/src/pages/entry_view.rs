//! One entry as a reader sees it: the same in the page, in the live stream and after a post.

use askama::Template;

use super::{FileView, Frame, ValueChange, VitalView};
use crate::show::{self, Change, Moment};

/// Who wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    pub profession: String,
    pub facility: String,
    pub portrait: Option<String>,
}

/// How much it presses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Importance {
    /// 至急
    Urgent,
    /// ふつう: no tag.
    #[default]
    Normal,
    /// 参考
    Information,
}

impl Importance {
    /// Its value in forms.
    pub const fn value(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Normal => "normal",
            Self::Information => "information",
        }
    }
}

/// A photo of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhotoView {
    /// The page that shows it large.
    pub url: String,
    /// The small picture, at least 208 × 156.
    pub thumb: String,
    /// Empty when the writer gave none.
    pub caption: String,
}

/// The entry that this one answers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quoted {
    pub url: String,
    /// The photo that the answer is a comment on: its page and its small picture.
    pub photo: Option<PhotoView>,
    pub author: String,
    /// Its first words.
    pub excerpt: String,
    /// 引用: the words that the answer is about; empty for none.
    pub quote: String,
}

/// A correction: what stood, what stands, who, when, why.
#[derive(Debug, Clone, Default)]
pub struct CorrectionView {
    /// From [`crate::show::change`].
    pub change: Change,
    /// Measured values that changed.
    pub values: Vec<ValueChange>,
    pub who: String,
    pub at: Moment,
    pub why: String,
}

impl CorrectionView {
    /// Whether the words changed.
    pub(crate) fn words_changed(&self) -> bool {
        !self.change.old.is_empty() || !self.change.new.is_empty()
    }
}

/// Whether the entry still stands.
#[derive(Debug, Clone, Default)]
pub enum Standing {
    #[default]
    Stands,
    /// Withdrawn by its author; the old text stays readable behind a fold.
    Withdrawn { who: String, at: Moment, why: String },
    /// Filed under the wrong patient; only its author and the privacy officer get this view.
    Misfiled { who: String, at: Moment },
    /// The key is gone: nothing of the content is left.
    Destroyed { at: Moment },
}

/// Somebody who pressed 確認.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirmer {
    pub name: String,
    pub profession: String,
    /// The reader themself: shown as あなた.
    pub you: bool,
}

impl Confirmer {
    /// 佐藤（看）: the family name and the profession in short.
    pub(crate) fn short(&self) -> String {
        show::name_and_profession(&self.name, &self.profession)
    }
}

/// One entry.
#[derive(Debug, Clone, Default)]
pub struct EntryView {
    /// What names it on this page and in the stream; `e-{key}` is the element's id.
    pub key: String,
    /// The page of this entry alone.
    pub url: String,
    pub author: Author,
    /// When the server received it.
    pub at: Moment,
    /// When the writer's device says it was written, if that tells something else.
    pub written: Option<Moment>,
    /// The reader's own device wrote it, with a clock that is well off.
    pub clock_off: bool,
    pub unread: bool,
    pub importance: Importance,
    pub category: String,
    /// Without the number sign.
    pub tags: Vec<String>,
    /// Words for a sensitivity worth saying (取扱注意); empty for most.
    pub sensitivity: String,
    pub reply_to: Option<Quoted>,
    /// The strip of measured values.
    pub vitals: Vec<VitalView>,
    /// When they were measured, if that was well before they were written.
    pub measured: Option<Moment>,
    /// The text that stands now, line breaks kept.
    pub text: String,
    /// However long it is, the text does not fold: on a page of its own.
    pub whole: bool,
    pub photos: Vec<PhotoView>,
    /// Documents.
    pub files: Vec<FileView>,
    /// 特別便: the family names of everyone else who sees it. `None` for ordinary entries.
    pub delivery: Option<Vec<String>>,
    /// Oldest first.
    pub corrections: Vec<CorrectionView>,
    pub standing: Standing,
    pub confirmed: Vec<Confirmer>,
    /// Names, for the author only; empty for others.
    pub read_by: Vec<String>,
    /// Names, for the author only; empty for others.
    pub unread_by: Vec<String>,
    /// `POST` with `csrf` confirms; `None` when there is nothing to confirm.
    pub confirm_url: Option<String>,
    /// The composer for an answer.
    pub reply_url: Option<String>,
    /// The composer for a correction, for the author.
    pub correct_url: Option<String>,
}

impl EntryView {
    /// How soon the text folds.
    pub(crate) fn fold(&self) -> &'static str {
        if self.whole { "" } else { show::fold_class(&self.text) }
    }

    /// Whether anything stands below the text.
    pub(crate) fn has_foot(&self) -> bool {
        let acts = [&self.confirm_url, &self.reply_url, &self.correct_url];
        self.has_names() || (self.stands() && acts.iter().any(|act| act.is_some()))
    }

    /// Whether anybody's confirming or reading is told.
    pub(crate) fn has_names(&self) -> bool {
        let told = [&self.read_by, &self.unread_by];
        !self.confirmed.is_empty() || told.iter().any(|names| !names.is_empty())
    }

    /// Whether the text is on show: not so once withdrawn, misfiled or destroyed.
    pub(crate) fn stands(&self) -> bool {
        matches!(self.standing, Standing::Stands)
    }
}

/// One entry as a piece of HTML: `<article id="e-{key}">…</article>`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "entry_fragment.html")]
pub struct EntryFragment {
    pub frame: Frame,
    pub entry: EntryView,
}

/// Something that happened in the room without words of its own: a membership, a release.
#[derive(Debug, Clone, Default)]
pub struct QuietView {
    pub key: String,
    pub at: Moment,
    /// A whole sentence: 田中 恵子さんが小林 健太さんを招きました。
    pub sentence: String,
    pub unread: bool,
}

/// A quiet line as a piece of HTML: `<p id="e-{key}">…</p>`.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "quiet_fragment.html")]
pub struct QuietFragment {
    pub frame: Frame,
    pub quiet: QuietView,
}
