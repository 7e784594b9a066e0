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
    let found = super::field_notices::TABLE
        .iter()
        .chain(super::field_register::TABLE)
        .chain(super::disclosure::FIELDS)
        .chain(super::team_said::FIELDS)
        .chain(super::field_joining::TABLE)
        .chain(TABLE)
        .find(|(name, start, ..)| *name == field && detail.starts_with(start))
        .map(|(_, _, ja, en)| if lang == Lang::Ja { *ja } else { *en });
    found.unwrap_or(detail).to_owned()
}

/// Messages that name people: who left, who would not see it.
fn named(lang: Lang, field: &str, detail: &str) -> Option<String> {
    if field == "writers" {
        let login = detail.strip_prefix("nobody: ")?;
        return Some(match lang {
            Lang::Ja => format!("「{login}」というログインIDの利用者はいません。"),
            Lang::En => format!("Nobody has the login name {login}."),
        });
    }
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
        "virus",
        "ウイルス検査で、危険なファイルと判定されました。このファイルは付けられません。運営の窓口に知らせてください。",
        "The virus scanner found something. The file cannot be attached. Tell the desk.",
    ),
    (
        "photos",
        "scanner",
        "ウイルス検査が止まっているため、いまはファイルを付けられません。文だけなら送れます。しばらくして送り直してください。",
        "The virus scanner does not answer, so no file can be attached now. Words alone can be sent. Try again later.",
    ),
    (
        "photos",
        "upload gone",
        "送りかけの写真が、サーバーに残っていません（1日たつと消えます）。送り直しています。もう一度「送信する」を押してください。",
        "The files are no longer on the server (they go after a day). They are being sent again: press Send once more.",
    ),
    (
        "photos",
        "upload not whole",
        "写真がまだ全部届いていません。届いてから、もう一度送信してください。",
        "Not all of the files have arrived yet. Send again once they have.",
    ),
    (
        "photos",
        "too many files on the way",
        "送りかけのファイルが多すぎます。先に記録を送信するか、いらないものを外してください。",
        "Too many files are on their way. Send the entry first, or leave some out.",
    ),
    (
        "photos",
        "the photos are over",
        "写真とファイルを合わせて64MBまでです。2つの記録に分けてください。",
        "Photos and files can have up to 64 MB together. Split them into two entries.",
    ),
    (
        "photos",
        "not accepted: video",
        "動画や音声は付けられません。付けられるのは、写真（JPEG・PNG・WebP）、PDF、Word（.docx）、Excel（.xlsx）です。",
        "Video and sound cannot be attached. Photos (JPEG, PNG, WebP), PDF, Word (.docx) and Excel (.xlsx) can.",
    ),
    (
        "photos",
        "not accepted: old Office",
        "古い形式（.doc・.xls）か、パスワード付きのWord・Excelは付けられません。.docx・.xlsxかPDFで保存し直してください。",
        "Old Word and Excel files (.doc, .xls) and those with a password cannot be attached. Save it as .docx, .xlsx or PDF.",
    ),
    (
        "photos",
        "not accepted",
        "この種類のファイルは付けられません。付けられるのは、写真（JPEG・PNG・WebP）、PDF、Word（.docx）、Excel（.xlsx）です。",
        "This kind of file cannot be attached. Photos (JPEG, PNG, WebP), PDF, Word (.docx) and Excel (.xlsx) can.",
    ),
    (
        "photos",
        "encrypted",
        "パスワードの付いたファイルは付けられません。パスワードを外して保存し直してください。",
        "A file with a password cannot be attached. Save it without the password.",
    ),
    (
        "photos",
        "a program",
        "マクロやスクリプトの入ったファイルは付けられません。マクロなし（.docx・.xlsx）か、PDFに印刷し直してください。",
        "A file with macros or scripts cannot be attached. Save it without macros, or print it to PDF.",
    ),
    (
        "photos",
        "another file",
        "中に別のファイルが入っているため、付けられません。取り除くか、PDFに印刷し直してください。",
        "Another file is inside this file. Remove it, or print it to PDF.",
    ),
    (
        "photos",
        "loads from",
        "開くとほかの場所から読み込むファイルは付けられません。リンクを外すか、PDFに印刷し直してください。",
        "The file loads something from elsewhere when it is opened. Break those links, or print it to PDF.",
    ),
    (
        "photos",
        "the file is over",
        "ファイルは1つ20MBまでです。ページを分けるか、小さくして選び直してください。",
        "A file can have up to 20 MB. Split it or make it smaller.",
    ),
    (
        "photos",
        "",
        "ファイルがこわれているか、途中で切れています。写真（JPEG・PNG・WebP）、PDF、Word（.docx）、Excel（.xlsx）を選び直してください。",
        "A file is damaged or cut off. Choose photos (JPEG, PNG, WebP), PDF, Word (.docx) or Excel (.xlsx) again.",
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
        "about_photo",
        "",
        "コメントする写真が見つかりません。",
        "The photo that this is about cannot be found.",
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
    (
        "label",
        "",
        "端末の名前を、60文字までで入れてください。",
        "Give the device a name of up to 60 characters.",
    ),
    (
        "passkey",
        "",
        "パスキーを登録できませんでした。時間がたちすぎたか、端末の確認が済んでいません。もう一度押してください。",
        "The passkey was not registered: it took too long, or the device did not check who you are. \
         Press again.",
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
