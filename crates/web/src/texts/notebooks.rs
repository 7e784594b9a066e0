//! My notebooks: the words.

use super::words::{Counted, Text, count};

/// My notebooks.
#[derive(Debug, Clone, Copy)]
pub struct NotebooksTexts {
    pub title: Text,
    pub heading: Text,
    /// 14人
    pub same_name: Text,
    pub people: Counted,
    /// 未読 3人
    pub unread_people: Counted,
    pub order: Text,
    pub order_urgent: Text,
    pub order_kana: Text,
    pub order_recent: Text,
    pub search: Text,
    pub search_do: Text,
    pub not_found: Text,
    pub not_found_text: Text,
    pub show_all: Text,
    pub waiting: Text,
    pub waiting_text: Text,
    /// 3件
    pub items: Counted,
    pub all_waiting: Text,
    pub to_confirm: Text,
    pub answered: Text,
    pub nothing_waits: Text,
    pub nothing_waits_text: Text,
    /// ほか3件
    pub more: Counted,
    /// 写真 2枚
    pub photos: Counted,
    pub unread: Counted,
    pub none_heading: Text,
    pub none_text: Text,
    pub no_line: Text,
    pub changed: Text,
}

pub(super) const JA: NotebooksTexts = NotebooksTexts {
    title: "わたしの連絡帳",
    heading: "連絡帳",
    same_name: "同姓同名",
    people: Counted(|n| format!("{n}人")),
    unread_people: Counted(|n| format!("未読 {n}人")),
    order: "並べ方",
    order_urgent: "至急・未読が先",
    order_kana: "かな順",
    order_recent: "最近の記録順",
    search: "患者さんの名前・かな",
    search_do: "さがす",
    not_found: "見つかりません",
    not_found_text: "名前かかなの一部だけでも探せます。ここに出るのは、あなたがチームに入っている患者さんだけです。\
        いない患者さんは、チームを作る施設（担当のケアマネジャーなど）に連絡してください。",
    show_all: "全員を表示する",
    waiting: "わたしを待っている件",
    waiting_text: "確認していない至急の記録と特別便（14日以内）、開いていない返事です。",
    items: Counted(|n| format!("{n}件")),
    all_waiting: "すべて見る",
    to_confirm: "確認待ち",
    answered: "返事が届いた",
    nothing_waits: "待っている件はありません",
    nothing_waits_text: "至急の記録や、あなたへの特別便、返事が届くと、ここに並びます。",
    more: Counted(|n| format!("ほか{n}件")),
    photos: Counted(|n| format!("写真 {n}枚")),
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
    same_name: "Same name",
    people: Counted(|n| count(n, "patient", "patients")),
    unread_people: Counted(|n| format!("{n} with news")),
    order: "Order",
    order_urgent: "Urgent and unread first",
    order_kana: "By reading (kana)",
    order_recent: "Latest entries first",
    search: "Patient's name or kana",
    search_do: "Find",
    not_found: "Nobody found",
    not_found_text: "A part of the name or kana is enough. Only patients in whose team you are can be \
        found here. For others, contact the facility that builds the team, often the care manager's.",
    show_all: "Show everybody",
    waiting: "Waiting for me",
    waiting_text: "Urgent entries and special deliveries of the last 14 days that you have not \
        confirmed, and answers that you have not opened.",
    items: Counted(|n| count(n, "item", "items")),
    all_waiting: "Show all",
    to_confirm: "To confirm",
    answered: "Answered",
    nothing_waits: "Nothing waits for you",
    nothing_waits_text: "Urgent entries, special deliveries to you and answers appear here.",
    more: Counted(|n| format!("{n} more")),
    photos: Counted(|n| count(n, "photo", "photos")),
    unread: Counted(|n| format!("{n} unread")),
    none_heading: "No notebooks yet",
    none_text: "When you are invited to a support team, that patient's notebook appears here. If \
        it is urgent, contact the facility that builds the team, often the care manager's.",
    no_line: "No entries yet",
    changed: "There are new entries. Refresh the list",
};
