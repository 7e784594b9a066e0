//! The words of letters about notices: the channel and the day, never what a notice says.

use tasuki_kernel::{EntryId, Result};

use super::{Addressee, Letter, LetterKind};

/// A notice, as a letter may name it.
pub(crate) struct NoticeNote<'a> {
    pub channel: &'a str,
    /// The day from which it is to be seen, as people read it.
    pub day: &'a str,
    pub link: &'a str,
    pub notice: EntryId,
    /// It has just come and is urgent; else nobody of the facility has opened it yet.
    pub urgent: bool,
}

/// Tells who manages a facility that there is something to open.
pub(crate) fn notice_letter(to: &Addressee<'_>, it: &NoticeNote<'_>) -> Result<Letter> {
    let NoticeNote { channel, day, link, notice, urgent } = it;
    let kind = if *urgent { LetterKind::UrgentNotice } else { LetterKind::NoticeReminder };
    let facility = to.facility;
    let (subject, first, rest) = match (to.japanese(), urgent) {
        (true, true) => (
            "至急のお知らせがあります",
            format!("「{channel}」から、{day}付けの至急のお知らせがあります。"),
            [
                "登録した端末で、次のページを開いてください。",
                "内容は、このメールには書いていません。",
            ],
        ),
        (true, false) => (
            "まだ開いていないお知らせがあります",
            format!(
                "「{channel}」の{day}付けのお知らせが、「{facility}」ではまだ開かれていません。"
            ),
            [
                "登録した端末で、次のページを開いてください。",
                "行きちがいで開いたあとでしたら、お許しください。",
            ],
        ),
        (false, true) => (
            "An urgent notice has come",
            format!("There is an urgent notice in {channel}, of {day}."),
            ["Open this page on your registered device:", "This mail does not say what is in it."],
        ),
        (false, false) => (
            "A notice waits to be opened",
            format!("Nobody of {facility} has opened the notice in {channel} of {day}."),
            ["Open this page on your registered device:", "If it was opened meanwhile, thank you."],
        ),
    };
    let [open, last] = rest;
    let letter = to.letter(kind, subject, &[first, format!("{open}\n{link}"), last.into()])?;
    Ok(Letter { about: *notice.as_bytes(), ..letter })
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::PersonId;

    use super::super::Sender;
    use super::*;

    #[test]
    fn letters_name_the_channel_and_the_day_in_both_languages() {
        let sender = Sender { notebook: "みなと連絡帳".into(), ..Sender::default() };
        for (lang, urgent) in [("ja", true), ("ja", false), ("en", true), ("en", false)] {
            let to = Addressee {
                sender: &sender,
                facility: "さくら薬局",
                person: PersonId::from_bytes([1; 16]),
                name: "森田 節子".into(),
                mail: "morita@example.jp",
                lang,
            };
            let (link, notice) = ("https://example.jp/notices/1", EntryId::from_bytes([2; 16]));
            let note =
                NoticeNote { channel: "薬剤師会", day: "11月21日", link, notice, urgent };
            let letter = notice_letter(&to, &note).unwrap();
            for part in ["薬剤師会", "11月21日", link, "さくら薬局", "森田 節子"] {
                assert!(letter.words.contains(part), "{lang} {urgent}: {part}");
            }
            assert_eq!(letter.about, *notice.as_bytes());
            let kind = if urgent { LetterKind::UrgentNotice } else { LetterKind::NoticeReminder };
            assert_eq!(letter.kind, kind);
        }
    }
}
