//! What is wrong with a field, in words: chosen by the field and, where one field can be wrong in
//! several ways, by the first word of the problem's detail.

use tasuki_domain::vital::VitalKind;

use super::Lang;

/// The message for a field; the detail itself (English, for developers) where no words fit.
pub fn field(lang: Lang, field: &str, detail: &str) -> String {
    if let Some(told) = named(lang, field, detail) {
        return told;
    }
    if let Some(kind) = VitalKind::find(field) {
        return super::vital::wrong(lang, kind, detail);
    }
    let found = TABLE
        .iter()
        .find(|(name, start, ..)| *name == field && detail.starts_with(start))
        .map(|(_, _, ja, en)| if lang == Lang::Ja { *ja } else { *en });
    found.unwrap_or(detail).to_owned()
}

/// Messages that name people: who left, who would not see it.
fn named(lang: Lang, field: &str, detail: &str) -> Option<String> {
    let (why, names) = detail.split_once(": ").filter(|_| field == "deliver_to")?;
    Some(match (why, lang) {
        ("left", Lang::Ja) => {
            let names = names.replace('、', "さん、");
            format!(
                "{names}さんは、この部屋のメンバーではなくなりました。宛先を選び直してください。"
            )
        }
        ("left", Lang::En) => {
            format!("No longer a member of this room: {names}. Choose the addressees again.")
        }
        ("unseen", Lang::Ja) => {
            let names = names.replace('、', "さん、");
            format!(
                "今の「見せる範囲」では、{names}さんには見えません。範囲か宛先を選び直してください。"
            )
        }
        ("unseen", Lang::En) => {
            format!("With this choice of who may see it, these cannot: {names}. Choose again.")
        }
        _ => return None,
    })
}

/// Field, beginning of the detail, Japanese, English. The more particular rows stand first.
const TABLE: &[(&str, &str, &str, &str)] = &[
    (
        "text",
        "text is over",
        "本文は20,000文字までです。短くするか、2つの記録に分けてください。",
        "The text can have up to 20,000 characters. Shorten it or write two entries.",
    ),
    (
        "text",
        "text holds a control",
        "本文に表示できない文字が入っています。その文字を消してください。",
        "The text holds a character that cannot be shown. Remove it.",
    ),
    (
        "text",
        "",
        "本文を書くか、測定値を入れるか、写真を付けてください。",
        "Write something, give a measured value or add a photo.",
    ),
    (
        "quote",
        "absent",
        "引用した文が、返信先の記録に見当たりません。記録の文をそのまま入れてください。",
        "The quotation does not occur in the entry. Use the very words of the entry.",
    ),
    (
        "quote",
        "wider",
        "この返信は、引用した記録を見られない人にも見えます。引用を消すか、見せる範囲・宛先をそろえてください。",
        "More people would see this reply than see the quoted entry. Leave out the quotation, or \
         choose the same readers.",
    ),
    ("quote", "long", "引用は2,000文字までです。", "A quotation can have up to 2,000 characters."),
    (
        "quote",
        "",
        "引用は、記録への返信でだけ使えます。",
        "A quotation belongs to a reply to an entry.",
    ),
    (
        "vitals",
        "",
        "知らない種類の測定値です。種類の名前かLOINCコードを確かめてください。",
        "A kind of value that is not kept. Check its name or LOINC code.",
    ),
    (
        "happened",
        "",
        "測定した日時が読めません。RFC 3339の形で送ってください。",
        "The time cannot be read. Send it as in RFC 3339.",
    ),
    (
        "measured",
        "",
        "測定した時刻は「14:05」のように入れてください。",
        "Give the time measured as in 14:05.",
    ),
    ("category", "", "種類を一覧から選んでください。", "Choose a category from the list."),
    (
        "tags",
        "",
        "タグは10個まで、1つ30文字までです。",
        "Up to 10 tags of up to 30 characters each.",
    ),
    (
        "reason",
        "",
        "理由は改行なしで200文字までです。",
        "The reason can have up to 200 characters on one line.",
    ),
    ("caption", "", "写真の説明は100文字までです。", "A caption can have up to 100 characters."),
    ("photos", "over 20", "写真は1つの記録に20枚までです。", "Up to 20 photos in one entry."),
    (
        "photos",
        "",
        "写真として読めないファイルがあります。JPEG・PNG・WebPの写真を選び直してください。",
        "A file cannot be read as a photo. Choose JPEG, PNG or WebP photos.",
    ),
    (
        "deliver_to",
        "a delivery needs",
        "特別便には、あなたのほかに1人以上を選んでください。",
        "Choose at least one person besides yourself for a special delivery.",
    ),
    (
        "deliver_to",
        "",
        "宛先に、今この部屋のメンバーでない人がいます。宛先を選び直してください。",
        "Somebody chosen is no longer a member of this room. Choose again.",
    ),
    (
        "answers",
        "",
        "返信先の記録が見つかりません。",
        "The entry that this answers cannot be found.",
    ),
    ("present", "", "今のパスワードが違います。", "The present password is wrong."),
    (
        "password",
        "too-short",
        "パスワードは8文字以上にしてください。",
        "The password needs at least 8 characters.",
    ),
    (
        "password",
        "too-long",
        "パスワードは128文字までです。",
        "The password can have up to 128 characters.",
    ),
    (
        "password",
        "personal",
        "お名前・ログインID・施設名を含むパスワードは使えません。",
        "The password must not hold your name, login or facility.",
    ),
    (
        "password",
        "guessable",
        "推測されやすいパスワードです。関係のない言葉をいくつかつなげてください。",
        "This password is easy to guess. Join a few unrelated words.",
    ),
    ("again", "", "2回の入力が同じではありません。", "The two entries are not the same."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_particular_row_is_found_before_the_general() {
        assert!(field(Lang::Ja, "text", "text is over 20000").contains("20,000"));
        assert!(field(Lang::Ja, "text", "neither words nor a photo").contains("写真"));
        assert_eq!(field(Lang::En, "unknown", "detail"), "detail");
        let left = field(Lang::Ja, "deliver_to", "left: 田中 恵子、森 さやか");
        assert!(left.starts_with("田中 恵子さん、森 さやかさんは、"), "{left}");
        assert!(field(Lang::Ja, "deliver_to", "unseen: 中村 由香").contains("中村 由香さん"));
        assert!(field(Lang::En, "deliver_to", "not a member").ends_with("Choose again."));
    }

    #[test]
    fn every_row_is_whole_in_both_languages() {
        for (name, _, ja, en) in TABLE {
            assert!(ja.ends_with('。') && en.ends_with('.') && en.is_ascii(), "{name}");
        }
    }
}
