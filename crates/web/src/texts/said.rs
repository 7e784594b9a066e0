//! What to say after an action.

use super::{Lang, disclosure, team_said};

/// The name in the address, Japanese, English.
const TABLE: &[(&str, &str, &str)] = &[
    ("sent", "送信しました。", "Sent."),
    ("corrected", "訂正しました。", "Corrected."),
    ("password", "パスワードを変えました。", "The password was changed."),
    ("kept", "保存しました。", "Kept."),
    ("approved", "承認しました。メールを3通送ります。", "Approved. Three mails are on their way."),
    (
        "returned",
        "差し戻しました。理由をメールで送ります。",
        "Returned. The reason is on its way by mail.",
    ),
    (
        "changed-meanwhile",
        "ほかの人が先に決めたか、申請が変わりました。今のようすを表示しています。",
        "A colleague was faster, or the application changed. This is how it stands now.",
    ),
    ("again", "もう一度送ります。", "It is sent again."),
    ("published", "新しい版を公開しました。", "The new version is published."),
    (
        "registered",
        "この端末にパスキーを登録しました。",
        "A passkey was registered on this device.",
    ),
    (
        "entered",
        "登録しました。本人へメールを2通送ります。",
        "Entered. Two mails are on their way to the person.",
    ),
    (
        "imported",
        "表の人を追加しました。本人へメールを2通ずつ送ります。",
        "Added. Two mails are on their way to each person.",
    ),
    ("withdrawal-sent", "窓口へ申請しました。", "Sent to the desk."),
    ("taken-back", "申請を取り下げました。", "The withdrawal was taken back."),
    (
        "withdrawn",
        "承認しました。職員の画面と端末は、もう使えません。",
        "Approved. Pages and devices of the staff are shut.",
    ),
    (
        "taken-on",
        "この施設の職員にしました。端末がないときは「新しい端末を使う」で番号を作ってください。",
        "They are staff of this facility now. Without a device, make a number for a new one.",
    ),
    (
        "left",
        "退職の手続きをしました。画面と端末は、もう使えません。",
        "The person has left. Pages and devices are shut.",
    ),
    (
        "reset",
        "パスワードを決め直すリンクを、本人のメールへ送ります。",
        "A link for a new password is on its way to the person.",
    ),
    ("notice-sent", "お知らせを送りました。", "The notice was sent."),
    ("notice-withdrawn", "お知らせを取り消しました。", "The notice was taken back."),
    (
        "notice-withdrawn-before",
        "すでに取り消されています。",
        "Somebody had taken it back already.",
    ),
    (
        "notice-reminded",
        "まだ開いていない施設へ、メールを送ります。",
        "Mails are on their way to those who have not opened it.",
    ),
    (
        "notice-confirmed",
        "確認したことを伝えました。",
        "The sender sees now that you have read it.",
    ),
    ("channel-opened", "作りました。", "The channel was opened."),
    (
        "patient-registered",
        "登録しました。あなたが最初のメンバーです。足りないことは「直す」から書き足せます。",
        "Registered. You are the first member.",
    ),
    ("consent-kept", "同意を記録しました。", "The consent was recorded."),
    ("consent-withdrawn", "同意の取り下げを記録しました。", "The withdrawal was recorded."),
    (
        "no-font",
        "サーバーに日本語のフォントがないため、PDFを作れません。運営の窓口に知らせてください。",
        "The server has no Japanese font, so no PDF can be made. Tell the desk.",
    ),
    ("lost", "その端末を使えなくしました。", "The device was shut out."),
];

/// What to say after an action, by its name in the address; nothing for an unknown name.
pub fn said(lang: Lang, what: &str) -> Option<String> {
    let of_table = TABLE.iter().find(|it| it.0 == what);
    let words = of_table.map(|(_, ja, en)| if lang == Lang::Ja { *ja } else { *en });
    let words = words.or_else(|| disclosure::said(lang, what));
    words.or_else(|| team_said::said(lang, what)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_answered_in_both_languages() {
        for (name, ja, en) in TABLE {
            assert_eq!(said(Lang::Ja, name).as_deref(), Some(*ja));
            assert_eq!(said(Lang::En, name).as_deref(), Some(*en));
            assert!(en.is_ascii() && !ja.is_ascii(), "{name}");
            assert!(ja.ends_with('。') && en.ends_with('.'), "{name}");
        }
        for name in
            ["asked", "opened", "refused", "ended", "told"].map(|it| format!("disclosure-{it}"))
        {
            assert_ne!(said(Lang::Ja, &name), said(Lang::En, &name), "{name}");
        }
        assert_eq!(said(Lang::Ja, "<script>"), None);
    }

    #[test]
    fn no_two_actions_share_a_name() {
        let mut names: Vec<&str> = TABLE.iter().map(|it| it.0).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TABLE.len());
        assert!(names.iter().all(|it| disclosure::said(Lang::Ja, it).is_none()));
        assert!(names.iter().all(|it| team_said::said(Lang::Ja, it).is_none()));
    }
}
