//! My account: the words.

use super::words::Text;

/// My account.
#[derive(Debug, Clone, Copy)]
pub struct AccountTexts {
    pub title: Text,
    pub login: Text,
    pub profession: Text,
    pub facility: Text,
    pub devices: Text,
    pub devices_text: Text,
    pub no_devices: Text,
    pub this_device: Text,
    pub active: Text,
    pub revoked: Text,
    pub expired: Text,
    pub last_seen: Text,
    pub never_seen: Text,
    pub valid_until: Text,
    pub sessions: Text,
    pub this_session: Text,
    pub since: Text,
    pub end_session: Text,
    pub change_password: Text,
    pub language: Text,
}

pub(super) const JA: AccountTexts = AccountTexts {
    title: "自分",
    login: "ログインID",
    profession: "職種",
    facility: "所属",
    devices: "端末",
    devices_text: "なくした端末があれば、すぐに施設の管理者へ知らせてください。その場で使えなくできます。",
    no_devices: "登録された端末はありません。",
    this_device: "この端末",
    active: "使えます",
    revoked: "失効",
    expired: "期限切れ",
    last_seen: "最後に使った日時",
    never_seen: "まだ使われていません",
    valid_until: "証明書の期限",
    sessions: "サインイン中",
    this_session: "この画面",
    since: "開始",
    end_session: "終わらせる",
    change_password: "パスワードを変える",
    language: "表示の言語",
};

pub(super) const EN: AccountTexts = AccountTexts {
    title: "Me",
    login: "Login ID",
    profession: "Profession",
    facility: "Facility",
    devices: "Devices",
    devices_text: "If you lose a device, tell your facility's manager at once. It can be shut out \
        on the spot.",
    no_devices: "No devices are registered.",
    this_device: "this device",
    active: "In use",
    revoked: "Revoked",
    expired: "Expired",
    last_seen: "Last used",
    never_seen: "Not used yet",
    valid_until: "Certificate valid until",
    sessions: "Signed in",
    this_session: "this window",
    since: "Since",
    end_session: "End",
    change_password: "Change the password",
    language: "Language",
};
