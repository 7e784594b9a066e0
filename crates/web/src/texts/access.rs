//! Who looked: the words.

use tasuki_app::access_list::Seen;
use tasuki_domain::content::Purpose;

use super::words::Text;

/// Who looked.
#[derive(Debug, Clone, Copy)]
pub struct AccessTexts {
    pub title: Text,
    pub text: Text,
    pub staff_title: Text,
    pub region_title: Text,
    pub staff_text: Text,
    pub narrow: Text,
    pub person: Text,
    pub everybody: Text,
    pub from: Text,
    pub until: Text,
    pub show: Text,
    pub csv: Text,
    pub none: Text,
    pub older: Text,
    pub time: Text,
    pub device: Text,
    pub notebooks: Text,
    pub seen: Text,
    pub refused_sign_ins: Text,
    pub profession: Text,
    pub facility: Text,
    pub purpose: Text,
    pub operator: Text,
    entries: Text,
    basics: Text,
    copy: Text,
    destroyed: Text,
    list: Text,
    register: Text,
    records: Text,
    desk: Text,
    refused: Text,
    account: Text,
    sign_in_refused: Text,
    care: Text,
    operation: Text,
    emergency: Text,
}

impl AccessTexts {
    /// What was touched, in words.
    pub const fn seen_as(&self, it: Seen) -> Text {
        match it {
            Seen::Entries => self.entries,
            Seen::Basics => self.basics,
            Seen::Copy => self.copy,
            Seen::Destroyed => self.destroyed,
            Seen::List => self.list,
            Seen::Register => self.register,
            Seen::Records => self.records,
            Seen::Desk => self.desk,
            Seen::Refused => self.refused,
            Seen::Account => self.account,
            Seen::SignInRefused => self.sign_in_refused,
        }
    }

    /// Why, in words.
    pub const fn purpose_as(&self, it: Purpose) -> Text {
        match it {
            Purpose::Care => self.care,
            Purpose::Operation => self.operation,
            Purpose::Emergency => self.emergency,
        }
    }
}

pub(super) const JA: AccessTexts = AccessTexts {
    title: "だれが見たか（閲覧記録）",
    text: "この連絡帳を開いた人と時間です。この一覧を見たことも記録されます。",
    staff_title: "職員の利用記録",
    region_title: "地域の利用記録",
    staff_text: "だれが、いつ、どの端末で使ったかです。患者さんの名前や記録の中身は出ません。この一覧を見たことも記録されます。",
    narrow: "しぼりこむ",
    person: "人",
    everybody: "全員",
    from: "いつから",
    until: "いつまで",
    show: "表示する",
    csv: "CSVで保存",
    none: "この期間の記録はありません",
    older: "前の記録を見る",
    time: "時間",
    device: "端末",
    notebooks: "開いた連絡帳の数",
    seen: "見たもの",
    refused_sign_ins: "断られたサインイン",
    profession: "職種",
    facility: "所属",
    purpose: "理由",
    operator: "運営（サーバーの操作）",
    entries: "記録・写真",
    basics: "基本情報",
    copy: "書き出し・印刷",
    destroyed: "鍵の破棄",
    list: "連絡帳の一覧",
    register: "患者さんの登録のための検索",
    records: "閲覧記録",
    desk: "申請・名簿・メール",
    refused: "開こうとして断られた",
    account: "サインイン・パスワード",
    sign_in_refused: "断られたサインイン",
    care: "チームのメンバーとして",
    operation: "運営の作業",
    emergency: "緊急",
};

pub(super) const EN: AccessTexts = AccessTexts {
    title: "Who looked (access records)",
    text: "Who opened this notebook, and when. That you look at this list is recorded too.",
    staff_title: "Use by staff",
    region_title: "Use in the region",
    staff_text: "Who used Tasuki, when and on which device. No patient's name and nothing written \
        appears here. That you look at this list is recorded too.",
    narrow: "Narrow down",
    person: "Person",
    everybody: "Everybody",
    from: "From",
    until: "Until",
    show: "Show",
    csv: "Save as CSV",
    none: "There are no records in this time",
    older: "Earlier records",
    time: "Time",
    device: "Device",
    notebooks: "Notebooks opened",
    seen: "What was touched",
    refused_sign_ins: "Refused sign-ins",
    profession: "Profession",
    facility: "Facility",
    purpose: "Reason",
    operator: "Operator (on the server)",
    entries: "entries and photos",
    basics: "basics",
    copy: "copy or print",
    destroyed: "keys destroyed",
    list: "list of notebooks",
    register: "search of the register",
    records: "access records",
    desk: "applications, registers, mail",
    refused: "tried to open, refused",
    account: "sign-in, password",
    sign_in_refused: "refused sign-in",
    care: "as a member of the team",
    operation: "operation",
    emergency: "emergency",
};
