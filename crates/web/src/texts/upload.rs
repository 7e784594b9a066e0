//! Photos and files on their way: the words. `{n}` and `{rest}` stand for numbers; used by script.

use super::words::Text;

/// Photos and files on their way.
#[derive(Debug, Clone, Copy)]
pub struct UploadTexts {
    pub forward: Text,
    pub going: Text,
    pub waiting: Text,
    pub arrived: Text,
    pub signed_out: Text,
    pub again: Text,
    pub lost: Text,
    pub over_limit: Text,
    pub go_on: Text,
    pub not_arrived: Text,
    pub not_taken: Text,
}

pub(super) const JA: UploadTexts = UploadTexts {
    forward: "1つ前へ",
    going: "送信中 {n}%",
    waiting: "電波待ち。続きから送ります",
    arrived: "送信できます",
    signed_out: "サインインすると続きを送ります",
    again: "いま送る",
    lost: "画面を読み直したため、付けていた写真{n}枚が外れました。同じ写真を選び直すと、続きから送ります。",
    over_limit: "1つの記録に付けられるのは{n}枚までです。残りの{rest}枚は、この記録を送信したあと、次の記録に付きます。",
    go_on: "残りの写真を、次の記録に付けました。説明を書いて送信してください。",
    not_arrived: "まだ届いていない写真・ファイルがあります。「いま送る」を押すか、外してください。",
    not_taken: "送れない写真・ファイルがあります。その理由が下に出ているものを外してから、もう一度送信してください。",
};

pub(super) const EN: UploadTexts = UploadTexts {
    forward: "Move forward",
    going: "Sending {n}%",
    waiting: "No signal; goes on by itself",
    arrived: "Ready to send",
    signed_out: "Goes on once you sign in",
    again: "Send now",
    lost: "The page was loaded anew, and {n} attached photos are no longer on it. Choose the same \
        photos again: sending goes on where it was.",
    over_limit: "One entry can have up to {n}. The other {rest} go into a next entry after this one \
        is sent.",
    go_on: "The other photos are on the next entry. Write a few words and send it.",
    not_arrived: "Some photos or files have not arrived yet. Press “Send now” or leave them out.",
    not_taken: "A photo or file cannot be taken: see the reason under it, leave it out, and send again.",
};
