//! 支援チーム: what is said after a decision, and what is wrong with a field.

use super::Lang;

/// What to say after a decision, by its name in the address.
pub(super) fn said(lang: Lang, what: &str) -> Option<&'static str> {
    let (ja, en) = match what {
        "invited" => (
            "招待を送りました。返事が来ると、ここに出ます。",
            "The invitation is sent. The answer appears here.",
        ),
        "called-back" => ("取り消しました。", "Taken back."),
        "joined" => ("チームに参加しました。", "Joined the team."),
        "declined" => ("辞退しました。", "Declined."),
        "left-team" => ("チームから抜けました。", "You left the team."),
        "taken-out" => ("チームから外しました。", "Removed from the team."),
        "offered" => {
            ("引きつぎを頼みました。返事を待っています。", "They are asked. The answer is awaited.")
        }
        "taken-over" => (
            "引き受けました。この施設が、チームを作る施設です。",
            "Accepted. Your facility builds the team now.",
        ),
        "closed" => ("連絡帳を閉じました。", "The notebook is closed."),
        "opened" => ("連絡帳をもう一度開きました。", "The notebook is open again."),
        _ => return None,
    };
    Some(if lang == Lang::Ja { ja } else { en })
}

/// Field, beginning of the detail, Japanese, English. The more particular rows stand first.
pub(super) const FIELDS: &[(&str, &str, &str, &str)] = &[
    ("whom", "member", "この人は、すでにチームに入っています。", "They are in the team already."),
    (
        "whom",
        "invited",
        "同じ招待を、すでに送っています。返事を待つか、前の招待を取り消してください。",
        "They were invited already. Wait for the answer, or take the invitation back.",
    ),
    ("whom", "", "招待する相手を選んでください。", "Choose whom to invite."),
    (
        "message",
        "",
        "ことばは500文字までです。短くしてください。",
        "The message can have up to 500 characters.",
    ),
    (
        "posts",
        "member",
        "選んだ人は、すでにチームに入っています。選び直してください。",
        "They are in the team already. Choose again.",
    ),
    ("posts", "", "チームに入る人を選んでください。", "Choose who joins."),
    ("reason", "say why", "理由を書いてください。", "Say why."),
    (
        "reason",
        "over 500",
        "理由は500文字までです。短くしてください。",
        "The reason can have up to 500 characters.",
    ),
    (
        "leave_team",
        "",
        "チームを作る施設の最後のメンバーは抜けられません。先に、引きつぐか、閉じてください。",
        "The last member of the facility that builds the team cannot leave. Hand over or close first.",
    ),
    (
        "to",
        "offered",
        "前の頼みの返事を待っています。先に、それを取り下げてください。",
        "Another facility was asked and has not answered. Take that back first.",
    ),
    ("to", "", "引きつぐ施設を選んでください。", "Choose the facility."),
    ("closed_for", "", "閉じる理由を選んでください。", "Choose the reason."),
    ("on", "future", "先の日付です。直してください。", "This day has not come yet."),
    ("on", "birth", "生まれる前の日付です。直してください。", "This day lies before the birth."),
    ("on", "", "お亡くなりになった日を入れてください。", "Fill in the day of death."),
    (
        "remark",
        "over 500",
        "申し送りは500文字までです。短くしてください。",
        "The remark can have up to 500 characters.",
    ),
    ("answer", "press", "どちらかのボタンを押してください。", "Press one of the buttons."),
];

#[cfg(test)]
mod tests {
    use super::super::field;
    use super::*;

    #[test]
    fn every_message_is_a_whole_sentence_in_both_languages() {
        for (name, start, ja, en) in FIELDS {
            assert!(ja.ends_with('。') && en.ends_with('.'), "{name}");
            assert!(en.is_ascii() && !ja.is_ascii(), "{name}");
            assert_eq!(&field(Lang::Ja, name, start), ja, "{name}: another row stands before it");
            assert_eq!(&field(Lang::En, name, start), en, "{name}");
        }
    }

    #[test]
    fn what_was_done_is_said_in_both_languages() {
        for what in ["invited", "joined", "left-team", "taken-over", "closed", "opened"] {
            assert_ne!(said(Lang::Ja, what), said(Lang::En, what), "{what}");
        }
        assert_eq!(said(Lang::Ja, "nothing"), None);
    }
}
