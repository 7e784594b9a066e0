//! Problems told on a page of their own: the words.

use super::words::Text;

/// Problems told on a page of their own.
#[derive(Debug, Clone, Copy)]
pub struct ProblemTexts {
    pub to_sign_in: Text,
    pub to_unlock: Text,
    pub to_notebooks: Text,
    pub try_again: Text,
    pub reference: Text,
}

pub(super) const JA: ProblemTexts = ProblemTexts {
    to_sign_in: "サインインへ",
    to_unlock: "ロックを解除する",
    to_notebooks: "わたしの連絡帳へ",
    try_again: "もう一度ためす",
    reference: "お問い合わせの番号",
};

pub(super) const EN: ProblemTexts = ProblemTexts {
    to_sign_in: "To sign-in",
    to_unlock: "Unlock",
    to_notebooks: "To my notebooks",
    try_again: "Try again",
    reference: "Reference number",
};
