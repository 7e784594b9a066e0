//! Notices as pages and files show them.

use tasuki_app::attachment::kind;
use tasuki_app::notice::{Line, Shown};
use tasuki_domain::importance::Importance;
use tasuki_domain::municipality;
use tasuki_kernel::Timestamp;

use super::access::{UTF_8, csv_line};
use super::{facility_kind, file, profession_name};
use crate::pages::{NoticeLine, NoticeView, PhotoView, ReachLine};
use crate::show::moment;
use crate::texts::Lang;

/// A notice in a list. What its reader has not done yet is marked while it matters.
pub fn line(lang: Lang, it: &Shown, now: Timestamp) -> NoticeLine {
    let row = &it.row;
    let at = |at: Timestamp| moment(at, now, lang);
    let ended = row.until.is_some_and(|until| until <= now);
    let [opened, confirmed] = row.mine;
    let withdrawn = row.facts.withdrawn.is_some();
    NoticeLine {
        url: format!("/notices/{}", row.id),
        title: it.notice.title.clone(),
        channel: it.channel.clone(),
        shown: at(row.facts.shown),
        urgent: it.importance == Importance::Urgent,
        unread: opened.is_none() && !withdrawn,
        to_confirm: row.confirm && confirmed.is_none() && !withdrawn && !ended,
        withdrawn,
        scheduled: row.facts.shown > now,
        ended,
        until: row.until.map(at),
        files: u32::try_from(it.notice.attachments.len()).unwrap_or(u32::MAX),
        share: None,
    }
}

/// Kinds of facilities and professions in words; none for everybody.
pub fn target(lang: Lang, kinds: &[String], professions: &[String]) -> Vec<String> {
    let kinds = kinds.iter().map(|code| facility_kind(lang, code));
    kinds.chain(professions.iter().map(|code| profession_name(lang, code))).collect()
}

/// A notice with its words.
pub fn view(lang: Lang, (it, reason): (&Shown, &str), now: Timestamp) -> NoticeView {
    let line = line(lang, it, now);
    let all = || it.notice.attachments.iter().enumerate();
    let photo = |(n, about): (usize, &tasuki_domain::content::Attachment)| PhotoView {
        url: format!("{}/photos/{n}/full.jpg", line.url),
        thumb: format!("{}/photos/{n}/small.jpg", line.url),
        caption: about.caption.clone(),
    };
    let withdrawn = it.row.facts.withdrawn.map(|at| (moment(at, now, lang), reason.to_owned()));
    NoticeView {
        text: it.notice.text.clone(),
        photos: all().filter(|(_, about)| kind(about).is_none()).map(photo).collect(),
        files: all().filter_map(|(n, about)| file(lang, &line.url, n, about)).collect(),
        target: target(lang, &it.notice.kinds, &it.notice.professions),
        withdrawn,
        confirm: it.row.confirm,
        line,
    }
}

/// A facility that a notice was addressed to.
pub fn reach(lang: Lang, it: &Line, now: Timestamp) -> ReachLine {
    let first = it.openers.first();
    let confirmed = it.openers.iter().filter_map(|(_, _, at)| *at).min();
    let managers = it.managers.iter();
    let managers =
        managers.map(|(name, mail)| (name.clone(), mail.clone().unwrap_or_default())).collect();
    ReachLine {
        facility: it.name.clone(),
        kind: facility_kind(lang, &it.kind),
        place: it.municipality.as_deref().map(municipality::full_name).unwrap_or_default(),
        opened: first.map(|(name, at, _)| (name.clone(), moment(*at, now, lang))),
        confirmed: confirmed.map(|at| moment(at, now, lang)),
        managers,
    }
}

/// Who has opened it, as a file.
pub fn csv(lang: Lang, lines: &[ReachLine]) -> String {
    let t = &lang.texts().notices;
    let head =
        [t.facility, t.kind, t.place, t.opened_at, t.opened_by, t.confirmed_at, t.manager, t.mail];
    let mut text = UTF_8.to_string() + &csv_line(&head);
    for it in lines {
        let (who, at) = it.opened.clone().unwrap_or_default();
        let confirmed = it.confirmed.as_ref().map(|at| at.iso.clone()).unwrap_or_default();
        let joined = |part: fn(&(String, String)) -> &str| {
            it.managers.iter().map(part).collect::<Vec<_>>().join(" ")
        };
        let (names, mails) = (joined(|it| &it.0), joined(|it| &it.1));
        let fields: [&str; 8] =
            [&it.facility, &it.kind, &it.place, &at.iso, &who, &confirmed, &names, &mails];
        text += &csv_line(&fields);
    }
    text
}

#[cfg(test)]
mod tests {
    use tasuki_kernel::FacilityId;

    use super::*;

    fn facility(openers: Vec<(String, Timestamp, Option<Timestamp>)>) -> Line {
        Line {
            facility: FacilityId::from_bytes([1; 16]),
            name: "=HYPERLINK(\"x\")".into(),
            kind: "pharmacy".into(),
            municipality: Some("141097".into()),
            openers,
            managers: vec![("森田 節子".into(), None), ("林".into(), Some("h@example.jp".into()))],
        }
    }

    #[test]
    fn the_first_opener_stands_for_the_facility_and_any_confirmation_counts() {
        let at = |n: i64| Timestamp::from_micros(n * 60_000_000);
        let openers = vec![("先".to_owned(), at(1), None), ("後".to_owned(), at(2), Some(at(9)))];
        let line = reach(Lang::Ja, &facility(openers), at(10));
        assert_eq!(line.opened.as_ref().unwrap().0, "先");
        assert_eq!(line.confirmed.as_ref().unwrap().clock, "09:09");
        assert_eq!((line.kind.as_str(), line.place.as_str()), ("薬局", "神奈川県 横浜市港北区"));
    }

    #[test]
    fn the_file_has_a_line_for_each_facility_and_no_formula() {
        let lines = [reach(Lang::Ja, &facility(Vec::new()), Timestamp::from_micros(0))];
        let file = csv(Lang::Ja, &lines);
        assert_eq!(file.lines().count(), 2);
        assert!(file.contains("\"'=HYPERLINK(\"\"x\"\")\",\"薬局\""), "{file}");
        assert!(file.contains("\"森田 節子 林\",\" h@example.jp\""), "{file}");
    }
}
