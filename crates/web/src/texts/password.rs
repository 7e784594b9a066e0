//! Setting and changing a password: the words.

use super::words::{Counted, Text};

/// Setting and changing a password.
#[derive(Debug, Clone, Copy)]
pub struct PasswordTexts {
    pub title_first: Text,
    pub title_replace: Text,
    pub title_change: Text,
    pub lead_first: Text,
    pub lead_replace: Text,
    pub lead_change: Text,
    pub login: Text,
    pub current: Text,
    pub new: Text,
    pub again: Text,
    pub rules_heading: Text,
    pub rule_length: Counted,
    pub rule_names: Text,
    pub rule_common: Text,
    pub rule_phrase: Text,
    pub rule_forever: Text,
    pub submit: Text,
}

pub(super) const JA: PasswordTexts = PasswordTexts {
    title_first: "パスワードを決める",
    title_replace: "パスワードを決め直す",
    title_change: "パスワードを変える",
    lead_first: "はじめて使う前に、自分だけのパスワードを決めてください。",
    lead_replace: "渡されたパスワードは一度しか使えません。自分だけのパスワードに変えてください。",
    lead_change: "変えると、ほかの端末のサインインは終わります。",
    login: "ログインID",
    current: "いまのパスワード",
    new: "新しいパスワード",
    again: "新しいパスワード（もう一度）",
    rules_heading: "パスワードの決まり",
    rule_length: Counted(|n| format!("{n}文字以上にします。長いほど安全です。")),
    rule_names: "名前、生年月日、ログインIDは使えません。",
    rule_common: "よく使われる言葉や、並び順の文字（12345678 など）は使えません。",
    rule_phrase: "関係のない言葉を3つほどつなげると、覚えやすく破られにくくなります。空白も使えます。",
    rule_forever: "定期的に変える必要はありません。",
    submit: "このパスワードにする",
};

pub(super) const EN: PasswordTexts = PasswordTexts {
    title_first: "Choose your password",
    title_replace: "Replace your password",
    title_change: "Change your password",
    lead_first: "Before you begin, choose a password that only you know.",
    lead_replace: "A password that was given to you works once. Replace it by one of your own.",
    lead_change: "Changing it ends your sessions on other devices.",
    login: "Login ID",
    current: "Present password",
    new: "New password",
    again: "New password, once more",
    rules_heading: "Rules for the password",
    rule_length: Counted(|n| format!("At least {n} characters. Longer is safer.")),
    rule_names: "Not your name, birthday or login ID.",
    rule_common: "Not a common word, and no rows of characters such as 12345678.",
    rule_phrase: "About three unrelated words in a row are easy to remember and hard to guess. \
        Spaces are allowed.",
    rule_forever: "There is no need to change it regularly.",
    submit: "Use this password",
};
