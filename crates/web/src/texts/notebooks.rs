//! My notebooks: the words.

use super::words::{Counted, Text, count};

/// My notebooks.
#[derive(Debug, Clone, Copy)]
pub struct NotebooksTexts {
    pub title: Text,
    pub heading: Text,
    /// 14人
    pub people: Counted,
    /// 未読 3人
    pub unread_people: Counted,
    pub order: Text,
    pub unread: Counted,
    pub none_heading: Text,
    pub none_text: Text,
    pub no_line: Text,
    pub changed: Text,
}

pub(super) const JA: NotebooksTexts = NotebooksTexts {
    title: "わたしの連絡帳",
    heading: "連絡帳",
    people: Counted(|n| format!("{n}人")),
    unread_people: Counted(|n| format!("未読 {n}人")),
    order: "至急・未読が先",
    unread: Counted(|n| format!("未読 {n}件")),
    none_heading: "まだ連絡帳がありません",
    none_text: "支援チームに招かれると、その患者さんの連絡帳がここに並びます。\
        急ぐときは、チームを作る施設（担当のケアマネジャーなど）に連絡してください。",
    no_line: "まだ記録がありません",
    changed: "新しい記録があります。一覧を更新する",
};

pub(super) const EN: NotebooksTexts = NotebooksTexts {
    title: "My notebooks",
    heading: "Notebooks",
    people: Counted(|n| count(n, "patient", "patients")),
    unread_people: Counted(|n| format!("{n} with news")),
    order: "urgent and unread first",
    unread: Counted(|n| format!("{n} unread")),
    none_heading: "No notebooks yet",
    none_text: "When you are invited to a support team, that patient's notebook appears here. If \
        it is urgent, contact the facility that builds the team, often the care manager's.",
    no_line: "No entries yet",
    changed: "There are new entries. Refresh the list",
};
