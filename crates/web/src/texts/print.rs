//! A stretch of the timeline on paper: the words.

use super::words::{Counted, Text};

/// Printing.
#[derive(Debug, Clone, Copy)]
pub struct PrintTexts {
    pub title: Text,
    pub choose: Text,
    pub recorded: Text,
    pub today: Text,
    pub week: Text,
    pub month: Text,
    pub from: Text,
    pub to: Text,
    pub photos: Text,
    pub show: Text,
    pub press: Text,
    pub print: Text,
    pub range: Text,
    pub until: Text,
    pub room: Text,
    pub printed_by: Text,
    pub printed_at: Text,
    pub nothing: Text,
    pub cut: Counted,
    pub handle: Text,
}

pub(super) const JA: PrintTexts = PrintTexts {
    title: "印刷",
    choose: "印刷する期間",
    recorded: "だれがいつ、どの部屋の記録を出したかが閲覧記録に残ります。",
    today: "今日",
    week: "7日間",
    month: "今月",
    from: "はじめの日",
    to: "おわりの日",
    photos: "写真ものせる",
    show: "この期間を出す",
    press: "下の紙面を、ブラウザーの印刷（Ctrl＋P、共有→プリント）で印刷します。",
    print: "印刷する",
    range: "期間",
    until: "から",
    room: "部屋",
    printed_by: "出力した人",
    printed_at: "出力した日時",
    nothing: "この期間の記録はありません。",
    cut: Counted(|n| {
        format!(
            "この期間の記録は{n}件をこえます。古いほうから{n}件をのせています。期間を分けてください。"
        )
    }),
    handle: "個人情報です。置き忘れず、不要になったら裁断してください。",
};

pub(super) const EN: PrintTexts = PrintTexts {
    title: "Print",
    choose: "Days to print",
    recorded: "The access log keeps who took out the entries of which room, and when.",
    today: "Today",
    week: "7 days",
    month: "This month",
    from: "First day",
    to: "Last day",
    photos: "With photos",
    show: "Show these days",
    press: "Print the sheet below with your browser (Ctrl+P, or Share, Print).",
    print: "Print",
    range: "Days",
    until: "to",
    room: "Room",
    printed_by: "Printed by",
    printed_at: "Printed at",
    nothing: "No entries on these days.",
    cut: Counted(|n| {
        format!("There are more than {n} entries. The oldest {n} are here: choose fewer days.")
    }),
    handle: "Personal data: do not leave it lying about, shred it when it is no longer needed.",
};
