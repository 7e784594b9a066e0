//! Unlocking after a while without use: the words.

use super::words::Text;

/// Unlocking after a while without use.
#[derive(Debug, Clone, Copy)]
pub struct UnlockTexts {
    pub title: Text,
    pub lead: Text,
    pub password: Text,
    pub submit: Text,
    pub not_me: Text,
    pub elsewhere: Text,
    pub go_on: Text,
}

pub(super) const JA: UnlockTexts = UnlockTexts {
    title: "画面をロックしています",
    lead: "しばらく操作がなかったため、記録を隠しました。ロックを解除すると、続きから始められます。",
    password: "パスワード",
    submit: "ロックを解除する",
    not_me: "別の人としてサインインする",
    elsewhere: "別の画面でロックを解除する",
    go_on: "解除したので続ける",
};

pub(super) const EN: UnlockTexts = UnlockTexts {
    title: "The screen is locked",
    lead: "Nothing was touched for a while, so the records were hidden. Unlock to go on where \
        you left off.",
    password: "Password",
    submit: "Unlock",
    not_me: "Sign in as somebody else",
    elsewhere: "Unlock in another window",
    go_on: "Unlocked, go on",
};
