//! What is wrong with a field of a notice or a channel.

/// Field, beginning of the detail, Japanese, English. The more particular rows stand first.
pub(super) const TABLE: &[(&str, &str, &str, &str)] = &[
    ("title", "empty", "件名を入れてください。", "Give the notice a title."),
    (
        "title",
        "over 100",
        "件名は100文字までです。短くしてください。",
        "The title can have up to 100 characters.",
    ),
    (
        "kinds",
        "nobody",
        "この選び方では、どの施設にも届きません。施設の種類か職種を選び直してください。",
        "Nobody is reached by this choice. Choose kinds or professions again.",
    ),
    ("kinds", "", "施設の種類を一覧から選んでください。", "Choose kinds from the list."),
    ("professions", "", "職種を一覧から選んでください。", "Choose professions from the list."),
    ("importance", "", "重要度を選んでください。", "Choose the importance."),
    (
        "until",
        "past",
        "期限が過ぎています。これからの日時にしてください。",
        "The end is over already. Choose a later time.",
    ),
    (
        "until",
        "before it",
        "期限は、出す日時よりあとにしてください。",
        "It must end after it goes out.",
    ),
    (
        "until",
        "",
        "期限の日時が読めません。例: 2026年12月1日 17時は 2026-12-01T17:00。",
        "The end cannot be read. Write it as in 2026-12-01T17:00.",
    ),
    (
        "from",
        "",
        "出す日時が読めません。例: 2026年12月1日 9時は 2026-12-01T09:00。",
        "The time cannot be read. Write it as in 2026-12-01T09:00.",
    ),
    ("channel", "", "どこのお知らせかを選んでください。", "Choose the channel."),
    (
        "photos",
        "notice",
        "本文が空です。添付を選ぶか、戻って本文を書いてください。",
        "There are no words. Choose a file, or go back and write some.",
    ),
    ("reason", "notice", "取り消す理由を書いてください。", "Say why it is taken back."),
    (
        "remind",
        "today",
        "今日はもう送りました。明日また送れます。",
        "They were reminded today. Try again tomorrow.",
    ),
    (
        "remind",
        "over",
        "いまは出ていないお知らせなので、送れません。",
        "This notice is not out now, so nobody can be reminded.",
    ),
    (
        "remind",
        "",
        "メールを送れる施設管理者がいません。紙の一覧を使ってください。",
        "There is no manager to write to. Use the printed list.",
    ),
    (
        "name",
        "taken",
        "同じ名前がもうあります。別の名前にしてください。",
        "There is a channel of this name. Choose another.",
    ),
    ("name", "", "名前は1〜40文字で入れてください。", "Give a name of 1 to 40 characters."),
    ("whose", "", "どこのお知らせかを選んでください。", "Choose whose channel it is."),
    (
        "facilities",
        "",
        "利用を終えた施設が入っています。選び直してください。",
        "One of the facilities takes no part any more. Choose again.",
    ),
];

#[cfg(test)]
mod tests {
    use super::super::{Lang, field};
    use super::*;

    #[test]
    fn every_message_is_a_whole_sentence_in_both_languages() {
        for (name, start, ja, en) in TABLE {
            assert!(ja.ends_with('。') && en.ends_with('.'), "{name}: {ja}");
            assert!(en.is_ascii() && !ja.is_ascii(), "{name}");
            assert_eq!(&field(Lang::Ja, name, start), ja, "{name}: another row stands before it");
            assert_eq!(&field(Lang::En, name, start), en, "{name}");
        }
    }

    #[test]
    fn a_writer_who_is_nobody_is_named() {
        let told = field(Lang::Ja, "writers", "nobody: yamada");
        assert!(told.contains("yamada") && told.ends_with('。'), "{told}");
        assert!(field(Lang::En, "writers", "nobody: yamada").contains("yamada"));
    }

    #[test]
    fn what_the_rules_refuse_is_told_in_these_words() {
        let typed = tasuki_domain::notice::Typed {
            importance: "x".into(),
            kinds: vec!["x".into()],
            professions: vec!["x".into()],
            until: Some(tasuki_kernel::Timestamp::from_micros(0)),
            ..Default::default()
        };
        for problem in typed.check(tasuki_kernel::Timestamp::from_micros(1)).unwrap_err() {
            let name = problem.field.unwrap_or_default();
            assert_ne!(field(Lang::Ja, name, &problem.detail), problem.detail, "{name}");
        }
    }
}
