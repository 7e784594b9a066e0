//! One photo seen large, and what is said of it: the words.

use super::words::Text;

/// One photo.
#[derive(Debug, Clone, Copy)]
pub struct PhotoTexts {
    pub larger: Text,
    pub smaller: Text,
    pub whole: Text,
    pub comments: Text,
    pub no_comments: Text,
    pub write: Text,
    pub seen_by_some: Text,
    pub send: Text,
    pub about: Text,
}

pub(super) const JA: PhotoTexts = PhotoTexts {
    larger: "大きく",
    smaller: "小さく",
    whole: "全体",
    comments: "この写真へのコメント",
    no_comments: "まだコメントはありません。",
    write: "コメントを書く",
    seen_by_some: "この写真が見える人だけに見えます。",
    send: "コメントを送る",
    about: "コメントした写真",
};

pub(super) const EN: PhotoTexts = PhotoTexts {
    larger: "Larger",
    smaller: "Smaller",
    whole: "Whole",
    comments: "Comments on this photo",
    no_comments: "No comments yet.",
    write: "Write a comment",
    seen_by_some: "Visible only to those who see this photo.",
    send: "Send the comment",
    about: "The photo commented on",
};
