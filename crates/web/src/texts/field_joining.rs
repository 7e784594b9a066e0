//! What is wrong with a field of the pages by which facilities and people come in.

/// Field, beginning of the detail, Japanese, English. The more particular rows stand first.
pub(super) const TABLE: &[(&str, &str, &str, &str)] = &[
    (
        "facility",
        "over",
        "施設名は100文字までです。短くしてください。",
        "The facility's name can have up to 100 characters.",
    ),
    ("facility", "", "施設名を入力してください。", "Fill in the facility's name."),
    (
        "municipality",
        "it lies in another",
        "市区町村が、選んだ県のものではありません。選び直してください。",
        "The municipality is not of the prefecture that you chose. Choose again.",
    ),
    ("municipality", "", "市区町村を選んでください。", "Choose the municipality."),
    ("kind", "", "施設分類を選んでください。", "Choose the kind of facility."),
    ("family", "a part", "姓は100文字までです。", "A family name can have up to 100 characters."),
    ("family", "", "姓を入力してください。", "Fill in the family name."),
    ("given", "a part", "名は100文字までです。", "A given name can have up to 100 characters."),
    ("given", "", "名を入力してください。", "Fill in the given name."),
    (
        "family_kana",
        "",
        "セイは、ひらがなかカタカナで入力してください。",
        "Fill in the reading of the family name in kana.",
    ),
    (
        "given_kana",
        "",
        "メイは、ひらがなかカタカナで入力してください。",
        "Fill in the reading of the given name in kana.",
    ),
    ("profession", "", "職種を選んでください。", "Choose the profession."),
    (
        "mail",
        "taken",
        "このメールアドレスは、すでに登録されているか、申請中です。別のアドレスを使うか、窓口へお電話ください。",
        "This address is registered already, or in another application. Use another one, or phone \
         the desk.",
    ),
    (
        "mail",
        "none",
        "この人のメールアドレスが登録されていないので、リンクを送れません。窓口へお電話ください。",
        "No mail address is registered for this person, so no link can be sent. Phone the desk.",
    ),
    (
        "mail",
        "",
        "メールアドレスの形になっていません。例: nao@example.jp",
        "This is not the form of a mail address. Example: nao@example.jp",
    ),
    (
        "mail_again",
        "",
        "2つのメールアドレスが違います。もう一度入力してください。",
        "The two addresses differ. Type it again.",
    ),
    (
        "login",
        "taken",
        "このログインIDは使われています。別のIDにしてください。",
        "This login name is in use. Choose another.",
    ),
    (
        "login",
        "",
        "ログインIDは、半角の英小文字・数字・「-」「_」「.」で、3〜40文字です。",
        "A login name is 3 to 40 small letters, digits, or - _ .",
    ),
    (
        "known",
        "here",
        "この人は、すでにこの施設の職員です。",
        "This person is of the staff here already.",
    ),
    (
        "known",
        "",
        "このログインIDと姓の人は見つかりません。本人に、ログインIDを確かめてください。",
        "Nobody has this login name and family name. Ask the person for the login name.",
    ),
    (
        "manager",
        "",
        "施設管理者がいなくなります。先に、ほかの職員を施設管理者にしてください。",
        "Nobody would manage the facility. Make somebody else a manager first.",
    ),
    (
        "leave",
        "",
        "この人は最後の施設管理者です。先に、ほかの職員を施設管理者にしてください。",
        "This is the last manager of the facility. Make somebody else a manager first.",
    ),
    (
        "successor",
        "",
        "後任を選んでください。後任がいないときは「後任なし」を選びます。",
        "Choose who takes over; choose nobody when there is none.",
    ),
    ("system", "", "端末の種類を選んでください。", "Choose what the device runs on."),
    (
        "remark",
        "over",
        "備考は1,000文字までです。短くしてください。",
        "The remark can have up to 1,000 characters.",
    ),
    (
        "terms",
        "",
        "利用規約を読み、同意するときは印を付けてください。",
        "Read the terms, and tick the box if you accept them.",
    ),
    (
        "reason",
        "say what is to be",
        "直してほしいところを書いてください。",
        "Say what is to be corrected.",
    ),
    (
        "why",
        "waits",
        "ほかの管理者が、先に申請しました。",
        "Another manager of the facility has sent one already.",
    ),
    ("why", "", "理由を選んでください。", "Choose why."),
    ("answer", "", "差し戻しの理由を書いてください。", "Say why it is sent back."),
    (
        "managed",
        "",
        "この施設が管理する連絡帳があるので、承認できません。",
        "The facility manages notebooks, so it cannot be approved.",
    ),
    ("palette", "", "色を選んでください。", "Choose a colour."),
    ("desk", "", "窓口の名前は100文字までです。", "The desk's name can have up to 100 characters."),
    ("phone", "", "電話番号は40文字までです。", "The phone number can have up to 40 characters."),
    ("hours", "", "受付時間は100文字までです。", "The hours can have up to 100 characters."),
];

#[cfg(test)]
mod tests {
    use super::super::{Lang, field};
    use super::*;

    #[test]
    fn every_message_is_a_whole_sentence_in_both_languages() {
        for (name, start, ja, en) in TABLE {
            assert!(ja.ends_with('。') || ja.contains("例: "), "{name}: {ja}");
            assert!(en.ends_with('.') || en.contains("Example: "), "{name}: {en}");
            assert!(en.is_ascii() && !ja.is_ascii(), "{name}");
            assert_eq!(&field(Lang::Ja, name, start), ja, "{name}: another row stands before it");
            assert_eq!(&field(Lang::En, name, start), en, "{name}");
        }
    }

    #[test]
    fn what_the_rules_refuse_is_told_in_these_words() {
        for problem in tasuki_domain::application::Typed::default().check().unwrap_err() {
            let name = problem.field.unwrap_or_default();
            let told = field(Lang::Ja, name, &problem.detail);
            assert_ne!(told, problem.detail, "{name} has no words");
        }
    }
}
