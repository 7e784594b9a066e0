//! 支援チーム: the words.

use tasuki_domain::content::{Answer, ClosedFor};

use super::Lang;
use super::words::{Counted, Named, Text, count};

/// The team, its invitations, the managing role, closing.
#[derive(Debug, Clone, Copy)]
pub struct TeamTexts {
    pub title: Text,
    pub managed_by: Named,
    pub members: Text,
    pub since: Named,
    pub to_patient: Text,
    pub back: Text,
    pub attending_vacant: Text,
    pub deputy_vacant: Text,
    pub invitations: Text,
    pub asked_by: Named,
    pub because: Named,
    pub until: Named,
    pub answered: Named,
    pub withdraw: Text,
    pub look: Text,
    pub pending: Text,
    /// Accepted, declined, withdrawn.
    pub answers: [Text; 3],
    pub expired: Text,
    pub some_of: Named,
    pub invite: Text,
    pub find_text: Text,
    pub find_words: Text,
    pub find_kind: Text,
    pub any_kind: Text,
    pub find_do: Text,
    pub found: Text,
    pub found_nothing: Text,
    pub found_more: Text,
    pub to_find: Text,
    pub whom: Text,
    pub facility_decides: Named,
    pub message: Text,
    pub message_hint: Text,
    pub sees_all: Counted,
    pub consent_holds: Named,
    pub consent_until: Named,
    pub invite_do: Text,
    pub inbox: Text,
    pub inbox_text: Text,
    pub inbox_empty: Text,
    pub waiting: Counted,
    pub to_you: Text,
    pub to_facility: Named,
    pub asked_title: Text,
    pub asked_text: Text,
    pub patient: Text,
    pub age: Text,
    pub inviter: Text,
    pub asked: Text,
    pub said: Text,
    pub posts: Text,
    pub nobody_left: Text,
    pub reason: Text,
    pub decline_hint: Text,
    pub accept: Text,
    pub decline: Text,
    pub leave: Text,
    pub leave_text: Text,
    pub leave_doctor: Text,
    pub leave_last: Text,
    pub leave_do: Text,
    pub take_out: Text,
    pub take_out_title: Named,
    pub take_out_text: Text,
    pub take_out_reason: Text,
    pub take_out_do: Text,
    pub managing: Text,
    pub offered_by: Named,
    pub offer: Text,
    pub offer_text: Text,
    pub offer_nobody: Text,
    pub to: Text,
    pub offer_do: Text,
    pub offer_title: Text,
    pub offer_means: Text,
    pub offer_from: Text,
    pub offer_to: Text,
    pub offer_state: Text,
    pub take_on: Text,
    pub take_back: Text,
    pub close: Text,
    pub close_text: Text,
    pub why: Text,
    /// In the order of `ClosedFor`.
    pub whys: [Text; 4],
    pub on: Text,
    pub on_hint: Text,
    pub remark: Text,
    pub close_do: Text,
    pub closed: Text,
    pub closed_at: Text,
    pub closed_by: Text,
    pub closed_ask: Text,
    pub reopen_reason: Text,
    pub reopen_do: Text,
    pub closed_list: Text,
}

impl TeamTexts {
    /// An answer in words.
    pub const fn answer(&self, it: Answer) -> Text {
        match it {
            Answer::Accepted => self.answers[0],
            Answer::Declined => self.answers[1],
            Answer::Withdrawn => self.answers[2],
        }
    }

    /// Why a notebook is closed, in words.
    pub const fn why_closed(&self, it: ClosedFor) -> Text {
        match it {
            ClosedFor::Died => self.whys[0],
            ClosedFor::MovedAway => self.whys[1],
            ClosedFor::CareEnded => self.whys[2],
            ClosedFor::Duplicate => self.whys[3],
        }
    }
}

pub(super) const JA: TeamTexts = TeamTexts {
    title: "支援チーム",
    managed_by: Named(|name| format!("チームを作る施設: {name}")),
    members: "メンバー",
    since: Named(|day| format!("{day}から")),
    to_patient: "患者さんの基本情報へ",
    back: "支援チームへ",
    attending_vacant: "主治医がいません。前の主治医はチームを離れました。「基本情報」で新しい主治医を決めてください。",
    deputy_vacant: "副主治医がいません。前の副主治医はチームを離れました。",
    invitations: "招待",
    asked_by: Named(|name| format!("{name}さんから")),
    because: Named(|reason| format!("理由: {reason}")),
    until: Named(|day| format!("{day}まで")),
    answered: Named(|day| format!("返事 {day}")),
    withdraw: "招待を取り消す",
    look: "内容を見る",
    pending: "返事待ち",
    answers: ["参加", "辞退", "取り消し"],
    expired: "期限切れ",
    some_of: Named(|profession| format!("{profession}（人は施設が決めます）")),
    invite: "チームに招待する",
    find_text: "招待する施設か人をさがします。",
    find_words: "施設の名前、人の名前・かな",
    find_kind: "施設の種類",
    any_kind: "すべて",
    find_do: "さがす",
    found: "見つかった施設と人",
    found_nothing: "見つかりません。名前かかなの一部だけで、もう一度さがしてください。まだ参加していない施設は招待できません。",
    found_more: "ほかにもあります。名前をもう少し詳しく入れてください。",
    to_find: "さがし直す",
    whom: "招待する相手",
    facility_decides: Named(|profession| format!("{profession}（だれが入るかは施設が決める）")),
    message: "相手へのことば",
    message_hint: "返事の前に読まれます。病気のことなど、くわしいことは書かないでください。",
    sees_all: Counted(|n| {
        format!(
            "参加すると、チームの部屋のこれまでの記録（{n}件）がすべて見えます。特別便と、医療職までの記録は、見られる人だけに見えます。"
        )
    }),
    consent_holds: Named(|day| {
        format!("ご本人の同意（支援チームでの共有）は、{day}から有効です。")
    }),
    consent_until: Named(|day| format!("{day}に終わります。")),
    invite_do: "招待を送る",
    inbox: "招待",
    inbox_text: "支援チームへの招待です。押すと、内容を見て返事ができます。",
    inbox_empty: "返事を待っている招待はありません",
    waiting: Counted(|n| format!("支援チームへの招待が{n}件あります")),
    to_you: "あなたへの招待",
    to_facility: Named(|what| format!("{what}への招待")),
    asked_title: "支援チームへの招待",
    asked_text: "返事をするまで、連絡帳は見えません。",
    patient: "患者さん",
    age: "年齢",
    inviter: "招待した人",
    asked: "招待された相手",
    said: "ことば",
    posts: "チームに入る人",
    nobody_left: "この職種の職員が、もういません。辞退して、理由を書いてください。",
    reason: "辞退する理由",
    decline_hint: "辞退するときだけ書きます。チームの人が読みます。",
    accept: "チームに参加する",
    decline: "辞退する",
    leave: "チームから抜ける",
    leave_text: "抜けるとすぐに、この連絡帳のすべての部屋が見えなくなります。書いた記録は、あなたの名前のまま残ります。もう一度入るには、招待が必要です。",
    leave_doctor: "あなたは主治医か副主治医です。抜けると、その席は空きになり、チームの画面に「いません」と出ます。",
    leave_last: "あなたは、チームを作る施設の最後のメンバーです。先に、役割をほかの施設に引きつぐか、連絡帳を閉じてください。",
    leave_do: "チームから抜ける",
    take_out: "外す",
    take_out_title: Named(|name| format!("{name}さんをチームから外す")),
    take_out_text: "外すとすぐに、その人には、この連絡帳のすべての部屋が見えなくなります。書いた記録は残ります。理由はチームに見えます。",
    take_out_reason: "外す理由",
    take_out_do: "チームから外す",
    managing: "チームを作る役割の引きつぎ",
    offered_by: Named(|name| format!("{name}さんから")),
    offer: "チームを作る役割を引きつぐ",
    offer_text: "チームにいる、ほかの施設に頼みます。相手の施設の人が「引き受ける」を押すと、移ります。それまでは何も変わりません。",
    offer_nobody: "チームに、ほかの施設の人がいません。先に招待してください。",
    to: "引きつぐ施設",
    offer_do: "引きつぎを頼む",
    offer_title: "チームを作る役割の引きつぎ",
    offer_means: "引き受けた施設は、メンバーを招待し、外し、連絡帳を閉じることができるようになります。前の施設のメンバーは、チームに残ります。",
    offer_from: "頼んだ人",
    offer_to: "頼まれた施設",
    offer_state: "いま",
    take_on: "引き受ける",
    take_back: "頼みを取り下げる",
    close: "連絡帳を閉じる",
    close_text: "閉じると、だれも書けなくなります。チームの人は、これまでどおり読めます。あとで、もう一度開くこともできます。",
    why: "閉じる理由",
    whys: ["お亡くなりになった", "転居した", "支援が終わった", "二重に登録していた"],
    on: "その日",
    on_hint: "お亡くなりになったときは、必ず入れてください。",
    remark: "申し送り",
    close_do: "連絡帳を閉じる",
    closed: "閉じた連絡帳",
    closed_at: "閉じた日",
    closed_by: "閉じた人",
    closed_ask: "続きが必要なときは、チームを作る施設がもう一度開けます。",
    reopen_reason: "もう一度開く理由",
    reopen_do: "もう一度開く",
    closed_list: "閉じた連絡帳",
};

pub(super) const EN: TeamTexts = TeamTexts {
    title: "Support team",
    managed_by: Named(|name| format!("Built by {name}")),
    members: "Members",
    since: Named(|day| format!("since {day}")),
    to_patient: "To the patient's basics",
    back: "To the team",
    attending_vacant: "There is no attending doctor: the former one left the team. Name another one \
        in the basics.",
    deputy_vacant: "There is no deputy doctor: the former one left the team.",
    invitations: "Invitations",
    asked_by: Named(|name| format!("by {name}")),
    because: Named(|reason| format!("Reason: {reason}")),
    until: Named(|day| format!("until {day}")),
    answered: Named(|day| format!("answered {day}")),
    withdraw: "Take back",
    look: "Look at it",
    pending: "waiting",
    answers: ["joined", "declined", "taken back"],
    expired: "over",
    some_of: Named(|profession| format!("{profession} (the facility decides who)")),
    invite: "Invite into the team",
    find_text: "Find the facility or the person.",
    find_words: "Name of a facility, name or kana of a person",
    find_kind: "Kind of facility",
    any_kind: "All",
    find_do: "Find",
    found: "Found",
    found_nothing: "Nothing found. A part of the name or kana is enough. A facility that does not take \
        part cannot be invited.",
    found_more: "There are more. Say more of the name.",
    to_find: "Search again",
    whom: "Whom to invite",
    facility_decides: Named(|profession| format!("{profession} (the facility decides who)")),
    message: "Message",
    message_hint: "They read it before they answer. Write nothing about the illness.",
    sees_all: Counted(|n| {
        format!(
            "Who joins sees all entries of the team's room so far ({n}). Special deliveries and \
             entries for medical professions stay with those who may see them."
        )
    }),
    consent_holds: Named(|day| {
        format!("The patient's consent to sharing in the team holds since {day}.")
    }),
    consent_until: Named(|day| format!("It ends on {day}.")),
    invite_do: "Send the invitation",
    inbox: "Invitations",
    inbox_text: "Invitations to support teams. Press one to read and answer it.",
    inbox_empty: "No invitation waits for an answer",
    waiting: Counted(|n| count(n, "invitation to a support team", "invitations to support teams")),
    to_you: "For you",
    to_facility: Named(|what| format!("For {what}")),
    asked_title: "Invitation to a support team",
    asked_text: "The notebook is not shown before you have joined.",
    patient: "Patient",
    age: "Age",
    inviter: "Invited by",
    asked: "Invited",
    said: "Message",
    posts: "Who joins",
    nobody_left: "Nobody of this profession is left. Decline, and say why.",
    reason: "Reason for declining",
    decline_hint: "Only when you decline. The team reads it.",
    accept: "Join the team",
    decline: "Decline",
    leave: "Leave the team",
    leave_text: "At once, all rooms of this notebook are closed to you. What you wrote stays, under \
        your name. To come back, you need an invitation.",
    leave_doctor: "You are the attending doctor or the deputy. The place will be vacant, and the \
        team's page says so.",
    leave_last: "You are the last member of the facility that builds the team. Hand the role over, \
        or close the notebook first.",
    leave_do: "Leave the team",
    take_out: "Remove",
    take_out_title: Named(|name| format!("Remove {name} from the team")),
    take_out_text: "At once, all rooms of this notebook are closed to them. What they wrote stays. \
        The team sees the reason.",
    take_out_reason: "Reason",
    take_out_do: "Remove from the team",
    managing: "Handing over the team",
    offered_by: Named(|name| format!("by {name}")),
    offer: "Hand over the building of the team",
    offer_text: "Ask another facility of the team. When somebody of that facility accepts, it moves. \
        Until then nothing changes.",
    offer_nobody: "Nobody of another facility is in the team. Invite somebody first.",
    to: "To which facility",
    offer_do: "Ask them",
    offer_title: "Handing over the team",
    offer_means: "The facility that accepts invites and removes members and can close the notebook. \
        Members of the former one stay in the team.",
    offer_from: "Asked by",
    offer_to: "Asked",
    offer_state: "Now",
    take_on: "Accept",
    take_back: "Take back",
    close: "Close the notebook",
    close_text: "Nobody can write any more. The team reads it as before. It can be opened again.",
    why: "Reason",
    whys: ["died", "moved away", "care ended", "registered twice"],
    on: "Day",
    on_hint: "Needed when the patient died.",
    remark: "Remark",
    close_do: "Close the notebook",
    closed: "Closed notebook",
    closed_at: "Closed on",
    closed_by: "Closed by",
    closed_ask: "If it is needed again, the facility that builds the team can open it.",
    reopen_reason: "Reason for opening it again",
    reopen_do: "Open again",
    closed_list: "Closed notebooks",
};

/// What to say after a decision, by its name in the address.
pub(super) fn said(lang: Lang, what: &str) -> Option<&'static str> {
    let (ja, en) = match what {
        "invited" => (
            "招待を送りました。返事が来ると、ここに出ます。",
            "The invitation is sent. The answer appears here.",
        ),
        "withdrawn" => ("取り消しました。", "Taken back."),
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
    ("why", "", "閉じる理由を選んでください。", "Choose the reason."),
    ("on", "future", "先の日付です。直してください。", "This day has not come yet."),
    ("on", "birth", "生まれる前の日付です。直してください。", "This day lies before the birth."),
    ("on", "", "お亡くなりになった日を入れてください。", "Fill in the day of death."),
    (
        "remark",
        "over 500",
        "申し送りは500文字までです。短くしてください。",
        "The remark can have up to 500 characters.",
    ),
    ("answer", "", "どちらかのボタンを押してください。", "Press one of the buttons."),
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

    #[test]
    fn answers_and_reasons_have_words_of_their_own() {
        for t in [&JA, &EN] {
            let answers: std::collections::HashSet<_> =
                Answer::ALL.map(|it| t.answer(it)).into_iter().collect();
            let whys: std::collections::HashSet<_> =
                ClosedFor::ALL.map(|it| t.why_closed(it)).into_iter().collect();
            assert_eq!((answers.len(), whys.len()), (3, 4));
        }
    }
}
