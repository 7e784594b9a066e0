//! Sentences made of parts: who sees an entry, who joined, what a room is called.

use tasuki_domain::room::RoomKind;
use tasuki_domain::sensitivity::Sensitivity;

use crate::texts::Lang;

/// チーム全員 9人.
pub fn audience(lang: Lang, kind: RoomKind, members: usize) -> String {
    match (lang, kind) {
        (Lang::Ja, RoomKind::Team) => format!("チーム全員 {members}人"),
        (Lang::Ja, RoomKind::Family) => format!("ご家族の部屋 {members}人"),
        (Lang::Ja, _) => format!("この部屋の全員 {members}人"),
        (Lang::En, RoomKind::Team) => format!("whole team, {members} people"),
        (Lang::En, RoomKind::Family) => format!("family room, {members} people"),
        (Lang::En, _) => format!("everyone in this room, {members} people"),
    }
}

/// The tab of a room.
pub(super) const fn room_kind(lang: Lang, kind: RoomKind) -> &'static str {
    match (lang, kind) {
        (Lang::Ja, RoomKind::Team) => "チーム",
        (Lang::Ja, RoomKind::Selected) => "特定メンバー",
        (Lang::Ja, RoomKind::Family) => "家族",
        (Lang::Ja, RoomKind::Direct) => "1対1",
        (Lang::Ja, RoomKind::FacilityBoard) => "施設内掲示板",
        (Lang::Ja, RoomKind::Group) => "グループ",
        (Lang::Ja, RoomKind::Community) => "コミュニティ",
        (Lang::Ja, RoomKind::Notices) => "お知らせ",
        (Lang::En, RoomKind::Team) => "Team",
        (Lang::En, RoomKind::Selected) => "Selected",
        (Lang::En, RoomKind::Family) => "Family",
        (Lang::En, RoomKind::Direct) => "One to one",
        (Lang::En, RoomKind::FacilityBoard) => "Facility board",
        (Lang::En, RoomKind::Group) => "Group",
        (Lang::En, RoomKind::Community) => "Community",
        (Lang::En, RoomKind::Notices) => "Notices",
    }
}

/// Label of a sensitivity, and who sees such an entry at once.
pub(super) const fn sensitivity(lang: Lang, it: Sensitivity) -> (&'static str, &'static str) {
    match (lang, it) {
        (Lang::Ja, Sensitivity::Low) => ("ふつう", "この部屋の全員に見えます。"),
        (Lang::Ja, Sensitivity::Middle) => (
            "専門職まで",
            "専門職に見えます。配食・見守りの方とご家族には、公開されるまで見えません。",
        ),
        (Lang::Ja, Sensitivity::High) => (
            "医療職まで",
            "医療職とあなたに見えます。ほかの職種には、主治医が公開するまで見えません。",
        ),
        (Lang::En, Sensitivity::Low) => ("Ordinary", "Everyone in this room sees it."),
        (Lang::En, Sensitivity::Middle) => (
            "Professionals",
            "Professionals see it; life-support helpers and family only after a release.",
        ),
        (Lang::En, Sensitivity::High) => (
            "Medical",
            "Medical professions and you see it; others only after the attending doctor's release.",
        ),
    }
}

/// The mark beside an entry that not everybody sees; none for ordinary ones.
pub(super) const fn sensitivity_mark(lang: Lang, it: Sensitivity) -> &'static str {
    match it {
        Sensitivity::Low => "",
        _ => sensitivity(lang, it).0,
    }
}

/// A sentence about a membership; who was taken out of the team, with the reason.
pub(super) fn membership(
    lang: Lang,
    (name, profession): (&str, &str),
    left: bool,
    reason: Option<&str>,
) -> String {
    match (lang, left, reason) {
        (Lang::Ja, false, _) => format!("{name}さん（{profession}）がメンバーになりました"),
        (Lang::Ja, true, None) => format!("{name}さん（{profession}）がメンバーから外れました"),
        (Lang::Ja, true, Some(why)) => {
            format!("{name}さん（{profession}）がメンバーから外されました（理由: {why}）")
        }
        (Lang::En, false, _) => format!("{name} ({profession}) became a member"),
        (Lang::En, true, None) => format!("{name} ({profession}) is no longer a member"),
        (Lang::En, true, Some(why)) => {
            format!("{name} ({profession}) was taken out of the team ({why})")
        }
    }
}

/// A sentence at the place where something was amended.
pub(super) fn amendment(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ja => format!("{name}さんが前の記録を訂正・取り消ししました"),
        Lang::En => format!("{name} corrected or withdrew an earlier entry"),
    }
}
