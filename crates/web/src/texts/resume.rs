//! A session that ended or locked while somebody wrote: the words.

use super::words::Text;

/// The page that carries what was typed over the door.
#[derive(Debug, Clone, Copy)]
pub struct ResumeTexts {
    pub locked: Text,
    pub ended: Text,
    pub lead: Text,
    pub submit: Text,
    pub back: Text,
}

pub(super) const JA: ResumeTexts = ResumeTexts {
    locked: "画面をロックしました",
    ended: "サインインが終わっていました",
    lead: "まだ送信していません。入力した内容は、この画面に残っています。\
        パスワードを入れると、書きかけの画面に戻ります。",
    submit: "書きかけの画面に戻る",
    back: "入力した内容は残っています。確かめてから送信してください。",
};

pub(super) const EN: ResumeTexts = ResumeTexts {
    locked: "The screen was locked",
    ended: "Your session had ended",
    lead: "Nothing has been sent yet. What you typed is kept in this page. Your password leads \
        back to it.",
    submit: "Back to what I was writing",
    back: "What you typed is still here. Check it, then send it.",
};
