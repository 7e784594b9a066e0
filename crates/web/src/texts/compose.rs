//! The composer: the words.

use super::words::{Counted, Named, Text};

/// The composer.
#[derive(Debug, Clone, Copy)]
pub struct ComposeTexts {
    pub title_new: Text,
    pub title_reply: Text,
    pub title_correction: Text,
    pub correction_text: Text,
    pub text: Text,
    pub text_hint: Counted,
    pub photos: Text,
    pub photos_hint: Counted,
    pub camera: Text,
    pub choose_photos: Text,
    pub photos_lost: Text,
    pub category: Text,
    pub importance: Text,
    pub sensitivity: Text,
    pub sensitivity_hint: Text,
    pub seeing: Counted,
    pub not_seeing: Counted,
    pub nobody_else: Text,
    pub everybody: Text,
    pub audience: Text,
    pub delivery: Text,
    pub delivery_hint: Text,
    /// `{names}` and `{n}`; used by script.
    pub delivery_to: Text,
    pub delivery_send: Text,
    pub newer: Named,
    pub quote: Text,
    pub quote_hint: Text,
    pub quote_all: Text,
    pub reason: Text,
    pub reason_hint: Text,
    pub submit: Text,
    pub submit_correction: Text,
    pub cancel: Text,
}

pub(super) const JA: ComposeTexts = ComposeTexts {
    title_new: "記録を書く",
    title_reply: "返信を書く",
    title_correction: "記録を訂正する",
    correction_text: "もとの内容は消えません。訂正した人・日時・理由とともに、線を引いて残ります。",
    text: "本文",
    text_hint: Counted(|n| format!("{n}文字まで書けます。")),
    photos: "写真・ファイル",
    photos_hint: Counted(|n| {
        format!(
            "{n}個まで。写真のほか、PDF・Word（.docx）・Excel（.xlsx）も付けられます。撮影した場所の情報は取り除いて送ります。"
        )
    }),
    camera: "カメラでとる",
    choose_photos: "写真・ファイルを選ぶ",
    photos_lost: "写真とファイルは、もう一度選んでください。",
    category: "種類",
    importance: "重要度",
    sensitivity: "見せる範囲",
    sensitivity_hint: "内容の重さに合わせて選びます。",
    seeing: Counted(|n| format!("見える人 {n}人")),
    not_seeing: Counted(|n| format!("見えない人 {n}人")),
    nobody_else: "あなただけに見えます。",
    everybody: "全員に見えます。",
    audience: "宛先",
    delivery: "特別便にする",
    delivery_hint: "選んだ人とあなただけに見えます。ほかの人には、届いたことも分かりません。",
    delivery_to: "{names}さんとあなたの{n}人だけに見えます",
    delivery_send: "特別便で送信する",
    newer: Named(|name| {
        format!("{name}さんが先に訂正した内容です。下は、あなたが書いた内容です。")
    }),
    quote: "引用する",
    quote_hint: "記録の文をそのまま入れます。いらない所は消してください。空なら引用しません。",
    quote_all: "全文を入れる",
    reason: "訂正の理由",
    reason_hint: "例：コップの大きさの思い違い",
    submit: "送信する",
    submit_correction: "訂正を送る",
    cancel: "やめる",
};

pub(super) const EN: ComposeTexts = ComposeTexts {
    title_new: "Write an entry",
    title_reply: "Write a reply",
    title_correction: "Correct an entry",
    correction_text: "The old text does not vanish: it stays, struck through, with who corrected \
        it, when and why.",
    text: "Text",
    text_hint: Counted(|n| format!("Up to {n} characters.")),
    photos: "Photos and files",
    photos_hint: Counted(|n| {
        format!(
            "Up to {n}: photos, PDF, Word (.docx) and Excel (.xlsx). Where photos were taken is \
             removed before sending."
        )
    }),
    camera: "Use the camera",
    choose_photos: "Choose photos or files",
    photos_lost: "Please choose the photos and files again.",
    category: "Category",
    importance: "Importance",
    sensitivity: "Who may see it",
    sensitivity_hint: "Choose by how grave the content is.",
    seeing: Counted(|n| format!("Will see it: {n}")),
    not_seeing: Counted(|n| format!("Will not see it: {n}")),
    nobody_else: "Only you will see it.",
    everybody: "Everybody will see it.",
    audience: "To",
    delivery: "Send as special delivery",
    delivery_hint: "Visible only to those chosen and you. Nobody else learns that it exists.",
    delivery_to: "Visible to {names} and you, {n} people only",
    delivery_send: "Send as special delivery",
    newer: Named(|name| format!("{name} corrected it first, as follows. Below is what you wrote.")),
    quote: "Quote",
    quote_hint: "The very words of the entry; cut what is not needed. Empty quotes nothing.",
    quote_all: "Put in all of it",
    reason: "Reason for the correction",
    reason_hint: "For example: mistook the size of the cup",
    submit: "Send",
    submit_correction: "Send the correction",
    cancel: "Cancel",
};
