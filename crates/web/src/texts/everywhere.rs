//! Words on every page: the words.

use super::words::Text;

/// Words on every page.
#[derive(Debug, Clone, Copy)]
pub struct CommonTexts {
    pub product: Text,
    pub notebooks: Text,
    pub waiting: Text,
    pub staff: Text,
    pub account: Text,
    pub sign_out: Text,
    pub skip: Text,
    pub menu: Text,
    pub back: Text,
    pub close: Text,
    /// The other language, in that language.
    pub other_lang: Text,
    pub other_lang_tag: Text,
    pub demo_strip: Text,
    pub what_was_kept: Text,
    pub what_to_do: Text,
    /// Before the list of field errors.
    pub errors_heading: Text,
    pub you: Text,
    pub today: Text,
    pub list_separator: Text,
    pub show_password: Text,
    /// Beside a field that may be left empty.
    pub optional: Text,
    /// The first line of a list to choose from.
    pub choose: Text,
    pub desk: Text,
}

pub(super) const JA: CommonTexts = CommonTexts {
    product: "たすき",
    notebooks: "連絡帳",
    waiting: "待っている件",
    staff: "職員",
    account: "自分",
    sign_out: "サインアウト",
    skip: "本文へ進む",
    menu: "メニュー",
    back: "戻る",
    close: "閉じる",
    other_lang: "English",
    other_lang_tag: "en",
    demo_strip: "デモ地域です。登場する人と記録はすべて架空です。",
    what_was_kept: "残っているもの",
    what_to_do: "次にすること",
    errors_heading: "まだ送っていません。次のところを直してください。",
    you: "あなた",
    today: "今日",
    list_separator: "・",
    show_password: "パスワードを表示する",
    optional: "（書かなくてもよい）",
    choose: "選んでください",
    desk: "事務局",
};

pub(super) const EN: CommonTexts = CommonTexts {
    product: "Tasuki",
    notebooks: "Notebooks",
    waiting: "Waiting",
    staff: "Staff",
    account: "Me",
    sign_out: "Sign out",
    skip: "Skip to content",
    menu: "Menu",
    back: "Back",
    close: "Close",
    other_lang: "日本語",
    other_lang_tag: "ja",
    demo_strip: "Demo region. All people and records here are invented.",
    what_was_kept: "What was kept",
    what_to_do: "What to do",
    errors_heading: "Not sent yet. Please mend the following.",
    you: "you",
    today: "Today",
    list_separator: ", ",
    show_password: "Show the password",
    optional: "(optional)",
    choose: "Choose",
    desk: "Desk",
};
