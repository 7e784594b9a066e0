//! The composer: the words.

use super::words::{Counted, Text};

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
    pub audience: Text,
    pub delivery: Text,
    pub delivery_hint: Text,
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
    photos: "写真",
    photos_hint: Counted(|n| format!("{n}枚まで。撮影した場所の情報は取り除いて送ります。")),
    camera: "カメラでとる",
    choose_photos: "写真を選ぶ",
    photos_lost: "写真は、もう一度選んでください。",
    category: "種類",
    importance: "重要度",
    sensitivity: "見せる範囲",
    sensitivity_hint: "内容の重さに合わせて選びます。",
    audience: "宛先",
    delivery: "特別便にする",
    delivery_hint: "選んだ人とあなただけに見えます。ほかの人には、届いたことも分かりません。",
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
    photos: "Photos",
    photos_hint: Counted(|n| {
        format!("Up to {n}. Where they were taken is removed before sending.")
    }),
    camera: "Use the camera",
    choose_photos: "Choose photos",
    photos_lost: "Please choose the photos again.",
    category: "Category",
    importance: "Importance",
    sensitivity: "Who may see it",
    sensitivity_hint: "Choose by how grave the content is.",
    audience: "To",
    delivery: "Send as special delivery",
    delivery_hint: "Visible only to those chosen and you. Nobody else learns that it exists.",
    reason: "Reason for the correction",
    reason_hint: "For example: mistook the size of the cup",
    submit: "Send",
    submit_correction: "Send the correction",
    cancel: "Cancel",
};
