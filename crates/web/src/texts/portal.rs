//! The page for everybody: the words.

use super::words::{Counted, Named, Text, count};

/// The page for everybody.
#[derive(Debug, Clone, Copy)]
pub struct PortalTexts {
    pub title: Named,
    pub lead: Text,
    pub what_heading: Text,
    pub what_one: Text,
    pub what_one_text: Text,
    pub what_two: Text,
    pub what_two_text: Text,
    pub what_three: Text,
    pub what_three_text: Text,
    pub join_heading: Text,
    pub join_one: Text,
    pub join_two: Text,
    pub join_three: Text,
    pub join_text: Text,
    pub facilities: Counted,
    pub staff_heading: Text,
    pub staff_text: Text,
    pub staff_link: Text,
    pub desk_heading: Text,
    pub phone: Text,
    pub mail: Text,
    pub hours: Text,
}

pub(super) const JA: PortalTexts = PortalTexts {
    title: Named(|region| format!("{region} 電子連絡帳")),
    lead: "在宅で療養する方を支える医療・介護・行政の職員が、\
        ひとりの患者さんにつき1冊の連絡帳を、いっしょに読み書きします。",
    what_heading: "電子連絡帳「たすき」とは",
    what_one: "ひとつの連絡帳",
    what_one_text: "医師、看護師、薬剤師、ケアマネジャー、ヘルパーの記録が、時間の順に1か所に並びます。",
    what_two: "見てよい人だけに",
    what_two_text: "その患者さんの支援チームの人だけが開けます。誰がいつ開いたかも記録されます。",
    what_three: "書き換えられない記録",
    what_three_text: "訂正しても、もとの内容が残ります。あとからの書き換えは、外部の人が見つけられます。",
    join_heading: "参加するには",
    join_one: "施設・事業所から、市町村の窓口へ申し込みます。",
    join_two: "承認されると、端末の証明書を受け取るための案内が届きます。",
    join_three: "証明書を端末に入れ、自分のパスワードを決めれば使い始められます。",
    join_text: "利用者の皆さまとご家族の参加は、担当の施設からご案内します。",
    facilities: Counted(|n| format!("{n}の施設・事業所が参加しています。")),
    staff_heading: "登録済みの方",
    staff_text: "証明書の入った端末で開いてください。",
    staff_link: "連絡帳を開く",
    desk_heading: "お問い合わせ",
    phone: "電話",
    mail: "メール",
    hours: "受付時間",
};

pub(super) const EN: PortalTexts = PortalTexts {
    title: Named(|region| format!("{region}: electronic contact notebook")),
    lead: "Staff of medical, care and city services who support people at home read and write one \
        notebook for each patient, together.",
    what_heading: "What Tasuki is",
    what_one: "One notebook",
    what_one_text: "The notes of doctors, nurses, pharmacists, care managers and helpers stand in \
        one place, in order of time.",
    what_two: "Only for those who may",
    what_two_text: "Only the patient's support team can open it, and who opened it when is \
        recorded.",
    what_three: "A record that is not rewritten",
    what_three_text: "A correction keeps the old text. An alteration afterwards can be found by an \
        outsider.",
    join_heading: "How to join",
    join_one: "Your facility applies at the desk of the municipality.",
    join_two: "Once approved, you receive what you need to fetch the certificates of your devices.",
    join_three: "Put the certificate on the device, choose your password, and begin.",
    join_text: "Patients and families are invited by the facility that looks after them.",
    facilities: Counted(|n| format!("{} taking part.", count(n, "facility is", "facilities are"))),
    staff_heading: "Already registered",
    staff_text: "Open it on a device that holds your certificate.",
    staff_link: "Open the notebooks",
    desk_heading: "Contact",
    phone: "Phone",
    mail: "Mail",
    hours: "Hours",
};
