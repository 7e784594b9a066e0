//! What is wrong with a field of the pages on which patients are registered and agree.

/// Field, beginning of the detail, Japanese, English. The more particular rows stand first.
pub(super) const TABLE: &[(&str, &str, &str, &str)] = &[
    (
        "birth",
        "future",
        "生年月日が、今日よりあとになっています。",
        "The day of birth has not come yet.",
    ),
    (
        "birth",
        "era",
        "その元号に、その日はありません。年を確かめてください。",
        "There is no such day in that era. Check the year.",
    ),
    (
        "birth",
        "none",
        "その日付は、こよみにありません。年・月・日を確かめてください。",
        "There is no such day. Check year, month and day.",
    ),
    (
        "birth",
        "form",
        "生年月日を入力してください。例: 昭和17年3月4日",
        "Fill in the day of birth. Example: 1942-03-04",
    ),
    ("sex", "", "性別を選んでください。", "Choose the sex."),
    (
        "address",
        "",
        "住所は、改行なしで200文字までです。",
        "An address can have up to 200 characters on one line.",
    ),
    (
        "patient_phone",
        "",
        "電話番号は40文字までです。",
        "The phone number can have up to 40 characters.",
    ),
    (
        "agreed",
        "",
        "「支援チームでの共有」に同意がないと、連絡帳は作れません。",
        "Without consent to sharing in the team, no notebook can be opened.",
    ),
    ("consenter", "", "だれが言ったのかを選んでください。", "Choose who said it."),
    (
        "proxy",
        "over",
        "代理の人の名前は100文字までです。",
        "The name can have up to 100 characters.",
    ),
    ("proxy", "", "代理の人の名前を入力してください。", "Fill in who spoke for the patient."),
    ("relation", "over", "続柄は40文字までです。", "The relation can have up to 40 characters."),
    ("relation", "", "続柄を入力してください。", "Fill in the relation to the patient."),
    (
        "proxy_reason",
        "over",
        "理由は200文字までです。",
        "The reason can have up to 200 characters.",
    ),
    (
        "proxy_reason",
        "",
        "ご本人が言えない理由を入力してください。",
        "Say why the patient cannot say it.",
    ),
    ("way", "", "紙か口頭かを選んでください。", "Choose paper or spoken words."),
    (
        "witness",
        "over",
        "立ち会った人の名前は100文字までです。",
        "The name can have up to 100 characters.",
    ),
    (
        "witness",
        "",
        "口頭のときは、立ち会った人の名前を入力してください。",
        "For spoken words, fill in who was there.",
    ),
    (
        "said",
        "future",
        "同意した日が、今日よりあとになっています。",
        "The date of consent has not come yet.",
    ),
    (
        "said",
        "birth",
        "同意した日が、生まれた日より前になっています。",
        "The date of consent lies before the day of birth.",
    ),
    (
        "said",
        "form",
        "同意した日を入力してください。例: 令和8年11月20日",
        "Fill in the date of consent. Example: 2026-11-20",
    ),
    (
        "said",
        "",
        "その日付は、こよみにありません。同意した日を確かめてください。",
        "There is no such day. Check the date of consent.",
    ),
    (
        "last_day",
        "order",
        "終わりの日が、同意した日より前になっています。",
        "It would end before it begins.",
    ),
    ("last_day", "past", "終わりの日が、もう過ぎています。", "The last day is over already."),
    (
        "last_day",
        "form",
        "終わりの日の形を確かめてください。例: 令和9年3月31日",
        "Check the last day. Example: 2027-03-31",
    ),
    ("last_day", "none", "終わりの日は、こよみにありません。", "There is no such last day."),
    ("last_day", "era", "終わりの日の元号を確かめてください。", "Check the era of the last day."),
    (
        "withdraw_reason",
        "",
        "理由は、改行なしで200文字までです。",
        "The reason can have up to 200 characters on one line.",
    ),
    (
        "paper",
        "the file is over",
        "写真は1枚20MBまでです。小さくして選び直してください。",
        "A photo can have up to 20 MB. Make it smaller.",
    ),
    (
        "paper",
        "virus",
        "ウイルス検査で、危険なファイルと判定されました。撮り直した写真を選んでください。",
        "The virus scanner found something. Choose another photo.",
    ),
    (
        "paper",
        "scanner",
        "ウイルス検査が止まっています。写真は、あとから付けてください。",
        "The virus scanner does not answer. Add the photo later.",
    ),
    (
        "paper",
        "",
        "写真（JPEG・PNG・WebP）を選んでください。こわれているときは、撮り直してください。",
        "Choose a photo (JPEG, PNG, WebP). If it is damaged, take it again.",
    ),
    (
        "another",
        "",
        "すでに登録されているようです。別の人であることを確かめたら、印を付けてください。",
        "Probably registered already. Tick the box when you made sure that it is another person.",
    ),
];

#[cfg(test)]
mod tests {
    use tasuki_domain::consent;
    use tasuki_domain::content::ConsentKind;
    use tasuki_domain::registration::Typed;
    use tasuki_kernel::Timestamp;

    use super::super::{Lang, field};
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_795_239_120_000_000);

    #[test]
    fn every_message_is_a_whole_sentence_in_both_languages() {
        for (name, start, ja, en) in TABLE {
            assert!(ja.ends_with('。') || ja.contains("例: "), "{name}: {ja}");
            assert!(en.ends_with('.') || en.contains("Example: "), "{name}: {en}");
            assert!(en.is_ascii() && !ja.is_ascii(), "{name}");
            assert_eq!(&field(Lang::Ja, name, start), ja, "{name}: another row stands before it");
        }
    }

    #[test]
    fn what_the_rules_refuse_is_told_in_these_words() {
        let days = ["", "2026-11-22", "1900-1-1", "2026-2-30", "平成40年1月1日"];
        let mut problems = Typed::default().check(NOW).unwrap_err();
        for day in days {
            let birth = Typed { birth: day.into(), ..Typed::default() };
            problems.extend(birth.check(NOW).unwrap_err());
            let it = consent::Typed { said: day.into(), until: day.into(), ..Default::default() };
            problems.extend(it.given(ConsentKind::Family, None, NOW).unwrap_err());
        }
        let it =
            consent::Typed { consenter: "proxy".into(), way: "oral".into(), ..Default::default() };
        problems.extend(it.given(ConsentKind::Family, None, NOW).unwrap_err());
        for problem in problems {
            let name = problem.field.unwrap_or_default();
            let told = field(Lang::Ja, name, &problem.detail);
            assert_ne!(told, problem.detail, "{name} has no words");
        }
    }
}
