//! 運営事務局 of the demo region: who sits there, what the portal says, and the facilities that have
//! applied in the last days.

/// Somebody of the desk.
#[derive(Debug, Clone, Copy)]
pub struct DeskPerson {
    /// Login name.
    pub key: &'static str,
    pub family_name: &'static str,
    pub given_name: &'static str,
    pub family_kana: &'static str,
    pub given_kana: &'static str,
}

/// What the portal says.
#[derive(Debug, Clone, Copy)]
pub struct PortalWords {
    pub about: &'static str,
    pub joining: &'static str,
    pub privacy: &'static str,
    pub desk: &'static str,
    pub phone: &'static str,
    pub mail: &'static str,
    pub hours: &'static str,
    pub terms: &'static str,
}

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// It waits.
    Not,
    /// Returned, and why.
    Returned(&'static str),
    /// Approved.
    Approved,
}

/// An application of a facility.
#[derive(Debug, Clone, Copy)]
pub struct Application {
    /// Hours before now.
    pub hours_ago: i64,
    pub facility: &'static str,
    /// 施設分類.
    pub kind: &'static str,
    /// 姓, 名, セイ, メイ.
    pub contact: [&'static str; 4],
    pub profession: &'static str,
    /// Login name; the address is made of it.
    pub login: &'static str,
    /// windows, mac, android, ios.
    pub system: &'static str,
    pub remark: &'static str,
    /// How many points of the self-check are in place, from the first on.
    pub in_place: usize,
    pub decided: Decided,
}

/// Where all of them lie (全国地方公共団体コード).
pub const MUNICIPALITY: &str = "142077";

/// 石井 洋子.
pub const PERSON: DeskPerson = DeskPerson {
    key: "ishii",
    family_name: "石井",
    given_name: "洋子",
    family_kana: "いしい",
    given_kana: "ようこ",
};

/// The second person: some things two have to agree on.
pub const SECOND: DeskPerson = DeskPerson {
    key: "kubo",
    family_name: "久保",
    given_name: "直樹",
    family_kana: "くぼ",
    given_kana: "なおき",
};

/// 外部監査人.
pub const AUDITOR: DeskPerson = DeskPerson {
    key: "ono",
    family_name: "大野",
    given_name: "理恵",
    family_kana: "おおの",
    given_kana: "りえ",
};

/// The portal of みなと市.
pub const PORTAL: PortalWords = PortalWords {
    about: "みなと市では、ご自宅で療養する方を支える医療・介護の職員が、ひとりにつき1冊の連絡帳を\
        いっしょに読み書きしています。",
    joining: "市内で在宅の医療・介護にたずさわる施設・事業所が参加できます。費用はかかりません。",
    privacy: "連絡帳は、ご本人の同意をいただいた方についてだけ作ります。見られるのは、その方の支援\
        チームの職員だけです。誰がいつ開いたかを記録し、ご本人のお求めがあればお見せします。\n\
        同意は、いつでも取り消せます。",
    desk: "みなと市 高齢福祉課 在宅医療・介護連携係",
    phone: "000-123-4567",
    mail: "desk@minato.example",
    hours: "平日 9:00–17:00",
    terms: "第1条（目的）この規約は、みなと連絡帳を使うときの約束ごとを定めます。\n\
        第2条（ひとり1つのID）IDとパスワードは本人だけが使い、貸し借りしません。\n\
        第3条（守秘）連絡帳で知ったことを、支援のほかの目的に使いません。利用を終えたあとも同じです。\n\
        第4条（端末）登録した端末だけを使い、なくしたときはすぐに施設管理者へ知らせます。\n\
        第5条（利用の終わり）職員が施設を離れるとき、施設管理者はその日に利用を止めます。",
};

/// The applications, oldest first.
pub const APPLICATIONS: &[Application] = &[
    Application {
        hours_ago: 24 * 9,
        facility: "はまかぜ薬局 駅前店",
        kind: "pharmacy",
        contact: ["小林", "健太", "コバヤシ", "ケンタ"],
        profession: "pharmacist",
        login: "hamakaze",
        system: "windows",
        remark: "",
        in_place: 6,
        decided: Decided::Approved,
    },
    Application {
        hours_ago: 24 * 4 + 4,
        facility: "みどり訪問看護ステーション",
        kind: "home_nursing",
        contact: ["高橋", "奈緒", "タカハシ", "ナオ"],
        profession: "nurse",
        login: "midori-hk",
        system: "ios",
        remark: "12月1日から使い始めたい。スマートフォンは職員に1台ずつ、6台あります。",
        in_place: 5,
        decided: Decided::Not,
    },
    Application {
        hours_ago: 24 * 3 + 2,
        facility: "さくら通り歯科",
        kind: "dental_clinic",
        contact: ["大西", "隆", "オオニシ", "タカシ"],
        profession: "dentist",
        login: "sakura-dori",
        system: "windows",
        remark: "",
        in_place: 6,
        decided: Decided::Not,
    },
    Application {
        hours_ago: 24 * 3,
        facility: "デイサービス ひなた",
        kind: "day_service",
        contact: ["三浦", "文子", "ミウラ", "フミコ"],
        profession: "certified_care_worker",
        login: "hinata",
        system: "android",
        remark: "タブレット2台",
        in_place: 3,
        decided: Decided::Returned("施設名を、指定を受けている正式な名前で書いてください。"),
    },
    Application {
        hours_ago: 24 + 5,
        facility: "ケアプラン 青い鳥",
        kind: "care_management",
        contact: ["井上", "直樹", "イノウエ", "ナオキ"],
        profession: "care_manager",
        login: "aoitori",
        system: "windows",
        remark: "",
        in_place: 6,
        decided: Decided::Not,
    },
    Application {
        hours_ago: 3,
        facility: "中央病院 地域連携室",
        kind: "hospital",
        contact: ["松本", "和子", "マツモト", "カズコ"],
        profession: "medical_social_worker",
        login: "chuo-renkei",
        system: "windows",
        remark: "退院前カンファレンスから使いたいです。",
        in_place: 6,
        decided: Decided::Not,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applications_come_in_order_and_none_is_of_another() {
        assert!(APPLICATIONS.windows(2).all(|it| it[0].hours_ago > it[1].hours_ago));
        for (at, it) in APPLICATIONS.iter().enumerate() {
            assert!(APPLICATIONS[..at].iter().all(|other| other.login != it.login));
        }
        assert!(APPLICATIONS.iter().any(|it| it.decided == Decided::Not));
    }
}
